"""The rows of an SQLite file read from its pages, also where the file is damaged and SQLite reads no further.

It never writes, and never says that a row makes sense: whoever asks for rows judges what is in them.
Source: https://sqlite.org/fileformat2.html.
"""

import struct
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple

from hiitreader.system.cells import MARKED

Value = None | int | float | str | bytes

HEAD = 100
_LEAF, _INTERIOR, _INDEX_INTERIOR, _INDEX_LEAF = 0x0D, 0x05, 0x02, 0x0A
_LEAF_HEAD, _INTERIOR_HEAD = 8, 12
_INDEX_HEADS = {_INDEX_INTERIOR: _INTERIOR_HEAD, _INDEX_LEAF: _LEAF_HEAD}
_USUAL = 4096
_LEAST_CELL = 4
_MOST_COLUMNS = 2_000
_REAL, _ZERO, _ONE, _BLOB, _TEXT = 7, 8, 9, 12, 13
_SIZES = (0, 1, 2, 3, 4, 6, 8)
"""Bytes of whole numbers, by their serial type."""


class Found(NamedTuple):
    """One row. `values` may be fewer than the table has columns: what was added to it later has its default.

    `certain` says that the row was in its table; else it may be what was left of an older or deleted one.
    """

    rowid: int
    values: tuple[Value, ...]
    certain: bool = True


