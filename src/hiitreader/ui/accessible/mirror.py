"""One hidden text box that answers a screen reader's questions about the text of whichever node it asks about.

PySide cannot answer some of those questions itself: the functions of QAccessibleTextInterface that give a range back
through pointers (selection, attributes, the word or line at an offset) cannot be overridden in Python. So the node's
text is put, with the very lines it has on the page, into a QTextEdit, and Qt's own interface of that box is handed out.
It never shows anything and never sends an event of its own.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import SIGNAL, QObject, QPoint, QPointF, QRectF, QSizeF, Qt, Slot
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QAccessible,
    QFont,
    QPainter,
    QPainterPath,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from hiitreader.article.flow import cut
from hiitreader.ui.accessible.sentences import block_sentences

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView


_WIDE = 1_000_000.0
"""Pixels: no line that is not on the page is broken for want of room."""


@dataclass(frozen=True, slots=True)
class TextRange:
    """Positions `start` to before `end` of the flow, all inside block `index`.

    `one_line` has it answered as one line, however many it takes on the page.
    """

    index: int
    start: int
    end: int
    one_line: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page: how many UTF-16 units it has, how wide it is and where it begins in its block, in pixels."""

    length: int
    width: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Aim:
    """What the box holds: whose text, in which lines, with which selection or caret (from the text's start)."""

    text: str
    lines: tuple[_Line, ...]
    anchor: int
    caret: int
    corner: QPoint


class _SameLines(QAbstractTextDocumentLayout):
    """Breaks the one block it has where the page breaks it."""

    def __init__(self, document: QTextDocument, view: "ArticleView", box: QTextEdit) -> None:
        super().__init__(document)
        self._view = view
        self._box = box
        self.start = 0

    def set_lines(self, lines: tuple[_Line, ...], font: QFont, option: QTextOption) -> None:
        """Lay the text in these lines."""
        layout = self.document().begin().layout()
        layout.clearLayout()
        layout.setFont(font)
        layout.setTextOption(option)
        layout.beginLayout()
        for wanted in lines:
            line = layout.createLine()
            if not line.isValid():
                break
            _fill(line, wanted)
            line.setPosition(QPointF(wanted.x, wanted.y))
        layout.endLayout()

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        return

    def documentSize(self) -> QSizeF:
        return QSizeF(1, 1)

    def pageCount(self) -> int:
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        return QRectF()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        return QRectF()

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        return

    def hitTest(self, point: QPointF | QPoint | QPainterPath.Element, accuracy: Qt.HitTestAccuracy) -> int:
        """Where a point of the box is in its text: the view knows."""
        at = QPoint(0, 0) if isinstance(point, QPainterPath.Element) else QPointF(point).toPoint()
        found = self._view.position_at(at + self._box.pos()) - self.start
        return found if 0 <= found < max(1, self.document().characterCount() - 1) else -1


class _Box(QTextEdit):
    """The hidden text box; it stands where its block stands, so that rectangles come out right on the screen."""

    def __init__(self, view: "ArticleView") -> None:
        super().__init__(view.viewport())
        self._view = view
        self.hide()
        self.setObjectName("mirror")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)

    @Slot(QRectF)
    def _q_ensureVisible(self, wanted: QRectF) -> None:
        """Bring a rectangle of the box into sight on the page; Qt's text interface calls it by its Qt name."""
        here = wanted.toAlignedRect().translated(self.pos())
        if not self._view.viewport().rect().contains(here.topLeft()):
            self._view.scroll_to(self._view.position_at(here.topLeft()))


