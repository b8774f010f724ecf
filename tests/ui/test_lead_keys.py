"""After the lead one key is waited for, wherever the focus is: it runs its command, or all is as it was before."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import COMMANDS
from hiitreader.ui.key_bindings import KeyBindings
from hiitreader.ui.lead_keys import LeadKeys
from hiitreader.ui.status_line import StatusLine

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
PLAIN = Qt.KeyboardModifier.NoModifier


class Bench:
    """A window with an article, two fields and a status line, and what was asked of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.ran: Counter[str] = Counter()
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        centre = QWidget()
        self.article, self.field, self.other, self.status = QTextBrowser(), QLineEdit(), QLineEdit(), StatusLine()
        layout = QVBoxLayout(centre)
        for part in (self.article, self.field, self.other, self.status):
            layout.addWidget(part)
        self.window.setCentralWidget(centre)
        self.bindings = KeyBindings(COMMANDS, {}, lambda _changes: None)
        handlers = {command.id: self.runs(command.id) for command in COMMANDS}
        self.actions = Actions(self.window, self.article, COMMANDS, self.bindings, handlers)
        self.lead = LeadKeys(self.window, self.actions, COMMANDS, self.bindings, self.status)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)

    def runs(self, name: str) -> Callable[[], None]:
        return lambda: self.ran.update([name])

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.field, key, modifiers)

    def press_lead(self, widget: QWidget | None = None) -> None:
        self.press(Qt.Key.Key_J, CONTROL, widget)
        assert self.lead.is_waiting

    def hold(self, key: Qt.Key, text: str, times: int, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """What a key that is held down brings, after its first press."""
        for kind in [QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress] * times:
            event = QKeyEvent(kind, key, modifiers, text, True)
            event.ignore()
            QCoreApplication.sendEvent(self.field, event)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_the_first_step_is_told_and_is_no_letter(bench: Bench) -> None:
    bench.press_lead()
    assert bench.status.message.startswith("Ctrl+J")
    assert bench.field.text() == ""


@pytest.mark.parametrize("where", ["field", "article"])
@pytest.mark.parametrize(
    ("key", "held", "name"),
    [
        (Qt.Key.Key_H, PLAIN, "go.next_heading"),
        (Qt.Key.Key_H, CONTROL, "go.next_heading"),
        (Qt.Key.Key_H, SHIFT, "go.previous_heading"),
        (Qt.Key.Key_H, SHIFT | CONTROL, "go.previous_heading"),
        (Qt.Key.Key_L, CONTROL, "go.next_list"),
        (Qt.Key.Key_3, PLAIN, "go.next_heading_3"),
        (Qt.Key.Key_End, PLAIN, "go.bottom"),
        (Qt.Key.Key_Home, CONTROL, "go.top"),
        (Qt.Key.Key_Z, PLAIN, "reading.undo"),
        (Qt.Key.Key_Z, CONTROL, "reading.undo"),
    ],
)
def test_the_second_step_runs_its_command(
    bench: Bench, where: str, key: Qt.Key, held: Qt.KeyboardModifier, name: str
) -> None:
    widget: QWidget = getattr(bench, where)
    widget.setFocus()
    bench.press_lead(widget)
    bench.press(key, held, widget)
    assert bench.ran == Counter([name])
    assert not bench.lead.is_waiting
    assert bench.status.message == ""
    assert bench.field.text() == ""


def test_afterwards_letters_are_letters_again(bench: Bench) -> None:
    bench.press_lead()
    bench.press(Qt.Key.Key_H)
    QTest.keyClicks(bench.field, "hk")
    assert bench.field.text() == "hk"
    bench.article.setFocus()
    bench.press(Qt.Key.Key_K, widget=bench.article)
    assert bench.ran == Counter(["go.next_heading", "go.next_link"])


def test_a_letter_that_was_given_to_another_command_is_not_mixed_up_with_it(bench: Bench) -> None:
    bench.bindings.change("go.next_link", ["H"], take=True)
    bench.article.setFocus()
    bench.press_lead(bench.article)
    bench.press(Qt.Key.Key_H, widget=bench.article)
    assert bench.ran == Counter(["go.next_heading"])
    bench.press(Qt.Key.Key_H, widget=bench.article)
    assert bench.ran == Counter(["go.next_heading", "go.next_link"])


@pytest.mark.parametrize("held", [PLAIN, CONTROL])
def test_a_second_step_of_the_readers_own(bench: Bench, held: Qt.KeyboardModifier) -> None:
    bench.bindings.change("view.settings", ["Ctrl+J, X"])
    bench.press_lead()
    bench.press(Qt.Key.Key_X, held)
    assert bench.ran == Counter(["view.settings"])


def test_escape_ends_it_and_nothing_else(bench: Bench) -> None:
    bench.field.setText("words")
    bench.press_lead()
    bench.press(Qt.Key.Key_Escape)
    assert not bench.lead.is_waiting
    assert bench.status.message == "Nothing was done."
    bench.press(Qt.Key.Key_H)
    assert bench.field.text() == "wordsh"
    assert not bench.ran


def test_a_character_that_no_command_has_is_told(bench: Bench) -> None:
    bench.press_lead()
    bench.press(Qt.Key.Key_X)
    assert bench.status.message == "No command has the key Ctrl+J, then X."
    assert not bench.lead.is_waiting
    assert not bench.ran


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_F6])
def test_a_key_that_is_no_second_step_does_what_it_always_does(bench: Bench, key: Qt.Key) -> None:
    bench.press_lead()
    bench.press(key)
    assert not bench.lead.is_waiting
    assert sum(bench.ran.values()) == 1


