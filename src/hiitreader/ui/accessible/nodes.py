"""What a screen reader meets in the article: a heading, a paragraph, a list, a link, each an object it can ask.

Nodes only answer. They never keep text of their own and never send an event.
"""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from shiboken6 import VoidPtr

from hiitreader.article.blocks import Block, BlockKind, ContainerKind, Span, SpanKind
from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.ui.accessible.interfaces import Actions, Attributes, CellPlace
from hiitreader.ui.accessible.mirror import TextRange
from hiitreader.ui.accessible.parts import Part, Parts

if TYPE_CHECKING:
    from hiitreader.ui.accessible.tree import ArticleTree

Role = QAccessible.Role
Text = QAccessible.Text
InterfaceType = QAccessible.InterfaceType
Relation = QAccessible.RelationFlag

NOT_OFFERED = VoidPtr(0)
"""What `interface_cast` answers for an interface a node has not got; PySide crashes on None or 0."""

READ_BY_TEXT = sys.platform == "linux"
"""Orca takes a paragraph's words from its text, and would say them twice if they were its name too."""

_BLOCK_ROLES = {
    BlockKind.HEADING: Role.Heading,
    BlockKind.PARAGRAPH: Role.Paragraph,
    BlockKind.CODE: Role.Paragraph,
    BlockKind.IMAGE: Role.Graphic,
    BlockKind.RULE: Role.Separator,
    BlockKind.TERM: Role.ListItem,
    BlockKind.DESCRIPTION: Role.ListItem,
}
_CONTAINER_ROLES = {
    ContainerKind.LIST: Role.List,
    ContainerKind.NUMBERED_LIST: Role.List,
    ContainerKind.ITEM: Role.ListItem,
    ContainerKind.QUOTE: Role.BlockQuote,
    ContainerKind.TABLE: Role.Table,
    ContainerKind.ROW: Role.Row,
    ContainerKind.CELL: Role.Cell,
    ContainerKind.HEADER_CELL: Role.ColumnHeader,
    ContainerKind.DEFINITION_LIST: Role.List,
    ContainerKind.FOOTNOTES: Role.Section,
}
_CODE = N_("Code")
_FOOTNOTES = N_("Footnotes")
_TABLE = N_("Table with {rows} rows and {columns} columns")


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


class ContainerNode(Node):
    """A list, an item of several blocks, a quote, a table, a row, a cell of several blocks, the footnotes."""

    def __init__(self, tree: "ArticleTree", parent: QAccessibleInterface, number: int, part: Part) -> None:
        super().__init__(tree, parent, number, part.first, part.last)
        self.part = part
        self._children = Children(Parts(tree.view.flow, part.first, part.last, part.depth + 1), self._make)

    def _make(self, number: int, part: Part) -> Node:
        return node_for(self.tree, self, number, part)

    def made(self) -> Iterator[Node]:
        return self._children.made()

    def holding(self, index: int) -> Node | None:
        """The child that block `index` is in."""
        return self._children.holding(index)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._children.node(index) if self.isValid() else None

    def childCount(self) -> int:
        return len(self._children) if self.isValid() else 0

    def role(self) -> Role:
        held = self.part.container
        return _CONTAINER_ROLES[held.kind] if held else Role.Grouping

    def name(self) -> str:
        held = self.part.container
        if held and held.kind is ContainerKind.TABLE:
            return _(_TABLE).format(rows=len(self._children), columns=held.of)
        return _(_FOOTNOTES) if held and held.kind is ContainerKind.FOOTNOTES else ""

    def _offer(self, kind: InterfaceType) -> Any:
        if kind == InterfaceType.TableCellInterface:
            return cell_place(self) or NOT_OFFERED
        return super()._offer(kind)


