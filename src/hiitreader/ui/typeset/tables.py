"""Column widths of a table, from what its cells hold. A table wider than the page scrolls by itself.

It never breaks a line.
"""

from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from hiitreader.article.blocks import Block, Container, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.style import PageStyle

MEASURED_BLOCKS = 400
"""How many of a table's blocks are looked at for its widths; a longer table's later rows wrap within them."""

LONG_CELL = 400
"""Characters above which a cell is taken to want more than the page has."""

COMFORTABLE_CELL = 12
"""Ems that a long cell's column gets in a table that scrolls anyway."""

WIDEST_CELL = 0.9
"""Of the room: no column is wider, so that each can be read without moving the table."""

CELLS = frozenset({ContainerKind.CELL, ContainerKind.HEADER_CELL})


class Columns(NamedTuple):
    """The columns' widths in pixels, cell padding included, and where the table stands on the page.

    `left` counts from the column's left, `room` is what the table has there; `first` is the index of its first block.
    """

    widths: tuple[float, ...]
    room: float
    left: float = 0.0
    first: int = 0

    @property
    def total(self) -> float:
        """The whole table's width."""
        return sum(self.widths)

    @property
    def hidden(self) -> float:
        """How far the table can scroll sideways."""
        return max(0.0, self.total - self.room)


def table_of(block: Block) -> Container | None:
    """The table a block stands in, if any (the innermost)."""
    for container in reversed(block.within):
        if container.kind is ContainerKind.TABLE:
            return container
    return None


def cell_of(block: Block) -> Container | None:
    """The cell a block stands in, if any (the innermost)."""
    for container in reversed(block.within):
        if container.kind in CELLS:
            return container
    return None


def first_of(flow: Flow, index: int) -> int:
    """The index of the first block of the table that holds block `index`."""
    table = table_of(flow[index])
    while index and table_of(flow[index - 1]) == table:
        index -= 1
    return index


def measure(flow: Flow, first: int, style: PageStyle, left: float) -> Columns:
    """The columns of the table whose first block is `first`, standing `left` pixels into the column of text."""
    table = table_of(flow[first])
    room = style.column - left
    pad = 2 * style.padding + 2
    least: dict[int, float] = {}
    most: dict[int, float] = {}
    for number in range(first, min(len(flow), first + MEASURED_BLOCKS)):
        block = flow[number]
        if table_of(block) != table:
            break
        cell = cell_of(block)
        column = cell.number if cell else 0
        longest, whole = _wishes(block, style, room)
        least[column] = max(least.get(column, 0.0), min(longest + pad, room * WIDEST_CELL))
        most[column] = max(most.get(column, 0.0), whole + pad)
    count = max(table.of if table else 1, 1, *(column + 1 for column in least))
    narrow = [least.get(column, style.em + pad) for column in range(count)]
    wide = [max(most.get(column, 0.0), narrow[column]) for column in range(count)]
    comfortable = min(COMFORTABLE_CELL * style.em, room * WIDEST_CELL)
    return Columns(tuple(_share(narrow, wide, room, comfortable)), room, left, first)


def _wishes(block: Block, style: PageStyle, room: float) -> tuple[float, float]:
    """The widths of a block's longest word and of its longest line, in pixels."""
    metrics = QFontMetricsF(style.widest_font(block))
    marker = metrics.horizontalAdvance(block.marker + " ") if block.marker else 0.0
    words = sorted(block.text.split(), key=len)[-3:]
    longest = max((metrics.horizontalAdvance(word) for word in words), default=style.em)
    if len(block.text) > LONG_CELL:
        return longest + marker + 1, 4 * room
    whole = max(metrics.horizontalAdvance(line) for line in block.text.split("\u2028"))
    return longest + marker + 1, whole + marker + 1


def _share(narrow: list[float], wide: list[float], room: float, comfortable: float) -> list[float]:
    if sum(wide) <= room:
        return wide
    spare = room - sum(narrow)
    if spare < 0:
        return [min(w, max(n, comfortable)) for n, w in zip(narrow, wide, strict=True)]
    wishes = [w - n for n, w in zip(narrow, wide, strict=True)]
    total = sum(wishes)
    return [n + spare * wish / total for n, wish in zip(narrow, wishes, strict=True)] if total else narrow
