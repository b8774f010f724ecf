"""One window a data folder: a second start hands its file to the first one and ends.

The lock is the system's: however the first one ends, the next start is the first. It never opens an article.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hiitreader.errors import Problem
from hiitreader.system.files import FILE_MODE
from hiitreader.system.locks import lock
from hiitreader.system.paths import make_private

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

WAIT = 2.0
"""Seconds the second start waits for the first one to take its file, in all."""
_LOOK_AGAIN = 0.05
_LONGEST = 8192
"""Bytes of the message: a path."""
_END = b"\0"
_TAKEN = b"taken\n"


class Instance(QObject):
    """Says whether this is the first start with a data folder.

    Args:
        folder: the data folder; made when it is missing. Where it can't be written every start is the first.
    """

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._held: int | None = None
        self.first = self._try()

    def hand_over(self, file: Path | None) -> bool:
        """Give a file (or just the wish to be seen) to the first window.

        Returns:
            False when it does not take it within `WAIT` seconds: it hangs, or it has ended, and then this start may be
            the `first` now.
        """
        until = monotonic() + WAIT
        message = str(file.absolute()).encode("utf-8", "surrogateescape") if file is not None else b""
        taken = self._given(message, until)
        if not taken and not self.first:
            self.first = self._try()
        return taken

    def listen(self, take: Callable[[Path | None], None]) -> None:
        """From now on, take what later starts hand over. Only this computer's own user can speak to it."""
        from PySide6.QtNetwork import QLocalServer

        if not self.first or self._held is None:
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
        if self._held is not None:
            os.close(self._held)
            self._held = None

    # -- the second start -----------------------------------------------------------------------------------------

    def _try(self) -> bool:
        try:
            make_private(self._folder)
            handle = os.open(self._folder / "window.lock", os.O_CREAT | os.O_RDWR, FILE_MODE)
        except (Problem, OSError):
            return True  # nothing can be kept here: saving will say so, and reading goes on
        if lock(handle):
            self._held = handle
            return True
        os.close(handle)
        return False

    def _given(self, message: bytes, until: float) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        while True:
            socket.connectToServer(self._name())
            if socket.waitForConnected(_left(until)):
                break
            # It may have only just begun: it listens as soon as its first picture is there.
            if monotonic() >= until or self._has_ended():
                return False
            sleep(_LOOK_AGAIN)
        socket.write(message + _END)
        answer = b""
        while answer != _TAKEN:
            if socket.bytesToWrite():
                socket.waitForBytesWritten(_left(until))
            if not socket.waitForReadyRead(_left(until)):
                return False
            answer += bytes(socket.readAll().data())
        socket.disconnectFromServer()
        return True

    def _has_ended(self) -> bool:
        self.first = self._try()
        return self.first

    # -- the first one --------------------------------------------------------------------------------------------

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            self._serve(self._server.nextPendingConnection())

    def _serve(self, socket: "QLocalSocket") -> None:
        read = bytearray()

        def more() -> None:
            read.extend(bytes(socket.readAll().data()))
            if len(read) > _LONGEST:
                socket.abort()
            elif read.endswith(_END):
                socket.write(_TAKEN)
                socket.flush()
                path = bytes(read[: -len(_END)]).decode("utf-8", "surrogateescape")
                read.clear()
                self._take(Path(path) if path else None)

        socket.readyRead.connect(more)
        socket.disconnected.connect(socket.deleteLater)
        if socket.bytesAvailable():
            more()

    def _name(self) -> str:
        """The same for every spelling of the folder; in the user's own runtime folder where the system has one."""
        from hashlib import blake2b

        mark = blake2b(os.fsencode(os.path.realpath(self._folder)), digest_size=12).hexdigest()
        name = f"hiitreader-{mark}"
        with suppress(KeyError):
            runtime = os.environ["XDG_RUNTIME_DIR"]
            if os.path.isdir(runtime):  # noqa: PTH112 -- a string is what Qt takes
                return f"{runtime}/{name}"
        return name


def _left(until: float) -> int:
    """The milliseconds until then, at least one."""
    return max(1, round((until - monotonic()) * 1000))
