"""One window a data folder: a second start hands its file to the first one and ends.

The lock is Qt's, and is given back by the system when a program is killed. It never opens a file.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject

from hiitreader.errors import Problem
from hiitreader.system.paths import make_private

_WAIT = 2000
"""Milliseconds the second start waits for the first one to take its file."""
_LONGEST = 8192
"""Bytes of the message: a path."""


class Instance(QObject):
    """Says whether this is the first start with a data folder.

    Args:
        folder: the data folder; made when it is missing. Where it can't be written every start is the first.
    """

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock = QLockFile(str(folder / "window.lock"))
        self._lock.setStaleLockTime(0)
        self.first = self._try()

    def _try(self) -> bool:
        # Where the folder can't be made, saving will say so; reading goes on.
        with suppress(Problem):
            make_private(self._folder)
        if self._lock.tryLock(0):
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def hand_over(self, file: Path | None) -> bool:
        """Give a file (or just the wish to be seen) to the first window; False when it does not answer."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(_WAIT):
            return False
        message = str(file.absolute()) if file is not None else ""
        socket.write(message.encode("utf-8", "surrogateescape") + b"\n")
        taken = socket.waitForBytesWritten(_WAIT) and socket.waitForReadyRead(_WAIT)
        socket.disconnectFromServer()
        return bool(taken)

    def listen(self, take: Callable[[Path | None], None]) -> None:
        """From now on, take what later starts hand over. Only this computer's own user can speak to it."""
        from PySide6.QtNetwork import QLocalServer

        if not self.first:
            return
        self._take = take
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name())
        self._server.newConnection.connect(self._answer)
        self._server.listen(self._name())

    def close(self) -> None:
        """Let another start be the first."""
        if hasattr(self, "_server"):
            self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.readyRead.connect(lambda: self._read(socket))
        socket.disconnected.connect(socket.deleteLater)

    def _read(self, socket: QObject) -> None:
        from PySide6.QtNetwork import QLocalSocket

        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        line = bytes(socket.readLine(_LONGEST).data()).rstrip(b"\n").decode("utf-8", "surrogateescape")
        socket.write(b"taken\n")
        socket.flush()
        self._take(Path(line) if line else None)

    def _name(self) -> str:
        from hashlib import blake2b

        mark = blake2b(str(self._folder.absolute()).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
        return f"hiitreader-{mark}"
