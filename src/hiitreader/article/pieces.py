"""How a source is cut into pieces for parsing: the values that the cutters share.

It never cuts anything itself.
"""

from dataclasses import dataclass

from hiitreader.article.limits import FIRST_SLICE, MAX_SLICE, NEXT_SLICES


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long pieces are to be, in characters: the first, the others, and where a piece is cut come what may."""

    first: int = FIRST_SLICE
    following: int = NEXT_SLICES
    most: int = MAX_SLICE


WHOLE = Sizes(first=1 << 40, following=1 << 40, most=1 << 40)
"""Sizes that leave every source in one piece."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source that can be parsed by itself.

    `source` may have marks added that the cut made necessary. `end` is where it ends in the whole source. `joint` is
    the text between its last block and the next piece's first one when one block was cut in two, else None.
    """

    source: str
    end: int
    joint: str | None = None
