"""An article with ten thousand replies in the running window, measured within its process; prints one line of JSON.

    python bench/replies.py FOLDER [COUNT]

FOLDER gets the article and a data folder whose file of replies holds the thread. The program is driven as a person
drives it. It never asks a server.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from driven import drive
from hiitreader.app.program import Program
from hiitreader.replies.desk import DATABASE
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.thread import TextFormat, ThreadReply, thread_of
from hiitreader.replies.threads import Threads
from hiitreader.system.clock import SystemClock
from hiitreader.ui.article_view import ArticleView
from inside import PAGES, Paints, Pulse, took, until, wait_until_still
from samples import SAID, WORDS

COUNT, OPENINGS = 10_000, 5
TITLE = "Ten thousand replies"
SERVER = "http://127.0.0.1:9"
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def thread(count: int) -> Iterator[ThreadReply]:
    """Replies of one to three paragraphs, every other one an answer, some with a link or a list."""
    for number in range(1, count + 1):
        text = f"<p>{SAID[number % 40 :].capitalize()}.</p>" * (1 + number % 3)
        if number % 5 == 0:
            text += f'<p>See <a href="https://example.org/{number}">{WORDS[number % len(WORDS)]}</a>.</p>'
        if number % 9 == 0:
            text += "<ul><li>one</li><li>two</li></ul>"
        parent = str(number - 1 - number % 7) if number % 2 and number > 8 else ""
        written = BEGAN + timedelta(minutes=number)
        yield ThreadReply(str(number), f"Reader {number % 500}", text, written, parent, format=TextFormat.HTML)


def prepare(folder: Path, count: int) -> tuple[Path, float]:
    """Write the article and the data folder; the article's path, and the seconds that keeping the thread took."""
    article = folder / "article.md"
    article.write_text(f"# {TITLE}\n\n" + "\n\n".join(f"{SAID.capitalize()}." for _ in range(60)), encoding="utf-8")
    store = Store(folder / "data" / DATABASE, SystemClock())
    ServerChoice(store).put(ServerSettings(SERVER, "isso"), None)
    began = time.perf_counter()
    listing = Listing(tuple(thread(count)), whole=True, total=count)
    Threads(store).keep(SERVER, thread_of(TITLE, "").uri, listing, datetime.now(UTC))
    store.close()
    return article, time.perf_counter() - began


class Arrival(QObject):
    """Notes when the first and the last reply came to the page."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        self.first = self.last = 0.0
        view.flow_changed.connect(self._look)

    def begin(self) -> None:
        """Forget what came."""
        self.first = self.last = 0.0

    def _look(self, _index: int) -> None:
        flow = self._view.flow
        self.last = time.perf_counter()
        if not self.first and any(flow[at].within for at in range(self._view.article_length, len(flow))):
            self.first = self.last


class Opening:
    """The program with the article open, again and again, and its pages turned in the midst of the replies."""

    def __init__(self, program: Program, article: Path, count: int) -> None:
        self._program = program
        self._article = article
        self._count = count
        self._view: ArticleView = program.view
        self._pulse = Pulse()
        self.found: dict[str, list[float]] = {"thread": [], "whole": [], "page": []}

    def measure(self) -> dict[str, list[float]]:
        """Milliseconds to the first and the last reply on the page, of each page down, and the gaps of the pulse."""
        until(lambda: hasattr(self._program, "late"), "the whole window")
        until(self._is_whole, "the first opening")
        wait_until_still(self._view)
        self._view.setFocus()
        arrival = Arrival(self._view)
        for _ in range(OPENINGS):
            self._open(arrival)
        self._turn_pages()
        return self.found | {"held": self._pulse.gaps}

    def _is_whole(self) -> bool:
        heads, under = 0, False
        for block in self._view.flow:
            under = block.text.startswith("Replies") if block.level else under  # similar posts have labels too
            heads += bool(under and block.marker and block.within[-1].label)
        return heads == self._count

    def _open(self, arrival: Arrival) -> None:
        with self._pulse.running():
            self._program.show_start_page()
            wait_until_still(self._view)
            arrival.begin()
            began = time.perf_counter()
            self._program.session.open_file(self._article)
            wait_until_still(self._view)
        if not self._is_whole():
            raise SystemExit(f"only {len(self._view.flow)} blocks came")
        self.found["thread"].append((arrival.first - began) * 1000)
        self.found["whole"].append((arrival.last - began) * 1000)

    def _turn_pages(self) -> None:
        paints, bar = Paints(self._view), self._view.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        wait_until_still(self._view)
        with self._pulse.running():
            for _ in range(PAGES):
                if bar.value() + 2 * bar.pageStep() > bar.maximum():
                    bar.setValue(bar.maximum() // 2)
                    QTest.qWait(30)
                before = bar.value()
                press = partial(QTest.keyClick, self._view, Qt.Key.Key_PageDown)
                self.found["page"].append(took(press, paints, lambda before=before: bar.value() != before))
                QTest.qWait(5)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    size = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    path, kept = prepare(place, size)
    found = drive(["--data-dir", path.parent / "data", path], lambda program: Opening(program, path, size).measure())
    print(json.dumps({"kept": [kept * 1000], **found}))
