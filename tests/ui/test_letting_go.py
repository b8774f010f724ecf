"""Many values are let go of in turns, a few at once."""

from weakref import ref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hiitreader.ui.letting_go import AT_ONCE, let_go


class Value:
    """Something that is there as long as it is held."""


def test_a_part_goes_at_once_and_the_rest_in_turns(qtbot: QtBot) -> None:
    values = [Value() for _ in range(3 * AT_ONCE)]
    first, last = ref(values[0]), ref(values[-1])
    owner = QObject()
    let_go(values, owner)
    assert last() is None
    assert first() is not None
    qtbot.waitUntil(lambda: not values)
    assert first() is None


def test_what_is_few_goes_at_once() -> None:
    values = [Value()]
    let_go(values, QObject())
    assert not values
