"""What SQLite and the system say when a database can't be used, as a reader can do something about it.

It never opens a database, and never passes on words that are in one.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import N_, WorldProblem
from hiitreader.system.files import FILE_MODE, FORBIDDEN, FULL

if TYPE_CHECKING:
    import sqlite3

Said = tuple[str, str, str]
"""What happened, what is safe, what to do: English message ids."""

_TRIED = 65_536
"""Bytes that are written to see whether a disk takes any: twice what SQLite needs to open a file with a log."""


class Sentences(NamedTuple):
    """What the reader is told about this file.

    `began_anew` has the fields {path} and {saved}, `with_losses` also {marked}, {lost} and {names}; `unusable` has
    {path} and {reason}; `damaged`, `read_around`, `newer` and `read_only` have {path}.
    """

    began_anew: Said
    with_losses: Said
    newer: Said
    in_use: Said
    full: Said
    read_only: Said
    unusable: Said
    damaged: Said
    read_around: Said
    log_in_use: Said


class Damaged(WorldProblem):
    """Damage was met. The next time the file is opened it is set aside, and what can be read is saved."""


class TracesLeft(WorldProblem):
    """Every row was deleted, but the file or its log may still hold what was in them."""


class Newer(WorldProblem):
    """A newer version of the program made the file."""


def code(error: "sqlite3.Error") -> int:
    """SQLite's primary result code; 0 when the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_damage(error: "sqlite3.Error") -> bool:
    """Whether an error says that the file is damaged."""
    import sqlite3

    if code(error) == sqlite3.SQLITE_ERROR:  # what is asked for is right, so the file has lost it
        return str(error).startswith(("no such table", "no such column", "malformed", "vtable constructor failed"))
    return code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def is_hindrance(error: "sqlite3.Error") -> bool:
    """Whether an error may come of a disk that is full or takes nothing: SQLite often says no more than "I/O"."""
    import sqlite3

    known = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
    return code(error) in known | {sqlite3.SQLITE_FULL}


def world_problem(error: "sqlite3.OperationalError", sentences: Sentences, path: Path) -> WorldProblem:
    """What to tell of an error that is no damage."""
    import sqlite3

    if code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return problem(sentences.in_use)
    if code(error) == sqlite3.SQLITE_FULL:
        return problem(sentences.full)
    if is_hindrance(error):
        hindered = _what_hinders(path.parent)
        if hindered in FULL:
            return problem(sentences.full)
        if hindered in FORBIDDEN or code(error) == sqlite3.SQLITE_READONLY:
            return problem(sentences.read_only, path=path)
        return problem(sentences.unusable, path=path, reason=error)
    # Others may name words of a search, or of a row.
    return problem(sentences.unusable, path=path, reason=getattr(error, "sqlite_errorname", "SQLite"))


def traces_left(error: "sqlite3.OperationalError | None", sentences: Sentences) -> TracesLeft:
    """What to tell when the rows are gone and their traces could not be taken out; no error says that it is in use."""
    import sqlite3

    in_use = error is None or code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    happened, safe, todo = sentences.log_in_use if in_use else _NOT_CLEANED
    return TracesLeft(happened, safe=safe, todo=todo)


def system_problem(error: OSError, sentences: Sentences, path: Path) -> WorldProblem:
    """What to tell of an error of the system's."""
    if error.errno in FULL:
        return problem(sentences.full)
    if error.errno == errno.EROFS:
        return problem(sentences.read_only, path=path)
    return problem(sentences.unusable, path=path, reason=error.strerror or type(error).__name__)


def leads_nowhere(path: Path) -> WorldProblem:
    """What to tell of a link in the place of the file that leads to no file: none is made where it leads."""
    return WorldProblem(
        N_("{path} is a link that leads nowhere."),
        safe=N_("Nothing was changed."),
        todo=N_("Check that the file may be read and that its disk is there."),
        path=path,
    )


def problem(said: Said, **values: object) -> WorldProblem:
    """A problem of a file's sentences."""
    happened, safe, todo = said
    return WorldProblem(happened, safe=safe, todo=todo, **values)


_NOT_CLEANED = (
    N_("Erased, but traces may be left in the file, as nothing more could be written to its disk."),
    "",
    N_("Free some space or allow writing there, then erase again."),
)


def _what_hinders(folder: Path) -> int | None:
    """Why nothing can be written into a folder, as the system's error number; None when something can."""
    tried = folder / f".{os.getpid()}-{os.urandom(4).hex()}.part"
    try:
        handle = os.open(tried, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
    except OSError as error:
        return error.errno
    try:
        written = os.write(handle, bytes(_TRIED))
    except OSError as error:
        return error.errno
    else:
        return None if written == _TRIED else errno.ENOSPC
    finally:
        os.close(handle)
        with suppress(OSError):
            tried.unlink()
