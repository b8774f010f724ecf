"""The line at the foot of the window: what happened last stays there, and is spoken; a bar while an article comes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.status_line import StatusLine
from hiitreader.ui.wrapping_button import WrappingButton


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    made = StatusLine()
    qtbot.addWidget(made)
    made.resize(600, 40)
    made.show()
    return made


def test_a_message_stays_until_the_next_and_is_plain_text(line: StatusLine) -> None:
    line.say("One <b>reply</b> waits.")
    assert line.message == "One <b>reply</b> waits."
    label = line.findChild(QLabel, "message")
    assert label is not None
    assert label.accessibleName() == line.message
    line.say("Sent.")
    assert line.message == "Sent."


def test_it_is_spoken_by_who_speaks(line: StatusLine) -> None:
    spoken: list[tuple[str, bool]] = []

    def speak(_widget: QWidget, message: str, *, assertive: bool = False) -> bool:
        spoken.append((message, assertive))
        return True

    line.say("before there was a voice")
    line.speak_through(speak)
    line.say("first")
    line.say("second", important=True)
    assert spoken == [("first", False), ("second", True)]


def test_place_and_waiting_are_shown(line: StatusLine) -> None:
    line.show_place("40 %")
    line.show_waiting("2 replies wait")
    texts = [label.text() for label in line.findChildren(QLabel)]
    assert "40 %" in texts
    assert line.waiting == "2 replies wait"


def test_how_many_wait_is_said_shorter_where_there_is_no_room(line: StatusLine) -> None:
    line.show_waiting("2 replies wait, 1 needs you", "Outbox: 3")
    (button,) = line.findChildren(WrappingButton)
    assert button.words == "2 replies wait, 1 needs you"
    line.resize(120, 80)
    QApplication.processEvents()
    assert button.words == "Outbox: 3"
    assert button.accessibleName() == "2 replies wait, 1 needs you"
    assert line.waiting == "2 replies wait, 1 needs you"
    line.resize(600, 40)
    QApplication.processEvents()
    assert button.words == "2 replies wait, 1 needs you"


def test_how_many_wait_is_a_button_there_only_while_some_do(line: StatusLine, qtbot: QtBot) -> None:
    assert line.findChildren(QPushButton) == []
    line.show_waiting("2 replies wait, 1 needs you")
    (button,) = line.findChildren(QPushButton)
    assert button.isVisible()
    assert button.accessibleName() == "2 replies wait, 1 needs you"
    assert button.accessibleDescription() == "Shows the outbox."
    button.setFocus()
    with qtbot.waitSignal(line.waiting_pressed):
        qtbot.keyClick(button, Qt.Key.Key_Return)
    line.show_waiting("1 reply waits")
    assert line.findChildren(QPushButton) == [button], "the same button, so that it keeps the focus"
    assert button.accessibleName() == "1 reply waits"
    line.show_waiting("")
    assert not button.isVisible()


def test_the_bar_is_there_while_an_article_comes_and_gone_after(line: StatusLine, qtbot: QtBot) -> None:
    line.show_progress(1.0)
    assert line.findChild(QProgressBar) is None
    line.show_progress(0.1)
    line.show_progress(0.46)
    bar = line.findChild(QProgressBar)
    assert bar is not None
    assert bar.value() == 46
    assert bar.accessibleName()
    line.show_progress(1.0)
    qtbot.waitUntil(lambda: line.findChild(QProgressBar) is None)


def test_a_long_message_is_broken_not_cut(line: StatusLine) -> None:
    line.say("a message of many words " * 12)
    line.resize(320, line.heightForWidth(320))
    label = line.findChild(QLabel, "message")
    assert label is not None
    assert label.height() >= label.heightForWidth(label.width())


@pytest.fixture
def window(line: StatusLine, qtbot: QtBot) -> QWidget:
    """A narrow window with the line at its foot."""
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(line)
    made.resize(220, 400)
    made.show()
    return made


def test_what_does_not_fit_beside_the_first_message_goes_below_it(line: StatusLine, window: QWidget) -> None:
    line.show_place("40 %")
    line.show_progress(0.4)
    label, bar = line.findChild(QLabel, "message"), line.findChild(QProgressBar)
    assert label is not None
    assert bar is not None
    QApplication.processEvents()
    assert bar.y() < label.geometry().bottom()
    line.say("a message of many words " * 4)
    QApplication.processEvents()
    assert window.width() < 230
    assert bar.y() >= label.mapTo(line, label.rect().bottomLeft()).y()
    assert label.width() > 110


def test_a_long_message_leaves_the_page_in_sight_and_can_be_scrolled(line: StatusLine, window: QWidget) -> None:
    line.say("Short.")
    QApplication.processEvents()
    area, label = line.findChild(QScrollArea), line.findChild(QLabel, "message")
    assert area is not None
    assert label is not None
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus
    line.say("a message of many words " * 40)
    QApplication.processEvents()
    assert line.height() < window.height() // 2
    assert label.height() > area.viewport().height(), "the rest is there to be scrolled to"
    assert area.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert area.accessibleName() == line.message
    line.say("Short.")
    QApplication.processEvents()
    assert area.focusPolicy() is Qt.FocusPolicy.NoFocus
