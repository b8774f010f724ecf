"""The program with a window: the one place where everything is wired together.

`run` is all that others need. It never does any work itself.
"""

from pathlib import Path


def run(file: Path | None = None, data_dir: Path | None = None) -> int:
    """Open the window, with a file when one is given, and stay until it is closed; the exit code."""
    from hiitreader.app.program import run as run_window

    return run_window(file, data_dir)
