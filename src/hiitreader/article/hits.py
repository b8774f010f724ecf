"""The matches of one query in a flow, counted part by part; where each is, is worked out when it is asked for.

A word that is in a long article a hundred thousand times is counted in a blink, but seen a few times at once. It never
notices by itself that the flow has changed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import overload

from hiitreader.article.find import Finder, FindQuery
from hiitreader.article.flow import Flow

PART = 128
"""Blocks that are looked through at once."""

Range = tuple[int, int]


class Hits(Sequence[Range]):
    """The matches in the blocks that have been looked at, in reading order: (first position, position after the last).

    Args:
        flow: where to find.
        query: what to find.
    """

    def __init__(self, flow: Flow, query: FindQuery) -> None:
        self._flow = flow
        self._finder = Finder(query)
        self._firsts: list[int] = []  # of each part: its first block,
        self._before: list[int] = []  # how many matches there are before it,
        self._ranges: dict[int, list[Range]] = {}  # and where its own are, once that was asked
        self._count = 0
        self.searched = 0

    @property
    def is_whole(self) -> bool:
        """Whether all blocks have been looked at."""
        return self.searched >= len(self._flow)

    def look_further(self) -> None:
        """Count the matches of the next part."""
        first, last = self.searched, min(len(self._flow), self.searched + PART)
        self._firsts.append(first)
        self._before.append(self._count)
        self._count += self._finder.count(self._flow, first, last)
        self.searched = last

    def forget_from(self, index: int) -> None:
        """Forget what was found in block `index` and after it: those blocks are others now."""
        if index >= self.searched:
            return
        part = bisect_right(self._firsts, index) - 1
        first = self._firsts[part]
        self._count = self._before[part] + self._finder.count(self._flow, first, index)
        self.searched = index
        kept = part + 1 if index > first else part
        del self._firsts[kept:], self._before[kept:]
        self._ranges = {number: ranges for number, ranges in self._ranges.items() if number < part}

    def first_from(self, position: int) -> int:
        """The index of the first match that begins at a position or later; the number of matches when none does."""
        block = self._flow.index_at(position)
        if not 0 <= block < self.searched:
            return self._count
        part = bisect_right(self._firsts, block) - 1
        return self._before[part] + bisect_left(self._ranges_of(part), (position, 0))

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Range: ...

    @overload
    def __getitem__(self, number: slice) -> list[Range]: ...

    def __getitem__(self, number: int | slice) -> Range | list[Range]:
        """The match with this number, or those of a slice."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(self._count))]
        wanted = number if number >= 0 else number + self._count
        if not 0 <= wanted < self._count:
            raise IndexError(number)
        part = bisect_right(self._before, wanted) - 1
        return self._ranges_of(part)[wanted - self._before[part]]

    def _ranges_of(self, part: int) -> list[Range]:
        if part not in self._ranges:
            last = self._firsts[part + 1] if part + 1 < len(self._firsts) else self.searched
            self._ranges[part] = self._finder.ranges(self._flow, self._firsts[part], last)
        return self._ranges[part]


def find_first(flow: Flow, query: FindQuery) -> Range | None:
    """The first match, without a look at what comes after it; None when there is none."""
    hits = Hits(flow, query)
    while not hits and not hits.is_whole:
        hits.look_further()
    return hits[0] if hits else None
