"""What a picture's file holds, by its first bytes alone: its kind, its size, and what a decoder may be given of it.

Whatever a file is called, only five kinds are pictures here, none of which can name another file or an address. It
never decodes one, waits for no pipe, and reads no more than a bound.
"""

import os
import stat
from collections.abc import Iterator
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from hiitreader.article.limits import MAX_IMAGE_BYTES, MAX_IMAGE_PARTS, MAX_IMAGE_PASSES, MAX_IMAGE_PIXELS
from hiitreader.errors import N_

_MARKS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
)
_FIRST = 64
"""Bytes of a file that tell its kind and, of all but JPEG, its size."""

# Of a PNG (third edition, 11): all others can be left out, and some unfold to a thousand times their bytes.
_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
# Of a JPEG (ITU-T T.81, table B.1): those that begin a frame and tell its size, those that have no length, and what is
# none, which a decoder passes or refuses.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_NO_MARKS = frozenset(range(0xC0)) - _ALONE
_SCAN, _END, _EXIF, _FILL = 0xDA, 0xD9, 0xE1, 0xFF
_ENTRY = 12
_ENTRIES, _SEGMENTS = 1_000, 4_096
"""Entries of what a camera wrote, and segments before the size, that are looked at; real ones are a tenth of that."""
_ORIENTATION = 0x0112  # Exif 2.32, 4.6.4
_OS2_HEADER = 12
_LIES = 5
"""From this orientation on the camera was held on its side."""


class Unshown(Enum):
    """Why a picture is not shown, as the sentence that stands in its place."""

    NOT_HERE = N_("This picture is not shown.")
    UNREADABLE = N_("This picture is not shown: its file can't be read.")
    NO_PICTURE = N_("This picture is not shown: its file is no PNG, JPEG, GIF, WebP or BMP.")
    TOO_LARGE = N_("This picture is not shown: it is too large.")
    TOO_SLOW = N_("This picture is not shown: it took too long.")


class Measured(NamedTuple):
    """A picture's kind ("png", "jpeg", "gif", "webp", "bmp") and its width and height in pixels, as it is stored.

    `lies` is whether it has to be turned by a quarter.
    """

    kind: str
    width: int
    height: int
    lies: bool = False


class Encoded(NamedTuple):
    """A picture as a decoder may be given it."""

    measured: Measured
    data: bytes


