"""The pictures of an article: how large they are, and each one in the size it is shown in.

It reads only the files it is told; it never looks for one.
"""

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImageIOHandler, QImageReader, QPixmap

MOST_KEPT = 16
"""Pictures kept as they were last shown."""


class ShownPictures:
    """Looks at each file once for its size, and keeps the latest pictures."""

    def __init__(self) -> None:
        self._sizes: dict[str, tuple[int, int] | None] = {}
        self._shown: dict[str, QPixmap] = {}

    def size(self, source: str) -> tuple[int, int] | None:
        """The width and height of a picture in pixels, the right way up; None when there is no picture to be had."""
        if source not in self._sizes:
            self._sizes[source] = _size(source) if source else None
        return self._sizes[source]

    def picture(self, source: str, size: QSizeF, ratio: float) -> QPixmap:
        """A picture in a size on the page, sharp on a screen with `ratio` pixels to one; a null one if unreadable."""
        pixels = QSize(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
        known = self._shown.pop(source, None)
        if known is None or known.size() != pixels:
            known = _read(source, pixels)
            known.setDevicePixelRatio(ratio)
        self._shown[source] = known
        while len(self._shown) > MOST_KEPT:
            del self._shown[next(iter(self._shown))]
        return known


def _read(source: str, pixels: QSize) -> QPixmap:
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    reader.setScaledSize(pixels.transposed() if _lies(reader) else pixels)
    return QPixmap.fromImageReader(reader)


def _size(source: str) -> tuple[int, int] | None:
    reader = QImageReader(source)
    size = reader.size()
    if size.isEmpty():
        return None
    return (size.height(), size.width()) if _lies(reader) else (size.width(), size.height())


def _lies(reader: QImageReader) -> bool:
    """Whether the camera was held on its side."""
    return bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
