"""Words in a narrow place are broken, never cut, and stay what they are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from hiitreader.ui.breaking import BREAK, breakable, pieces
from hiitreader.ui.wrapping_label import WrappingLabel

LONG = "Datenschutzerklärung"


def test_a_word_is_broken_only_where_it_does_not_fit() -> None:
    assert breakable("a word that fits", len, 6) == "a word that fits"
    assert breakable(f"its {LONG} says", len, 10) == f"its Datenschut{BREAK}zerklärung says"


def test_a_long_address_is_broken_after_a_sign_first() -> None:
    assert list(pieces("https://example.com/replies", len, 12)) == ["https://", "example.com/", "replies"]
    assert "".join(pieces("Ctrl+Shift+A", len, 6)) == "Ctrl+Shift+A"
    assert list(pieces("Ctrl+Shift+A", len, 6)) == ["Ctrl+", "Shift+", "A"]


def test_every_letter_stays_even_with_no_room_at_all() -> None:
    assert list(pieces("abc", len, 0)) == ["a", "b", "c"]


def test_a_narrow_label_is_higher_and_keeps_its_words(qtbot: QtBot) -> None:
    label = WrappingLabel(LONG)
    qtbot.addWidget(label)
    word = label.fontMetrics().horizontalAdvance(LONG)
    line = label.heightForWidth(word + 10)
    assert label.heightForWidth(word // 2 + 10) > line
    assert label.minimumSizeHint().width() < word, "a long word widens no dialog"
    assert label.text() == LONG


def test_all_of_a_broken_word_is_painted(qtbot: QtBot) -> None:
    label = WrappingLabel("MMMMMMMMMMMM")
    qtbot.addWidget(label)
    width = label.fontMetrics().horizontalAdvance("MMMM") + 2
    label.resize(width, label.heightForWidth(width))
    label.show()
    picture = label.grab().toImage()
    ground = picture.pixelColor(width - 1, 0)
    third = picture.height() // 3
    for top in (0, third, 2 * third):
        inks = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(top, top + third)} - {
            ground.name()
        }
        assert inks, "a line is missing"


def test_paragraphs_stand_apart(qtbot: QtBot) -> None:
    label = WrappingLabel("One.\nTwo.")
    qtbot.addWidget(label)
    assert label.heightForWidth(400) > 2 * label.fontMetrics().height()


def test_with_a_buddy_its_letter_presses_the_box(qtbot: QtBot) -> None:
    box = QCheckBox()
    label = WrappingLabel("Match &case")
    label.setBuddy(box)
    for widget in (label, box):
        qtbot.addWidget(widget)
        widget.show()
    label.activateWindow()
    qtbot.waitUntil(label.isActiveWindow)
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(box.isChecked)
