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

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hiitreader.replies.desk import DATABASE
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.thread import TextFormat, ThreadReply, thread_of
from hiitreader.replies.threads import Threads
from hiitreader.system.clock import SystemClock
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
    """Notes when the first and the last block of a thread are on the page, and when they were first painted."""

    def __init__(self, view: QObject) -> None:
        super().__init__(view)
        self._view = view
        self._length = -1
        self.first = self.last = 0.0
        view.flow_changed.connect(self._look)
        view.viewport().installEventFilter(self)
        self.painted = 0.0
        self.text = 0.0

    def begin(self) -> None:
        self.first = self.last = self.painted = self.text = 0.0

    def _look(self, _index: int) -> None:
        flow = self._view.flow
        self.last = time.perf_counter()
        if not self.first and any(flow[at].within for at in range(self._view.article_length, len(flow))):
            self.first = self.last

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002
        if event.type() == QEvent.Type.Paint and len(self._view.flow):
            self.text = self.text or time.perf_counter()
        return False


def measure(article: Path, count: int) -> dict[str, list[float]]:
    """Open the article again and again, then turn pages in the midst of its replies."""
    from hiitreader.app.program import Program
    from hiitreader.ui.article_view import ArticleView

    programs: list[Program] = []
    real = Program.__init__

    def noted(self: Program, *rest: object, **named: object) -> None:
        programs.append(self)
        real(self, *rest, **named)

    Program.__init__ = noted
    found: dict[str, list[float]] = {"thread": [], "whole": [], "page": [], "held": []}

    def instead_of_waiting(*_: object) -> int:
        (program,) = programs
        view: ArticleView = program.view
        until(lambda: hasattr(program, "late"), "the whole window")
        wait_until_still(view)
        pulse, arrival = Pulse(), Arrival(view)

        def is_whole() -> bool:
            return sum(1 for block in view.flow if block.marker and block.within[-1].label) == count

        until(is_whole, "the first opening")
        view.setFocus()
        for _ in range(OPENINGS):
            with pulse.running():
                program.show_start_page()
                wait_until_still(view)
                arrival.begin()
                began = time.perf_counter()
                program.session.open_file(article)
                wait_until_still(view)
            if not is_whole():
                raise SystemExit(f"only {len(view.flow)} blocks came")
            found["thread"].append((arrival.first - began) * 1000)
            found["whole"].append((arrival.last - began) * 1000)
        paints, bar = Paints(view), view.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        wait_until_still(view)
        with pulse.running():
            for _ in range(PAGES):
                before = bar.value()
                press = partial(QTest.keyClick, view, Qt.Key.Key_PageDown)
                found["page"].append(took(press, paints, lambda before=before: bar.value() != before))
                QTest.qWait(5)
        found["held"] = pulse.gaps
        return 0

    QApplication.exec = instead_of_waiting
    sys.argv = ["hiitreader", "--data-dir", str(article.parent / "data"), str(article)]
    from hiitreader.__main__ import main

    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    return found


if __name__ == "__main__":
    place = Path(sys.argv[1])
    size = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    path, kept = prepare(place, size)
    print(json.dumps({"kept": [kept * 1000], **measure(path, size)}))
