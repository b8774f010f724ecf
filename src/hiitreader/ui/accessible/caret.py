"""Tells a screen reader where the caret goes, in the order in which it speaks it best.

It sends events, and for the screen reader's sake lets Ctrl+Right stop behind a word. It never answers questions.
"""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextSelectionEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
)

from hiitreader.article.blocks import BlockKind
from hiitreader.ui.accessible.kinds import BlockNode, SentenceNode
from hiitreader.ui.accessible.nodes import Node
from hiitreader.ui.accessible.sentences import (
    CARET_UNIT,
    SENTENCE,
    block_sentences,
    next_word_end,
    previous_word_start,
)
from hiitreader.ui.accessible.tree import ArticleTree

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView

_PLAIN = (BlockKind.PARAGRAPH,)
_WORD_KEYS = (
    (QKeySequence.StandardKey.MoveToNextWord, True, QTextCursor.MoveMode.MoveAnchor),
    (QKeySequence.StandardKey.MoveToPreviousWord, False, QTextCursor.MoveMode.MoveAnchor),
    (QKeySequence.StandardKey.SelectNextWord, True, QTextCursor.MoveMode.KeepAnchor),
    (QKeySequence.StandardKey.SelectPreviousWord, False, QTextCursor.MoveMode.KeepAnchor),
)

