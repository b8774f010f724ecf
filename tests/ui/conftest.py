"""A view with a small article in a shown window, for tests of finding one's way."""

from collections.abc import Callable, Iterable

import pytest
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.article.blocks import Block, BlockKind, Span, SpanKind
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import bundled
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.fonts import Fonts
from hiitreader.ui.typeset.style import PageStyle


def heading(text: str, level: int) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def paragraph(text: str, link: str = "") -> Block:
    start = text.index(link) if link else 0
    spans = (Span(start, start + len(link), SpanKind.LINK, "https://example.org"),) if link else ()
    return Block(BlockKind.PARAGRAPH, text, spans)


ARTICLE = (
    heading("HIIT and leg size", 1),
    paragraph("Sprints build legs. They take little time! Do they last?"),
    heading("Fat loss", 2),
    paragraph("Sprints burn fat. See the study of sprints.", link="the study"),
    heading("In women", 3),
    paragraph("Legs grew by a tenth."),
    heading("Conclusion", 2),
    paragraph("Sprints are worth it."),
)


class ReadingBench:
    """The window, the view and what was said."""

    def __init__(self, qtbot: QtBot, blocks: Iterable[Block] = ARTICLE) -> None:
        self.qtbot = qtbot
        self.said: list[str] = []
        self.view = ArticleView(PageStyle(Settings(), bundled()[0], Fonts(), 600))
        self.view.show_blocks(blocks)
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        centre = QWidget()
        self.column = QVBoxLayout(centre)
        self.column.addWidget(self.view)
        self.window.setCentralWidget(centre)
        self.window.resize(640, 480)
        self.window.show()
        self.window.activateWindow()
        self.view.setFocus()
        qtbot.waitUntil(self.view.hasFocus)

    def at(self) -> str:
        """The words of the block with the caret."""
        return self.view.flow[self.view.flow.index_at(self.view.caret())].text

    def rest(self) -> str:
        """The words of that block from the caret on."""
        index = self.view.flow.index_at(self.view.caret())
        return self.view.flow.shown(index)[self.view.caret() - self.view.flow.start(index) :]

    def position(self, words: str) -> int:
        """Where these words first begin."""
        return self.view.flow.text().index(words)


@pytest.fixture
def make_reading(qtbot: QtBot) -> Callable[[Iterable[Block]], ReadingBench]:
    """Makes a window with these blocks in its view."""
    return lambda blocks: ReadingBench(qtbot, blocks)


@pytest.fixture
def reading(qtbot: QtBot) -> ReadingBench:
    """A window with the small article."""
    return ReadingBench(qtbot)
