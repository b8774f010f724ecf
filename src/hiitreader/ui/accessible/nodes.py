"""What all objects of the article's tree have in common, and the children of one, made when they are asked for.

Nodes only answer. They never keep text of their own and never send an event.
"""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from shiboken6 import VoidPtr

from hiitreader.ui.accessible.interfaces import Actions, Attributes
from hiitreader.ui.accessible.mirror import TextRange
from hiitreader.ui.accessible.parts import Part, Parts

if TYPE_CHECKING:
    from hiitreader.ui.accessible.kinds import BlockNode
    from hiitreader.ui.accessible.tree import ArticleTree

Role = QAccessible.Role
Text = QAccessible.Text
InterfaceType = QAccessible.InterfaceType
Relation = QAccessible.RelationFlag

NOT_OFFERED = VoidPtr(0)
"""What `interface_cast` answers for an interface a node has not got; PySide crashes on None or 0."""

READ_BY_TEXT = sys.platform == "linux"
"""Orca takes a paragraph's words from its text, and would say them twice if they were its name too."""


class Node(QAccessibleInterface):
    """One object of the article's tree, `number` among its parent's children, for blocks `first` to before `last`."""

    def __init__(self, tree: "ArticleTree", parent: QAccessibleInterface, number: int, first: int, last: int) -> None:
        super().__init__()
        self.tree = tree
        self.number = number
        self.first = first
        self.last = last
        self.dead = False
        self._parent = parent
        self._held: dict[InterfaceType, Any] = {}

    # -- what kinds differ in --------------------------------------------------------------------------------------

    def made(self) -> Iterator["Node"]:
        """The children that exist already."""
        return iter(())

    def name(self) -> str:
        """What it is called."""
        return ""

    def description(self) -> str:
        """What is said besides, "" for nothing."""
        return ""

    def text_range(self) -> TextRange | None:
        """Where its text is, None when only its children have text."""
        return None

    def level(self) -> int:
        """A heading's level, 1 to 6; 0 for all else."""
        return 0

    def block_node(self) -> "BlockNode | None":
        """The block it is in or is, None for what holds several."""
        return None

    def press(self) -> None:
        """Do what a press of it does: bring the caret here."""
        self.tree.view.go_to(self.tree.view.flow.start(self.first))

    def retire(self) -> None:
        """Let go of it and all under it; Qt's half is deleted, so nothing may be asked of it after."""
        for child in self.made():
            child.retire()
        self.dead = True
        self._held.clear()
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(self))

    # -- Qt's questions --------------------------------------------------------------------------------------------

    def isValid(self) -> bool:
        return not self.dead and self.tree.alive()

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self.tree.window()

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, Node) and child.parent() is self else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        for number in range(self.childCount()):
            found = self.child(number)
            if found is not None and found.rect().contains(x, y):
                return found
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def relations(self, match: Relation = Relation.AllRelations) -> list[tuple[QAccessibleInterface, Relation]]:
        return []

    def text(self, t: Text) -> str:
        if self.dead:
            return ""
        if t == Text.Name:
            return self.name()
        return self.description() if t == Text.Description else ""

    def setText(self, t: Text, text: str) -> None:
        return

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        first = self.tree.block_rect(self.first)
        return first if self.last - self.first == 1 else first.united(self.tree.block_rect(self.last - 1))

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        if not self.tree.seen(self.first, self.last):
            state.offscreen = True
        if self.text_range() is not None:
            state.selectableText = True
            state.multiLine = True
            if not READ_BY_TEXT:
                state.focusable = True
            if self.tree.has_focus(self):
                state.focused = True
        return state

    def interface_cast(self, kind: InterfaceType) -> Any:
        if not self.isValid():
            return NOT_OFFERED
        if kind == InterfaceType.TextInterface:
            asked = self.text_range()
            return NOT_OFFERED if asked is None else self.tree.mirror.pointer_for(asked)
        if kind not in self._held:
            self._held[kind] = self._offer(kind)
        return self._held[kind]

    def _offer(self, kind: InterfaceType) -> Any:
        if kind == InterfaceType.AttributesInterface:
            return Attributes(self.level)
        if kind == InterfaceType.ActionInterface and self.text_range() is not None:
            return Actions(self.press)
        return NOT_OFFERED


class Children:
    """The nodes for the parts of something, each made when first asked for."""

    def __init__(self, parts: Parts, make: Callable[[int, Part], Node]) -> None:
        self._parts = parts
        self._make = make
        self._nodes: dict[int, Node] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def node(self, number: int) -> Node | None:
        """Child `number`, None when there is none."""
        if not 0 <= number < len(self._parts):
            return None
        if number not in self._nodes:
            self._nodes[number] = self._make(number, self._parts[number])
        return self._nodes[number]

    def holding(self, index: int) -> Node | None:
        """The child that block `index` is in."""
        return self.node(self._parts.number_of(index))

    def made(self) -> Iterator[Node]:
        """Those that exist already."""
        return iter(tuple(self._nodes.values()))

    def change_from(self, index: int, last: int) -> None:
        """Retire what was made for blocks from `index` on; what is before it stays."""
        keep = self._parts.change_from(index, last)
        for number in [number for number in self._nodes if number >= keep]:
            self._nodes.pop(number).retire()
