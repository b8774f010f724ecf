"""Pictures on the page: strangers' files, of five kinds, decoded beside the window and within bounds."""

import os
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize, QSizeF
from PySide6.QtGui import QAccessible, QColor, QImage, QImageReader
from pytestqt.qtbot import QtBot
from tests.counting import calls
from tests.ui.pages import clear_away, make_view

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.limits import MAX_IMAGE_BYTES
from hiitreader.article.picture_bytes import Encoded, Measured, Unshown, encoded, measure
from hiitreader.ui.accessible.document import ArticleDocument
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset import pictures as shown_pictures
from hiitreader.ui.typeset.pictures import MOST_KEPT, MOST_KEPT_BYTES, ShownPictures, decoded

KINDS = ("png", "jpeg", "gif", "webp", "bmp")
CAN_WRITE = ("png", "jpeg", "webp", "bmp")
PATIENCE = 15_000
SIZE = QSizeF(100, 50)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><image href="secret.png"/></svg>'
USE_BOMB = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><defs>'
    b'<g id="a0"><rect width="9" height="9"/></g>'
    + b"".join(b'<g id="a%d">%s</g>' % (n, b'<use xlink:href="#a%d"/>' % (n - 1) * 10) for n in range(1, 12))
    + b'</defs><use xlink:href="#a11"/></svg>'
)
NO_PICTURES = {
    "svg": SVG,
    "svg after its declaration": b'<?xml version="1.0"?>\n' + SVG,
    "svg after space": b"\n\n  " + SVG,
    "svg in utf-16": SVG.decode().encode("utf-16"),
    "use bomb": USE_BOMB,
    "packed svg": zlib.compress(SVG, wbits=31),
    "xpm": b'/* XPM */\nstatic char *a[] = {"99999 99999 1 1", "a c red"};',
    "xbm": b"#define a_width 60000\n#define a_height 60000\nstatic char a_bits[] = {0x00};",
    "ppm": b"P3 30000 30000 255 1 1 1",
    "ico": b"\0\0\1\0\1\0\x20\x20\0\0\1\0\x20\0\x10\0\0\0\x16\0\0\0",
    "tiff": b"II*\0\x08\0\0\0\xff\xff",
    "pdf": b"%PDF-1.7\n",
    "icns": b"icns\0\0\0\x08",
    "nothing": b"",
    "html": b"<img src=//host/share>",
}


def png(width: int, height: int, *more: tuple[bytes, bytes], depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says it is so large and holds these chunks as well."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    rows = (b"\0" + b"\xff\0\0" * width) * height if width * height < 100_000 else b"\0" * 1000
    parts = [(b"IHDR", head), *more, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def written(kind: str, width: int = 40, height: int = 20) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


def gif(width: int, height: int) -> bytes:
    """A GIF that says it is so large, with one picture of one pixel."""
    sizes = struct.pack("<HH", width, height)
    return b"GIF89a" + sizes + b"\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


TOO_LARGE = {
    "png": png(60_000, 60_000),
    "png of one row": png(2_000_000_000, 2),
    "jpeg": b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xff\xc0\0\x11\x08\xff\xff\xff\xff\3",
    "jpeg in 5,000 scans": (lambda one: one[:-2] + one[one.rindex(b"\xff\xda") : -2] * 5_000 + one[-2:]),
    "gif": gif(65_535, 65_535),
    "bmp": b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 40_000, -40_000, 1, 8, 1) + bytes(40),
    "webp": b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0" + b"\xff\x3f\0" * 2 + bytes(40),
    "webp without loss": b"RIFF\x1e\0\0\0WEBPVP8L\x0a\0\0\0\x2f\xff\xff\xff\x0f" + bytes(40),
}


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes, str], Path]:
    def made(data: bytes, name: str = "picture.png") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return made


Make = Callable[..., Path]


def place(view: ArticleView) -> list[str]:
    """What is painted where the first block stands."""
    view.page.lay_between(0, 300)
    return [ground.source or ground.kind for ground in view.page._strips[0].grounds]


def of(path: Path | str) -> ArticleView:
    return make_view([Block(BlockKind.IMAGE, "A photo", target=str(path))])


def come(qtbot: QtBot, pictures: ShownPictures, path: Path, size: QSizeF = SIZE, ratio: float = 1.0) -> QImage:
    """A picture as soon as it is there in this size."""
    wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))

    def there() -> bool:
        image = pictures.picture(str(path), size, ratio)
        return image is not None and image.size() == wanted

    qtbot.waitUntil(there, timeout=PATIENCE)
    image = pictures.picture(str(path), size, ratio)
    assert image is not None
    return image


