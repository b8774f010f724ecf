"""What is painted: grounds, frames, pictures, the fading side of a wide table, sharp on screens of every scale."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QImage, QPainter
from pytestqt.qtbot import QtBot
from tests.ui.pages import (
    ARABIC,
    WORDS,
    clear_away,
    everything,
    heading,
    make_view,
    paragraph,
    style,
    table,
    wide_table,
)

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.reading.themes import bundled
from hiitreader.ui.article_view import ArticleView

PATIENCE = 15_000
"""Milliseconds until a test gives up waiting for a picture."""


@pytest.fixture(autouse=True)
def _views_only_while_there_is_an_application(qapp: object) -> Iterator[None]:
    yield
    clear_away()


def painted(view: ArticleView, scale: float = 1.0) -> QImage:
    """The page as it is painted on a screen of this scale."""
    size = view.viewport().size()
    image = QImage(round(size.width() * scale), round(size.height() * scale), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(view.page.style.theme.colours.page))
    painter = QPainter(image)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, 0, size.width(), size.height())
    context.cursorPosition = -1
    view.page.lay_between(0, size.height())
    view.page.draw(painter, context)
    painter.end()
    return image


def row_of(image: QImage, y: float, scale: float = 1.0) -> list[str]:
    line = round(y * scale)
    return [image.pixelColor(x, line).name() for x in range(image.width())]


def runs(colours: list[str], colour: str) -> list[int]:
    """How long each run of a colour is."""
    found, length = [], 0
    for one in [*colours, ""]:
        if one == colour:
            length += 1
        elif length:
            found.append(length)
            length = 0
    return found


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_the_lines_of_a_table_are_all_as_wide_and_as_dark(scale: float) -> None:
    view = make_view(table([["A", "Bb", "Ccc", "Dddd"], ["1", "2", "3", "4"]]))
    view.page.lay_between(0, 500)
    cell = view.page.block_box(4)
    image = painted(view, scale)
    found = runs(row_of(image, cell.top() - view.page.style.padding / 2, scale), view.page.style.theme.colours.rule)
    assert found == [max(1, round(scale))] * 5


def test_a_wide_table_fades_where_it_goes_on_and_nowhere_else() -> None:
    view = make_view(wide_table())
    page = view.page
    rule, ground = page.style.theme.colours.rule, page.style.theme.colours.page
    left, right = round(page.style.left), round(page.style.left + page.style.column)
    y = round(page.block_box(0).top() - page.style.padding)

    def ends() -> tuple[bool, bool]:
        line = row_of(painted(view), y)
        assert set(line[: left - 2]) == set(line[right + 2 :]) == {ground}, "nothing is painted outside the column"
        return line[left] == rule, line[right - 1] == rule

    assert ends() == (True, False)
    number = page.table_at(page.block_box(0).center().y())
    page.scroll_table(number, 150)
    assert ends() == (False, False)
    page.scroll_table(number, 1e6)
    assert ends() == (False, True)


def test_the_mark_below_a_wide_table_shows_which_part_is_seen() -> None:
    view = make_view([*wide_table(), paragraph("after")], height=1000)
    page = view.page
    thumb = page.style.theme.colours.muted

    def thumb_at() -> list[int]:
        after = round(page.block_box(36).top())
        for y in range(round(page.block_box(35).bottom()) + 8, after):
            found = [x for x, colour in enumerate(row_of(painted(view), y)) if colour == thumb]
            if found:
                return [found[0], found[-1]]
        return []

    begin = thumb_at()
    page.scroll_table(page.table_at(page.block_box(30).center().y()), 1e6)
    end = thumb_at()
    left, right = page.style.left, page.style.left + page.style.column
    assert begin[0] == pytest.approx(left, abs=1)
    assert end[1] == pytest.approx(right, abs=2)
    assert begin[1] - begin[0] == pytest.approx(end[1] - end[0], abs=2)
    assert begin[1] < right - 50


def test_code_and_quotes_have_their_grounds() -> None:
    quote = Container(ContainerKind.QUOTE, 1)
    view = make_view([Block(BlockKind.CODE, "x = 1"), paragraph(WORDS, quote), paragraph(ARABIC, quote)])
    colours, style = view.page.style.theme.colours, view.page.style
    view.page.lay_between(0, 500)
    image = painted(view)

    def at(x: float, y: float) -> str:
        return image.pixelColor(round(x), round(y)).name()

    middle = [view.page.block_box(index).center().y() for index in range(3)]
    assert at(style.left + style.column - 3, middle[0]) == colours.code_ground
    assert at(style.left + 1, middle[1]) == colours.muted
    assert at(style.left + style.column - 2, middle[1]) == colours.page
    assert at(style.left + style.column - 2, middle[2]) == colours.muted
    assert at(style.left + 1, middle[2]) == colours.page


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture whose left half is red and whose right half is blue."""
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    painter.fillRect(200, 0, 200, 200, QColor("blue"))
    painter.end()
    path = tmp_path / "photo.png"
    assert image.save(str(path))
    return path


def test_a_picture_is_shown_with_its_words_below_and_never_wider_than_the_column(photo: Path, qtbot: QtBot) -> None:
    for width in (320, 900):
        view = make_view([Block(BlockKind.IMAGE, "A photo", target=str(photo))], width, 600)
        view.page.lay_between(0, 600)
        words = view.page.block_box(0)
        shown = min(400.0, view.page.style.column)
        painted(view)
        qtbot.waitUntil(lambda page=view.page: len(page.pictures()._shown) == 1, timeout=PATIENCE)
        image = painted(view)
        y = words.top() - view.page.style.padding / 2 - shown / 4
        left = view.page.style.left
        assert image.pixelColor(round(left + shown * 0.2), round(y)).name() == "#ff0000"
        assert image.pixelColor(round(left + shown * 0.8), round(y)).name() == "#0000ff"
        assert words.top() >= shown / 2


@pytest.mark.slow
def test_every_block_is_painted_in_every_theme() -> None:
    view = make_view(everything(), 500, 3000)
    for theme in bundled():
        view.apply_style(style(view.page.style.width, theme.id))
        image = painted(view)
        seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 7)}
        assert {theme.colours.page, theme.colours.code_ground} <= seen
        assert len(seen) > 5


def test_a_heading_and_a_link_have_their_colours() -> None:
    link = Block(BlockKind.PARAGRAPH, "llllllllll", (Span(0, 10, SpanKind.LINK, "https://e.org/"),))
    view = make_view([heading("IIIIIIII", 1), link], text_size=300)
    colours = view.page.style.theme.colours
    image = painted(view)
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}
    assert {colours.heading, colours.link} <= seen
