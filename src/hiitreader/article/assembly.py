"""Puts rough blocks into their final form, across all the slices of one article.

It numbers containers, names headings and cuts long runs; it never reads markup.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from hiitreader.article.blocks import LINE_BREAK, Block, BlockKind, Container, ContainerKind, Span
from hiitreader.article.characters import name_of
from hiitreader.article.limits import MAX_RUN

_NEAR = 1_000
# Marks that belong to the letter before them: combining marks, joiners and variation selectors.
_CLINGING = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u093c-\u094d\u200c\u200d\u20d0-\u20f0\ufe00-\ufe0f]"
)
_MAX_CLINGING = 32


@dataclass(slots=True, eq=False)
class Draft:
    """A container whose size is not known yet; each draft becomes one `Container`."""

    kind: ContainerKind
    id: int
    number: int = 0
    of: int = 0


@dataclass(slots=True, eq=False)
class RoughBlock:
    """A block whose containers are drafts and whose text may be long."""

    kind: BlockKind
    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    within: tuple[Draft, ...] = ()
    marker: str = ""
    anchor: str = ""
    target: str = ""


class Assembly:
    """What runs on from slice to slice: the numbers of containers, the names that are taken, the block cut in two.

    Args:
        longest: characters of a block; a longer one is cut.
    """

    def __init__(self, longest: int = MAX_RUN) -> None:
        self._longest = longest
        self._ids = count(1)
        self._names: dict[str, int] = {}
        self._carried: Block | None = None

    def draft(self, kind: ContainerKind, number: int = 0) -> Draft:
        """A new container."""
        return Draft(kind, next(self._ids), number)

    def finish(self, rough: Iterable[RoughBlock], joint: str | None = None) -> tuple[Block, ...]:
        """The blocks of one slice.

        Args:
            rough: the slice's blocks.
            joint: the characters between the last block and the next slice's first one when a block was cut in two,
                None when the slice ends where a block ends.
        """
        made: dict[int, Container] = {}
        blocks = [piece for block in rough for piece in _pieces(self._final(block, made), self._longest)]
        if blocks and self._carried is not None and _alike(self._carried, blocks[0]):
            blocks[0] = blocks[0]._replace(continued=True)
        self._carried = None
        if blocks and joint is not None:
            self._carried = blocks[-1] = blocks[-1]._replace(text=blocks[-1].text + joint)
        return tuple(blocks)

    def _final(self, block: RoughBlock, made: dict[int, Container]) -> Block:
        for draft in block.within:
            if draft.id not in made:
                made[draft.id] = Container(draft.kind, draft.id, draft.number, draft.of)
        within = tuple(made[draft.id] for draft in block.within)
        anchor = self._unique(block.anchor)
        if block.kind is BlockKind.HEADING and not anchor:
            anchor = self._next_free(name_of(block.text))
        return Block(block.kind, block.text, block.spans, block.level, within, block.marker, anchor, block.target)

    def _unique(self, name: str) -> str:
        """`name`, or "" when an earlier block has it."""
        if not name or name in self._names:
            return ""
        self._names[name] = 0
        return name

    def _next_free(self, name: str) -> str:
        """`name`, or it with the first number that is free; "" stays ""."""
        if not name:
            return ""
        free = name
        while free in self._names:
            self._names[name] += 1
            free = f"{name}-{self._names[name]}"
        self._names[free] = 0
        return free


def _alike(before: Block, after: Block) -> bool:
    """Whether the second can be the rest of the first: the same kind, in the same kinds of containers."""
    kinds = [[container.kind for container in block.within] for block in (before, after)]
    plain = before.kind in (BlockKind.PARAGRAPH, BlockKind.CODE) and not after.marker
    return plain and before.kind is after.kind and kinds[0] == kinds[1]


def _pieces(block: Block, longest: int) -> Iterator[Block]:
    """The block, cut into runs that can be laid out in no time."""
    start, length = 0, len(block.text)
    if length <= longest:
        yield block
        return
    spans = list(block.spans)
    while start < length:
        end = cut_at(block.text, start, start + longest)
        here = tuple(
            span._replace(start=max(span.start, start) - start, end=min(span.end, end) - start)
            for span in spans
            if span.start < end
        )
        spans = [span for span in spans if span.end > end]
        text = block.text[start:end]
        if start:
            yield block._replace(text=text, spans=here, marker="", anchor="", continued=True)
        else:
            yield block._replace(text=text, spans=here)
        start = end


def cut_at(text: str, start: int, limit: int) -> int:
    """Where to end a piece of `text` that begins at `start` and may go to `limit`: after a break or a space near it.

    Where there is none within 1,000 characters it ends at the limit, but not between a letter and its marks.
    """
    if len(text) <= limit:
        return len(text)
    for gap in (LINE_BREAK, "\n", " "):
        found = text.rfind(gap, max(start, limit - _NEAR), limit)
        if found > start:
            return found + 1
    end = limit
    while end > max(start + 1, limit - _MAX_CLINGING) and _CLINGING.match(text, end):
        end -= 1
    return end
