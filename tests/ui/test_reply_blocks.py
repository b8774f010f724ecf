"""The page's tail: posts, replies in their tree with author, time, state and words, and the form's heading."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.article.blocks import Block, BlockKind, ContainerKind, SpanKind
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.thread import Conversation, ThreadReply
from hiitreader.ui.reply_blocks import DEEPEST, answered, asked_post, paragraphs, tail

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


def own(parent: str = "", state: ReplyState = ReplyState.QUEUED, reason: str = "") -> Reply:
    form = ReplyForm("Mine.", "Me", "me@example.com")
    return Reply("u1", THREAD, form, NOON, NOON, parent=parent, state=state, reason=reason)


def talk(*replies: ThreadReply, mine: tuple[Reply, ...] = ()) -> tuple[Block, ...]:
    """The blocks between "Replies" and "Leave a Reply"."""
    blocks = tail((), Conversation(own=mine, theirs=replies, pulled=NOON), 100, UTC)
    return blocks[3:-1]


def depth(block: Block) -> int:
    return sum(one.kind is ContainerKind.LIST for one in block.within)


def test_with_nothing_there_each_part_says_so() -> None:
    blocks = tail((), Conversation(), 1)
    assert [(block.kind.value, block.level, block.text) for block in blocks] == [
        ("heading", 2, "Similar Posts"),
        ("paragraph", 0, "There are no similar posts yet."),
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
    first, text, link = talk(theirs("5", text="One.\n\nTwo\nlines."))[0], *talk(theirs("5"))[1:]
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
        (ReplyState.QUEUED, "", "Kept on this computer and waiting to be sent."),
        (ReplyState.AWAITING_MODERATION, "", "The server has it. Your reply is awaiting moderation."),
        (ReplyState.REJECTED, "Spam.", "Not published: the server refused it. Spam."),
    ],
)
def test_ones_own_reply_says_its_state_under_its_words(state: ReplyState, reason: str, said: str) -> None:
    blocks = talk(theirs("1"), mine=(own("1", state, reason),))[3:]
    assert [block.text for block in blocks] == ["Me (you), 3 March 2026, 12:05", "Mine.", said]
    assert depth(blocks[0]) == 2
    assert blocks[2].spans[0].kind is SpanKind.EMPHASIS


def test_an_answer_to_what_is_not_there_stands_at_the_top() -> None:
    blocks = talk(theirs("1"), theirs("2", "gone"), mine=(own("gone too"),))
    assert {depth(block) for block in blocks} == {1}


def test_deleted_and_held_replies_say_so_and_cannot_be_answered() -> None:
    gone, held = talk(theirs("1", deleted=True, text="")), talk(theirs("2", awaiting=True, own=True))
    assert [block.text for block in gone][1:] == ["This reply was deleted."]
    assert [block.text for block in held] == ["A2 (you), 3 March 2026, 12:05", "T2", "Awaiting moderation."]


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


def test_what_is_typed_becomes_paragraphs() -> None:
    assert list(paragraphs(" One\r\ntwo \n \n\n\nThree\x07\t3\n")) == ["One\u2028two", "Three 3"]
    assert list(paragraphs(" \n ")) == []


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.text(max_size=20), st.text(max_size=40)), max_size=12),
    st.integers(0, 10**6),
)
def test_whatever_a_server_sends_blocks_keep_their_promises(
    sent: list[tuple[int, int, str, str]], first_id: int
) -> None:
    replies = tuple(theirs(str(a), str(b) if b else "", author=who, text=text) for a, b, who, text in sent)
    blocks = tail((Post("", "", ""),), Conversation(theirs=replies, own=(own("3"),)), first_id, UTC)
    assert sum(bool(block.marker) for block in blocks) == len({id(one) for one in replies}) + 2
    for block in blocks:
        assert block.text
        assert not any(ord(letter) < 32 or letter == "\u2029" for letter in block.text)
        block.text.encode()
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
        assert all(one.id >= first_id for one in block.within)
        assert block.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}
