"""What a person hears who sends a reply to a real WordPress: what is wrong, that it is held, published and answered."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.replies.conftest import start_wordpress
from tests.replies.wordpress_server import RealWordPress
from tests.screenreader.stage import Stage
from tests.screenreader.steps import Outcome, Walk, parse
from tests.screenreader.tree import tree_reader

__all__ = ["start_wordpress"]

pytestmark = [pytest.mark.slow, pytest.mark.screenreader]

SET_UP = r"""
start hiitreader
    says heading level 1

== The server
press ctrl+shift+p
    says Find a command dialog
    says Command text
type reply server
press Return
    says Reply server dialog
    says Address of the article's page
type {page}
press Return
    says WordPress at 127\.0\.0\.1
    says through its form
    says A moderator may see them first
press Return
    says Replies go to {site}
press Escape
    says Article .*document
"""

WITH_AN_ERROR = r"""
== A reply to Ben, with an error
press ctrl+shift+s
    says notification .*up to date
page Replies \(1\)
press ctrl+shift+r
    says Replies \(1\) heading level 2
press Down
    says List with 1 item
    says Ben,
    says level 1
press Down
    says ^Mine grew
press Tab
    says Reply to Ben link
press Return
    says Leave a Reply to Ben panel
    never Leave a Reply panel
    says Comment \* text
type Mine did not
press Tab
    says Name \* text
type Anna
press Tab
    says Email \* text
type anna at home
press ctrl+Return
    says Error: Enter an email address such as name@example\.com
    says notification One field needs a change

== Mended, and sent
press ctrl+a
    says selected
type anna@example.com
press ctrl+Return
    says notification The server took it

== In the thread
page Replies \(2\)
press ctrl+shift+r
    says Replies \(2\) heading level 2
press Down
    says Ben,
    says level 1, 1 reply
press Down
press Down
    says Reply to Ben
press Down
    says Anna \(you\)
    says level 2
    says taken, perhaps awaiting moderation
press Down
    says ^Mine did not
press Down
    says The server took it
"""

PUBLISHED = r"""
== Published
press ctrl+shift+s
    says notification Your reply .Mine did not. to .* is now published
gone [Aa]waiting moderation
press ctrl+shift+r
    says Replies \(2\) heading level 2
press Down
    says Ben,
press Down
press Down
press Down
    says Anna \(you\)
    says level 2
    never awaiting
"""

ANSWERED = r"""
== Answered
press ctrl+shift+s
    says notification 1 new answer to you
page Replies \(3\)
press ctrl+shift+r
    says Replies \(3\) heading level 2
press Down
    says Ben,
    says level 1, 1 reply
press Down
press Down
press Down
    says Anna \(you\)
    says level 2, 1 reply
press Down
    says ^Mine did not
press n
    says Ben, .* New
    says level 3
press Down
    says ^Eat more
"""


def says(site: RealWordPress, parent: int, words: str) -> int:
    """Ben writes a reply that appears at once."""
    values = {"post": site.post_id, "parent": parent, "author_name": "Ben", "author_email": "ben@example.com"}
    said = site.as_admin("POST", "/wp-json/wp/v2/comments", {**values, "content": words, "status": "approved"})
    return int(str(said["id"]))


def test_a_reply_is_sent_held_published_and_answered(
    stage: Stage, tmp_path: Path, start_wordpress: Callable[..., RealWordPress]
) -> None:
    site = start_wordpress(moderated=True)
    first = says(site, 0, "Mine grew.")
    stage.start_orca()
    command = [sys.executable, "-X", "faulthandler", "-m", "hiitreader", "--data-dir", str(tmp_path / "data")]
    program = stage.start(command, "program")
    outcomes: list[Outcome] = []
    with tree_reader(stage) as reader:
        listener = Walk(stage, reader)

        def take(steps: str) -> None:
            outcomes.extend(listener.take(parse(steps), lambda: program.poll() is None))

        take(SET_UP.replace("{page}", site.post_url).replace("{site}", site.url))
        take(WITH_AN_ERROR)
        own = [row for row in site.comments(site.post_id) if row.author == "Anna"]
        if own:
            site.approve(own[0].id)
            take(PUBLISHED)
            says(site, own[0].id, "Eat more.")
            take(ANSWERED)
    transcript = "\n".join(str(outcome) for outcome in outcomes)
    if folder := os.environ.get("HIITREADER_TRANSCRIPTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "sending.txt").write_text(transcript + "\n")
    assert program.poll() is None, f"the program ended by itself:\n{stage.printed('program')}\n{transcript}"
    assert "Traceback" not in stage.printed("program"), stage.printed("program")
    failed = [outcome for outcome in outcomes if outcome.failed]
    assert not failed, f"{len(failed)} steps were not heard as they ought to be:\n{transcript}"
    assert [(row.parent, row.status, row.content) for row in own] == [(first, "0", "Mine did not")]
