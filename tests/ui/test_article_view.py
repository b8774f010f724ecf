"""The article on the screen: what keys, mouse and wheel do in it, what is copied, what stays when its words change."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser
from pytestqt.qtbot import QtBot
from tests.ui.conftest import ReadingBench
from tests.ui.pages import (
    ARABIC,
    WORDS,
    articles,
    change,
    clear_away,
    everything,
    heading,
    linked,
    make_view,
    mouse,
    paragraph,
    table,
    top_of,
    wide_table,
)

from hiitreader.article.blocks import Block, BlockKind, Span, SpanKind
from hiitreader.article.flow import Flow
from hiitreader.ui import article_view
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.exchange import Exchanged, splice, unlike

MakeReading = Callable[[object], ReadingBench]


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


def paragraphs(count: int, name: str = "p") -> list[Block]:
    return [paragraph(f"{name}{number} {WORDS}") for number in range(count)]


def press(view: ArticleView, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    QTest.keyClick(view, key, held)


def wheel(view: ArticleView, by: tuple[int, int], held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle,
        view.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(*by),
        Qt.MouseButton.NoButton,
        held,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_numbers_stand_for_what_qt_names() -> None:
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff.value == article_view.ALWAYS_OFF
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOn.value == article_view.ALWAYS_ON
    wanted = Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert wanted.value == article_view.MOUSE_AND_KEYS
    view = make_view([])
    assert view.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert view.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOn
    assert view.textInteractionFlags() == wanted
    assert not view.openLinks()
    assert not view.isUndoRedoEnabled()


FIRST_PICTURE = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
app = QApplication([])
from hiitreader.library.bundled import bundled_article
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import bundled
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.fonts import Fonts
from hiitreader.ui.typeset.style import PageStyle
from PySide6 import QtCore
view = ArticleView(PageStyle(Settings(), bundled()[0], Fonts(), 800.0))
view.show_blocks(bundled_article().blocks)
painted = []
paint = ArticleView.paintEvent
ArticleView.paintEvent = lambda self, event: (paint(self, event), painted.append(1))
view.resize(800, 600)
view.show()
until = time.monotonic() + 50
while not painted and time.monotonic() < until:
    app.processEvents()
loaded = "hiitreader.ui.turning" in sys.modules, "hiitreader.ui.typeset.pictures" in sys.modules
print("Qt" in vars(QtCore), *loaded, flush=True)
os._exit(0)
"""


def test_the_first_picture_needs_none_of_qts_names_and_nothing_that_only_a_key_needs() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_PICTURE], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == ["False", "False", "False"], ran.stdout + ran.stderr


# -- what is never touched ---------------------------------------------------------------------------------------------


def test_nothing_is_ever_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(QTextBrowser, "loadResource", lambda *a: asked.append(a))
    monkeypatch.setattr(ArticleView, "loadResource", lambda *a: asked.append(a))
    picture = tmp_path / "a.png"
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(picture))
    view = make_view([paragraph(f"![x]({picture}) <img src='{picture}'> https://e.org/a.png"), *everything()])
    for position in range(0, view.flow.length, 50):
        view.go_to(position)
        QTest.mouseMove(view.viewport(), view.cursorRect().center())
    assert asked == []
    assert view.source().isEmpty()


def test_nothing_comes_of_asking_for_a_page_or_a_picture(tmp_path: Path) -> None:
    view = make_view([paragraph("words")])
    for kind in QTextDocument.ResourceType:
        assert view.loadResource(kind.value, QUrl("https://e.org/a.png")) is None
        assert view.document().resource(kind.value, QUrl("https://e.org/a.png")) is None


def test_words_that_look_like_markup_are_only_words() -> None:
    text = "<b>bold</b> <script>alert(1)</script> &amp; <img src=x>"
    view = make_view([paragraph(text)])
    assert view.toPlainText() == text


# -- copying -----------------------------------------------------------------------------------------------------------


def copied(view: ArticleView, start: int, end: int) -> str:
    view.go_to(start, end=end)
    data = view.createMimeDataFromSelection()
    assert data.formats() == ["text/plain"]
    return data.text()


