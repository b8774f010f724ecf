"""The layout of one article in a QTextDocument that holds nothing but its words.

Qt asks it where a position is and what stands at a point, and hands it a painter. Fonts, gaps and colours come from the
style and are applied only to the strips that are looked at. It never changes the document or the flow.
"""

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6 import QtCore
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPainterPath,
    QTextBlock,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
)

from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.page_pictures import PagePictures
from hiitreader.ui.typeset.painting import Marks, StripPainter
from hiitreader.ui.typeset.setting import StripSetter
from hiitreader.ui.typeset.strips import Placed, Strip, Strips, nearest
from hiitreader.ui.typeset.style import PageStyle, brush

MOST_SET_STRIPS = 160
"""Strips kept set at once; the lines of those far away are given back, their heights stay known."""


class SetPage(QAbstractTextDocumentLayout):
    """Where everything on the page stands. `flow`'s blocks are the document's blocks one to one.

    Lengths are device-independent pixels from the page's top left. Call `rebuild` or `splice` after every change of the
    flow and `restyle` after every change of the style; `lay_between` before a part is shown.
    """

    def __init__(self, document: QTextDocument, flow: Flow, style: PageStyle) -> None:
        super().__init__(document)
        self._flow = flow
        self._style = style
        self._strips = Strips()
        self._set_strips: list[int] = []
        self._offsets: dict[int, float] = {}
        self._shares: dict[int, float] = {}  # where tables stood in the last style, as shares of their widths
        self._editing = False
        self._tail = 0.0
        self._told = QSizeF()
        self.marks = Marks()
        self._firsts: dict[int, int] = {}
        self.pictures = PagePictures(self)
        self.pictures.came.connect(self._repaint)
        self._dress()

    # -- what the view says ---------------------------------------------------------------------------------------

    @property
    def style(self) -> PageStyle:
        """The style the page is set in."""
        return self._style

    @contextmanager
    def editing(self) -> Iterator[None]:
        """While the document and the flow are changed: questions from Qt are answered with nothing."""
        self._editing = True
        try:
            yield
        finally:
            self._editing = False

    def rebuild(self) -> None:
        """Take in that all blocks are new."""
        self._strips.rebuild(self._flow)
        self._strips.guess(self._guess)
        self._set_strips = []
        self._setter.forget_from(0)
        self._offsets.clear()
        self._shares.clear()
        self.pictures.forget()
        self._tell_size()

    def splice(self, begin: int, old_end: int, new_end: int) -> None:
        """Take in that blocks `begin` to before `new_end` are in place of those that were there to before `old_end`."""
        if not begin:
            self.rebuild()
            return
        first, after = self._strips.splice(self._flow, begin, old_end, new_end)
        self._strips.guess(self._guess, first, after)
        self._setter.forget_from(self._strips[first].first if first < len(self._strips) else 0)
        self._set_strips = self._strips.that_are_set()
        self._tell_size()

    def restyle(self, style: PageStyle) -> None:
        """Set everything anew in another style, each strip when it is next looked at."""
        for table, offset in self._offsets.items():
            columns = self._setter.columns(table)
            if columns is not None:
                self._shares[table] = offset / columns.total
        self._style = style
        self._dress()
        self._set_strips = []
        self._strips.guess(self._guess)
        self._tell_size()

    def set_tail_height(self, height: float) -> None:
        """Leave room below the last block for what the page puts there."""
        if height != self._tail:
            self._tail = height
            self._tell_size()

    def lay_between(self, top: float, bottom: float) -> float:
        """Set every strip between two heights; returns what `top` has become for the same words to be there."""
        size = bottom - top
        if self._editing or not len(self._strips):
            return top
        number = self._strips.at(top)
        while number < len(self._strips) and self._strips.top(number) < top + size:
            above = self._strips.top(number) < top
            grown = self._ensure(number)
            top += grown if above else 0.0
            number += 1
        self._forget_far(number)
        self._tell_size()
        return top

    # -- where things are -----------------------------------------------------------------------------------------

    @property
    def text_bottom(self) -> float:
        """The height at which the last block ends."""
        return self._strips.height

    def block_box(self, index: int) -> QRectF:
        """The rectangle of block `index`'s lines."""
        number = self._strips.holding(index)
        self._ensure(number)
        strip = self._strips[number]
        placed = (strip.placed or ())[index - strip.first]
        return QRectF(self._x(placed), self._strips.top(number) + placed.y, placed.width, placed.height)

    def line_slot(self, position: int) -> tuple[float, float]:
        """From where to where the line that holds a position reaches: from the end of what stands above it."""
        index = self._flow.index_at(position)
        if index < 0:
            return (0.0, 0.0)
        box = self.block_box(index)
        layout = self._layout_of(index)
        line = layout.lineForTextPosition(min(position, self._flow.end(index)) - self._flow.start(index))
        number = line.lineNumber() if line.isValid() else 0
        bottom = box.top() + (line.rect().bottom() if line.isValid() else 0.0)
        if number:
            return (box.top() + layout.lineAt(number - 1).rect().bottom(), bottom)
        return (min(box.top(), self.block_box(index - 1).bottom() if index else 0.0), bottom)

    def show_sideways(self, index: int, x: float) -> None:
        """Scroll the table of block `index`, if it is wider than its room, so that the cell is seen.

        Of a cell that is wider than the room itself, page coordinate `x` is.
        """
        if self._editing:
            return
        box = self.block_box(index)
        strip = self._strips[self._strips.holding(index)]
        table = (strip.placed or ())[index - strip.first].table
        columns = self._setter.columns(table)
        if columns is None or not columns.hidden:
            return
        pad = self._style.padding
        first, last = box.left() - pad, box.right() + pad
        if last - first > columns.room:
            around = min(2 * self._style.em, columns.room / 4)
            first, last = x - around, x + around
        low = self._style.left + columns.left
        self.scroll_table(table, min(first - low, max(0.0, last - low - columns.room)))

    def scroll_table(self, table: int, by: float) -> bool:
        """Move a table sideways; returns whether it moved."""
        columns = self._setter.columns(table)
        if columns is None:
            return False
        old = self._offsets.get(table, 0.0)
        new = max(0.0, min(columns.hidden, old + by))
        self._offsets[table] = new
        if new != old:
            self.update.emit()
        return new != old

    def table_at(self, y: float) -> int:
        """The table at a height, 0 for none."""
        if not len(self._strips):
            return 0
        number = self._strips.at(y)
        self._ensure(number)
        inside = y - self._strips.top(number)
        for placed in self._strips[number].placed or ():
            if placed.table and placed.y - self._style.em <= inside <= placed.y + placed.height + self._style.em:
                return placed.table
        return 0

    def position_at(self, page_x: float, page_y: float, *, exact: bool = False) -> int:
        """The position at a point of the page, or nearest to it; -1 for none, or when `exact` and no text is there."""
        if self._editing or not len(self._strips):
            return -1
        number = self._strips.at(page_y)
        self._ensure(number)
        strip = self._strips[number]
        inside = page_y - self._strips.top(number)
        index, placed = nearest(strip, self._x, page_x, inside)
        x = page_x - self._x(placed)
        y = inside - placed.y
        if exact and not (0 <= y <= placed.height and self._is_seen(placed, page_x)):
            return -1
        layout = self._layout_of(index)

        def reach(number: int) -> float:  # half-way down the gap to the next line, or where the two overlap
            return (layout.lineAt(number).rect().bottom() + layout.lineAt(number + 1).y()) / 2

        line = layout.lineAt(bisect_left(range(layout.lineCount() - 1), y, key=reach))
        if not exact:
            return self._flow.start(index) + line.xToCursor(x)
        words = line.naturalTextRect()
        if not words.left() <= x <= words.right():
            return -1
        return self._flow.start(index) + line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        self._setter = StripSetter(self._flow, self._style, self._layout_of, self.pictures, self._firsts)
        self._painter = StripPainter(self._flow, self._style, self.pictures)

    def _repaint(self) -> None:
        self.update.emit()

    def _is_seen(self, placed: Placed, x: float) -> bool:
        """Whether what stands at `x` of the page is not the hidden part of a wide table."""
        columns = self._setter.columns(placed.table)
        return columns is None or 0 <= x - self._style.left - columns.left <= columns.room

    def _x(self, placed: Placed) -> float:
        return self._style.left + placed.x - self._offsets.get(placed.table, 0.0)

    def _layout_of(self, index: int) -> QTextLayout:
        return self.document().findBlockByNumber(index).layout()

    def _ensure(self, number: int) -> float:
        strip = self._strips[number]
        if strip.placed is not None:
            return 0.0
        grown = self._strips.set_height(number, self._setter.set_strip(strip))
        self._set_strips.append(number)
        for table in list(self._shares):
            columns = self._setter.columns(table)
            if columns is not None:
                self._offsets[table] = min(columns.hidden, self._shares.pop(table) * columns.total)
        return grown

    def _forget_far(self, near: int) -> None:
        if len(self._set_strips) <= MOST_SET_STRIPS:
            return
        self._set_strips.sort(key=lambda number: abs(number - near))
        for number in self._set_strips[MOST_SET_STRIPS // 2 :]:
            strip = self._strips[number]
            strip.placed = None
            for index in range(strip.first, strip.last):
                self._layout_of(index).clearLayout()
        del self._set_strips[MOST_SET_STRIPS // 2 :]

    def _guess(self, strip: Strip) -> float:
        return self._style.guess_height(strip.last - strip.first, strip.characters)

    def _tell_size(self) -> None:
        size = QSizeF(self._style.width, self._strips.height + self._tail)
        if size != self._told:
            self._told = size
            self.documentSizeChanged.emit(size)


class PageLayout(SetPage):
    """Answers what Qt asks about the page, and paints it."""

    def documentChanged(self, position: int, removed: int, added: int) -> None:  # noqa: N802, ARG002
        """Take a new page width; changes of the text come through `rebuild`."""
        width = self.document().pageSize().width()
        if not self._editing and width > 0 and width != self._style.width:
            self.restyle(self._style.with_width(width))

    def documentSize(self) -> QSizeF:  # noqa: N802
        """The size of the page, the tail counted in."""
        return QSizeF(self._style.width, self._strips.height + self._tail)

    def pageCount(self) -> int:  # noqa: N802
        """One: the article is one continuous page."""
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: N802, ARG002
        """The page; there are no frames in it."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802
        """The rectangle of a block's lines, set if they were not."""
        index = block.blockNumber()
        if self._editing or not 0 <= index < len(self._flow):
            return QRectF()
        return self.block_box(index)

    def hitTest(  # noqa: N802
        self, point: QPointF | QPoint | QPainterPath.Element, accuracy: "QtCore.Qt.HitTestAccuracy"
    ) -> int:
        """The position at a point; -1 when an exact hit was asked and there is no text there."""
        x, y = (point.x, point.y) if isinstance(point, QPainterPath.Element) else (point.x(), point.y())
        return self.position_at(x, y, exact=accuracy == QtCore.Qt.HitTestAccuracy.ExactHit)

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Paint what the context's clip shows."""
        clip = context.clip if context.clip.isValid() else QRectF(QPointF(0, 0), self.documentSize())
        # Not left to the palette: a style sheet that is put on again gives widgets the palette they had before.
        painter.setBackground(brush(self._style.theme.colours.page))
        painter.eraseRect(clip)
        if self._editing or not len(self._strips):
            return
        selections = [
            (s.cursor.selectionStart(), s.cursor.selectionEnd(), self._style.selection_format())
            for s in context.selections
            if s.cursor.hasSelection()
        ]
        number = self._strips.at(clip.top())
        while number < len(self._strips) and self._strips.top(number) <= clip.bottom():
            self._ensure(number)
            place = self._painter.at(painter, clip, self._strips.top(number), self._layout_of, self._offsets)
            place.paint(self._strips[number], self._setter, self.marks, selections, context.cursorPosition)
            number += 1
