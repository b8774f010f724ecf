"""The one way to make a row of a form: label above field, tied together, with help and a place for an error.

Every form and panel builds its rows here, so that no field can lack its name, its description or its error line.
It never checks a value and never decides what is wrong: the form that owns the row says so.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.ui.tips import set_tip
from hiitreader.ui.wrapping_button import WrappingButton
from hiitreader.ui.wrapping_label import WrappingLabel
from hiitreader.ui.wrapping_line import WrappingLine

REQUIRED_SPOKEN = N_("{label} (required)")
ERROR_SHOWN = N_("Error: {sentence}")


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


class _CheckText(WrappingLabel):
    """The words of a check box, which wrap as QCheckBox's own do not; a press on them presses the box."""

    def __init__(self, text: str, box: QAbstractButton) -> None:
        super().__init__(text, one_line=True)
        self.setObjectName("check_text")
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._box.setFocus(Qt.FocusReason.MouseFocusReason)
            self._box.click()


class _WholeChoice(QObject):
    """Shows the words a list box has chosen where the box is too narrow to show them whole, and nothing otherwise."""

    def __init__(self, combo: QComboBox, rows: QVBoxLayout) -> None:
        super().__init__(combo)
        self._combo = combo
        self._rows = rows
        self._line: QLabel | None = None
        combo.installEventFilter(self)
        combo.currentTextChanged.connect(self._look)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() in {QEvent.Type.Resize, QEvent.Type.FontChange}:
            self._look()
        return False

    def _look(self) -> None:
        text, metrics = self._combo.currentText(), self._combo.fontMetrics()
        arrow = self._combo.height()
        cut = metrics.horizontalAdvance(text) > self._combo.width() - arrow - metrics.height()
        if cut and self._line is None:
            self._line = _line("help_line", text)
            self._rows.insertWidget(2, self._line)
        if self._line is not None:
            _put_words(self._line, text)
            self._line.setVisible(cut)


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
        # The letter of a check box presses it, as in QCheckBox's own words.
        spoken = label.replace("&", "") if isinstance(field, QCheckBox) else label
        self._name = _(REQUIRED_SPOKEN).format(label=label) if required else spoken
        shown = f"{label} *" if required else label
        _prime(field, self)
        self._label = _CheckText(shown, field) if isinstance(field, QCheckBox) else WrappingLabel(shown)
        self._label.setBuddy(field)
        self._help_line: QLabel | None = _line("help_line", help_text) if help_text and help_shown else None
        self._error_line: QLabel | None = None  # made when there is an error: most rows never have one
        field.setAccessibleName(self._name)
        if help_text and not help_shown:
            set_tip(field, help_text)
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
        if self._help_line is None:
            self._help_line = _line("help_line", help_text)
            self._rows.insertWidget(self._rows.count() - (self._error_line is not None), self._help_line)
        _put_words(self._help_line, help_text)
        self._help_line.setVisible(bool(help_text))
        self._describe()

    def set_error(self, sentence: str) -> None:
        """Say at the field what is wrong with it (WCAG 3.3.1): a line to see, a description to hear.

        "" takes the error away. Focus stays where it is.
        """
        error = _(ERROR_SHOWN).format(sentence=sentence) if sentence else ""
        if error == self._error:
            return
        self._error = error
        if self._error_line is None:
            self._error_line = _line("error_line", error)
            self._rows.addWidget(self._error_line)
        _put_words(self._error_line, error)
        self._error_line.setVisible(bool(error))
        self.field.setProperty("wrong", bool(sentence))
        style = self.field.style()
        style.unpolish(self.field)
        style.polish(self.field)
        self._describe()

    def _describe(self) -> None:
        self.field.setAccessibleDescription(" ".join(part for part in (self._error, self._help) if part))

    def _stack(self, beside: Sequence[QWidget], above: Sequence[QWidget]) -> None:
        rows = self._rows = QVBoxLayout(self)
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
            _WholeChoice(self.field, rows)
        if self._help_line is not None:
            rows.addWidget(self._help_line)
        self._order(beside, above)

    def _order(self, beside: Sequence[QWidget], above: Sequence[QWidget]) -> None:
        """Tab goes to the field first, wherever the eye finds the rest."""
        before = self.field
        for widget in (*beside, *above):
            QWidget.setTabOrder(before, widget)
            before = widget


class Group(QGroupBox):
    """Rows that belong together under a title that wraps; a screen reader says the title on the way in."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(16)
        self.rows.addWidget(_line("group_title", title))


def _line_of(*widgets: QWidget) -> WrappingLine:
    line = WrappingLine(gap=4)
    for widget in widgets:
        line.addWidget(widget)
    return line


def _side_by_side(box: QWidget, words: QWidget) -> QWidget:
    both = QWidget()
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    line.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)  # at least as high as the box, in the middle of it
    return both


def make_chief(button: QWidget, *, chief: bool) -> None:
    """Make a button the one that the form is there for now, or one like the others."""
    if button.property("chief") != chief:
        button.setProperty("chief", chief)
        button.style().unpolish(button)
        button.style().polish(button)
        button.updateGeometry()


def push_button(words: str, *, chief: bool = False, quiet: bool = False) -> WrappingButton:
    """A button that Return presses as well as Space, and whose words are broken where it is narrow.

    `chief` is the one a form is there for; `quiet` has no ground of its own until it is pointed at or focused.
    """
    button = WrappingButton(words)
    button.setAutoDefault(True)
    button.setProperty("chief", chief)
    button.setProperty("quiet", quiet)
    return button


def stop(text: str = "") -> QLabel:
    """A line that Tab stops at, for what must be readable at any time: a state, a measure. Hidden while empty.

    Use `say_at` to change its words.
    """
    label = _line("stop_line", text)
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return label


def say_at(label: QLabel, text: str) -> None:
    """Change the words of a `stop`; it keeps the focus if it has it, and is not hidden then."""
    _put_words(label, text)
    label.setVisible(bool(text) or label.hasFocus())


def _line(name: str, text: str) -> QLabel:
    """A wrapped line of plain text; hidden while empty, for an empty label takes its group's name from it."""
    label = WrappingLabel()
    label.setObjectName(name)
    _put_words(label, text)
    if not text:
        label.hide()  # and never shown here: without a parent yet, it would be a window
    return label


def _put_words(label: QLabel, text: str) -> None:
    """Show a sentence, and have a screen reader say it."""
    label.setText(text)
    label.setAccessibleName(text)


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
