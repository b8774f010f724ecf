"""A block's text in lines: none of it lost, none of it outside, whatever it is and however it is set."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QTextLayout
from pytestqt.qtbot import QtBot
from tests.ui.pages import ARABIC, WORDS, blocks_of_text, lines_of, page_settings, paragraph, style

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.flow import shown_text, units
from hiitreader.ui.typeset.lines import cursor_x, format_ranges, set_lines
from hiitreader.ui.typeset.style import has_right_to_left, runs_right_to_left

HANG = 60.0


def laid(block: Block, width: float, hang: float = 0.0, **changes: object) -> QTextLayout:
    layout = QTextLayout(shown_text(block))
    set_lines(layout, block, style(800, **changes), width, hang)
    return layout


@pytest.fixture(autouse=True)
def _with_an_application(qapp: object) -> None:
    """Fonts need one."""


@settings(deadline=None)
@given(block=blocks_of_text(), width=st.floats(40, 900), changes=page_settings)
def test_no_character_is_lost_and_no_line_is_wider_than_it_may_be(
    block: Block, width: float, changes: dict[str, object]
) -> None:
    hang = HANG if block.marker else 0.0
    layout = laid(block, width, hang, **changes)
    ranges = list(lines_of(layout))
    assert ranges[0][0] == 0
    assert ranges[-1][1] == units(shown_text(block))
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(ranges))
    page = style(800, **changes)
    size = page.look(block).font.pixelSize()
    widest = (2 + page.settings.word_spacing) * size  # one letter with its accents, or one space, may be all there is
    lean = 1 + size / 16  # Qt breaks by advances: a slanted last letter reaches over them, into the page's margin
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        left = line.naturalTextRect().left()
        assert line.naturalTextWidth() <= max(line.width(), widest) + lean
        assert left >= -1
        if line.naturalTextWidth() <= line.width():
            assert line.naturalTextRect().right() <= width + hang + 1


@given(block=blocks_of_text())
def test_formats_cover_every_character_once_and_say_what_the_spans_say(block: Block) -> None:
    page = style()
    look = page.look(block)
    shown = shown_text(block)
    ranges = format_ranges(block, look, page)
    at = 0
    for one in ranges:
        assert one.start == at
        assert one.length > 0
        at += one.length
    assert at == units(shown)
    lead = units(shown) - units(block.text)
    for offset in range(len(block.text)):
        unit = lead + units(block.text[:offset])
        format_here = next(one.format for one in ranges if one.start <= unit < one.start + one.length)
        kinds = frozenset(span.kind for span in block.spans if span.start <= offset < span.end)
        assert format_here == page.format(look, kinds)


def test_many_spans_in_one_block_take_no_square_of_time() -> None:
    text = "ab " * 20_000
    spans = tuple(Span(3 * n, 3 * n + 2, SpanKind.STRONG) for n in range(20_000))
    page = style()
    block = Block(BlockKind.PARAGRAPH, text, spans)
    assert len(format_ranges(block, page.look(block), page)) == 40_000


@pytest.mark.parametrize("marker", ["•", "7.", "128."])
def test_a_marker_hangs_so_that_all_lines_are_flush(marker: str) -> None:
    block = paragraph(WORDS, Container(ContainerKind.LIST, 1), Container(ContainerKind.ITEM, 2), marker=marker)
    layout = laid(block, 300, HANG)
    assert layout.lineCount() > 2
    first = cursor_x(layout.lineAt(0), units(marker) + 1)
    assert first == pytest.approx(HANG, abs=0.6)
    assert 0 <= cursor_x(layout.lineAt(0), 0) < HANG - 5
    assert all(layout.lineAt(n).naturalTextRect().left() == pytest.approx(HANG) for n in range(1, layout.lineCount()))


def test_a_marker_wider_than_its_room_stays_within_it_and_the_text_follows_it() -> None:
    block = paragraph(WORDS, Container(ContainerKind.LIST, 1), Container(ContainerKind.ITEM, 2), marker="1234567.")
    layout = laid(block, 300, 20.0)
    assert cursor_x(layout.lineAt(0), 0) == pytest.approx(0)
    assert cursor_x(layout.lineAt(0), 9) > 40


def test_text_from_right_to_left_is_flush_right_and_its_marker_hangs_there() -> None:
    block = paragraph(ARABIC, Container(ContainerKind.LIST, 1), Container(ContainerKind.ITEM, 2), marker="•")
    layout = laid(block, 300, HANG)
    assert layout.lineCount() > 2
    rights = [layout.lineAt(number).naturalTextRect().right() for number in range(layout.lineCount())]
    assert rights[0] > 305
    assert rights[1:] == pytest.approx([300] * (len(rights) - 1), abs=0.6)
    assert cursor_x(layout.lineAt(0), 2) == pytest.approx(300, abs=0.6)


@pytest.mark.parametrize(
    ("text", "goes_left"),
    [
        ("plain", False),
        ("naïve café – “quoted”", False),
        (ARABIC, True),
        ("עברית", True),
        ("123 (%) שלום", True),
        ("Latin first, then שלום", False),
        ("\u200fLatin after a mark", True),
        ("\u200eעברית after a mark", False),
        ("日本語", False),
        ("١٢٣", False),
        ("\U0001e900\U0001e901", True),
        ("", False),
    ],
)
def test_which_way_a_text_runs(text: str, goes_left: bool) -> None:
    assert runs_right_to_left(paragraph(text)) is goes_left


def test_code_runs_from_left_to_right() -> None:
    block = Block(BlockKind.CODE, "שלום = 1")
    assert has_right_to_left(block)
    assert not runs_right_to_left(block)
    layout = laid(block, 400)
    assert layout.lineAt(0).naturalTextRect().left() == pytest.approx(0)


def test_justified_text_fills_every_line_but_the_last() -> None:
    def right(layout: QTextLayout, number: int) -> float:
        line = layout.lineAt(number)
        last = line.textStart() + line.textLength() - 1  # the space the line was broken at
        return cursor_x(line, last)

    ragged, justified = laid(paragraph(WORDS), 300), laid(paragraph(WORDS), 300, alignment="justified")
    count = justified.lineCount()
    assert count > 3
    assert any(right(ragged, number) < 290 for number in range(ragged.lineCount() - 1))
    assert all(right(justified, number) == pytest.approx(300, abs=1) for number in range(count - 1))
    assert justified.lineAt(count - 1).naturalTextWidth() < 290
    heading = laid(Block(BlockKind.HEADING, WORDS, level=3), 300, alignment="justified")
    assert any(right(heading, number) < 290 for number in range(heading.lineCount() - 1))


def tops(layout: QTextLayout) -> list[float]:
    """The middle of each line."""
    return [layout.lineAt(number).rect().center().y() for number in range(layout.lineCount())]


@pytest.mark.parametrize("height", [1.0, 1.5, 4.0])
def test_lines_are_as_far_apart_as_the_setting_says(height: float) -> None:
    middles = tops(laid(paragraph(WORDS), 200, line_height=height))
    steps = [after - before for before, after in itertools.pairwise(middles)]
    assert steps == pytest.approx([18 * height] * len(steps), abs=0.5)


def test_letters_and_words_are_as_far_apart_as_the_settings_say() -> None:
    def width(text: str, **changes: object) -> float:
        layout = laid(paragraph(text), 5000, **changes)
        return layout.lineAt(0).naturalTextWidth()

    assert width("letters", letter_spacing=0.5) - width("letters") == pytest.approx(7 * 9, abs=1)
    assert width("two words", word_spacing=1.0) - width("two words") == pytest.approx(18, abs=1)


def test_spans_look_like_what_they_are() -> None:
    page = style()
    look = page.look(paragraph("x"))
    assert page.format(look, frozenset({SpanKind.STRONG})).font().weight() == QFont.Weight.Bold
    assert page.format(look, frozenset({SpanKind.EMPHASIS})).font().italic()
    assert page.format(look, frozenset({SpanKind.DELETED})).font().strikeOut()
    link = page.format(look, frozenset({SpanKind.LINK}))
    assert link.font().underline()
    assert link.foreground().color().name() == page.theme.colours.link
    assert not style(underline_links=False).format(look, frozenset({SpanKind.LINK})).font().underline()


def test_setting_a_long_line_again_in_another_width_is_as_if_it_were_the_first_time(qtbot: QtBot) -> None:
    block = paragraph(WORDS)
    layout = laid(block, 200)
    set_lines(layout, block, style(), 500)
    fresh = laid(block, 500)
    assert list(lines_of(layout)) == list(lines_of(fresh))
