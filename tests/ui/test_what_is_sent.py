"""“What will be sent”: what it says, which answer is the safe one, and that all of it can be read."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.ui.dialogs.what_is_sent import WhatIsSent

SITE = ServerSettings("https://example.org", "wordpress-form", "https://example.org/wp-json", "https://example.org/f")
WORDS = ReplyForm("My knee holds. " * 40, "Ann Example", "ann@example.com", "https://ann.example.com/a/long/address")


class Stage:
    """A window to open the dialog over, and the reader's answers."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.answers: list[bool] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.elsewhere = QPushButton("Elsewhere", self.window)
        self.window.resize(800, 600)
        self.window.show()
        self.window.activateWindow()
        self.elsewhere.setFocus()
        qtbot.waitUntil(self.elsewhere.hasFocus)

    def open(self, settings: ServerSettings | None = SITE, form: ReplyForm = WORDS, *, ask: bool = False) -> WhatIsSent:
        dialog = WhatIsSent(self.window, settings, form, "Legs", ask=ask)
        dialog.accepted.connect(lambda: self.answers.append(True))
        dialog.rejected.connect(lambda: self.answers.append(False))
        dialog.open()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        return dialog


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def lines(group: QWidget) -> list[str]:
    return [label.accessibleName() for label in group.findChildren(QLabel) if label.objectName() == "stop_line"]


def test_what_is_published_and_what_is_not_are_groups_of_their_own(stage: Stage) -> None:
    dialog = stage.open()
    published, private = dialog.groups
    assert published.accessibleName() == "Published"
    assert any(line.startswith("Name: Ann Example\n") for line in lines(published))
    assert any(line.startswith("Email: ann@example.com\nNot published.") for line in lines(private))
    assert not any("ann@example.com" in line for line in lines(published))
    assert "Everything goes to example.org" in dialog.head.accessibleName()


def test_a_long_comment_is_told_by_its_beginning(stage: Stage) -> None:
    published, _private = stage.open().groups
    (comment,) = [line for line in lines(published) if line.startswith("Comment:")]
    assert "…" in comment
    assert len(comment) < 500


def test_without_a_server_it_says_that_nothing_is_sent(stage: Stage) -> None:
    dialog = stage.open(None)
    assert dialog.groups == ()
    assert dialog.head.accessibleName().startswith("No server is set, so nothing is sent.")


def test_shown_at_any_time_it_has_nothing_to_agree_to(stage: Stage) -> None:
    dialog = stage.open()
    assert not dialog.send.isVisible()
    stage.qtbot.keyClick(dialog.head, Qt.Key.Key_Return)
    assert stage.answers == [False]
    stage.qtbot.waitUntil(stage.elsewhere.hasFocus)


def test_asked_before_the_first_reply_it_names_the_host_and_begins_at_what_there_is_to_read(stage: Stage) -> None:
    dialog = stage.open(ask=True)
    assert QApplication.focusWidget() is dialog.head
    assert dialog.head.accessibleName().startswith(
        "Before your reply goes to example.org, see what will be sent there."
    )


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_key_pressed_once_too_often_sends_nothing(stage: Stage, key: Qt.Key) -> None:
    stage.qtbot.keyClick(stage.open(ask=True).head, key)
    assert stage.answers == [False]


def test_agreeing_is_one_button(stage: Stage) -> None:
    dialog = stage.open(ask=True)
    dialog.send.setFocus()
    stage.qtbot.keyClick(dialog.send, Qt.Key.Key_Return)
    assert stage.answers == [True]


def test_tab_stops_at_every_line(stage: Stage) -> None:
    dialog = stage.open(ask=True)
    seen: list[QWidget] = []
    while (widget := QApplication.focusWidget()) not in seen:
        assert widget is not None
        seen.append(widget)
        stage.qtbot.keyClick(widget, Qt.Key.Key_Tab)
    wanted = [line for group in dialog.groups for line in lines(group)]
    assert [widget.accessibleName() for widget in seen][1 : len(wanted) + 1] == wanted, "in the order they are seen in"
    assert {dialog.keep, dialog.send} <= set(seen)


@pytest.mark.parametrize(("width", "pixels"), [(320, 36), (320, 72), (700, 16)])
def test_nothing_is_cut_or_covered(stage: Stage, width: int, pixels: int) -> None:
    dialog = stage.open(ask=True)
    font = dialog.font()
    font.setPixelSize(pixels)
    dialog.setFont(font)
    dialog.resize(width, 300)
    QApplication.processEvents()
    body = dialog.findChildren(QScrollArea)[0].widget()
    parts = [part for part in body.findChildren(QWidget) if part.isVisible() and isinstance(part, QLabel | QPushButton)]
    boxes = {part: QRect(part.mapTo(body, QPoint(0, 0)), part.size()) for part in parts}
    for part, box in boxes.items():
        assert body.rect().contains(box)
        if isinstance(part, QLabel):
            assert box.height() >= part.heightForWidth(box.width())
    for one, other in combinations(boxes.values(), 2):
        assert not one.intersects(other)
