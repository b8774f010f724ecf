"""The menu bar becomes one menu where it is narrow, and all are there again where it is wide."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from hiitreader.ui.menu_fold import MenuFold

NAMES = ["&File", "F&ind", "&Reading", "&Go", "&View", "Re&ply", "&Help"]


@pytest.fixture
def make(qtbot: QtBot) -> Callable[[int], tuple[QMainWindow, MenuFold]]:
    def window(width: int) -> tuple[QMainWindow, MenuFold]:
        one = QMainWindow()
        qtbot.addWidget(one)
        for name in NAMES:
            one.menuBar().addMenu(name).addAction(f"in {name}")
        one.resize(width, 200)
        one.show()
        return one, MenuFold(one.menuBar())

    return window


def titles(window: QMainWindow) -> list[str]:
    return [action.text() for action in window.menuBar().actions()]


def test_wide_it_is_as_it_was(make: Callable[[int], tuple[QMainWindow, MenuFold]]) -> None:
    window, fold = make(900)
    assert titles(window) == NAMES
    assert not fold.folded


def test_narrow_all_stand_in_one(make: Callable[[int], tuple[QMainWindow, MenuFold]]) -> None:
    window, fold = make(200)
    assert titles(window) == ["&Menu"]
    assert fold.folded
    one = window.menuBar().actions()[0].menu()
    assert [action.text() for action in one.actions()] == NAMES
    assert [action.menu().actions()[0].text() for action in one.actions()] == [f"in {name}" for name in NAMES]


def test_it_follows_the_width_there_and_back(make: Callable[[int], tuple[QMainWindow, MenuFold]]) -> None:
    window, fold = make(900)
    for width, folded in ((200, True), (210, True), (900, False), (200, True), (901, False)):
        window.resize(width, 200)
        QApplication.processEvents()
        assert fold.folded is folded
        assert titles(window) == (["&Menu"] if folded else NAMES)


def test_it_follows_the_letters(make: Callable[[int], tuple[QMainWindow, MenuFold]]) -> None:
    window, fold = make(500)
    assert not fold.folded
    font = window.menuBar().font()
    font.setPixelSize(40)
    window.menuBar().setFont(font)
    QApplication.processEvents()
    assert fold.folded


def test_the_one_menu_opens_by_key(make: Callable[[int], tuple[QMainWindow, MenuFold]], qtbot: QtBot) -> None:
    window, _fold = make(200)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.objectName() == "menu_of_menus"
    popup.close()