class Pages:
    """The pages of a file, with those of its log laid over them.

    Args:
        file: the file's bytes.
        log: the log's bytes.
        newer: where in `log` the pages begin that stand in the stead of the file's, by number.
        size: of a page, where the file's head is not to be believed.
    """

    def __init__(
        self, file: bytes, log: bytes = b"", newer: Mapping[int, int] | None = None, size: int | None = None
    ) -> None:
        self._file = file
        self._log = log
        self._newer = newer or {}
        self.size = size or page_size(file)
        reserved = file[20] if len(file) > HEAD else 0
        self.usable = self.size - (reserved if reserved <= _USUAL // 64 else 0)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return max(-(-len(self._file) // self.size), *self._newer, 0)

    def page(self, number: int) -> bytes:
        """A page's bytes, filled up with zeros where the file ends.

        Raises:
            ValueError: there is none.
        """
        if number in self._newer:
            at = self._newer[number]
            return self._log[at : at + self.size]
        start = (number - 1) * self.size
        if number < 1 or start >= len(self._file):
            raise ValueError("no such page")
        return self._file[start : start + self.size].ljust(self.size, b"\0")

    def rows(self, table: str) -> Iterator[Found]:
        """The rows of a table, as far as its pages can be reached; nothing where it is not known where it begins."""
        for number in self._leaves(self._roots.get(table, 0)):
            yield from self._of_leaf(number)

    def entries(self, index: str) -> Iterator[tuple[Value, ...]]:
        """What an index lists, the number of its row at the end; but for what is too long to stand on its page."""
        for number in self._tree(self._roots.get(index, 0)):
            page = self.page(number)
            if page[0] in _INDEX_HEADS:
                (cells,) = struct.unpack_from(">H", page, 3)
                for at in self._pointers(page, _INDEX_HEADS[page[0]], cells):
                    with suppress(ValueError, IndexError, struct.error):
                        length, start = _number(page, at if page[0] == _INDEX_LEAF else at + 4)
                        if length <= (self.usable - 12) * 64 // 255 - 23:  # else some of it stands elsewhere
                            yield record(page[start : start + length])

    def strays(self) -> Iterator[Found]:
        """The rows of whatever table on pages that nothing leads to any more, but for those that are free."""
        free, all_known = self._free
        for number in range(1, self.count + 1):
            if number not in free and number not in self._reached and self.page(number)[0] == _LEAF:
                for found in self._of_leaf(number):
                    yield found._replace(certain=found.certain and all_known)

    def image(self) -> bytes:
        """All pages in a row, as a file that needs no log."""
        whole = bytearray().join(self.page(number) for number in range(1, self.count + 1))
        whole[18:20] = b"\1\1"  # "legacy": SQLite takes no file into memory that may have a log
        return bytes(whole)

    # -- which pages --------------------------------------------------------------------------------------------------

    @cached_property
    def _roots(self) -> dict[str, int]:
        """The first page of each table and index."""
        roots = dict[str, int]()
        for leaf in self._leaves(1):
            for found in self._of_leaf(leaf):
                kind, name, _table, root = (*found.values, None, None, None, None)[:4]
                if kind in {"table", "index"} and isinstance(name, str) and isinstance(root, int) and root > 1:
                    roots.setdefault(name, root)
        return roots

    @cached_property
    def _reached(self) -> frozenset[int]:
        """The pages of all tables, and the damaged ones among them."""
        roots = (1, *self._roots.values())
        return frozenset(number for root in roots for number in self._leaves(root))

    def _leaves(self, root: int) -> Iterator[int]:
        """The last pages of a table's tree in order, and what can't be told what it is."""
        for number in self._tree(root):
            if self.page(number)[HEAD if number == 1 else 0] not in {_INTERIOR, _INDEX_INTERIOR, _INDEX_LEAF}:
                yield number

    def _tree(self, root: int) -> Iterator[int]:
        """The pages of a tree in order."""
        waiting, seen = [root], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or not 1 <= number <= self.count:
                continue
            seen.add(number)
            yield number
            page, start = self.page(number), HEAD if number == 1 else 0
            if page[start] in {_INTERIOR, _INDEX_INTERIOR}:
                waiting += reversed(self._children(page, start))

    def _children(self, page: bytes, start: int) -> list[int]:
        (cells,) = struct.unpack_from(">H", page, start + 3)
        (last,) = struct.unpack_from(">I", page, start + 8)
        pointers = self._pointers(page, start + _INTERIOR_HEAD, cells)
        return [*(struct.unpack_from(">I", page, at)[0] for at in pointers), last]

    def _pointers(self, page: bytes, start: int, cells: int) -> list[int]:
        room = max(0, (self.usable - start) // 2)
        found = struct.unpack_from(f">{min(cells, room)}H", page, start)
        return [at for at in found if start <= at <= self.usable - _LEAST_CELL]

    @cached_property
    def _free(self) -> tuple[frozenset[int], bool]:
        """The pages that are used by nothing, and whether all of these are known."""
        if not self.count:
            return frozenset(), True
        trunk, count = struct.unpack_from(">2I", self.page(1), 32)
        free = set[int]()
        with suppress(ValueError, struct.error):
            while trunk and trunk not in free:
                free.add(trunk)
                page = self.page(trunk)
                trunk, leaves = struct.unpack_from(">2I", page)
                free.update(struct.unpack_from(f">{leaves}I", page, 8))
        return frozenset(free), len(free) == count

    # -- rows on a page -----------------------------------------------------------------------------------------------

    def _of_leaf(self, number: int) -> Iterator[Found]:
        """The rows of a page by its own list of them; of a damaged page also what looks like a row and is not listed.

        Damage to the list, or to a row's length, leaves a gap; a sound page has none.
        """
        page, start = self.page(number), HEAD if number == 1 else 0
        (cells,) = struct.unpack_from(">H", page, start + 3)
        pointers = self._pointers(page, start + _LEAF_HEAD, cells)
        taken = list[tuple[int, int]]()
        for at in pointers:
            with suppress(ValueError, IndexError, struct.error):
                found, end = self._cell(page, at)
                taken.append((at, end))
                yield found
        if len(taken) != cells or page[start] != _LEAF or not self._is_even(page, start, taken):
            yield from self._unlisted(page, start + _LEAF_HEAD, taken)

    def _is_even(self, page: bytes, start: int, taken: list[tuple[int, int]]) -> bool:
        """Whether rows and free room make up the whole page."""
        free, _cells, content = struct.unpack_from(">3H", page, start + 1)
        room, hops = page[start + 7], 0
        while free and hops < self.size and free <= self.usable - _LEAST_CELL:
            following, length = struct.unpack_from(">2H", page, free)
            room, free, hops = room + length, following, hops + 1
        used = sum(max(_LEAST_CELL, end - at) for at, end in set(taken))
        return bool(used + room == self.usable - (content or 65_536))

    def _unlisted(self, page: bytes, start: int, taken: list[tuple[int, int]]) -> Iterator[Found]:
        at, ends = start, sorted(taken)
        while at < self.usable - _LEAST_CELL:
            end = next((end for begin, end in ends if begin <= at < end), 0)
            if not end:
                with suppress(ValueError, IndexError, struct.error):
                    found, end = self._cell(page, at)
                    if len(found.values) > 1:
                        yield found._replace(certain=False)
                        at = end
                        continue
            at = max(at + 1, end)

    def _cell(self, page: bytes, at: int) -> tuple[Found, int]:
        """The row that begins at a place of a leaf, and where it ends on the page."""
        length, at = _number(page, at)
        rowid, at = _number(page, at)
        if not 1 < length <= len(self._file) + len(self._log):
            raise ValueError("no row is as long")
        here = self._here(length)
        if at + here > self.usable:
            raise ValueError("it does not fit")
        columns(page[at : at + here], length)  # before what it has elsewhere is looked for
        payload, end = page[at : at + here], at + here
        if here < length:
            (following,) = struct.unpack_from(">I", page, end)
            payload, end = payload + self._elsewhere(following, length - here), end + 4
        return Found(rowid - (1 << 64) if rowid >> 63 else rowid, record(payload)), end

    def _here(self, length: int) -> int:
        """How many bytes of a row stand on its leaf."""
        most, least = self.usable - 35, (self.usable - 12) * 32 // 255 - 23
        if length <= most:
            return length
        here = least + (length - least) % (self.usable - 4)
        return here if here <= most else least

    def _elsewhere(self, number: int, length: int) -> bytes:
        parts, left, seen = list[bytes](), length, set[int]()
        while left > 0:
            if number in seen:
                raise ValueError("it runs in a ring")
            seen.add(number)
            page = self.page(number)
            parts.append(page[4 : self.usable][:left])
            left -= self.usable - 4
            (number,) = struct.unpack_from(">I", page)
        return b"".join(parts)


def page_size(file: bytes) -> int:
    """The size of a file's pages; the usual one where its head does not say any that there is."""
    said = int.from_bytes(file[16:18], "big")
    size = 65_536 if said == 1 else said
    return size if size >= 512 and size & (size - 1) == 0 else _USUAL  # noqa: PLR2004 -- the least there is


def likely_page_size(file: bytes) -> int:
    """The size of a file's pages, also where its head says another one: most pages begin with what they are."""
    said = page_size(file)
    kinds = {_LEAF, _INTERIOR, _INDEX_INTERIOR, _INDEX_LEAF}
    share = dict[int, float]()
    for size in (said, *(1 << bits for bits in range(9, 17))):
        starts = range(size, len(file), size)
        share[size] = sum(file[at] in kinds for at in starts) / len(starts) if starts else 0.0
    most = max(share.values())
    return said if share[said] * 2 >= most else min(size for size in share if share[size] * 4 >= most * 3)


def columns(payload: bytes, length: int) -> tuple[list[int], int]:
    """The serial types of a record of so many bytes, and where its values begin.

    Raises:
        ValueError, IndexError: they do not make up that many bytes.
    """
    head, at = _number(payload, 0)
    kinds = list[int]()
    while at < head:
        kind, at = _number(payload, at)
        kinds.append(kind)
    if at != head or not kinds or len(kinds) > _MOST_COLUMNS or head + sum(map(_size, kinds)) != length:
        raise ValueError("this is no record")
    return kinds, head


def record(payload: bytes) -> tuple[Value, ...]:
    """The values of a record.

    Raises:
        ValueError, IndexError: it is none.
    """
    kinds, at = columns(payload, len(payload))
    values = list[Value]()
    for kind in kinds:
        end = at + _size(kind)
        values.append(_value(kind, payload[at:end]))
        at = end
    return tuple(values)


def _value(kind: int, data: bytes) -> Value:
    if kind >= _BLOB:
        return MARKED(data) if kind % 2 else data
    if kind == _REAL:
        return float(struct.unpack(">d", data)[0])
    if kind in {_ZERO, _ONE}:
        return kind - _ZERO
    return int.from_bytes(data, "big", signed=True) if kind else None


def _size(kind: int) -> int:
    if kind >= _BLOB:
        return (kind - _BLOB) // 2
    if kind < len(_SIZES):
        return _SIZES[kind]
    if kind in {_REAL, _ZERO, _ONE}:
        return 8 if kind == _REAL else 0
    raise ValueError("there is no such type")


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends. Raises IndexError."""
    number = 0
    for _ in range(8):
        byte = data[at]
        at += 1
        number = number << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 -- the last byte has no highest bit
            return number, at
    return number << 8 | data[at], at + 1
