"""The contents panel: the article's headings as a tree, the one being read marked, each a key press away.

It says which position was chosen; it never moves the page itself, and it never moves the focus.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from hiitreader.article.flow import Flow
from hiitreader.article.outline import outline
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import stop
from hiitreader.ui.panels.contents_model import ROOT, ContentsModel, Heading

OPEN_UP_TO = 400
"""Headings up to which the whole tree is open at first, each as high as its words need. A larger one shows its top, and
where one is reading, in rows of one line, cut with an ellipsis on the screen only: to measure thousands takes long."""


class _WrappingRows(QStyledItemDelegate):
    """Gives each row the height its words need in the tree's width: Qt's own looks at one line only."""

    def __init__(self, tree: QTreeView) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        one_line = super().sizeHint(option, index)
        if self._tree.uniformRowHeights():
            return one_line
        room = self._tree.viewport().width() - self._tree.indentation()
        above = index.parent()
        while above.isValid():
            room -= self._tree.indentation()
            above = above.parent()
        if one_line.width() <= room:
            return one_line
        wrapped = QStyleOptionViewItem(option)
        self.initStyleOption(wrapped, index)
        around = one_line.width() - wrapped.fontMetrics.horizontalAdvance(wrapped.text)
        words = QRect(0, 0, max(1, room - around), 1)
        height = wrapped.fontMetrics.boundingRect(words, Qt.TextFlag.TextWordWrap.value, wrapped.text).height()
        return QSize(room, one_line.height() - wrapped.fontMetrics.height() + height)


class _Tree(QTreeView):
    """A tree of one column whose words wrap. Return chooses."""

    chosen = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Contents"))
        self.setHeaderHidden(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.header().setMinimumSectionSize(1)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_WrappingRows(self))
        self.setWordWrap(True)
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return and Enter choose; all other keys do what they do in a tree."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words wrap anew, so rows change their height."""
        super().resizeEvent(event)
        self.indentation_for_width()
        self.scheduleDelayedItemsLayout()

    def show_whole_words(self, *, whole: bool) -> None:
        """Let rows be as high as their words need, or all of one line."""
        self.setUniformRowHeights(not whole)
        self.setWordWrap(whole)
        self.setTextElideMode(Qt.TextElideMode.ElideNone if whole else Qt.TextElideMode.ElideRight)

    def indentation_for_width(self) -> None:
        """Indent by a word's height, by less where six levels would leave no room for words."""
        self.setIndentation(min(round(self.fontMetrics().height() * 1.2), max(8, self.viewport().width() // 16)))


class ContentsPanel(QWidget):
    """The tree of headings, or a sentence that there are none.

    `chosen` brings the position (in the flow) of the heading that was chosen by key or mouse.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow()
        self._headings: Sequence[Heading] = ()
        self._blocks: list[int] = []
        self._here = ROOT
        self._model = ContentsModel(self)
        self._tree = _Tree()
        self._tree.setModel(self._model)
        self._tree.chosen.connect(self._choose)
        self._none = stop(_("This article has no headings."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tree, 1)
        self._empty = QWidget()
        line = QVBoxLayout(self._empty)
        line.setContentsMargins(12, 4, 12, 12)
        line.addWidget(self._none)
        layout.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        self.show_outline((), self._flow)

    @property
    def tree(self) -> QTreeView:
        """The tree."""
        return self._tree

    def show_outline(self, headings: Sequence[Heading], flow: Flow) -> None:
        """Show these headings of this flow.

        What is the same at their beginning keeps its open and closed branches, and the current one stays current, so
        an article that is still growing can be shown again and again.
        """
        same = _same(self._headings, headings)
        if flow is self._flow and same == len(headings) == len(self._headings):
            return
        here = self._here
        self._flow, self._headings = flow, tuple(headings)
        self._blocks = [heading.index for heading in headings]
        self._tree.show_whole_words(whole=len(headings) <= OPEN_UP_TO)
        self._open_branches(self._model.show(self._headings, same))
        self._here = ROOT
        self._mark(here if here < same else ROOT)
        if headings and not self._tree.currentIndex().isValid():
            self._tree.setCurrentIndex(self._place(0))
        self._tree.setVisible(bool(headings))
        self._empty.setVisible(not headings)
        self.setFocusProxy(self._tree if headings else self._none)

    def take_in(self, flow: Flow, first: int = 0) -> None:
        """Show the outline of a flow of which the blocks from index `first` on are others now."""
        first = first if flow is self._flow else 0
        kept = self._headings[: bisect_left(self._blocks, first)]
        self.show_outline((*kept, *outline(flow.blocks(first), first)), flow)

    def follow(self, position: int) -> None:
        """Mark the heading that a position (in the flow) is under.

        It becomes the current one too, unless the reader is moving in the tree just now.
        """
        if not self._blocks:
            return
        block = self._flow.index_at(position)
        number = bisect_right(self._blocks, block) - 1
        if number != self._here:
            self._mark(number)

    def _mark(self, number: int) -> None:
        self._here = number
        self._model.set_here(number)
        if number != ROOT and not self._tree.hasFocus():
            self._tree.setCurrentIndex(self._place(number))
            self._tree.scrollTo(self._place(number))

    def _place(self, number: int) -> QModelIndex:
        return self._model.place(number)

    def _open_branches(self, new: set[int]) -> None:
        if len(self._headings) <= OPEN_UP_TO:
            for number in new:
                self._tree.expand(self._place(number))
        elif self._model.rowCount() == 1:
            self._tree.expand(self._place(0))

    def _choose(self, place: QModelIndex) -> None:
        number = self._model.number(place)
        if number != ROOT:
            self.chosen.emit(self._flow.start(self._blocks[number]))


def _same(one: Sequence[Heading], other: Sequence[Heading]) -> int:
    """How many headings are the same at the beginning of both."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right and (left.index, left.level, left.title) != (right.index, right.level, right.title):
            break
        count += 1
    return count
