"""The key help lists every command with its keys and what it does, by group, and can be searched."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from hiitreader.ui.commands import COMMANDS, GROUPS
from hiitreader.ui.dialogs.help import KeyHelp, command_rows
from hiitreader.ui.key_bindings import KeyBindings


def bindings() -> KeyBindings:
    return KeyBindings(COMMANDS, {}, lambda _changes: None)


def test_every_command_stands_under_its_group_once() -> None:
    rows, total = command_rows(COMMANDS, GROUPS, bindings(), "")
    assert total == len(COMMANDS)
    assert [row.value for row in rows if not row.title] == [
        command.id for group in GROUPS for command in COMMANDS if command.group == group.id
    ]
    assert [row.text for row in rows if row.title][:4] == ["File", "Find", "Reading", "Reading: Spacing"]


def test_a_row_says_its_keys_and_what_it_does() -> None:
    rows, _total = command_rows(COMMANDS, GROUPS, bindings(), "where am i")
    assert [row.spoken for row in rows] == [
        "Go, 1 command",
        "Where am I?: W or Ctrl+Shift+W or Ctrl+J, then W. Says the section and how much is left.",
    ]
    rows, _total = command_rows(COMMANDS, GROUPS, bindings(), "low light")
    assert rows[-1].spoken == "Low light: no key. The dark theme, for a dim room."


def test_a_search_by_key_shows_whose_it_is() -> None:
    rows, _total = command_rows(COMMANDS, GROUPS, bindings(), "shift+f6")
    assert [row.value for row in rows if not row.title] == ["view.previous_pane"]


def test_the_dialog_searches_and_gives_the_focus_back(qtbot: QtBot) -> None:
    window, article, asked = QMainWindow(), QTextBrowser(), []
    qtbot.addWidget(window)
    window.setCentralWidget(article)
    window.show()
    window.activateWindow()
    article.setFocus()
    qtbot.waitUntil(article.hasFocus)
    dialog = KeyHelp(
        window,
        commands=COMMANDS,
        groups=GROUPS,
        bindings=bindings(),
        change_keys=lambda: asked.append("change"),
        say=lambda _message: None,
    )
    dialog.begin()
    qtbot.waitUntil(dialog.box.field.hasFocus)
    QTest.keyClicks(QApplication.focusWidget(), "palette nothing")
    assert dialog.box.status.text() == "No command found"
    dialog.box.start("spacing")
    assert dialog.box.status.text() == "12 commands"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    qtbot.waitUntil(article.hasFocus)
    dialog.begin()
    next(button for button in dialog.findChildren(QPushButton) if "Change" in button.text()).click()
    assert asked == ["change"]
    assert not dialog.isVisible()
