"""The program in this process: started as from the command line, driven where it would wait for events.

It never measures anything.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from hiitreader.__main__ import main
from hiitreader.app.program import Program

Figures = dict[str, list[float]]


def drive(article: Path, data: Path, work: Callable[[Program], Figures]) -> Figures:
    """Open an article in the window, have `work` done in it, and return what it found."""
    programs: list[Program] = []
    found: Figures = {}
    make = Program.__init__

    def noted(self: Program, *rest: object, **named: object) -> None:
        programs.append(self)
        make(self, *rest, **named)

    def instead_of_waiting(*_: object) -> int:
        found.update(work(programs[0]))
        return 0

    Program.__init__ = noted
    QApplication.exec = instead_of_waiting
    sys.argv = ["hiitreader", "--data-dir", str(data), str(article)]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    return found
