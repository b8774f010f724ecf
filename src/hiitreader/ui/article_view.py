"""The article on the screen: one QTextBrowser whose words are the flow's and whose lines are set by our own layout.

It shows blocks, moves the caret, keeps the place through every change, and says what was asked of it. It never opens a
file, follows a link or knows what a reply is.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QMimeData, QPoint, QRect, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QPalette, QResizeEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QWidget

from hiitreader.article.blocks import Block
from hiitreader.article.flow import MARKER_GAP, Flow
from hiitreader.ui.letting_go import let_go
from hiitreader.ui.links import LinkedText, LinkPointer, link_at, link_beside, presses_link
from hiitreader.ui.scroll_anchor import ScrollAnchor
from hiitreader.ui.typeset.page_layout import PageLayout
from hiitreader.ui.typeset.style import PageStyle

if TYPE_CHECKING:
    from PySide6.QtCore import QUrl

    from hiitreader.ui.turning import Wheel

COMFORTABLE = 0.25
"""Where a place that was not on the screen is brought to: this far down the window."""
ALWAYS_OFF, ALWAYS_ON = 1, 2
"""`Qt.ScrollBarPolicy`, by number."""
MOUSE_AND_KEYS = 0b1111
"""`Qt.TextInteractionFlag`: text and links, by mouse and keyboard."""


class ArticleView(LinkedText):
    """Shows blocks as one continuous page.

    Positions are UTF-16 code units of the flow. Rectangles are in the viewport's coordinates, in pixels.
    `flow_changed` gives the index of the first block that is new; `zoom_asked` a number of steps, up or down;
    `painted` comes after each painting.
    """

    link_activated = Signal(str)
    flow_changed = Signal(int)
    scrolled = Signal()
    zoom_asked = Signal(int)
    painted = Signal()

    def __init__(self, style: PageStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flow = Flow()
        self.article_length = 0
        self._wheel: Wheel | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self._set_by_number()
        self.page = PageLayout(self.document(), self.flow, style)
        self.document().setDocumentLayout(self.page)
        self.page.pictures.fell.connect(lambda: self.apply_style(self.page.style))
        self.setCursorWidth(style.caret_width)
        self.anchor = ScrollAnchor(self.page, self.flow, self.verticalScrollBar(), self.viewport())
        self.links = LinkPointer(self, self.flow, self.page)
        self.links.pressed.connect(self.link_activated)
        self.cursorPositionChanged.connect(self._follow_caret)
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self.anchor.keep())

    def _set_by_number(self) -> None:
        """Set what Qt names in its namespace `Qt`, whose enumerations alone take longer to load than the page does."""
        self.setProperty("horizontalScrollBarPolicy", ALWAYS_OFF)
        self.setProperty("verticalScrollBarPolicy", ALWAYS_ON)
        self.setProperty("textInteractionFlags", MOUSE_AND_KEYS)
        # A viewport made here: asking for Qt's own one makes PySide look through all kinds of widgets first.
        ground = QWidget()
        ground.setAutoFillBackground(True)
        ground.setBackgroundRole(QPalette.ColorRole.Base)
        self.setViewport(ground)

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_blocks(self, blocks: Iterable[Block]) -> None:
        """Show these blocks in place of all there were; the caret goes to the beginning."""
        with self.page.editing():
            let_go(self.flow.take_out(), self)
            self.flow.append(blocks)
            self.article_length = len(self.flow)
            self.document().setPlainText(self.flow.text())  # ten times as quick as taking words out and in
            self.moveCursor(QTextCursor.MoveOperation.Start)  # here, for else lines are set before the width is known
        self.page.rebuild()
        self.anchor.release()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()
        self.flow_changed.emit(0)

    def append_blocks(self, blocks: Iterable[Block]) -> None:
        """Add blocks to the article's end, in place of a tail that was there."""
        self.set_tail(blocks)
        self.article_length = len(self.flow)

    def set_tail(self, blocks: Iterable[Block]) -> None:
        """Show these blocks after the article, in place of those that were there."""
        from hiitreader.ui.exchange import exchange

        exchange(self, self.article_length, tuple(blocks))

    def take_in(self, begin: int) -> None:
        """Blocks from index `begin` on are others now, or stand elsewhere."""
        self._mark_link()
        self.viewport().update()
        self.flow_changed.emit(begin)

    def apply_style(self, style: PageStyle) -> None:
        """Set the page in another style; the same words stay at the top."""
        place = self.anchor.hold()
        self.setCursorWidth(style.caret_width)
        self.page.restyle(style.with_width(self.page.style.width))
        self.anchor.return_to(place)
        self.viewport().update()
        self.scrolled.emit()

    # -- where things are -----------------------------------------------------------------------------------------

    def caret(self) -> int:
        """The caret's position."""
        return self.textCursor().position()

    def top_position(self) -> int:
        """The position of the first word of the line at the top of the window."""
        return self.anchor.position

    def char_rect(self, position: int) -> QRect:
        """The rectangle of the character at a position; a caret's width where there is none."""
        if not len(self.flow):
            return QRect()
        cursor = QTextCursor(self.document())
        cursor.setPosition(max(0, min(position, self.flow.length - 1)))
        here = self.cursorRect(cursor)
        if position < self.flow.end(self.flow.index_at(position)):
            cursor.setPosition(cursor.position() + 1)
            after = self.cursorRect(cursor)
            if after.top() == here.top() and after.left() != here.left():
                here.setRight(after.left() - 1)
                here = here.normalized()
        return here

    def block_rect(self, index: int) -> QRect:
        """The rectangle of a block's lines."""
        return self.page.block_box(index).translated(0, -self.verticalScrollBar().value()).toAlignedRect()

    def position_at(self, point: QPoint) -> int:
        """The position nearest to a point."""
        return max(0, self.page.position_at(point.x(), point.y() + self.verticalScrollBar().value()))

    # -- going there ----------------------------------------------------------------------------------------------

    def go_to(self, position: int, *, end: int | None = None, focus: bool = True) -> None:
        """Move the caret to a position (and select to `end`), and scroll so that it is comfortably seen."""
        if not len(self.flow):
            return
        last = self.flow.length - 1
        cursor = self.textCursor()
        cursor.setPosition(max(0, min(position, last)))
        if end is not None:
            cursor.setPosition(max(0, min(end, last)), QTextCursor.MoveMode.KeepAnchor)
        if focus:
            self.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        self._reveal(cursor.selectionStart())
        self.setTextCursor(cursor)

    def scroll_to(self, position: int, offset: float = 0.0) -> None:
        """Put the line that holds a position at the top of the window, `offset` pixels below its edge."""
        self.anchor.move_to(position, offset)
        self.viewport().update()
        self.scrolled.emit()

    def set_highlights(self, ranges: Sequence[tuple[int, int]], current: int = -1) -> None:
        """Mark found ranges (sorted), one of them as the current one; an empty sequence for none."""
        self.page.marks.found = ranges
        self.page.marks.current = current
        self.viewport().update()

    # -- inside ---------------------------------------------------------------------------------------------------

    def _mark_link(self) -> None:
        """A ring round the link that the caret is in."""
        link = link_at(self.flow, self.caret()) if self.hasFocus() else None
        self.page.marks.ring = (link.start, link.end) if link else None

    def _follow_caret(self) -> None:
        self._mark_link()
        index = self.flow.index_at(self.caret())
        if index >= 0 and self.flow[index].within:
            self.page.show_sideways(index, self.cursorRect().center().x())

    def _reveal(self, position: int) -> None:
        line = self.anchor.line_top(position)
        top = self.verticalScrollBar().value()
        height = self.viewport().height()
        self.anchor.release()
        if not top + 0.05 * height <= line <= top + 0.7 * height:
            self.scroll_to(position, COMFORTABLE * height)

    # -- what Qt asks ---------------------------------------------------------------------------------------------

    def loadResource(self, kind: int, name: "QUrl | str") -> None:  # noqa: N802, ARG002
        """Nothing: no file or address is ever read because a page names it."""
        return

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """The selected words as plain text."""
        data = QMimeData()
        words = self.textCursor().selectedText()
        data.setText(words.replace("\u2029", "\n").replace("\u2028", "\n").replace(MARKER_GAP, " "))
        return data

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802, ARG002
        """Set what comes into sight, then paint it all: cheaper than it is to keep track of what moved."""
        self.anchor.settle()
        self.viewport().update()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the words at the top through a change of width; the caret in sight when the page gets its first size."""
        first = not event.oldSize().isValid()
        place = self.anchor.hold() if self.verticalScrollBar().value() or not first else None
        super().resizeEvent(event)
        if place is not None:
            self.anchor.return_to(place)
            if first:
                self._reveal(self.caret())
        self.scrolled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint; whatever is on the screen is set first."""
        self.anchor.settle()
        super().paintEvent(event)
        self.painted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll; with Ctrl change the text size; sideways over a wide table, scroll that."""
        from hiitreader.ui.turning import Wheel

        self._wheel = self._wheel or Wheel(self)
        if self._wheel.turns(event):
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the link that the caret is in; the keys for a page up and down leave a line to go on from."""
        if presses_link(event) and self.links.press_at(self.caret()):
            event.accept()
            return
        from hiitreader.ui.turning import frees_caret, turns_page

        if turns_page(self, event):
            event.accept()
            return
        before = self.caret(), self.verticalScrollBar().value()
        super().keyPressEvent(event)
        if before == (self.caret(), self.verticalScrollBar().value()):
            frees_caret(self, event)
        elif self.page.line_slot(self.caret())[0] <= 0:
            self.verticalScrollBar().setValue(0)  # the first line: the room above it belongs to it

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab walks the links of the page, then leaves it."""
        link = link_beside(self.flow, self.caret(), forward=forward)
        if link is None:
            return QWidget.focusNextPrevChild(self, forward)
        self.go_to(link.start)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show the ring round the link that the caret is in."""
        super().focusInEvent(event)
        self._mark_link()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take the ring away."""
        super().focusOutEvent(event)
        self._mark_link()
        self.viewport().update()
