"""The tail put on the page in turns: the same in the end as all at once, and the reader stays where they are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot
from tests.ui.pages import make_view, paragraph

from hiitreader.replies.thread import Conversation, ThreadReply
from hiitreader.system.lanes import Lane
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_blocks import REPLIES, Piece, Telling, form_heading, tail
from hiitreader.ui.reply_tree import Numbers
from hiitreader.ui.seen import NewAnswers
from hiitreader.ui.tail import FIRST, MORE, Change, Tail, changed

NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
Show = Callable[..., None]


def said(number: int, parent: int = 0, **other: object) -> ThreadReply:
    one = ThreadReply(f"{number}", f"A{number}", f"T{number}", NOON + timedelta(minutes=number), f"{parent or ''}")
    return replace(one, **other)  # type: ignore[arg-type]


def pieces(conversation: Conversation) -> Callable[[Numbers], Iterator[Piece]]:
    return lambda numbers: tail((), conversation, numbers, Telling(NOON, None, UTC))


def many(count: int) -> tuple[ThreadReply, ...]:
    return tuple(said(number, number - 1 if number % 3 == 0 else 0) for number in range(1, count + 1))


@pytest.fixture
def view() -> ArticleView:
    return make_view([paragraph(f"Paragraph {number}") for number in range(20)])


@pytest.fixture
def shown(view: ArticleView) -> Iterator[Tail]:
    lane = GuiLane(Lane("disk"), view)
    yield Tail(view, lane, view)
    lane.close()


@pytest.fixture
def show(qtbot: QtBot, shown: Tail) -> Show:
    def wait(*replies: ThreadReply) -> None:
        with qtbot.waitSignal(shown.complete, timeout=20_000):
            shown.show(pieces(Conversation(theirs=replies, pulled=NOON)), form_heading())

    return wait


def heads(view: ArticleView) -> list[str]:
    return [block.text.split(",")[0] for block in view.flow if block.marker]


def test_many_replies_come_in_turns_and_are_all_there(view: ArticleView, shown: Tail, show: Show) -> None:
    lengths: list[int] = []
    view.flow_changed.connect(lambda _begin: lengths.append(len(view.flow)))
    show(*many(2000))
    assert len(lengths) > 3
    assert max(b - a for a, b in zip([20, *lengths], lengths, strict=False)) <= MORE + FIRST
    assert lengths[0] <= 20 + FIRST + 20
    assert sorted(heads(view)) == sorted(f"A{number}" for number in range(1, 2001))
    assert view.flow[len(view.flow) - 1] == form_heading()
    assert len(shown.told) == 2000
    assert view.toPlainText() == view.flow.text().replace("\u00a0", " ")


def test_what_changes_far_down_leaves_the_reader_and_the_page_alone(view: ArticleView, shown: Tail, show: Show) -> None:
    show(*many(1000))
    index = next(at for at, block in enumerate(view.flow) if block.text.startswith("A500,"))
    view.go_to(view.flow.start(index) + 2)
    view.scroll_to(view.caret(), 30)
    before = view.char_rect(view.caret()), view.flow.shown(index)
    told: list[int] = []
    view.flow_changed.connect(told.append)
    replies = many(1000)
    show(*replies[:700], replace(replies[700], text="Other"), *replies[701:], said(1001))
    assert (view.char_rect(view.caret()), view.flow.shown(view.flow.index_at(view.caret()))) == before
    assert len(told) == 3
    assert sorted(told)[:2] == sorted([shown.heading(REPLIES), told[1]])
    assert min(told[:2]) > index
    assert view.flow[shown.heading(REPLIES) or 0].text == "Replies (1,001)"
    assert heads(view)[-1] == "A1001"
    assert "Other" in [block.text for block in view.flow]
    assert {one.of for block in view.flow for one in block.within[:1]} == {1001 - 333}


@pytest.mark.parametrize("count", [3, 900])
def test_the_same_again_changes_nothing(view: ArticleView, show: Show, count: int) -> None:
    show(*many(count))
    told: list[int] = []
    view.flow_changed.connect(told.append)
    show(*many(count))
    assert told == []


def test_who_says_that_all_is_right_is_believed(qtbot: QtBot, view: ArticleView, shown: Tail, show: Show) -> None:
    show(*many(5))
    before = view.flow.blocks()
    with qtbot.waitSignal(shown.complete):
        shown.show(lambda _numbers: None, form_heading())
    assert view.flow.blocks() == before
    assert len(shown.told) == 5


def test_another_thread_takes_the_place_of_a_long_one_that_is_still_coming(
    qtbot: QtBot, view: ArticleView, shown: Tail, show: Show
) -> None:
    shown.show(pieces(Conversation(theirs=many(3000), pulled=NOON)), form_heading())
    qtbot.waitUntil(lambda: len(view.flow) > 1000)
    show(said(7), said(8, 7))
    assert heads(view) == ["A7", "A8"]
    assert {one.id for one in shown.told.values()} == {"7", "8"}


def test_what_comes_too_late_for_its_article_is_dropped(qtbot: QtBot, view: ArticleView, shown: Tail) -> None:
    shown.show(pieces(Conversation(theirs=many(3000), pulled=NOON)), form_heading())
    qtbot.waitUntil(lambda: len(view.flow) > 1000)
    shown.forget()
    view.show_blocks([paragraph("Another one.")])
    qtbot.wait(100)
    assert view.flow.text() == "Another one."
    assert shown.told == {}


def test_who_is_in_the_form_keeps_a_selection_in_the_article(view: ArticleView, show: Show) -> None:
    view.go_to(view.flow.start(3), end=view.flow.start(3) + 9)
    show(*many(800))
    assert view.textCursor().selectedText() == "Paragraph"
    cursor = view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    view.setTextCursor(cursor)
    show(*many(900))
    assert view.caret() == view.flow.length - 1


def test_a_block_says_which_reply_it_is_of(view: ArticleView, shown: Tail, show: Show) -> None:
    show(said(1, text="- one\n- two"), said(2, 1))
    found = [told.id if (told := shown.told_at(index)) else "" for index in range(len(view.flow) + 1)]
    assert found[20:] == ["", "", "", "1", "1", "1", "1", "2", "2", "2", "", ""]
    assert found[:20] == [""] * 20


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(*(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.booleans()), max_size=9, unique_by=lambda x: x[0])
         for _ in range(2)))  # fmt: skip
def test_a_change_leads_to_what_would_be_made_anew(
    before: list[tuple[int, int, bool]], after: list[tuple[int, int, bool]]
) -> None:
    numbers = Numbers(1)

    def make(rows: list[tuple[int, int, bool]]) -> Iterator[Piece]:
        replies = tuple(said(number, parent, awaiting=held) for number, parent, held in rows)
        return pieces(Conversation(theirs=replies, pulled=NOON))(numbers)

    old = changed((), make(before), form_heading()).blocks
    new: Change = changed(old, make(after), form_heading())
    assert new.blocks == changed((), make(after), form_heading()).blocks
    texts = [[block.text for block in blocks] for blocks in (old, new.blocks)]
    for hunk in reversed(new.hunks):
        texts[0][hunk.begin : hunk.end] = texts[1][hunk.new_begin : hunk.new_end]
    assert texts[0] == texts[1]


def test_new_answers_are_seen_when_each_was_in_the_window(
    qtbot: QtBot, view: ArticleView, shown: Tail, show: Show
) -> None:
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    watch = NewAnswers(view, shown, view)
    seen: list[bool] = []
    watch.all_seen.connect(lambda: seen.append(True))
    show(*(said(number, new=number in {2, 190}) for number in range(1, 200)))
    watch.look()
    assert not seen
    for words in ("A2,", "A190,"):
        assert not seen
        index = next(at for at, block in enumerate(view.flow) if block.text.startswith(words))
        view.scroll_to(view.flow.start(index))
        watch.look()
    watch.look()
    assert seen == [True]
