"""Finding one's way in an article of any size in the running window; prints one line of JSON.

    python bench/finding.py ARTICLE

Words are found, the contents opened, and the list of headings opened and narrowed, by the keys that a person presses.
It never reaches into how any of it does its work.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from driven import drive
from hiitreader.app.program import Program
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.dialogs.elements_list import ElementsList
from hiitreader.ui.panels.contents_panel import ContentsPanel
from hiitreader.ui.panels.find_bar import FindBar
from inside import Pulse, until

COMMON, RARE, TYPED = "the", "zebra", "part"
TIMES = 5
PAUSE = 50
"""Milliseconds between two things that are done."""


class Finding:
    """The program with all of the article on the page."""

    def __init__(self, program: Program) -> None:
        session, flow = program.session, program.view.flow
        until(lambda: hasattr(program, "late"), "the whole window")
        while not session.finished:
            seen = len(flow)
            until(lambda seen=seen: session.finished or len(flow) > seen, "more of the article")
        QTest.qWait(2_000)  # what follows its last slice
        self._view: ArticleView = program.view
        self._window = program.window
        self._pulse = Pulse()
        self.found: dict[str, list[float]] = {name: [] for name in ("common", "rare", "contents", "list", "typed")}

    def measure(self) -> dict[str, list[float]]:
        """Milliseconds until each was there, and the gaps of the pulse meanwhile."""
        self._view.setFocus()
        with self._pulse.running():
            self._find()
            self._open_contents()
            self._list_headings()
        return self.found | {"held": self._pulse.gaps}

    def _find(self) -> None:
        QTest.keyClick(self._view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        bar = self._window.findChild(FindBar)
        for name, words in [("common", COMMON), ("rare", RARE)] * TIMES:
            bar.field.setText(words)
            with self._timed(name):
                QTest.keyClick(bar.field, Qt.Key.Key_Return)
                until(lambda: not bar.search.is_going_on, "all that is found")
            if bool(bar.search.hits) is not (words == COMMON):
                raise SystemExit(f"{len(bar.search.hits)} times {words}")
        QTest.keyClick(bar.field, Qt.Key.Key_Escape)

    def _open_contents(self) -> None:
        for _ in range(TIMES):
            with self._timed("contents"):
                QTest.keyClick(self._view, Qt.Key.Key_F9)
                self._paint(lambda: self._window.findChild(ContentsPanel).tree)
            QTest.keyClick(self._view, Qt.Key.Key_F9)
            QTest.qWait(PAUSE)

    def _list_headings(self) -> None:
        for _ in range(TIMES):
            with self._timed("list"):
                QTest.keyClick(self._view, Qt.Key.Key_F7)
                self._paint(lambda: self._window.findChild(ElementsList).box.list)
            field = self._window.findChild(ElementsList).box.field
            for letter in TYPED:
                with self._timed("typed"):
                    QTest.keyClick(field, letter)
                    self._paint(lambda: self._window.findChild(ElementsList).box.list)
                QTest.qWait(PAUSE)
            QTest.keyClick(field, Qt.Key.Key_Escape)
            QTest.qWait(PAUSE)

    def _paint(self, view: Callable[[], QAbstractItemView]) -> None:
        """Wait until a view is in sight, and have it painted."""
        until(lambda: view().isVisible(), "the list")
        view().viewport().repaint()

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.found[name].append((time.perf_counter() - began) * 1000)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    print(
        json.dumps(drive(["--data-dir", path.with_suffix(".data"), path], lambda program: Finding(program).measure()))
    )
