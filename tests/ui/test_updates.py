"""“Check for updates”: nothing is asked before the reader says so, and every outcome is said where the focus is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.field_window import FieldWindow

from hiitreader import __version__
from hiitreader.errors import WorldProblem
from hiitreader.system.publisher import Publisher
from hiitreader.system.updates import Newest
from hiitreader.ui.dialogs.about import About
from hiitreader.ui.dialogs.updates import Updates


class Stage(FieldWindow):
    """A window to open the dialogs over, and what the reader wanted."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.wanted: list[str] = []

    def updates(self, host: str = "example.org") -> Updates:
        dialog = Updates(self.window, host)
        dialog.ask_requested.connect(lambda: self.wanted.append("ask"))
        dialog.page_requested.connect(self.wanted.append)
        dialog.begin()
        self.qtbot.waitUntil(dialog.head.hasFocus)
        return dialog

    def about(self, publisher: Publisher) -> About:
        dialog = About(self.window, publisher)
        dialog.licences_requested.connect(lambda: self.wanted.append("licences"))
        dialog.updates_requested.connect(lambda: self.wanted.append("updates"))
        dialog.begin()
        self.qtbot.waitUntil(dialog.version.hasFocus)
        return dialog


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_return_and_escape_ask_nobody(stage: Stage, key: Qt.Key) -> None:
    dialog = stage.updates()
    assert "example.org will be asked" in dialog.head.accessibleName()
    stage.qtbot.keyClick(dialog.head, key)
    stage.qtbot.waitUntil(stage.field.hasFocus)
    assert stage.wanted == []


def test_asking_can_be_done_by_keyboard_and_is_said(stage: Stage) -> None:
    dialog = stage.updates()
    dialog.ask.setFocus()
    stage.qtbot.keyClick(dialog.ask, Qt.Key.Key_Return)
    assert stage.wanted == ["ask"]
    assert dialog.head.accessibleName() == "Asking example.org…"
    assert QApplication.focusWidget() is dialog.head
    assert not dialog.ask.isVisible()  # it is not asked twice at once


def test_a_newer_one_comes_with_its_page(stage: Stage) -> None:
    dialog = stage.updates()
    dialog.show_newest(Newest("99", newer=True, page="https://example.org/get"))
    assert "hiitreader 99 is out" in dialog.head.accessibleName()
    dialog.open_page.click()
    assert stage.wanted == ["https://example.org/get"]


@pytest.mark.parametrize("newest", [Newest("99", newer=True), Newest("0", newer=False, page="https://example.org/")])
def test_there_is_no_page_to_open_without_one_or_without_need(stage: Stage, newest: Newest) -> None:
    dialog = stage.updates()
    dialog.show_newest(newest)
    assert not dialog.open_page.isVisible()
    assert ("No newer one is out" in dialog.head.accessibleName()) is not newest.newer


def test_a_problem_is_said_and_it_can_be_asked_again(stage: Stage) -> None:
    dialog = stage.updates()
    dialog.ask.click()
    dialog.show_problem(WorldProblem("The line is dead.", todo="Mend it."))
    assert dialog.head.accessibleName() == "Error: The line is dead. Mend it."
    assert QApplication.focusWidget() is dialog.head
    assert dialog.ask.isVisible()
    dialog.ask.click()
    assert stage.wanted == ["ask", "ask"]


def test_where_no_place_is_named_there_is_nothing_to_press(stage: Stage) -> None:
    dialog = stage.updates("")
    assert f"You have hiitreader {__version__}." in dialog.head.accessibleName()
    assert not dialog.ask.isVisible()
    assert not dialog.open_page.isVisible()


def test_about_names_the_publisher_only_when_one_is_settled(stage: Stage) -> None:
    settled = Publisher("id", "Ada <ada@example.org>", "https://example.org/")
    assert (
        "Published by Ada <ada@example.org>.\nIts page: https://example.org/"
        in stage.about(settled).words.accessibleName()
    )
    unsettled = stage.about(Publisher("id")).words.accessibleName()
    assert "Published" not in unsettled
    assert "Its page" not in unsettled


@pytest.mark.parametrize("wanted", ["licences", "updates"])
def test_about_closes_before_it_leads_on(stage: Stage, wanted: str) -> None:
    dialog = stage.about(Publisher("id"))
    button = getattr(dialog, wanted)
    button.setFocus()
    stage.qtbot.keyClick(button, Qt.Key.Key_Return)
    assert stage.wanted == [wanted]
    assert not dialog.isVisible()
