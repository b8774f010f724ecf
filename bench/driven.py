"""The program in this process: started as from the command line, driven where it would wait for events.

It never measures anything.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from hiitreader.__main__ import main
from hiitreader.app.program import Program

Figures = dict[str, list[float]]


def drive(arguments: Sequence[Path | str], work: Callable[[Program], Figures]) -> Figures:
    """Start the program with these arguments, have `work` done in its window, and return what that found."""
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
    sys.argv = ["hiitreader", *map(str, arguments)]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    return found
