"""Where the program starts: the window straight away, or the command line when something else is asked for.

It imports nothing that the chosen way does not need, and does no work of its own.
"""

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = frozenset({"read", "reply", "replies", "server", "sync", "export", "mine", "outbox", "library"})
"""First words that ask for the command line. A file of such a name is opened as `./read` or after `--`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: the words after the program's name, those it was started with when left out.

    Returns:
        The exit code: 0 done, 1 not done (the reason was told), 2 wrong usage.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    wanted = window_wanted(words)
    if wanted is None:
        from hiitreader.cli.commands import run as run_command

        return run_command(words)
    if wanted[0] is not None:
        from hiitreader.cli.opening import refused

        if refused(next(word for word in words if Path(word) == wanted[0]), COMMANDS):
            return 2
    # Nothing made while starting is thrown away, so looking for it is put off until the first picture is there.
    gc.disable()
    from hiitreader.app import run

    return run(*wanted)


def window_wanted(words: Sequence[str]) -> tuple[Path | None, Path | None] | None:
    """The file (None for the bundled article) and the data folder when a window is asked for, else None.

    That is so when there is nothing but `--data-dir DIR` (or `--data-dir=DIR`) and at most one file.
    """
    file: Path | None = None
    data: Path | None = None
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--data-dir=" or (word in {"--data-dir", "--"} and rest[:1] == [""]):
            return None  # nothing has an empty name: the command line says so
        if word == "--" and len(rest) == 1 and file is None:
            return Path(rest[0]), data
        if word == "--data-dir" and rest:
            data = Path(rest.pop(0))
        elif word.startswith("--data-dir="):
            data = Path(word.removeprefix("--data-dir="))
        elif word.startswith("-") or not word or file is not None or word in COMMANDS:
            return None
        else:
            file = Path(word)
    return file, data


if __name__ == "__main__":
    sys.exit(main())
