"""The reading order: blocks laid end to end as one text with positions, as the caret and a screen reader walk it.

Positions are UTF-16 code units, the unit of QTextDocument, QTextCursor and AT-SPI's bridge, so that no one has to
convert twice. Each block is followed by one separator, as QTextDocument's blocks are. It never shows or parses.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from hiitreader.article.blocks import Block, Span

MARKER_GAP = "\u00a0"


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) if text.isascii() or max(text, default="") < "\U00010000" else len(text.encode("utf-16-le")) // 2


def cut(text: str, start: int, end: int) -> str:
    """UTF-16 units `start` to before `end` of `text`, both cut to it; of half a character there, nothing."""
    start, end = max(0, start), max(0, end)
    if units(text) == len(text):
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "ignore")


def shown_text(block: Block) -> str:
    """The text of a block as it stands on the page: an item's marker, then its text."""
    return f"{block.marker}{MARKER_GAP}{block.text}" if block.marker else block.text


class Flow:
    """Blocks in reading order, with the position at which each begins.

    Block indexes are 0-based.
    """

    def __init__(self, blocks: Iterable[Block] = ()) -> None:
        self._blocks: list[Block] = []
        self._starts = array("q")  # a fifth of what a list of numbers takes
        self._length = 0
        self.append(blocks)

    def append(self, blocks: Iterable[Block]) -> None:
        """Add blocks after the last one."""
        for block in blocks:
            self._blocks.append(block)
            self._starts.append(self._length)
            self._length += units(shown_text(block)) + 1

    def take_out(self) -> list[Block]:
        """Take all blocks out and hand them over."""
        taken, self._blocks = self._blocks, []
        self._starts, self._length = array("q"), 0
        return taken

    def truncate(self, count: int) -> None:
        """Keep the first `count` blocks."""
        if count < len(self._blocks):
            self._length = self._starts[count]
            del self._blocks[count:]
            del self._starts[count:]

    def splice(self, begin: int, end: int, blocks: Iterable[Block]) -> None:
        """Put blocks in place of those from index `begin` to before `end`; what comes after them moves along."""
        kept, starts = self._blocks[end:], self._starts[end:]
        moved_from = self._starts[end] if end < len(self._starts) else self._length
        length = self._length
        self.truncate(begin)
        self.append(blocks)
        by = self._length - moved_from
        self._blocks += kept
        self._starts += array("q", (start + by for start in starts)) if by else starts
        self._length = length + by

    def renew(self, first: int, blocks: Sequence[Block]) -> None:
        """Put blocks in place of as many others that show the very same text."""
        self._blocks[first : first + len(blocks)] = blocks

    def blocks(self, first: int = 0) -> tuple[Block, ...]:
        """The blocks from index `first` on."""
        return tuple(self._blocks[first:])

    def __len__(self) -> int:
        return len(self._blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self._blocks)

    def __getitem__(self, index: int) -> Block:
        return self._blocks[index]

    @property
    def length(self) -> int:
        """All positions, the separators counted; 0 for no blocks."""
        return self._length

    def start(self, index: int) -> int:
        """The position of block `index`'s first character, its marker included."""
        return self._starts[index]

    def text_start(self, index: int) -> int:
        """The position of the first character of the block's own text, after its marker."""
        block = self._blocks[index]
        return self._starts[index] + (units(block.marker) + 1 if block.marker else 0)

    def end(self, index: int) -> int:
        """The position after block `index`'s last character (its separator's position)."""
        after = self._starts[index + 1] if index + 1 < len(self._starts) else self._length
        return after - 1

    def index_at(self, position: int) -> int:
        """The index of the block that holds `position`; the nearest one for a position outside. -1 when empty."""
        if not self._starts:
            return -1
        return max(0, bisect_right(self._starts, position) - 1)

    def span_range(self, index: int, span: Span) -> tuple[int, int]:
        """Where a span of block `index` begins and ends, as positions."""
        text = self._blocks[index].text
        start = self.text_start(index)
        return start + units(text[: span.start]), start + units(text[: span.end])

    def shown(self, index: int) -> str:
        """The shown text of block `index`."""
        return shown_text(self._blocks[index])

    def text(self, first: int = 0, last: int | None = None) -> str:
        """The shown text of blocks `first` to before `last`, one line feed between two."""
        return "\n".join(shown_text(block) for block in self._blocks[first:last])
