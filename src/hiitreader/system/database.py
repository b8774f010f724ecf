"""One database file: opened late, checked, migrated, private, and safe beside other programs.

It does not know what is kept in it: that is the business of those it gives a transaction to.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from hiitreader.errors import Problem, WorldProblem
from hiitreader.system.cells import UnreadableError
from hiitreader.system.clock import Clock
from hiitreader.system.database_copy import State, state_of
from hiitreader.system.database_faults import (
    Damaged,
    Newer,
    is_damage,
    is_hindrance,
    system_problem,
    traces_left,
    world_problem,
)
from hiitreader.system.database_file import PATIENCE, DatabaseFile
from hiitreader.system.database_shape import Shape

if TYPE_CHECKING:
    import sqlite3

T = TypeVar("T")


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
        self._shape = shape
        self._file = DatabaseFile(path, clock, shape, patience)
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._in_memory: sqlite3.Connection | None = None
        self._copied: State | None = None
        self._opened: tuple[int, int] | None = None
        self._suspect = False
        self._notices: list[Problem] = []

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
        """One view of the database that no writer changes. With no file yet it is as at first, and none is made.

        Where the disk is full or takes nothing, it is a copy of the file in memory.
        """
        with self._lock, self._told():
            connection = self._open_to_read() if self._is_there() else self._as_at_first()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def read(self, work: "Callable[[sqlite3.Connection], T]") -> T:
        """What `work` gives for one view of the database, as `reading`; once more from the start after damage."""
        try:
            with self.reading() as connection:
                return work(connection)
        except Damaged:
            with self.reading() as connection:
                return work(connection)

    def write(self, work: "Callable[[sqlite3.Connection], T]") -> T:
        """What `work` gives in a transaction, as `writing`; once more from the start after damage."""
        try:
            with self.writing() as connection:
                return work(connection)
        except Damaged:
            with self.writing() as connection:
                return work(connection)

    def rows(self, read: "Callable[[sqlite3.Row], T]", question: str, *values: str) -> tuple[T, ...]:
        """What `read` makes of every row that a question finds. With no file yet SQLite is not even loaded for it.

        Only for questions that find nothing in empty tables: not for one that counts.
        """
        with suppress(OSError):  # what stands in the way is told by `reading`
            if not self._is_there():
                return ()
        return self.read(lambda connection: tuple(map(read, connection.execute(question, values))))

    def is_there(self) -> bool:
        """Whether there is a file."""
        with self._lock, suppress(OSError, WorldProblem):
            return self._is_there()
        return False

    def empty(self) -> None:
        """Delete every row of every table, and leave no trace of them in the file or in its log.

        Raises:
            WorldProblem: as `writing`; then every row is there.
            TracesLeft: the rows are gone, but another program holds on to what the log had, or the disk takes nothing.
        """
        import sqlite3

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
            try:
                connection.execute("VACUUM")
                busy, *_rest = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.OperationalError as error:
                raise traces_left(error, self._shape.sentences) from error
        if busy:
            raise traces_left(None, self._shape.sentences)

    def checkpoint(self) -> None:
        """Bring what the log holds into the file now, so that no transaction has to; what others still read waits.

        Raises:
            WorldProblem: as `writing`.
        """
        with self._lock, self._told():
            if self._is_there():
                self._open().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def notice(self) -> Problem | None:
        """The next thing that the reader should be told about the file; None when there is nothing more."""
        with self._lock:
            return self._notices.pop(0) if self._notices else None

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        with self._lock:
            for connection in (self._connection, self._in_memory):
                if connection is not None:
                    connection.close()
            self._connection = self._in_memory = self._copied = None

    # -- opening --------------------------------------------------------------------------------------------------

    def _is_there(self) -> bool:
        return self._connection is not None or self._file.is_there()

    def _open(self) -> "sqlite3.Connection":
        if self._connection is not None:
            if self._file.identity() == self._opened and not self._suspect:
                return self._connection
            self.close()  # another program set the file aside: what is written now belongs in the new one
        connection, notices = self._file.open(suspect=self._suspect)
        self.close()  # what was read meanwhile
        self._connection, self._opened, self._suspect = connection, self._file.identity(), False
        self._notices += notices
        return connection

    def _open_to_read(self) -> "sqlite3.Connection":
        import sqlite3

        if self._copied is not None and self._copied == state_of(self._path) and self._in_memory is not None:
            return self._in_memory
        try:
            return self._open()
        except Newer:
            raise
        except (sqlite3.OperationalError, OSError, WorldProblem) as error:
            if isinstance(error, sqlite3.OperationalError) and not is_hindrance(error):
                raise
            self.close()
            try:
                self._copied = state_of(self._path)
                self._in_memory, notices = self._file.copy(suspect=self._suspect)
            except OSError:
                raise error from None
            self._notices += notices
            return self._in_memory

    def _as_at_first(self) -> "sqlite3.Connection":
        if self._in_memory is None or self._copied is not None:
            self.close()
            self._in_memory = self._file.as_at_first()
        return self._in_memory

    # -- what goes wrong ------------------------------------------------------------------------------------------

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite and the system say into what a reader can do something about."""
        import sqlite3

        try:
            yield
        except (UnreadableError, UnicodeDecodeError):  # the second is SQLite's own sentence of damage, with its bytes
            raise self._damaged() from None
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise self._damaged() from error
            if isinstance(error, sqlite3.OperationalError):
                if is_hindrance(error):  # the next one who reads gets a copy, if there is nothing else
                    self.close()
                raise world_problem(error, self._shape.sentences, self._path) from error
            raise
        except OSError as error:
            raise system_problem(error, self._shape.sentences, self._path) from error

    def _damaged(self) -> Damaged:
        self._suspect = True
        happened, safe, todo = self._shape.sentences.damaged
        return Damaged(happened, safe=safe, todo=todo, path=self._path)
