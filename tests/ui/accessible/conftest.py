"""An article with one of everything, shown in a view that is asked as a screen reader asks it."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import bundled
from hiitreader.ui.accessible import install
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.fonts import Fonts
from hiitreader.ui.typeset.style import PageStyle

LIST = Container(ContainerKind.LIST, 1, 0, 2)
NUMBERS = Container(ContainerKind.NUMBERED_LIST, 2, 0, 2)
QUOTE = Container(ContainerKind.QUOTE, 3)
TABLE = Container(ContainerKind.TABLE, 4, 0, 2)
NOTES = Container(ContainerKind.FOOTNOTES, 5)


def item(number: int, of: Container = LIST) -> Container:
    return Container(ContainerKind.ITEM, 10 * of.id + number, number)


def cell(row: int, column: int) -> tuple[Container, ...]:
    kind = ContainerKind.CELL if row else ContainerKind.HEADER_CELL
    return TABLE, Container(ContainerKind.ROW, 40 + row, row), Container(kind, 400 + 10 * row + column, column)


def paragraph(text: str, *within: Container, marker: str = "") -> Block:
    return Block(BlockKind.PARAGRAPH, text, within=within, marker=marker)


LONG = (
    "A first para with a link here. A second sentence goes on for so long that this paragraph has to be broken "
    "into more than one line on any page that is no wider than this one. And a third sentence ends it."
)
EVERYTHING = (
    Block(BlockKind.HEADING, "Title", level=1),
    Block(BlockKind.PARAGRAPH, LONG, (Span(20, 24, SpanKind.LINK, "https://e.org/"),)),
    Block(BlockKind.PARAGRAPH, "A \U0001f600 smile, strong.", (Span(11, 17, SpanKind.STRONG),)),
    Block(BlockKind.HEADING, "Section", level=2),
    paragraph("Item one", LIST, item(0), marker="•"),
    paragraph("Item two", LIST, item(1), marker="•"),
    paragraph("Numbered one", LIST, item(1), NUMBERS, item(0, NUMBERS), marker="1."),
    paragraph("Numbered two", LIST, item(1), NUMBERS, item(1, NUMBERS), marker="2."),
    paragraph("Quoted.", QUOTE),
    paragraph("Week", *cell(0, 0)),
    paragraph("Load", *cell(0, 1)),
    paragraph("One", *cell(1, 0)),
    paragraph("40 kg", *cell(1, 1)),
    Block(BlockKind.CODE, "x = 1\u2028y = 2"),
    Block(BlockKind.IMAGE, "A bar chart"),
    Block(BlockKind.RULE, ""),
    Block(BlockKind.PARAGRAPH, "A note.", within=(NOTES, Container(ContainerKind.ITEM, 50, 1)), marker="1."),
)

_installed: list[type[ArticleView]] = []


@pytest.fixture
def factory(qtbot: QtBot) -> None:
    """Have Qt ask for our objects, once for all tests: a factory can't be taken back."""
    if not _installed:
        install(ArticleView)
        _installed.append(ArticleView)


@pytest.fixture
def new_view(factory: None) -> Callable[[], ArticleView]:
    """A function that makes a view, which whoever asked for it deletes."""

    def make() -> ArticleView:
        view = ArticleView(PageStyle(Settings(), bundled()[0], Fonts(), 600.0))
        view.setAccessibleName("Article")
        view.resize(600, 500)
        view.show()
        view.show_blocks(EVERYTHING)
        return view

    return make


@pytest.fixture
def view(qtbot: QtBot, new_view: Callable[[], ArticleView]) -> ArticleView:
    view = new_view()
    qtbot.addWidget(view)
    return view


@pytest.fixture
def document(view: ArticleView) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(view)


@pytest.fixture
def outline() -> Callable[[QAccessibleInterface], list[str]]:
    """A function that writes a tree as lines: indented role and name."""

    def lines(node: QAccessibleInterface, depth: int = 0) -> list[str]:
        found = [f"{'  ' * depth}{node.role().name} {node.text(QAccessible.Text.Name)}".rstrip()]
        for number in range(node.childCount()):
            found += lines(node.child(number), depth + 1)
        return found

    return lines
