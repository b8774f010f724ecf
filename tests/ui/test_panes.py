"""Panels beside the page where there is room, one of them over it where there is none; the focus never lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.panes import Panel, Panes

WIDE, MIDDLE, NARROW = 1400, 760, 360


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.page = QLineEdit("page")
        self.panes = Panes(self.page)
        qtbot.addWidget(self.panes)
        self.bodies = {name: QLineEdit(name) for name in ("contents", "settings")}
        for name, body in self.bodies.items():
            self.panes.add(name, Panel(name.title(), body), left=name == "contents")
        self.told: list[tuple[str, bool]] = []
        self.panes.toggled.connect(lambda name, on: self.told.append((name, on)))
        self.panes.resize(WIDE, 500)
        self.panes.show()
        self.panes.activateWindow()
        self.page.setFocus()
        qtbot.waitUntil(self.page.hasFocus)

    def resize(self, width: int) -> None:
        self.panes.resize(width, 500)
        QApplication.processEvents()

    @property
    def seen(self) -> list[str]:
        return [part.text() for part in self.panes.seen() if isinstance(part, QLineEdit)]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    return Bench(qtbot)


def focus() -> QWidget | None:
    return QApplication.focusWidget()


def test_at_first_there_is_only_the_page(bench: Bench) -> None:
    assert bench.seen == ["page"]
    assert bench.page.width() == WIDE


def test_with_room_both_stand_beside_it(bench: Bench) -> None:
    bench.panes.open_panel("settings")
    bench.panes.open_panel("contents")
    assert bench.seen == ["contents", "page", "settings"]
    assert focus() is bench.bodies["contents"]
    assert bench.page.width() >= 380
    assert bench.told == [("settings", True), ("contents", True)]


def test_with_room_for_one_the_one_opened_last_is_seen(bench: Bench) -> None:
    bench.resize(MIDDLE)
    bench.panes.open_panel("contents")
    bench.panes.open_panel("settings")
    assert bench.seen == ["page", "settings"]
    bench.panes.close_panel("settings")
    assert bench.seen == ["contents", "page"], "the other comes back"
    assert focus() is bench.page


def test_without_room_it_covers_the_page_and_gives_it_back(bench: Bench) -> None:
    bench.resize(NARROW)
    bench.panes.open_panel("settings")
    assert bench.seen == ["settings"]
    panel = bench.bodies["settings"].parentWidget()
    assert panel is not None
    QApplication.processEvents()
    assert panel.width() == NARROW
    bench.panes.close_panel("settings")
    assert bench.seen == ["page"]
    assert focus() is bench.page


def test_it_follows_the_windows_width(bench: Bench) -> None:
    bench.panes.open_panel("contents")
    for width, seen in ((NARROW, ["contents"]), (WIDE, ["contents", "page"]), (320, ["contents"])):
        bench.resize(width)
        assert bench.seen == seen
    bench.resize(WIDE)
    assert bench.page.width() >= 380


def test_escape_and_the_button_close_it(bench: Bench, qtbot: QtBot) -> None:
    bench.panes.open_panel("contents")
    QTest.keyClick(bench.bodies["contents"], Qt.Key.Key_Escape)
    assert not bench.panes.is_open("contents")
    bench.panes.open_panel("contents")
    close = next(
        button for button in bench.panes.findChildren(QPushButton) if button.accessibleName() == "Close Contents"
    )
    close.click()
    assert not bench.panes.is_open("contents")
    assert bench.told == [("contents", True), ("contents", False)] * 2


def test_closing_a_panel_one_is_not_in_leaves_the_focus(bench: Bench) -> None:
    bench.panes.open_panel("contents")
    bench.page.setFocus()
    bench.panes.close_panel("contents")
    assert focus() is bench.page
    bench.panes.close_panel("contents")
    assert bench.told.count(("contents", False)) == 1


def test_it_follows_the_size_of_the_letters(bench: Bench) -> None:
    bench.panes.open_panel("contents")
    panel = bench.bodies["contents"].parentWidget()
    assert panel is not None
    QApplication.processEvents()
    before = panel.width()
    font = bench.panes.font()
    font.setPixelSize(2 * bench.panes.fontInfo().pixelSize())
    bench.panes.setFont(font)
    QApplication.processEvents()
    assert panel.width() > 1.5 * before
    bench.resize(MIDDLE)
    assert bench.seen == ["contents"], "there is no room for the page beside it"
