"""Keys are changed by pressing them; a clash is named and taken only knowingly; everything can be put back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser
from pytestqt.qtbot import QtBot

from hiitreader.errors import WorldProblem
from hiitreader.system import translations
from hiitreader.ui.commands import COMMANDS, GROUPS
from hiitreader.ui.dialogs.keys import ChangeKeys
from hiitreader.ui.key_bindings import Changes, KeyBindings

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.said: list[str] = []
        self.saved: list[Changes] = []
        self.full = False
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.article = QTextBrowser()
        self.window.setCentralWidget(self.article)
        self.window.show()
        self.window.activateWindow()
        self.article.setFocus()
        qtbot.waitUntil(self.article.hasFocus)
        self.bindings = KeyBindings(COMMANDS, {}, self.save)
        self.dialog = ChangeKeys(
            self.window, commands=COMMANDS, groups=GROUPS, bindings=self.bindings, say=self.said.append
        )
        self.dialog.begin("go.next_link")
        qtbot.waitUntil(self.dialog.box.field.hasFocus)

    def save(self, changes: Changes) -> None:
        if self.full:
            raise WorldProblem("keys.json was not saved: the disk is full.")
        self.saved.append(changes)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def to_field(self) -> None:
        self.press(Qt.Key.Key_Return)
        assert self.dialog.field.hasFocus()


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def test_it_opens_on_the_command_asked_for(bench: Bench) -> None:
    current = bench.dialog.box.current()
    assert current is not None
    assert current.value == "go.next_link"
    assert bench.dialog.field.accessibleName() == "New key for “Next link”"


def test_a_free_key_is_added_by_enter(bench: Bench) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_J)
    assert bench.dialog.field.text() == "J"
    assert bench.said[-1] == "J is free. Enter adds it."
    bench.press(Qt.Key.Key_Return)
    assert bench.bindings.keys("go.next_link") == ("K", "Ctrl+J, K", "J")
    assert bench.said[-1] == "Next link: K or Ctrl+J, then K or J."
    assert bench.saved == [{"go.next_link": ("K", "Ctrl+J, K", "J")}]
    current = bench.dialog.box.current()
    assert current is not None
    assert current.keys == ("K", "Ctrl+J, K", "J")


def test_a_clash_is_named_and_wants_a_second_press(bench: Bench) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_H)
    sentence = "H is already the key for “Next heading”. Nothing was changed."
    assert bench.dialog.field_row.error == f"Error: {sentence}"
    assert sentence in bench.dialog.field.accessibleDescription()
    assert bench.dialog.add.words == "Ta&ke it from “Next heading”"
    bench.press(Qt.Key.Key_Return)
    assert bench.saved == []
    assert bench.dialog.add.hasFocus()
    bench.press(Qt.Key.Key_Space)
    assert bench.bindings.keys("go.next_link")[-1] == "H"
    assert bench.bindings.keys("go.next_heading") == ("Ctrl+J, H",)


@pytest.mark.parametrize(("key", "modifiers"), [(Qt.Key.Key_C, CONTROL), (Qt.Key.Key_Left, SHIFT)])
def test_keys_of_text_fields_are_refused(bench: Bench, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    bench.to_field()
    bench.press(key, modifiers)
    assert "is needed by text fields" in bench.dialog.field_row.error
    assert not bench.dialog.add.isEnabled()
    bench.press(Qt.Key.Key_Return)
    assert bench.saved == []


ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
ALTGR = Qt.KeyboardModifier.GroupSwitchModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "why"),
    [
        (Qt.Key.Key_Q, CONTROL | ALT, "is needed for typing"),
        (Qt.Key.Key_Q, ALTGR, "is needed for typing"),
        (Qt.Key.Key_1, ALT, "is needed for typing"),
        (Qt.Key.Key_U, CONTROL | SHIFT, "is needed for typing"),
        (Qt.Key.Key_Delete, CONTROL | ALT, "is taken by the desktop"),
        (Qt.Key.Key_F2, ALT, "is taken by the desktop"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.MetaModifier, "is taken by the desktop"),
        (Qt.Key.Key_Right, ALT | SHIFT, "is a key of a screen reader"),
        (Qt.Key.Key_F, ALT, "is needed by text fields, lists or menus"),
    ],
)
def test_a_reserved_key_is_refused_and_it_is_said_why(
    bench: Bench, key: Qt.Key, modifiers: Qt.KeyboardModifier, why: str
) -> None:
    bench.to_field()
    bench.press(key, modifiers)
    assert why in bench.dialog.field_row.error
    assert why in bench.said[-1]
    assert not bench.dialog.add.isEnabled()


@pytest.mark.parametrize("held", [NONE, CONTROL])
def test_a_key_of_two_steps_can_be_chosen(bench: Bench, held: Qt.KeyboardModifier) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_J, CONTROL)
    assert bench.dialog.field.key == ""
    assert bench.said[-1] == "Ctrl+J, and then? Press the second key."
    assert not bench.dialog.add.isEnabled()
    bench.press(Qt.Key.Key_X, SHIFT | held)
    assert bench.dialog.field.text() == "Ctrl+J, Shift+X"
    bench.press(Qt.Key.Key_Return)
    assert bench.bindings.keys("go.next_link") == ("K", "Ctrl+J, K", "Ctrl+J, Shift+X")


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_Delete])
def test_what_can_not_come_second_is_refused(bench: Bench, key: Qt.Key) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_J, CONTROL)
    bench.press(key)
    assert "After Ctrl+J comes one character or an arrow key" in bench.dialog.field_row.error


def test_the_first_step_can_be_taken_back(bench: Bench) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_J, CONTROL)
    bench.press(Qt.Key.Key_Backspace)
    assert (bench.dialog.field.text(), bench.dialog.message.text()) == ("", "")
    bench.press(Qt.Key.Key_X)
    assert bench.dialog.field.key == "X"


def test_a_windows_own_shortcut_is_taken_as_a_key(bench: Bench) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_O, CONTROL)
    assert bench.dialog.field.key == "Ctrl+O"
    assert "Open article" in bench.dialog.field_row.error
    bench.press(Qt.Key.Key_Backspace)
    assert bench.dialog.field.key == ""
    assert bench.dialog.field_row.error == ""


def test_no_one_is_caught_in_the_field(bench: Bench) -> None:
    bench.to_field()
    bench.press(Qt.Key.Key_Tab)
    assert not bench.dialog.field.hasFocus()
    bench.press(Qt.Key.Key_Backtab, SHIFT)
    assert bench.dialog.field.hasFocus()
    bench.press(Qt.Key.Key_Escape)
    assert not bench.dialog.isVisible()
    bench.qtbot.waitUntil(bench.article.hasFocus)


def test_keys_are_removed_and_put_back(bench: Bench) -> None:
    bench.dialog.remove.click()
    assert bench.bindings.keys("go.next_link") == ()
    assert bench.said[-1] == "Next link: no key."
    bench.dialog.usual.click()
    assert bench.bindings.keys("go.next_link") == ("K", "Ctrl+J, K")


def test_a_clash_is_named_in_the_readers_language(bench: Bench) -> None:
    bench.to_field()
    translations.use("de")
    try:
        bench.press(Qt.Key.Key_O, CONTROL)
    finally:
        translations.use(translations.ENGLISH)
    assert "ist schon die Taste für" in bench.dialog.field_row.error
    assert "ist schon die Taste für" in bench.said[-1]


def test_putting_back_names_a_clash(bench: Bench) -> None:
    bench.bindings.change("go.next_list", ["K"], take=True)
    bench.dialog.usual.click()
    assert "K is already the key for “Next list”" in bench.dialog.message.text()
    assert bench.bindings.keys("go.next_link") == ("Ctrl+J, K",)


def test_resetting_all_asks_first(bench: Bench) -> None:
    bench.bindings.change("go.next_link", ["J"])
    bench.dialog.all.click()
    assert bench.bindings.keys("go.next_link") == ("J",)
    assert bench.said[-1] == "Press again to reset the keys of all commands."
    bench.dialog.all.click()
    assert bench.bindings.keys("go.next_link") == ("K", "Ctrl+J, K")


def test_a_full_disk_is_said_and_the_key_holds(bench: Bench) -> None:
    bench.full = True
    bench.dialog.remove.click()
    assert "the disk is full" in bench.dialog.message.text()
    assert bench.bindings.keys("go.next_link") == ()


def test_without_a_command_nothing_can_be_changed(bench: Bench) -> None:
    bench.dialog.box.start("xyzzy")
    for control in (bench.dialog.field, bench.dialog.add, bench.dialog.remove, bench.dialog.usual):
        assert not control.isEnabled()