_FROM_LINK_TO_LINK = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class CaretReporter(QObject):
    """Watches one view: its caret, its selection, its focus, its words."""

    def __init__(self, view: "ArticleView", document: QAccessibleInterface, tree: ArticleTree) -> None:
        super().__init__(view)
        self._view = view
        self._document = document
        self._tree = tree
        self._selected = False
        self._by_key = False
        self._by_word = False
        self._changing = False
        self._focus_owed = view.hasFocus()
        view.document().contentsChange.connect(self._text_changes)
        view.flow_changed.connect(self._flow_changed)
        view.cursorPositionChanged.connect(self._caret_moved)
        view.selectionChanged.connect(self._selection_changed)
        view.destroyed.connect(tree.retire)
        view.installEventFilter(self)
        tree.set_focus(tree.node_at(view.caret()))
        if view.hasFocus():
            # It is the focus that made Qt ask for the document: say where in it the focus is.
            QTimer.singleShot(0, self, self._focus_came)

    # -- what the view tells us ------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See which moves are the reader's own; move by words the way a screen reader expects."""
        kind = event.type()
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.FocusOut):
            self._by_key = False
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._by_key = event.key() not in _FROM_LINK_TO_LINK
            word_move = self._word_move(event)
            self._by_word = word_move is not None
            if word_move is not None:
                self._go_by_word(*word_move)
                return True
        elif kind == QEvent.Type.FocusIn:
            self._focus_owed = True
            QTimer.singleShot(0, self, self._focus_came)
        return super().eventFilter(watched, event)

    def _text_changes(self) -> None:
        """The words are others already and the nodes are not: nothing is told until the view says what changed."""
        self._changing = True

    def _flow_changed(self, index: int) -> None:
        self._changing = False
        before = self._tree.focus
        self._tree.change_from(index)
        node = self._tree.node_at(self._view.caret()) if QAccessible.isActive() else None
        self._tree.set_focus(node)
        if not QAccessible.isActive():
            return
        QAccessible.updateAccessibility(QAccessibleEvent(self._document, QAccessible.Event.ObjectReorder))
        if index == 0:
            QAccessible.updateAccessibility(QAccessibleEvent(self._document, QAccessible.Event.DocumentLoadComplete))
        # Orca asks the node it was at once more at the next move: where that is gone, it would say nothing of the move.
        if (index == 0 or node is not before) and node is not None and self._view.hasFocus():
            self._tell_focus(node)

    def _focus_came(self) -> None:
        """Say where in the article the focus is, unless a move of the caret has said it: twice is as good as not."""
        if not self._focus_owed or not self._view.hasFocus():
            return
        node = self._tree.node_at(self._view.caret())
        self._tree.set_focus(node)
        if node is not None:
            self._tell_focus(node)

    def _tell_focus(self, node: Node) -> None:
        self._focus_owed = False
        QAccessible.updateAccessibility(QAccessibleEvent(node, QAccessible.Event.Focus))

    def _caret_moved(self) -> None:
        if self._changing or not QAccessible.isActive():
            return
        by_sentence = self._view.property(CARET_UNIT) == SENTENCE
        self._tree.mirror.by_sentence = by_sentence
        before = self._tree.focus
        position = self._view.caret()
        block = self._tree.node_at(position)
        if block is None:
            return
        if self._by_key and self._read_on(before, position):
            return
        part: Node | None = None
        if by_sentence and before is not None and before.block_node() is block:
            part = self._sentence(block, position)
        elif not by_sentence and not self._by_key:
            part = block.link_starting_at(position)
        node: Node = part or block
        self._tree.set_focus(node)
        if not self._view.hasFocus():
            return
        if self._focus_owed or (node is not before and (part is not None or self._is_news(before, block))):
            self._tell_focus(node)
        if part is None and not by_sentence and not self._view.textCursor().hasSelection():
            start = block.text_range().start
            QAccessible.updateAccessibility(QAccessibleTextCursorEvent(block, position - start))

    def _read_on(self, before: Node | None, position: int) -> bool:
        """Tell of a caret that stays inside the link or sentence that has the focus; whether it does."""
        here = before.text_range() if before is not None else None
        if before is None or here is None or before is before.block_node():
            return False
        if not here.start <= position < here.end + self._by_word:
            return False
        if isinstance(before, SentenceNode):
            before.read_on()
        if self._view.hasFocus() and not self._view.textCursor().hasSelection():
            QAccessible.updateAccessibility(QAccessibleTextCursorEvent(before, position - here.start))
        return True

    def _sentence(self, block: BlockNode, position: int) -> Node | None:
        for begin, end in block_sentences(self._view.flow, block.first):
            if begin == position:
                return self._tree.sentence(block, begin, end)
        return None

    def _is_news(self, before: Node | None, block: BlockNode) -> bool:
        """Whether entering `block` is more than reading on, so that what it is should be said.

        From one plain paragraph to the next by an arrow key Orca says the line, word or character by itself; the
        focus would have it say the paragraph too.
        """
        cursor = self._view.textCursor()
        if cursor.hasSelection() and cursor.selectionEnd() - cursor.selectionStart() >= self._view.flow.length - 1:
            return False
        if sys.platform != "linux" or not self._by_key or before is None:
            return True
        if before.block_node() is block:
            return True
        old, new = self._view.flow[before.first], block.block
        return old.kind not in _PLAIN or new.kind not in _PLAIN or bool(old.within) or bool(new.within)

    def _selection_changed(self) -> None:
        cursor = self._view.textCursor()
        if self._changing or not QAccessible.isActive() or not (cursor.hasSelection() or self._selected):
            return
        self._selected = cursor.hasSelection()
        node = self._tree.node_at(cursor.position())
        if node is None or not self._view.hasFocus():
            return
        here = node.text_range()
        start, end = (
            max(here.start, min(here.end, at)) - here.start for at in (cursor.selectionStart(), cursor.selectionEnd())
        )
        QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(node, start, end))

    # -- words -----------------------------------------------------------------------------------------------------

    def _word_move(self, event: QKeyEvent) -> tuple[bool, QTextCursor.MoveMode] | None:
        """Whether a key asks to go forward or back by a word, and whether to select; None when it does not."""
        if QAccessible.isActive() and sys.platform == "linux":
            for key, forward, mode in _WORD_KEYS:
                if event.matches(key):
                    return forward, mode
        return None

    def _go_by_word(self, forward: bool, mode: QTextCursor.MoveMode) -> None:
        flow = self._view.flow
        cursor = self._view.textCursor()
        index = flow.index_at(cursor.position())
        seek, step = (next_word_end, 1) if forward else (previous_word_start, -1)
        from_ = cursor.position() - flow.start(index) if index >= 0 else 0
        while 0 <= index < len(flow):
            found = seek(flow.shown(index), from_)
            if found >= 0:
                cursor.setPosition(flow.start(index) + found, mode)
                self._view.setTextCursor(cursor)
                return
            index += step
            if 0 <= index < len(flow):
                from_ = 0 if forward else flow.end(index) - flow.start(index)
