"""What a screen reader is told, and in which order, when the caret goes somewhere."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextSelectionEvent,
)
from pytestqt.qtbot import QtBot

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.ui.accessible.sentences import (
    move_by_sentence,
    next_sentence,
    next_word_end,
    previous_sentence,
    previous_word_start,
)
from hiitreader.ui.article_view import ArticleView

Told = list[tuple[str, str, object]]


@pytest.fixture
def told(
    monkeypatch: pytest.MonkeyPatch, view: ArticleView, document: QAccessibleInterface, qtbot: QtBot
) -> Iterator[Told]:
    """The events sent, as (what, role and name, position or range), in a view that has the focus."""
    events: Told = []

    def keep(event: QAccessibleEvent) -> None:
        node = event.accessibleInterface()
        who = f"{node.role().name} {node.text(QAccessible.Text.Name)}".rstrip()
        detail: object = None
        if isinstance(event, QAccessibleTextSelectionEvent):
            detail = (event.selectionStart(), event.selectionEnd())
        elif isinstance(event, QAccessibleTextCursorEvent):
            detail = event.cursorPosition()
        events.append((event.type().name, who, detail))

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", keep)
    monkeypatch.setattr(ArticleView, "hasFocus", lambda _view: True)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(lambda: ("Focus", "Heading Title", None) in events)  # it may come in a later turn
    events.clear()
    yield events
    view.show_blocks([])


def test_going_to_a_heading_is_a_focus_and_a_caret(told: Told, view: ArticleView) -> None:
    view.go_to(view.flow.start(3))
    assert told == [("Focus", "Heading Section", None), ("TextCaretMoved", "Heading Section", 0)]


def test_moving_within_a_block_is_a_caret(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told == [("TextCaretMoved", "Heading Title", 1)]


def test_an_arrow_key_from_paragraph_to_paragraph_is_a_caret_alone(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    view.go_to(view.flow.end(1))
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told == [("TextCaretMoved", "Paragraph", 0)]


def test_an_arrow_key_into_a_heading_or_a_list_says_so(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    for index, name in ((2, "Heading Section"), (3, "ListItem Item one")):
        view.go_to(view.flow.end(index))
        told.clear()
        qtbot.keyClick(view, Qt.Key.Key_Right)
        assert told == [("Focus", name, None), ("TextCaretMoved", name, 0)]


def test_going_to_a_link_gives_the_link_the_focus(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    view.go_to(view.flow.start(1) + 20)
    assert told == [("Focus", "Link link", None)]
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told == [("TextCaretMoved", "Link link", 1)]
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert told[0] == ("Focus", "Paragraph", None)


def test_tab_to_a_link_gives_the_link_the_focus(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert ("Focus", "Link link", None) in told
    assert told[-1][1] == "Link link"


def test_arrows_over_a_link_leave_the_focus_alone(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    view.go_to(view.flow.start(1) + 19)
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told == [("TextCaretMoved", "Paragraph", 20)]


def test_words_are_stopped_at_behind_and_before(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    view.go_to(view.flow.start(1))
    told.clear()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view, key, Qt.KeyboardModifier.ControlModifier)
    assert [position for _what, _who, position in told] == [1, 7, 2]


def test_words_go_on_over_blocks_and_select(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == view.flow.start(1) + 1
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Right, both)
    assert view.textCursor().selectedText() == " first"
    assert told == [("TextSelectionChanged", "Paragraph", (1, 7))]
    qtbot.keyClick(view, Qt.Key.Key_Left, both)
    assert view.textCursor().selectedText() == " "


def test_taking_a_selection_back_is_told(told: Told, view: ArticleView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    told.clear()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert any(what == "TextSelectionChanged" and detail == (1, 1) for what, _who, detail in told) or told


def test_a_sentence_gets_the_focus(told: Told, view: ArticleView) -> None:
    view.go_to(view.flow.start(1))
    told.clear()
    assert move_by_sentence(view, forward=True)
    assert told == [("Focus", "Paragraph", None)]
    focus = QAccessible.queryAccessibleInterface(view).focusChild()
    text = focus.textInterface()
    assert text.text(0, text.characterCount()).startswith("A second sentence goes on")
    assert focus.rect() != focus.parent().rect()


def test_the_first_and_last_sentences_are_the_ends(told: Told, view: ArticleView) -> None:
    assert not move_by_sentence(view, forward=False)
    view.go_to(view.flow.start(len(view.flow) - 1))
    assert not move_by_sentence(view, forward=True)


def test_sentences_are_found_over_blocks(view: ArticleView) -> None:
    flow = view.flow
    start = flow.start(1)
    assert next_sentence(flow, 0) == start
    second = next_sentence(flow, start)
    assert second == start + flow.shown(1).index("A second")
    assert previous_sentence(flow, second) == start
    assert previous_sentence(flow, start + 5) == start
    assert previous_sentence(flow, start) == 0
    assert previous_sentence(flow, 0) is None


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("one two, three", [3, 7, 14]),
        ("isn't (it)", [5, 9]),
        ("a \U0001f600 b", [1, 6]),
        ("", []),
        ("...", []),
    ],
)
def test_word_ends(text: str, stops: list[int]) -> None:
    found = []
    position = 0
    while (position := next_word_end(text, position)) >= 0:
        found.append(position)
    assert found == stops


def test_word_starts() -> None:
    text = "one two, three"
    assert [previous_word_start(text, at) for at in (14, 9, 4, 0)] == [9, 4, 0, -1]


def test_another_article_is_told(told: Told, view: ArticleView) -> None:
    view.show_blocks([view.flow[0]])
    assert [what for what, _who, _detail in told if what != "TextCaretMoved"] == [
        "ObjectReorder",
        "DocumentLoadComplete",
        "Focus",
    ]


def test_growing_is_told_without_taking_the_focus(told: Told, view: ArticleView) -> None:
    view.append_blocks([view.flow[0]])
    assert [what for what, _who, _detail in told] == ["ObjectReorder"]


def test_where_the_node_with_the_caret_is_another_after_a_change_the_focus_is_told(
    told: Told, view: ArticleView
) -> None:
    view.set_tail([Block(BlockKind.HEADING, "Replies", level=2), Block(BlockKind.HEADING, "One", level=3)])
    view.go_to(view.flow.start(len(view.flow) - 2))
    told.clear()
    view.set_tail([Block(BlockKind.HEADING, "Replies (1)", level=2)])
    assert [(what, who) for what, who, _ in told if what == "Focus"] == [("Focus", "Heading Replies (1)")]


def test_a_change_elsewhere_is_no_focus(told: Told, view: ArticleView) -> None:
    view.go_to(view.flow.start(3))
    told.clear()
    view.set_tail([Block(BlockKind.HEADING, "Replies", level=2)])
    assert "Focus" not in [what for what, _, _ in told]
