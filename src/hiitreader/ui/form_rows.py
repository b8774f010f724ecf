"""The one way to make a row of a form: label above field, tied together, with help and a place for an error.

Every form and panel builds its rows here, so that no field can lack its name, its description or its error line.
It never checks a value and never decides what is wrong: the form that owns the row says so.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _

REQUIRED_SPOKEN = N_("{label} (required)")
ERROR_SHOWN = N_("Error: {sentence}")


class WrappingLine(QLayout):
    """Widgets side by side while they fit, and on lines of their own when they do not.

    A widget whose size policy is Expanding takes what is left of its line. Its least width is that of its widest
    widget, so nothing is cut in 320 pixels. `gap` is in pixels, between widgets and between lines.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 -- Qt's name
        """Take one more widget."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets it holds."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """The widget's item at `index`; None beyond the end, as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Give up the widget's item at `index`; None beyond the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """It takes all the width it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height of all lines in `width` pixels."""
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All side by side."""
        items = self._shown()
        width = sum(item.sizeHint().width() for item in items) + self._gap * max(0, len(items) - 1)
        return QSize(width, max((item.sizeHint().height() for item in items), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest widget alone."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wanted = _least_width(item)
            if not lines or used + self._gap + wanted > width:
                lines.append([item])
                used = wanted
            else:
                lines[-1].append(item)
                used += self._gap + wanted
        return lines

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        top = rect.y()
        for line in self._lines(rect.width()):
            spare = rect.width() - sum(_least_width(item) for item in line) - self._gap * (len(line) - 1)
            growing = sum(_grows(item) for item in line)
            widths = [min(_least_width(i) + (spare // growing if _grows(i) else 0), rect.width()) for i in line]
            height = max(_height(item, width) for item, width in zip(line, widths, strict=True))
            left = rect.x()
            for item, width in zip(line, widths, strict=True):
                if move:
                    item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + self._gap
            top += height + self._gap
        return max(0, top - self._gap - rect.y())


def _grows(item: QLayoutItem) -> bool:
    return Qt.Orientation.Horizontal in item.expandingDirections()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _least_width(item: QLayoutItem) -> int:
    """What a widget needs on a line: one that grows can begin small."""
    return item.minimumSize().width() if _grows(item) else item.sizeHint().width()


class _Manners(QObject):
    """Keeps the wheel from changing a field that has no focus, and readies a list box when it first gets it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()  # so the panel scrolls instead
            return True
        if event.type() is QEvent.Type.FocusIn and isinstance(watched, QComboBox):
            _ready_list(watched)
        return False


def _ready_list(combo: QComboBox) -> None:
    """Make the list that drops down; not before it is needed, for it is a window of its own."""
    if not isinstance(combo.itemDelegate(), _ItemPainter):
        combo.setItemDelegate(_ItemPainter(combo))
        combo.view().setAccessibleName(combo.accessibleName())


class _ItemPainter(QStyledItemDelegate):
    """Heeds the style sheet's item height, which the list box's own painter does not."""


class _CheckText(QLabel):
    """The words of a check box, which wrap as QCheckBox's own do not; a press on them presses the box."""

    def __init__(self, text: str, box: QAbstractButton) -> None:
        super().__init__(text)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)
            self._box.click()


