"""Where things stand on the page: nothing cut, nothing over another, and what is asked at a point is what is there."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QTextCursor
from tests.ui.pages import (
    ARABIC,
    LONG_WORD,
    WORDS,
    articles,
    change,
    clear_away,
    everything,
    heading,
    linked,
    make_view,
    nested,
    page_settings,
    paragraph,
    table,
    wide_table,
)

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.strips import row_of
from hiitreader.ui.typeset.style import runs_right_to_left
from hiitreader.ui.typeset.tables import measure

SLACK = 1.0
SIZES = [(320, 100), (320, 200), (320, 400), (320, 500), (600, 50), (600, 400), (900, 100), (1400, 100), (1400, 500)]
SPACED = {"letter_spacing": 0.12, "word_spacing": 0.16, "line_height": 1.5, "paragraph_spacing": 2.0}


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


def set_all(view: ArticleView) -> None:
    view.page.lay_between(0, view.page.documentSize().height() + 1e6)


def assert_nothing_is_cut(view: ArticleView) -> None:
    page, flow = view.page, view.flow
    set_all(view)
    left, right = page.style.left, page.style.left + page.style.column
    assert 0 < left < right < view.viewport().width()
    assert page.documentSize().width() == view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0
    bottom = 0.0
    for index, block in enumerate(flow):
        box = page.block_box(index)
        layout = view.document().findBlockByNumber(index).layout()
        lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        assert lines, "every block is set"
        shown = [
            line for line in lines if not view.flow.shown(index)[: line.textStart() + line.textLength()].endswith("\t")
        ]
        widest = max((line.naturalTextRect().right() for line in shown), default=0.0)
        outermost = min(line.naturalTextRect().left() for line in lines)
        letter = 1.3 * page.style.look(block).font.pixelSize()
        if row_of(block):
            assert all(line.naturalTextWidth() <= max(box.width(), letter) + SLACK for line in lines)
            continue
        assert box.left() + outermost >= left - SLACK, block
        if box.width() > letter:
            assert box.left() + widest <= right + SLACK + letter / 40, block
        assert box.top() >= bottom - SLACK, block
        bottom = box.bottom()


@pytest.mark.parametrize(("width", "text_size"), SIZES)
@pytest.mark.parametrize("spacing", [{}, SPACED], ids=["plain", "spaced"])
def test_nothing_is_cut_and_only_a_wide_table_scrolls(width: int, text_size: int, spacing: dict[str, object]) -> None:
    assert_nothing_is_cut(make_view(everything(), width, 480, text_size=text_size, **spacing))


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(blocks=articles, width=st.integers(320, 1200), changes=page_settings)
def test_nothing_is_cut_of_any_article(blocks: list[Block], width: int, changes: dict[str, object]) -> None:
    assert_nothing_is_cut(make_view(blocks, width, 300, **changes))


@settings(deadline=None, max_examples=30)
@given(blocks=articles)
def test_positions_of_flow_and_document_are_the_same(blocks: list[Block]) -> None:
    view = make_view(blocks)
    document = view.document()
    assert document.blockCount() == len(view.flow)
    assert document.characterCount() == view.flow.length
    for index in range(len(view.flow)):
        block = document.findBlockByNumber(index)
        assert block.position() == view.flow.start(index)
        assert block.text() == view.flow.shown(index)


@settings(deadline=None, max_examples=30)
@given(blocks=articles, changes=page_settings)
def test_the_middle_of_a_character_is_that_character(blocks: list[Block], changes: dict[str, object]) -> None:
    view = make_view(blocks, **changes)
    page, document = view.page, view.document()
    for index in range(len(view.flow)):
        box = page.block_box(index)
        layout = document.findBlockByNumber(index).layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            for offset in range(line.textStart(), line.textStart() + line.textLength()):
                glyphs = line.glyphRuns(offset, 1)
                if len(glyphs) != 1 or len(glyphs[0].glyphIndexes()) != 1 or not layout.isValidCursorPosition(offset):
                    continue
                middle = glyphs[0].boundingRect().center() + box.topLeft()
                if glyphs[0].boundingRect().width() < 2 or glyphs[0].isRightToLeft():
                    continue
                hit = document.documentLayout().hitTest(
                    QPointF(middle.x(), box.top() + line.rect().center().y()), Qt.HitTestAccuracy.ExactHit
                )
                assert layout.nextCursorPosition(hit - view.flow.start(index)) > offset
                assert hit - view.flow.start(index) <= offset


@pytest.mark.parametrize("text_size", [50, 100, 400])
@pytest.mark.parametrize("line_height", [1.0, 1.5, 4.0])
def test_char_rect_and_position_at_agree(text_size: int, line_height: float) -> None:
    blocks = [heading("A heading", 1), paragraph(WORDS), nested(2, WORDS, 50), *table([["A", "B"], ["one", "two"]])]
    view = make_view(blocks, 618, 2000, text_size=text_size, line_height=line_height)
    for position in range(0, view.flow.length, 3):
        rect = view.char_rect(position)
        if view.flow.text()[position].isspace():
            continue
        if view.viewport().rect().contains(rect) and rect.width() > 3:
            quarter = rect.center()
            quarter.setX(rect.left() + rect.width() // 4)
            assert view.position_at(quarter) == position
            assert view.page.position_at(rect.center().x(), rect.center().y(), exact=True) == position


def test_between_lines_far_apart_and_beside_the_text_the_nearest_position_is_found() -> None:
    view = make_view([paragraph(WORDS), paragraph(WORDS)], line_height=4.0)
    page = view.page
    box = page.block_box(0)
    assert page.position_at(box.left() - 100, box.top() - 500) == 0
    assert page.position_at(box.left(), box.bottom() + 1e5) >= view.flow.start(1)
    assert page.position_at(box.left() - 5, box.top() + 5, exact=True) == -1
    assert page.position_at(box.right() + 20, box.top() + 40, exact=True) == -1
    first, second = (view.anchor.line_box(view.flow.start(0)), view.anchor.line_box(100))
    between = (first.bottom() + second.top()) / 2
    assert page.position_at(box.left(), between - 2) == 0
    assert (
        page.position_at(box.left(), between + 2)
        == 0 + view.document().findBlockByNumber(0).layout().lineAt(1).textStart()
        or second.top() > first.bottom() + 200
    )


def test_a_link_is_hit_on_all_of_its_letters_and_nowhere_beside() -> None:
    view = make_view([linked("Go there now.", "there")])
    flow = view.flow
    for position in range(flow.length - 1):
        rect = view.char_rect(position)
        for x in (rect.left() + 1, rect.center().x(), rect.right() - 1):
            assert view.page.position_at(x, rect.center().y(), exact=True) == position


def column(view: ArticleView) -> tuple[float, float]:
    return view.page.style.left, view.page.style.left + view.page.style.column


@pytest.mark.parametrize("narrow", [False, True])
def test_arabic_stands_on_the_right(narrow: bool) -> None:
    listed = (Container(ContainerKind.LIST, 1, of=1), Container(ContainerKind.ITEM, 2))
    view = make_view(
        [
            paragraph(ARABIC),
            paragraph(ARABIC, *listed, marker="•"),
            paragraph(ARABIC, Container(ContainerKind.QUOTE, 3)),
            Block(BlockKind.IMAGE, ARABIC),
        ],
        320 if narrow else 700,
    )
    set_all(view)
    _left, right = column(view)
    assert view.page.block_box(0).right() == pytest.approx(right)
    assert view.char_rect(view.flow.text_start(1)).right() < right - 5
    assert view.char_rect(view.flow.start(1)).left() > view.char_rect(view.flow.text_start(1)).right()
    assert view.page.block_box(2).right() < right - 5
    assert all(runs_right_to_left(block) for block in view.flow)
    strip = view.page._strips[0]
    bar = next(ground for ground in strip.grounds if ground.kind == "bar")
    assert bar.box.x + bar.box.width == pytest.approx(view.page.style.column)
    assert_nothing_is_cut(view)


def test_the_numbers_of_a_long_list_hang_whole() -> None:
    numbers = Container(ContainerKind.NUMBERED_LIST, 1, of=1500)
    items = [paragraph(WORDS, numbers, Container(ContainerKind.ITEM, 2 + n, n), marker=f"{n}.") for n in (1, 150, 1500)]
    view = make_view(items)
    left, _right = column(view)
    boxes = [view.page.block_box(index) for index in range(3)]
    assert {box.left() for box in boxes} == {left}, "the room of the numbers belongs to the items"
    texts = [view.char_rect(view.flow.text_start(index)).left() for index in range(3)]
    assert max(texts) - min(texts) <= 1, "all items of a list are flush"
    assert view.char_rect(view.flow.start(2)).left() >= left


def test_a_marker_has_its_own_place_not_that_of_the_words() -> None:
    view = make_view([nested(1, WORDS, 50), nested(2, WORDS, 60)], text_size=200)
    for index in (0, 1):
        marker, words = view.flow.start(index), view.flow.text_start(index)
        assert view.char_rect(marker).right() < view.char_rect(words).left()
        assert view.position_at(view.char_rect(marker).center()) in {marker, marker + 1}


def test_headings_shrink_in_a_narrow_column_down_to_the_text_and_never_below() -> None:
    def scale(width: int, text_size: int) -> float:
        page = make_view([heading("A", 1), paragraph("A")], width, text_size=text_size).page
        first, second = (page.style.look(page._flow[index]).font.pixelSize() for index in (0, 1))
        return first / second

    assert scale(900, 100) == 2
    assert 1 < scale(320, 100) <= 2
    assert scale(320, 400) == 1
    assert scale(320, 500) == 1


class TestTables:
    def test_a_small_table_takes_what_it_needs_and_does_not_scroll(self) -> None:
        view = make_view(table([["Week", "Load"], ["1", "40 kg"]]))
        page = view.page
        set_all(view)
        number = page._strips[0].placed[0].table  # type: ignore[index]
        assert page._setter.columns(number).hidden == 0  # type: ignore[union-attr]
        assert not page.scroll_table(number, 50)
        assert view.document().findBlockByNumber(0).layout().lineCount() == 1

    def test_a_table_that_fits_when_its_cells_wrap_does_not_scroll(self) -> None:
        view = make_view(table([["A", "B"], [WORDS, WORDS]]))
        set_all(view)
        number = view.page._strips[0].placed[0].table  # type: ignore[index]
        columns = view.page._setter.columns(number)
        assert columns is not None
        assert columns.hidden == 0
        assert columns.total == pytest.approx(view.page.style.column)

    def test_strong_words_are_measured_as_wide_as_they_are(self) -> None:
        from hiitreader.article.blocks import Span, SpanKind

        blocks = table([["A"], ["illimitable"]])
        strong = Block(BlockKind.PARAGRAPH, "illimitable", (Span(0, 11, SpanKind.STRONG),), within=blocks[1].within)
        view = make_view([blocks[0], strong])
        set_all(view)
        assert view.document().findBlockByNumber(1).layout().lineCount() == 1

    @pytest.mark.parametrize("width", [320, 900])
    def test_no_column_of_a_wide_table_is_wider_than_what_can_be_seen_at_once(self, width: int) -> None:
        view = make_view(table([["A", "B"], [LONG_WORD * 3, LONG_WORD * 2]]), width, text_size=200)
        columns = measure(view.flow, 0, view.page.style, 0.0)
        assert columns.hidden > 0
        assert all(one <= columns.room for one in columns.widths)

    def hidden(self, view: ArticleView) -> float:
        columns = view.page._setter.columns(view.page.table_at(view.page.block_box(0).center().y()))
        assert columns is not None
        return columns.hidden

    @pytest.mark.parametrize(("width", "text_size"), [(320, 100), (320, 400), (618, 100), (618, 500)])
    def test_the_caret_in_a_cell_brings_it_into_sight(self, width: int, text_size: int) -> None:
        view = make_view(wide_table(), width, text_size=text_size)
        assert self.hidden(view) > 0
        left, right = column(view)
        order = list(range(view.flow.length))
        random.Random(4).shuffle(order)
        for position in [*order[:60], view.flow.length - 1, 0]:
            view.go_to(position, focus=False)
            rect = view.cursorRect()
            assert left - 2 <= rect.left() <= right + 2
            box = view.page.block_box(view.flow.index_at(position))
            if box.width() <= right - left:
                assert left - 1 <= box.left()
                assert box.right() <= right + 1

    def test_a_table_in_a_list_is_clipped_to_its_own_room(self) -> None:
        listed = (Container(ContainerKind.LIST, 1, of=1), Container(ContainerKind.ITEM, 2))
        inside = [Block(b.kind, b.text, within=(*listed, *b.within)) for b in wide_table()]
        view = make_view(inside)
        set_all(view)
        columns = view.page._setter.columns(view.page._strips[0].placed[0].table)  # type: ignore[index]
        assert columns is not None
        assert columns.left > 10
        assert columns.left + columns.room == pytest.approx(view.page.style.column)

    def test_a_link_in_the_hidden_part_is_not_pressed_through_the_margin(self) -> None:
        view = make_view(wide_table(), 320)
        _left, right = column(view)
        row = view.page.block_box(0)
        assert view.page.position_at(right - 30, row.center().y(), exact=True) >= -1
        assert view.page.position_at(right + 8, row.center().y(), exact=True) == -1

    def test_it_scrolls_to_its_end_and_no_further_and_keeps_that_through_slices(self) -> None:
        view = make_view(wide_table())
        number = view.page.table_at(view.page.block_box(0).center().y())
        assert view.page.scroll_table(number, 1e6)
        assert not view.page.scroll_table(number, 10)
        last = view.page.block_box(11)
        assert last.right() <= column(view)[1] + 1
        before = last.left()
        view.append_blocks([paragraph(WORDS)])
        assert view.page.block_box(11).left() == before
        assert view.page.scroll_table(number, -10), "its columns are still known"

    def test_in_smaller_text_it_is_not_left_standing_beyond_its_end(self) -> None:
        view = make_view(wide_table(), text_size=300)
        number = view.page.table_at(view.page.block_box(0).center().y())
        view.page.scroll_table(number, 1e6)
        change(view, text_size=60)
        set_all(view)
        assert view.page.block_box(11).right() <= column(view)[1] + 1
        assert view.page.block_box(11).right() >= column(view)[1] - 60

    def test_another_article_begins_at_its_tables_left(self) -> None:
        view = make_view(wide_table())
        view.page.scroll_table(view.page.table_at(view.page.block_box(0).center().y()), 200)
        view.show_blocks(wide_table())
        assert view.page.block_box(0).left() > column(view)[0]

    def test_cells_of_a_row_stand_side_by_side_and_rows_below_each_other(self) -> None:
        view = make_view(table([["A", "B", "C"], ["one", WORDS, "three"], ["x", "y", "z"]]))
        box = view.page.block_box
        assert box(3).top() == box(4).top() == box(5).top()
        assert box(3).right() < box(4).left()
        assert box(4).right() < box(5).left()
        assert box(6).top() > box(4).bottom()

    def test_a_list_in_a_cell_is_indented_in_it(self) -> None:
        blocks = table([["Head"], ["a cell with a list in it and more"]])
        listed = (Container(ContainerKind.LIST, 1, of=1), Container(ContainerKind.ITEM, 2))
        item = Block(BlockKind.PARAGRAPH, "item", within=(*blocks[1].within, *listed), marker="•")
        view = make_view([*blocks, item])
        assert view.char_rect(view.flow.text_start(2)).left() > view.page.block_box(1).left() + 5
        assert view.page.block_box(2).top() >= view.page.block_box(1).bottom()


def test_pieces_of_a_very_long_run_stand_with_no_gap() -> None:
    pieces = [Block(BlockKind.PARAGRAPH, "a" * 5000, continued=n > 0) for n in range(4)]
    code = [Block(BlockKind.CODE, "b" * 5000, continued=n > 0) for n in range(4)]
    view = make_view([*pieces, *code])
    set_all(view)
    for index in (1, 2, 3, 5, 6, 7):
        gap = view.page.block_box(index).top() - view.page.block_box(index - 1).bottom()
        assert gap == pytest.approx(0, abs=0.5)
    assert view.page.block_box(4).top() - view.page.block_box(3).bottom() > 10


def test_only_what_is_looked_at_is_set() -> None:
    view = make_view([paragraph(f"{n} {WORDS}") for n in range(5000)])
    assert sum(strip.placed is not None for strip in view.page._strips._strips) < 5
    change(view, text_size=150)
    view.grab()
    assert sum(strip.placed is not None for strip in view.page._strips._strips) < 5


def test_lines_far_away_are_given_back_and_set_again_as_they_were() -> None:
    view = make_view([paragraph(f"{n} {WORDS}") for n in range(6000)])
    first = view.page.block_box(0)
    bar = view.verticalScrollBar()
    for step in range(250):
        bar.setValue(step * 3000)
    held = sum(strip.placed is not None for strip in view.page._strips._strips)
    assert held <= 161
    assert view.document().findBlockByNumber(0).layout().lineCount() == 0
    assert view.page.block_box(0) == first
    cursor = QTextCursor(view.document())
    cursor.movePosition(QTextCursor.MoveOperation.EndOfLine)
    assert 0 < cursor.position() < len(WORDS)


def test_while_the_words_are_exchanged_questions_are_answered_with_nothing() -> None:
    view = make_view([paragraph(WORDS)])
    page = view.page
    with page.editing():
        assert page.position_at(10, 10) == -1
        assert page.blockBoundingRect(view.document().firstBlock()).isEmpty()
        assert page.lay_between(30, 90) == 30
        view.grab()
    assert page.position_at(view.page.style.left, 50) >= 0


def test_a_page_with_no_blocks_answers_too() -> None:
    view = make_view([])
    assert len(view.flow) == 0
    assert view.page.position_at(10, 10) == -1
    assert view.page.table_at(10) == 0
    assert view.char_rect(0).isNull()
    assert isinstance(view.flow, Flow)
    view.go_to(0)
    view.append_blocks([paragraph("Now there is one.")])
    assert view.flow.text() == view.toPlainText() == "Now there is one."
