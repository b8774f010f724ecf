"""Sets one strip: breaks its blocks into lines and says where each stands and what is painted under it.

It never paints.
"""

from collections.abc import Callable
from itertools import zip_longest

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QTextLayout

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.lines import set_lines
from hiitreader.ui.typeset.page_pictures import PagePictures
from hiitreader.ui.typeset.strips import Box, Ground, Placed, Strip, row_of
from hiitreader.ui.typeset.style import PageStyle, runs_right_to_left
from hiitreader.ui.typeset.tables import Columns, cell_of, first_of, measure, table_of

_MOST_INDENT = 0.45
"""Of the column: deeper nesting is not indented further, so that there is always room for words."""
_MOST_PICTURE = 1.2
"""Of the column's width: no picture is taller."""
NOTE = 0x1000 | 0x2000
"""`Qt.TextFlag.TextWordWrap` and `TextWrapAnywhere` where one word is too long, by number."""
_ENDLESS = 1e6
_BAR = 3.0
"""Pixels: how wide the bar beside a quote is."""
SCROLL_MARK = 6.0
"""Pixels: how high the mark is that shows which part of a wide table is seen."""


class StripSetter:
    """Sets strips of one flow in one style. Make a new one when the style changes.

    Args:
        flow: the blocks.
        style: the style.
        layout_of: the lines of a block, by its index.
        pictures: what tells how large a picture is.
        firsts: where tables begin, by their number, as far as it is known; it is added to.
    """

    def __init__(
        self,
        flow: Flow,
        style: PageStyle,
        layout_of: Callable[[int], QTextLayout],
        pictures: PagePictures,
        firsts: dict[int, int],
    ) -> None:
        self._flow = flow
        self._style = style
        self._layout_of = layout_of
        self._pictures = pictures
        self._firsts = firsts
        self._columns: dict[int, Columns] = {}
        self._y = 0.0
        self._placed: list[Placed] = []
        self._grounds: list[Ground] = []

    def columns(self, table: int) -> Columns | None:
        """The columns of a table that has been set, by its number in `Placed.table`."""
        return self._columns.get(table)

    def forget_from(self, index: int) -> None:
        """Forget the tables that begin at block `index` or after it."""
        for table in [table for table, first in self._firsts.items() if first >= index]:
            del self._firsts[table]
            self._columns.pop(table, None)

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
        x, bars = self._insets(block, block.within, self._style.column)
        if block.kind is BlockKind.RULE:
            self._place_rule(index, x)
        elif block.kind is BlockKind.CODE:
            self._place_code(index, x)
        elif block.kind is BlockKind.IMAGE:
            self._place_picture(index, x)
        else:
            self._lines(index, x, self._style.column - x, hang=x)
        for inset, quote in bars:
            joined = before is not None and quote in before.within
            start = top if joined else self._placed[-1].y
            left = self._style.column - inset - _BAR if runs_right_to_left(block) else inset
            self._grounds.append(Ground("bar", Box(left, start, _BAR, self._y - start)))

    def _insets(
        self, block: Block, within: tuple[Container, ...], width: float
    ) -> tuple[float, list[tuple[float, Container]]]:
        """How far into `width` pixels a block's text begins, and the quotes it stands in with their bars' insets."""
        step = self._style.indent
        limit = width * _MOST_INDENT
        x = 0.0
        bars: list[tuple[float, Container]] = []
        for container, item in zip_longest(within, within[1:]):
            if container.kind is ContainerKind.QUOTE:
                bars.append((min(x, limit), container))
                x += step
            elif container.kind is ContainerKind.LIST:
                x += max(1.2 * step, self._style.marker_room(0))
            elif container.kind is ContainerKind.NUMBERED_LIST:
                digits = len(str(max(container.of, item.number if item else 0)))
                x += max(1.2 * step, self._style.marker_room(digits))
        if block.kind is BlockKind.DESCRIPTION:
            x += step
        return min(x, limit), bars

    def _lines(self, index: int, x: float, width: float, *, hang: float = 0.0) -> Placed:
        """Set a block's lines, `x` pixels in from where its text begins: the left, or the right for some scripts."""
        block = self._flow[index]
        lines = set_lines(self._layout_of(index), block, self._style, width, hang)
        left = self._style.column - x - width if runs_right_to_left(block) else x - lines.hang
        placed = Placed(left, self._y, width + lines.hang, lines.height)
        self._placed.append(placed)
        self._y += lines.height
        return placed

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
        size = self._pictures().size(block.target) if block.target else None
        pad = self._style.padding
        left = 0.0 if runs_right_to_left(block) else x
        if size is None:
            top = self._y
            self._y += pad
            self._lines(index, x + pad, room - 2 * pad)
            self._note(self._pictures.why_not(block), Box(left + pad, self._y, room - 2 * pad, 0.0))
            self._y += pad
            self._grounds.append(Ground("frame", Box(left, top, room, self._y - top)))
            return
        width, height = size
        scale = min(1.0, room / width, room * _MOST_PICTURE / height)
        box = Box(left, self._y, width * scale, height * scale)
        self._grounds.append(Ground("picture", box, source=block.target))
        self._y += box.height + pad / 2
        self._lines(index, x, room)

    def _note(self, words: str, place: Box) -> None:
        """Put a sentence of the program's own at a place; it is no part of the article's text."""
        metrics = QFontMetricsF(self._style.note_font)
        height = metrics.boundingRect(QRectF(0, 0, place.width, _ENDLESS), NOTE, words).height()
        self._grounds.append(Ground("note", place._replace(height=height), source=words))
        self._y += height

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
            self._grounds.append(Ground("scroll", Box(row.left, self._y + 4, row.columns.room, SCROLL_MARK), row.table))
            self._y += 2 * SCROLL_MARK
        return index

    def _row(self, index: int) -> "_Row":
        block = self._flow[index]
        container = table_of(block)
        table = container.id + 1 if container else 0
        if table not in self._columns:
            outside = block.within[: block.within.index(container)] if container else ()
            left, _bars = self._insets(block, outside, self._style.column)
            if table not in self._firsts:
                self._firsts[table] = first_of(self._flow, index)
            self._columns[table] = measure(self._flow, self._firsts[table], self._style, left)
        columns = self._columns[table]
        return _Row(table, columns, columns.left, self._y)

    def _set_cell_block(self, index: int, row: "_Row") -> None:
        pad = self._style.padding
        block = self._flow[index]
        cell = cell_of(block)
        number = min(cell.number if cell else 0, len(row.columns.widths) - 1)
        if cell and cell.kind is ContainerKind.HEADER_CELL:
            row.heads.add(number)
        width = row.columns.widths[number] - 2 * pad
        inside = block.within[block.within.index(cell) + 1 :] if cell else ()
        inset = self._insets(block, inside, width)[0] if inside else 0.0
        y = row.bottoms.get(number, row.top + pad)
        lines = set_lines(self._layout_of(index), block, self._style, width - inset, inset)
        left = row.left + sum(row.columns.widths[:number]) + pad
        left += 0.0 if runs_right_to_left(block) else inset - lines.hang
        self._placed.append(Placed(left, y, width - inset + lines.hang, lines.height, row.table))
        row.bottoms[number] = y + lines.height

    def _frame_row(self, row: "_Row") -> None:
        left = row.left
        for number, width in enumerate(row.columns.widths):
            box = Box(left, row.top, width, self._y - row.top)
            if number in row.heads:
                self._grounds.append(Ground("header", box, row.table))
            self._grounds.append(Ground("frame", box, row.table))
            left += width
        if row.columns.hidden:
            self._grounds.append(Ground("edge", Box(row.left, row.top, row.columns.room, self._y - row.top), row.table))


class _Row:
    """A table's row while it is being set: where it begins, how far down each cell reaches, which are headers."""

    def __init__(self, table: int, columns: Columns, left: float, top: float) -> None:
        self.table = table
        self.columns = columns
        self.left = left
        self.top = top
        self.bottoms: dict[int, float] = {}
        self.heads: set[int] = set()
