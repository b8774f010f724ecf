"""Whoever had the focus before the menu bar has it again after, also when a menu is asked for twice."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from hiitreader.ui.menu_focus import MenuFocus


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[QMainWindow]:
    made = QMainWindow()
    qtbot.addWidget(made)
    field = QLineEdit()
    made.setCentralWidget(field)
    for name in ("&File", "&Help"):
        made.menuBar().addMenu(name).addAction("something")
    MenuFocus(made.menuBar(), qapp)
    made.show()
    made.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    yield made
    made.close()


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key, held)
    QApplication.processEvents()


@pytest.mark.parametrize("times", [1, 2, 3])
def test_escape_gives_it_back_however_often_a_menu_was_asked_for(window: QMainWindow, times: int) -> None:
    for _time in range(times):
        press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
        assert QApplication.activePopupWidget() is not None
        press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert window.centralWidget().hasFocus()


def test_while_a_title_is_marked_the_bar_keeps_it(window: QMainWindow) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Escape)
    assert window.menuBar().hasFocus()
    assert window.menuBar().activeAction() is not None
