"""The signs are there in the colour asked for, as pictures a style sheet can name."""

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from hiitreader.ui.glyphs import GLYPHS, address, draw


def test_every_sign_is_drawn_in_its_colour(qtbot: QtBot) -> None:
    draw("#c00fee")
    for name in GLYPHS:
        picture = QImage(address(name, "#c00fee"))
        assert not picture.isNull(), name
        x, y = GLYPHS[name][0][0]
        assert picture.pixelColor(int(x), int(y)) == QColor("#c00fee")
        assert picture.pixelColor(1, 1).alpha() == 0


def test_colours_do_not_get_in_each_others_way(qtbot: QtBot) -> None:
    for colour in ("#010101", "#020202"):
        draw(colour)
        draw(colour)
    assert {QImage(address("minus", colour)).pixelColor(48, 48).name() for colour in ("#010101", "#020202")} == {
        "#010101",
        "#020202",
    }
