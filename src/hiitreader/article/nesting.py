"""Blocks as writers see them: which containers begin and end between two blocks, which spans between two characters.

It never writes a mark itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from hiitreader.article.blocks import Block, Container, Span, SpanKind


@dataclass(frozen=True, slots=True)
class Step:
    """One block, with the containers that begin with it and, outermost last, those that end after it."""

    block: Block
    begins: tuple[Container, ...]
    ends: tuple[Container, ...]


def steps(blocks: Sequence[Block]) -> Iterator[Step]:
    """Each block with what begins before and ends after it."""
    before: tuple[Container, ...] = ()
    for index, block in enumerate(blocks):
        after = blocks[index + 1].within if index + 1 < len(blocks) else ()
        begins = block.within[_common(before, block.within) :]
        ends = block.within[_common(block.within, after) :]
        yield Step(block, begins, tuple(reversed(ends)))
        before = block.within


def whole(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with those that were cut for layout in one piece again."""
    made: list[Block] = []
    pieces: list[Block] = []
    for block in blocks:
        if pieces and not block.continued:
            made.append(_joined(pieces))
            pieces = []
        pieces.append(block)
    if pieces:
        made.append(_joined(pieces))
    return tuple(made)


class Marks(Protocol):
    """How a writer marks text: what stands before, after and instead of spans, and how plain text is escaped."""

    def plain(self, text: str) -> str:
        """Text between marks."""

    def opening(self, span: Span, words: str) -> str:
        """What stands before a span."""

    def closing(self, span: Span, words: str) -> str:
        """What stands after a span."""

    def instead(self, span: Span, words: str) -> str | None:
        """What stands for a span and all its words, None when it only has marks around it."""


def marked(block: Block, marks: Marks) -> str:
    """The block's text with marks around its spans."""
    text = block.text
    out: list[str] = []
    opened: list[Span] = []
    position = 0

    def take(end: int) -> None:
        nonlocal position
        out.append(marks.plain(text[position:end]))
        position = max(position, end)

    def close(limit: int) -> None:
        while opened and opened[-1].end <= limit:
            span = opened.pop()
            take(span.end)
            out.append(marks.closing(span, text[span.start : span.end]))

    for span in block.spans:
        if span.start < position:  # within what another stands for
            continue
        close(span.start)
        take(span.start)
        words = text[span.start : span.end]
        instead = marks.instead(span, words)
        if instead is not None:
            out.append(instead)
            position = span.end
        else:
            out.append(marks.opening(span, words))
            opened.append(span)
    close(len(text))
    take(len(text))
    return "".join(out)


def _common(one: tuple[Container, ...], other: tuple[Container, ...]) -> int:
    length = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        length += 1
    return length


def _joined(pieces: Sequence[Block]) -> Block:
    """The pieces of one block, joined; a span that a cut had divided is one again."""
    if len(pieces) == 1:
        return pieces[0]
    spans: list[Span] = []
    reaching: dict[tuple[SpanKind, str], list[int]] = {}
    length = 0
    for piece in pieces:
        before, reaching = reaching, {}
        for span in piece.spans:
            same = before.get((span.kind, span.target)) if span.start == 0 else None
            place = same.pop(0) if same else len(spans)
            if place < len(spans):
                spans[place] = spans[place]._replace(end=span.end + length)
            else:
                spans.append(span._replace(start=span.start + length, end=span.end + length))
            if span.end == len(piece.text):
                reaching.setdefault((span.kind, span.target), []).append(place)
        length += len(piece.text)
    text = "".join(piece.text for piece in pieces)
    return pieces[0]._replace(text=text, spans=tuple(sorted(spans, key=lambda span: (span.start, -span.end))))
