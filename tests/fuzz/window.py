"""The doors that lead to the window: pictures, tips and whole pages, in a window that nobody sees."""

import os
import struct
import zlib

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from PySide6 import QtGui
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtWidgets import QApplication, QToolTip
from tests.library.fuzzing import HTML, MARKDOWN, OWN, Door, pieces
from tests.ui.pages import clear_away, make_view, mouse
from tests.ui.typeset.test_pictures import NO_PICTURES, TOO_LARGE, png, written

from hiitreader.article.blocks import Block, BlockKind, Span, SpanKind
from hiitreader.article.door import article_from_html
from hiitreader.article.source import SourceKind, decoded
from hiitreader.ui.dialogs.rows import Row, RowsModel
from hiitreader.ui.tips import as_tip
from hiitreader.ui.typeset.pictures import decoded as decoded_picture

MOST_BLOCKS = 300
_APPLICATION: list[QApplication] = []


def application() -> QApplication:
    """The one application."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    _APPLICATION.append(QApplication([]))
    return _APPLICATION[0]


def picture(data: bytes) -> None:
    application()
    path = OWN / "a.png"
    path.write_bytes(data)
    decoded_picture(path, QSize(200, 100))
    make_view([Block(BlockKind.IMAGE, "A photo", target=str(path))])
    QApplication.processEvents()
    clear_away()


def tip(data: bytes) -> None:
    application()
    words = data.decode("utf-8", "replace").replace("\0", "")
    said = as_tip(words)
    assert not QtGui.Qt.mightBeRichText(said)
    QToolTip.showText(QPoint(), said)
    QToolTip.hideText()
    rows = RowsModel()
    rows.set_rows([Row(None, words, words)])
    assert not QtGui.Qt.mightBeRichText(str(rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)))
    view = make_view([Block(BlockKind.PARAGRAPH, "here", (Span(0, 4, SpanKind.LINK, words or "a"),))])
    mouse(view, QEvent.Type.MouseMove, view.char_rect(1).center(), "NoButton")
    assert not QtGui.Qt.mightBeRichText(view.viewport().toolTip())
    clear_away()


def page(data: bytes) -> None:
    application()
    make_view(article_from_html(decoded(data, SourceKind.HTML)[0]).blocks[:MOST_BLOCKS])
    clear_away()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    """A file that is nearly a picture: of any kind, with another size, other chunks, or some bytes changed."""
    kind = draw(st.sampled_from(("written", "png", "large", "none", "parts")))
    if kind == "written":
        data = written(
            draw(st.sampled_from(("png", "jpeg", "webp", "bmp"))), draw(st.integers(1, 90)), draw(st.integers(1, 90))
        )
    elif kind == "png":
        side = st.sampled_from((0, 1, 7, 300, 40_000, 2**31 - 1))
        names = st.sampled_from(
            (b"tEXt", b"zTXt", b"iCCP", b"PLTE", b"tRNS", b"IDAT", b"acTL", b"fcTL", b"eXIf", b"sPLT")
        )
        inner = st.one_of(st.binary(max_size=40), st.just(b"a\0\0" + zlib.compress(bytes(3_000_000), 9)))
        more = draw(st.lists(st.tuples(names, inner), max_size=4))
        depths, colours = st.sampled_from((1, 2, 4, 8, 16, 3)), st.sampled_from((0, 2, 3, 4, 6, 1))
        width, height = draw(side), draw(side)
        data = png(width, height, *more, depth=draw(depths), colour=draw(colours))
    elif kind == "large":
        large = [one for one in TOO_LARGE.values() if isinstance(one, bytes)]
        data = draw(st.sampled_from(large))
    elif kind == "none":
        data = draw(st.sampled_from(list(NO_PICTURES.values())))
    else:
        signs = (
            b"\x89PNG\r\n\x1a\n",
            b"GIF89a",
            b"BM",
            b"\xff\xd8\xff",
            b"RIFF\xff\0\0\0WEBPVP8 ",
            b"WEBPVP8L",
            b"<svg>",
            b"\0",
        )
        data = draw(
            pieces(
                (*signs, _chunk(b"IHDR", bytes(13)), b"\xff\xda", b"\xff\xc0", b"!\xff\x0bNETSCAPE2.0", b",\0\0\0\0")
            )
        )
    changed = bytearray(data)
    for _ in range(draw(st.sampled_from((0, 0, 1, 3, 20)))):
        if changed:
            changed[draw(st.integers(0, len(changed) - 1))] = draw(st.integers(0, 255))
    return bytes(changed[: draw(st.sampled_from((len(changed),) * 4 + (len(changed) // 2,)))])


WINDOW: dict[str, tuple[Door, SearchStrategy[bytes]]] = {
    "picture": (picture, pictures()),
    "tip": (tip, st.one_of(pieces(HTML), pieces((*HTML, *MARKDOWN)))),
    "page in the window": (page, pieces(HTML)),
}
