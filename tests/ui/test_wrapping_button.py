"""A button in a narrow place gets higher, and none of its words are cut or lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hiitreader.ui.wrapping_button import WrappingButton
from hiitreader.ui.wrapping_line import WrappingLine

WORDS = "Kommentar jetzt abschicken"


@pytest.fixture
def button(qtbot: QtBot) -> Iterator[WrappingButton]:
    """A button alone on its line in a place that can be made narrow."""
    place = QWidget()
    qtbot.addWidget(place)
    made = WrappingButton(WORDS)
    line = WrappingLine()
    line.addWidget(made)
    layout = QVBoxLayout(place)
    layout.addLayout(line)
    layout.addStretch(1)
    place.resize(600, 300)
    place.show()
    yield made
    place.close()


def lines(button: WrappingButton) -> list[str]:
    return button.text().split("\n")


def test_with_room_it_is_one_line(button: WrappingButton) -> None:
    assert lines(button) == [WORDS]


def test_narrow_it_is_broken_between_words_and_higher(button: WrappingButton) -> None:
    high = button.height()
    button.window().resize(150, 300)
    assert len(lines(button)) > 1
    assert " ".join(lines(button)) == WORDS
    assert button.height() > high
    metrics = QFontMetrics(button.font())
    assert all(metrics.horizontalAdvance(line) <= button.width() for line in lines(button))
    assert button.height() >= len(lines(button)) * metrics.height()
    button.window().resize(600, 300)
    assert lines(button) == [WORDS]
    assert button.height() == high


def test_it_keeps_its_words_and_its_name_however_broken(button: WrappingButton) -> None:
    button.window().resize(120, 300)
    assert button.words == WORDS
    assert button.accessibleName() == WORDS
    assert WrappingButton("&Go there").accessibleName() == "Go there"


def test_the_least_it_needs_is_its_longest_word(button: WrappingButton) -> None:
    assert button.minimumSizeHint().width() < button.sizeHint().width()
    assert button.minimumSizeHint().height() > button.sizeHint().height()


def test_other_words_take_the_place_of_those_before(button: WrappingButton) -> None:
    button.set_words("Ja und nein")
    assert button.words == "Ja und nein"
    assert lines(button) == ["Ja und nein"]
    assert button.accessibleName() == "Ja und nein"


def test_words_that_come_after_none_are_not_broken_where_there_is_room(button: WrappingButton) -> None:
    button.set_words("")
    button.set_words(WORDS)
    assert lines(button) == [WORDS]


def test_a_word_wider_than_the_button_goes_on_on_the_next_line(button: WrappingButton) -> None:
    button.set_words("Wiederherstellen")
    button.window().resize(110, 300)
    assert len(lines(button)) > 1
    assert "".join(lines(button)) == "Wiederherstellen"
    metrics = QFontMetrics(button.font())
    assert button.height() >= len(lines(button)) * metrics.height()
    assert button.geometry().right() <= button.window().width()