def test_what_is_copied_is_plain_text() -> None:
    blocks = [
        heading("A heading"),
        Block(BlockKind.PARAGRAPH, "One\u2028two \U0001f600", (Span(0, 3, SpanKind.STRONG),)),
        paragraph("an item", marker="•"),
        *table([["A", "B"]]),
    ]
    view = make_view(blocks)
    assert copied(view, 0, view.flow.length - 1) == "A heading\nOne\ntwo \U0001f600\n• an item\nA\nB"
    assert copied(view, 2, 9) == "heading"


def test_the_copy_key_puts_it_on_the_clipboard(qtbot: QtBot) -> None:
    view = make_view([paragraph("copy these words")])
    qtbot.addWidget(view)
    view.go_to(5, end=10)
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "these"


# -- keys --------------------------------------------------------------------------------------------------------------


def walk(view: ArticleView, operation: QTextCursor.MoveOperation, most: int = 5000) -> list[int]:
    """The positions the caret comes through until it goes no further."""
    cursor = view.textCursor()
    seen = [cursor.position()]
    while cursor.movePosition(operation) and len(seen) < most:
        seen.append(cursor.position())
    return seen


def walk_by_key(view: ArticleView, key: Qt.Key) -> list[int]:
    seen = [view.caret()]
    while len(seen) < 5000:
        press(view, key)
        if view.caret() == seen[-1]:
            break
        seen.append(view.caret())
    return seen


@settings(deadline=None, max_examples=15)
@given(blocks=articles)
def test_the_caret_comes_through_every_character_there_and_back(blocks: list[Block]) -> None:
    view = make_view(blocks)
    right = walk(view, QTextCursor.MoveOperation.NextCharacter, 10_000)
    assert right == sorted(set(right))
    assert right[-1] == view.flow.length - 1
    view.go_to(right[-1])
    left = walk(view, QTextCursor.MoveOperation.PreviousCharacter, 10_000)
    assert left == right[::-1]


def test_the_caret_goes_by_line_through_everything_forwards_only() -> None:
    view = make_view(everything())
    down = walk_by_key(view, Qt.Key.Key_Down)
    assert down == sorted(set(down))
    assert view.flow.index_at(down[-1]) == len(view.flow) - 1
    seen = {view.flow.index_at(position) for position in down}
    assert seen == set(range(len(view.flow))), "no block is jumped over: no cell, no line of code, no empty one"
    up = walk_by_key(view, Qt.Key.Key_Up)
    assert up == sorted(set(up), reverse=True)
    assert view.flow.index_at(up[-1]) == 0


def test_the_caret_goes_by_word_through_cells_and_code() -> None:
    view = make_view([*table([["Week one", "Load"], ["1", "40 kg"]]), Block(BlockKind.CODE, "x = 1\u2028y = 2")])
    words = walk(view, QTextCursor.MoveOperation.NextWord)
    text = view.flow.text()
    starts = [position for position in words[:-1] if text[position] not in "\n\u2028"]
    assert [text[position:].split()[0] for position in starts][:6] == [
        "Week", "one", "Load", "1", "40", "kg",
    ]  # fmt: skip