def kind_of(data: bytes) -> str:
    """The kind of a picture by its first bytes, "" for what is none of the five."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for mark, kind in _MARKS if data.startswith(mark)), "")


def measure(path: Path) -> Measured | Unshown:
    """The size of a picture, of which only the head is read; or why it is not shown."""
    try:
        with _opened(path) as file:
            return _measured(file, os.fstat(file.fileno()).st_size)
    except (OSError, ValueError):  # a name that no file can have
        return Unshown.UNREADABLE


def encoded(path: Path) -> Encoded | Unshown:
    """A whole picture for a decoder, held to its bounds once more; or why it is not shown."""
    try:
        data = read_regular(path, MAX_IMAGE_BYTES)
    except (OSError, ValueError):
        return Unshown.UNREADABLE
    measured = _measured(BytesIO(data), len(data))
    if isinstance(measured, Unshown):
        return measured
    if measured.kind == "png":
        kept = _png_kept(data)
        return Encoded(measured, kept) if kept else Unshown.UNREADABLE
    # Each scan of a JPEG goes over the whole of it; a few bytes may hold thousands.
    passes = data.count(bytes((_FILL, _SCAN))) if measured.kind == "jpeg" else 1
    if measured.width * measured.height * passes > MAX_IMAGE_PASSES:
        return Unshown.TOO_LARGE
    return Encoded(measured, data)


def read_regular(path: Path, most: int) -> bytes:
    """The bytes of a regular file; of a longer one than `most`, one more than that.

    Raises:
        OSError, ValueError: it can't be read, is no regular file, or its name is that of none.
    """
    with _opened(path) as file:
        return file.read(most + 1)


def _opened(path: Path) -> BinaryIO:
    """A regular file, open; a pipe or a device is not waited for, and a link that came since is not followed."""
    flags = os.O_RDONLY
    for name in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK", "O_NOFOLLOW", "O_NOCTTY"):
        flags |= getattr(os, name, 0)
    number = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise OSError(f"{path.name} is no regular file")
    return os.fdopen(number, "rb")


def _measured(file: BinaryIO, length: int) -> Measured | Unshown:
    head = file.read(_FIRST)
    kind = kind_of(head)
    if not kind:
        return Unshown.NO_PICTURE
    if length > MAX_IMAGE_BYTES:
        return Unshown.TOO_LARGE
    found = _jpeg(file) if kind == "jpeg" else Measured(kind, *_SIZES[kind](head))
    if found.width < 1 or found.height < 1:
        return Unshown.UNREADABLE
    return found if found.width * found.height <= MAX_IMAGE_PIXELS else Unshown.TOO_LARGE


def _png(head: bytes) -> tuple[int, int]:
    if head[12:16] != b"IHDR":
        return 0, 0
    return _big(head[16:20]), _big(head[20:24])


def _gif(head: bytes) -> tuple[int, int]:
    return _little(head[6:8]), _little(head[8:10])


def _bmp(head: bytes) -> tuple[int, int]:
    if _little(head[14:18]) == _OS2_HEADER:
        return _little(head[18:20]), _little(head[20:22])
    width, height = (int.from_bytes(head[at : at + 4], "little", signed=True) for at in (18, 22))
    return width, abs(height)  # below 0 where it is stored from its top


def _webp(head: bytes) -> tuple[int, int]:
    """The canvas of a WebP (RFC 9649, 2.5 to 2.7)."""
    part = head[12:16]
    if part == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    if part == b"VP8L":
        packed = _little(head[21:25])
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    if part == b"VP8 ":
        return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF
    return 0, 0


_SIZES = {"png": _png, "gif": _gif, "bmp": _bmp, "webp": _webp}


def _jpeg(file: BinaryIO) -> Measured:
    """Walk from segment to segment to the one that tells the size, past what the camera wrote."""
    lies: bool | None = None
    file.seek(2)
    for mark in _jpeg_marks(file):
        if mark in _ALONE:
            continue
        length = _big(file.read(2)) - 2
        if length < 0:
            break
        if mark in _FRAMES:
            frame = file.read(5)
            return Measured("jpeg", _big(frame[3:5]), _big(frame[1:3]), bool(lies))
        after = file.tell() + length
        if mark == _EXIF and lies is None:  # the first one that says something is the camera's
            lies = _lies(file.read(length))
        file.seek(after)
    return Measured("jpeg", 0, 0)


def _jpeg_marks(file: BinaryIO) -> Iterator[int]:
    for _ in range(_SEGMENTS):
        first, mark = file.read(1), file.read(1)
        if not mark or first[0] != _FILL:
            return
        if mark[0] == _FILL:  # any number of them may stand before a mark
            file.seek(-1, os.SEEK_CUR)
        elif mark[0] in (_SCAN, _END) or mark[0] in _NO_MARKS:
            return
        else:
            yield mark[0]


def _lies(exif: bytes) -> bool | None:
    """Whether the camera was held on its side; None of a segment that something else wrote."""
    if not exif.startswith(b"Exif\0\0"):
        return None
    tiff = exif[6:]
    read = _little if tiff[:2] == b"II" else _big
    first = read(tiff[4:8])
    count = min(read(tiff[first : first + 2]), _ENTRIES)
    for at in range(first + 2, min(len(tiff), first + 2 + _ENTRY * count), _ENTRY):
        entry = tiff[at : at + _ENTRY]
        if read(entry[:2]) == _ORIENTATION:
            return _LIES <= read(entry[8:10]) <= _LIES + 3
    return False


def _png_kept(data: bytes) -> bytes:
    """A PNG without all that it can do without; b"" when it is none."""
    kept, at = [data[:8]], 8
    for _ in range(MAX_IMAGE_PARTS):
        name, end = data[at + 4 : at + 8], at + 12 + _big(data[at : at + 4])
        if not name:
            break
        if name in _NEEDED:
            kept.append(data[at:end])
        at = end
        if name == b"IEND":
            break
    else:
        return b""
    return b"".join(kept)


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
