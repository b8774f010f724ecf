"""A row of a form can be seen, heard and used, whatever is wrong in it."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hiitreader.ui.form_rows import FormRow


def texts(row: QWidget) -> list[str]:
    """What is to be seen in a row's labels."""
    return [label.text() for label in row.findChildren(QLabel) if not label.isHidden()]


def test_a_required_field_is_marked_for_eyes_and_ears(qtbot: QtBot) -> None:
    row = FormRow("Name", field := QLineEdit(), required=True, help_text="As it will be shown.")
    qtbot.addWidget(row)
    assert texts(row) == ["Name *", "As it will be shown."]
    assert field.accessibleName() == "Name (required)"
    assert field.accessibleDescription() == "As it will be shown."
    assert row.label.buddy() is field


def test_an_error_is_said_at_the_field_and_goes_again(qtbot: QtBot) -> None:
    row = FormRow("Name", field := QLineEdit(), help_text="As it will be shown.")
    qtbot.addWidget(row)
    row.set_error("Type your name.")
    assert "Error: Type your name." in texts(row)
    assert field.accessibleDescription() == "Error: Type your name. As it will be shown."
    assert field.property("wrong") is True
    row.set_error("")
    assert texts(row) == ["Name", "As it will be shown."]
    assert field.accessibleDescription() == "As it will be shown."
    assert row.error == ""


def test_no_empty_label_is_left_to_take_a_groups_name(qtbot: QtBot) -> None:
    row = FormRow("Website", QLineEdit())
    qtbot.addWidget(row)
    row.show()
    assert all(texts(row))


def test_a_fresh_line_edit_is_primed_in_silence_and_a_full_one_left_alone(qtbot: QtBot) -> None:
    field, full = QLineEdit(), QLineEdit("kept")
    said: list[str] = []
    field.textChanged.connect(said.append)
    rows = [FormRow("Name", one) for one in (field, full)]
    for row in rows:
        qtbot.addWidget(row)
    assert (field.text(), full.text(), said) == ("", "kept", [])


def test_tab_leaves_a_text_field(qtbot: QtBot) -> None:
    row = FormRow("Comment", field := QPlainTextEdit())
    qtbot.addWidget(row)
    assert field.tabChangesFocus()


def test_a_check_boxs_words_wrap_and_press_it(qtbot: QtBot) -> None:
    row = FormRow("Save my name, email, and website in this browser for the next time I comment.", box := QCheckBox())
    qtbot.addWidget(row)
    row.resize(320, row.heightForWidth(320))
    row.show()
    assert row.label.height() >= 2 * row.label.fontMetrics().height()
    qtbot.mouseClick(row.label, Qt.MouseButton.LeftButton)
    assert box.isChecked()


def wheel(over: QWidget) -> None:
    """Turn the wheel by one notch over a widget."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(over, event)


def test_the_wheel_changes_no_value_in_passing(qtbot: QtBot) -> None:
    rows = QWidget()
    qtbot.addWidget(rows)
    stack = QVBoxLayout(rows)
    number, choice = QSpinBox(maximum=10, value=5), QComboBox()
    choice.addItems(["one", "two"])
    choice.setCurrentIndex(1)
    for field in (number, choice, last := QLineEdit()):
        stack.addWidget(FormRow("Row", field))
    rows.show()
    last.setFocus()
    wheel(number)
    wheel(choice)
    assert (number.value(), choice.currentIndex()) == (5, 1)


def test_what_grows_takes_the_rest_of_its_line(qtbot: QtBot) -> None:
    row = FormRow("Text size", field := QSpinBox(), beside=[button := QPushButton("Reset")])
    qtbot.addWidget(row)
    row.resize(500, 100)
    row.show()
    assert abs(field.geometry().center().y() - button.geometry().center().y()) <= 1
    assert button.geometry().right() == row.rect().right()
