"""One window a data folder: a second start hands its file to the first one and ends.

The lock is the system's: however the first one ends, the next start is the first. What is handed over is a small file
in a folder that the first one watches; a local socket would cost 5 MB more for Qt's network. It never opens an article.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hiitreader.errors import Problem
from hiitreader.system.files import FILE_MODE
from hiitreader.system.locks import lock
from hiitreader.system.paths import make_private

if TYPE_CHECKING:
    from PySide6.QtCore import QFileSystemWatcher

WAIT = 2.0
"""Seconds the second start waits for the first one to take its file, from when that one listens."""
LONGEST_START = 15.0
"""Seconds it waits for the first one to listen: on a cold disk, or a busy computer, a start takes a while."""
_LOCK = "window.lock"
_NO_LINK, _BYTES = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_BINARY", 0)
_LISTENS = b"."
_LOOK_AGAIN = 0.02
_OLD = 10 * WAIT + LONGEST_START
_LONGEST = 8192
"""Bytes of the message: a path."""
_WRITTEN, _WANTED, _TAKEN = ".part", ".wanted", ".taken"
"""How a message's name ends while it is written, when it may be read, and when the first window has read it."""


class Instance(QObject):
    """Says whether this is the first start with a data folder.

    Args:
        folder: the data folder; made when it is missing. Where it can't be written every start is the first.

    The lock's file is empty while the first one starts, and holds a byte from when it listens.
    """

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._inbox = folder / "window.inbox"
        self._held: int | None = None
        self._watcher: QFileSystemWatcher | None = None
        self.first = self._try()

    def hand_over(self, file: Path | None) -> bool:
        """Give a file (or just the wish to be seen) to the first window.

        Returns:
            False when it does not take it within `WAIT` seconds of listening, or does not come to listen within
            `LONGEST_START`: it hangs, or it has ended, and then this start may be the `first` now.
        """
        wanted = self._inbox / f"{os.getpid()}-{os.urandom(4).hex()}{_WANTED}"
        try:
            self._write(wanted, os.fsencode(file.absolute()) if file is not None else b"")
        except (Problem, OSError):
            return False
        # It may have only just begun: it looks as soon as its first picture is there.
        began = listened = monotonic()
        while wanted.exists() and not self._has_ended():
            now = monotonic()
            if not self._listens():
                listened = now
            if now - listened > WAIT or now - began > LONGEST_START + WAIT:
                break
            sleep(_LOOK_AGAIN)
        with suppress(OSError):
            wanted.unlink()
        return _was_there(wanted.with_suffix(_TAKEN))

    def listen(self, take: Callable[[Path | None], None]) -> None:
        """From now on, take what later starts hand over, and what they have handed over until now."""
        from PySide6.QtCore import QFileSystemWatcher

        if not self.first or self._held is None:
            return
        with suppress(Problem):
            make_private(self._inbox)
        with suppress(OSError):
            os.write(self._held, _LISTENS)
        self._clear()
        self._take = take
        self._watcher = QFileSystemWatcher([str(self._inbox)], self)
        self._watcher.directoryChanged.connect(lambda _folder: self._look())
        self._look()

    def close(self) -> None:
        """Let another start be the first."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _try(self) -> bool:
        try:
            make_private(self._folder)
            handle = os.open(self._folder / _LOCK, os.O_CREAT | os.O_RDWR | _NO_LINK, FILE_MODE)
        except (Problem, OSError):
            return True  # nothing can be kept here: saving will say so, and reading goes on
        if lock(handle):
            self._held = handle
            with suppress(OSError):
                os.ftruncate(handle, 0)
            return True
        os.close(handle)
        return False

    # -- the second start -----------------------------------------------------------------------------------------

    def _write(self, path: Path, message: bytes) -> None:
        make_private(path.parent)
        beside = path.with_suffix(_WRITTEN)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BYTES, FILE_MODE)
        with os.fdopen(handle, "wb") as file:
            file.write(message)
        beside.replace(path)

    def _has_ended(self) -> bool:
        self.first = self._try()
        return self.first

    def _listens(self) -> bool:
        with suppress(OSError):
            return (self._folder / _LOCK).stat().st_size > 0
        return True

    # -- the first one --------------------------------------------------------------------------------------------

    def _look(self) -> None:
        if self._watcher is None:
            return
        for wanted in sorted(self._inbox.glob(f"*{_WANTED}")):
            self._answer(wanted)

    def _answer(self, wanted: Path) -> None:
        try:
            if wanted.stat().st_size > _LONGEST or not wanted.is_file():
                return
            message = wanted.read_bytes()
            wanted.rename(wanted.with_suffix(_TAKEN))
        except OSError:
            return  # who wrote it waited too long and took it back
        self._take(Path(os.fsdecode(message)) if message else None)

    def _clear(self) -> None:
        """Throw away what starts that were killed have left."""
        until = time() - _OLD
        with suppress(OSError):
            for path in self._inbox.iterdir():
                if path.stat().st_mtime < until:
                    path.unlink()


def _was_there(path: Path) -> bool:
    """Whether there was such a file, which is gone now."""
    try:
        path.unlink()
    except OSError:
        return False
    return True
