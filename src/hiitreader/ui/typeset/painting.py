"""Paints one strip: grounds, words, selections, found words, the ring round a focused link, the caret.

It never lays anything out.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout

from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.lines import cursor_x
from hiitreader.ui.typeset.page_pictures import PagePictures
from hiitreader.ui.typeset.setting import NOTE, StripSetter
from hiitreader.ui.typeset.strips import Ground, Placed, Strip
from hiitreader.ui.typeset.style import PageStyle, brush
from hiitreader.ui.typeset.tables import Columns

RING_WIDTH = 2.0
_THIN = 4.0
"""Pixels up to which something is a line, whose width is to be the same everywhere."""
_FADE = 1.2
"""Ems in which a wide table fades away where it goes on beyond the page."""

Selection = tuple[int, int, QTextCharFormat]


class Marks:
    """What is marked on the page: found ranges (sorted, apart), which of them is current, the focused link's range."""

    def __init__(self) -> None:
        self.found: Sequence[tuple[int, int]] = ()
        self.current = -1
        self.ring: tuple[int, int] | None = None


class StripPainter:
    """Paints strips of one flow in one style."""

    def __init__(self, flow: Flow, style: PageStyle, pictures: PagePictures) -> None:
        self.flow = flow
        self.style = style
        self.pictures = pictures

    def at(
        self,
        painter: QPainter,
        clip: QRectF,
        top: float,
        layout_of: Callable[[int], QTextLayout],
        offsets: Mapping[int, float],
    ) -> "_Place":
        """The painter of the strip whose top is at `top`."""
        return _Place(self, painter, clip, QPointF(self.style.left, top), layout_of, offsets)


