"""One database file on the disk: opened as a sound one of today's version, and put anew where it was damaged.

It never loses a damaged file: that is kept beside the new one. It never says by itself what it did.
"""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.errors import Problem
from hiitreader.system.cells import MARKED
from hiitreader.system.clock import Clock
from hiitreader.system.database_copy import LARGEST, in_memory
from hiitreader.system.database_faults import Newer, code, leads_nowhere, problem
from hiitreader.system.database_shape import (
    Rescued,
    Shape,
    has_sound_head,
    has_sound_log,
    is_sound,
    migrate,
    transaction,
    version_of,
)
from hiitreader.system.files import FILE_MODE, set_aside
from hiitreader.system.paths import make_private

if TYPE_CHECKING:
    import sqlite3

PATIENCE = 5.0
"""Seconds to wait for another program that is writing."""
_LOOK = 0.01
"""Seconds between two tries where SQLite does not wait by itself."""
BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file, by the end of its name."""


class DatabaseFile:
    """The file.

    Args:
        path: the file; its folder is made private when it is made.
        clock: names a damaged file that is set aside.
        shape: what is in it.
        patience: seconds to wait while another program writes.
    """

    def __init__(self, path: Path, clock: Clock, shape: Shape, patience: float) -> None:
        self._path = path
        self._clock = clock
        self._shape = shape
        self._patience = patience
        self._rescued = path.with_name(f"{path.name}.rescued")

    def is_there(self) -> bool:
        """Whether there is a file.

        Raises:
            OSError: that can't be told.
            WorldProblem: there is a link that leads nowhere.
        """
        if self._path.exists():
            return True
        self._refuse_lost_link()
        with suppress(
            FileNotFoundError, NotADirectoryError
        ):  # a program was killed while it put this in the damaged one's place
            self._rescued.rename(self._path)
            return True
        return False

    def identity(self) -> tuple[int, int] | None:
        """What tells this file from another one of its name; None when there is none."""
        try:
            found = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return found.st_dev, found.st_ino

    def open(self, *, suspect: bool) -> "tuple[sqlite3.Connection, tuple[Problem, ...]]":
        """Open it, made when it is missing, and what the reader should be told about it.

        Args:
            suspect: damage was met in it, though it may look sound.

        Raises:
            WorldProblem: a newer version of the program made it, the damaged one can't be set aside, or there is a
                link that leads nowhere.
            sqlite3.Error, OSError: it can't be used.
        """
        self._refuse_lost_link()
        notices: tuple[Problem, ...] = ()
        if suspect or not self._looks_sound():
            notices = self._begin_anew()
        connection = self._connect(self._path)
        try:
            if not is_sound(connection, self._shape):
                connection.close()
                notices = self._begin_anew()
                connection = self._connect(self._path)
            self._refuse_newer(connection)
            self._keep_log(connection)
            connection.execute(f"PRAGMA synchronous = {'FULL' if self._shape.durable else 'NORMAL'}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection, notices

    def copy(self, *, suspect: bool) -> "tuple[sqlite3.Connection, tuple[Problem, ...]]":
        """The file in memory for reading, without a touch of the disk, and what the reader should be told about it.

        What is damaged is mended there.

        Raises:
            OSError: it can't be read.
            WorldProblem: a newer version of the program made it.
        """
        connection = None if suspect else self._sound_copy()
        if connection is not None:
            self._refuse_newer(connection)
            if self._path.stat().st_size <= LARGEST:
                self._prepare(connection)
            return connection, ()
        connection = in_memory()
        notes = self._rescue_into(connection).notes
        self._prepare(connection)
        return connection, (problem(self._shape.sentences.read_around, path=self._path), *notes)

    def as_at_first(self) -> "sqlite3.Connection":
        """What a new file would hold, in memory."""
        connection = in_memory()
        self._prepare(connection)
        return connection

    # -- opening --------------------------------------------------------------------------------------------------

    def _connect(self, path: Path) -> "sqlite3.Connection":
        import sqlite3

        make_private(path.parent)
        with suppress(FileExistsError):
            # Made here so that it is private from its first byte; SQLite gives -wal and -shm the same permissions.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE))
        if path.stat().st_mode & 0o077:
            with suppress(OSError):  # some disks know no permissions
                path.chmod(FILE_MODE)
        connection = sqlite3.connect(
            path, timeout=self._patience, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        connection.row_factory, connection.text_factory = sqlite3.Row, MARKED
        return connection

    def _keep_log(self, connection: "sqlite3.Connection") -> None:
        """Have changes written to a log first (WAL). SQLite waits for nobody here: two programs may begin at once."""
        import sqlite3

        until = time.monotonic() + self._patience
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(_LOOK)
            else:
                return

    def _looks_sound(self) -> bool:
        """Whether SQLite may open it: not so where it would take away what could still be saved."""
        return has_sound_head(self._path, self._shape.mark) and (self._shape.look is None or has_sound_log(self._path))

    def _refuse_lost_link(self) -> None:
        if self._path.is_symlink() and not self._path.exists():
            raise leads_nowhere(self._path)

    def _refuse_newer(self, connection: "sqlite3.Connection") -> None:
        if version_of(connection) > len(self._shape.migrations):
            happened, safe, todo = self._shape.sentences.newer
            raise Newer(happened, safe=safe, todo=todo, path=self._path)

    def _prepare(self, connection: "sqlite3.Connection") -> None:
        migrate(connection, self._shape.migrations)
        if self._shape.begin is not None:
            with transaction(connection):
                self._shape.begin(connection)

    def _sound_copy(self) -> "sqlite3.Connection | None":
        import sqlite3

        if not self._looks_sound():
            return None
        connection = in_memory(self._path)
        with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
            if is_sound(connection, self._shape):
                return connection
        connection.close()
        return None

    # -- after damage -----------------------------------------------------------------------------------------------

    def _begin_anew(self) -> tuple[Problem, ...]:
        """Put a new file with all that can be read in the damaged one's place, which is kept beside it.

        The new one is whole before the damaged one is touched: a disk that is full, or a program that is killed, leaves
        everything as it was.
        """
        damaged, fresh = self.identity(), self._path.with_name(f".{self._path.name}.{os.getpid()}.part")
        try:
            connection = self._connect(fresh)
            try:
                rescued = self._rescue_into(connection)
            finally:
                connection.close()
            if self.identity() != damaged:
                return ()  # another program was quicker
            fresh.replace(self._rescued)
        finally:
            for end in ("", "-journal", *BESIDE):
                fresh.with_name(fresh.name + end).unlink(missing_ok=True)
        aside = set_aside(self._path, self._clock.now())
        for end in BESIDE:
            with suppress(FileNotFoundError):
                self._path.with_name(self._path.name + end).rename(aside.with_name(aside.name + end))
        self._rescued.rename(self._path)
        sentences = self._shape.sentences
        said = sentences.with_losses if rescued.marked or rescued.lost else sentences.began_anew
        counted = {"saved": rescued.saved, "marked": rescued.marked, "lost": rescued.lost}
        return problem(said, path=aside, names=", ".join(rescued.names), **counted), *rescued.notes

    def _rescue_into(self, connection: "sqlite3.Connection") -> Rescued:
        migrate(connection, self._shape.migrations)
        connection.execute("PRAGMA foreign_keys = ON")  # what belongs to nothing that is there does not come along
        rescued = Rescued()
        if self._shape.rescue is not None:
            with transaction(connection):
                rescued = self._shape.rescue(self._path, connection)
        return rescued
