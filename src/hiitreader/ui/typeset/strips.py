"""The page in strips: runs of blocks that are set together, with a height that is a guess until they are.

A setting changed on a long article then costs what is on the screen, not what is in the article. It holds numbers and
rectangles; it never touches a font or a line.
"""

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from hiitreader.article.blocks import Block, ContainerKind
from hiitreader.article.flow import Flow

STRIP_BLOCKS = 24
STRIP_CHARACTERS = 6000


class Box(NamedTuple):
    """A rectangle in pixels, relative to its strip's top and the column's left."""

    x: float
    y: float
    width: float
    height: float


class Placed(NamedTuple):
    """Where one block's lines begin, how large they are, and the table that moves them sideways (0: none)."""

    x: float
    y: float
    width: float
    height: float
    table: int = 0


class Ground(NamedTuple):
    """Something painted by the text: `kind` is fill, bar, line, frame, header, picture, note, scroll or edge.

    `source` is a picture's file, or a note's words.

    `scroll` shows which part of a wide table is seen; `edge`, painted over the text, that it goes on beyond.
    """

    kind: str
    box: Box
    table: int = 0
    source: str = ""


class Strip:
    """Blocks `first` to before `last` with so many characters; `placed` is None until they are set."""

    __slots__ = ("characters", "first", "grounds", "height", "last", "placed")

    def __init__(self, first: int, last: int, characters: int) -> None:
        self.first = first
        self.last = last
        self.characters = characters
        self.height = 0.0
        self.placed: tuple[Placed, ...] | None = None
        self.grounds: tuple[Ground, ...] = ()


class Strips:
    """All strips of a flow, with their tops."""

    def __init__(self) -> None:
        self._strips: list[Strip] = []
        self._firsts: list[int] = []
        self._tops: list[float] | None = None

    def __len__(self) -> int:
        return len(self._strips)

    def __getitem__(self, number: int) -> Strip:
        return self._strips[number]

    def rebuild(self, flow: Flow) -> None:
        """Cut the flow into strips anew."""
        self._strips = list(_cut(flow, 0, len(flow)))
        self._firsts = [strip.first for strip in self._strips]
        self._tops = None

    def splice(self, flow: Flow, begin: int, old_end: int, new_end: int) -> tuple[int, int]:
        """Take in that blocks `begin` to before `new_end` are in place of those that were there to before `old_end`.

        Returns the number of the first strip that is new, and of the first one that was kept after it. What stands
        right before and after the new blocks is in new strips too: the gap between them may be another, and a block
        before may have been the last one of a table or a quote. Tables further down are set anew.
        """
        keep = self.holding(max(0, begin - 1))
        start = self._strips[keep].first if keep < len(self._strips) else 0
        after = bisect_right(self._firsts, old_end)
        by = new_end - old_end
        stop = self._strips[after].first + by if after < len(self._strips) else len(flow)
        kept = self._strips[after:]
        for strip in kept:
            strip.first += by
            strip.last += by
            if strip.placed is not None and any(placed.table for placed in strip.placed):
                strip.placed = None
        new = _cut(flow, start, stop)
        self._strips[keep:] = new + kept
        self._firsts[keep:] = [strip.first for strip in self._strips[keep:]]
        self._tops = None
        return keep, keep + len(new)

    def that_are_set(self) -> list[int]:
        """The numbers of the strips that are set."""
        return [number for number, strip in enumerate(self._strips) if strip.placed is not None]

    def guess(self, height_of: Callable[[Strip], float], first: int = 0, last: int | None = None) -> None:
        """Forget what was set in strips number `first` to before `last`, and guess each one's height anew."""
        for strip in self._strips[first:last]:
            strip.placed = None
            strip.grounds = ()
            strip.height = height_of(strip)
        self._tops = None

    def set_height(self, number: int, height: float) -> float:
        """Give a strip its true height; returns how much it grew."""
        grown = height - self._strips[number].height
        if grown:
            self._strips[number].height = height
            self._tops = None
        return grown

    def top(self, number: int) -> float:
        """The top of a strip, in pixels from the page's top."""
        return self._all_tops()[number]

    @property
    def height(self) -> float:
        """The height of all strips."""
        return self._all_tops()[-1]

    def holding(self, index: int) -> int:
        """The number of the strip that holds block `index`."""
        return max(0, bisect_right(self._firsts, index) - 1)

    def at(self, y: float) -> int:
        """The number of the strip at `y`, the nearest for a `y` outside."""
        found = bisect_right(self._all_tops(), y) - 1
        return max(0, min(found, len(self._strips) - 1))

    def _all_tops(self) -> list[float]:
        if self._tops is None:
            self._tops = list(accumulate((strip.height for strip in self._strips), initial=0.0))
        return self._tops


def nearest(strip: Strip, left_of: Callable[[Placed], float], x: float, y: float) -> tuple[int, Placed]:
    """The block of a strip that is nearest to a point (of the page across, of the strip down), and where it is placed.

    Args:
        strip: a strip that is set.
        left_of: where on the page a block begins.
        x: pixels from the page's left.
        y: pixels from the strip's top.
    """

    def distance(item: tuple[int, Placed]) -> tuple[float, float]:
        placed = item[1]
        left = left_of(placed)
        return (
            max(placed.y - y, y - placed.y - placed.height, 0.0),
            max(left - x, x - left - placed.width, 0.0),
        )

    return min(enumerate(strip.placed or (), strip.first), key=distance)


def row_of(block: Block) -> int:
    """The id of the table row a block stands in; 0 for none."""
    for container in block.within:
        if container.kind is ContainerKind.ROW:
            return container.id + 1
    return 0


def _cut(flow: Flow, start: int, stop: int) -> list[Strip]:
    strips: list[Strip] = []
    first = start
    characters = 0
    row = 0
    for index in range(start, stop):
        block = flow[index]
        here = row_of(block) if block.within else 0
        full = index - first >= STRIP_BLOCKS or characters + len(block.text) > STRIP_CHARACTERS
        if index > first and full and not (here and here == row):
            strips.append(Strip(first, index, characters))
            first, characters = index, 0
        row = here
        characters += len(block.text)
    if first < stop:
        strips.append(Strip(first, stop, characters))
    return strips
