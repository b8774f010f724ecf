"""The write-ahead log of an SQLite file read by itself: which pages it has, and whether damage cut it short.

SQLite leaves out all that comes after the first damaged frame, and says nothing. It never writes, and never takes a
transaction for done whose last frame is not whole. Source: https://sqlite.org/fileformat2.html, "The WAL File Format".
"""

import struct
from array import array
from collections.abc import Mapping
from typing import NamedTuple

_HEADER, _FRAME = struct.Struct(">8I"), struct.Struct(">6I")
_MAGIC = 0x377F0682
"""The lowest bit besides says that checksums are of big-endian words."""
_WORD = 0xFFFFFFFF


class Frame(NamedTuple):
    """One page as it was written.

    `page` is its number, `at` where its bytes begin, `pages` how many pages the file then had (0 within a transaction);
    `whole` says that its bytes are those that were written.
    """

    page: int
    at: int
    pages: int
    whole: bool


class Log(NamedTuple):
    """The frames of the log's latest round, in order.

    `committed` is how many belong to transactions that are certainly done; `broken` says that a damaged frame stands
    before the last of these.
    """

    frames: tuple[Frame, ...] = ()
    committed: int = 0
    broken: bool = False

    def newest(self) -> Mapping[int, int]:
        """Where the newest sound copy of each page begins, among what is certainly done."""
        return {one.page: one.at for one in self.frames[: self.committed] if one.whole}

    def newest_of_all(self) -> Mapping[int, int]:
        """Where the newest copy of each page begins, sound or not, done or not."""
        return {one.page: one.at for one in self.frames}


def read_log(log: bytes, page_size: int) -> Log:
    """The frames of a log, with what each is worth. Takes about a second for ten thousand pages.

    Args:
        log: all of the file's bytes; any will do.
        page_size: of the database's pages.
    """
    step = _FRAME.size + page_size
    starts = range(_HEADER.size, len(log) - step + 1, step)
    if not starts:
        return Log()
    magic, _version, _size, _round, *salts, one, two = _HEADER.unpack_from(log)
    heads = [_FRAME.unpack_from(log, at) for at in starts]
    if all([*head[2:4]] != salts for head in heads):
        salts = [*heads[0][2:4]]  # the log's own head is damaged; its frames say the same
    words = ">" if magic & 1 else "<"
    frames, before = list[Frame](), (one, two)
    for at, head in zip(starts, heads, strict=True):
        page, pages, *salt, one, two = head
        if salt == salts:
            own = log[at : at + 8] + log[at + _FRAME.size : at + step]
            frames.append(Frame(page, at + _FRAME.size, pages, _checksum(own, before, words) == (one, two)))
        before = one, two
    done = max((number for number, one in enumerate(frames, 1) if one.whole and one.pages), default=0)
    return Log(tuple(frames), done, not all(one.whole for one in frames[:done]))


def _checksum(data: bytes, before: tuple[int, int], words: str) -> tuple[int, int]:
    one, two = before
    numbers = array("I", data)
    if words != _NATIVE:
        numbers.byteswap()
    pairs = iter(numbers)
    for first, second in zip(pairs, pairs, strict=True):
        one = (one + first + two) & _WORD
        two = (two + second + one) & _WORD
    return one, two


_NATIVE = "<" if struct.pack("=H", 1) == b"\x01\x00" else ">"