def test_tab_goes_on(bench: Bench) -> None:
    bench.press_lead()
    bench.press(Qt.Key.Key_Tab)
    assert bench.other.hasFocus()
    assert not bench.lead.is_waiting


@pytest.mark.parametrize("held", [CONTROL | ALT, Qt.KeyboardModifier.GroupSwitchModifier])
def test_what_altgr_types_is_typed(bench: Bench, held: Qt.KeyboardModifier) -> None:
    bench.press_lead()
    QTest.sendKeyEvent(QTest.KeyAction.Click, bench.field, Qt.Key.Key_Q, "@", held, delay=-1)
    assert bench.field.text() == "@"
    assert not bench.ran
    assert not bench.lead.is_waiting


def test_another_field_ends_it(bench: Bench) -> None:
    bench.press_lead()
    bench.other.setFocus()
    assert not bench.lead.is_waiting
    assert bench.status.message == ""
    bench.press(Qt.Key.Key_H, widget=bench.other)
    assert bench.other.text() == "h"


def test_a_click_ends_it(bench: Bench) -> None:
    bench.press_lead()
    QTest.mouseClick(bench.field, Qt.MouseButton.LeftButton)
    bench.press(Qt.Key.Key_H)
    assert bench.field.text() == "h"


def test_what_an_input_method_types_arrives(bench: Bench) -> None:
    bench.press_lead()
    event = QInputMethodEvent()
    QCoreApplication.sendEvent(bench.field, event)
    assert bench.lead.is_waiting, "some send an empty one with each key"
    event.setCommitString("語")
    QCoreApplication.sendEvent(bench.field, event)
    assert bench.field.text() == "語"
    assert not bench.lead.is_waiting


def test_the_lead_held_down_or_pressed_again_is_the_lead(bench: Bench) -> None:
    bench.press_lead()
    bench.hold(Qt.Key.Key_J, "", 5, CONTROL)
    assert bench.lead.is_waiting
    bench.press_lead()
    bench.press(Qt.Key.Key_H)
    assert bench.ran == Counter(["go.next_heading"])
    assert bench.field.text() == ""


def test_a_second_key_held_down_repeats_and_types_nothing(bench: Bench) -> None:
    bench.press_lead()
    QTest.keyPress(bench.field, Qt.Key.Key_H)
    bench.hold(Qt.Key.Key_H, "h", 3)
    QTest.keyRelease(bench.field, Qt.Key.Key_H)
    assert bench.ran == Counter({"go.next_heading": 4})
    bench.press_lead()
    QTest.keyPress(bench.field, Qt.Key.Key_W)
    bench.hold(Qt.Key.Key_W, "w", 3)
    QTest.keyRelease(bench.field, Qt.Key.Key_W)
    assert bench.ran["go.where_am_i"] == 1
    assert bench.field.text() == ""
    bench.hold(Qt.Key.Key_W, "w", 2)
    assert bench.field.text() == "ww"


def test_it_waits_also_when_the_reader_has_taken_every_second_key_away(bench: Bench) -> None:
    for command in COMMANDS:
        bench.bindings.change(command.id, [])
    bench.press_lead()
    bench.press(Qt.Key.Key_H)
    assert not bench.lead.is_waiting
    assert bench.field.text() == ""


def test_the_menus_name_both_steps(bench: Bench) -> None:
    assert bench.actions.action("reading.undo").shortcut() == QKeySequence("Ctrl+J, Z")
