"""What a screen reader meets in the article: a heading, a paragraph, a list, a link, each an object it can ask.

They only answer. They never keep text of their own and never send an event.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface

from hiitreader.article.blocks import Block, BlockKind, ContainerKind, Span, SpanKind
from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.ui.accessible.interfaces import CellPlace
from hiitreader.ui.accessible.mirror import TextRange
from hiitreader.ui.accessible.nodes import NOT_OFFERED, READ_BY_TEXT, Children, InterfaceType, Node, Relation, Role
from hiitreader.ui.accessible.parts import Part, Parts

if TYPE_CHECKING:
    from hiitreader.ui.accessible.tree import ArticleTree

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
        """What kind of text it is, why a picture is not shown, or of an item's first block what only the eye sees."""
        block = self.block
        if block.kind is BlockKind.CODE:
            return _(_CODE)
        if why_not := self.tree.view.page.pictures.why_not(block):
            return why_not
        return block.within[-1].label if block.marker and block.within else ""

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

    def description(self) -> str:
        """Of a link that is all of its block what is said of that, for who comes to it with Tab."""
        whole = self.span.end - self.span.start == len(self._block.block.text)
        return self._block.description() if whole else ""

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
