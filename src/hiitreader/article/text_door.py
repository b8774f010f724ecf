"""Plain text to blocks: paragraphs are what stands between blank lines.

It never takes a character for a mark.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from hiitreader.article.assembly import Assembly, RoughBlock, cut_at
from hiitreader.article.blocks import LINE_BREAK, Block, BlockKind
from hiitreader.article.characters import clean_prose
from hiitreader.article.pieces import Piece, Sizes

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_LISTED = re.compile(r"(?:[-*+•–—]|[0-9]{1,3}[.)]) ")
_LONG_LINE = 200
_WRAPPED = 40


def text_slices(text: str, sizes: Sizes) -> Iterator[tuple[tuple[Block, ...], int]]:
    """The blocks of a plain text, slice by slice, each with the offset in `text` it reaches to."""
    assembly = Assembly()
    for piece in _pieces(text, sizes):
        yield assembly.finish(rough_text(piece.source), piece.joint), piece.end


def rough_text(text: str) -> list[RoughBlock]:
    """The paragraphs of a text whose line ends are line feeds."""
    groups = ([line.rstrip() for line in group.split("\n") if line.strip()] for group in _BLANK.split(text))
    paragraphs = (paragraph for lines in groups if lines for paragraph in _paragraphs(lines))
    return [RoughBlock(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs if paragraph]


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines between blank lines: each a paragraph when they are long, else one whose deliberate breaks are kept.

    A line was broken on purpose when the next word would still have fitted into the widest line.
    """
    width = max(map(len, lines))
    if width > _LONG_LINE:
        yield from (clean_prose(line).strip() for line in lines)
        return
    text = [clean_prose(lines[0]).strip()]
    for line, following in pairwise(lines):
        room = len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width
        meant = width < _WRAPPED or room or following[0].isspace() or _LISTED.match(following)
        text.append(LINE_BREAK if meant else " ")
        text.append(clean_prose(following).strip())
    yield "".join(text)


def _pieces(text: str, sizes: Sizes) -> Iterator[Piece]:
    start, size = 0, sizes.first
    while start < len(text):
        blank = _BLANK.search(text, start + size, start + sizes.most) if start + size < len(text) else None
        if len(text) - start <= size:
            end, joint = len(text), None
        elif blank:
            end, joint = blank.end(), None
        elif len(text) - start <= sizes.most:
            end, joint = len(text), None
        else:
            end = cut_at(text, start, start + sizes.most)
            joint = {"\n": LINE_BREAK, " ": " "}.get(text[end - 1], "")
        yield Piece(text[start:end], end, joint)
        start, size = end, sizes.following
