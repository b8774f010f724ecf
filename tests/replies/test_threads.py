"""Threads kept for reading offline: whole and partial listings, what is new, words as blocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock

from hiitreader.article.blocks import Block
from hiitreader.article.compiled import load_blocks
from hiitreader.replies import threads as threads_module
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import Reply, Thread
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.thread import TextFormat, ThreadReply
from hiitreader.replies.threads import Kept, Pulled, Threads

SERVER, URI = "https://isso.example", "/articles/legs/"
NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)


def said(number: str, parent: str = "", minute: int = 0, **other: object) -> ThreadReply:
    values = {"id": number, "author": f"A{number}", "text": f"T{number}", "written": NOON, "parent": parent} | other
    return replace(ThreadReply(**values), written=NOON + timedelta(minutes=minute))  # type: ignore[arg-type]


def listing(*replies: ThreadReply, whole: bool = True, total: int | None = None) -> Listing:
    return Listing(replies, whole, total)


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    made = Store(tmp_path / "data" / "replies.sqlite3", clock)
    yield made
    made.close()


@pytest.fixture
def threads(store: Store) -> Threads:
    return Threads(store)


@pytest.fixture
def mine(store: Store) -> str:
    """The server's id of a reply that this reader wrote."""
    outbox = Outbox(store)
    fresh = Reply("u1", Thread(URI, "Legs"), ReplyForm("Mine.", "Me", "me@example.com"), NOON, NOON)
    queued = outbox.add(fresh.queued(NOON))
    sending = outbox.begin_try(queued, queued.sending(NOON, server=SERVER, body="{}", noted=""))
    outbox.end_try(sending, sending.received(NOON, "7", awaiting=False), "")
    return "7"


def ids(threads: Threads) -> list[str]:
    return [reply.id for reply in threads.kept(SERVER, URI)[0]]


def news(threads: Threads) -> list[str]:
    return [reply.id for reply in threads.kept(SERVER, URI)[0] if reply.new]


def test_what_is_kept_comes_back_whole(threads: Threads) -> None:
    replies = (
        said("1", website="https://e.org", changed=NOON, format=TextFormat.HTML, text="<p>x &amp; y</p>"),
        said("2", "1", awaiting=True, format=TextFormat.PLAIN),
        said("3", deleted=True, text="", author=""),
    )
    assert threads.keep(SERVER, URI, listing(*replies), NOON) == Kept(3, 0)
    kept, at = threads.kept(SERVER, URI)
    assert (kept, at) == (replies, NOON)
    assert [block.text for block in load_blocks(kept[0].compiled)] == ["x & y"]
    assert load_blocks(kept[2].compiled) == ()
    assert threads.kept("https://other.example", URI) == ((), None)


def test_a_whole_listing_takes_the_place_of_what_was_there(threads: Threads) -> None:
    threads.keep(SERVER, URI, listing(said("1"), said("2"), said("3")), NOON)
    assert threads.keep(SERVER, URI, listing(said("2", text="other"), said("4")), NOON) == Kept(2, 0)
    assert ids(threads) == ["2", "4"]
    assert threads.kept(SERVER, URI)[0][0].text == "other"
    assert threads.keep(SERVER, URI, listing(), NOON) == Kept(0, 0)


def test_a_partial_listing_is_added_by_id(threads: Threads) -> None:
    threads.keep(SERVER, URI, listing(said("1"), said("2")), NOON)
    partly = listing(said("2", text="other"), said("3"), said("3"), said(""), whole=False)
    assert threads.keep(SERVER, URI, partly, NOON) == Kept(3, 0)
    assert ids(threads) == ["1", "2", "3"]
    assert [reply.text for reply in threads.kept(SERVER, URI)[0]] == ["T1", "other", "T3"]


def test_it_is_known_when_a_thread_was_fetched_and_how_far(threads: Threads) -> None:
    assert threads.pulled(SERVER, URI) is None
    later = NOON + timedelta(hours=1)
    threads.keep(SERVER, URI, listing(said("1", minute=3), said("2", minute=1), total=2), NOON)
    assert threads.pulled(SERVER, URI) == Pulled(NOON, NOON, NOON + timedelta(minutes=3), 2, 2)
    threads.keep(SERVER, URI, listing(said("3", minute=9), whole=False), later)
    assert threads.pulled(SERVER, URI) == Pulled(later, NOON, NOON + timedelta(minutes=9), 2, 3)
    threads.keep(SERVER, URI, listing(whole=False, total=8), later)
    assert threads.pulled(SERVER, URI) == Pulled(later, NOON, NOON + timedelta(minutes=9), 8, 3)
    threads.keep(SERVER, URI, listing(), later)
    assert threads.pulled(SERVER, URI) == Pulled(later, later, None, 8, 0)


