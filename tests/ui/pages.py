"""Blocks of every kind, articles drawn at random, and views that show them, for the tests of the page."""

import itertools
from collections.abc import Iterable, Iterator

from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTextLayout
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.flow import Flow
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import bundled
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.fonts import Fonts
from hiitreader.ui.typeset.style import PageStyle

ARABIC = "هذه فقرة باللغة العربية، وهي تُقرأ من اليمين إلى اليسار، وفيها ما يكفي من الكلمات لتملأ أكثر من سطر."
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WORDS = (
    "This is a paragraph of ordinary words that goes on for so long that it has to be broken into several lines "
    "on any page that a person could read with ease, however small the letters are that it is set in."
)

FONTS = Fonts()
_views: list[ArticleView] = []


def paragraph(text: str, *within: Container, marker: str = "") -> Block:
    return Block(BlockKind.PARAGRAPH, text, within=within, marker=marker)


def heading(text: str, level: int = 2) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def linked(text: str, *links: str) -> Block:
    """A paragraph with a link on each of these parts of its text."""
    spans = [
        Span(text.index(link), text.index(link) + len(link), SpanKind.LINK, f"https://e.org/{link}") for link in links
    ]
    return Block(BlockKind.PARAGRAPH, text, tuple(sorted(spans, key=lambda span: span.start)))


def table(rows: Iterable[Iterable[str]], number: int = 1000) -> list[Block]:
    """A table whose first row are headers; `number` keeps several in one article apart."""
    lines = [list(row) for row in rows]
    outer = Container(ContainerKind.TABLE, number, of=len(lines[0]))
    ids = itertools.count(number + 1)
    blocks = []
    for row_number, line in enumerate(lines):
        row = Container(ContainerKind.ROW, next(ids), row_number)
        for column, text in enumerate(line):
            kind = ContainerKind.CELL if row_number else ContainerKind.HEADER_CELL
            blocks.append(paragraph(text, outer, row, Container(kind, next(ids), column)))
    return blocks


def wide_table(number: int = 1000, columns: int = 12) -> list[Block]:
    return table(
        [
            [f"Heading-{column}" for column in range(columns)],
            [f"Cell {column} with several words in it" for column in range(columns)],
            [f"{column}" for column in range(columns)],
        ],
        number,
    )


def nested(depth: int, text: str, first_id: int) -> Block:
    within: list[Container] = []
    for level in range(depth):
        kind = ContainerKind.NUMBERED_LIST if level % 2 else ContainerKind.LIST
        within.append(Container(kind, first_id + 2 * level, of=120))
        within.append(Container(ContainerKind.ITEM, first_id + 2 * level + 1, 120))
    return paragraph(text, *within, marker="120." if depth % 2 == 0 else "•")


def everything() -> list[Block]:
    """One of every kind, some of each long enough to be broken, all three ways of scripts."""
    quote = Container(ContainerKind.QUOTE, 1)
    inner = Container(ContainerKind.QUOTE, 2)
    notes = Container(ContainerKind.FOOTNOTES, 3)
    numbers = Container(ContainerKind.NUMBERED_LIST, 4, of=1)
    definitions = Container(ContainerKind.DEFINITION_LIST, 6)
    arabic = Container(ContainerKind.LIST, 7, of=1)
    spans = (
        Span(5, 30, SpanKind.STRONG),
        Span(10, 25, SpanKind.LINK, "https://e.org/"),
        Span(40, 50, SpanKind.CODE),
        Span(60, 90, SpanKind.EMPHASIS),
        Span(95, 96, SpanKind.SUPERSCRIPT),
    )
    return [
        heading("A heading of the first level that is long enough to be broken on a page", 1),
        *(heading(f"A heading of level {level}", level) for level in range(2, 7)),
        paragraph(WORDS),
        Block(BlockKind.PARAGRAPH, WORDS, spans),
        paragraph(f"{LONG_WORD} and {'x' * 400}"),
        paragraph(
            "An emoji \U0001f600 and one more \U0001f468\u200d\U0001f469\u200d\U0001f467, Ελληνικά, 日本語, \U00010348."
        ),
        paragraph("One line\u2028and another one\u2028\u2028and a fourth."),
        *(nested(depth, f"Level {depth}: {WORDS}", 100 * depth) for depth in range(1, 9)),
        paragraph(WORDS, quote),
        paragraph(WORDS, quote, inner),
        Block(BlockKind.CODE, f"x = 1\n\ty = 2  # {WORDS}\nz = {'9' * 300}".replace("\n", "\u2028")),
        Block(BlockKind.CODE, "y = 3", continued=True),
        Block(BlockKind.IMAGE, f"A picture that is missing: {WORDS}"),
        Block(BlockKind.RULE, ""),
        Block(BlockKind.TERM, "Term", within=(definitions,)),
        Block(BlockKind.DESCRIPTION, WORDS, within=(definitions,)),
        *table([["Week", "Load"], ["1", "40 kg"], ["2", "42.5 kg"]], 2000),
        *wide_table(3000),
        paragraph("", quote),
        paragraph(ARABIC),
        paragraph(ARABIC, arabic, Container(ContainerKind.ITEM, 8), marker="•"),
        paragraph(ARABIC, quote),
        paragraph(f"Latin words, then {ARABIC}"),
        paragraph("A note.", notes, numbers, Container(ContainerKind.ITEM, 5, 1), marker="1."),
    ]


