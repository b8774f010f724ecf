"""A list of rows in a panel: as high as its rows, its focus and its current row kept when the rows change.

It never knows what its rows stand for.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from hiitreader.ui.dialogs.rows import EXACT_UP_TO, Index, Row, RowPainter, RowsModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Rows(RowsModel):
    """Rows that can change where they stand without the list beginning anew."""

    def change_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; where they stand for the same things in the same order, only what differs is told."""
        old = self.rows
        if [one.value for one in rows] != [one.value for one in old]:
            self.set_rows(rows)
            return
        self._rows = rows
        for number, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(number), self.index(number))


class RowList(QListView):
    """The list.

    `chosen` brings the value of the row that Return or a double click chose, `current_changed` that of the current row
    (None: there is none).

    Args:
        label: its name for a screen reader.
        room: the most height it takes, in pixels, but for its first row; what does not fit is scrolled to.
    """

    chosen = Signal(object)
    current_changed = Signal(object)

    def __init__(self, label: str, *, room: int = 240) -> None:
        super().__init__()
        self._room = room
        self._told: object = None
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(RowPainter(self))
        self.setAccessibleName(label)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda index: self._choose(index.row()))

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._rows.rows

    @property
    def value(self) -> object:
        """What the current row stands for, None when there is none."""
        row = self._rows.row(self.currentIndex().row())
        return None if row is None else row.value

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current one stays current, or the one that now stands in its place becomes it."""
        if rows == self.rows:
            return
        value, number = self.value, self.currentIndex().row()
        self.setUniformItemSizes(len(rows) > EXACT_UP_TO)
        self._rows.change_rows(tuple(rows))
        there = next((at for at, row in enumerate(rows) if row.value == value), min(max(0, number), len(rows) - 1))
        self.make_current(there)
        self._fit()

    def set_room(self, room: int) -> None:
        """Take at most this much height."""
        if room != self._room:
            self._room = room
            self._fit()

    def make_current(self, number: int) -> None:
        """Make the row with this number the current one."""
        index = self._rows.index(number)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        self._tell()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 -- Qt's name
        """Tell whoever shows more of the current row."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return chooses; all other keys do what they do in a list."""
        if event.key() in _ENTER:
            self._choose(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Have the current row spoken: the list's own focus event names the list alone."""
        super().focusInEvent(event)
        self.viewport().update()
        QTimer.singleShot(0, self, self._speak_current)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Paint the current row as one without the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words wrap anew, so rows change their height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            QTimer.singleShot(0, self, self._fit)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Larger letters, higher rows."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        frame = max(2, self.height() - self.viewport().height())
        whole = 0
        for number in range(len(self.rows)):
            height = self.sizeHintForRow(number)
            if number and whole + height + frame > self._room:
                whole = max(whole, self._room - frame)  # a part of a row says that there are more
                break
            whole += height
        if whole and whole + frame != self.height():
            self.setFixedHeight(whole + frame)
        self.scrollTo(self.currentIndex())

    def _tell(self) -> None:
        if self.value != self._told:
            self._told = self.value
            self.current_changed.emit(self.value)

    def _choose(self, number: int) -> None:
        row = self._rows.row(number)
        if row is not None:
            self.chosen.emit(row.value)

    def _speak_current(self) -> None:
        if self.hasFocus() and self.currentIndex().isValid() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(self.currentIndex().row())
            QAccessible.updateAccessibility(event)
