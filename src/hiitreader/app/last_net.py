"""The last net: a fault of ours that nobody caught is told in plain words and noted in a file, and the program goes on.

It never mends anything, and never lets out what the reader wrote.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from hiitreader.errors import N_, Bug, Problem

MOST_NOTED = 100
"""Faults noted in one run: one that comes with every picture must not fill the disk."""


class LastNet(QObject):
    """Takes what nobody caught, in any thread.

    Args:
        log: the folder for the file of faults.
    """

    _fell = Signal(object)

    def __init__(self, log: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._noted = 0
        self._told: set[str] = set()
        self._has_window = False
        self._waiting: list[Problem] = []
        self._tell: Callable[[Problem], None] = self._waiting.append
        self._end: Callable[[], object] = lambda: None
        self._fell.connect(self._show)  # queued by Qt where it was emitted on another thread

    def spread(self) -> None:
        """Be the one who is told, in this thread and all others."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread

    def tell_through(self, tell: Callable[[Problem], None], end: Callable[[], object]) -> None:
        """From now on show faults with `tell`, those of before first; `end` is done when someone presses Ctrl+C."""
        self._tell, self._end, self._has_window = tell, end, True
        for problem in self._waiting:
            tell(problem)
        self._waiting.clear()

    def caught(self, kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
        """Note a fault and tell of it; what `sys.excepthook` is."""
        if issubclass(kind, KeyboardInterrupt):
            self._end()
            return
        from hiitreader.app.fault_log import described, note

        text = described(fault, threading.current_thread().name)
        path = None
        if self._noted < MOST_NOTED:
            self._noted += 1
            path = note(self._log, text)
        if text not in self._told and len(self._told) < MOST_NOTED:
            self._told.add(text)
            problem = fault if isinstance(fault, Problem) else _problem(path)
            self._write(text, problem)
            self._fell.emit(problem)

    def _caught_in_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self.caught(found.exc_type, found.exc_value, found.exc_traceback)

    def _write(self, text: str, problem: Problem) -> None:
        """For the terminal, if there is one: where it happened, and the plain words while no window has them."""
        if sys.stderr is None:
            return
        from hiitreader.system.plain_output import lines
        from hiitreader.ui.notice import told

        sys.stderr.write(lines(text if self._has_window else f"{text}{told(problem)}\n"))

    def _show(self, problem: Problem) -> None:
        self._tell(problem)


def _problem(path: Path | None) -> Bug:
    happened = N_("Something went wrong in the program itself.")
    safe = N_("Your replies, settings and places are kept as before, and you can go on reading.")
    if path is None:
        todo = N_("If something does not work now, close the program and start it again.")
        return Bug(happened, safe=safe, todo=todo)
    return Bug(
        happened,
        safe=safe,
        todo=N_(
            "If something does not work now, close the program and start it again. "
            "What happened is noted in {path}, without your words and addresses."
        ),
        path=path,
    )
