"""A page up or down by key, and what the wheel does: scroll, change the text's size, move a wide table.

Window and caret go up and down by the same step, and a line stays to go on from. It never changes a setting itself.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor, QWheelEvent

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView

_KEPT_LINES = 1.5
_NOTCH = 120
"""A wheel's step, in eighths of a degree."""
_KEYS = {
    QKeySequence.StandardKey.MoveToNextPage: (1, QTextCursor.MoveMode.MoveAnchor),
    QKeySequence.StandardKey.MoveToPreviousPage: (-1, QTextCursor.MoveMode.MoveAnchor),
    QKeySequence.StandardKey.SelectNextPage: (1, QTextCursor.MoveMode.KeepAnchor),
    QKeySequence.StandardKey.SelectPreviousPage: (-1, QTextCursor.MoveMode.KeepAnchor),
}
_SPACE = {Qt.KeyboardModifier.NoModifier: 1, Qt.KeyboardModifier.ShiftModifier: -1}


def turns_page(view: "ArticleView", event: QKeyEvent) -> bool:
    """Turn the page if the key says so; returns whether it did. Space turns it without the caret."""
    if event.key() == Qt.Key.Key_Space and event.modifiers() in _SPACE:
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + _SPACE[event.modifiers()] * _step(view))
        return True
    for key, (direction, mode) in _KEYS.items():
        if event.matches(key) and len(view.flow):
            _turn(view, direction * _step(view), mode)
            return True
    return False


def frees_caret(view: "ArticleView", event: QKeyEvent) -> None:
    """Let Up go on from the line above's far end in text from right to left, where Qt stays for ever."""
    cursor = view.textCursor()
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() != Qt.Key.Key_Up or held not in _SPACE or cursor.atBlockStart():
        return
    mode = QTextCursor.MoveMode.KeepAnchor if held else QTextCursor.MoveMode.MoveAnchor
    line = cursor.block().layout().lineForTextPosition(cursor.positionInBlock())
    if line.isValid() and line.lineNumber() and line.textStart() == cursor.positionInBlock():
        cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, mode)
        view.setTextCursor(cursor)


def _step(view: "ArticleView") -> int:
    style = view.page.style
    line = style.em * style.settings.line_height
    return max(round(line), round(view.viewport().height() - _KEPT_LINES * line))


def _turn(view: "ArticleView", by: int, mode: QTextCursor.MoveMode) -> None:
    bar = view.verticalScrollBar()
    top = bar.value()
    cursor = view.textCursor()
    x = cursor.verticalMovementX()  # where in the line several pages in a row began
    line = view.anchor.line_box(cursor.position())
    if x < 0:
        x = view.cursorRect(cursor).left() - round(view.page.block_box(cursor.blockNumber()).left())
    seen = top - line.height() <= line.top() <= top + view.viewport().height()
    y = (line.center().y() if seen else top + line.height()) + by
    left = view.page.block_box(cursor.blockNumber()).left()
    if y < 0:
        cursor.movePosition(QTextCursor.MoveOperation.Start, mode)
    elif y > view.page.text_bottom:
        cursor.movePosition(QTextCursor.MoveOperation.End, mode)
    else:
        cursor.setPosition(view.page.position_at(left + x, y), mode)
        cursor.setVerticalMovementX(x)
    view.setTextCursor(cursor)
    bar.setValue(top + by)


class Wheel:
    """The wheel over a view, whose small steps are added up."""

    def __init__(self, view: "ArticleView") -> None:
        self._view = view
        self._turned = 0

    def turns(self, event: QWheelEvent) -> bool:
        """Take a turn with Ctrl, and one sideways (or with Shift) over a wide table; returns whether it did."""
        delta, modifiers = event.angleDelta(), event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self._turned += delta.y()
            steps = int(self._turned / _NOTCH)
            self._turned -= steps * _NOTCH
            if steps:
                self._view.zoom_asked.emit(steps)
            return True
        sideways = delta.x() or (delta.y() if modifiers & Qt.KeyboardModifier.ShiftModifier else 0)
        if not sideways or abs(delta.y()) > abs(sideways):
            return False
        page = self._view.page
        table = page.table_at(event.position().y() + self._view.verticalScrollBar().value())
        return table > 0 and page.scroll_table(table, -sideways / 2)
