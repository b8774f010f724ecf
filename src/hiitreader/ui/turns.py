"""Long work in the window's own thread, done in turns: between two of them the window paints and listens.

It never decides what the work is.
"""

from collections.abc import Generator

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Does the next part of `work` each time the window has nothing else to do, until it is all done.

    A part that fails ends the work; its exception goes where the window's exceptions go.

    Args:
        work: does one part each time it is asked for the next, and lets go of everything when closed.
        parent: the owner; when it goes, what is left is not done.
    """

    def __init__(self, work: Generator[None, None, None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._soon = QTimer(self, interval=0)
        self._soon.timeout.connect(self._turn)
        self._soon.start()

    def stop(self) -> None:
        """Leave undone what is left. Not from within the work itself, which just ends."""
        self._soon.stop()
        self._work.close()

    def _turn(self) -> None:
        self._soon.stop()
        try:
            next(self._work)
        except StopIteration:
            return
        self._soon.start()
