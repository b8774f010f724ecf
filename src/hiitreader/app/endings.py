"""Being asked to end from outside: Ctrl+C in the terminal, a log-out, `kill` without -9. What is typed is kept first.

It never decides what is kept; and `kill -9` asks nobody.
"""

import os
import signal
import sys
from collections.abc import Callable
from io import FileIO, RawIOBase

from PySide6.QtCore import QObject, QSocketNotifier

_ASKING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class Endings(QObject):
    """Calls `end` in the window's thread when the system asks the program to end.

    Python sees a signal only when it next runs, which it does not while Qt waits; so the signal wakes Qt through a
    pipe.
    """

    def __init__(self, end: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._end = end
        self._reader, self._writer = _two_sockets() if sys.platform == "win32" else _two_ends()
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._asked)
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handlers = {one: signal.signal(one, _nothing) for one in _ASKING}

    def close(self) -> None:
        """Leave signals as they were found."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for one, handler in self._handlers.items():
            signal.signal(one, handler)
        self._reader.close()
        self._writer.close()

    def _asked(self) -> None:
        self._reader.read(64)
        self._end()


def _two_ends() -> tuple[RawIOBase, RawIOBase]:
    ends = os.pipe()
    for end in ends:
        os.set_blocking(end, False)
    return FileIO(ends[0], "r"), FileIO(ends[1], "w")


def _two_sockets() -> tuple[RawIOBase, RawIOBase]:
    """What Windows takes in place of a pipe. Others are spared `socket`, which costs 0.4 MB."""
    import socket

    pair = socket.socketpair()
    ends = [one.makefile("rwb", buffering=0) for one in pair]
    for one in pair:
        one.setblocking(False)
        one.close()  # it stays open as long as the end made of it
    return ends[0], ends[1]


def _nothing(_number: int, _frame: object) -> None:
    """Only wakes Qt: the work is done in `Endings`."""
