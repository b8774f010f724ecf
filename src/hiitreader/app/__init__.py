"""The program with a window: the one place where everything is wired together.

`run` is all that others need. It never does any work itself.
"""

import builtins
from pathlib import Path


def run(file: Path | None = None, data_dir: Path | None = None) -> int:
    """Open the window, with a file when one is given, and stay until it is closed; the exit code."""
    try:
        _load_qt()
        from hiitreader.app.program import run as run_window
    except ImportError:
        from hiitreader.app.no_window import tell_not_loaded

        if tell_not_loaded():
            return 1
        raise
    return run_window(file, data_dir)


def _load_qt() -> None:
    """Load PySide6, and keep Python's own `import`.

    PySide6 puts another one in its place, for `from __feature__ import`, which nothing here uses. That one reads the
    source of every module that is imported from then on and keeps it all: 4 MB, and 9 ms until the first picture.
    """
    own = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = own
