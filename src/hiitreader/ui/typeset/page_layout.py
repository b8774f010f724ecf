"""The layout of one article in a QTextDocument that holds nothing but its words.

Qt asks it where a position is and what stands at a point, and hands it a painter. Fonts, gaps and colours come from the
style and are applied only to the strips that are looked at. It never changes the document or the flow.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6 import QtCore
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPainterPath,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFrame,
    QTextLayout,
)

from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.painting import Marks, StripPainter
from hiitreader.ui.typeset.setting import StripSetter
from hiitreader.ui.typeset.strips import Placed, Strip, Strips
from hiitreader.ui.typeset.style import PageStyle

MOST_SET_STRIPS = 160
"""Strips kept set at once; the lines of those far away are given back, their heights stay known."""


class PageLayout(QAbstractTextDocumentLayout):
    """Lays out `flow`, whose blocks are the document's blocks one to one.

    Lengths are device-independent pixels from the page's top left. Call `rebuild` after every change of the flow and
    `restyle` after every change of the style; `lay_between` before a part is shown.
    """

    def __init__(self, document: QTextDocument, flow: Flow, style: PageStyle) -> None:
        super().__init__(document)
        self._flow = flow
        self._style = style
        self._strips = Strips()
        self._set_strips: list[int] = []
        self._offsets: dict[int, float] = {}
        self._editing = False
        self._tail = 0.0
        self.marks = Marks()
        self._setter = StripSetter(flow, style, self._layout_of)
        self._painter = StripPainter(flow, style)

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

    def rebuild(self, first: int = 0) -> None:
        """Take in that blocks from index `first` on are new, changed or gone."""
        self._strips.rebuild(self._flow, first)
        self._set_strips = [n for n in self._set_strips if n < len(self._strips) and self._strips[n].placed]
        self._setter = StripSetter(self._flow, self._style, self._layout_of)
        for number in range(len(self._strips)):
            if self._strips[number].height == 0.0:
                self._strips.set_height(number, self._guess(self._strips[number]))
        self._tell_size()

    def restyle(self, style: PageStyle) -> None:
        """Set everything anew in another style, each strip when it is next looked at."""
        self._style = style
        self._setter = StripSetter(self._flow, style, self._layout_of)
        self._painter = StripPainter(self._flow, style)
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

    def show_sideways(self, index: int, x: float) -> None:
        """Scroll the table of block `index`, if it is wider than the page, so that page coordinate `x` is seen."""
        if self._editing:
            return
        number = self._strips.holding(index)
        self._ensure(number)
        strip = self._strips[number]
        placed = (strip.placed or ())[index - strip.first]
        if not placed.table:
            return
        margin = 2 * self._style.em
        low, high = self._style.left, self._style.left + self._style.column
        if x < low + margin:
            self.scroll_table(placed.table, x - low - margin)
        elif x > high - margin:
            self.scroll_table(placed.table, x - high + margin)

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
        index, placed = self._nearest(strip, page_x, inside)
        x = page_x - self._x(placed)
        y = inside - placed.y
        layout = self._layout_of(index)
        if exact and not (0 <= y <= placed.height and 0 <= x <= placed.width):
            return -1
        for line_number in range(layout.lineCount()):
            line = layout.lineAt(line_number)
            last = line_number == layout.lineCount() - 1
            if last or y < layout.lineAt(line_number + 1).y():
                if exact and x > line.x() + line.naturalTextWidth():
                    return -1
                return self._flow.start(index) + line.xToCursor(x)
        return self._flow.start(index)

    # -- what Qt asks ---------------------------------------------------------------------------------------------

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
        if self._editing or not len(self._strips):
            return
        selections = [
            (s.cursor.selectionStart(), s.cursor.selectionEnd(), QTextCharFormat(s.format))
            for s in context.selections
            if s.cursor.hasSelection()
        ]
        number = self._strips.at(clip.top())
        while number < len(self._strips) and self._strips.top(number) <= clip.bottom():
            self._ensure(number)
            place = self._painter.at(painter, clip, self._strips.top(number), self._layout_of, self._offsets)
            place.paint(self._strips[number], self._setter, self.marks, selections, context.cursorPosition)
            number += 1

    # -- inside ---------------------------------------------------------------------------------------------------

    def _x(self, placed: Placed) -> float:
        return self._style.left + placed.x - self._offsets.get(placed.table, 0.0)

    def _nearest(self, strip: Strip, x: float, y: float) -> tuple[int, Placed]:
        def distance(item: tuple[int, Placed]) -> tuple[float, float]:
            placed = item[1]
            left = self._x(placed)
            return (
                max(placed.y - y, y - placed.y - placed.height, 0.0),
                max(left - x, x - left - placed.width, 0.0),
            )

        return min(enumerate(strip.placed or (), strip.first), key=distance)

    def _layout_of(self, index: int) -> QTextLayout:
        return self.document().findBlockByNumber(index).layout()

    def _ensure(self, number: int) -> float:
        strip = self._strips[number]
        if strip.placed is not None:
            return 0.0
        grown = self._strips.set_height(number, self._setter.set_strip(strip))
        self._set_strips.append(number)
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
        style = self._style
        line = style.em * style.settings.line_height
        lines = strip.characters / max(1.0, style.characters) + 0.5 * (strip.last - strip.first)
        return lines * line + (strip.last - strip.first) * style.settings.paragraph_spacing * style.em

    def _tell_size(self) -> None:
        size = self.documentSize()
        if size != self._told:
            self._told = size
            self.documentSizeChanged.emit(size)

    _told = QSizeF()
