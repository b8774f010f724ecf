"""Sets one strip: breaks its blocks into lines and says where each stands and what is painted under it.

It never paints.
"""

from collections.abc import Callable

from PySide6.QtGui import QImageReader, QTextLayout

from hiitreader.article.blocks import Block, BlockKind, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.lines import set_lines
from hiitreader.ui.typeset.strips import Box, Ground, Placed, Strip, row_of
from hiitreader.ui.typeset.style import PageStyle
from hiitreader.ui.typeset.tables import Columns, cell_of, measure, table_of

_LISTS = frozenset({ContainerKind.LIST, ContainerKind.NUMBERED_LIST})
_MOST_INDENT = 0.45
"""Of the column: deeper nesting is not indented further, so that there is always room for words."""
_MOST_PICTURE = 1.2
"""Of the column's width: no picture is taller."""


class StripSetter:
    """Sets strips of one flow in one style. Make a new one when either changes."""

    def __init__(self, flow: Flow, style: PageStyle, layout_of: Callable[[int], QTextLayout]) -> None:
        self._flow = flow
        self._style = style
        self._layout_of = layout_of
        self._columns: dict[int, Columns] = {}
        self._y = 0.0
        self._placed: list[Placed] = []
        self._grounds: list[Ground] = []

    def columns(self, table: int) -> Columns | None:
        """The columns of a table that has been set, by its number in `Placed.table`."""
        return self._columns.get(table)

    def set_strip(self, strip: Strip) -> float:
        """Set the strip's blocks, fill in its `placed` and `grounds`, and return its true height."""
        self._y = 0.0
        self._placed = []
        self._grounds = []
        index = strip.first
        while index < strip.last:
            if row_of(self._flow[index]):
                index = self._set_row(index, strip.last)
            else:
                self._set_block(index)
                index += 1
        strip.placed = tuple(self._placed)
        strip.grounds = tuple(self._grounds)
        return self._y

    # -- one block ------------------------------------------------------------------------------------------------

    def _set_block(self, index: int) -> None:
        block = self._flow[index]
        before = self._flow[index - 1] if index else None
        top = self._y
        self._y += self._style.gap(before, block)
        x, bars = self._indent(block)
        if block.kind is BlockKind.RULE:
            self._place_rule(index, x)
        elif block.kind is BlockKind.CODE:
            self._place_code(index, x)
        elif block.kind is BlockKind.IMAGE:
            self._place_picture(index, x)
        else:
            self._place_text(index, x)
        for bar_x, quote in bars:
            joined = before is not None and quote in before.within
            start = top if joined else self._placed[-1].y
            self._grounds.append(Ground("bar", Box(bar_x, start, 3.0, self._y - start)))

    def _indent(self, block: Block) -> tuple[float, list[tuple[float, object]]]:
        step = self._style.indent
        limit = self._style.column * _MOST_INDENT
        x = 0.0
        bars: list[tuple[float, object]] = []
        for container in block.within:
            if container.kind is ContainerKind.QUOTE:
                bars.append((min(x, limit), container))
                x += step
            elif container.kind in _LISTS:
                x += step * 1.2
        if block.kind is BlockKind.DESCRIPTION:
            x += step
        return min(x, limit), bars

    def _lines(self, index: int, x: float, width: float, *, hang: float = 0.0) -> Placed:
        lines = set_lines(self._layout_of(index), self._flow[index], self._style, width, hang)
        placed = Placed(x, self._y, width, lines.height)
        self._placed.append(placed)
        self._y += lines.height
        return placed

    def _place_text(self, index: int, x: float) -> None:
        self._lines(index, x, self._style.column - x, hang=x)

    def _place_rule(self, index: int, x: float) -> None:
        placed = self._lines(index, x, self._style.column - x)
        middle = placed.y + placed.height / 2
        self._grounds.append(Ground("line", Box(x, middle, self._style.column - x, 1.0)))

    def _place_code(self, index: int, x: float) -> None:
        pad = self._style.padding
        joined = self._flow[index].continued
        follows = index + 1 < len(self._flow) and self._flow[index + 1].continued
        top = self._y
        self._y += 0.0 if joined else pad
        self._lines(index, x + pad, self._style.column - x - 2 * pad)
        self._y += 0.0 if follows else pad
        self._grounds.append(Ground("fill", Box(x, top, self._style.column - x, self._y - top)))

    def _place_picture(self, index: int, x: float) -> None:
        block = self._flow[index]
        room = self._style.column - x
        size = QImageReader(block.target).size() if block.target else None
        pad = self._style.padding
        if size is None or size.isEmpty():
            top = self._y
            self._y += pad
            self._lines(index, x + pad, room - 2 * pad)
            self._y += pad
            self._grounds.append(Ground("frame", Box(x, top, room, self._y - top)))
            return
        scale = min(1.0, room / size.width(), room * _MOST_PICTURE / size.height())
        box = Box(x, self._y, size.width() * scale, size.height() * scale)
        self._grounds.append(Ground("picture", box, source=block.target))
        self._y += box.height + pad / 2
        self._lines(index, x, room)

    # -- one row of a table ---------------------------------------------------------------------------------------

    def _set_row(self, index: int, last: int) -> int:
        block = self._flow[index]
        container = table_of(block)
        before = self._flow[index - 1] if index else None
        if before is None or table_of(before) != container:
            self._y += self._style.gap(before, block)
        row = self._row(index)
        number = row_of(block)
        while index < last and row_of(self._flow[index]) == number:
            self._set_cell_block(index, row)
            index += 1
        self._y = max(row.bottoms.values()) + self._style.padding
        self._frame_row(row)
        ends = index >= len(self._flow) or table_of(self._flow[index]) != container
        if ends and row.columns.hidden:
            self._grounds.append(Ground("scroll", Box(row.left, self._y + 4, row.columns.room, 6.0), row.table))
            self._y += 12
        return index

    def _row(self, index: int) -> "_Row":
        container = table_of(self._flow[index])
        table = container.id + 1 if container else 0
        left, _bars = self._indent(self._flow[index])
        if table not in self._columns:
            self._columns[table] = measure(self._flow, index, self._style, self._style.column - left)
        return _Row(table, self._columns[table], left, self._y)

    def _set_cell_block(self, index: int, row: "_Row") -> None:
        pad = self._style.padding
        cell = cell_of(self._flow[index])
        number = min(cell.number if cell else 0, len(row.columns.widths) - 1)
        if cell and cell.kind is ContainerKind.HEADER_CELL:
            row.heads.add(number)
        left = row.left + sum(row.columns.widths[:number]) + pad
        y = row.bottoms.get(number, row.top + pad)
        width = row.columns.widths[number] - 2 * pad
        lines = set_lines(self._layout_of(index), self._flow[index], self._style, width)
        self._placed.append(Placed(left, y, width, lines.height, row.table))
        row.bottoms[number] = y + lines.height

    def _frame_row(self, row: "_Row") -> None:
        left = row.left
        for number, width in enumerate(row.columns.widths):
            box = Box(left, row.top, width, self._y - row.top)
            if number in row.heads:
                self._grounds.append(Ground("header", box, row.table))
            self._grounds.append(Ground("frame", box, row.table))
            left += width


class _Row:
    """A table's row while it is being set: where it begins, how far down each cell reaches, which are headers."""

    def __init__(self, table: int, columns: Columns, left: float, top: float) -> None:
        self.table = table
        self.columns = columns
        self.left = left
        self.top = top
        self.bottoms: dict[int, float] = {}
        self.heads: set[int] = set()
