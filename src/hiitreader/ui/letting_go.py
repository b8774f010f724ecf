"""Lets go of a great many values in turns: to free the blocks of ten thousand replies at once would hold the window.

It never looks at the values.
"""

from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")

AT_ONCE = 1_000


def let_go(values: list[T], owner: QObject) -> None:
    """Empty a list that nobody else needs: a part of it now, the rest in later turns of the window of `owner`."""
    del values[-AT_ONCE:]
    if values:
        QTimer.singleShot(0, owner, lambda: let_go(values, owner))
