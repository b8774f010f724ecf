"""A screen that is read from its own memory: what was on it, and when.

An X server keeps its frame buffer in a mapped file, so a picture costs a copy of memory and no talk with the server
that is being measured. It never sends anything to a window.
"""

import mmap
import os
import re
import select
import shutil
import struct
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

WIDTH, HEIGHT = 1280, 900
LOOK_EVERY = 0.002
"""Seconds between two looks at the frame buffer."""
NEARLY_ALL = 0.98
TILE = 32
"""Pixels of one row that are compared at once."""
NOT_A_READERS = re.compile("WAYLAND_DISPLAY|PYTHON.*|QT_.*|XDG_.*|HIITREADER_.*|DBUS_.*")
"""What a developer's surroundings may hold and those of someone who installed the program need not."""
STARTS_WITHIN = 10.0
"""Seconds the X server may take."""


@dataclass(frozen=True)
class Area:
    """A part of the screen, as shares of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0


WHOLE = Area()
TEXT = Area(0.2, 0.12, 0.8, 0.9)
"""Where an article's words stand in the window as it opens: without the bars around them."""


@dataclass(frozen=True)
class Frame:
    """What the screen showed from `seconds` (since the start of the recording) on."""

    seconds: float
    pixels: bytes


@dataclass(frozen=True)
class Recording:
    """All frames that differed from the one before, the first being the empty screen."""

    frames: tuple[Frame, ...]
    row_bytes: int

    def words(self, area: Area = WHOLE) -> list[tuple[int, int]]:
        """Return the byte ranges of the tiles that changed and hold more than one colour at the end."""
        empty, last = self.frames[0].pixels, self.frames[-1].pixels
        step = TILE * 4
        left, right = int(area.left * WIDTH) // TILE, int(area.right * WIDTH) // TILE
        found = []
        for row in range(int(area.top * HEIGHT), int(area.bottom * HEIGHT)):
            for column in range(left, right):
                start = row * self.row_bytes + column * step
                tile = last[start : start + step]
                if tile != empty[start : start + step] and tile != tile[:4] * TILE:
                    found.append((start, start + step))
        return found

    def visible(self, area: Area = WHOLE) -> float | None:
        """Seconds until the tiles with words were as at the end and stayed so; None when nothing came.

        A caret that blinks is left out by letting a few tiles differ.
        """
        tiles = self.words(area)
        if not tiles:
            return None
        last = self.frames[-1].pixels
        since: float | None = None
        for frame in self.frames:
            same = sum(frame.pixels[a:b] == last[a:b] for a, b in tiles)
            if same < NEARLY_ALL * len(tiles):
                since = None
            elif since is None:
                since = frame.seconds
        return since


class Screen:
    """One X server with a window manager on it, and an empty home; a context manager."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="screen-"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._buffer: mmap.mmap
        self.environ: dict[str, str] = {}
        self.row_bytes = 0
        self._offset = 0

    def __enter__(self) -> Self:
        read, write = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        command = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            size,
            "-fbdir",
            str(self._folder),
            "-nolisten",
            "tcp",
        ]
        self._processes.append(subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        answered, _, _ = select.select([read], [], [], STARTS_WITHIN)
        display = os.read(read, 16).decode().strip() if answered else ""
        os.close(read)
        if not display:
            raise SystemExit("Xvfb did not start")
        inherited = {name: value for name, value in os.environ.items() if not NOT_A_READERS.fullmatch(name)}
        home = self._folder / "home"
        home.mkdir()
        self.environ = inherited | {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb", "HOME": str(home)}
        self._map()
        if shutil.which("openbox"):
            quiet = subprocess.DEVNULL
            self._processes.append(subprocess.Popen(["openbox"], env=self.environ, stdout=quiet, stderr=quiet))
            time.sleep(0.5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._buffer.close()
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=STARTS_WITHIN)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _map(self) -> None:
        """Map the frame buffer, an X window dump: header, colour table, rows of 32-bit pixels."""
        path = self._folder / "Xvfb_screen0"
        until = time.monotonic() + STARTS_WITHIN
        while not (path.exists() and path.stat().st_size > WIDTH * HEIGHT * 4):
            if time.monotonic() > until:
                raise SystemExit("Xvfb made no frame buffer")
            time.sleep(0.01)
        with path.open("rb") as file:
            self._buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        header = struct.unpack(">25I", self._buffer[:100])
        header_bytes, self.row_bytes, colours = header[0], header[12], header[19]
        self._offset = header_bytes + colours * 12

    def picture(self) -> bytes:
        """Return the pixels as they are now."""
        return self._buffer[self._offset : self._offset + self.row_bytes * HEIGHT]

    def record(self, command: list[str], seconds: float) -> tuple[Recording, subprocess.Popen[bytes]]:
        """Start `command` and watch for so many seconds; the process is handed back running."""
        frames = [Frame(0.0, self.picture())]
        started = time.monotonic()
        process = subprocess.Popen(
            command, env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        while (now := time.monotonic() - started) < seconds:
            if (pixels := self.picture()) != frames[-1].pixels:
                frames.append(Frame(now, pixels))
            time.sleep(LOOK_EVERY)
        return Recording(tuple(frames), self.row_bytes), process
