"""The line of help under a field, tied to the field it describes.

Qt has no such tie for a QLabel. Without one Orca takes every help line of a group for the group's own words, and reads
all of them when the first field gets the focus. It never shows or changes a word.
"""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid

from hiitreader.ui.accessible.childless import Childless

Relation = QAccessible.RelationFlag


class HelpLine(Childless):
    """The accessible object of a line of help; its field is the `field` of the row it is put in."""

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self._label = label

    def isValid(self) -> bool:
        return isValid(self._label)

    def object(self) -> QObject:
        return self._label

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._label.window().windowHandle() if self.isValid() else None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._label.parentWidget() if self.isValid() else None
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def text(self, t: QAccessible.Text) -> str:
        named = self.isValid() and t == QAccessible.Text.Name
        return (self._label.accessibleName() or self._label.text()) if named else ""

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        return QRect(self._label.mapToGlobal(QPoint(0, 0)), self._label.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.StaticText

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.invalid = not self.isValid()
        state.invisible = not self.isValid() or not self._label.isVisible()
        return state

    def relations(self, match: Relation = Relation.AllRelations) -> list[tuple[QAccessibleInterface, Relation]]:
        field = getattr(self._label.parentWidget(), "field", None) if self.isValid() else None
        if not isinstance(field, QWidget) or not isValid(field) or not match & Relation.Described:
            return []
        return [(QAccessible.queryAccessibleInterface(field), Relation.Described)]
