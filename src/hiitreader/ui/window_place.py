"""The window's size and place and which panels are open, from one start to the next: a small file of its own.

It holds nothing of worth: what is damaged or missing is simply not there. It never opens a panel or writes by itself.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from hiitreader.errors import Problem
from hiitreader.system.files import read_bytes_or_none, write_atomically

VERSION = 1
LARGEST_FILE = 20_000
FRAME = (16, 48)
"""As much as a frame of a window may take, across and down; how much it takes is known only when it is there."""


class WindowPlace:
    """Where a window was.

    Args:
        window: the window.
        path: the file; it need not exist.
    """

    def __init__(self, window: QMainWindow, path: Path) -> None:
        self._window = window
        self._path = path
        self.panels: tuple[str, ...] = ()

    def restore(self) -> None:
        """Put the window where it was, onto a screen that is there; before it is shown. `panels` are then known.

        A window that was nowhere yet gets no larger than what panels leave of the screen, frame and all.
        """
        kept = self._read()
        geometry, panels = kept.get("geometry"), kept.get("panels")
        if isinstance(panels, list):
            self.panels = tuple(name for name in panels if isinstance(name, str))
        known = isinstance(geometry, str) and self._put_back(geometry)
        room = self._window.screen().availableSize()
        if not known and not room.isEmpty():
            self._window.resize(self._window.size().boundedTo(room - QSize(*FRAME)))

    def settle(self) -> None:
        """Make the window fit when it is on the screen: only now is it known how thick its frame is."""
        window = self._window
        room, frame = window.screen().availableGeometry(), window.frameGeometry()
        over = frame.size() - frame.size().boundedTo(room.size())
        fits = not (over.width() or over.height())
        if fits or room.isEmpty() or window.isMaximized() or window.isFullScreen():
            return
        window.resize(window.size() - over)
        size = frame.size() - over
        left = max(room.left(), min(frame.left(), room.left() + room.width() - size.width()))
        top = max(room.top(), min(frame.top(), room.top() + room.height() - size.height()))
        window.move(left, top)

    def now(self, panels: Iterable[str]) -> bytes:
        """What to keep of the window as it is, with the names of the panels that are open, in their order."""
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        return json.dumps({"version": VERSION, "geometry": geometry, "panels": list(panels)}).encode()

    def write(self, kept: bytes) -> None:
        """Write what `now` gave. On any thread.

        Raises:
            WorldProblem: it could not be written.
        """
        write_atomically(self._path, kept)

    def _put_back(self, geometry: str) -> bool:
        from PySide6.QtCore import QByteArray

        return self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))

    def _read(self) -> dict[str, object]:
        try:
            data = read_bytes_or_none(self._path)
            kept = json.loads(data) if data and len(data) <= LARGEST_FILE else None
        except (Problem, ValueError, RecursionError):
            return {}
        return kept if isinstance(kept, dict) else {}
