"""Every character that a keyboard types arrives in every field, however a system tells of AltGr; no key takes it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_dialogs import COMMANDS as DIALOGS
from tests.ui.keyboards.tables import ALONE, ALTGR, BOTH, DEAD, SHIFT, Typed, layouts

from hiitreader.ui.commands import LEAD
from hiitreader.ui.dialogs.key_field import KeyField

Field = QLineEdit | QPlainTextEdit | QTextEdit

PLAIN, SHIFTED = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
SWITCH = Qt.KeyboardModifier.GroupSwitchModifier
DELIVERIES = {
    "Windows": {ALONE: PLAIN, SHIFT: SHIFTED, ALTGR: CONTROL_ALT, BOTH: CONTROL_ALT | SHIFTED},
    "Windows, AltGr kept apart": {ALONE: PLAIN, SHIFT: SHIFTED, ALTGR: SWITCH, BOTH: SWITCH | SHIFTED},
    "X11": {ALONE: PLAIN, SHIFT: SHIFTED, ALTGR: PLAIN, BOTH: SHIFTED},
}
"""What Qt says is held while a character is typed. (macOS says Option, which elsewhere opens menus: no test of this one
machine can try that, but the tables hold it.)"""
NAMED = ("German", "French", "Polish", "Spanish", "US international")
PANELS = ("find.open", "library.show", "view.settings", "view.contents", "reply.outbox")
BATCH = 40
"""Characters typed before one looks what arrived: some fields search as one types."""


def one_of_each(names: Iterable[str]) -> tuple[Typed, ...]:
    """What is typed on these keyboards, each character by each key once."""
    return tuple(dict.fromkeys(typed for name in names for typed in layouts()[name]))


def code(typed: Typed, delivery: str) -> Qt.Key:
    """The key that Qt tells of: on X11 by what is typed, elsewhere by what it types alone."""
    sign = typed.text if delivery == "X11" and typed.held in (ALTGR, BOTH) else typed.key
    try:
        return Qt.Key(ord(sign.upper()))
    except (TypeError, ValueError):  # a dead key, or one that Qt has no name for
        return Qt.Key.Key_unknown


def strike(field: Field, typed: Typed, delivery: str) -> str:
    """Press a key and let it go; what should have arrived by that."""
    text = "" if typed.text.startswith(DEAD) else typed.text
    QTest.sendKeyEvent(
        QTest.KeyAction.Click, field, code(typed, delivery), text, DELIVERIES[delivery][typed.held], delay=-1
    )
    return text


def words(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def fields(window: QWidget) -> Iterator[Field]:
    """What one can type in."""
    for part in window.findChildren(QWidget):
        if (
            isinstance(part, QLineEdit | QPlainTextEdit | QTextEdit)
            and part.isVisible()
            and part.isEnabled()
            and not part.isReadOnly()
            and not isinstance(part, KeyField)
            and not isinstance(part.parentWidget(), QAbstractSpinBox)
        ):
            yield part


def ran(one: Running) -> Counter[str]:
    """The commands that run from now on."""
    counted: Counter[str] = Counter()
    for name, action in one.late.actions._actions.items():
        action.triggered.connect(partial(counted.update, [name]))
    return counted


def type_all(field: Field, everything: tuple[Typed, ...], delivery: str, commands: Counter[str]) -> None:
    for start in range(0, len(everything), BATCH):
        field.clear()
        field.setFocus()
        batch = everything[start : start + BATCH]
        wanted = "".join([strike(field, typed, delivery) for typed in batch])
        assert not commands, f"a command took a key of {batch}"
        assert words(field) == wanted
    field.clear()


@pytest.mark.slow
@pytest.mark.parametrize("delivery", DELIVERIES)
@pytest.mark.parametrize("layout", NAMED)
def test_every_character_arrives_in_the_reply(start: Start, layout: str, delivery: str) -> None:
    one = start()
    commands = ran(one)
    for name in ("name", "email", "website", "comment"):
        field = one.field(name)
        assert isinstance(field, QLineEdit | QPlainTextEdit | QTextEdit)
        type_all(field, one_of_each([layout]), delivery, commands)


@pytest.mark.parametrize("delivery", DELIVERIES)
def test_every_character_of_every_keyboard_arrives(start: Start, delivery: str) -> None:
    one = start()
    commands = ran(one)
    field = one.field("email")
    assert isinstance(field, QLineEdit)
    type_all(field, one_of_each(layouts()), delivery, commands)


def by_altgr() -> tuple[Typed, ...]:
    """One character for each key with AltGr: which one makes no difference to who takes the key."""
    return tuple({(one.key, one.held): one for one in one_of_each(NAMED) if one.held in (ALTGR, BOTH)}.values())


@pytest.mark.slow
@pytest.mark.parametrize("delivery", ["Windows", "Windows, AltGr kept apart"])
@pytest.mark.parametrize("panel", PANELS)
def test_every_field_of_the_window_takes_them(start: Start, panel: str, delivery: str) -> None:
    one = start()
    known = set(fields(one.window))
    one.run(panel)
    one.settle()
    commands = ran(one)
    for field in {*fields(one.window)} - known:
        type_all(field, by_altgr(), delivery, commands)
        one.settle()


def test_the_panels_have_fields(start: Start) -> None:
    one = start()
    assert len(list(fields(one.window))) >= 4
    one.run("find.open")
    one.run("library.show")
    one.settle()
    assert len(list(fields(one.window))) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("command", DIALOGS)
def test_every_field_of_a_dialog_takes_them(start: Start, command: str) -> None:
    one = start()
    one.run(command)
    one.settle()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    commands = ran(one)
    for field in fields(dialog):
        type_all(field, by_altgr(), "Windows", commands)
        QCoreApplication.processEvents()


def test_the_first_of_two_steps_takes_no_more_than_one_key(start: Start) -> None:
    one = start()
    field = one.field("comment")
    field.setFocus()
    one.press(LEAD)
    QTest.keyClicks(field, "xyz")
    assert isinstance(field, QPlainTextEdit | QTextEdit)
    assert words(field) == "yz"
    assert "Ctrl+J, then X" in one.said


def test_who_knew_the_old_keys_is_told_once(start: Start, data: Path) -> None:
    one = start()
    assert one.notices == (), "a newcomer is not"
    assert one.close()
    (data / "told.json").unlink()
    one = start()
    assert "Ctrl+J, then H goes to the next heading" in one.notices[0]
    one.dismiss()
    assert one.close()
    assert start().notices == ()
