"""Column widths of a table, from what its cells hold. A table wider than the page scrolls by itself."""

from typing import NamedTuple

from PySide6.QtGui import QFontMetricsF

from hiitreader.article.blocks import Block, Container, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.style import PageStyle

MEASURED_BLOCKS = 400
"""How many of a table's blocks are looked at for its widths; a longer table's later rows wrap within them."""

LONG_CELL = 400
"""Characters above which a cell is taken to want more than the page has."""

CELLS = frozenset({ContainerKind.CELL, ContainerKind.HEADER_CELL})


class Columns(NamedTuple):
    """The columns' widths in pixels, cell padding included, and the room the table has on the page."""

    widths: tuple[float, ...]
    room: float

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


def measure(flow: Flow, index: int, style: PageStyle, room: float) -> Columns:
    """The columns of the table that holds block `index`, for `room` pixels of page."""
    table = table_of(flow[index])
    while index and table_of(flow[index - 1]) == table:
        index -= 1
    least: dict[int, float] = {}
    most: dict[int, float] = {}
    for number in range(index, min(len(flow), index + MEASURED_BLOCKS)):
        block = flow[number]
        if table_of(block) != table:
            break
        cell = cell_of(block)
        column = cell.number if cell else 0
        metrics = QFontMetricsF(style.look(block).font)
        words = sorted(block.text.split(), key=len)[-3:]
        longest = max((metrics.horizontalAdvance(word) for word in words), default=style.em)
        whole = metrics.horizontalAdvance(block.text) if len(block.text) < LONG_CELL else 4 * room
        least[column] = max(least.get(column, 0.0), min(longest, room))
        most[column] = max(most.get(column, 0.0), whole)
    count = max(1, table.of if table else 1, *(column + 1 for column in least)) if least else 1
    pad = 2 * style.padding + 2
    narrow = [least.get(column, style.em) + pad for column in range(count)]
    wide = [max(most.get(column, style.em) + pad, narrow[column]) for column in range(count)]
    return Columns(tuple(_share(narrow, wide, room)), room)


def _share(narrow: list[float], wide: list[float], room: float) -> list[float]:
    if sum(wide) <= room:
        return wide
    spare = room - sum(narrow)
    if spare <= 0:
        return narrow
    wishes = [w - n for n, w in zip(narrow, wide, strict=True)]
    total = sum(wishes)
    return [n + spare * wish / total for n, wish in zip(narrow, wishes, strict=True)] if total else narrow
