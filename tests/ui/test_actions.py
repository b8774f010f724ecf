"""Commands run by key, in the right place only, and by menu; one without anything to do is our mistake."""

from collections import Counter
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QMenu, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.errors import Bug
from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import COMMANDS, GROUPS, plain
from hiitreader.ui.key_bindings import KeyBindings
from hiitreader.ui.lead_keys import LeadKeys
from hiitreader.ui.menus import add_menus
from hiitreader.ui.status_line import StatusLine

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Bench:
    """A window with an article and a field, and what was asked of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.ran: Counter[str] = Counter()
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        centre = QWidget()
        self.article, self.field = QTextBrowser(), QLineEdit()
        self.article.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QVBoxLayout(centre)
        layout.addWidget(self.article)
        layout.addWidget(self.field)
        self.window.setCentralWidget(centre)
        self.bindings = KeyBindings(COMMANDS, {}, lambda _changes: None)
        handlers = {command.id: self.runs(command.id) for command in COMMANDS}
        self.actions = Actions(self.window, self.article, COMMANDS, self.bindings, handlers)
        self.lead_keys = LeadKeys(self.window, self.actions, COMMANDS, self.bindings, StatusLine(self.window))
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def runs(self, name: str) -> Callable[[], None]:
        return lambda: self.ran.update([name])

    def press(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        widget.setFocus()
        assert widget.hasFocus()
        QTest.keyClick(widget, key, modifiers)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_letters_work_in_the_article(bench: Bench) -> None:
    bench.press(bench.article, Qt.Key.Key_H)
    bench.press(bench.article, Qt.Key.Key_H, SHIFT)
    bench.press(bench.article, Qt.Key.Key_2)
    assert bench.ran == Counter(["go.next_heading", "go.previous_heading", "go.next_heading_2"])


def test_letters_are_typed_in_a_field(bench: Bench) -> None:
    bench.field.setFocus()
    QTest.keyClicks(bench.field, "hk1wQ")
    assert bench.field.text() == "hk1wQ"
    assert not bench.ran


def test_keys_of_two_steps_work_anywhere(bench: Bench) -> None:
    for widget in (bench.field, bench.article):
        bench.press(widget, Qt.Key.Key_J, CONTROL)
        bench.press(widget, Qt.Key.Key_H)
    bench.press(bench.field, Qt.Key.Key_F7)
    assert bench.field.text() == ""
    assert bench.ran == Counter({"go.next_heading": 2, "find.elements": 1})


@pytest.mark.parametrize("where", ["article", "field"])
def test_every_window_key_of_the_table_runs_its_command(bench: Bench, where: str) -> None:
    widget: QWidget = getattr(bench, where)
    for command in COMMANDS:
        for key in bench.actions.action(command.id).shortcuts():
            widget.setFocus()
            QTest.keySequence(widget, key)
            assert bench.ran == Counter([command.id]), key.toString()
            bench.ran.clear()


def test_every_letter_of_the_table_runs_its_command(bench: Bench) -> None:
    for command in COMMANDS:
        for key in command.keys:
            bench.article.setFocus()
            QTest.keySequence(bench.article, QKeySequence(key))
            assert bench.ran == Counter([command.id]), key
            bench.ran.clear()


def test_changed_keys_hold_at_once(bench: Bench) -> None:
    bench.bindings.change("go.next_heading", ["J", "Ctrl+P"])
    bench.press(bench.article, Qt.Key.Key_H)
    QTest.keySequence(bench.field, QKeySequence("Ctrl+J, H"))
    assert not bench.ran
    bench.press(bench.article, Qt.Key.Key_J)
    bench.press(bench.field, Qt.Key.Key_P, CONTROL)
    assert bench.ran == Counter({"go.next_heading": 2})
    bench.bindings.reset_all()
    bench.press(bench.article, Qt.Key.Key_H)
    assert bench.ran["go.next_heading"] == 3


def test_a_taken_key_runs_its_new_command_only(bench: Bench) -> None:
    bench.bindings.change("go.next_link", ["H"], take=True)
    bench.press(bench.article, Qt.Key.Key_H)
    assert bench.ran == Counter(["go.next_link"])


def test_turning_on_from_outside_does_not_run(bench: Bench) -> None:
    bench.actions.set_on("view.contents", on=True)
    assert bench.actions.action("view.contents").isChecked()
    assert not bench.ran


def test_a_closed_window_is_not_told_of_new_keys(bench: Bench) -> None:
    shiboken6.delete(bench.actions)
    bench.bindings.change("go.next_heading", ["J"])
    assert bench.bindings.keys("go.next_heading") == ("J",)


@pytest.mark.parametrize("change", ["missing", "unknown"])
def test_handlers_and_table_must_agree(bench: Bench, change: str) -> None:
    handlers = {command.id: bench.runs(command.id) for command in COMMANDS}
    if change == "missing":
        del handlers["go.back"]
    else:
        handlers["go.nowhere"] = bench.runs("go.nowhere")
    with pytest.raises(Bug, match=r"go\.back" if change == "missing" else r"go\.nowhere"):
        Actions(bench.window, bench.article, COMMANDS, bench.bindings, handlers)


def menus_of(menu: QMenu) -> list[QMenu]:
    return [action.menu() for action in menu.actions() if isinstance(action.menu(), QMenu)]


def test_menus_are_filled_when_opened_and_hold_every_command_once(bench: Bench) -> None:
    bar = bench.window.menuBar()
    add_menus(bar, bench.actions.action, COMMANDS, GROUPS)
    tops = [action.menu() for action in bar.actions()]
    assert [menu.title() for menu in tops] == [group.label for group in GROUPS if not group.parent]
    assert all(menu.isEmpty() for menu in tops)
    found: list[str] = []
    waiting = list(tops)
    while waiting:
        menu = waiting.pop()
        menu.aboutToShow.emit()
        menu.aboutToShow.emit()
        assert menu.actions()
        found += [one.objectName() for one in menu.actions() if one.menu() is None and not one.isSeparator()]
        waiting += menus_of(menu)
    assert sorted(found) == sorted(command.id for command in COMMANDS)


def test_a_menu_opens_by_its_letter_and_runs(bench: Bench) -> None:
    add_menus(bench.window.menuBar(), bench.actions.action, COMMANDS, GROUPS)
    menu = bench.window.menuBar().actions()[0].menu()
    menu.popup(bench.window.pos())
    assert plain(menu.actions()[0].text()) == "Open article…"
    QTest.keyClick(menu, Qt.Key.Key_O)
    assert bench.ran == Counter(["file.open"])
