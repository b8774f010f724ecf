"""A copy of a database in memory, for reading where the disk takes nothing: SQLite can't open one with a log there.

It never writes to the file or beside it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.system.cells import MARKED
from hiitreader.system.sqlite_log import read_log
from hiitreader.system.sqlite_pages import Pages, page_size

if TYPE_CHECKING:
    import sqlite3

LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is copied; of a larger one the file itself is read, which can't have a log then."""

State = tuple[tuple[int, ...] | None, ...]


def log_of(path: Path) -> Path:
    """The log of a database file."""
    return path.with_name(f"{path.name}-wal")


def state_of(path: Path) -> State:
    """What is another value as soon as the file or its log is changed."""
    return tuple(_state(one) for one in (path, log_of(path)))


def pages_of(path: Path) -> Pages:
    """The pages of a file with those of its log, as SQLite would see them.

    Raises:
        OSError: it can't be read.
    """
    file = path.read_bytes()
    try:
        log = log_of(path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        log = b""
    return Pages(file, log, read_log(log, page_size(file)).newest())


def in_memory(path: Path | None = None) -> "sqlite3.Connection":
    """A database in memory: an empty one, or a copy of a file with its log.

    Raises:
        OSError: the file can't be read.
        sqlite3.Error: it is no database.
    """
    import sqlite3

    if path is not None and path.stat().st_size > LARGEST:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    else:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        if path is not None and path.stat().st_size:
            connection.deserialize(pages_of(path).image())
    connection.row_factory, connection.text_factory = sqlite3.Row, MARKED
    return connection


def _state(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
