"""Notes on the shelf which articles are read and how far, as one reads them.

It never waits for the disk, and never takes back how far one had come.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import Problem
from hiitreader.system.lanes import Outcome

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.library.shelf import Shelf

STILL = 1_500
"""Milliseconds without a move after which what is seen counts as read."""


class ReadingProgress(QObject):
    """Watches the page. `noted` comes when the shelf knows something new.

    The article that the program started with counts as opened only once one moves in it.

    Args:
        program: the parts made before.
        shelf: keeps it; used on the lane only.
    """

    noted = Signal()

    def __init__(self, program: "Program", shelf: "Shelf") -> None:
        super().__init__(program.window)
        self._program = program
        self._shelf = shelf
        self._known = ("", -1.0)
        self._first = program.session.current.digest
        self._failing = False
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(self.note)
        program.view.scrolled.connect(self._still.start)
        program.view.cursorPositionChanged.connect(self._still.start)
        program.session.complete.connect(self._still.start)
        program.window.closing.connect(self._end)

    def note(self) -> None:
        """Note how far one is now."""
        self._still.stop()
        session, shelf = self._program.session, self._shelf
        key, progress = session.current.digest, self._progress()
        known, furthest = self._known
        if not key or not session.finished or (key == known and progress <= furthest):
            return
        if key == self._first and not progress and not self._program.view.caret():
            return
        self._known = (key, progress)

        def job() -> bool:
            entry = shelf.entry(key)
            if entry is None or (not entry.unread and progress <= entry.progress):
                return False
            shelf.note_progress(key, max(progress, entry.progress))
            return True

        self._program.lane.submit(job, self._noted)

    def forget(self) -> None:
        """Forget of all articles whether and how far they were read."""
        self._still.stop()
        self._known = ("", -1.0)
        self._program.lane.submit(self._shelf.forget_reading, self._forgotten)

    def _progress(self) -> float:
        """How much of the article has been in sight: nothing while one is at its top, unless all of it is."""
        view = self._program.view
        length = view.article_length
        if not length:
            return 0.0
        end = max(1, view.flow.end(length - 1))
        seen = view.position_at(view.viewport().rect().bottomLeft())
        return min(1.0, seen / end) if view.verticalScrollBar().value() or seen >= end else 0.0

    def _noted(self, outcome: Outcome[bool]) -> None:
        if isinstance(outcome.problem, Problem):
            if not self._failing:  # told once, not at each step, until it works again
                self._program.window.tell(outcome.problem)
            self._failing = True
            return
        self._failing = False
        if outcome.get():
            self.noted.emit()

    def _forgotten(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.problem, Problem):
            self._program.window.tell(outcome.problem)
        else:
            outcome.get()
            self.noted.emit()

    def _end(self) -> None:
        if self._still.isActive():
            self.note()
