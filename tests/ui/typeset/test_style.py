"""What the settings come to: sizes, columns, gaps and fonts."""

import pytest
from PySide6.QtGui import QFontInfo
from pytestqt.qtbot import QtBot
from tests.ui.pages import heading, paragraph, style

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, SpanKind
from hiitreader.reading.settings import specs
from hiitreader.ui.typeset.fonts import BUNDLED, Fonts, installed_families
from hiitreader.ui.typeset.style import brush


@pytest.fixture(autouse=True)
def _with_an_application(qapp: object) -> None:
    """Fonts need one."""


@pytest.mark.parametrize(("text_size", "pixels"), [(50, 9), (100, 18), (200, 36), (500, 90)])
def test_a_hundred_per_cent_are_eighteen_pixels(text_size: int, pixels: int) -> None:
    page = style(text_size=text_size)
    assert page.look(paragraph("x")).font.pixelSize() == pixels
    assert page.look(heading("x", 1)).font.pixelSize() >= pixels


@pytest.mark.parametrize("wanted", [30, 66, 120])
def test_the_column_holds_as_many_characters_as_wanted_where_there_is_room(wanted: int) -> None:
    page = style(4000, column_width=wanted)
    assert page.characters == pytest.approx(wanted)
    assert page.left == pytest.approx((4000 - page.column) / 2)


@pytest.mark.parametrize("width", [320, 400, 900])
@pytest.mark.parametrize("text_size", [50, 100, 500])
def test_in_a_narrow_window_the_column_leaves_a_margin(width: int, text_size: int) -> None:
    page = style(width, text_size=text_size, column_width=120)
    assert page.left >= 8
    assert page.column + 2 * page.left == pytest.approx(width)
    assert page.column >= 0.85 * width or page.characters == pytest.approx(120)


def test_gaps_grow_with_the_setting_and_headings_stand_nearer_to_what_follows() -> None:
    tight, loose = style(paragraph_spacing=0.0), style(paragraph_spacing=3.0)
    text, title = paragraph("x"), heading("x")
    assert tight.gap(text, text) == 0
    assert loose.gap(text, text) == 3 * loose.em
    for page in (tight, style(), loose):
        assert page.gap(text, title) > page.gap(title, text)
        assert page.gap(title, title) < page.gap(text, title)
    assert style().gap(text, Block(BlockKind.PARAGRAPH, "x", continued=True)) == 0


def test_items_of_one_list_stand_nearer_than_paragraphs() -> None:
    one, other = Container(ContainerKind.LIST, 1), Container(ContainerKind.LIST, 2)
    page = style()
    assert page.gap(paragraph("x", one), paragraph("y", one)) < page.gap(paragraph("x", one), paragraph("y", other))


@pytest.mark.parametrize("family", sorted(BUNDLED))
def test_the_bundled_families_come_along_in_all_four_faces(family: str) -> None:
    fonts = Fonts()
    for italic in (False, True):
        for weight in (400, 700):
            font = fonts.font(family, 20, italic=italic)
            font.setWeight(font.weight().__class__(weight))
            assert QFontInfo(font).family() == family
    assert family not in installed_families()


def test_a_generic_name_is_some_font_of_that_kind(qtbot: QtBot) -> None:
    assert QFontInfo(Fonts().font("mono", 20)).fixedPitch()
    page = style(font="mono")
    assert page.look(paragraph("x")).font.pixelSize() == 18


def test_every_choice_of_a_font_can_be_set() -> None:
    choices = next(spec for spec in specs() if spec.name == "font").choices
    assert choices
    for value, _label in choices:
        assert style(font=value).characters > 10


def test_code_in_a_line_is_in_letters_of_one_width_and_on_its_ground() -> None:
    page = style()
    look = page.look(paragraph("x"))
    code = page.format(look, frozenset({SpanKind.CODE}))
    assert QFontInfo(code.font()).fixedPitch()
    assert code.background().color().name() == page.theme.colours.code_ground
    assert page.look(Block(BlockKind.CODE, "x")).font.pixelSize() < page.look(paragraph("x")).font.pixelSize()


def test_a_brush_is_solid_and_of_its_colour() -> None:
    assert brush("#123456").color().name() == "#123456"
