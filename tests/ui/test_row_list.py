"""A list in a panel keeps its focus and its current row when its rows change, and is as high as they need."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.panels.row_list import RowList


def rows(*names: str, detail: str = "") -> list[Row]:
    return [Row(name, name, name, detail=detail) for name in names]


@pytest.fixture
def made(qtbot: QtBot) -> RowList:
    place = QWidget()
    qtbot.addWidget(place)
    one = RowList("Replies")
    column = QVBoxLayout(place)
    column.addWidget(one)
    column.addStretch(1)
    place.resize(300, 600)
    place.show()
    place.activateWindow()
    one.show_rows(rows("a", "b", "c"))
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    one.place = place  # type: ignore[attr-defined]
    return one


def test_the_first_row_is_the_current_one(made: RowList) -> None:
    assert made.value == "a"
    assert made.accessibleName() == "Replies"


def test_other_words_in_the_same_rows_begin_nothing_anew(made: RowList, qtbot: QtBot) -> None:
    made.make_current(1)
    with qtbot.assertNotEmitted(made.model().modelReset), qtbot.waitSignal(made.model().dataChanged):
        made.show_rows(rows("a", "b", "c", detail="new"))
    assert made.value == "b"
    assert made.rows[1].detail == "new"


def test_the_current_row_stays_current_wherever_it_goes(made: RowList, qtbot: QtBot) -> None:
    made.make_current(1)
    changes: list[object] = []
    made.current_changed.connect(changes.append)
    made.show_rows(rows("b", "c", "d", "a"))
    assert made.value == "b"
    assert changes == []
    assert made.hasFocus()


def test_when_the_current_row_goes_the_one_in_its_place_comes(made: RowList) -> None:
    changes: list[object] = []
    made.current_changed.connect(changes.append)
    made.make_current(1)
    made.show_rows(rows("a", "c"))
    assert made.value == "c"
    made.show_rows(rows("a"))
    assert made.value == "a"
    made.show_rows([])
    assert made.value is None
    assert changes == ["b", "c", "a", None]


def test_return_and_a_double_click_choose(made: RowList, qtbot: QtBot) -> None:
    chosen: list[object] = []
    made.chosen.connect(chosen.append)
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.keyClick(made, Qt.Key.Key_Return)
    made.doubleClicked.emit(made.model().index(2, 0))
    assert chosen == ["b", "c"]


def test_it_is_as_high_as_its_rows_but_no_higher_than_its_room(made: RowList, qtbot: QtBot) -> None:
    QApplication.processEvents()
    three = made.height()
    needed = sum(made.sizeHintForRow(number) for number in range(3))
    assert three >= needed
    assert not made.verticalScrollBar().maximum()
    made.set_room(made.sizeHintForRow(0) * 2)
    assert made.height() <= made.sizeHintForRow(0) * 2 + 4
    made.set_room(1)
    assert made.height() >= made.sizeHintForRow(0), "one row is always whole"
    made.set_room(1000)
    made.show_rows(rows(*"abcdef"))
    assert made.height() > three
