"""The window's clothes: legible in every theme, large enough to hit, and a ring that can be seen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QDialog, QGroupBox, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.reading.contrast import ratio
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import COLOUR_NAMES, Theme, load_theme
from hiitreader.ui.colours import Clothes, control_font, control_pixels, palette, sizes, style_sheet

THEMES = [load_theme(path) for path in sorted(Path("resources/themes").glob("*.toml"))]
UNDRESSED = "QWidget#nobody {}"
"""Not "": Qt 6.11 forgets which widgets to forget when the last style sheet goes, and crashes at the next one."""
TEXT_SIZES = [50, 100, 200, 400, 500]


@pytest.fixture
def clothes(qapp: QApplication) -> Iterator[Clothes]:
    """Dress the test's application, and undress it."""
    font = qapp.font()
    yield (made := Clothes(qapp))
    made.deleteLater()
    qapp.setFont(font)
    qapp.setStyleSheet(UNDRESSED)
    qapp.setPalette(QPalette())


def test_there_are_themes_to_try() -> None:
    assert len(THEMES) >= 6


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_the_sheet_has_every_place_filled(theme: Theme, text_size: int) -> None:
    sheet = style_sheet(theme.colours, control_pixels(text_size))
    assert "%(" not in sheet
    assert sheet.count("{") == sheet.count("}")
    allowed = {getattr(theme.colours, name) for name in COLOUR_NAMES}
    assert set(re.findall(r"(?<!glyphs/)#[0-9a-f]{6}\b", sheet)) <= allowed


@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_rings_and_targets_are_large_enough(text_size: int) -> None:
    lengths = sizes(control_pixels(text_size))
    assert lengths["ring"] >= 2  # WCAG 2.2, 2.4.13
    assert lengths["both"] == lengths["ring"] + lengths["line"]  # so that nothing moves when the ring appears
    assert min(lengths["target"], lengths["box"], lengths["inner"]) >= 24  # WCAG 2.2, 2.5.8
    assert lengths["target"] >= 32


def test_controls_grow_gently_with_the_text() -> None:
    grown = [control_pixels(size) for size in range(50, 501, 10)]
    assert grown == sorted(grown)
    assert set(grown) == {15, 18, 21, 24, 27, 30}
    assert control_pixels(50) == control_pixels(100) == 15
    assert control_pixels(200) == 21
    assert control_pixels(400) == control_pixels(500) == 30


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_a_palette_keeps_its_pairs_apart(theme: Theme) -> None:
    made = palette(theme.colours)
    role = QPalette.ColorRole
    for front, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
    ):
        assert ratio(made.color(front).name(), made.color(ground).name()) >= 7
    grey = made.color(QPalette.ColorGroup.Disabled, role.WindowText)
    assert grey.name() == theme.colours.disabled_text


def test_the_font_is_the_readers_own_where_it_is_a_family() -> None:
    assert control_font(Settings(font="Lexend")).families()[0] == "Lexend"
    assert "mono" not in control_font(Settings(font="mono")).families()


def test_the_first_picture_wears_the_small_sheet(clothes: Clothes, qapp: QApplication) -> None:
    clothes.put_on(THEMES[0], Settings())
    small = len(qapp.styleSheet())
    assert "QCheckBox" not in qapp.styleSheet()
    clothes.put_on_rest()
    assert len(qapp.styleSheet()) > 3 * small
    assert "QCheckBox" in qapp.styleSheet()


def test_colours_change_at_once_and_sizes_when_the_key_rests(
    clothes: Clothes, qapp: QApplication, qtbot: QtBot
) -> None:
    first, second = THEMES[0], THEMES[1]
    clothes.put_on(first, Settings())
    clothes.put_on_rest()
    clothes.change(second, Settings())
    assert second.colours.window in qapp.styleSheet()
    before = qapp.styleSheet()
    for size in (110, 150, 200, 400):
        clothes.change(second, Settings(text_size=size))
    assert qapp.styleSheet() == before
    qtbot.waitUntil(lambda: qapp.styleSheet() != before)
    assert qapp.font().pixelSize() == control_pixels(400)


class DressedButton(QPushButton):
    """Counts how often it is dressed."""

    def __init__(self) -> None:
        super().__init__("Undo")
        self.times = 0

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.times += event.type() is QEvent.Type.StyleChange


@pytest.fixture
def window(clothes: Clothes, qtbot: QtBot) -> QMainWindow:
    """A window that wears the first theme."""
    clothes.put_on(THEMES[0], Settings())
    made = QMainWindow()
    qtbot.addWidget(made)
    made.menuBar().addMenu("File")
    clothes.put_on_rest(made)
    return made


def test_a_control_deep_within_the_window_is_not_dressed_over_and_over(clothes: Clothes, window: QMainWindow) -> None:
    button = DressedButton()
    inner: QWidget = button
    for _depth in range(8):
        outer = QGroupBox()
        QVBoxLayout(outer).addWidget(inner)
        inner = outer
    window.setCentralWidget(inner)
    window.show()
    button.times = 0
    clothes.change(THEMES[1], Settings())
    assert button.times <= 2


def test_all_that_belongs_to_the_window_wears_the_new_colours(clothes: Clothes, window: QMainWindow) -> None:
    clothes.change(THEMES[1], Settings())
    dialog = QDialog(window)
    for shown, spot in ((window.menuBar(), (-3, 3)), (dialog, (3, 3))):
        shown.resize(200, 60)
        picture = shown.grab().toImage()
        assert picture.pixelColor(spot[0] % picture.width(), spot[1]).name() == THEMES[1].colours.window


def test_a_ring_appears_without_moving_the_button(clothes: Clothes, qtbot: QtBot) -> None:
    theme = next(theme for theme in THEMES if theme.id == "light")
    clothes.put_on(theme, Settings())
    clothes.put_on_rest()
    button = QPushButton("Undo")
    qtbot.addWidget(button)
    button.show()
    button.clearFocus()
    without, size = button.grab().toImage(), button.sizeHint()
    button.setFocus()
    button.activateWindow()
    qtbot.waitUntil(button.hasFocus)
    ringed = button.grab().toImage()
    assert button.sizeHint() == size
    middle = ringed.height() // 2
    width = sizes(15)["ring"]
    begins = sizes(15)["edge"] - width
    ring = [ringed.pixelColor(x, middle).name() for x in range(begins, begins + width)]
    ground = [without.pixelColor(x, middle).name() for x in range(begins, begins + width)]
    assert set(ring) == {theme.colours.focus}
    assert all(ratio(colour, theme.colours.focus) >= 3 for colour in ground)
