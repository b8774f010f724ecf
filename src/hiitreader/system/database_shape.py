"""What kind of database a file is: how it is made, brought to today's version, and whether one still is of that kind.

It never changes what is kept in one, but from version to version.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import Problem
from hiitreader.system.cells import UnreadableError
from hiitreader.system.database_copy import State, in_memory, log_of, state_of
from hiitreader.system.database_faults import Sentences, is_damage
from hiitreader.system.sqlite_log import read_log
from hiitreader.system.sqlite_pages import HEAD, page_size

if TYPE_CHECKING:
    import sqlite3

_STILL = 0.1
"""Seconds after which a log that looks broken is looked at again."""
_BEGUN = 1.0
"""Seconds after which a file that is still empty was not just begun."""
_NEWEST = 64
"""Versions after this one that there may be; a file that says more is damaged."""


class Rescued(NamedTuple):
    """What a rescue came to: how many things were saved, how many of these with gaps, and how many were lost.

    `names` are the numbers of those with gaps; `notes` says what else is gone.
    """

    saved: int = 0
    marked: int = 0
    lost: int = 0
    names: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


Rescue = Callable[[Path, "sqlite3.Connection"], Rescued]
Migration = Callable[["sqlite3.Connection"], None]


class Shape(NamedTuple):
    """What kind of database it is.

    `migrations`: step n brings it from version n to n + 1. `rescue` copies what can be read from a damaged file into
    the new one, in a transaction, and says what that came to. `begin` is called once with what was opened, in a
    transaction. `look` reads every row and raises `UnreadableError` at one that makes no sense: with it, all of the
    file is looked through whenever it is opened, so it is for one that stays small. `durable` keeps what was written
    through a power cut too; without it the last of it may be gone, and the file is sound. `mark` is a file that is
    beside it once something was kept, "" for none.
    """

    migrations: Sequence[Migration]
    sentences: Sentences
    rescue: Rescue | None = None
    begin: Migration | None = None
    look: Migration | None = None
    durable: bool = True
    mark: str = ""


def is_sound(connection: "sqlite3.Connection", shape: Shape) -> bool:
    """Whether an open file is what it should be, as far as that is looked at; a locked one raises instead."""
    import sqlite3

    try:
        version = version_of(connection)
        if len(shape.migrations) < version <= len(shape.migrations) + _NEWEST:
            return True  # that it is newer is told elsewhere
        if shape.look is None:
            return 0 <= version <= len(shape.migrations)
        if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            return False
        if _tables(connection) != _tables_of(version, shape.migrations):
            return False
        if version == len(shape.migrations):
            shape.look(connection)
    except (UnreadableError, UnicodeDecodeError):  # what SQLite says of damage may have bytes in it that are no text
        return False
    except sqlite3.DatabaseError as error:
        if is_damage(error):
            return False
        raise
    return True


def has_sound_head(path: Path, mark: str = "") -> bool:
    """Whether the first bytes are those of a file of ours; SQLite would take one of a later kind for read-only.

    An empty file is a new one, unless its log, or a `mark` beside it, says that something was kept.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (FileNotFoundError, NotADirectoryError):
        return True
    if not head:
        return not _was_emptied(path, mark)
    # A file that has all it holds in its log yet does not say how its text is written.
    written = head[56:60] in {b"\0\0\0\0", b"\0\0\0\1"}
    return head[:16] == b"SQLite format 3\0" and {*head[18:20]} <= {1, 2} and written


def _was_emptied(path: Path, mark: str) -> bool:
    """Whether an empty file held something once, and is not one that another program has just begun."""
    until, log = time.monotonic() + _BEGUN, log_of(path)
    while path.exists() and path.stat().st_size == 0:
        if not (log.exists() and log.stat().st_size) and not (mark and (path.parent / mark).exists()):
            return False
        if time.monotonic() > until:
            return True
        time.sleep(_STILL)
    return False


def has_sound_log(path: Path) -> bool:
    """Whether no damage hides what was kept last: SQLite leaves out, in silence, what comes after it in the log.

    To be asked before SQLite opens the file: when it closes it, it takes away the log with what it left out.
    """
    first = _broken_state(path)
    if first is None:
        return True
    time.sleep(_STILL)  # what another program was just writing is whole by then, or has gone on
    return _broken_state(path) != first


def _broken_state(path: Path) -> State | None:
    """In what state a file and its log were that was found broken; None when it was not."""
    before = state_of(path)
    try:
        log = log_of(path).read_bytes()
        with path.open("rb") as file:
            size = page_size(file.read(HEAD))
    except (FileNotFoundError, NotADirectoryError):
        return None
    broken = bool(log) and read_log(log, size).broken
    return before if broken and state_of(path) == before else None


def migrate(connection: "sqlite3.Connection", migrations: Sequence[Migration]) -> None:
    """Bring the database to the last version, all steps in one transaction; nothing happens when it is there."""
    if version_of(connection) == len(migrations):
        return
    with transaction(connection):
        for step in migrations[version_of(connection) :]:  # read again: another program may have been quicker
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def version_of(connection: "sqlite3.Connection") -> int:
    """The version a database says it has; 0 for a new one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def transaction(connection: "sqlite3.Connection") -> Iterator[None]:
    """All of the block is done, or nothing of it when it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _tables(connection: "sqlite3.Connection") -> dict[str, tuple[str, ...]]:
    """The columns of each table; a table that SQLite made for itself is left out."""
    names = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: tuple(str(column[1]) for column in connection.execute(f'PRAGMA table_info("{name}")'))
        for name in names
        if not name.startswith("sqlite_")
    }


def _tables_of(version: int, migrations: Sequence[Migration]) -> dict[str, tuple[str, ...]]:
    if not 0 <= version <= len(migrations):
        return {}
    connection = in_memory()
    try:
        for step in migrations[:version]:
            step(connection)
        return _tables(connection)
    finally:
        connection.close()
