"""The list of elements: by kind, narrowed by typing, opened at the caret, quick for thousands."""

import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind
from hiitreader.article.elements import elements
from hiitreader.ui.dialogs import elements_list, rows
from hiitreader.ui.dialogs.elements_list import KINDS, ElementsList


class Finding:
    def __init__(self, reading: Any) -> None:
        self.reading = reading
        self.visited: list[int] = []
        self.list = ElementsList(reading.window, reading.view, self.visited.append, reading.said.append)

    def begin(self) -> None:
        self.list.begin()
        self.reading.qtbot.waitUntil(lambda: QApplication.focusWidget() in (self.list.box.list, self.list.kind))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)

    @property
    def shown(self) -> list[str]:
        return [row.text for row in self.list.box.rows.rows]

    @property
    def current(self) -> str:
        row = self.list.box.current()
        return "" if row is None else row.text


@pytest.fixture
def finding(reading: Any) -> Finding:
    made = Finding(reading)
    reading.view.go_to(reading.position("Legs grew"))
    made.begin()
    return made


def test_it_opens_on_the_heading_the_caret_is_under(finding: Finding) -> None:
    assert finding.shown == ["1  HIIT and leg size", "2  Fat loss", "3  In women", "2  Conclusion"]
    assert finding.current == "3  In women"
    assert finding.list.box.list.hasFocus()


def test_levels_are_told_and_set_in(finding: Finding) -> None:
    assert [row.indent for row in finding.list.box.rows.rows] == [0, 1, 2, 1]
    seen = QAccessible.queryAccessibleInterface(finding.list.box.list)
    assert seen.text(QAccessible.Text.Name) == "Headings"
    assert seen.child(2).text(QAccessible.Text.Name) == "In women, level 3"


def test_enter_goes_there_and_escape_stays(finding: Finding) -> None:
    finding.press(Qt.Key.Key_Down)
    finding.press(Qt.Key.Key_Return)
    assert finding.visited == [finding.reading.position("Conclusion")]
    assert not finding.list.isVisible()
    finding.reading.qtbot.waitUntil(finding.reading.view.hasFocus)
    finding.begin()
    finding.press(Qt.Key.Key_Escape)
    assert len(finding.visited) == 1
    finding.reading.qtbot.waitUntil(finding.reading.view.hasFocus)


def test_typing_in_the_list_narrows_it(finding: Finding) -> None:
    QTest.keyClicks(QApplication.focusWidget(), "f")
    assert finding.list.box.field.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "at")
    assert finding.shown == ["2  Fat loss"]
    assert finding.list.box.status.text() == "1 of 4"
    finding.press(Qt.Key.Key_Return)
    assert finding.visited == [finding.reading.position("Fat loss")]


def test_another_kind(finding: Finding) -> None:
    finding.list.kind.setFocus()
    finding.press(Qt.Key.Key_Down)
    assert finding.list.kind.currentText() == "Links"
    assert finding.shown == ["the study"]
    assert finding.list.kind.hasFocus()
    finding.list.go.click()
    assert finding.visited == [finding.reading.position("the study")]


def test_a_kind_that_is_not_there(finding: Finding) -> None:
    finding.list.kind.setCurrentText("Tables")
    assert finding.list.box.status.text() == "There are none in this article"
    assert not finding.list.go.isEnabled()
    finding.list.go.click()
    assert finding.visited == []
    finding.press(Qt.Key.Key_Escape)
    finding.begin()
    assert finding.list.kind.hasFocus()


def test_every_kind_can_be_listed(finding: Finding) -> None:
    for number, (_kind, label) in enumerate(KINDS):
        finding.list.kind.setCurrentIndex(number)
        assert finding.list.box.list.accessibleName() == label


