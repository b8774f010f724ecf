"""Brings what a background lane found to the thread of the window.

It never does the work itself.
"""

from collections.abc import Callable
from threading import Event
from typing import TypeVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from hiitreader.system.lanes import Lane, Outcome

T = TypeVar("T")


class GuiLane(QObject):
    """A lane whose `done` callbacks run in the thread of the window, in order.

    Once closed, no more of them run: the window they would speak to may be gone.
    """

    _came = Signal(object, object)

    def __init__(self, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._open = True
        self._came.connect(self._deliver)  # queued by Qt: it is emitted on the lane's thread

    def submit(self, job: Callable[[], T], done: Callable[[Outcome[T]], None]) -> None:
        """Run `job` on the lane, then `done` with what came of it in the window's thread."""

        def came(outcome: Outcome[T]) -> None:
            if self._open:  # else the job was slower than the end of the window
                self._came.emit(done, outcome)

        self._lane.submit(job, came)

    def wait_for(self, job: Callable[[], T], seconds: float) -> Outcome[T] | None:
        """Run `job` after all that waits, and wait for it: only for when the window closes.

        What the jobs before it brought has been delivered when this returns. None when it took longer.
        """
        came: list[Outcome[T]] = []
        there = Event()

        def take(outcome: Outcome[T]) -> None:
            came.append(outcome)
            there.set()

        self._lane.submit(job, take)
        there.wait(seconds)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return came[0] if came else None

    def close(self, seconds: float = 5.0, *, finish: bool = True) -> bool:
        """Finish (or drop) what is waiting, and deliver nothing more; see `Lane.close`."""
        self._open = False
        return self._lane.close(seconds, finish=finish)

    def _deliver(self, done: object, outcome: object) -> None:
        if self._open:
            cast("Callable[[object], None]", done)(outcome)
