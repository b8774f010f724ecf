"""Threads that are not open: a sync looks in on those in which the reader wrote something, gently."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.replies.paper_desk import THREAD, URL, Open, desks, words
from tests.replies.paper_server import PaperServer, PaperSite

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.plans import MOST_VISITS
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server import NoAnswer, NoThread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.kinds import Found
from hiitreader.replies.synchroniser import Answers

OTHER = Thread("/articles/arms/", "Arms")
PERIOD = 1800


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Open]:
    with desks(tmp_path / "data") as opener:
        yield opener


def wrote_in(desk: ReplyDesk, *threads: Thread) -> list[str]:
    """The numbers of replies that were sent to threads."""
    uuids = [desk.queue(thread, words(number)).uuid for number, thread in enumerate(threads)]
    desk.sync()
    return [desk.reply(uuid).server_id for uuid in uuids]


def test_an_answer_in_an_article_that_is_not_open_is_heard_of_with_its_thread(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (own,) = wrote_in(desk, OTHER)
    server.clock.go_on(PERIOD)
    server.site.keep(f"Bob|I agree|{own}", OTHER.uri)
    report = desk.sync(THREAD)
    assert (report.answers, report.elsewhere) == (0, (Answers(OTHER, 1),))
    assert [one.author for one in desk.replies(OTHER).theirs if one.new] == ["Bob"]
    server.clock.go_on(PERIOD)
    assert desk.sync(THREAD).elsewhere == (), "told twice"


def test_one_that_was_let_through_there_is_heard_of(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True, moderated=True))
    desk = open_desk(server)
    uuid = desk.queue(OTHER, words(0)).uuid
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(3600)
    desk.sync()
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (ReplyState.AWAITING_MODERATION, "")
    server.site.kept[0].held = False
    server.clock.go_on(PERIOD)
    assert [(one.uuid, one.state) for one in desk.sync(THREAD).moved] == [(uuid, ReplyState.PUBLISHED)]


def test_threads_without_a_reply_of_the_readers_there_are_left_alone(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    desk.save_draft(OTHER, words(0))
    uuid = desk.queue(Thread("/articles/feet/", "Feet"), words(1)).uuid
    server.fault = "refused"
    desk.sync()
    assert desk.reply(uuid).state is ReplyState.NEEDS_CHANGE
    server.clock.go_on(PERIOD)
    desk.sync(THREAD, by_hand=True)
    assert set(server.pulled) == {THREAD.uri}


@pytest.mark.slow
def test_where_nothing_happens_it_is_looked_less_and_less_often(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (own,) = wrote_in(desk, OTHER)

    def days(count: int) -> list[int]:
        """How many minutes apart the looks are, with a sync each half hour."""
        looks = []
        for _ in range(48 * count):
            server.clock.go_on(PERIOD)
            server.pulled.clear()
            desk.sync(THREAD)
            looks += [server.clock.moment] * server.pulled.count(OTHER.uri)
        return [round((later - earlier) / timedelta(minutes=1)) for earlier, later in pairwise(looks)]

    gaps = days(8)
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (30, 12 * 60)
    server.site.keep(f"Bob|I agree|{own}", OTHER.uri)
    again = days(2)
    assert again[0] <= 4 * 60, "a thread that has come to life again is looked at sooner"


def test_a_few_are_looked_at_in_one_sync_and_each_has_its_turn(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    threads = [Thread(f"/articles/{number}/", str(number)) for number in range(2 * MOST_VISITS)]
    wrote_in(desk, *threads)
    looked: list[str] = []
    for _ in range(2):
        server.clock.go_on(PERIOD)
        server.pulled.clear()
        desk.sync()
        assert len(server.pulled) == MOST_VISITS
        looked += server.pulled
    assert set(looked) == {thread.uri for thread in threads}


def test_by_hand_it_is_looked_at_once(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (own,) = wrote_in(desk, OTHER)
    server.site.keep(f"Bob|I agree|{own}", OTHER.uri)
    assert desk.sync(THREAD).elsewhere == ()
    assert desk.sync(THREAD, by_hand=True).elsewhere == (Answers(OTHER, 1),)


def test_one_that_can_not_be_fetched_is_no_failure_and_lets_the_others_have_their_turn(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    threads = [Thread(f"/articles/{number}/", str(number)) for number in range(3)]
    wrote_in(desk, *threads)
    server.clock.go_on(PERIOD)
    desk.sync(THREAD)
    server.broken = {threads[0].uri: NoAnswer("too much"), threads[1].uri: NoThread("gone")}
    for expected in (threads[:1], [*threads[1:]]):
        server.clock.go_on(PERIOD)
        server.pulled.clear()
        report = desk.sync(THREAD)
        assert report.problem is None
        assert [uri for uri in server.pulled if uri != THREAD.uri][: len(expected)] == [one.uri for one in expected]


def test_a_server_that_asks_to_be_left_alone_is(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    wrote_in(desk, OTHER)
    server.clock.go_on(PERIOD)
    server.broken = {OTHER.uri: NoAnswer("later").with_wait(timedelta(hours=3))}
    report = desk.sync(THREAD)
    assert report.problem is not None
    assert report.next_due is not None
    assert report.next_due >= server.clock.moment + timedelta(hours=3)


def test_before_the_reader_agreed_nothing_is_asked_about_other_threads(tmp_path: Path) -> None:
    server = PaperServer()
    desk = ReplyDesk(tmp_path, server.clock, lambda _settings, _password: server, chance=lambda: 0.0)
    desk.servers.set(URL, "isso")
    wrote_in(desk, OTHER)
    desk.servers.forget()
    desk.servers.use(Found(ServerSettings(URL, "isso")), agreed=False)
    server.clock.go_on(PERIOD)
    desk.sync(THREAD)
    desk.close()
    assert set(server.pulled) == {THREAD.uri}
