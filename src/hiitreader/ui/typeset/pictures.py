"""The pictures of an article: how large they are, and each one in the size it is shown in.

It reads only the files it is told; it never looks for one. They are strangers' files: Qt is told which of five kinds
one is instead of guessing (it would take a drawing that names other files, too), and decodes it beside the window.
"""

import atexit
import time
from functools import cache
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSize, QSizeF, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader

from hiitreader.article.picture_bytes import Measured, Unshown, encoded, measure
from hiitreader.system.lanes import Lane, Outcome

MOST_KEPT = 16
"""Pictures kept as they were last shown; more while they are small."""
MOST_KEPT_BYTES = 48 * 1024 * 1024
"""Of all pictures kept: more than fits on a screen."""
MOST_WAITING = 32
"""Pictures that wait to be decoded; those that are still in sight are asked for again."""
PATIENCE = 10.0
"""Seconds after which a picture is given up; what is let through to the decoder takes less on an old computer."""
LOOK = 10
"""Milliseconds between two looks at whether a picture has come."""
_AT_THE_END = 2.0
"""Seconds that the end of the program waits for one: Qt is not to be taken apart under it."""
_MEGABYTES = 256
"""Of a picture while it is decoded."""


class ShownPictures(QObject):
    """Looks at each file once for its size, has it decoded when it is to be painted, and keeps the latest pictures.

    `came` comes when there is another picture to paint, `fell` when there turned out to be none: its place is another.
    """

    came = Signal()
    fell = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._measured: dict[str, Measured | Unshown] = {}
        self._shown: dict[str, tuple[QSize, QImage]] = {}
        self._waiting: dict[str, QSize] = {}
        self._job: _Job | None = None
        self._look = QTimer(self, interval=LOOK)
        self._look.timeout.connect(self._take)

    def size(self, source: str) -> tuple[int, int] | None:
        """The width and height of a picture in pixels, the right way up; None when there is no picture to be had."""
        found = self._found(source)
        if isinstance(found, Unshown):
            return None
        return (found.height, found.width) if found.lies else (found.width, found.height)

    def why_not(self, source: str) -> Unshown | None:
        """Why a picture is not shown; None when it is."""
        found = self._found(source)
        return found if isinstance(found, Unshown) else None

    def picture(self, source: str, size: QSizeF, ratio: float) -> QImage | None:
        """A picture in a size on the page, sharp on a screen with `ratio` pixels to one.

        While it is still to come, the one that was there in another size, if any.
        """
        pixels = QSize(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        known = self._shown.pop(source, None)
        if known is not None:
            self._shown[source] = known
        if (known is None or known[0] != pixels) and self.why_not(source) is None:
            self._ask(source, pixels)
        if known is None:
            return None
        known[1].setDevicePixelRatio(known[0].width() / size.width())
        return known[1]

    def stop(self) -> None:
        """Decode no more: another article is shown."""
        self._waiting.clear()
        self._job = None
        self._look.stop()

    def _found(self, source: str) -> Measured | Unshown:
        if source not in self._measured:
            self._measured[source] = measure(Path(source)) if source else Unshown.NOT_HERE
        return self._measured[source]

    # -- decoding -------------------------------------------------------------------------------------------------

    def _ask(self, source: str, pixels: QSize) -> None:
        if self._job is not None and (self._job.source, self._job.pixels) == (source, pixels):
            return
        self._waiting.pop(source, None)
        self._waiting[source] = pixels
        while len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._begin()

    def _begin(self) -> None:
        if self._job is not None:
            return
        if not self._waiting:
            self._look.stop()
            return
        job = self._job = _Job(*self._waiting.popitem())  # the latest: that is in sight
        _lane().submit(job.run, job.outcomes.append)
        self._look.start()

    def _take(self) -> None:
        """See what became of the picture that is being decoded."""
        job = self._job
        if job is None:
            self._look.stop()
            return
        slow = time.monotonic() - job.began > PATIENCE
        if not job.outcomes and not slow:
            return
        self._job = None
        if job.outcomes:
            image = job.outcomes[0].get()
        else:
            _lane.cache_clear()  # that one is busy until it has an end; the next picture does not wait for it
            image = Unshown.TOO_SLOW
        if isinstance(image, Unshown):
            self._measured[job.source] = image
            self._shown.pop(job.source, None)
        else:
            self._keep(job, image)
        self._begin()
        (self.fell if isinstance(image, Unshown) else self.came).emit()

    def _keep(self, job: "_Job", image: QImage) -> None:
        self._shown.pop(job.source, None)
        self._shown[job.source] = (job.pixels, image)
        while len(self._shown) > MOST_KEPT and (
            sum(one.sizeInBytes() for _size, one in self._shown.values()) > MOST_KEPT_BYTES
        ):
            del self._shown[next(iter(self._shown))]


class _Job:
    """A picture that is decoded in the background; it is looked at from the window's thread."""

    def __init__(self, source: str, pixels: QSize) -> None:
        self.source = source
        self.pixels = pixels
        self.began = time.monotonic()
        self.outcomes: list[Outcome[QImage | Unshown]] = []

    def run(self) -> QImage | Unshown:
        return decoded(Path(self.source), self.pixels)


@cache
def _lane() -> Lane:
    """Where pictures are decoded, one at a time, whatever view they are for. None is cut off when the program ends."""
    lane = Lane("pictures")
    atexit.register(lane.close, _AT_THE_END, finish=False)
    return lane


def decoded(path: Path, pixels: QSize) -> QImage | Unshown:
    """The first picture of a file, in a size, ready to be painted."""
    found = encoded(path)
    if isinstance(found, Unshown):
        return found
    buffer = QBuffer()
    buffer.setData(found.data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_MEGABYTES)
    reader = QImageReader(buffer, found.measured.kind.encode())
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if size.width() > found.measured.width or size.height() > found.measured.height:
        return Unshown.UNREADABLE  # measured is not what the decoder sees, so it is held to no bound
    reader.setAutoTransform(True)
    reader.setScaledSize(pixels.transposed() if found.measured.lies else pixels)
    image = reader.read()
    if image.isNull():
        return Unshown.UNREADABLE
    clear = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if clear else QImage.Format.Format_RGB32)