class BlockNode(Node):
    """A block of text; with `part.single` also the item or the cell that holds nothing else."""

    def __init__(self, tree: "ArticleTree", parent: QAccessibleInterface, number: int, part: Part) -> None:
        super().__init__(tree, parent, number, part.first, part.last)
        self.part = part
        self._inlines: tuple[InlineNode, ...] | None = None

    @property
    def block(self) -> Block:
        """The block it stands for."""
        return self.tree.view.flow[self.first]

    def _children(self) -> "tuple[InlineNode, ...]":
        if self._inlines is None:
            spans = [span for span in self.block.spans if span.kind in (SpanKind.LINK, SpanKind.IMAGE)]
            self._inlines = tuple(InlineNode(self, number, span) for number, span in enumerate(spans))
        return self._inlines

    def made(self) -> Iterator[Node]:
        return iter(self._inlines or ())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        inside = self._children() if self.isValid() else ()
        return inside[index] if 0 <= index < len(inside) else None

    def childCount(self) -> int:
        return len(self._children()) if self.isValid() else 0

    def block_node(self) -> "BlockNode":
        return self

    def link_starting_at(self, position: int) -> "InlineNode | None":
        """The link whose first character is at a position."""
        for inline in self._children():
            if inline.span.kind is SpanKind.LINK and inline.range.start == position:
                return inline
        return None

    def role(self) -> Role:
        held = self.part.container
        return _CONTAINER_ROLES[held.kind] if held else _BLOCK_ROLES[self.block.kind]

    def level(self) -> int:
        return self.block.level

    def name(self) -> str:
        block = self.block
        words = block.text.replace("\u2028", " ")
        if block.marker[:-1].isalnum():
            words = f"{block.marker} {words}"
        return "" if self.role() == Role.Paragraph and READ_BY_TEXT else words

    def description(self) -> str:
        return _(_CODE) if self.block.kind is BlockKind.CODE else ""

    def text_range(self) -> TextRange:
        flow = self.tree.view.flow
        return TextRange(self.first, flow.start(self.first), flow.end(self.first))

    def relations(self, match: Relation = Relation.AllRelations) -> list[tuple[QAccessibleInterface, Relation]]:
        """The blocks before and after it, which is how a screen reader reads on from one to the next.

        A flag says what this node is for the other: it flows *from* here to the next one.
        """
        found: list[tuple[QAccessibleInterface, Relation]] = []
        for step, flag in ((1, Relation.FlowsFrom), (-1, Relation.FlowsTo)):
            other = self.tree.node_of(self.first + step) if self.isValid() and match & flag else None
            if other is not None:
                found.append((other, flag))
        return found

    def _offer(self, kind: InterfaceType) -> Any:
        if kind == InterfaceType.TableCellInterface:
            return cell_place(self) or NOT_OFFERED
        return super()._offer(kind)


class InlineNode(Node):
    """A link, or a picture in a line of text."""

    def __init__(self, block: BlockNode, number: int, span: Span) -> None:
        super().__init__(block.tree, block, number, block.first, block.last)
        self._block = block
        self.span = span
        self.range = TextRange(block.first, *block.tree.view.flow.span_range(block.first, span))

    def block_node(self) -> BlockNode:
        return self._block

    def role(self) -> Role:
        return Role.Link if self.span.kind is SpanKind.LINK else Role.Graphic

    def name(self) -> str:
        return self.tree.view.flow[self.first].text[self.span.start : self.span.end].replace("\u2028", " ")

    def text_range(self) -> TextRange:
        return self.range

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        return self.tree.range_rect(self.range.start, self.range.end)

    def state(self) -> QAccessible.State:
        state = super().state()
        if self.span.kind is SpanKind.LINK:
            state.linked = True
            state.focusable = True
        return state

    def press(self) -> None:
        if self.span.kind is SpanKind.LINK:
            # After the answer is given: what follows a link may take its time, and the screen reader waits.
            QTimer.singleShot(0, self.tree.view, lambda: self.tree.view.link_activated.emit(self.span.target))
        else:
            self.tree.view.go_to(self.range.start)


class SentenceNode(Node):
    """A sentence the caret was moved to: it takes the focus for a moment, so that it is spoken as one.

    A shortcut's key is not told to a screen reader, so it could not tell from the caret's place alone what to say. The
    block knows the sentence's number, or Orca would take it for something gone, but does not list it as a child.
    """

    def __init__(self, block: BlockNode, start: int, end: int) -> None:
        super().__init__(block.tree, block, block.childCount(), block.first, block.last)
        self._block = block
        self._range = TextRange(block.first, start, end, one_line=True)

    def read_on(self) -> None:
        """The caret moves on inside it: from now on its lines are those of the page."""
        self._range = TextRange(self.first, self._range.start, self._range.end)

    def block_node(self) -> BlockNode:
        return self._block

    def role(self) -> Role:
        return Role.Paragraph

    def name(self) -> str:
        return "" if READ_BY_TEXT else self.tree.mirror.text_of(self._range).strip()

    def rect(self) -> QRect:
        """Its own, never its block's: Orca takes two nameless paragraphs in one place for the same one."""
        if not self.isValid():
            return QRect()
        return self.tree.range_rect(self._range.start, self._range.end).adjusted(0, 0, -1, 0)

    def text_range(self) -> TextRange:
        return self._range


def node_for(tree: "ArticleTree", parent: QAccessibleInterface, number: int, part: Part) -> Node:
    """The node that stands for a part."""
    return (BlockNode if part.single else ContainerNode)(tree, parent, number, part)


def cell_place(node: "BlockNode | ContainerNode") -> CellPlace | None:
    """Where a cell is in its table; None for what is no cell."""
    held = node.part.container
    if held is None or held.kind not in (ContainerKind.CELL, ContainerKind.HEADER_CELL):
        return None
    row = node.parent()
    table = row.parent()
    if not isinstance(row, ContainerNode) or not isinstance(table, ContainerNode):
        return None
    held_row = row.part.container
    return CellPlace(table, held_row.number if held_row else 0, held.number, lambda column: _headers(table, column))


def _headers(table: ContainerNode, column: int) -> list[QAccessibleInterface]:
    """The header cells of a column: the one in the table's first row, if that is a header cell."""
    row = table.child(0)
    cell = row.child(column) if row is not None else None
    return [cell] if cell is not None and cell.role() == Role.ColumnHeader else []