@pytest.mark.parametrize("whole", [True, False])
def test_an_answer_to_ones_own_is_new_until_it_was_seen(threads: Threads, mine: str, whole: bool) -> None:
    threads.keep(SERVER, URI, listing(said(mine), said("8", mine)), NOON)
    assert news(threads) == ["8"]
    answers = (said(mine), said("8", mine), said("9", mine), said("10", "8"))
    assert threads.keep(SERVER, URI, listing(*answers, whole=whole), NOON) == Kept(4, 1)
    assert news(threads) == ["8", "9"]
    assert threads.answers(SERVER) == 2
    assert threads.seen(SERVER, URI) == 2
    assert news(threads) == []
    assert threads.keep(SERVER, URI, listing(*answers, whole=whole), NOON) == Kept(4, 0)
    assert news(threads) == []


@pytest.mark.parametrize(("minutes", "answers"), [(0, 1), (1, 0)])
def test_an_answer_to_what_got_ones_number_is_no_answer_to_ones_own(
    threads: Threads, store: Store, mine: str, minutes: int, answers: int
) -> None:
    there, outbox = said(mine), Outbox(store)
    (own,) = outbox.all()
    outbox.swap(own, replace(own, written=there.written - timedelta(minutes=minutes)))
    assert threads.keep(SERVER, URI, listing(there, said("8", mine)), NOON) == Kept(2, answers)
    assert news(threads) == ["8"] * answers


def test_what_is_seen_while_a_listing_is_read_stays_seen(
    threads: Threads, mine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads.keep(SERVER, URI, listing(said("8", mine)), NOON)

    class Seen(threads_module.Words):
        def blocks(self, text: str, form: TextFormat) -> tuple[Block, ...]:
            threads.seen(SERVER, URI)
            return super().blocks(text, form)

    monkeypatch.setattr(threads_module, "Words", Seen)
    kept = threads.keep(SERVER, URI, listing(said("8", mine), said("9", mine)), NOON)
    assert kept.answers == 1
    assert news(threads) == ["9"]


def test_ones_own_answer_and_a_deleted_one_are_not_new(threads: Threads, mine: str) -> None:
    found = threads.keep(SERVER, URI, listing(said("8", mine, deleted=True), said(mine, mine)), NOON)
    assert found == Kept(2, 0)
    threads.keep(SERVER, URI, listing(said("9", mine)), NOON)
    assert news(threads) == ["9"]
    threads.keep(SERVER, URI, listing(said("9", mine, deleted=True)), NOON)
    assert threads.answers(SERVER) == 0


def test_an_answer_that_is_listed_twice_is_one(threads: Threads, mine: str) -> None:
    assert threads.keep(SERVER, URI, listing(said("8", mine), said("8", mine)), NOON) == Kept(1, 1)


@pytest.mark.parametrize(
    ("author", "text", "own"),
    [("Me", "Mine.", True), ("Me", "Moderated.", True), ("Somebody", "Mine.", False), ("Somebody", "Else.", False)],
)
def test_ones_own_are_marked_not_what_has_their_number_by_now(
    threads: Threads, mine: str, author: str, text: str, *, own: bool
) -> None:
    threads.keep(SERVER, URI, listing(said(mine, author=author, text=text), said("8")), NOON)
    assert [reply.own for reply in threads.kept(SERVER, URI)[0]] == [own, False]


def test_words_are_made_blocks_once(threads: Threads, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = threads_module.Words.blocks

    def watched(self: object, text: str, form: TextFormat) -> object:
        read.append(text)
        return real(self, text, form)  # type: ignore[arg-type]

    monkeypatch.setattr(threads_module.Words, "blocks", watched)
    threads.keep(SERVER, URI, listing(said("1"), said("2")), NOON)
    threads.keep(SERVER, URI, listing(said("1"), said("2", text="other")), NOON)
    threads.keep(SERVER, URI, listing(said("1", format=TextFormat.PLAIN), whole=False), NOON)
    threads.kept(SERVER, URI)
    assert read == ["T1", "T2", "other", "T1"]


def test_broken_characters_do_not_cost_the_thread(threads: Threads) -> None:
    threads.keep(SERVER, URI, listing(said("1", author="A\ud800", text="x\udfff", website="\ud800")), NOON)
    (kept,) = threads.kept(SERVER, URI)[0]
    assert (kept.author, kept.text, kept.website) == ("A?", "x?", "?")


def test_ones_own_that_the_server_lists_stand_apart_from_those_it_does_not(desk: ReplyDesk, clock: HandClock) -> None:
    store = Store(desk._store._path, clock)
    ServerChoice(store).put(ServerSettings(SERVER, "isso"), None)
    outbox, thread = Outbox(store), Thread(URI, "Legs")
    for uuid, number in (("u1", "7"), ("u2", "8")):
        queued = outbox.add(Reply(uuid, thread, ReplyForm("Mine."), NOON, NOON).queued(NOON))
        sending = outbox.begin_try(queued, queued.sending(NOON, server=SERVER, body="{}", noted=""))
        outbox.end_try(sending, sending.received(NOON, number, awaiting=False), "")
    Threads(store).keep(SERVER, URI, listing(said("7", author="", text="Mine."), said("9")), NOON)
    store.close()
    known = desk.replies(thread)
    assert [one.id for one in known.theirs if one.own] == ["7"]
    assert [reply.server_id for reply in known.listed] == ["7"]
    assert [reply.server_id for reply in known.own] == ["8"]