class _WholeChoice(QLabel):
    """Shows the words a list box has chosen where the box is too narrow to show them whole, and nothing otherwise."""

    def __init__(self, combo: QComboBox) -> None:
        super().__init__()
        self._combo = combo
        self.setObjectName("help_line")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setIndent(0)
        self.hide()
        combo.installEventFilter(self)
        combo.currentTextChanged.connect(self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in {QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._look()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        text, metrics = self._combo.currentText(), self._combo.fontMetrics()
        arrow = self._combo.height()
        cut = metrics.horizontalAdvance(text) > self._combo.width() - arrow - metrics.height()
        self.setText(text)
        self.setVisible(cut and bool(text))


class FormRow(QWidget):
    """One row: a label above its field, help under it, and an error line that is there only when needed.

    Args:
        label: the translated words, as WordPress or the setting has them, without a mark.
        field: the control; the row makes it its own child.
        help_text: a translated sentence shown under the field and spoken as the field's description.
        required: adds " *" to the label that is seen and "(required)" to the name that is spoken, since neither
            Qt nor AT-SPI has a state for it.
        beside: further widgets on the field's line (a check box has none); they wrap under it when it is narrow.
        above: further widgets at the end of the label's line.
        help_shown: False keeps the help for the description and the tool tip alone.
    """

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        help_text: str = "",
        required: bool = False,
        beside: Sequence[QWidget] = (),
        above: Sequence[QWidget] = (),
        help_shown: bool = True,
    ) -> None:
        super().__init__()
        self.field = field
        self._help = help_text
        self._error = ""
        self._name = _(REQUIRED_SPOKEN).format(label=label) if required else label
        shown = f"{label} *" if required else label
        _prime(field, self)
        self._label = _CheckText(shown, field) if isinstance(field, QCheckBox) else QLabel(shown)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setIndent(0)
        self._label.setBuddy(field)
        self._help_line = _line("help_line", help_text if help_shown else "")
        self._error_line = _line("error_line", "")
        field.setAccessibleName(self._name)
        if help_text and not help_shown:
            field.setToolTip(help_text)
        self._stack(beside, above)
        self._describe()

    @property
    def label(self) -> QLabel:
        """The label that is seen."""
        return self._label

    @property
    def error(self) -> str:
        """The error as it is shown, "" when there is none."""
        return self._error

    def set_label(self, label: str) -> None:
        """Change the words of the label and of the spoken name."""
        self._name = label
        self._label.setText(label)
        self.field.setAccessibleName(label)

    def set_help(self, help_text: str) -> None:
        """Change the help; it is shown even when it was empty before."""
        self._help = help_text
        self._help_line.setText(help_text)
        self._help_line.setVisible(bool(help_text))
        self._describe()

    def set_error(self, sentence: str) -> None:
        """Say at the field what is wrong with it (WCAG 3.3.1): a line to see, a description to hear.

        "" takes the error away. Focus stays where it is.
        """
        self._error = _(ERROR_SHOWN).format(sentence=sentence) if sentence else ""
        self._error_line.setText(self._error)
        self._error_line.setVisible(bool(sentence))
        self.field.setProperty("wrong", bool(sentence))
        style = self.field.style()
        style.unpolish(self.field)
        style.polish(self.field)
        self._describe()

    def _describe(self) -> None:
        self.field.setAccessibleDescription(" ".join(part for part in (self._error, self._help) if part))

    def _stack(self, beside: Sequence[QWidget], above: Sequence[QWidget]) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        words: QWidget = self._label
        if isinstance(self.field, QCheckBox):
            words = _side_by_side(self.field, self._label)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        words.setSizePolicy(policy)
        rows.addLayout(_line_of(words, *above))
        if not isinstance(self.field, QCheckBox):
            rows.addLayout(_line_of(self.field, *beside))
        if isinstance(self.field, QComboBox):
            rows.addWidget(_WholeChoice(self.field))
        rows.addWidget(self._help_line)
        rows.addWidget(self._error_line)
        self._order(beside, above)

    def _order(self, beside: Sequence[QWidget], above: Sequence[QWidget]) -> None:
        """Tab goes to the field first, wherever the eye finds the rest."""
        before = self.field
        for widget in (*beside, *above):
            QWidget.setTabOrder(before, widget)
            before = widget


def _line_of(*widgets: QWidget) -> WrappingLine:
    line = WrappingLine(gap=4)
    for widget in widgets:
        line.addWidget(widget)
    return line


def _side_by_side(box: QWidget, words: QWidget) -> QWidget:
    both = QWidget()
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1, Qt.AlignmentFlag.AlignVCenter)
    return both


def stop(text: str = "") -> QLabel:
    """A line that Tab stops at, for what must be readable at any time: a state, a measure. Hidden while empty.

    Use `say_at` to change its words.
    """
    label = _line("stop_line", "")
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    say_at(label, text)
    return label


def say_at(label: QLabel, text: str) -> None:
    """Change the words of a `stop`; it keeps the focus if it has it, and is not hidden then."""
    label.setText(text)
    label.setAccessibleName(text)
    label.setVisible(bool(text) or label.hasFocus())


def _line(name: str, text: str) -> QLabel:
    """A wrapped line of plain text; hidden while empty, for an empty label takes its group's name from it."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setIndent(0)
    label.setVisible(bool(text))
    return label


def _prime(field: QWidget, row: QWidget) -> None:
    """Give a field the manners every field here has."""
    field.setSizePolicy(QSizePolicy.Policy.Expanding, field.sizePolicy().verticalPolicy())
    if isinstance(field, QLineEdit) and not field.text():
        # A fresh line edit reports its caret before its focus, and a screen reader then says nothing.
        blocked = field.blockSignals(True)
        field.setText(" ")
        field.clear()
        field.blockSignals(blocked)
    elif isinstance(field, QPlainTextEdit):
        field.setTabChangesFocus(True)
    elif isinstance(field, QComboBox):
        field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        field.setMinimumContentsLength(4)
    elif isinstance(field, QCheckBox):
        field.setProperty("bare", True)  # its words stand beside it, not in it
        field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if isinstance(field, QAbstractSpinBox | QComboBox):
        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        field.installEventFilter(_Manners(row))
