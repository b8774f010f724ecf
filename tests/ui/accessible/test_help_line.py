"""The line of help under a field, and what it is to a screen reader."""

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from hiitreader.ui.accessible import HELP_LINE
from hiitreader.ui.form_rows import FormRow


def test_it_describes_its_field(qtbot: QtBot, factory: None) -> None:
    field = QLineEdit()
    row = FormRow("Name", field, help_text="As it will be shown.")
    qtbot.addWidget(row)
    row.show()
    label = row.findChild(QLabel, HELP_LINE)
    assert label is not None
    line = QAccessible.queryAccessibleInterface(label)
    assert line.role() == QAccessible.Role.StaticText
    assert line.text(QAccessible.Text.Name) == "As it will be shown."
    assert line.rect().size() == label.size()
    assert not line.state().invisible
    ((described, flag),) = line.relations(QAccessible.RelationFlag.AllRelations)
    assert flag == QAccessible.RelationFlag.Described
    assert described.object() is field
    above = line.parent()
    assert above.object() is row
    assert above.indexOfChild(line) >= 0


def test_one_without_a_field_describes_nothing(qtbot: QtBot, factory: None) -> None:
    label = QLabel("Words")
    label.setObjectName(HELP_LINE)
    qtbot.addWidget(label)
    assert QAccessible.queryAccessibleInterface(label).relations(QAccessible.RelationFlag.AllRelations) == []


def test_other_labels_keep_qts_own(qtbot: QtBot, factory: None) -> None:
    label = QLabel("Words")
    qtbot.addWidget(label)
    assert type(QAccessible.queryAccessibleInterface(label)).__module__.startswith("PySide6")