class _Place(NamedTuple):
    """One strip at its place on the page."""

    outer: StripPainter
    painter: QPainter
    clip: QRectF
    origin: QPointF
    layout_of: Callable[[int], QTextLayout]
    offsets: Mapping[int, float]

    def paint(
        self, strip: Strip, setter: StripSetter, marks: Marks, selections: Sequence[Selection], caret: int
    ) -> None:
        if strip.grounds:
            self.painter.save()
            for ground in strip.grounds:
                with self._within_room(setter.columns(ground.table)):
                    self._ground(ground, setter)
            self.painter.restore()
        for index, placed in enumerate(strip.placed or (), strip.first):
            corner = self._corner(placed)
            if corner.y() + placed.height < self.clip.top() or corner.y() > self.clip.bottom():
                continue
            with self._within_room(setter.columns(placed.table)):
                self._block(index, corner, marks, selections, caret)
        for ground in strip.grounds:
            if ground.kind == "edge":
                self._edges(ground, setter)

    def _corner(self, placed: Placed) -> QPointF:
        offset = self.offsets.get(placed.table, 0.0) if placed.table else 0.0
        return QPointF(self.origin.x() + placed.x - offset, self.origin.y() + placed.y)

    @contextmanager
    def _within_room(self, columns: Columns | None) -> Iterator[None]:
        """Clip a table that is wider than its room; anything else stands in it anyway."""
        if columns is None or not columns.hidden:
            yield
            return
        self.painter.save()
        left = self.origin.x() + columns.left
        room = QRectF(left - 1, self.clip.top(), columns.room + 2, self.clip.height())
        self.painter.setClipRect(room, QtCore.Qt.ClipOperation.IntersectClip)
        yield
        self.painter.restore()

    # -- the text -------------------------------------------------------------------------------------------------

    def _block(self, index: int, corner: QPointF, marks: Marks, selections: Sequence[Selection], caret: int) -> None:
        flow = self.outer.flow
        start, end = flow.start(index), flow.end(index)
        layout = self.layout_of(index)
        ranges = self._found(start, end, marks)
        for first, last, look in selections:
            if first < end and last > start:
                ranges.append(_format_range(max(first, start) - start, min(last, end) - start, look))
        layout.draw(self.painter, corner, ranges, self.clip)
        if marks.ring and marks.ring[0] < end and marks.ring[1] > start:
            self._ring(layout, corner, max(marks.ring[0], start) - start, min(marks.ring[1], end) - start)
        if start <= caret <= end:
            self._caret(layout, corner, caret - start)

    def _caret(self, layout: QTextLayout, corner: QPointF, position: int) -> None:
        style = self.outer.style
        line = layout.lineForTextPosition(position)
        if line.isValid():
            x = corner.x() + cursor_x(line, position)
            # Erased to the colour, not filled with it: QPainter's fills and pens load all of Qt's enumerations first.
            self.painter.setBackground(brush(style.theme.colours.focus))
            self.painter.eraseRect(QRectF(x, corner.y() + line.y(), style.caret_width, line.height()))

    def _found(self, start: int, end: int, marks: Marks) -> list[QTextLayout.FormatRange]:
        colours = self.outer.style.theme.colours
        result: list[QTextLayout.FormatRange] = []
        number = bisect_left(marks.found, (start, start))
        while number < len(marks.found) and marks.found[number][0] < end:
            first, last = marks.found[number]
            current = number == marks.current
            look = QTextCharFormat()
            look.setBackground(brush(colours.find_current_ground if current else colours.find_ground))
            look.setForeground(brush(colours.find_current_text if current else colours.find_text))
            result.append(_format_range(first - start, min(last, end) - start, look))
            number += 1
        return result

    def _ring(self, layout: QTextLayout, corner: QPointF, start: int, end: int) -> None:
        self.painter.save()
        self.painter.setPen(QPen(QColor(self.outer.style.theme.colours.focus), RING_WIDTH))
        self.painter.setBrush(QtCore.Qt.BrushStyle.NoBrush)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            x1, x2 = cursor_x(line, first), cursor_x(line, last)
            box = QRectF(min(x1, x2), line.y(), abs(x2 - x1), line.height()).translated(corner)
            self.painter.drawRoundedRect(box.adjusted(-3, -1, 3, 1), 3, 3)
        self.painter.restore()

    # -- what is under it -----------------------------------------------------------------------------------------

    def _ground(self, ground: Ground, setter: StripSetter) -> None:
        colours = self.outer.style.theme.colours
        moves = ground.table and ground.kind != "scroll"
        offset = self.offsets.get(ground.table, 0.0) if moves else 0.0
        x, y, width, height = ground.box
        box = QRectF(self.origin.x() + x - offset, self.origin.y() + y, width, height)
        if not box.intersects(self.clip.adjusted(-2, -2, 2, 2)):
            return
        if ground.kind == "fill":
            self.painter.setPen(QtCore.Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(colours.code_ground))
            self.painter.drawRoundedRect(box, 4, 4)
        elif ground.kind in {"bar", "line"}:
            self.painter.fillRect(self._sharp(box), QColor(colours.muted if ground.kind == "bar" else colours.rule))
        elif ground.kind == "header":
            self.painter.fillRect(box, QColor(colours.code_ground))
        elif ground.kind == "frame":
            self._frame(box, QColor(colours.rule))
        elif ground.kind == "scroll":
            self._scroll_mark(ground, setter, box)
        elif ground.kind == "picture":
            ratio = self.painter.device().devicePixelRatio()
            shown = self.outer.pictures().picture(ground.source, box.size(), ratio)
            if shown is None:
                self._frame(box, QColor(colours.rule))
            else:
                self.painter.drawImage(box.topLeft(), shown)
        elif ground.kind == "note":
            self.painter.setFont(self.outer.style.note_font)
            self.painter.setPen(QColor(colours.muted))
            self.painter.drawText(box, NOTE, ground.source)

    def _frame(self, box: QRectF, colour: QColor) -> None:
        """A line on each side, as wide and as dark as every other on a screen of any scale."""
        for line in (
            QRectF(box.left(), box.top(), box.width() + 1, 1),
            QRectF(box.left(), box.bottom(), box.width() + 1, 1),
            QRectF(box.left(), box.top(), 1, box.height() + 1),
            QRectF(box.right(), box.top(), 1, box.height() + 1),
        ):
            self.painter.fillRect(self._sharp(line), colour)

    def _sharp(self, box: QRectF) -> QRectF:
        """The box with its edges between the screen's own pixels, at least one of them wide."""
        screen = self.painter.deviceTransform()
        seen = screen.mapRect(box)
        left, top = round(seen.left()), round(seen.top())
        # From the size alone, so that lines of one width are all as wide wherever they stand.
        width = max(1, round(seen.width())) if box.width() <= _THIN else round(seen.right()) - left
        height = max(1, round(seen.height())) if box.height() <= _THIN else round(seen.bottom()) - top
        return screen.inverted()[0].mapRect(QRectF(left, top, width, height))

    def _scroll_mark(self, ground: Ground, setter: StripSetter, box: QRectF) -> None:
        columns = setter.columns(ground.table)
        if columns is None or not columns.hidden:
            return
        offset = self.offsets.get(ground.table, 0.0)
        share = columns.room / columns.total
        colours = self.outer.style.theme.colours
        thumb = QRectF(box.x() + offset * share, box.y(), columns.room * share, box.height())
        self.painter.fillRect(box, QColor(colours.code_ground))
        self.painter.fillRect(thumb, QColor(colours.muted))

    def _edges(self, ground: Ground, setter: StripSetter) -> None:
        """Let a row of a wide table fade into the page on the sides where it goes on."""
        columns = setter.columns(ground.table)
        if columns is None:
            return
        offset = self.offsets.get(ground.table, 0.0)
        fade = min(_FADE * self.outer.style.em, columns.room / 8)
        x, y, width, height = ground.box
        box = QRectF(self.origin.x() + x - 1, self.origin.y() + y - 1, width + 2, height + 2)
        page = QColor(self.outer.style.theme.colours.page)
        clear = QColor(page)
        clear.setAlpha(0)
        for goes_on, edge, inner in (
            (offset > 0, box.left(), box.left() + fade),
            (offset < columns.hidden, box.right(), box.right() - fade),
        ):
            if goes_on:
                colours = QtGui.QLinearGradient(QPointF(edge, 0), QPointF(inner, 0))
                colours.setColorAt(0, page)
                colours.setColorAt(1, clear)
                self.painter.fillRect(QRectF(QPointF(min(edge, inner), box.top()), QSizeF(fade, box.height())), colours)


def _format_range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = max(0, start)
    result.length = end - max(0, start)
    result.format = look
    return result
