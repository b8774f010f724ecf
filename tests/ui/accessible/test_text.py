"""What a screen reader is told about the text of a node: characters, words, lines, selection, places on the screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleTextInterface, QTextCursor
from PySide6.QtWidgets import QTextEdit

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.ui.accessible.mirror import TextRange
from hiitreader.ui.article_view import ArticleView

Boundary = QAccessible.TextBoundaryType


def _box(view: ArticleView, asked: TextRange) -> QTextEdit:
    """The hidden box, filled for a range."""
    document = QAccessible.queryAccessibleInterface(view)
    document.tree.mirror.pointer_for(asked)  # type: ignore[attr-defined]
    box = view.viewport().findChild(QTextEdit, "mirror")
    assert isinstance(box, QTextEdit)
    return box


def _block(view: ArticleView, index: int) -> TextRange:
    return TextRange(index, view.flow.start(index), view.flow.end(index))


def _around(box: QTextEdit, offset: int, boundary: Boundary) -> str:
    cursor = QTextCursor(box.document())
    cursor.setPosition(offset)
    start, end = QAccessible.qAccessibleTextBoundaryHelper(cursor, boundary)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def test_lines_are_those_of_the_page(document: QAccessibleInterface, view: ArticleView) -> None:
    layout = view.document().findBlockByNumber(1).layout()
    assert layout.lineCount() > 1
    box = _box(view, _block(view, 1))
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        shown = view.flow.shown(1)[line.textStart() : line.textStart() + line.textLength()]
        assert _around(box, line.textStart(), Boundary.LineBoundary) == shown.rstrip()


def test_lines_follow_the_width(document: QAccessibleInterface, view: ArticleView) -> None:
    first = _around(_box(view, _block(view, 1)), 0, Boundary.LineBoundary)
    view.resize(320, 500)
    assert len(_around(_box(view, _block(view, 1)), 0, Boundary.LineBoundary)) < len(first)


def test_one_line_is_the_whole_range(document: QAccessibleInterface, view: ArticleView) -> None:
    whole = _block(view, 1)
    box = _box(view, TextRange(1, whole.start, whole.end, one_line=True))
    assert _around(box, 60, Boundary.LineBoundary) == view.flow.shown(1)


def test_an_emoji_is_one_character_and_what_follows_keeps_its_place(
    document: QAccessibleInterface, view: ArticleView
) -> None:
    box = _box(view, _block(view, 2))
    assert _around(box, 2, Boundary.CharBoundary) == "\U0001f600"
    assert _around(box, 5, Boundary.WordBoundary) == "smile"
    text = document.child(2).textInterface()
    assert text.characterCount() == len("A \U0001f600 smile, strong.") + 1
    assert text.text(5, 10) == "smile"


def test_words_behind_an_emoji_are_those_of_their_range(document: QAccessibleInterface, view: ArticleView) -> None:
    start = view.flow.start(2)
    for first, last, words in ((2, 4, "\U0001f600"), (5, 10, "smile"), (12, 18, "strong")):
        assert _box(view, TextRange(2, start + first, start + last)).toPlainText() == words


def test_what_stands_out_is_an_attribute(document: QAccessibleInterface, view: ArticleView) -> None:
    cursor = QTextCursor(_box(view, _block(view, 2)).document())
    bold = []
    for offset in (6, 15):
        cursor.setPosition(offset)
        bold.append(cursor.charFormat().fontWeight() > 400)
    assert bold == [False, True]


def test_the_caret_is_given_from_the_start_of_the_node(document: QAccessibleInterface, view: ArticleView) -> None:
    view.go_to(view.flow.start(3) + 4)
    assert document.child(3).textInterface().cursorPosition() == 4


def test_a_caret_set_by_the_screen_reader_moves_the_views(document: QAccessibleInterface, view: ArticleView) -> None:
    document.child(3).textInterface().setCursorPosition(5)
    assert view.caret() == view.flow.start(3) + 5


@pytest.mark.parametrize("block", [1, 3])
def test_a_selection_goes_both_ways(document: QAccessibleInterface, view: ArticleView, block: int) -> None:
    start = view.flow.start(block)
    text = document.child(block).textInterface()
    text.setSelection(0, 2, 6)
    cursor = view.textCursor()
    assert (cursor.selectionStart(), cursor.selectionEnd()) == (start + 2, start + 6)
    view.go_to(start + 1, end=start + 5)
    box = _box(view, _block(view, block))
    assert (box.textCursor().selectionStart(), box.textCursor().selectionEnd()) == (1, 5)
    assert document.child(block).textInterface().selectionCount() == 1


def test_a_selection_over_blocks_is_each_nodes_own_part(document: QAccessibleInterface, view: ArticleView) -> None:
    view.go_to(view.flow.start(1) + 8, end=view.flow.start(2) + 3)
    selected = [_box(view, _block(view, index)).textCursor().selectedText() for index in (0, 1, 2, 3)]
    assert selected == ["", view.flow.shown(1)[8:], "A ", ""] or selected[2].startswith("A ")


def test_asking_never_moves_the_views_caret(document: QAccessibleInterface, view: ArticleView) -> None:
    view.go_to(view.flow.start(2) + 1)
    for index in range(len(view.flow)):
        _box(view, _block(view, index))
    assert view.caret() == view.flow.start(2) + 1


def test_a_character_is_where_the_view_has_it(document: QAccessibleInterface, view: ArticleView) -> None:
    for offset in (0, 20, 120):
        mine = document.child(1).textInterface().characterRect(offset)
        theirs = view.char_rect(view.flow.start(1) + offset)
        at = view.viewport().mapToGlobal(theirs.center())
        assert abs(mine.center().x() - at.x()) < 12
        assert (
            theirs.translated(view.viewport().mapToGlobal(QPoint()))
            .adjusted(0, -8, 0, 8)
            .contains(theirs.center().x() + view.viewport().mapToGlobal(QPoint()).x(), mine.center().y())
        )


def test_a_point_is_an_offset(document: QAccessibleInterface, view: ArticleView) -> None:
    point = view.viewport().mapToGlobal(view.char_rect(view.flow.start(1) + 20).center())
    assert document.child(1).textInterface().offsetAtPoint(point) in (20, 21)


def test_scrolling_to_text_brings_it_into_sight(document: QAccessibleInterface, view: ArticleView) -> None:
    view.resize(600, 120)
    last = document.childCount() - 2
    index = len(view.flow) - 2
    assert not view.viewport().rect().contains(view.block_rect(index).topLeft())
    document.child(last).textInterface().scrollToSubstring(0, 0)
    assert view.viewport().rect().contains(view.block_rect(index).center())


def test_the_box_is_no_one_elses_business(document: QAccessibleInterface, view: ArticleView) -> None:
    box = _box(view, _block(view, 0))
    assert not box.isVisible()
    assert box.focusPolicy().value == 0


def test_every_offset_of_every_kind_is_answered(
    document: QAccessibleInterface, view: ArticleView, new_view: Callable[[], ArticleView]
) -> None:
    view.show_blocks([Block(BlockKind.PARAGRAPH, text) for text in ("", "a", "\U0001f600", "a\u2028b", "x" * 500)])
    for index in range(len(view.flow)):
        box = _box(view, _block(view, index))
        for boundary in Boundary:
            for offset in range(min(9, view.flow.end(index) - view.flow.start(index) + 1)):
                _around(box, offset, boundary)


def test_nothing_is_kept_that_wraps_an_object_of_qt(document: QAccessibleInterface, view: ArticleView) -> None:
    """Qt deletes its interface with the box; a wrapper left over is then taken for what comes to stand there next."""
    _box(view, _block(view, 1))
    mirror = document.tree.mirror  # type: ignore[attr-defined]
    kept = [
        name
        for name, value in vars(mirror).items()
        if isinstance(value, QAccessibleInterface | QAccessibleTextInterface)
    ]
    assert kept == []
