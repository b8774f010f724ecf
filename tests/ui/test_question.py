"""A question says what is known, begins with the safe answer, and does nothing unless it is answered with yes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.field_window import FieldWindow

from hiitreader.ui.dialogs.question import QuestionDialog


class Stage(FieldWindow):
    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.yes: list[bool] = []
        self.dialog = QuestionDialog(
            self.window, "Send again?", ("It was perhaps sent.", "Nobody knows."), yes="&Send again", no="&Leave it"
        )
        self.dialog.accepted.connect(lambda: self.yes.append(True))
        self.dialog.open()
        qtbot.waitUntil(self.dialog.isActiveWindow)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_it_begins_with_what_is_known(stage: Stage) -> None:
    assert stage.dialog.windowTitle() == "Send again?"
    assert QApplication.focusWidget() is stage.dialog.known
    assert stage.dialog.known.accessibleName() == "It was perhaps sent.\nNobody knows."


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_return_leave_everything_as_it_is(stage: Stage, key: Qt.Key) -> None:
    stage.qtbot.keyClick(stage.dialog.known, key)
    stage.qtbot.waitUntil(stage.field.hasFocus)
    assert stage.yes == []


def test_only_yes_goes_on(stage: Stage) -> None:
    stage.dialog.yes.setFocus()
    stage.qtbot.keyClick(stage.dialog.yes, Qt.Key.Key_Return)
    stage.qtbot.waitUntil(stage.field.hasFocus)
    assert stage.yes == [True]