def test_lists_and_tables_tell_their_size(make_reading: Callable[[Iterable[Block]], Any]) -> None:
    items = Container(ContainerKind.LIST, 1, of=2)
    table = Container(ContainerKind.TABLE, 2, of=3)
    finding = Finding(
        make_reading(
            [
                Block(BlockKind.PARAGRAPH, "Milk", within=(items, Container(ContainerKind.ITEM, 3)), marker="•"),
                Block(BlockKind.PARAGRAPH, "Bread", within=(items, Container(ContainerKind.ITEM, 4)), marker="•"),
                Block(
                    BlockKind.PARAGRAPH,
                    "Sprints",
                    within=(table, Container(ContainerKind.ROW, 5), Container(ContainerKind.CELL, 6)),
                ),
            ]
        )
    )
    finding.begin()
    finding.list.kind.setCurrentText("Lists")
    assert [row.spoken for row in finding.list.box.rows.rows] == ["Milk, 2 items"]
    finding.list.kind.setCurrentText("Tables")
    assert [row.spoken for row in finding.list.box.rows.rows] == ["Sprints, 3 columns"]


def test_thousands_of_headings_make_rows_only_when_looked_at(
    make_reading: Callable[[Iterable[Block]], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding(make_reading(Block(BlockKind.HEADING, f"Heading {number}", level=2) for number in range(5000)))
    finding.reading.view.go_to(finding.reading.view.flow.start(4000))
    made: list[int] = []
    model = type(finding.list.box.rows)
    whole = model.row
    monkeypatch.setattr(model, "row", lambda self, number: made.append(number) or whole(self, number))
    finding.begin()
    QApplication.processEvents()
    assert finding.current == "2  Heading 4000"
    view = finding.list.box.list
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    assert len(set(made)) < 200


def test_thousands_of_rows_are_laid_out_without_a_call_for_each(make_reading: Callable[[Iterable[Block]], Any]) -> None:
    finding = Finding(make_reading(Block(BlockKind.HEADING, f"Heading {number}", level=2) for number in range(5000)))
    called: list[str] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename == rows.__file__:
            called.append(frame.f_code.co_name)

    sys.setprofile(note)
    try:
        finding.begin()
        QApplication.processEvents()
    finally:
        sys.setprofile(None)
    assert "paint" in called
    assert len(called) < 2000


def test_a_row_is_chosen_not_changed(finding: Finding) -> None:
    finding.begin()
    view = finding.list.box.list
    index = view.currentIndex()
    assert index.isValid()
    assert not view.model().flags(index) & Qt.ItemFlag.ItemIsEditable
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert view.state() != QAbstractItemView.State.EditingState


def test_a_long_article_is_looked_through_in_turns(reading: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements_list, "IN_ONE_TURN", 2)
    finding = Finding(reading)
    reading.view.go_to(reading.position("Legs grew"))
    finding.list.begin()
    assert not finding.list.isVisible(), "the window listens before all of it is looked through"
    finding.reading.qtbot.waitUntil(finding.list.isVisible)
    assert finding.shown == ["1  HIIT and leg size", "2  Fat loss", "3  In women", "2  Conclusion"]
    assert finding.current == "3  In women"


def test_another_kind_ends_the_look_for_the_one_before(finding: Finding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements_list, "IN_ONE_TURN", 1)
    numbers = [number for number, (_kind, label) in enumerate(KINDS) if label in {"Links", "Paragraphs"}]
    shown: list[list[str]] = []
    finding.list.box.rows.modelReset.connect(lambda: shown.append(finding.shown))
    for number in (*numbers, numbers[0]):
        finding.list.kind.setCurrentIndex(number)
    finding.reading.qtbot.waitUntil(lambda: bool(shown))
    finding.reading.qtbot.wait(50)
    assert len(shown) == 1
    assert len(shown[0]) == len(elements(finding.reading.view.flow, KINDS[numbers[0]][0])) > 0


def test_a_list_that_is_closed_keeps_no_rows(finding: Finding) -> None:
    finding.press(Qt.Key.Key_Escape)
    assert finding.shown == []
    finding.begin()
    assert finding.current == "3  In women"
