"""The palette finds a command by a few letters, runs it once the focus is back, and says what it shows."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QStyleOptionViewItem, QTextBrowser
from pytestqt.qtbot import QtBot

from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import COMMANDS, GROUPS
from hiitreader.ui.dialogs.palette import Palette
from hiitreader.ui.dialogs.ranking import best_first, folded, rank
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.key_bindings import KeyBindings


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.ran: list[tuple[str, object]] = []
        self.said: list[str] = []
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.article = QTextBrowser()
        self.window.setCentralWidget(self.article)
        self.bindings = KeyBindings(COMMANDS, {}, lambda _changes: None)

        def runs(name: str) -> None:
            self.ran.append((name, QApplication.focusWidget()))

        handlers = {command.id: (lambda name=command.id: runs(name)) for command in COMMANDS}
        self.actions = Actions(self.window, self.article, COMMANDS, self.bindings, handlers)
        self.palette = Palette(
            self.window,
            actions=self.actions,
            commands=COMMANDS,
            groups=GROUPS,
            bindings=self.bindings,
            say=self.said.append,
        )
        self.window.show()
        self.window.activateWindow()
        self.article.setFocus()
        qtbot.waitUntil(self.article.hasFocus)
        self.begin()

    def begin(self) -> None:
        self.palette.begin()
        self.qtbot.waitUntil(self.palette.box.field.hasFocus)

    @property
    def shown(self) -> list[object]:
        return [row.value for row in self.palette.box.rows.rows]

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def current(bench: Bench) -> Row:
    row = bench.palette.box.current()
    assert row is not None
    return row


def test_it_lists_every_command_but_itself(bench: Bench) -> None:
    assert Counter(bench.shown) == Counter(one.id for one in COMMANDS if one.id != "help.palette")
    assert bench.palette.box.field.hasFocus()


def test_typing_narrows_and_enter_runs_after_the_focus_is_back(bench: Bench) -> None:
    bench.type("next head")
    assert bench.shown[0] == "go.next_heading"
    bench.press(Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bool(bench.ran))
    assert bench.ran == [("go.next_heading", bench.article)]
    assert not bench.palette.isVisible()


def test_escape_closes_and_gives_the_focus_back(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Escape)
    assert not bench.palette.isVisible()
    bench.qtbot.waitUntil(bench.article.hasFocus)
    assert bench.ran == []


def test_down_goes_into_the_list_and_typing_goes_back_to_the_field(bench: Bench) -> None:
    box = bench.palette.box
    bench.type("heading")
    bench.press(Qt.Key.Key_Down)
    assert box.list.hasFocus()
    assert box.list.currentIndex().row() == 0
    bench.press(Qt.Key.Key_Down)
    assert box.list.currentIndex().row() == 1
    bench.type(" 2")
    assert box.field.hasFocus()
    assert box.field.text() == "heading 2"
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Backspace)
    assert box.field.text() == "heading "
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Up)
    assert box.field.hasFocus()
    assert box.field.text() == "heading "


def test_enter_in_the_list_runs_its_row(bench: Bench) -> None:
    bench.type("theme")
    second = bench.shown[1]
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    bench.qtbot.waitUntil(lambda: bool(bench.ran))
    assert bench.ran[0][0] == second


def test_nothing_found_is_said_and_runs_nothing(bench: Bench) -> None:
    bench.type("xyzzy")
    box = bench.palette.box
    assert bench.shown == []
    assert box.status.text() == "No command found"
    bench.qtbot.waitUntil(lambda: bool(bench.said))
    assert bench.said == ["No command found."]
    bench.press(Qt.Key.Key_Down)
    assert box.field.hasFocus()
    bench.press(Qt.Key.Key_Return)
    assert bench.palette.isVisible()


def test_what_a_screen_reader_gets(bench: Bench) -> None:
    box = bench.palette.box
    bench.type("find next")
    assert box.field.accessibleDescription().endswith(f"{len(COMMANDS) - 1} commands.")
    bench.qtbot.waitUntil(lambda: bool(bench.said))
    assert bench.said == ["1 command. Find next, Find, F3, Ctrl+G"]
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Up)
    assert box.field.accessibleDescription() == bench.said[-1]
    seen = QAccessible.queryAccessibleInterface(box.list)
    assert seen.text(QAccessible.Text.Name) == "Commands"
    assert seen.child(0).text(QAccessible.Text.Name) == "Find next, Find, F3, Ctrl+G"
    assert QAccessible.queryAccessibleInterface(box.field).text(QAccessible.Text.Name) == "Command"


def test_it_tells_what_is_on(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Escape)
    bench.actions.set_on("view.contents", on=True)
    bench.begin()
    bench.type("contents")
    assert current(bench).spoken == "Contents, on, View, F9"


def test_a_command_is_found_by_its_key_the_reader_chose(bench: Bench) -> None:
    bench.bindings.change("go.top", ["F4"])
    bench.type("f4")
    assert current(bench).value == "go.top"


def test_it_opens_anew_with_an_empty_field(bench: Bench) -> None:
    bench.type("theme")
    bench.press(Qt.Key.Key_Escape)
    bench.begin()
    assert bench.palette.box.field.text() == ""
    assert bench.ran == []


def test_every_row_is_tall_enough(bench: Bench) -> None:
    view = bench.palette.box.list
    for width in (300, 600):
        bench.palette.resize(width, 500)
        QApplication.processEvents()
        for number in range(len(bench.shown)):
            index = view.model().index(number, 0)
            rect = view.visualRect(index)
            needed = view.itemDelegate().sizeHint(QStyleOptionViewItem(), index)
            assert rect.height() == needed.height()
            assert rect.height() >= 24
            assert rect.width() <= view.viewport().width()


NAMES = ["Next heading", "Previous heading", "Heading of a level", "Where am I?", "Larger text", "Résumé theme"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("next", "Next heading"),
        ("he", "Heading of a level"),
        ("prev head", "Previous heading"),
        ("heading next", "Next heading"),
        ("arger", "Larger text"),
        ("resume", "Résumé theme"),
        ("whmi", "Where am I?"),
        ("lrgt", "Larger text"),
    ],
)
def test_the_best_match_comes_first(typed: str, first: str) -> None:
    assert best_first(NAMES, lambda name: rank(folded(typed), folded(name)))[0] == first


def test_one_letter_does_not_find_everything() -> None:
    assert best_first(NAMES, lambda name: rank("z", folded(name))) == []
    assert best_first(NAMES, lambda name: rank("w", folded(name))) == ["Where am I?"]
