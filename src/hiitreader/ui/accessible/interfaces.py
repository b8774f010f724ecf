"""The smaller interfaces a node offers, one object each: its attributes, its actions, its place in a table.

Each is an object of its own because their functions would get in one another's way on one. They never
keep anything.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QAccessibleTableCellInterface,
)


class Attributes(QAccessibleAttributesInterface):
    """A heading's level; AT-SPI clients see it as `level:N`."""

    def __init__(self, level: Callable[[], int]) -> None:
        super().__init__()
        self._level = level

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        return [QAccessible.Attribute.Level] if self._level() else []

    def attributeValue(self, key: QAccessible.Attribute) -> Any:
        return self._level() if key == QAccessible.Attribute.Level and self._level() else None


class Actions(QAccessibleActionInterface):
    """The one thing that can be done with a node."""

    def __init__(self, press: Callable[[], None]) -> None:
        super().__init__()
        self._press = press

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction()]

    def doAction(self, action_name: str) -> None:
        if action_name == QAccessibleActionInterface.pressAction():
            self._press()

    def keyBindingsForAction(self, action_name: str) -> list[str]:
        return []


class CellPlace(QAccessibleTableCellInterface):
    """A cell's row, column (both from 0) and header cells."""

    def __init__(
        self, table: QAccessibleInterface, row: int, column: int, headers: Callable[[int], list[QAccessibleInterface]]
    ) -> None:
        super().__init__()
        self._table = table
        self._row = row
        self._column = column
        self._headers = headers

    def isSelected(self) -> bool:
        return False

    def columnIndex(self) -> int:
        return self._column

    def rowIndex(self) -> int:
        return self._row

    def columnExtent(self) -> int:
        return 1

    def rowExtent(self) -> int:
        return 1

    def columnHeaderCells(self) -> list[QAccessibleInterface]:
        return self._headers(self._column) if self._row else []

    def rowHeaderCells(self) -> list[QAccessibleInterface]:
        return []

    def table(self) -> QAccessibleInterface:
        return self._table
