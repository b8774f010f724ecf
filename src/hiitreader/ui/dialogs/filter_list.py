"""A field and a list under it: what is typed narrows the list, arrows walk it, Enter chooses.

Real focus moves between the two, since that is what every screen reader speaks. It never knows what the rows stand for.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from hiitreader.ui.dialogs.rows import EXACT_UP_TO, Row, RowPainter, RowsModel
from hiitreader.ui.dialogs.scrolled import scrolled_column
from hiitreader.ui.form_rows import FormRow
from hiitreader.ui.wrapping_label import WrappingLabel
from hiitreader.ui.wrapping_line import WrappingLine

_INTO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PAUSE = 400
_LEAST_LINES = 5
"""Of the list, in the lowest window; there the whole dialog is scrolled."""
_SHIFTED = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class _List(QListView):
    """A list that asks for a few lines and takes what height there is."""

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """A few lines."""
        return QSize(super().sizeHint().width(), _LEAST_LINES * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """The same: in a lower window the whole dialog is scrolled."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class FilterList(QWidget):
    """A filter field over a list.

    Down or Up in the field goes into the list, at the row that Enter in the field would choose; a letter typed in the
    list goes to the field, and so does Up on the first row. How many rows are left, and the first of them, is shown and
    said after a pause in typing; who comes back to the field hears it as the field's description. (A description that
    changes under the focus would be spoken a second time.)

    Args:
        field_label: the field's label.
        list_label: the list's name.
        find: the rows for what is typed, and the sentence that says how many ("12 commands").
        say: tells a screen reader.
    """

    chosen = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        field_label: str,
        list_label: str,
        find: Callable[[str], tuple[Sequence[Row], str]],
        say: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._find = find
        self._say = say
        self._told = ""
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(False)
        self.list = _List()
        self.list.setAccessibleName(list_label)
        self.list.setUniformItemSizes(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.rows = RowsModel()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(RowPainter(self.list))
        self.status = WrappingLabel()
        self.status.setObjectName("count")
        self._field_row = FormRow(field_label, self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._field_row)
        column.addWidget(self.status)
        column.addWidget(self.list, 1)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self._say(self._told))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self._tell(index.row()))

    def start(self, text: str = "", value: object = None) -> None:
        """Begin anew: this text in the field, all of it selected, and the row of this value as the current one."""
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.selectAll()
        self.field.blockSignals(False)
        self.refresh(value)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, value: object = None) -> None:
        """Find the rows again; the current row is that of `value`, else the first that stands for something."""
        rows, count = self._find(self.field.text().strip())
        self.list.setUniformItemSizes(len(rows) > EXACT_UP_TO)
        self.rows.set_rows(rows)
        self.status.setText(count)
        self._make_current(value)
        current = self.current()
        if current is None:
            self.current_changed.emit(None)
        first = "" if current is None or not self.field.text() else f" {current.spoken}"
        self._told = f"{count}.{first}"
        if not self.field.hasFocus():
            self.field.setAccessibleDescription(self._told)

    def current(self) -> Row | None:
        """The current row, None when there is none."""
        return self.rows.row(self.list.currentIndex().row())

    def set_current(self, number: int) -> None:
        """Make the row with this number the current one, in the middle of the list."""
        index = self.rows.index(number)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Take the keys that go from the field to the list and back, and the focus that comes to the list."""
        if event.type() is QEvent.Type.Resize and watched is self.list.viewport():
            self.list.scheduleDelayedItemsLayout()
            QTimer.singleShot(0, self, lambda: self.list.scrollTo(self.list.currentIndex()))
        elif event.type() is QEvent.Type.FocusIn and watched is self.list:
            QTimer.singleShot(0, self, self._speak_current)
        elif event.type() is QEvent.Type.FocusIn and watched is self.field:
            self.field.setAccessibleDescription(self._told)
        elif event.type() is QEvent.Type.FocusOut and watched is self.field:
            self._pause.stop()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._in_list(event) if watched is self.list else self._in_field(event)
        return False

    def _in_field(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._choose(self.list.currentIndex().row())
            return True
        if event.key() in _INTO_LIST and self.rows.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _in_list(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            self._choose(self.list.currentIndex().row())
            return True
        at_top = event.key() == Qt.Key.Key_Up and self.list.currentIndex().row() <= 0
        types = event.modifiers() in _SHIFTED and event.text().isprintable() and bool(event.text())
        if at_top or types or event.key() == Qt.Key.Key_Backspace:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.deselect()
            if not at_top:
                self.field.end(False)
                QApplication.sendEvent(self.field, event)
            return True
        return False

    def _typed(self) -> None:
        self.refresh()
        self._pause.start()

    def _make_current(self, value: object) -> None:
        self.list.scrollToTop()
        rows = self.rows.rows
        standing = (number for number, row in enumerate(rows) if row.value is not None)
        first = next(standing, -1)
        if value is None or first < 0:
            self.list.setCurrentIndex(self.rows.index(first))
            return
        self.set_current(next((number for number, row in enumerate(rows) if row.value == value), first))

    def _choose(self, number: int) -> None:
        row = self.rows.row(number)
        if row is not None and row.value is not None:
            self.chosen.emit(row.value)

    def _tell(self, number: int) -> None:
        row = self.rows.row(number)
        self.current_changed.emit(None if row is None else row.value)

    def _speak_current(self) -> None:
        # The list's own focus event names the list; this one names the row in it.
        if self.list.hasFocus() and self.list.currentIndex().isValid() and QAccessible.isActive():
            event = QAccessibleEvent(self.list, QAccessible.Event.Focus)
            event.setChild(self.list.currentIndex().row())
            QAccessible.updateAccessibility(event)


def list_column(
    dialog: QDialog,
    box: FilterList,
    buttons: Sequence[QPushButton] = (),
    *,
    above: QWidget | None = None,
    below: Sequence[QWidget] = (),
) -> None:
    """Fill a dialog with a list that takes all the height there is, what stands around it, and buttons at the foot."""
    _area, column = scrolled_column(dialog, *((above,) if above is not None else ()), gap=8)
    column.addWidget(box, 1)
    for part in below:
        column.addWidget(part)
    if buttons:
        foot = WrappingLine()
        for button in buttons:
            foot.addWidget(button)
        column.addLayout(foot)
