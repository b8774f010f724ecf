"""A book's archive, opened with every bound there is: how many parts, how large, how much larger than packed.

Nothing is ever unpacked into a folder. It never reads a part that was not asked for.
"""

import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

from hiitreader.article.limits import MEGABYTE
from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.library.bring_in.xml_text import Hostile

MOST_BYTES = 200 * MEGABYTE
"""Bytes of the archive itself."""
MOST_PARTS = 10_000
MOST_UNPACKED = 512 * MEGABYTE
"""Bytes of all parts, as the archive says it."""
MOST_READ = 96 * MEGABYTE
"""Bytes that are unpacked in all."""
MOST_TIMES = 200
"""How much larger than packed a part may be: text is 3 to 10 times, and the method allows 1,032."""
_SMALL = MEGABYTE
"""Bytes of a part that may be any number of times as large as it is packed."""
_LIST_BYTES = 4 * MEGABYTE
"""Bytes of the archive's list of parts: the library reads the whole of it at once."""
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES, _END_64_BYTES, _LONGEST_NOTE = 22, 20, 0xFFFF
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error, KeyError)


class Archive:
    """An open archive.

    Args:
        path: its file.

    Raises:
        WorldProblem: it can't be read.
        InputProblem: it is no archive, or damaged.
        Hostile: it is made to fill the memory, or to write outside the folder it would be unpacked to.
    """

    def __init__(self, path: Path) -> None:
        self._left = MOST_READ
        try:
            _look_at_end(path)
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise WorldProblem(N_("{path} can't be read: {reason}."), path=path, reason=reason) from error
        except _BROKEN as error:
            raise _damaged() from error
        try:
            self._parts = self._checked()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def read(self, name: str, most: int) -> bytes:
        """A part's bytes, unpacked.

        Raises:
            InputProblem: it is not there, or damaged.
            Hostile: it has more than `most` bytes, or all that were read have too many.
        """
        part = self._parts.get(name)
        if part is None:
            raise InputProblem(N_("A part of it is missing: {part}."), part=name)
        most = min(most, self._left)
        try:
            with self._zip.open(part) as file:
                data = file.read(most + 1)
        except (*_BROKEN, OSError) as error:
            raise InputProblem(N_("A part of it is damaged: {part}."), part=name) from error
        if len(data) > most:
            raise Hostile(N_("A part of it is too large to be read: {part}."), part=name)
        self._left -= len(data)
        return data

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS:
            raise Hostile(N_("It has more than {most} parts."), most=MOST_PARTS)
        for part in parts:
            _check(part)
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _bomb()
        # not `is_dir`, which fails at a part without a name
        return {part.filename: part for part in parts if part.filename and not part.filename.endswith("/")}


def _look_at_end(path: Path) -> None:
    """Refuse what the library would read without bounds: its list of parts.

    The end record says how long the list is (APPNOTE.TXT, 4.3.16); the larger one that books have no need of (4.3.15)
    is refused, for it would be believed instead.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size > MOST_BYTES:
            most = MOST_BYTES // MEGABYTE
            raise InputProblem(
                N_("{name} is larger than {limit} MB, the most that can be opened."), name=path.name, limit=most
            )
        file.seek(max(0, size - _END_BYTES - _END_64_BYTES - _LONGEST_NOTE))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise _damaged()
    parts, list_bytes = struct.unpack_from("<HL", tail, at + 10)
    if parts > MOST_PARTS or list_bytes > _LIST_BYTES or _END_64 in tail[max(0, at - _END_64_BYTES) : at]:
        raise Hostile(N_("It has more than {most} parts."), most=MOST_PARTS)


def _check(part: zipfile.ZipInfo) -> None:
    name = part.filename
    if (
        name.startswith(("/", "\\"))
        or "\\" in name
        or ":" in name.partition("/")[0]
        or ".." in PurePosixPath(name).parts
    ):
        raise Hostile(N_("It holds a path that leads out of it: {part}."), part=name)
    if part.flag_bits & _ENCRYPTED:
        raise InputProblem(N_("It is encrypted."), todo=N_("Bring in a copy without encryption."))
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise InputProblem(N_("It is packed in a way that books are not."))
    if part.file_size > max(_SMALL, part.compress_size * MOST_TIMES):
        raise _bomb()


def _bomb() -> Hostile:
    return Hostile(N_("It is a zip bomb: it would grow to many times its size when it is unpacked."))


def _damaged() -> InputProblem:
    return InputProblem(N_("It is no book, or damaged."), todo=N_("Bring in another copy of it."))