# -- what is no picture ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NO_PICTURES)
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".gif", ".webp", ".bmp"])
def test_what_is_none_of_five_kinds_is_never_given_to_qt(
    file: Make, name: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown_pictures, "QImageReader", lambda *_: pytest.fail("Qt was asked"))
    path = file(NO_PICTURES[name], f"picture{suffix}")
    assert measure(path) is encoded(path) is decoded(path, QSize(9, 9)) is Unshown.NO_PICTURE
    assert place(of(path)) == [Unshown.NO_PICTURE.value, "frame"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inside", ["svg", "use bomb", "xpm"])
def test_the_kind_is_told_by_the_first_bytes_and_nothing_else_is_tried(
    file: Make, kind: str, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drawing behind the mark of a picture: Qt reads it as that kind of picture, and as nothing else."""
    mark = written(kind)[:30] if kind in CAN_WRITE else gif(40, 20)[:13]
    asked: list[bytes] = []
    real = QImageReader

    def noted(device: QIODevice, form: bytes) -> QImageReader:
        asked.append(form)
        return real(device, form)

    monkeypatch.setattr(shown_pictures, "QImageReader", noted)
    monkeypatch.setattr(noted, "setAllocationLimit", real.setAllocationLimit, raising=False)
    found = decoded(file(mark + NO_PICTURES[inside]), QSize(9, 9))
    assert isinstance(found, QImage) or found in {Unshown.UNREADABLE, Unshown.TOO_LARGE}
    assert set(asked) <= {kind.encode()}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_picture_that_says_it_is_huge_is_not_decoded(file: Make, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_pictures, "QImageReader", lambda *_: pytest.fail("Qt was asked"))
    made = TOO_LARGE[name]
    path = file(made if isinstance(made, bytes) else made(written("jpeg", 1000, 1000)))
    assert decoded(path, QSize(9, 9)) is Unshown.TOO_LARGE
    if isinstance(made, bytes):
        assert place(of(path)) == [Unshown.TOO_LARGE.value, "frame"]


def test_no_bytes_before_the_frame_hide_its_size(file: Make) -> None:
    """A decoder passes what stands between two segments; who takes 0xFFE0 for a length comes to a false frame."""
    data, false = written("jpeg", 200, 100), b"\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0"
    for between in (b"\xff\x00", b"\xff\xff\x00", b"\xff\xff", b"\x00", b"\xff\xd0", b"\xff\x01", b"\xff\x02"):
        hidden = b"\0" * (0xFFE0 - 4) + false
        part = b"\xff\xe0\xff\xff" + hidden.ljust(0xFFFD, b"\0")
        path = file(data[:20] + between + part + data[20:])  # after the first segment
        assert measure(path) in {Measured("jpeg", 200, 100), Unshown.UNREADABLE}, between
        assert isinstance(decoded(path, QSize(20, 10)), Unshown) or measure(path) == Measured("jpeg", 200, 100)


def test_what_the_decoder_sees_otherwise_is_not_decoded(file: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(written("jpeg", 200, 100))
    small = Encoded(Measured("jpeg", 1, 1), path.read_bytes())
    monkeypatch.setattr(shown_pictures, "encoded", lambda _path: small)
    assert decoded(path, QSize(20, 10)) is Unshown.UNREADABLE


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.png"
    path.write_bytes(png(9, 9))
    os.truncate(path, MAX_IMAGE_BYTES + 1)
    assert measure(path) is encoded(path) is Unshown.TOO_LARGE


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
def test_no_pipe_device_or_folder_is_waited_for(tmp_path: Path) -> None:
    pipe, zeros, loop, folder = (tmp_path / f"{name}.png" for name in ("pipe", "zeros", "loop", "folder"))
    os.mkfifo(pipe)
    zeros.symlink_to("/dev/zero")
    loop.symlink_to(loop)
    folder.mkdir()
    for path in (
        pipe,
        zeros,
        loop,
        folder,
        tmp_path / "gone.png",
        Path("/dev/zero"),
        tmp_path / ("x" * 5000),
        "\0.png",
    ):
        assert measure(Path(path)) is encoded(Path(path)) is Unshown.UNREADABLE


def test_what_can_be_left_out_of_a_png_is(file: Make) -> None:
    """Half a megabyte of them would unfold to half a gigabyte, and hold the computer for seconds."""
    bomb = b"Comment\0\0" + zlib.compress(bytes(8_000_000))
    profile = b"x\0\0" + zlib.compress(bytes(1_000_000))
    path = file(png(40, 20, *[(b"zTXt", bomb)] * 60, (b"iCCP", profile), (b"tEXt", b"Author\0me")))
    found = encoded(path)
    assert isinstance(found, Encoded)
    assert found.data == png(40, 20)
    assert isinstance(decoded(path, QSize(40, 20)), QImage)


@pytest.mark.parametrize("kind", CAN_WRITE)
def test_no_part_of_a_picture_makes_trouble(file: Make, kind: str) -> None:
    data = written(kind)
    for length in range(0, len(data), max(1, len(data) // 40)):
        path = file(data[:length])
        for found in (measure(path), encoded(path)):
            assert isinstance(found, Measured | Encoded | Unshown)


# -- what is shown -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CAN_WRITE)
def test_a_picture_is_shown_whatever_its_file_is_called(file: Make, kind: str, qtbot: QtBot) -> None:
    path = file(written(kind, 400, 200), "picture.gif")
    pictures = ShownPictures()
    assert pictures.size(str(path)) == (400, 200)
    assert pictures.picture(str(path), SIZE, 1.0) is None, "decoded beside the window"
    image = come(qtbot, pictures, path)
    red, green, blue, _clear = image.pixelColor(50, 25).getRgb()
    assert red > 240
    assert green + blue < 20
    assert pictures.why_not(str(path)) is None


def test_of_a_moving_picture_the_first_one_is_shown(file: Make, qtbot: QtBot) -> None:
    one = gif(1, 1)
    path = file(one[:-1] + one[19:-1] * 2_000 + b";")
    assert come(qtbot, ShownPictures(), path, QSizeF(1, 1)).pixelColor(0, 0).name() == "#ff0000"


def test_a_picture_is_read_as_sharp_as_the_screen_is(file: Make, qtbot: QtBot) -> None:
    path = file(png(200, 100))
    pictures = ShownPictures()
    for ratio in (1.0, 1.5, 2.0):
        image = come(qtbot, pictures, path, SIZE, ratio)
        assert (image.width(), image.height()) == (100 * ratio, 50 * ratio)
        assert image.devicePixelRatio() == ratio
        again = pictures.picture(str(path), SIZE, ratio)
        assert again is not None
        assert again.cacheKey() == image.cacheKey()


def test_until_it_is_there_in_another_size_it_is_shown_in_the_one_before(file: Make, qtbot: QtBot) -> None:
    path = file(png(200, 100))
    pictures = ShownPictures()
    come(qtbot, pictures, path)
    image = pictures.picture(str(path), QSizeF(200, 100), 1.0)
    assert image is not None
    assert image.width() / image.devicePixelRatio() == 200


def test_pictures_shown_long_ago_are_given_back(file: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_pictures, "MOST_KEPT_BYTES", 0)
    pictures = ShownPictures()
    for number in range(2 * MOST_KEPT):
        come(qtbot, pictures, file(png(10, 5), f"{number}.png"), QSizeF(10, 5))
    assert len(pictures._shown) == MOST_KEPT


def test_a_page_of_many_small_pictures_comes_to_rest(file: Make, qtbot: QtBot) -> None:
    count = 2 * MOST_KEPT
    names = [file(png(10, 5), f"{number}.png") for number in range(count)]
    view = make_view([Block(BlockKind.IMAGE, "x", target=str(name)) for name in names], 500, 3000)
    view.show()
    pictures = view.page.pictures()
    assert MOST_KEPT_BYTES > 10_000_000
    qtbot.waitUntil(lambda: len(pictures._shown) == count, timeout=PATIENCE)
    qtbot.waitUntil(lambda: pictures._job is None and not pictures._waiting, timeout=PATIENCE)
    assert not pictures._look.isActive()


@pytest.mark.parametrize("order", ["MM", "II"])
def test_a_photo_taken_on_its_side_stands_upright(file: Make, qtbot: QtBot, order: str) -> None:
    # A JPEG of 16 by 8 with Exif orientation 6: to be turned by a quarter.
    way = ">" if order == "MM" else "<"
    tiff = order.encode() + struct.pack(f"{way}HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    exif = b"Exif\0\0" + tiff
    data = written("jpeg", 16, 8)
    path = file(data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:])
    pictures = ShownPictures()
    assert pictures.size(str(path)) == (8, 16)
    image = come(qtbot, pictures, path, QRectF(0, 0, 8, 16).size())
    assert (image.width(), image.height()) == (8, 16)


def test_a_large_head_of_what_the_camera_wrote_is_passed(file: Make) -> None:
    data = written("jpeg", 30, 10)
    camera = (b"\xff\xe1\xff\xff" + b"http://ns.adobe.com/xmp/extension/\0".ljust(65_533, b"x")) * 40
    assert measure(file(data[:2] + camera + data[2:])) == Measured("jpeg", 30, 10)


def test_of_what_cameras_wrote_one_is_read_and_not_all_of_it(file: Make) -> None:
    """It took 1.5 s in the window's own thread where there were 490."""
    data = written("jpeg", 30, 10)
    tiff = b"MM\0*\0\0\0\x08\xff\xff".ljust(65_500, b"x")
    camera = b"\xff\xe1" + (len(tiff) + 8).to_bytes(2, "big") + b"Exif\0\0" + tiff
    few, many = (file(data[:2] + camera * often + data[2:], f"{often}.jpg") for often in (1, 40))
    assert measure(few) == measure(many) == Measured("jpeg", 30, 10)
    assert calls(partial(measure, many)) < 2 * calls(partial(measure, few)) < 20_000
    assert measure(file(data[:2] + b"\xff\xe0\0\x02" * 5_000 + data[2:])) is Unshown.UNREADABLE


# -- what is said in its place -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["", "gone.png"])
def test_a_picture_that_is_not_to_be_had_leaves_its_words_and_says_so(tmp_path: Path, target: str) -> None:
    view = of(tmp_path / target if target else "")
    why = Unshown.UNREADABLE if target else Unshown.NOT_HERE
    assert place(view) == [why.value, "frame"]
    note = view.page._strips[0].grounds[0].box
    words, column = view.page.block_box(0), view.page.style.column
    assert note.y >= words.bottom() - view.page._strips.top(0)
    assert note.height > 0
    assert note.x + note.width <= column
    view.grab()


def test_a_screen_reader_is_told_too(file: Make) -> None:
    view = make_view([Block(BlockKind.IMAGE, "A photo", target=str(file(SVG))), Block(BlockKind.PARAGRAPH, "x")])
    assert view.page.pictures.why_not(view.flow[0]) == Unshown.NO_PICTURE.value
    assert view.page.pictures.why_not(view.flow[1]) == ""
    node = ArticleDocument(view).tree.node_of(0)
    assert node is not None
    assert node.text(QAccessible.Text.Name) == "A photo"
    assert node.text(QAccessible.Text.Description) == Unshown.NO_PICTURE.value


def test_what_turns_out_to_be_damaged_is_said_then(file: Make, qtbot: QtBot) -> None:
    path = file(png(400, 200)[:60])
    view = of(path)
    view.show()
    assert place(view) == [str(path)]
    qtbot.waitUntil(lambda: place(view) == [Unshown.UNREADABLE.value, "frame"], timeout=PATIENCE)


def test_a_picture_that_takes_too_long_is_given_up_and_the_next_one_comes(
    file: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = file(png(40, 20), "slow.png"), file(png(41, 20), "quick.png")
    ends, real = threading.Event(), decoded
    monkeypatch.setattr(shown_pictures, "PATIENCE", 0.2)
    monkeypatch.setattr(
        shown_pictures, "decoded", lambda path, size: (ends.wait(60) if path == slow else True) and real(path, size)
    )
    pictures = ShownPictures()
    try:
        assert pictures.picture(str(slow), SIZE, 1.0) is None
        with qtbot.waitSignal(pictures.fell, timeout=PATIENCE):
            pass
        assert pictures.why_not(str(slow)) is Unshown.TOO_SLOW
        monkeypatch.setattr(shown_pictures, "PATIENCE", 60.0)
        come(qtbot, pictures, quick)
    finally:
        ends.set()


def test_another_article_decodes_none_of_the_last_ones(file: Make, qtbot: QtBot) -> None:
    view = of(file(png(400, 200)))
    view.show()
    pictures = view.page.pictures()
    view.show_blocks([Block(BlockKind.PARAGRAPH, "Words.")])
    assert pictures._job is None
    assert not pictures._look.isActive()
    assert view.page.pictures._shown is None
