"""The article's tree: finds the node of a place, makes and retires nodes as the article changes.

Nothing is worked out before it is asked for, so an article of 100,000 blocks costs nothing while no one asks. It sends
no events.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessibleInterface, QWindow

from hiitreader.ui.accessible.kinds import BlockNode, ContainerNode, SentenceNode, node_for
from hiitreader.ui.accessible.mirror import Mirror
from hiitreader.ui.accessible.nodes import Children, Node
from hiitreader.ui.accessible.parts import Part, Parts

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView

_SENTENCES_KEPT = 2
"""The one that is read and the one before, about which the screen reader may still ask."""


class ArticleTree:
    """The nodes under one view's document."""

    def __init__(self, view: "ArticleView", root: QAccessibleInterface) -> None:
        self.view = view
        self.mirror = Mirror(view)
        self._root = root
        self._focus: Node | None = None
        self._sentences: list[SentenceNode] = []
        self._length = len(view.flow)
        self._children = Children(Parts(view.flow, 0, self._length, 0), self._make)

    def _make(self, number: int, part: Part) -> Node:
        return node_for(self, self._root, number, part)

    # -- nodes -----------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._children)

    def child(self, number: int) -> Node | None:
        """The document's child `number`, None when there is none."""
        return self._children.node(number)

    def made(self) -> Iterator[Node]:
        """The document's children that exist already."""
        return self._children.made()

    def node_of(self, index: int) -> BlockNode | None:
        """The node that has the text of block `index`, None when there is no such block.

        None also in the moment in which the flow has changed and nobody has been told yet.
        """
        if not 0 <= index < len(self.view.flow) == self._length:
            return None
        node = self._children.holding(index)
        while isinstance(node, ContainerNode):
            node = node.holding(index)
        return node if isinstance(node, BlockNode) else None

    def node_at(self, position: int) -> BlockNode | None:
        """The node that has the text at a position."""
        return self.node_of(self.view.flow.index_at(position))

    def change_from(self, index: int) -> None:
        """Blocks from `index` on are others now: retire their nodes; those before it stay as they are."""
        if self._focus is not None and (self._focus.last > index or isinstance(self._focus, SentenceNode)):
            self._focus = None
        self._retire_sentences()
        self._length = len(self.view.flow)
        self._children.change_from(index, self._length)

    def retire(self) -> None:
        """Retire every node, for good."""
        self._focus = None
        self._retire_sentences()
        for node in self.made():
            node.retire()

    # -- the one with the focus ------------------------------------------------------------------------------------

    @property
    def focus(self) -> Node | None:
        """The node the caret is in, or the link that was gone to."""
        return self._focus

    def set_focus(self, node: Node | None) -> None:
        """Remember which node has the caret."""
        self._focus = node

    def sentence(self, block: BlockNode, start: int, end: int) -> SentenceNode:
        """A node for a sentence, good until another was asked for after the next."""
        self._sentences.append(SentenceNode(block, start, end))
        while len(self._sentences) > _SENTENCES_KEPT:
            self._sentences.pop(0).retire()
        return self._sentences[-1]

    def _retire_sentences(self) -> None:
        while self._sentences:
            self._sentences.pop().retire()

    def has_focus(self, node: Node) -> bool:
        """Whether a node is the one with the caret, in a view with the focus; with a link, its block is too.

        Orca keeps a node's states and so would not hear the caret go on from a link into its own block.
        """
        focus = self._focus
        return focus is not None and (node is focus or node is focus.block_node()) and self.view.hasFocus()

    # -- where things are, on the screen ---------------------------------------------------------------------------

    def alive(self) -> bool:
        """Whether the view is still there."""
        return shiboken6.isValid(self.view)

    def window(self) -> QWindow | None:
        """The window the article is shown in."""
        return self.view.window().windowHandle() if self.alive() else None

    def block_rect(self, index: int) -> QRect:
        """A block's rectangle, in pixels of the screen."""
        return self._on_screen(self.view.block_rect(index))

    def char_rect(self, position: int) -> QRect:
        """A character's rectangle, in pixels of the screen."""
        return self._on_screen(self.view.char_rect(position))

    def range_rect(self, start: int, end: int) -> QRect:
        """The rectangle around positions `start` to before `end` of one block, in pixels of the screen."""
        first, last = self.char_rect(start), self.char_rect(max(start, end - 1))
        around = first.united(last)
        if first.top() == last.top():
            return around
        block = self.block_rect(self.view.flow.index_at(start))
        return QRect(block.left(), around.top(), block.width(), around.height())

    def page_rect(self) -> QRect:
        """What is seen of the page, in pixels of the screen."""
        return self._on_screen(self.view.viewport().rect())

    def seen(self, first: int, last: int) -> bool:
        """Whether any of blocks `first` to before `last` is in sight."""
        area = self.view.viewport().rect()
        flow = self.view.flow
        top = flow.index_at(self.view.position_at(area.topLeft()))
        bottom = flow.index_at(self.view.position_at(area.bottomLeft()))
        return first <= bottom and last > top

    def node_under(self, point: QPoint) -> Node | None:
        """The document's child at a point of the screen."""
        inside = self.view.viewport().mapFromGlobal(point)
        if not self.view.viewport().rect().contains(inside):
            return None
        if len(self.view.flow) != self._length:
            return None
        node = self._children.holding(self.view.flow.index_at(self.view.position_at(inside)))
        return node if node is not None and node.rect().contains(point) else None

    def _on_screen(self, rect: QRect) -> QRect:
        return QRect(self.view.viewport().mapToGlobal(rect.topLeft()), rect.size())
