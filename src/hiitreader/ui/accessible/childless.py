"""What has no children and nothing to ask but its words: the base of small accessible objects.

It holds nothing and sends nothing.
"""

from PySide6.QtGui import QAccessible, QAccessibleInterface
from shiboken6 import VoidPtr


class Childless(QAccessibleInterface):
    """An accessible object without children or further interfaces."""

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def setText(self, t: QAccessible.Text, text: str) -> None:
        return

    def interface_cast(self, kind: QAccessible.InterfaceType) -> VoidPtr:  # type: ignore[override]
        return VoidPtr(0)
