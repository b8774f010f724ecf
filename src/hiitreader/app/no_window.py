"""Why no window can be shown, told where the program was started: no display, or a part of Qt that can't be loaded.

It is loaded when that is so and not before, and never shows anything itself.
"""

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from hiitreader.errors import N_, WorldProblem
from hiitreader.system.plain_output import OutputLost, PlainOutput, one_line
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import use, wanted_language

NOT_DONE = 1
WITHOUT = N_("“hiitreader read” prints the article, and “hiitreader --help” lists what else needs no window.")
_NO_DISPLAY = re.compile(r"could not connect to display|Failed to create wl_display|Could not initialize egl display")
_UNKNOWN = re.compile(r'Could not find the Qt platform plugin "([^"]*)"')
_FOUND = re.compile(r'Could not load the Qt platform plugin "([^"]*)"')


def leave(said: Sequence[str]) -> NoReturn:
    """Tell why Qt shows no window, by what it has said of it, and end the program before Qt aborts it."""
    tell(reason(said))
    os._exit(NOT_DONE)


def tell_not_loaded() -> bool:
    """Tell why Qt itself can't be loaded, if it can't."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        use(wanted_language(os.environ))
        happened = N_("Qt can't be loaded, so no window can be shown: {reason}.")
        tell(WorldProblem(happened, todo=WITHOUT, reason=_short(error)))
        return True
    return False


def reason(said: Sequence[str]) -> WorldProblem:
    """What Qt's own words come to."""
    text = "\n".join(said)
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if not _NO_DISPLAY.search(text):
        if missing := _missing_libraries(_FOUND.findall(text)):
            happened = N_("No window can be shown, because a library of this system is missing: {reason}.")
            return WorldProblem(happened, todo=WITHOUT, reason=missing)
        if wanted and _UNKNOWN.search(text):
            happened = N_("Qt knows no display of the kind “{kind}”, which the variable QT_QPA_PLATFORM asks for.")
            return WorldProblem(happened, todo=WITHOUT, kind=wanted)
    return WorldProblem(N_("No display was found, so no window can be shown."), todo=WITHOUT)


def _missing_libraries(plugins: Sequence[str]) -> str:
    """What the system's loader says of a plugin that was found and could not be loaded, "" for nothing."""
    import ctypes
    from pathlib import Path

    from PySide6.QtCore import QLibraryInfo

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    for plugin in plugins:
        for file in sorted(folder.glob(f"*q{plugin.partition('-')[0]}*")):
            try:
                ctypes.CDLL(str(file))
            except OSError as error:
                return _short(error)
    return ""


def _short(error: OSError | ImportError) -> str:
    """The loader's words, which name the library first, on one line."""
    return " ".join(str(error).split()).rstrip(".")


def tell(problem: WorldProblem) -> None:
    """Tell where the program was started why it does not go on."""
    told = " ".join(_(sentence).format(**problem.values) for sentence in problem.sentences())
    stream = PlainOutput(sys.stderr)
    with suppress(BrokenPipeError, OutputLost):  # nobody reads it: then the exit code tells
        stream.write(f"{one_line(told)}\n")
        stream.flush()
