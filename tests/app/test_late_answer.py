"""An answer on updates that comes after the dialog was closed is not shown in the one that is opened next."""

from threading import Event
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hiitreader.app.about_part import AboutPart
from hiitreader.errors import WorldProblem
from hiitreader.system.publisher import Publisher
from hiitreader.system.updates import Newest


class Window(QWidget):
    closing = Signal()


class Asked:
    """Stands for the publisher: answers when it is let."""

    def __init__(self) -> None:
        self.go = Event()
        self.times = 0

    def __call__(self, address: str) -> Newest:
        assert address == "https://example.org/latest.json"
        self.times += 1
        assert self.go.wait(10)
        return Newest("99", newer=True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    made = Asked()
    monkeypatch.setattr("hiitreader.system.updates.ask_newest", made)
    return made


@pytest.fixture
def part(qtbot: QtBot) -> AboutPart:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    program = SimpleNamespace(window=window)  # all that the part asks of the program here
    return AboutPart(program, Publisher("id", updates="https://example.org/latest.json"))  # type: ignore[arg-type]


def test_an_answer_is_shown_where_it_was_asked_for(part: AboutPart, asked: Asked, qtbot: QtBot) -> None:
    part.show_updates()
    assert asked.times == 0
    asked.go.set()
    part._updates.ask.click()
    qtbot.waitUntil(lambda: "99 is out" in part._updates.head.accessibleName())
    assert asked.times == 1
    part._program.window.closing.emit()


def test_a_late_answer_is_for_nobody(part: AboutPart, asked: Asked, qtbot: QtBot) -> None:
    part.show_updates()
    part._updates.ask.click()
    qtbot.waitUntil(lambda: asked.times == 1)
    part._updates.reject()
    part.show_updates()
    asked.go.set()
    arrived: list[bool] = []
    part._network.submit(lambda: None, lambda _outcome: arrived.append(True))  # delivered after the late one
    qtbot.waitUntil(lambda: bool(arrived))
    assert "will be asked" in part._updates.head.accessibleName()
    part._program.window.closing.emit()


def test_a_problem_is_said_in_the_dialog(part: AboutPart, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    def fails(_address: str) -> Newest:
        raise WorldProblem("The line is dead.")

    monkeypatch.setattr("hiitreader.system.updates.ask_newest", fails)
    part.show_updates()
    part._updates.ask.click()
    qtbot.waitUntil(lambda: "Error: The line is dead." in part._updates.head.accessibleName())
    part._program.window.closing.emit()
