"""The few signs the controls need (a check mark, arrows, plus, minus, a cross), drawn in a theme's own colours.

A style sheet can only name a picture by its address, so the drawings are registered as Qt resources in memory, under
`:/glyphs/<rrggbb>/<name>.png`. Nothing is read from or written to the disk.
"""

import struct
from functools import cache

from PySide6 import QtCore
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QResource
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

SIDE = 96
STROKE = 11.0
GLYPHS: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "check": (((20, 52), (40, 72), (78, 26)),),
    "dash": (((22, 48), (74, 48)),),
    "plus": (((20, 48), (76, 48)), ((48, 20), (48, 76))),
    "minus": (((20, 48), (76, 48)),),
    "down": (((22, 36), (48, 62), (74, 36)),),
    "right": (((36, 22), (62, 48), (36, 74)),),
    "cross": (((24, 24), (72, 72)), ((72, 24), (24, 72))),
}
"""Each sign's lines through points in a square of 96 by 96."""


@cache
def draw(colour: str) -> bytes:
    """See that every sign is there in `colour` ("#rrggbb"); a second time costs nothing.

    Qt reads the drawings where they lie, so they are kept as long as the program runs: 5 kB for a colour.
    """
    data = _packed({f"{name}.png": _picture(name, colour) for name in GLYPHS})
    QResource.registerResourceData(data, f"/glyphs/{colour.lstrip('#')}")
    return data


def address(name: str, colour: str) -> str:
    """Where a style sheet finds a sign in `colour` ("#rrggbb")."""
    return f":/glyphs/{colour.lstrip('#')}/{name}.png"


def _picture(name: str, colour: str) -> bytes:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtCore.Qt.GlobalColor.transparent)
    pen = QPen(
        QColor(colour),
        STROKE,
        QtCore.Qt.PenStyle.SolidLine,
        QtCore.Qt.PenCapStyle.RoundCap,
        QtCore.Qt.PenJoinStyle.RoundJoin,
    )
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    for line in GLYPHS[name]:
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in line]))
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows str formats as bytes only
    return bytes(data.data())


def _packed(files: dict[str, bytes]) -> bytes:
    """One flat folder of files in Qt's binary resource format, version 1 (qtbase, src/tools/rcc/rcc.cpp)."""
    names, contents = b"", b""
    entries: list[tuple[int, int, int]] = []
    for name, content in files.items():
        key = _hash(name)
        entries.append((key, len(names), len(contents)))
        encoded = name.encode("utf-16-be")
        names += struct.pack(">HI", len(name), key) + encoded
        contents += struct.pack(">I", len(content)) + content
    tree = struct.pack(">IHII", 0, 2, len(entries), 1)  # the folder: flag 2, so many children, the first is entry 1
    for _key, name_at, content_at in sorted(entries):
        tree += struct.pack(">IHHHI", name_at, 0, 0, 1, content_at)  # no flags, any country, language "C"
    header = 20
    data_at = header + len(tree)
    names_at = data_at + len(contents)
    return b"qres" + struct.pack(">IIII", 1, header, data_at, names_at) + tree + contents + names


def _hash(name: str) -> int:
    """Qt's hash of a resource's name (qt_hash), by which a folder's entries are sorted."""
    key = 0
    for letter in name:
        key = (key << 4) + ord(letter)
        key ^= (key & 0xF0000000) >> 23
        key &= 0x0FFFFFFF
    return key
