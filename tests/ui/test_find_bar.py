"""Finding words: counted as one types, wrapped and said so, with the caret left at the match."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.ui.panels.find_bar import FindBar

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Finding:
    def __init__(self, reading: Any) -> None:
        self.reading = reading
        self.view = reading.view
        self.said: list[str] = reading.said
        self.remembered: list[int] = []
        self.bar = FindBar(self.view, lambda: self.remembered.append(self.view.caret()), self.said.append)
        reading.column.addWidget(self.bar)
        self.marked = (0, -1)
        self.view.set_highlights = self._mark

    def _mark(self, ranges: Sequence[tuple[int, int]], current: int = -1) -> None:
        self.marked = (len(ranges), current)
        type(self.view).set_highlights(self.view, ranges, current)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)
        self.reading.qtbot.waitUntil(self.is_done)

    def is_done(self) -> bool:
        query = self.bar.search.query
        return query is not None and query.text == self.bar.field.text() and not self.bar.search.is_going_on

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)


@pytest.fixture
def finding(reading: Any) -> Finding:
    made = Finding(reading)
    made.bar.begin()
    return made


def test_typing_counts_marks_and_moves_the_caret(finding: Finding) -> None:
    finding.type("sprints")
    assert finding.bar.count.text() == "1 of 4"
    assert finding.marked == (4, 0)
    assert finding.reading.rest().startswith("Sprints build")
    assert finding.bar.field.hasFocus()
    assert finding.remembered == [0]


def test_enter_goes_on_and_wraps_and_says_so(finding: Finding) -> None:
    finding.type("sprints")
    for shown in ("2 of 4", "3 of 4", "4 of 4", "Wrapped to the top. 1 of 4"):
        finding.press(Qt.Key.Key_Return)
        assert finding.bar.count.text() == shown
    assert finding.said[-1].startswith("Wrapped to the top. 1 of 4. ")
    finding.press(Qt.Key.Key_Return, SHIFT)
    assert finding.bar.count.text() == "Wrapped to the end. 4 of 4"
    finding.press(Qt.Key.Key_Return, SHIFT)
    assert finding.bar.count.text() == "3 of 4"
    assert finding.remembered == [0]


def test_what_is_found_is_told_where_the_focus_is(finding: Finding) -> None:
    finding.type("fat")
    finding.press(Qt.Key.Key_Return)
    assert finding.said[-1] == "2 of 2. Sprints burn fat. See the study of sprints."
    finding.bar.next.setFocus()
    finding.bar.field.setFocus()
    assert finding.bar.field.accessibleDescription() == finding.said[-1]


def test_it_is_said_after_a_pause_in_typing(finding: Finding) -> None:
    finding.type("conclusion")
    finding.reading.qtbot.waitUntil(lambda: bool(finding.said))
    assert finding.said == ["1 of 1. Conclusion"]


def test_case_and_whole_words(finding: Finding) -> None:
    finding.type("Sprints")
    finding.bar.case.click()
    assert finding.bar.count.text() == "1 of 3"
    finding.bar.case.click()
    finding.bar.field.clear()
    finding.bar.field.setFocus()
    finding.type("leg")
    assert finding.bar.count.text() == "1 of 3"
    finding.bar.word.click()
    assert finding.bar.count.text() == "1 of 1"


def test_no_matches_is_shown_and_said(finding: Finding) -> None:
    finding.type("xyzzy")
    assert finding.bar.count.text() == "No matches"
    assert not finding.bar.next.isEnabled()
    finding.press(Qt.Key.Key_Return)
    assert finding.said == ["No matches"]
    assert finding.marked == (0, -1)


def test_an_empty_field_finds_nothing(finding: Finding) -> None:
    finding.type("sprints")
    finding.bar.field.clear()
    finding.reading.qtbot.waitUntil(lambda: finding.bar.search.query is None)
    assert finding.bar.count.text() == ""
    assert finding.marked == (0, -1)


def test_escape_closes_and_the_caret_stays_at_the_match(finding: Finding) -> None:
    finding.type("tenth")
    finding.press(Qt.Key.Key_Escape)
    assert not finding.bar.isVisible()
    assert finding.view.hasFocus()
    assert finding.reading.rest() == "tenth."
    assert finding.marked == (0, -1)


def test_escape_closes_from_every_control(finding: Finding) -> None:
    finding.type("sprints")
    for control in (finding.bar.next, finding.bar.previous, finding.bar.case, finding.bar.word):
        finding.bar.begin()
        control.setFocus()
        finding.press(Qt.Key.Key_Escape)
        assert not finding.bar.isVisible()


def test_next_goes_on_from_the_caret_with_the_bar_closed(finding: Finding) -> None:
    finding.type("sprints")
    finding.press(Qt.Key.Key_Escape)
    finding.view.go_to(finding.reading.position("In women"))
    finding.bar.find_next()
    assert finding.reading.rest() == "Sprints are worth it."
    assert finding.said[-1] == "4 of 4"
    assert finding.view.hasFocus()


def test_next_without_words_opens_the_bar(finding: Finding) -> None:
    finding.press(Qt.Key.Key_Escape)
    finding.bar.find_next()
    assert finding.bar.isVisible()
    assert finding.bar.field.hasFocus()


def test_it_begins_from_the_reader_and_wraps(finding: Finding) -> None:
    finding.press(Qt.Key.Key_Escape)
    finding.view.go_to(finding.reading.position("In women"))
    finding.bar.begin()
    finding.type("fat")
    assert finding.bar.count.text() == "Wrapped to the top. 1 of 2"


def test_selected_words_are_looked_for(finding: Finding) -> None:
    finding.press(Qt.Key.Key_Escape)
    start = finding.reading.position("burn")
    finding.view.go_to(start, end=start + 4)
    finding.bar.begin()
    assert finding.bar.field.text() == "burn"
    assert finding.bar.count.text() == "1 of 1"


def test_matches_follow_the_text(finding: Finding) -> None:
    finding.type("sprints")
    finding.view.append_blocks([Block(BlockKind.PARAGRAPH, "More sprints.")])
    finding.reading.qtbot.waitUntil(lambda: finding.bar.count.text() == "1 of 5")
    finding.view.show_blocks([Block(BlockKind.PARAGRAPH, "No word of them: sprints.")])
    finding.reading.qtbot.waitUntil(lambda: finding.marked[0] == 1)


def test_a_long_article_is_searched_in_slices(make_reading: Callable[[Iterable[Block]], Any]) -> None:
    blocks = [Block(BlockKind.PARAGRAPH, f"A sprint 𝒳 and another sprint, number {number}.") for number in range(8000)]
    finding = Finding(make_reading(blocks))
    slices: list[int] = []
    finding.bar.search.progressed.connect(lambda: slices.append(len(finding.bar.search.hits)))
    finding.bar.begin()
    finding.view.go_to(finding.view.flow.start(7999), focus=False)
    finding.bar.begin()
    finding.type("sprint, number 7999")
    assert finding.bar.count.text() == "1 of 1"
    finding.press(Qt.Key.Key_Return)
    assert finding.said[-1] == "Wrapped to the top. 1 of 1. A sprint 𝒳 and another sprint, number 7999."
    finding.bar.field.clear()
    slices.clear()
    finding.type("sprint")
    assert slices[-1] == 16_000
    assert len(slices) > 1
    start, end = finding.bar.search.hits[-1]
    assert (end - start, finding.view.flow.index_at(start)) == (6, 7999)


def test_stepping_waits_for_a_search_that_is_not_there_yet(make_reading: Callable[[Iterable[Block]], Any]) -> None:
    blocks = [Block(BlockKind.PARAGRAPH, f"Paragraph {number} of many.") for number in range(8000)]
    finding = Finding(make_reading(blocks))
    finding.bar.begin()
    QTest.keyClicks(finding.bar.field, "7998 of")
    finding.press(Qt.Key.Key_Return)
    finding.press(Qt.Key.Key_Return)
    finding.reading.qtbot.waitUntil(lambda: finding.bar.current == 0)
    assert finding.reading.at() == "Paragraph 7998 of many."
