"""One hidden text box that answers a screen reader's questions about the text of whichever node it asks about.

PySide cannot answer some of those questions itself: the functions of QAccessibleTextInterface that give a range back
through pointers (selection, attributes, the word or line at an offset) cannot be overridden in Python. So the node's
text is put, with the very lines it has on the page, into a QTextEdit, and Qt's own interface of that box is handed out.
It never shows anything and never sends an event of its own.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import SIGNAL, QObject, QPoint, QPointF, QRectF, QSizeF, Qt
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
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from hiitreader.article.blocks import SpanKind
from hiitreader.article.flow import units
from hiitreader.ui.accessible.sentences import sentences

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView


@dataclass(frozen=True, slots=True)
class TextRange:
    """Positions `start` to before `end` of the flow, all inside block `index`."""

    index: int
    start: int
    end: int


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

    def __init__(self, document: QTextDocument, view: "ArticleView") -> None:
        super().__init__(document)
        self._view = view
        self._lines: tuple[_Line, ...] = ()
        self.start = 0

    def set_lines(self, lines: tuple[_Line, ...], font: QFont, option: QTextOption) -> None:
        self._lines = lines
        layout = self.document().begin().layout()
        layout.clearLayout()
        layout.setFont(font)
        layout.setTextOption(option)
        layout.beginLayout()
        for wanted in lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setNumColumns(max(1, wanted.length), wanted.width)
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
        box = self.parent()
        origin = box.pos() if isinstance(box, QTextEdit) else QPoint()
        at = QPoint(0, 0) if isinstance(point, QPainterPath.Element) else QPointF(point).toPoint()
        found = self._view.position_at(at + origin) - self.start
        return found if 0 <= found < max(1, self.document().characterCount() - 1) else -1


class Mirror(QObject):
    """Hands out Qt's own text interface for a range of the article; one at a time, made for the question just asked."""

    def __init__(self, view: "ArticleView") -> None:
        super().__init__(view)
        self._view = view
        self._aimed_at = TextRange(-1, 0, 0)
        self._aim: _Aim | None = None
        self._aiming = False
        self.by_sentence = False
        self._box = _quiet_box(view)
        document = self._box.document()
        self._layout = _SameLines(document, view)
        document.setDocumentLayout(self._layout)
        self._silence()
        self._interface = QAccessible.queryAccessibleInterface(self._box)
        self._text = self._interface.textInterface()

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
        return shiboken6.VoidPtr(shiboken6.getCppPointer(self._text)[0])

    def _aim_for(self, asked: TextRange) -> _Aim:
        shown = self._view.flow.shown(asked.index)
        whole = self._view.flow.start(asked.index)
        text = _cut(shown, asked.start - whole, asked.end - whole)
        cursor = self._view.textCursor()
        length = asked.end - asked.start
        anchor, caret = (max(0, min(length, at - asked.start)) for at in (cursor.anchor(), cursor.position()))
        lines = self._lines(asked, text)
        return _Aim(text, lines, anchor, caret, self._view.block_rect(asked.index).topLeft())

    def _lines(self, asked: TextRange, text: str) -> tuple[_Line, ...]:
        if self.by_sentence:
            return tuple(_Line(end - start, 0.0, 0.0, 0.0) for start, end in sentences(text))
        self._view.document().documentLayout().blockBoundingRect(self._view.document().findBlockByNumber(asked.index))
        layout = self._view.document().findBlockByNumber(asked.index).layout()
        offset = asked.start - self._view.flow.start(asked.index)
        length = asked.end - asked.start
        found = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = max(0, line.textStart() - offset)
            end = min(length, line.textStart() + line.textLength() - offset)
            if start < end:
                found.append(_Line(end - start, line.width(), line.x(), line.y()))
        return tuple(found) or (_Line(max(1, length), 0.0, 0.0, 0.0),)

    def _take(self, asked: TextRange, aim: _Aim) -> None:
        box = self._box
        if self._aim is None or aim.text != self._aim.text or asked != self._aimed_at:
            box.setPlainText(aim.text)
            self._style(asked)
        source = self._view.document().findBlockByNumber(asked.index).layout()
        self._layout.set_lines(aim.lines, source.font(), source.textOption())
        self._layout.start = asked.start
        box.move(aim.corner)
        cursor = QTextCursor(box.document())
        cursor.setPosition(aim.anchor)
        cursor.setPosition(aim.caret, QTextCursor.MoveMode.KeepAnchor)
        box.setTextCursor(cursor)
        self._aim = aim

    def _style(self, asked: TextRange) -> None:
        flow = self._view.flow
        cursor = QTextCursor(self._box.document())
        for span in flow[asked.index].spans:
            start, end = (max(asked.start, min(asked.end, at)) for at in flow.span_range(asked.index, span))
            if start < end:
                cursor.setPosition(start - asked.start)
                cursor.setPosition(end - asked.start, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(_format(span.kind))

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


def _quiet_box(view: "ArticleView") -> QTextEdit:
    box = QTextEdit(view.viewport())
    box.hide()
    box.setObjectName("mirror")
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box.setFrameShape(QFrame.Shape.NoFrame)
    box.setReadOnly(True)
    box.setUndoRedoEnabled(False)
    box.document().setDocumentMargin(0)
    return box


def _cut(text: str, start: int, end: int) -> str:
    """UTF-16 units `start` to before `end` of `text`."""
    if units(text) == len(text):
        return text[start:end]
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def _format(kind: SpanKind) -> QTextCharFormat:
    look = QTextCharFormat()
    match kind:
        case SpanKind.STRONG:
            look.setFontWeight(QFont.Weight.Bold)
        case SpanKind.EMPHASIS:
            look.setFontItalic(True)
        case SpanKind.LINK:
            look.setFontUnderline(True)
        case SpanKind.DELETED:
            look.setFontStrikeOut(True)
        case SpanKind.SUPERSCRIPT:
            look.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        case SpanKind.SUBSCRIPT:
            look.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
        case SpanKind.CODE:
            look.setFontFixedPitch(True)
        case SpanKind.IMAGE:
            pass
    return look
