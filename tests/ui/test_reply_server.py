"""The dialog for the reply server: what is set, what was found, errors at the field, the focus kept."""

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.errors import InputProblem
from hiitreader.replies.desk import ServerSettings
from hiitreader.ui.dialogs.reply_server import ReplyServer

SERVER = ServerSettings("https://comments.example.com", "isso")


class Stage:
    """The dialog over a window, and what it said and asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.said: list[tuple[str, bool]] = []
        self.asked: list[str | None] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.elsewhere = QPushButton("Elsewhere", self.window)
        self.window.resize(800, 600)
        self.window.show()
        self.window.activateWindow()
        self.elsewhere.setFocus()
        qtbot.waitUntil(self.elsewhere.hasFocus)
        self.dialog = ReplyServer(self.window, self.say)
        self.dialog.use_requested.connect(self.asked.append)
        self.dialog.forget_requested.connect(lambda: self.asked.append(None))

    def say(self, message: str, *, important: bool = False) -> None:
        self.said.append((message, important))

    def open(self, settings: ServerSettings | None = None) -> None:
        self.dialog.begin()
        self.qtbot.waitUntil(self.dialog.isActiveWindow)
        self.dialog.show_known(settings)

    @property
    def state(self) -> str:
        return self.dialog.state.accessibleName()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_it_opens_at_the_field_and_says_what_is_set(stage: Stage) -> None:
    stage.open(SERVER)
    assert QApplication.focusWidget() is stage.dialog.address
    assert stage.dialog.address.text() == SERVER.url
    assert stage.dialog.address.selectedText() == SERVER.url
    assert SERVER.url in stage.state
    assert "Isso" in stage.state
    assert stage.said == [], "the screen reader reads it as it comes there"


def test_without_a_server_it_says_where_replies_are(stage: Stage) -> None:
    stage.open()
    assert stage.dialog.address.text() == ""
    assert stage.state == "No server is set. Your replies wait on this computer."


def test_what_was_typed_before_the_answer_came_is_left_alone(stage: Stage) -> None:
    stage.dialog.begin()
    stage.qtbot.waitUntil(stage.dialog.isActiveWindow)
    stage.qtbot.keyClicks(stage.dialog.address, "example.org")
    stage.dialog.show_known(SERVER)
    assert stage.dialog.address.text() == "example.org"


def test_enter_in_the_field_uses_it_once_and_the_dialog_stays(stage: Stage) -> None:
    stage.open()
    stage.qtbot.keyClicks(stage.dialog.address, "comments.example.com")
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Return)
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Return)
    assert stage.asked == ["comments.example.com"]
    assert stage.dialog.isVisible()
    assert "Asking the server" in stage.state
    stage.dialog.show_server(SERVER)
    assert stage.dialog.address.text() == SERVER.url
    assert SERVER.url in stage.said[-1][0]
    assert QApplication.focusWidget() is stage.dialog.address
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Return)
    assert len(stage.asked) == 2, "it listens again"


def test_an_error_is_at_the_field_and_is_spoken_and_goes_when_one_types(stage: Stage) -> None:
    stage.open()
    stage.qtbot.keyClicks(stage.dialog.address, "what is this")
    stage.dialog.use.setFocus()
    stage.dialog.use.click()
    stage.dialog.show_problem(InputProblem("“{url}” is not the address of a server.", url="what is this"))
    assert QApplication.focusWidget() is stage.dialog.address
    assert stage.dialog.row.error == "Error: “what is this” is not the address of a server."
    assert stage.dialog.row.error in stage.dialog.address.accessibleDescription()
    assert stage.said[-1] == ("“what is this” is not the address of a server.", True)
    assert stage.state.startswith("No server is set."), "what holds still holds"
    assert stage.dialog.address.text() == "what is this"
    stage.qtbot.keyClicks(stage.dialog.address, "x")
    assert stage.dialog.row.error == ""


def test_the_server_is_forgotten(stage: Stage) -> None:
    stage.open(SERVER)
    stage.dialog.forget.setFocus()
    stage.qtbot.keyClick(stage.dialog.forget, Qt.Key.Key_Space)
    assert stage.asked == [None]
    stage.dialog.show_server(None)
    assert stage.dialog.address.text() == ""
    assert stage.state.startswith("No server is set.")
    assert QApplication.focusWidget() is stage.dialog.forget


def test_an_answer_that_comes_after_it_was_closed_is_said_and_takes_no_focus(stage: Stage) -> None:
    stage.open()
    stage.qtbot.keyClicks(stage.dialog.address, "example.com")
    stage.dialog.use.click()
    stage.qtbot.keyClick(stage.dialog.address, Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(stage.elsewhere.hasFocus)
    stage.dialog.show_problem(InputProblem("Nobody answers."))
    assert stage.elsewhere.hasFocus()
    assert stage.said[-1] == ("Nobody answers.", True)


def test_tab_reaches_everything_and_everything_has_a_name(stage: Stage) -> None:
    stage.open(SERVER)
    seen: list[QWidget] = []
    while (widget := QApplication.focusWidget()) not in seen:
        assert widget is not None
        seen.append(widget)
        stage.qtbot.keyClick(widget, Qt.Key.Key_Tab)
    dialog = stage.dialog
    assert {dialog.address, dialog.state, dialog.use, dialog.forget, dialog.close_button} <= set(seen)
    for widget in seen:
        words = widget.text() if isinstance(widget, QPushButton | QLabel) else ""
        assert widget.accessibleName() or words


@pytest.mark.parametrize(("width", "pixels"), [(320, 36), (480, 16), (700, 24)])
def test_nothing_is_cut_or_covered_with_an_error(stage: Stage, width: int, pixels: int) -> None:
    font = stage.dialog.font()
    font.setPixelSize(pixels)
    stage.dialog.setFont(font)
    stage.open(SERVER)
    stage.dialog.resize(width, 300)
    stage.dialog.show_problem(InputProblem(" ".join(["A long sentence about what went wrong."] * 6)))
    QApplication.processEvents()
    body = stage.dialog._area.widget()
    parts = [part for part in body.findChildren(QWidget) if part.isVisible() and isinstance(part, _SEEN)]
    boxes = {part: QRect(part.mapTo(body, QPoint(0, 0)), part.size()) for part in parts}
    for part, box in boxes.items():
        assert body.rect().contains(box)
        if isinstance(part, QLabel):
            assert box.height() >= part.heightForWidth(box.width())
    for one, other in combinations(boxes.values(), 2):
        assert not one.intersects(other)
    assert stage.dialog.address.visibleRegion().boundingRect().height() > 0, "the field is in sight"


_SEEN = (QLabel, QLineEdit, QPushButton)
