"""What a person waits for in a running window, measured within its process; prints one line of JSON.

    python bench/inside.py reader|browser ARTICLE DATA_FOLDER

`reader` is the program, driven by key presses; `browser` is the reference, a plain QTextBrowser that holds the same
Markdown. It never reaches into how either does its work.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser

CHANGES, PAGES = 10, 120
STILL = 0.5
"""Seconds without a change of height after which the article counts as wholly there."""
PATIENCE = 60.0
BEAT = 2
"""Milliseconds between two beats of the pulse that shows whether the window is held."""


class Paints(QObject):
    """Watches a view's viewport for the first paint that shows what was waited for."""

    def __init__(self, view: QTextBrowser) -> None:
        super().__init__(view)
        self._shows: Callable[[], bool] = lambda: False
        self.seen = True
        view.viewport().installEventFilter(self)

    def wait_for(self, shows: Callable[[], bool]) -> None:
        """From now on, wait for a paint at whose beginning `shows` is true."""
        self._shows = shows
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002
        """Look, and let the event through."""
        if not self.seen and event.type() == QEvent.Type.Paint:
            self.seen = self._shows()
        return False


class Pulse:
    """A timer that beats as often as it can; the gaps between its beats are how long the window was held."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listen while the block runs."""
        self._last = time.perf_counter()
        self._timer.start()
        try:
            yield
        finally:
            self._beat()
            self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(max(0.0, (now - self._last) * 1000 - BEAT))
        self._last = now


def until(what: Callable[[], bool], said: str) -> None:
    """Let the window live until something is so."""
    end = time.perf_counter() + PATIENCE
    while not what():
        if time.perf_counter() > end:
            raise SystemExit(f"waited {PATIENCE} s in vain for {said}")
        QApplication.processEvents()


def wait_until_still(view: QTextBrowser) -> None:
    """Wait until the article has stopped growing."""
    seen, since = -1, time.perf_counter()

    def still() -> bool:
        nonlocal seen, since
        if (size := view.document().characterCount()) != seen:
            seen, since = size, time.perf_counter()
        time.sleep(0.001)
        return time.perf_counter() - since > STILL

    until(still, "the whole article")


def took(act: Callable[[], object], paints: Paints, shows: Callable[[], bool]) -> float:
    """Milliseconds from an act to the end of the first paint that shows what it did."""
    paints.wait_for(shows)
    began = time.perf_counter()
    act()
    until(lambda: paints.seen, "the repaint")
    return (time.perf_counter() - began) * 1000