def test_home_and_end_go_to_the_ends_of_the_line() -> None:
    view = make_view([paragraph(WORDS)])
    view.go_to(100)
    line = view.document().firstBlock().layout().lineForTextPosition(100)
    press(view, Qt.Key.Key_Home)
    assert view.caret() == line.textStart()
    press(view, Qt.Key.Key_End)
    assert view.caret() == line.textStart() + line.textLength() - 1
    press(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == view.flow.length - 1
    press(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == 0


def test_shift_and_arrows_select() -> None:
    view = make_view([paragraph("select some")])
    for _letter in range(6):
        press(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.textCursor().selectedText() == "select"
    press(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.textCursor().selectedText() == "select some"


@pytest.mark.parametrize("text_size", [100, 400])
def test_a_page_down_goes_a_page_less_a_line_and_the_caret_with_it(text_size: int) -> None:
    view = make_view(paragraphs(200), text_size=text_size)
    bar = view.verticalScrollBar()
    line = view.page.style.em * 1.5
    for _page in range(6):
        before, caret = bar.value(), view.caret()
        press(view, Qt.Key.Key_PageDown)
        gone = bar.value() - before
        assert view.viewport().height() - 3 * line <= gone < view.viewport().height()
        assert view.caret() > caret
        assert view.viewport().rect().contains(view.cursorRect())
    low = view.caret()
    for _page in range(6):
        press(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    assert view.caret() < low
    press(view, Qt.Key.Key_PageUp)
    assert view.caret() < 60, "at the top it goes to the first line"


def test_pages_reach_both_ends_through_tables_and_all() -> None:
    view = make_view([*everything(), *paragraphs(20)])
    for _page in range(300):
        press(view, Qt.Key.Key_PageDown)
    assert view.flow.index_at(view.caret()) == len(view.flow) - 1
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    for _page in range(300):
        press(view, Qt.Key.Key_PageUp)
    assert view.flow.index_at(view.caret()) == 0
    assert view.verticalScrollBar().value() == 0


def test_shift_and_page_down_select_a_page() -> None:
    view = make_view(paragraphs(50))
    press(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    cursor = view.textCursor()
    assert cursor.anchor() == 0
    assert cursor.position() > len(WORDS)


def test_space_turns_the_page_and_leaves_the_caret() -> None:
    view = make_view(paragraphs(50))
    press(view, Qt.Key.Key_Space)
    assert view.verticalScrollBar().value() > 300
    assert view.caret() == 0
    press(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert view.verticalScrollBar().value() == 0


def test_after_the_wheel_a_page_down_goes_on_from_what_is_seen() -> None:
    view = make_view(paragraphs(200))
    view.verticalScrollBar().setValue(8000)
    press(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 8000
    assert view.viewport().rect().contains(view.cursorRect())


@pytest.mark.parametrize("key", [Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_C, Qt.Key.Key_Escape, Qt.Key.Key_F5])
def test_a_key_that_goes_nowhere_moves_nothing(key: Qt.Key) -> None:
    view = make_view(paragraphs(200))
    view.verticalScrollBar().setValue(5000)
    before = view.verticalScrollBar().value()
    press(view, key)
    press(view, key, Qt.KeyboardModifier.ControlModifier)
    assert view.verticalScrollBar().value() == before
    assert view.caret() == 0


def test_the_caret_on_the_first_line_brings_the_room_above_it() -> None:
    view = make_view(paragraphs(20))
    view.go_to(view.flow.start(8))
    while view.caret() > 50:
        press(view, Qt.Key.Key_Up)
    assert view.verticalScrollBar().value() == 0


# -- going there -------------------------------------------------------------------------------------------------------


def test_a_place_that_is_gone_to_is_comfortably_seen_and_one_that_is_seen_does_not_move_the_page() -> None:
    view = make_view(paragraphs(200))
    height = view.viewport().height()
    far = view.flow.start(120)
    view.go_to(far)
    assert view.caret() == far
    assert top_of(view, far) == pytest.approx(height / 4, abs=2)
    before = view.verticalScrollBar().value()
    view.go_to(far + 40)
    assert view.verticalScrollBar().value() == before
    view.go_to(10**9)
    assert view.caret() == view.flow.length - 1
    view.go_to(-5)
    assert view.caret() == 0


def test_a_selection_can_be_gone_to() -> None:
    view = make_view(paragraphs(5))
    view.go_to(3, end=9, focus=False)
    assert (view.textCursor().selectionStart(), view.textCursor().selectionEnd()) == (3, 9)


def test_what_is_gone_to_before_the_window_has_a_size_is_seen_when_it_has() -> None:
    view = ArticleView(make_view([]).page.style)
    view.show_blocks(paragraphs(100))
    view.go_to(view.flow.start(60))
    view.resize(400, 300)
    view.show()
    view.grab()
    assert view.viewport().rect().contains(view.cursorRect())


# -- the wheel and the mouse -------------------------------------------------------------------------------------------


def test_the_wheel_scrolls_and_with_ctrl_asks_for_larger_text(qtbot: QtBot) -> None:
    view = make_view(paragraphs(50))
    steps: list[int] = []
    view.zoom_asked.connect(steps.append)
    wheel(view, (0, -120))
    assert view.verticalScrollBar().value() > 0
    before = view.verticalScrollBar().value()
    for by in (120, -240, 40, 40, 40, -60, -60):
        wheel(view, (0, by), Qt.KeyboardModifier.ControlModifier)
    assert steps == [1, -2, 1, -1]
    assert view.verticalScrollBar().value() == before


@pytest.mark.parametrize("by", [((-120, 0), False), ((0, -120), True)])
def test_a_wide_table_is_moved_by_the_wheel_sideways_or_with_shift(by: tuple[tuple[int, int], bool]) -> None:
    view = make_view(wide_table(), 500, 200)
    view.verticalScrollBar().setValue(0)
    before = view.page.block_box(0).left()
    held = Qt.KeyboardModifier.ShiftModifier if by[1] else Qt.KeyboardModifier.NoModifier
    wheel(view, by[0], held)
    assert view.page.block_box(0).left() == before - 60
    for _notch in range(80):
        wheel(view, by[0], held)
    assert view.page.block_box(11).right() <= view.page.style.left + view.page.style.column
    for _notch in range(90):
        wheel(view, (-by[0][0], -by[0][1]), held)
    assert view.page.block_box(0).left() == before


def test_a_slanted_turn_of_the_wheel_scrolls_the_page_not_the_table() -> None:
    view = make_view([*wide_table(), *paragraphs(30)], 500, 200)
    before = view.page.block_box(0).left()
    wheel(view, (-20, -120))
    assert view.page.block_box(0).left() == before
    assert view.verticalScrollBar().value() > 0


def test_a_drag_selects_and_a_double_click_takes_a_word(qtbot: QtBot) -> None:
    view = make_view([paragraph(WORDS)])
    qtbot.addWidget(view)
    start, end = view.char_rect(10), view.char_rect(30)
    mouse(view, QEvent.Type.MouseButtonPress, QPoint(start.left() + 1, start.center().y()))
    mouse(view, QEvent.Type.MouseMove, QPoint(end.left() + 1, end.center().y()))
    mouse(view, QEvent.Type.MouseButtonRelease, QPoint(end.left() + 1, end.center().y()))
    assert view.textCursor().selectedText() == WORDS[10:30]
    mouse(view, QEvent.Type.MouseButtonDblClick, view.char_rect(12).center())
    assert view.textCursor().selectedText() == "paragraph"


# -- words that change -------------------------------------------------------------------------------------------------


def state(view: ArticleView) -> tuple[int, int, int]:
    """Caret, the other end of the selection, and how far the caret's line is below the edge."""
    return view.caret(), view.textCursor().anchor(), top_of(view, view.caret())


def test_slices_that_come_while_one_reads_move_nothing() -> None:
    view = make_view(paragraphs(100))
    view.go_to(view.flow.start(50) + 7, end=view.flow.start(50) + 40)
    before, seen = state(view), view.viewport().grab().toImage()
    for number in range(40):
        view.append_blocks(paragraphs(25, f"slice{number}-"))
        assert state(view) == before
    assert view.article_length == len(view.flow) == 1100
    assert view.viewport().grab().toImage() == seen
    assert view.document().characterCount() == view.flow.length
    assert view.toPlainText() == view.flow.text()


def test_slices_come_after_the_caret_at_the_very_end_too() -> None:
    view = make_view(paragraphs(3))
    view.go_to(10**9)
    before = view.caret()
    view.append_blocks(paragraphs(3))
    assert view.caret() == before


def test_slices_of_one_table_keep_its_columns() -> None:
    rows = table([["Name", "Value"], *[[f"row {n}", "x" * (n % 20)] for n in range(200)]])
    view = make_view(rows[:100])
    boxes = [view.page.block_box(index) for index in range(10)]
    for start in range(100, len(rows), 50):
        view.append_blocks(rows[start : start + 50])
    assert [view.page.block_box(index) for index in range(10)] == boxes
    assert view.page.block_box(300).left() == boxes[0].left()


def test_a_tail_that_changes_moves_neither_caret_nor_page() -> None:
    view = make_view(paragraphs(30))
    view.set_tail([heading("Replies"), paragraph("None yet."), heading("Leave a Reply")])
    assert view.article_length == 30
    view.go_to(view.flow.start(12) + 3, end=view.flow.start(12) + 9)
    before = state(view)
    view.set_tail([heading("Replies"), paragraph("One"), paragraph("Two"), heading("Leave a Reply")])
    assert state(view) == before
    view.set_tail([])
    assert state(view) == before
    assert len(view.flow) == 30


def test_who_reads_the_last_heading_stays_at_it_when_replies_come_before_it() -> None:
    view = make_view(paragraphs(30))
    tail = [heading("Replies"), paragraph("None yet."), heading("Leave a Reply")]
    view.set_tail(tail)
    view.page.set_tail_height(2000)
    view.go_to(view.flow.start(32) + 4)
    view.scroll_to(view.caret(), 3)
    before = state(view)[2]
    replies = [paragraph(f"Reply {number} {WORDS}") for number in range(12)]
    view.set_tail([tail[0], *replies, tail[2]])
    index = view.flow.index_at(view.caret())
    assert view.flow[index].text == "Leave a Reply"
    assert view.caret() - view.flow.start(index) == 4
    assert state(view)[2] == pytest.approx(before, abs=1)
    view.set_tail(tail)
    assert view.flow[view.flow.index_at(view.caret())].text == "Leave a Reply"


def test_the_same_tail_again_says_nothing() -> None:
    view = make_view(paragraphs(3))
    told: list[int] = []
    view.flow_changed.connect(told.append)
    tail = [heading("Replies"), paragraph("None yet.")]
    view.set_tail(tail)
    view.set_tail(list(tail))
    view.set_tail([tail[0], paragraph("One.")])
    assert told == [3, 4]


def test_a_slice_takes_the_place_of_the_tail() -> None:
    view = make_view(paragraphs(3))
    view.set_tail([heading("Replies")])
    view.append_blocks([paragraph("the fourth")])
    assert [block.text[:10] for block in view.flow][3:] == ["the fourth"]
    view.set_tail([heading("Replies")])
    assert view.flow[4].text == "Replies"
    assert view.toPlainText() == view.flow.text()


def test_the_focus_stays_through_it_all(qtbot: QtBot, make_reading: MakeReading) -> None:
    reading = make_reading(paragraphs(5))
    view = reading.view
    view.append_blocks(paragraphs(5))
    view.set_tail([heading("Replies")])
    view.show_blocks(paragraphs(2))
    assert view.hasFocus()


@settings(deadline=None, max_examples=50)
@given(
    old=st.lists(st.integers(0, 4), max_size=8), new=st.lists(st.integers(0, 4), max_size=8), first=st.integers(0, 4)
)
def test_positions_follow_the_words_they_were_at(old: list[int], new: list[int], first: int) -> None:
    named = [paragraph(f"block {number} \U0001f600") for number in range(5)]
    flow = Flow([*paragraphs(first), *[named[number] for number in old]])
    blocks = tuple(named[number] for number in new)
    begin, same = unlike(flow.blocks(first), blocks)
    end = len(flow) - same
    exchanged = Exchanged(flow, first + begin, end)
    places = [(number, flow[number].text, offset) for number in range(len(flow)) for offset in range(3)]
    positions = [flow.start(number) + offset for number, _text, offset in places]
    flow.splice(first + begin, end, blocks[begin : len(blocks) - same])
    assert flow.blocks(first) == blocks
    assert [flow.start(index) for index in range(len(flow))] == [Flow(flow).start(index) for index in range(len(flow))]
    assert flow.length == Flow(flow).length
    for (number, text, offset), position in zip(places, positions, strict=True):
        now = exchanged.position(position)
        assert 0 <= now < max(1, flow.length)
        if number < first + begin or number >= end:
            index = flow.index_at(now)
            assert (flow[index].text, now - flow.start(index)) == (text, offset)


@settings(deadline=None, max_examples=40)
@given(
    before=st.integers(0, 30), gone=st.integers(0, 40), come=st.integers(0, 40), after=st.integers(0, 60),
    looked=st.booleans(),
)  # fmt: skip
@pytest.mark.slow
def test_a_page_changed_in_its_midst_is_the_page_made_anew(
    before: int, gone: int, come: int, after: int, looked: bool
) -> None:
    head, tail = paragraphs(before, "head-"), paragraphs(after, "tail-")
    old, new = paragraphs(gone, "old-"), [heading("New"), *paragraphs(come, "new-")]
    view = make_view([*head, *old, *tail])
    if looked:
        view.scroll_to(view.flow.start(len(view.flow) - 1) if len(view.flow) else 0)
        view.page.lay_between(0, 10_000)
    splice(view, before, before + gone, new)
    fresh = make_view([*head, *new, *tail])
    assert view.toPlainText() == fresh.toPlainText() == view.flow.text()
    assert view.flow.blocks() == fresh.flow.blocks()
    for one in (view, fresh):
        one.page.lay_between(0, 1_000_000)
    boxes = [[one.page.block_box(index) for index in range(len(one.flow))] for one in (view, fresh)]
    assert boxes[0] == boxes[1]
    assert view.document().blockCount() == fresh.document().blockCount()
    for index in range(len(view.flow)):
        layouts = [one.document().findBlockByNumber(index).layout() for one in (view, fresh)]
        assert layouts[0].lineCount() == layouts[1].lineCount() > 0


# -- long and hostile --------------------------------------------------------------------------------------------------


def test_a_million_characters_in_pieces_are_shown_and_scrolled_piece_by_piece() -> None:
    pieces = [Block(BlockKind.PARAGRAPH, "a" * 5000, continued=n > 0) for n in range(200)]
    view = make_view(pieces)
    laid = sum(strip.placed is not None for strip in view.page._strips._strips)
    assert laid <= 3
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.grab()
    assert sum(strip.placed is not None for strip in view.page._strips._strips) <= 8
    change(view, text_size=300)
    view.grab()
    assert sum(strip.placed is not None for strip in view.page._strips._strips) <= 4


def test_a_table_of_ten_thousand_rows_is_set_where_it_is_looked_at() -> None:
    view = make_view(table([["Name", "Value", "Note"], *[[f"row {n}", str(n), "x"] for n in range(10_000)]]))
    view.go_to(view.flow.start(15_001))
    view.grab()
    strips = view.page._strips._strips
    assert sum(strip.placed is not None for strip in strips) < 12
    assert len(strips) > 1000
    box = view.page.block_box(15_001)
    assert view.page.block_box(15_002).top() == box.top() or view.flow[15_002].within[1] != view.flow[15_001].within[1]


def test_empty_blocks_and_lines_can_be_stood_on() -> None:
    view = make_view([paragraph(""), paragraph("\u2028"), Block(BlockKind.RULE, ""), paragraph("end")])
    for position in range(view.flow.length):
        view.go_to(position)
        assert view.caret() == position
        assert view.cursorRect().height() > 5


def test_found_words_and_a_selection_are_painted_and_the_caret_is_seen() -> None:
    view = make_view([paragraph("find this here, and this there"), paragraph(ARABIC)])
    plain = view.viewport().grab().toImage()
    view.set_highlights([(5, 9), (20, 24)], 1)
    found = view.viewport().grab().toImage()
    colours = view.page.style.theme.colours

    def at(image: QImage, position: int) -> str:
        rect = view.char_rect(position)
        return image.pixelColor(rect.left() + 1, rect.top() + 1).name()

    assert at(found, 6) == colours.find_ground
    assert at(found, 21) == colours.find_current_ground
    assert at(found, 12) == at(plain, 12)
    view.set_highlights(())
    assert view.viewport().grab().toImage() == plain
    view.go_to(5, end=9)
    assert at(view.viewport().grab().toImage(), 6) != at(plain, 6)


def test_a_larger_text_has_a_wider_caret() -> None:
    assert make_view([paragraph("x")]).cursorWidth() == 2
    view = make_view([paragraph("x")], text_size=400)
    assert view.cursorWidth() == view.cursorRect().width() == 5
    change(view, text_size=100)
    assert view.cursorWidth() == 2


def test_text_that_is_not_for_typing_takes_no_typing() -> None:
    view = make_view([paragraph("words")])
    QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier, "x"))
    press(view, Qt.Key.Key_Delete)
    press(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.toPlainText() == "words"


def test_a_link_is_no_anchor_of_qts(qtbot: QtBot) -> None:
    view = make_view([linked("Go there now.", "there")])
    rect = view.char_rect(4)
    assert view.anchorAt(rect.center()) == ""
