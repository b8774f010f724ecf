"""The whole story, by the real program and a real WordPress as it comes: offline, switched off, and there once.

Everything is done with the keyboard, and what is told is what a screen reader finds in the window.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.replies.conftest import start_wordpress
from tests.replies.wordpress_server import RealWordPress
from tests.screenreader.conftest import stage
from tests.screenreader.stage import Stage
from tests.screenreader.test_audit import PALETTE, enter
from tests.screenreader.tree import TreeReader, tree_reader

__all__ = ["stage", "start_wordpress"]

pytestmark = [pytest.mark.slow, pytest.mark.screenreader]

WORDS = "Larger, said my trousers: a < b && c."
WRITE = ("ctrl+r", f"type {WORDS}", "Tab", "type Anna", "Tab", "type anna@example.com", "ctrl+Return")
FIND_SERVER = (PALETTE, "type reply server", "Return")


class OnStage:
    """The program on a stage: what is pressed, and what it shows to a screen reader."""

    def __init__(self, stage: Stage, reader: TreeReader, process: "subprocess.Popen[bytes]") -> None:
        self._stage = stage
        self._reader = reader
        self._process = process

    def press(self, *keys: str) -> None:
        for one in keys:
            enter(self._stage, one)
            if one == PALETTE:  # what is typed before it is there is lost
                self.shows("Find a command")

    def window(self) -> str:
        """The names and descriptions of all that is showing, but what is in the article."""
        shown = self._reader.ask("look")
        return "\n".join(f"{node['name']} {node['description']}".strip() for node in shown)

    def article(self) -> str:
        """The words of the article and of the replies below it."""
        return "\n".join(node["text"] for node in self._reader.ask("read") if node["text"])

    def shows(self, words: str, place: Callable[[], str] | None = None) -> str:
        """Wait for words, in the window if nothing else is said; all that was there with them."""
        found = ""

        def is_there() -> bool:
            nonlocal found
            found = (place or self.window)()
            return words in found

        try:
            self._stage.wait_for(is_there, words)
        except TimeoutError as late:
            raise AssertionError(f"{late}; there is:\n{self.window()}\n{self.article()}") from late
        return found

    def kill(self) -> None:
        """As a computer that is switched off."""
        self._process.kill()
        self._process.wait(10)


Begin = Callable[[], OnStage]


@pytest.fixture
def begin(stage: Stage, tmp_path: Path) -> Iterator[Begin]:
    """Starts the program, and waits until its window is complete."""
    with ExitStack() as ends:
        count = 0

        def start() -> OnStage:
            nonlocal count
            count += 1
            command = [sys.executable, "-X", "faulthandler", "-m", "hiitreader", "--data-dir", str(tmp_path / "data")]
            process = stage.start(command, f"program-{count}")
            one = OnStage(stage, ends.enter_context(tree_reader(stage)), process)
            one.shows("Leave a Reply")
            return one

        yield start


def test_a_reply_written_offline_outlives_the_switch_and_is_in_a_wordpress_once(
    begin: Begin, start_wordpress: Callable[..., RealWordPress]
) -> None:
    site = start_wordpress(moderated=True)
    one = begin()
    one.press(*FIND_SERVER)
    one.shows("Address of the article's page")
    one.press(f"type {site.post_url}", "Return")
    one.shows("a moderator")
    one.press("Return")
    one.shows(f"Replies go to {site.url}")
    one.press("Escape")

    site.switch_off()
    one.press(*WRITE)
    one.shows("1 reply waits")
    one.kill()

    one = begin()
    one.shows("1 reply waits")
    one.shows(WORDS, one.article)
    one.shows("Kept on this computer and waiting to be sent", one.article)
    assert site.copies(WORDS) == 0

    site.switch_on()
    one.press("ctrl+shift+s")
    one.shows("awaiting moderation")
    one.shows("awaiting moderation", one.article)
    (stored,) = site.comments(site.post_id)
    assert (stored.author, stored.email, stored.status) == ("Anna", "anna@example.com", "0")
    assert site.copies(WORDS) == 1
    assert one.shows(WORDS, one.article).count(WORDS) == 1

    site.approve(stored.id)
    one.press("ctrl+shift+s")
    one.shows("is now published")
    one.shows("Anna (you)", one.article)
    article = one.shows(WORDS, one.article)
    assert article.count(WORDS) == 1
    assert "awaiting moderation" not in article
    assert "waits" not in one.window()
    assert site.copies(WORDS) == 1
    one.kill()

    one = begin()
    one.press("ctrl+shift+s")
    one.shows("Anna (you)", one.article)
    assert one.shows(WORDS, one.article).count(WORDS) == 1
    assert site.copies(WORDS) == 1
