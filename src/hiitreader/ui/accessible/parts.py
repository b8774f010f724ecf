"""The shape of an article for a screen reader: which blocks stand together, level by level, worked out only when asked.

It never touches Qt, makes no objects for blocks nobody asks about, and never changes the flow.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from hiitreader.article.blocks import Block, Container, ContainerKind
from hiitreader.article.flow import Flow

_ONE_BLOCK_IS_THE_PART = (ContainerKind.ITEM, ContainerKind.CELL, ContainerKind.HEADER_CELL)


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks `first` to before `last` of a flow, as one child of something `depth` containers deep.

    `container` is what holds them, None for a block that stands by itself. `single` says that the part is to be
    shown as one run of text: a block by itself, or an item or cell with one block and nothing else in it.
    """

    first: int
    last: int
    depth: int
    container: Container | None
    single: bool


def container_at(block: Block, depth: int) -> Container | None:
    """What holds `block` at `depth` (0 is the outermost), None when it stands less deep."""
    return block.within[depth] if depth < len(block.within) else None


def part_starts(flow: Flow, first: int, last: int, depth: int) -> Iterator[int]:
    """The index of the first block of each part of `first` to before `last`, at `depth`."""
    held: Container | None = None
    for index in range(first, last):
        container = container_at(flow[index], depth)
        if container is None or container != held:
            yield index
        held = container


def part_of(flow: Flow, first: int, last: int, depth: int) -> Part:
    """The part that blocks `first` to before `last` make at `depth`."""
    container = container_at(flow[first], depth)
    single = container is None or (
        last - first == 1 and container.kind in _ONE_BLOCK_IS_THE_PART and len(flow[first].within) == depth + 1
    )
    return Part(first, last, depth, container, single)


class Parts:
    """The parts of blocks `first` to before `last` at one depth, in order; found when first asked for."""

    def __init__(self, flow: Flow, first: int, last: int, depth: int) -> None:
        self._flow = flow
        self._first = first
        self._last = last
        self._depth = depth
        self._starts: list[int] | None = None

    @property
    def known(self) -> bool:
        """Whether anyone has asked yet."""
        return self._starts is not None

    def _found(self) -> list[int]:
        if self._starts is None:
            self._starts = list(part_starts(self._flow, self._first, self._last, self._depth))
        return self._starts

    def __len__(self) -> int:
        return len(self._found())

    def __getitem__(self, number: int) -> Part:
        return part_of(self._flow, self._found()[number], self._end_of(number, self._last), self._depth)

    def number_of(self, index: int) -> int:
        """Which part holds block `index`, from 0; -1 for a block before the first."""
        return bisect_right(self._found(), index) - 1

    def change_from(self, index: int, last: int) -> int:
        """Take over that blocks from `index` on are others now and that the blocks end before `last`.

        Returns how many parts at the front are exactly as they were; the others are found anew. A container that was
        cut at `index`, or goes on over it, has changed.
        """
        before, self._last = self._last, last
        starts = self._starts
        if starts is None:
            return 0
        keep, begin = bisect_right(starts, index - 1), index
        if keep and (self._end_of(keep - 1, before) > index or self._goes_on(index)):
            keep -= 1
            begin = starts[keep]
        del starts[keep:]
        starts.extend(part_starts(self._flow, begin, last, self._depth))
        return keep

    def _end_of(self, number: int, last: int) -> int:
        starts = self._found()
        return starts[number + 1] if number + 1 < len(starts) else last

    def _goes_on(self, index: int) -> bool:
        if not 0 < index < self._last:
            return False
        held = container_at(self._flow[index - 1], self._depth)
        return held is not None and held == container_at(self._flow[index], self._depth)
