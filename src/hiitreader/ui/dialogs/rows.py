"""Rows of a list to look through: words, keys at their side, a second line; seen by the eye and told to the ear.

A model and a painter over frozen rows, with no widget a row, so thousands cost nothing. They never filter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hiitreader.ui.breaking import breakable
from hiitreader.ui.dialogs.marked_text import marked_text
from hiitreader.ui.tips import as_tip

Index = QModelIndex | QPersistentModelIndex
WRAP = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignTop.value
_CENTRED = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignCenter.value
_CAP_ROUND = 4
EXACT_UP_TO = 500
"""Rows up to which each gets the height its words need; longer lists have rows of one line each, cut with an ellipsis
on the screen only."""

_CHOSEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    `value` is what the row stands for (None for a title), `text` its words, `keys` its keys as they are shown, `detail`
    a second line, `indent` how many steps it is set in, `title` whether it heads what comes below it, and `spoken` all
    of it as one sentence for a screen reader. `marks` are where marked words of `detail` begin, and how long they are,
    in UTF-16 units.
    """

    value: object
    text: str
    spoken: str
    keys: tuple[str, ...] = ()
    detail: str = ""
    indent: int = 0
    title: bool = False
    marks: tuple[tuple[int, int], ...] = ()


class RowsModel(QStringListModel):
    """Rows for a QListView. A row's name for a screen reader is its `spoken`.

    Qt's own list of strings, all empty, tells how many there are: a view asks twice for each row it lays out.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self._rows = rows
        self.setStringList([""] * len(rows))

    def row(self, number: int) -> Row | None:
        """The row with this number, from 0; None when there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row can be chosen, not changed."""
        return _CHOSEN if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A row's words for the eye, the ear and the tool tip."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(row.spoken)
        return None


class RowPainter(QStyledItemDelegate):
    """Paints rows: the current one filled while its list has the focus, ringed while it has not (WCAG 2.4.13)."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 -- Qt's name
        """The width of the list and the height its words need, at least 32 pixels (WCAG 2.5.8 asks for 24)."""
        row = self._row(index)
        width = self._view.viewport().width()
        if row is None:
            return QSize(width, 32)
        return QSize(width, max(32, _Lines(row, option.font, width, exact=self._exact()).height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row = self._row(index)
        if row is None:
            return
        painter.save()
        palette = option.palette
        ink = palette.color(QPalette.ColorRole.Text)
        if index == self._view.currentIndex():
            ring = QPen(palette.color(QPalette.ColorRole.Accent), 2)
            if option.state & QStyle.StateFlag.State_HasFocus or self._view.hasFocus():
                painter.fillRect(option.rect, palette.color(QPalette.ColorRole.Highlight))
                ink = palette.color(QPalette.ColorRole.HighlightedText)
            painter.setPen(ring)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        elif row.detail:
            painter.setPen(palette.color(QPalette.ColorRole.Midlight))  # where one row of several lines ends
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setPen(ink)
        _Lines(row, option.font, option.rect.width(), exact=self._exact()).draw(painter, option.rect)
        painter.restore()

    def _exact(self) -> bool:
        return self._view.model().rowCount() <= EXACT_UP_TO

    def _row(self, index: Index) -> Row | None:
        model = self._view.model()
        return model.row(index.row()) if isinstance(model, RowsModel) else None


class _Cap:
    """A key as it is drawn: its words in a frame, on several lines where they are wider than the row."""

    def __init__(self, key: str, metrics: QFontMetrics, room: int) -> None:
        gap = metrics.height() // 2
        self._words = breakable(key, metrics.horizontalAdvance, room - gap)
        words = metrics.boundingRect(QRect(0, 0, room - gap, 10_000), WRAP, self._words)
        self.width, self.height = words.width() + gap, words.height() + gap // 2
        self.place = QPoint()

    def draw(self, painter: QPainter, origin: QPoint) -> None:
        """Draw it at its place, reckoned from `origin`."""
        frame = QRectF(QRect(origin + self.place, QSize(self.width, self.height))).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(frame, _CAP_ROUND, _CAP_ROUND)
        painter.restore()
        painter.drawText(frame, _CENTRED, self._words)


def _flow(caps: Sequence[_Cap], room: QRect, gap: int) -> int:
    """Give keys their places side by side, on further lines where they don't fit on one; where they end below."""
    left, top, high = room.left(), room.top(), 0
    for cap in caps:
        if left > room.left() and left + cap.width > room.left() + room.width():
            left, top, high = room.left(), top + high + gap, 0
        cap.place = QPoint(left, top)
        left, high = left + cap.width + gap, max(high, cap.height)
    return top + high


class _Lines:
    """Where the words of one row go in a width; all lengths grow with the font."""

    def __init__(self, row: Row, font: QFont, width: int, *, exact: bool) -> None:
        self._row = row
        self._exact = exact
        self._font = QFont(font)
        self._font.setBold(row.title)
        metrics = QFontMetrics(self._font)
        em = metrics.height()
        pad, gap = max(6, em * 2 // 5), em // 2
        left = pad + (0 if row.title else row.indent * em)
        room = max(em, width - left - pad)
        text_height = metrics.boundingRect(QRect(0, 0, room, 10_000), WRAP, row.text).height() if exact else em
        self.text = QRect(left, pad, room, text_height)
        below = self.text.bottom() + 1
        caps = [_Cap(key, metrics, room) for key in row.keys]
        whole = sum(cap.width for cap in caps) + gap // 2 * max(0, len(caps) - 1)
        if caps and metrics.horizontalAdvance(row.text) + gap + whole > room:
            below = _flow(caps, QRect(left, below + gap // 2, room, 0), gap // 2)
        elif caps:
            _flow(caps, QRect(width - pad - whole, pad + (em - caps[0].height) // 2, whole, 0), gap // 2)
        self._caps = caps
        self.detail = QRect(left, below, room, 0)
        if row.detail:
            self.detail.setTop(below + gap // 4)
            self.detail.setHeight(self._detail_height(font, room))
            below = self.detail.bottom() + 1
        self._detail_font = font
        self.height = below + pad

    def _detail_height(self, font: QFont, room: int) -> int:
        metrics, detail = QFontMetrics(font), self._row.detail
        if not self._exact:
            return metrics.lineSpacing() * (1 + detail.count("\n"))
        if self._row.marks:
            return ceil(marked_text(detail, font, room, self._row.marks).boundingRect().height())
        return metrics.boundingRect(QRect(0, 0, room, 10_000), WRAP, detail).height()

    def draw(self, painter: QPainter, area: QRect) -> None:
        """Draw the words and the keys."""
        painter.setFont(self._font)
        text = self._row.text
        if not self._exact:
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.text.width())
        painter.drawText(self.text.translated(area.topLeft()), WRAP, text)
        for cap in self._caps:
            cap.draw(painter, area.topLeft())
        if self._row.detail:
            self._draw_detail(painter, self.detail.translated(area.topLeft()))

    def _draw_detail(self, painter: QPainter, area: QRect) -> None:
        detail, font = self._row.detail, self._detail_font
        painter.setFont(font)
        if not self._exact:
            metrics = painter.fontMetrics()
            elided = (metrics.elidedText(one, Qt.TextElideMode.ElideRight, area.width()) for one in detail.split("\n"))
            painter.drawText(area, WRAP, "\n".join(elided))
        elif self._row.marks:
            marked_text(detail, font, area.width(), self._row.marks).draw(painter, QPointF(area.topLeft()))
        else:
            painter.drawText(area, WRAP, detail)
