"""The window's size and place and which panels are open, from one start to the next: a small file of its own.

A damaged file is set aside, never thrown away. It never opens a panel, and writes nothing by itself.
"""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.system.files import read_bytes_or_none, set_aside, write_private

if TYPE_CHECKING:
    from datetime import datetime

VERSION = 1
LARGEST_FILE = 20_000
FRAME = (16, 48)
"""As much as a frame of a window may take, across and down; how much it takes is known only when it is there."""


class _Kept(NamedTuple):
    geometry: str
    panels: tuple[str, ...]


class WindowPlace:
    """Where a window was. `problem` is what reading the file met, None when it was fine.

    Args:
        window: the window.
        path: the file; it need not exist.
        now: the time, for the name of a damaged file set aside.
    """

    def __init__(self, window: QMainWindow, path: Path, now: "Callable[[], datetime]") -> None:
        self._window = window
        self._path = path
        self._now = now
        self.panels: tuple[str, ...] = ()
        self.problem: Problem | None = None
        self._unreadable = False

    def restore(self) -> None:
        """Put the window where it was, onto a screen that is there; before it is shown. `panels` are then known.

        A window that was nowhere yet gets no larger than what panels leave of the screen, frame and all.
        """
        kept = self._read()
        self.panels = () if kept is None else kept.panels
        known = kept is not None and self._put_back(kept.geometry)
        if kept is not None and not known:
            self.problem = self._set_aside()
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
        if self._unreadable:
            set_aside(self._path, self._now())
            self._unreadable = False
        write_private(self._path, kept)

    def _put_back(self, geometry: str) -> bool:
        from PySide6.QtCore import QByteArray

        return self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))

    def _read(self) -> _Kept | None:
        try:
            data = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            self.problem, self._unreadable = problem, True
            return None
        kept = None if data is None else _kept(data)
        if data is not None and kept is None:
            self.problem = self._set_aside()
        return kept

    def _set_aside(self) -> Problem:
        try:
            aside = set_aside(self._path, self._now())
        except WorldProblem as problem:
            self._unreadable = True
            return problem
        return WorldProblem(
            N_("The file of the window's size and place was damaged."),
            safe=N_("It is kept as {name}; the window has the size that it has at first."),
            name=aside.name,
            path=aside,
        )


def _kept(data: bytes) -> _Kept | None:
    """What a file says; None when it makes no sense."""
    try:
        value = json.loads(data) if len(data) <= LARGEST_FILE else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not isinstance(value.get("geometry"), str):
        return None
    panels = value.get("panels")
    if not isinstance(panels, list) or not all(isinstance(name, str) for name in panels):
        return None
    return _Kept(value["geometry"], tuple(panels))
