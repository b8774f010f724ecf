"""Draw the program's icon in the sizes and files that each system wants, from the scalable picture and two small ones.

    python packaging/icons.py [FOLDER]

Into build/icons, or FOLDER: hiitreader-SIZE.png, hiitreader.ico (Windows) and hiitreader.icns (macOS). It never needs a
display, and never changes the scalable ones. Small sizes have drawings of their own, with fewer parts, each on whole
pixels: the large one made small is a smear.
"""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "resources" / "icons"
DRAWN_FOR = {16: "hiitreader-16.svg", 22: "hiitreader-24.svg", 24: "hiitreader-24.svg"}
"""The drawing of a size that has one of its own; all others come from hiitreader.svg."""
CROPPED = {22: QRectF(1, 1, 22, 22)}
"""The part of the drawing that is shown, where it is not all of it."""
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)
IN_ICO = (16, 24, 32, 48, 64, 128, 256)
IN_ICNS = ((b"icp4", 16), (b"icp5", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512), (b"ic10", 1024))
"""Apple's names for the sizes that may be PNG files."""


def drawn(size: int) -> bytes:
    """The icon as a PNG file of `size` pixels square."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing = QSvgRenderer(str(PICTURES / DRAWN_FOR.get(size, "hiitreader.svg")))
    if size in CROPPED:
        drawing.setViewBox(CROPPED[size])
    drawing.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon file: a directory of entries of 16 bytes, then the PNG files; a side of 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(IN_ICO))
    place = len(head) + 16 * len(IN_ICO)
    entries, bodies = b"", b""
    for size in IN_ICO:
        body = pictures[size]
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(body), place + len(bodies))
        bodies += body
    return head + entries + bodies


def icns(pictures: dict[int, bytes]) -> bytes:
    """A macOS icon file: chunks of a name, a length that counts both, and a PNG file."""
    chunks = b"".join(name + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for name, size in IN_ICNS)
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def main() -> None:
    """Draw them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "icons"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    pictures = {size: drawn(size) for size in SIZES}
    for size, picture in pictures.items():
        (folder / f"hiitreader-{size}.png").write_bytes(picture)
    (folder / "hiitreader.ico").write_bytes(ico(pictures))
    (folder / "hiitreader.icns").write_bytes(icns(pictures))
    del application
    print(f"{len(pictures)} sizes, one .ico and one .icns in {folder}")


if __name__ == "__main__":
    main()
