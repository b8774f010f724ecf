"""An article's headings as an outline, and how long it takes to read.

It never decides how either is shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor
from typing import Protocol

from hiitreader.article.blocks import LINE_BREAK, Block, BlockKind

# Most adults read non-fiction at 175 to 300 words a minute (M. Brysbaert, "How many words do we read per minute?",
# Journal of Memory and Language 109, 2019). Who listens or magnifies is often at the slower end, so a range is told.
SLOW = 175
FAST = 300


class Blocks(Protocol):
    """Blocks by index: a flow, a tuple, a list."""

    def __getitem__(self, index: int, /) -> Block: ...


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One heading: the index of its block, its level 1 to 6, its words on one line."""

    index: int
    level: int
    title: str


def outline(blocks: Iterable[Block], first: int = 0) -> tuple[OutlineEntry, ...]:
    """The headings in reading order; `first` is the index of the first of these blocks."""
    return tuple(
        OutlineEntry(index, block.level, _title(block))
        for index, block in enumerate(blocks, first)
        if block.level and is_heading(block)
    )


def heading_path(blocks: Blocks, index: int) -> tuple[str, ...]:
    """The headings that block `index` is under, the outermost first; a heading is under itself."""
    path: list[str] = []
    level = 7
    for before in range(index, -1, -1):
        block = blocks[before]
        if is_heading(block) and block.level < level:
            level = block.level
            path.append(_title(block))
        if level == 1:
            break
    return tuple(reversed(path))


def is_heading(block: Block) -> bool:
    """Whether a heading begins with this block; the rest of one that was cut is none."""
    return block.kind is BlockKind.HEADING and not block.continued


def words(blocks: Iterable[Block]) -> int:
    """How many words blocks hold, words being what stands between white space."""
    return sum(len(block.text.split()) for block in blocks)


def reading_minutes(words: int) -> tuple[int, int]:
    """The whole minutes that a fast and a slow reader take: (0, 0) for no words, else at least 1."""
    return (max(1, floor(words / FAST)), ceil(words / SLOW)) if words > 0 else (0, 0)


def _title(block: Block) -> str:
    return block.text.replace(LINE_BREAK, " ")
