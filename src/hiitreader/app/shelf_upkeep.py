"""What the shelf needs now and then, done on the disk's lane in small steps: its index in order, no pictures left over.

It never puts an article on the shelf or takes one off, and never keeps the lane for longer than one step.
"""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from hiitreader.errors import Problem
from hiitreader.library.entries import PICTURES
from hiitreader.system.lanes import Outcome

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.library.shelf import Shelf

WHEN_QUIET = 10_000
"""Milliseconds after the window is complete."""


class ShelfUpkeep(QObject):
    """Looks after the shelf of a window.

    Args:
        program: the parts made before.
        shelf: used on the lane only.
    """

    def __init__(self, program: "Program", shelf: "Shelf") -> None:
        super().__init__(program.window)
        self._program = program
        self._shelf = shelf
        self._tending = False
        self._when_quiet = QTimer(self, singleShot=True, interval=WHEN_QUIET)
        self._when_quiet.timeout.connect(self.forget_left_pictures)
        self._when_quiet.start()

    def tend(self) -> None:
        """Put the index in order, step by step; what else the lane has to do comes between."""
        if not self._tending:
            self._tending = True
            self._program.lane.submit(self._shelf.tend, self._tended)

    def _tended(self, outcome: Outcome[bool]) -> None:
        self._tending = False
        if isinstance(outcome.problem, Problem):
            return  # whoever opens the shelf is told of it
        if outcome.get():
            self.tend()
        else:
            self._program.lane.submit(self._shelf.settle, _done)

    def forget_left_pictures(self) -> None:
        """Take away copies of pictures that the program did not come to take away when it last ran."""
        data, shelf = self._program.paths.data, self._shelf

        def job() -> None:
            from hiitreader.library.bring_in.left_pictures import forget_left_pictures

            forget_left_pictures(data, lambda key: shelf.entry(key) is not None)

        if os.path.isdir(data / PICTURES):  # noqa: PTH112 -- raises nothing, whatever the folder is called
            self._program.lane.submit(job, _done)

    def expect_return(self) -> None:
        """An article is taken off that may be put back: pictures without an article are left until the next start."""
        self._when_quiet.stop()

    def forget_pictures(self, keys: Iterable[str]) -> None:
        """Take away the pictures of articles that were removed for good, unless they are on the shelf again."""
        folder, shelf, wanted = self._program.paths.data / PICTURES, self._shelf, tuple(keys)

        def job() -> None:
            from hiitreader.library.bring_in.left_pictures import forget_pictures

            forget_pictures(folder, [key for key in wanted if shelf.entry(key) is None])

        if wanted and os.path.isdir(folder):  # noqa: PTH112 -- as above
            self._program.lane.submit(job, _done)


def _done(outcome: Outcome[None]) -> None:
    if not isinstance(outcome.problem, Problem):  # they stay until the program is started again
        outcome.get()
