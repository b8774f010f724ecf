"""The article's document as a screen reader meets it, in the place of the view's own flat text.

It has no text of its own: its nodes have. It never changes the article.
"""

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow

from hiitreader.ui.accessible.caret import CaretReporter
from hiitreader.ui.accessible.nodes import NOT_OFFERED, Node
from hiitreader.ui.accessible.tree import ArticleTree

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView

Relation = QAccessible.RelationFlag


class ArticleDocument(QAccessibleInterface):
    """The accessible object of an article view. One is made per view and lives as long as the program."""

    def __init__(self, view: "ArticleView") -> None:
        super().__init__()
        self._view = view
        self.tree = ArticleTree(view, self)
        self.reporter = CaretReporter(view, self, self.tree)

    def isValid(self) -> bool:
        return self.tree.alive()

    def object(self) -> QObject:
        return self._view

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self.tree.window()

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._view.parentWidget() if self.tree.alive() else None
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.tree.child(index) if self.tree.alive() else None

    def childCount(self) -> int:
        return len(self.tree) if self.tree.alive() else 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, Node) and child.parent() is self else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.tree.node_under(QPoint(x, y)) if self.tree.alive() else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.tree.focus if self.tree.alive() and self._view.hasFocus() else None

    def relations(self, match: Relation = Relation.AllRelations) -> list[tuple[QAccessibleInterface, Relation]]:
        return []

    def text(self, t: QAccessible.Text) -> str:
        if not self.tree.alive():
            return ""
        if t == QAccessible.Text.Name:
            return self._view.accessibleName()
        return self._view.accessibleDescription() if t == QAccessible.Text.Description else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        return

    def rect(self) -> QRect:
        return self.tree.page_rect() if self.tree.alive() else QRect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.WebDocument if sys.platform == "win32" else QAccessible.Role.Document

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.tree.alive():
            state.invalid = True
            return state
        state.readOnly = True
        state.focusable = True
        state.multiLine = True
        state.focused = self._view.hasFocus()
        state.invisible = not self._view.isVisible()
        return state

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        return NOT_OFFERED