def style(width: float = 600.0, theme: str = "light", **settings: object) -> PageStyle:
    chosen = next(one for one in bundled() if one.id == theme)
    return PageStyle(Settings(**settings), chosen, FONTS, width)  # type: ignore[arg-type]


def make_view(blocks: Iterable[Block], width: int = 618, height: int = 480, **settings: object) -> ArticleView:
    """A view in no window, as large as this; 18 pixels of its width are the scroll bar's."""
    view = ArticleView(style(**settings))
    _views.append(view)
    view.resize(width, height)
    view.show_blocks(blocks)
    view.show()
    view.grab()
    return view


def clear_away() -> None:
    """Delete every view that was made, and what was copied, while there is an application to do it."""
    QApplication.clipboard().clear()
    while _views:
        delete(_views.pop())


def mouse(view: ArticleView, what: QEvent.Type, at: QPoint, button: str = "LeftButton") -> None:
    """What a button does over the page at a point of the viewport; a move is one with the button ("NoButton") held."""
    pressed = Qt.MouseButton[button]
    held = Qt.MouseButton.NoButton if what is QEvent.Type.MouseButtonRelease else pressed
    where = QPointF(at)
    event = QMouseEvent(
        what,
        where,
        view.viewport().mapToGlobal(where),
        Qt.MouseButton.NoButton if what is QEvent.Type.MouseMove else pressed,
        held,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view.viewport(), event)


def change(view: ArticleView, **settings: object) -> None:
    """Set the view's page in other settings, as a changed setting does."""
    view.apply_style(style(view.page.style.width, view.page.style.theme.id, **settings))


def top_of(view: ArticleView, position: int) -> int:
    """How far below the window's upper edge the line that holds a position begins, in pixels."""
    return round(view.anchor.line_top(position)) - view.verticalScrollBar().value()


def lines_of(layout: QTextLayout) -> Iterator[tuple[int, int]]:
    """The ranges of text of a layout's lines."""
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        yield line.textStart(), line.textStart() + line.textLength()


def all_positions(flow: Flow) -> range:
    return range(flow.length)


letters = st.text(
    st.one_of(
        st.sampled_from("abc de fghij klmno \u2028\u00a0-.,אבגد世界é\u0301\U0001f600\U00010348"),
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    max_size=120,
)


@st.composite
def blocks_of_text(draw: st.DrawFn) -> Block:
    text = draw(letters)
    marker = draw(st.sampled_from(["", "•", "3.", "1234."]))
    within = ()
    if marker:
        within = (Container(ContainerKind.LIST, 1, of=3), Container(ContainerKind.ITEM, 2, 3))
    kind = draw(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CODE]))
    spans = []
    for _number in range(draw(st.integers(0, 4)) if text else 0):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, draw(st.sampled_from(SpanKind))))
    spans.sort(key=lambda span: (span.start, -span.end))
    return Block(kind, text, tuple(spans), level=1 if kind is BlockKind.HEADING else 0, within=within, marker=marker)


articles = st.lists(blocks_of_text(), min_size=1, max_size=12)

page_settings = st.fixed_dictionaries(
    {},
    optional={
        "text_size": st.sampled_from([50, 100, 150, 200, 400, 500]),
        "font": st.sampled_from(["Atkinson Hyperlegible", "Lexend", "serif", "mono"]),
        "line_height": st.sampled_from([1.0, 1.5, 2.0, 4.0]),
        "letter_spacing": st.sampled_from([0.0, 0.12, 0.5]),
        "word_spacing": st.sampled_from([0.0, 0.16, 1.0]),
        "paragraph_spacing": st.sampled_from([0.0, 1.0, 3.0]),
        "column_width": st.sampled_from([30, 66, 120]),
        "alignment": st.sampled_from(["left", "justified"]),
    },
)
