"""The one database file of this room: opened late, checked, migrated, private, and safe beside other programs.

It knows no reply: what is kept in it is the business of those it gives a transaction to.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.replies.migrations import VERSION, migrate, version_of
from hiitreader.system.clock import Clock
from hiitreader.system.files import FILE_MODE, set_aside
from hiitreader.system.paths import make_private

if TYPE_CHECKING:
    import sqlite3

Rescue = Callable[[Path, "sqlite3.Connection"], int]

PATIENCE = 5.0
"""Seconds to wait for another program that is writing."""


class Store:
    """The database, opened when it is first needed.

    Args:
        path: the file; its folder is made private when it is made.
        clock: names a damaged file that is set aside.
        rescue: copies what can be read from a damaged file into the new one, and says how many replies that were.
        patience: seconds to wait while another program writes.

    Its methods may be called from several threads; one transaction runs at a time.
    """

    def __init__(self, path: Path, clock: Clock, rescue: "Rescue | None" = None, patience: float = PATIENCE) -> None:
        self._path = path
        self._clock = clock
        self._rescue = rescue
        self._patience = patience
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._notice: Problem | None = None

    @contextmanager
    def writing(self) -> Iterator["sqlite3.Connection"]:
        """A transaction: all of it is on the disk afterwards, or nothing of it when the block raises.

        Raises:
            WorldProblem: the disk is full, the file can't be written, another program holds it for too long, or a newer
                version of the program made it.
        """
        with self._lock, _told(self._path):
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator["sqlite3.Connection"]:
        """One view of the database that no writer changes. With no file yet it is empty, and none is made."""
        with self._lock, _told(self._path):
            if self._connection is None and not self._path.exists():
                connection = _empty()
                try:
                    yield connection
                finally:
                    connection.close()
                return
            connection = self._open()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def rows(self, question: str, *values: str) -> "list[sqlite3.Row]":
        """Every row that a question finds. With no file yet that is none, and SQLite is not even loaded for it.

        Only for questions that find nothing in empty tables: not for one that counts.
        """
        with suppress(OSError):  # what stands in the way is told by `reading`
            if self._connection is None and not self._path.exists():
                return []
        with self.reading() as connection:
            return connection.execute(question, values).fetchall()

    def empty(self) -> None:
        """Delete every row of every table, and leave no trace of them in the file or in its log.

        Raises:
            WorldProblem: as `writing`; or another program holds on to what the log had: erase again when it is closed.
        """
        with self._lock, _told(self._path):
            if self._connection is None and not self._path.exists():
                return
            connection = self._open()
            connection.execute("PRAGMA secure_delete = ON")  # freed bytes become zeros
            with self.writing():
                connection.execute("PRAGMA defer_foreign_keys = ON")
                tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                for (table,) in tables:
                    connection.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- our own names
            connection.execute("VACUUM")
            busy, *_rest = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise _log_in_use()

    def notice(self) -> Problem | None:
        """What the reader should be told about the file since the last time this was asked."""
        with self._lock:
            notice, self._notice = self._notice, None
            return notice

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def _open(self) -> "sqlite3.Connection":
        if self._connection is not None:
            if self._identity() == self._opened:
                return self._connection
            self.close()  # another program set the file aside: what is written now belongs in the new one
        connection = self._connect()
        try:
            aside = None if _sound(connection) else self._set_aside(connection)
            if aside is not None:
                connection = self._connect()
            _prepare(connection, self._path)
            if aside is not None:
                self._begin_anew(connection, aside)
        except BaseException:
            connection.close()
            raise
        self._connection, self._opened = connection, self._identity()
        return connection

    def _connect(self) -> "sqlite3.Connection":
        import sqlite3

        make_private(self._path.parent)
        with suppress(FileExistsError):
            # Made here so that it is private from its first byte; SQLite gives -wal and -shm the same permissions.
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
        if self._path.stat().st_mode & 0o077:
            with suppress(OSError):  # some disks know no permissions
                self._path.chmod(FILE_MODE)
        connection = sqlite3.connect(
            self._path, timeout=self._patience, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _set_aside(self, connection: "sqlite3.Connection") -> Path:
        connection.close()
        aside = set_aside(self._path, self._clock.now())
        for end in ("-wal", "-shm"):
            beside = self._path.with_name(self._path.name + end)
            with suppress(FileNotFoundError):
                beside.rename(aside.with_name(aside.name + end))
        return aside

    def _begin_anew(self, connection: "sqlite3.Connection", aside: Path) -> None:
        saved = 0
        if self._rescue is not None:
            connection.execute("BEGIN IMMEDIATE")
            saved = self._rescue(aside, connection)
            connection.execute("COMMIT")
        self._notice = WorldProblem(
            N_("The file of your replies was damaged."),
            safe=N_("It is kept as {path}. A new one was begun, and {saved} replies could be saved into it."),
            todo=N_("If one is missing, keep the file: someone may be able to read more of it."),
            path=aside,
            saved=saved,
        )

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


def _sound(connection: "sqlite3.Connection") -> bool:
    """Whether the file is a database that can be read; a locked or unreadable one raises instead."""
    import sqlite3

    try:
        version_of(connection)
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return False
        raise


def _prepare(connection: "sqlite3.Connection", path: Path) -> None:
    if version_of(connection) > VERSION:
        raise WorldProblem(
            N_("Your replies were kept by a newer version of this program, which this one can't read."),
            safe=N_("They are untouched."),
            todo=N_("Use the newer version, or another folder with --data-dir."),
            path=path,
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    migrate(connection)


def _empty() -> "sqlite3.Connection":
    import sqlite3

    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    migrate(connection)
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say into what a reader can do something about."""
    import sqlite3

    try:
        yield
    except sqlite3.OperationalError as error:
        raise _world(_code(error), path, str(error)) from error
    except sqlite3.DatabaseError as error:
        if _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise _damaged(path) from error
        raise
    except OSError as error:
        raise _world(sqlite3.SQLITE_CANTOPEN, path, error.strerror or type(error).__name__) from error


def _code(error: "sqlite3.Error") -> int:
    """SQLite's primary result code; 0 when the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _world(code: int, path: Path, reason: str) -> WorldProblem:
    import sqlite3

    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return WorldProblem(
            N_("Not saved: another program is using the file of your replies."),
            safe=N_("What was saved before is untouched."),
            todo=N_("Close the other one or wait a moment, then try again."),
        )
    if code == sqlite3.SQLITE_FULL:
        return WorldProblem(
            N_("Not saved: the disk is full."),
            safe=N_("What was saved before is untouched."),
            todo=N_("Copy your text, free some space, then try again."),
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return _damaged(path)
    return WorldProblem(
        N_("Not saved: {path} can't be used ({reason})."),
        safe=N_("You can still read. What was saved before is untouched."),
        todo=N_("Copy your text, then allow writing there or choose another folder with --data-dir."),
        path=path,
        reason=reason,
    )


def _log_in_use() -> WorldProblem:
    return WorldProblem(
        N_("Erased, but another program is using the file, so traces may be left in it."),
        todo=N_("Close the other one, then erase again."),
    )


def _damaged(path: Path) -> WorldProblem:
    return WorldProblem(
        N_("Not saved: the file of your replies is damaged."),
        safe=N_("It is left as it is at {path}."),
        todo=N_("Copy your text and start the program again: the file is then set aside and a new one begun."),
        path=path,
    )
