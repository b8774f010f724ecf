"""One database file: opened late, checked, migrated, private, and safe beside other programs.

It does not know what is kept in it: that is the business of those it gives a transaction to.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import Problem, WorldProblem
from hiitreader.system.clock import Clock
from hiitreader.system.files import FILE_MODE, set_aside
from hiitreader.system.paths import make_private

if TYPE_CHECKING:
    import sqlite3

Rescue = Callable[[Path, "sqlite3.Connection"], int]
Migration = Callable[["sqlite3.Connection"], None]
Said = tuple[str, str, str]
"""What happened, what is safe, what to do: English message ids."""

PATIENCE = 5.0
"""Seconds to wait for another program that is writing."""


class Sentences(NamedTuple):
    """What the reader is told about this file.

    `began_anew` has the fields {path} and {saved}, `unusable` {path} and {reason}, `damaged` and `newer` {path}.
    """

    began_anew: Said
    newer: Said
    in_use: Said
    full: Said
    unusable: Said
    damaged: Said
    log_in_use: Said


class Shape(NamedTuple):
    """What kind of database it is.

    `migrations`: step n brings it from version n to n + 1. `rescue` copies what can be read from a damaged file into
    the new one, in a transaction, and says how many things that were. `begin` is called once with what was opened, in a
    transaction. `checked` has all of the file looked through whenever it is opened: for one that stays small. `durable`
    keeps what was written through a power cut too; without it the last of it may be gone, and the file is sound.
    """

    migrations: Sequence[Migration]
    sentences: Sentences
    rescue: Rescue | None = None
    begin: Migration | None = None
    checked: bool = True
    durable: bool = True


class Database:
    """The database, opened when it is first needed.

    Args:
        path: the file; its folder is made private when it is made.
        clock: names a damaged file that is set aside.
        shape: what is in it.
        patience: seconds to wait while another program writes.

    Its methods may be called from several threads; one transaction runs at a time.
    """

    def __init__(self, path: Path, clock: Clock, shape: Shape, patience: float = PATIENCE) -> None:
        self._path = path
        self._clock = clock
        self._shape = shape
        self._patience = patience
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._in_memory: sqlite3.Connection | None = None
        self._opened: tuple[int, int] | None = None
        self._suspect = False
        self._notice: Problem | None = None

    @contextmanager
    def writing(self) -> Iterator["sqlite3.Connection"]:
        """A transaction: all of it is on the disk afterwards, or nothing of it when the block raises.

        Raises:
            WorldProblem: the disk is full, the file can't be written, another program holds it for too long, or a newer
                version of the program made it.
        """
        with self._lock, self._told():
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
        """One view of the database that no writer changes. With no file yet it is as at first, and none is made."""
        with self._lock, self._told():
            connection = self._open() if self._is_there() else self._as_at_first()
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
            if not self._is_there():
                return []
        with self.reading() as connection:
            return connection.execute(question, values).fetchall()

    def is_there(self) -> bool:
        """Whether there is a file."""
        with self._lock, suppress(OSError):
            return self._is_there()
        return False

    def empty(self) -> None:
        """Delete every row of every table, and leave no trace of them in the file or in its log.

        Raises:
            WorldProblem: as `writing`; or another program holds on to what the log had: erase again when it is closed.
        """
        with self._lock, self._told():
            if not self._is_there():
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
            raise _problem(self._shape.sentences.log_in_use)

    def checkpoint(self) -> None:
        """Bring what the log holds into the file now, so that no transaction has to; what others still read waits.

        Raises:
            WorldProblem: as `writing`.
        """
        with self._lock, self._told():
            if self._is_there():
                self._open().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def notice(self) -> Problem | None:
        """What the reader should be told about the file since the last time this was asked."""
        with self._lock:
            notice, self._notice = self._notice, None
            return notice

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        with self._lock:
            for connection in (self._connection, self._in_memory):
                if connection is not None:
                    connection.close()
            self._connection = self._in_memory = None

    # -- opening --------------------------------------------------------------------------------------------------

    def _is_there(self) -> bool:
        return self._connection is not None or self._path.exists()

    def _open(self) -> "sqlite3.Connection":
        if self._connection is not None:
            if self._identity() == self._opened and not self._suspect:
                return self._connection
            self.close()  # another program set the file aside: what is written now belongs in the new one
        connection = self._connect()
        try:
            aside = None if self._is_sound(connection) else self._set_aside(connection)
            if aside is not None:
                connection = self._connect()
            self._prepare(connection)
            if aside is not None:
                self._begin_anew(connection, aside)
            self._begin(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._opened, self._suspect = connection, self._identity(), False
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

    def _is_sound(self, connection: "sqlite3.Connection") -> bool:
        """Whether the file is a database that can be read; a locked or unreadable one raises instead."""
        import sqlite3

        try:
            version_of(connection)
            if not self._shape.checked and not self._suspect:
                return True
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                return False
            raise

    def _prepare(self, connection: "sqlite3.Connection") -> None:
        if version_of(connection) > len(self._shape.migrations):
            raise _problem(self._shape.sentences.newer, path=self._path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if self._shape.durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        migrate(connection, self._shape.migrations)

    def _as_at_first(self) -> "sqlite3.Connection":
        import sqlite3

        if self._in_memory is None:
            connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            migrate(connection, self._shape.migrations)
            self._begin(connection)
            self._in_memory = connection
        return self._in_memory

    def _begin(self, connection: "sqlite3.Connection") -> None:
        if self._shape.begin is not None:
            with _transaction(connection):
                self._shape.begin(connection)

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
        if self._shape.rescue is not None:
            with _transaction(connection):
                saved = self._shape.rescue(aside, connection)
        self._notice = _problem(self._shape.sentences.began_anew, path=aside, saved=saved)

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    # -- what goes wrong ------------------------------------------------------------------------------------------

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite and the system say into what a reader can do something about."""
        import sqlite3

        try:
            yield
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                self._suspect = True
                raise _problem(self._shape.sentences.damaged, path=self._path) from error
            if isinstance(error, sqlite3.OperationalError):
                raise self._world(error) from error
            raise
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise _problem(self._shape.sentences.unusable, path=self._path, reason=reason) from error

    def _world(self, error: "sqlite3.OperationalError") -> WorldProblem:
        import sqlite3

        sentences = self._shape.sentences
        if _code(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return _problem(sentences.in_use)
        if _code(error) == sqlite3.SQLITE_FULL:
            return _problem(sentences.full)
        return _problem(sentences.unusable, path=self._path, reason=error)


def migrate(connection: "sqlite3.Connection", migrations: Sequence[Migration]) -> None:
    """Bring the database to the last version, all steps in one transaction; nothing happens when it is there."""
    if version_of(connection) == len(migrations):
        return
    with _transaction(connection):
        for step in migrations[version_of(connection) :]:  # read again: another program may have been quicker
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def version_of(connection: "sqlite3.Connection") -> int:
    """The version a database says it has; 0 for a new one."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


@contextmanager
def _transaction(connection: "sqlite3.Connection") -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _code(error: "sqlite3.Error") -> int:
    """SQLite's primary result code; 0 when the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _is_damage(error: "sqlite3.Error") -> bool:
    import sqlite3

    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _problem(said: Said, **values: object) -> WorldProblem:
    happened, safe, todo = said
    return WorldProblem(happened, safe=safe, todo=todo, **values)