class Mirror(QObject):
    """Hands out Qt's own text interface for a range of the article; one at a time, made for the question just asked."""

    def __init__(self, view: "ArticleView") -> None:
        super().__init__(view)
        self._view = view
        self._aimed_at = TextRange(-1, 0, 0)
        self._aim: _Aim | None = None
        self._aiming = False
        self.by_sentence = False
        self._box = _Box(view)
        document = self._box.document()
        self._layout = _SameLines(document, view, self._box)
        document.setDocumentLayout(self._layout)
        self._silence()
        # The address alone: a Python object kept for it would outlive it, and PySide would take it for whatever comes
        # to stand there next.
        text = QAccessible.queryAccessibleInterface(self._box).textInterface()
        self._address = shiboken6.getCppPointer(text)[0]

    def _silence(self) -> None:
        """Cut the box's editing core off from the box: it then sends no accessibility events, and tells us alone."""
        for core in self._box.findChildren(QObject):
            if core.metaObject().className() in ("QTextEditControl", "QWidgetTextControl"):
                core.setParent(QObject(self._box))
                QObject.disconnect(core, None, self._box, None)  # type: ignore[call-overload]
                QObject.connect(core, SIGNAL("cursorPositionChanged()"), self._moved_from_outside)
                QObject.connect(core, SIGNAL("selectionChanged()"), self._moved_from_outside)

    def pointer_for(self, asked: TextRange) -> shiboken6.VoidPtr:
        """Qt's text interface, filled with the asked range; good until the next call."""
        aim = self._aim_for(asked)
        if aim != self._aim:
            self._aiming = True
            try:
                self._take(asked, aim)
            finally:
                self._aiming = False
        self._aimed_at = asked
        return shiboken6.VoidPtr(self._address)

    def text_of(self, asked: TextRange) -> str:
        """The words of a range."""
        block = self._view.flow.start(asked.index)
        return cut(self._view.flow.shown(asked.index), asked.start - block, asked.end - block)

    def _aim_for(self, asked: TextRange) -> _Aim:
        text = self.text_of(asked)
        cursor = self._view.textCursor()
        length = asked.end - asked.start
        anchor, caret = (max(0, min(length, at - asked.start)) for at in (cursor.anchor(), cursor.position()))
        lines = self._lines(asked)
        return _Aim(text, lines, anchor, caret, self._view.block_rect(asked.index).topLeft())

    def _lines(self, asked: TextRange) -> tuple[_Line, ...]:
        length = asked.end - asked.start
        whole = (_Line(max(1, length), _WIDE, 0.0, 0.0),)
        if asked.one_line:
            return whole
        if self.by_sentence:
            ends = block_sentences(self._view.flow, asked.index)
            return tuple(_Line(end - start, _WIDE, 0.0, 0.0) for start, end in ends) or whole
        self._view.document().documentLayout().blockBoundingRect(self._view.document().findBlockByNumber(asked.index))
        layout = self._view.document().findBlockByNumber(asked.index).layout()
        offset = asked.start - self._view.flow.start(asked.index)
        found = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = max(0, line.textStart() - offset)
            end = min(length, line.textStart() + line.textLength() - offset)
            if start < end:
                found.append(_Line(end - start, line.width(), line.x(), line.y()))
        return tuple(found) or whole

    def _take(self, asked: TextRange, aim: _Aim) -> None:
        box = self._box
        source = self._view.document().findBlockByNumber(asked.index).layout()
        box.setPlainText(aim.text)
        self._style(asked, source)
        self._layout.set_lines(aim.lines, source.font(), source.textOption())
        self._layout.start = asked.start
        box.move(aim.corner)
        cursor = QTextCursor(box.document())
        cursor.setPosition(aim.anchor)
        cursor.setPosition(aim.caret, QTextCursor.MoveMode.KeepAnchor)
        box.setTextCursor(cursor)
        self._aim = aim

    def _style(self, asked: TextRange, source: QTextLayout) -> None:
        """Give the text the looks it has on the page: its attributes, and where its characters stand."""
        offset = asked.start - self._view.flow.start(asked.index)
        length = asked.end - asked.start
        plain = QTextCharFormat()
        plain.setFont(source.font())
        cursor = QTextCursor(self._box.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(plain)
        for part in source.formats():
            start, end = (max(0, min(length, at - offset)) for at in (part.start, part.start + part.length))
            if start < end:
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(QTextCharFormat(part.format))

    def _moved_from_outside(self) -> None:
        """A screen reader moved the caret or the selection of the box: the article's follows."""
        if self._aiming or self._aim is None:
            return
        cursor = self._box.textCursor()
        start = self._aimed_at.start
        if cursor.hasSelection():
            self._view.go_to(start + cursor.anchor(), end=start + cursor.position(), focus=False)
        else:
            self._view.go_to(start + cursor.position(), focus=False)


def _fill(line: QTextLine, wanted: _Line) -> None:
    """Give a line the wanted length. Qt counts glyphs, and a ligature or an emoji is one glyph of several units."""
    columns = max(1, wanted.length)
    for _attempt in range(4):
        line.setNumColumns(columns, wanted.width)
        surplus = line.textLength() - wanted.length
        if surplus <= 0 or columns <= surplus:
            return
        columns -= surplus
