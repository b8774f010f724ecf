"""The word that the window is to open, looked at before Qt is loaded: a file, or a command that was mistyped.

It never reads an article and never opens a window.
"""

import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path

from hiitreader.article.source import file_kind
from hiitreader.errors import N_, InputProblem, Problem


def refused(word: str, commands: frozenset[str]) -> bool:
    """Whether a word can't be opened; why, and what was perhaps meant, is then told on the error stream.

    A desktop gives a file with its whole path, and nobody reads that stream then: the window tells it, and nothing is
    refused.

    Args:
        word: what shall be opened, as it was typed.
        commands: the words that would have been commands.
    """
    try:
        file_kind(Path(word))
    except Problem as problem:
        if Path(word).is_absolute() and not _is_read():
            return False
        _tell(no_file(word, commands) or problem)
        return True
    return False


def no_file(word: str, commands: frozenset[str]) -> Problem | None:
    """What to say of a word that is no file at all; None when there is something of that name, or a file was meant."""
    file = Path(word)
    if os.path.lexists(file):
        return None
    from hiitreader.system.addresses import scheme_of

    if scheme := scheme_of(word):
        web = N_("“hiitreader library add {word}” puts what is there on the shelf.")
        return InputProblem(
            N_("“{word}” is an address, and the window opens files alone. Nothing was fetched."),
            todo=web if scheme in {"http", "https"} else N_("Give the name of a file on this computer."),
            word=word,
        )
    if file.name != word or file.suffix:
        return None  # a file was meant: that there is none is all there is to say
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), sorted(commands), 1)
    return InputProblem(
        N_("“{word}” is neither a command nor a file."),
        todo=N_("Did you mean “{near}”?") if near else N_("“hiitreader --help” lists the commands."),
        word=word,
        near="".join(near),
    )


def mistaken(words: Sequence[str], commands: frozenset[str]) -> Problem | None:
    """What is wrong with words that ask for the command line and name no command; None where one is named, or asked.

    Args:
        words: all that was typed after the program's name.
        commands: the words that would have been commands.
    """
    rest = list(words)
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option == "--data-dir" and rest and rest[0]:
            rest.pop(0)
        elif option != "--" and not (option.startswith("--data-dir=") and option != "--data-dir="):
            return None
    if not rest or not rest[0] or rest[0] in commands:
        return None
    others = [word for word in rest[1:] if not word.startswith("-")]
    return no_file(rest[0], commands) or InputProblem(
        N_("The window opens one file at a time.")
        if others
        else N_("The window that opens “{word}” takes no option but --data-dir."),
        todo=N_("“hiitreader --help” lists the commands."),
        word=rest[0],
    )


def _tell(problem: Problem) -> None:
    from hiitreader.cli.terminal import standard
    from hiitreader.system.translations import use, wanted_language

    use(wanted_language(os.environ))
    problem.safe = ""  # nothing is open yet
    with standard() as terminal:
        terminal.problem(problem)


def _is_read() -> bool:
    """Whether somebody may read the error stream: at a terminal, in a file or a program, but not in a desktop's log."""
    if sys.stderr is None:
        return False
    try:
        stream = sys.stderr.fileno()
        mode = os.fstat(stream).st_mode
    except (OSError, ValueError):
        return True  # it goes somewhere within Python
    return os.isatty(stream) or stat.S_ISFIFO(mode) or stat.S_ISREG(mode)
