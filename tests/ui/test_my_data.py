"""“My data”: what it says and what it asks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.replies.test_mine import sent

from hiitreader.replies.mine import OnServer
from hiitreader.replies.reply import ReplyState
from hiitreader.replies.sentence import Sentence
from hiitreader.ui.dialogs.my_data import Kept, MyData

THERE = OnServer(
    sent("1", ReplyState.PUBLISHED, "11"),
    "11",
    "https://example.org/legs/#comment-11",
    "example.org",
    certain=True,
    deletable=False,
    ask=Sentence("Write to those who run {host}.", {"host": "example.org"}),
)


class Stage:
    """The dialog over a window, and what it asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.asked: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.elsewhere = QPushButton("Elsewhere", self.window)
        self.window.show()
        self.window.activateWindow()
        self.elsewhere.setFocus()
        qtbot.waitUntil(self.elsewhere.hasFocus)
        self.dialog = MyData(self.window, "/home/ann/hiitreader")
        self.dialog.export_requested.connect(lambda: self.asked.append("export"))
        self.dialog.erase_requested.connect(lambda: self.asked.append("erase"))
        self.dialog.forget_requested.connect(lambda: self.asked.append("forget"))
        self.dialog.begin(Kept(1, remembered=False, there=()))
        qtbot.waitUntil(self.dialog.isActiveWindow)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_it_says_what_is_kept_and_where(stage: Stage) -> None:
    stage.dialog.show_kept(Kept(3, remembered=True, there=(THERE,)))
    said = stage.dialog.head.accessibleName()
    assert "3 replies and drafts of yours are kept in /home/ann/hiitreader" in said
    assert "Your name and email are kept for the next reply." in said
    assert "Passwords are in the system's keyring or nowhere." in said
    assert QApplication.focusWidget() is stage.dialog.head


def test_what_is_on_servers_can_be_read_and_copied(stage: Stage) -> None:
    stage.dialog.show_kept(Kept(1, remembered=False, there=(THERE,)))
    text = stage.dialog.there.toPlainText()
    assert "published: https://example.org/legs/#comment-11\nWrite to those who run example.org." in text
    assert stage.dialog.there.accessibleName() == "What is on servers"
    stage.dialog.there.setFocus()
    stage.qtbot.keyClick(stage.dialog.there, "a", Qt.KeyboardModifier.ControlModifier)
    assert stage.dialog.there.textCursor().selectedText()
    stage.qtbot.keyClick(stage.dialog.there, "x")
    assert stage.dialog.there.toPlainText() == text


def test_with_nothing_there_it_says_so_and_there_is_nothing_to_forget(stage: Stage) -> None:
    stage.dialog.show_kept(Kept(0, remembered=False, there=()))
    assert stage.dialog.there.toPlainText() == "No server has a reply of yours that this program knows of."
    assert not stage.dialog.forget.isVisible()


def test_it_is_no_higher_than_what_it_holds(stage: Stage) -> None:
    low = stage.dialog.height()
    stage.dialog.close()
    other = MyData(stage.window, "/home/ann/hiitreader")
    other.begin(Kept(1, remembered=False, there=(THERE,)))
    stage.qtbot.waitUntil(other.isActiveWindow)
    assert other.height() > low
    assert not other._area.verticalScrollBar().maximum()
    assert other.close_button.mapTo(other, other.close_button.rect().bottomLeft()).y() > other.height() - 40
    assert other.height() <= other.screen().availableSize().height()


def test_what_was_done_is_said_first_and_the_focus_is_not_lost(stage: Stage) -> None:
    stage.dialog.show_kept(Kept(1, remembered=True, there=()))
    stage.dialog.forget.setFocus()
    stage.qtbot.keyClick(stage.dialog.forget, Qt.Key.Key_Return)
    stage.dialog.show_kept(Kept(1, remembered=False, there=()), "Name, email and website are forgotten.")
    assert stage.asked == ["forget"]
    assert stage.dialog.head.accessibleName().startswith("Name, email and website are forgotten.\n")
    assert QApplication.focusWidget() is stage.dialog.head


def test_its_buttons_ask_and_return_closes(stage: Stage) -> None:
    stage.dialog.export.click()
    stage.dialog.erase.click()
    assert stage.asked == ["export", "erase"]
    stage.qtbot.keyClick(stage.dialog.head, Qt.Key.Key_Return)
    assert not stage.dialog.isVisible()
    stage.qtbot.waitUntil(stage.elsewhere.hasFocus)


def test_tab_leads_out_of_the_list(stage: Stage) -> None:
    stage.dialog.show_kept(Kept(1, remembered=True, there=(THERE,)))
    stage.dialog.there.setFocus()
    stage.qtbot.keyClick(stage.dialog.there, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is stage.dialog.export
