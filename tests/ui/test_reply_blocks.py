"""The page's tail: posts, replies in their tree with author, time, state and words, and the form's heading."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from tests.ui.pages import FONTS

from hiitreader.article.blocks import Block, BlockKind, ContainerKind, SpanKind
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import bundled
from hiitreader.replies.deeds import Deed
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerHealth, ServerSettings
from hiitreader.replies.thread import Conversation, TextFormat, ThreadReply
from hiitreader.ui import reply_blocks
from hiitreader.ui.own_links import asked_deed
from hiitreader.ui.reply_blocks import Telling, answered, asked_post, form_heading
from hiitreader.ui.reply_blocks import tail as pieces_of_tail
from hiitreader.ui.reply_tree import DEEPEST, Numbers
from hiitreader.ui.typeset.style import PageStyle, runs_right_to_left

NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
THREAD = Thread("/articles/legs/", "Legs")


@dataclass(frozen=True)
class Post:
    title: str = "Sprints"
    summary: str = "Short and hard."
    why: str = "Shares: legs."
    key: str = "k1"


def theirs(number: str, parent: str = "", **other: object) -> ThreadReply:
    return ThreadReply(
        **{"id": number, "author": f"A{number}", "text": f"T{number}", "written": NOON, "parent": parent} | other
    )  # type: ignore[arg-type]


def own(parent: str = "", state: ReplyState = ReplyState.QUEUED, reason: str = "", **other: object) -> Reply:
    form = ReplyForm("Mine.", "Me", "me@example.com")
    return Reply("u1", THREAD, form, NOON, NOON, parent=parent, state=state, reason=reason, **other)  # type: ignore[arg-type]


def tail(
    posts: tuple[Post, ...],
    conversation: Conversation,
    first_id: int,
    zone: tzinfo = UTC,
    numbers: Numbers | None = None,
) -> tuple[Block, ...]:
    pieces = pieces_of_tail(posts, conversation, numbers or Numbers(first_id), Telling(NOON, None, zone))
    return (*(block for piece in pieces for block in piece.blocks), form_heading())


def talk(*replies: ThreadReply, mine: tuple[Reply, ...] = ()) -> tuple[Block, ...]:
    """The blocks between "Replies" and "Leave a Reply"."""
    blocks = tail((), Conversation(own=mine, theirs=replies, pulled=NOON), 100)
    return blocks[3:-1]


def depth(block: Block) -> int:
    return sum(one.kind is ContainerKind.LIST for one in block.within)


def test_with_nothing_there_each_part_says_so() -> None:
    blocks = tail((), Conversation(), 1)
    assert [(block.kind.value, block.level, block.text) for block in blocks] == [
        ("heading", 2, "Similar Posts"),
        (
            "paragraph",
            0,
            "No article on your shelf is like this one yet. “Add to the shelf”, in the menu File, brings in more.",
        ),
        ("heading", 2, "Replies"),
        ("paragraph", 0, "No replies have been fetched yet."),
        ("heading", 2, "Leave a Reply"),
    ]
    assert tail((), Conversation(pulled=NOON), 1)[3].text == "There are no replies yet."


def test_posts_are_links_in_a_list_that_say_why() -> None:
    blocks = tail((Post(), Post("Rowing", "", "", "k2")), Conversation(), 7)[1:5]
    assert [block.text for block in blocks] == ["Sprints", "Short and hard.", "Shares: legs.", "Rowing"]
    assert blocks[0].within[0].of == 2
    assert {block.within[0].id for block in blocks} == {7}
    assert blocks[0].within == blocks[2].within != blocks[3].within
    (link,) = blocks[3].spans
    assert (link.start, link.end, asked_post(link.target)) == (0, 6, "k2")


def test_a_reply_tells_author_time_words_and_how_to_answer() -> None:
    first, text, link = talk(theirs("5"))
    assert first.text == "A5, 3 March 2026, 12:05"
    assert first.spans[0].kind is SpanKind.STRONG
    assert first.text[first.spans[0].start : first.spans[0].end] == "A5"
    assert text.text == "T5"
    assert link.text == "Reply to A5"
    assert answered(link.spans[0].target) == "5"


def test_times_are_told_in_the_readers_zone() -> None:
    east = timezone(timedelta(hours=13))
    blocks = tail((), Conversation(theirs=(theirs("1"),)), 1, east)
    assert blocks[3].text == "A1, 4 March 2026, 01:05"


def test_answers_stand_under_what_they_answer_in_the_order_given() -> None:
    blocks = talk(theirs("1"), theirs("2"), theirs("3", "1"), theirs("4", "3"))
    heads = [(block.text.split(",")[0], depth(block)) for block in blocks if block.marker]
    assert heads == [("A1", 1), ("A3", 2), ("A4", 3), ("A2", 1)]
    outer = blocks[0].within[0]
    assert outer.of == 2
    assert all(block.within[0] == outer for block in blocks)


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (ReplyState.QUEUED, "", "Kept on this computer and waiting to be sent. Since 3 March 2026, 12:05. It "),
        (
            ReplyState.AWAITING_MODERATION,
            "",
            "The server took it. It has not been seen published yet: it may be awaiting moderation. Since 3 March",
        ),
        (ReplyState.REJECTED, "Spam", "Not published: the server refused it. Spam. Since 3 March 2026, 12:05."),
    ],
)
def test_ones_own_reply_says_its_state_under_its_words(state: ReplyState, reason: str, said: str) -> None:
    blocks = talk(theirs("1"), mine=(own("1", state, reason),))[3:]
    assert [block.text for block in blocks[:2]] == ["Me (you), 3 March 2026, 12:05", "Mine."]
    assert blocks[2].text.startswith(said)
    assert depth(blocks[0]) == 2
    assert blocks[2].spans[0].kind is SpanKind.STRONG


def test_ones_own_reply_says_when_a_server_that_failed_is_tried_next() -> None:
    server, later = ServerSettings("https://example.org", "isso"), NOON + timedelta(minutes=7)
    health = ServerHealth(agreed=NOON, failures=3, not_before=later)
    telling = Telling(NOON, server, UTC, health)
    pieces = pieces_of_tail((), Conversation(own=(own(),), pulled=NOON), Numbers(1), telling)
    said = [block.text for piece in pieces for block in piece.blocks]
    assert any(text.endswith("Next try: 3 March 2026, 12:12.") for text in said)


def test_an_answer_to_what_is_not_there_stands_at_the_top() -> None:
    blocks = talk(theirs("1"), theirs("2", "gone"), mine=(own("gone too"),))
    assert {depth(block) for block in blocks} == {1}


def test_deleted_and_held_replies_say_so_and_cannot_be_answered() -> None:
    gone, held = talk(theirs("1", deleted=True, text="")), talk(theirs("2", awaiting=True, own=True))
    assert [block.text for block in gone] == ["A deleted reply, 3 March 2026, 12:05"]
    assert [block.text for block in held] == ["A2 (you), 3 March 2026, 12:05", "T2", "Awaiting moderation."]
    assert held[0].within[-1].label == "level 1, awaiting moderation"


def test_a_thousand_levels_are_flattened_and_name_whom_they_answer() -> None:
    chain = [theirs("0"), *(theirs(str(n), str(n - 1)) for n in range(1, 1000))]
    blocks = [block for block in talk(*chain) if block.marker]
    assert len(blocks) == 1000
    assert max(depth(block) for block in blocks) == DEEPEST
    assert blocks[-1].text.startswith("A999 to A998, ")
    assert " to " not in blocks[DEEPEST - 1].text


def test_replies_that_answer_each_other_in_a_ring_are_all_shown_once() -> None:
    blocks = talk(theirs("1", "2"), theirs("2", "1"), theirs("3", "3"), theirs("4"))
    assert sorted(block.text.split(",")[0] for block in blocks if block.marker) == ["A1", "A2", "A3", "A4"]


def test_what_can_be_done_with_ones_own_are_links() -> None:
    line = talk(mine=(own(),))[-1]
    assert line.text == "Edit · Try now · Copy text · Discard"
    asked = [asked_deed(span.target) for span in line.spans]
    assert asked == [(deed, "u1") for deed in (Deed.EDIT, Deed.RETRY, Deed.COPY, Deed.DISCARD)]
    assert [line.text[span.start : span.end] for span in line.spans] == line.text.split(" · ")
    (again, *_rest) = talk(mine=(own(state=ReplyState.UNSURE, ask=True),))[-1].spans
    assert asked_deed(again.target) == (Deed.SEND_AGAIN, "u1")


def test_ones_published_reply_can_be_changed_on_the_server_while_it_lets_one() -> None:
    mine = own(state=ReplyState.PUBLISHED, server_id="4", token="t", expires=NOON + timedelta(minutes=3))
    conversation = Conversation(theirs=(theirs("4", own=True), theirs("5")), pulled=NOON, listed=(mine,))
    texts = [block.text for block in tail((), conversation, 1)]
    assert texts[3:7] == [
        "A4 (you), 3 March 2026, 12:05",
        "T4",
        "You can change it on the server until 3 March 2026, 12:08.",
        "Edit on the server · Delete on the server",
    ]


def test_new_answers_say_so_beside_the_time() -> None:
    head = talk(theirs("1", new=True))[0]
    assert head.text == "A1, 3 March 2026, 12:05 · New"
    assert [head.text[one.start : one.end] for one in head.spans] == ["A1", "New"]


def test_the_heading_counts_the_replies() -> None:
    blocks = tail((), Conversation(theirs=(theirs("1"), theirs("2", deleted=True)), own=(own(),)), 1)
    assert (blocks[2].text, blocks[2].level, blocks[2].anchor) == ("Replies (2)", 2, "replies")


def test_where_a_reply_stands_is_in_its_label() -> None:
    blocks = talk(theirs("1"), theirs("2", "1"), theirs("3", "1"), theirs("4", "3"), mine=(own("4"),))
    assert [block.within[-1].label for block in blocks if block.marker] == [
        "level 1, 2 replies", "level 2", "level 2, 1 reply", "level 3, 1 reply", "level 4, waiting to be sent",
    ]  # fmt: skip


def test_more_than_a_page_can_hold_is_counted_and_ones_own_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply_blocks, "MOST_SHOWN", 9)
    blocks = talk(*(theirs(str(number)) for number in range(1, 8)), mine=(own(),))
    heads = [block.text.split(",")[0] for block in blocks if block.marker]
    assert heads == ["A1", "A2", "A3", "Me (you)"]
    assert blocks[-1].text == "4 more replies are kept, but there is no room for them on this page."
    assert not blocks[-1].within


@pytest.mark.parametrize("compiled", ["{", "[]", "[[],[],[[]]]", '[[],[[]],[["x","y"]]]', "null"])
def test_blocks_that_were_kept_and_are_none_are_made_again(compiled: str) -> None:
    assert talk(theirs("1", compiled=compiled))[1].text == "T1"
    assert talk(theirs("1", compiled='[[],[[]],[["paragraph","kept"]]]'))[1].text == "kept"


def test_lists_and_quotes_of_a_reply_stand_in_its_item() -> None:
    source = "<p>Two:</p><ul><li>one</li><li>two</li></ul><blockquote>said</blockquote>"
    blocks = talk(*(theirs(number, text=source, format=TextFormat.HTML) for number in "12"))
    assert [[one.kind.value for one in block.within] for block in blocks[:5]] == [
        ["list", "item"], ["list", "item"], ["list", "item", "list", "item"], ["list", "item", "list", "item"],
        ["list", "item", "quote"],
    ]  # fmt: skip
    assert len({one for block in blocks for one in block.within}) == 1 + 2 * 5


def test_a_reply_stands_apart_from_the_one_before_it(qapp: QApplication) -> None:
    style = PageStyle(Settings(), bundled()[0], FONTS, 800)
    blocks = talk(theirs("1", text="- one\n- two"), theirs("2", "1"))
    gaps = {block.text.split(",")[0]: style.gap(before, block) for before, block in itertools.pairwise(blocks)}
    assert gaps["A2"] > 2 * gaps["two"] == 2 * gaps["Reply to A1"]


def test_a_name_from_right_to_left_does_not_turn_its_line() -> None:
    head = talk(theirs("1", author="דנה"))[0]
    assert head.text == "\u200e\u2068דנה\u2069, 3 March 2026, 12:05"
    assert not runs_right_to_left(head)


def test_times_that_no_clock_says_are_told_as_they_are() -> None:
    west = timezone(timedelta(hours=-5))
    never = Conversation(theirs=(theirs("1", written=datetime.min.replace(tzinfo=UTC)),))
    assert tail((), never, 1, west)[3].text == "A1, 1 January 0001, 00:00"


def test_the_same_reply_has_the_same_number_whatever_comes_beside_it() -> None:
    numbers = Numbers(1)
    before = tail((Post(),), Conversation(theirs=(theirs("1"), theirs("2", "1"))), 0, UTC, numbers)
    after = tail((Post(),), Conversation(theirs=(theirs("0"), theirs("1"), theirs("2", "1"))), 0, UTC, numbers)
    ids = [{block.text: [one.id for one in block.within] for block in blocks} for blocks in (before, after)]
    assert {text: ids[1][text] for text in ids[0] if text in ids[1]} == {
        text: found for text, found in ids[0].items() if text in ids[1]
    }
    assert len(ids[0].keys() & ids[1].keys()) == len(before) - 1  # the heading counts on


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.text(max_size=20), st.text(max_size=40)), max_size=12),
    st.integers(0, 10**6),
)
@settings(deadline=None)
def test_whatever_a_server_sends_blocks_keep_their_promises(
    sent: list[tuple[int, int, str, str]], first_id: int
) -> None:
    replies = tuple(theirs(str(a), str(b) if b else "", author=who, text=text) for a, b, who, text in sent)
    blocks = tail((Post("", "", ""),), Conversation(theirs=replies, own=(own("3"),)), first_id)
    heads = [block for block in blocks if block.marker == "•" and block.within[-1].label]
    assert len(heads) == 1 + len(replies) + 1
    for block in blocks:
        assert block.text
        assert block.level or block.within or block.text.startswith("No replies")
        assert not any(ord(letter) < 32 or letter == "\u2029" for letter in block.text)
        block.text.encode()
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
        assert all(one.id >= first_id for one in block.within)
        assert block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CODE}
