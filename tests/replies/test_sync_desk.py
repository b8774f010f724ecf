"""Sending and fetching as a whole, on servers on paper: how often, in which and in which order."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock
from tests.replies.paper_desk import THREAD, URL, Open, desks, queue, states, words
from tests.replies.paper_server import FLOOD, PaperServer, PaperSite

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.found import Found
from hiitreader.replies.passwords import MemoryPasswords
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import Answer, NoAnswer, NoThread
from hiitreader.replies.server_settings import ServerSettings

OTHER = Thread("/articles/arms/", "Arms")
S = ReplyState


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Open]:
    with desks(tmp_path / "data") as opener:
        yield opener


# -- pauses and patience ----------------------------------------------------------------------------------------------


def test_a_server_that_wants_a_pause_between_two_gets_it(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True))
    desk = open_desk(server)
    uuids = queue(desk, 3)
    for sent in (1, 2, 3):
        report = desk.sync(by_hand=True)
        assert states(desk, uuids) == [S.PUBLISHED] * sent + [S.QUEUED] * (3 - sent)
        assert report.next_due is not None
        if sent < 3:
            put_off = desk.reply(uuids[sent]).not_before
            assert put_off is not None
            assert report.next_due == put_off
            assert timedelta() < put_off - server.clock.moment <= server.pause
            desk.sync(by_hand=True)
            assert states(desk, uuids)[sent] is S.QUEUED, "not before its time, by hand neither"
            server.clock.moment = put_off
    posted = [one.written for one in server.site.ever]
    assert all(later - earlier > FLOOD for earlier, later in pairwise(posted))


def test_the_pause_outlasts_the_program(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True))
    uuids = queue(open_desk(server), 2)
    open_desk(server).sync()
    later = open_desk(server)
    later.retry(uuids[1])
    later.sync(by_hand=True)
    assert states(later, uuids) == [S.PUBLISHED, S.QUEUED]


def test_a_server_that_fails_is_asked_less_and_less_often(open_desk: Open) -> None:
    server = PaperServer()
    server.down = True
    desk = open_desk(server)
    queue(desk, 1)
    waits = []
    for _ in range(9):
        report = desk.sync(THREAD)
        assert isinstance(report.problem, NoAnswer)
        assert report.next_due is not None
        waits.append((report.next_due - server.clock.moment).total_seconds())
        again = desk.sync(THREAD)
        assert (again.problem, again.next_due) == (None, report.next_due), "nothing is asked before that"
        server.clock.moment = report.next_due
    assert [round(wait, -1) for wait in waits[:4]] == [30, 60, 120, 240]
    assert waits[-1] == pytest.approx(3600, rel=0.01)
    assert desk.servers.health().failures == 9
    server.down = False
    assert desk.sync(THREAD).problem is None
    assert desk.servers.health().failures == 0
    assert desk.servers.health().not_before is None


def test_by_hand_the_programs_own_patience_is_not_waited_for(open_desk: Open) -> None:
    server = PaperServer()
    server.down = True
    desk = open_desk(server)
    uuids = queue(desk, 1)
    desk.sync()
    server.down = False
    desk.sync()
    assert states(desk, uuids) == [S.QUEUED]
    desk.sync(by_hand=True)
    assert states(desk, uuids) == [S.PUBLISHED]


class Overloaded(PaperServer):
    """Asks to be let alone for ten minutes."""

    def note(self, reply: Reply, known: object) -> str:
        raise NoAnswer("no time").with_wait(timedelta(minutes=10))


def test_what_the_server_asked_for_is_waited_for_by_hand_too(open_desk: Open) -> None:
    server = Overloaded()
    desk = open_desk(server)
    queue(desk, 1)
    report = desk.sync(by_hand=True)
    assert report.next_due is not None
    assert report.next_due - server.clock.moment >= timedelta(minutes=10)
    again = desk.sync(by_hand=True)
    assert again.problem is not None
    assert "asked to be left alone" in again.problem.said()
    assert again.next_due == report.next_due
    assert [one.state for one in again.left] == [S.QUEUED]


def test_a_moment_set_by_a_clock_that_was_wrong_holds_nothing_up(open_desk: Open) -> None:
    server = PaperServer()
    server.down = True
    desk = open_desk(server)
    uuids = queue(desk, 1)
    server.clock.go_on(10 * 365 * 86_400)
    desk.sync()
    server.clock.go_on(-10 * 365 * 86_400)
    server.down = False
    desk.sync()
    assert states(desk, uuids) == [S.PUBLISHED]


def test_while_all_is_well_the_next_sync_is_within_the_hour(open_desk: Open) -> None:
    server = PaperServer()
    report = open_desk(server).sync(THREAD)
    assert report.next_due is not None
    assert timedelta(minutes=15) <= report.next_due - server.clock.moment <= timedelta(minutes=45)


# -- before the reader has agreed -------------------------------------------------------------------------------------


def test_nothing_is_sent_before_the_reader_agreed_and_nobody_signs_in(tmp_path: Path, clock: HandClock) -> None:
    server, opened = PaperServer(PaperSite(clock=clock)), []

    def opener(settings: ServerSettings, password: str) -> PaperServer:
        opened.append((settings.user, password))
        return server

    desk = ReplyDesk(tmp_path / "data", clock, opener, MemoryPasswords())
    server.site.keep("Bob|Hello|")
    found = Found(ServerSettings(URL, "wordpress-rest", api=f"{URL}/wp-json", user="ann"))
    desk.servers.use(found, THREAD, "secret", agreed=False)
    uuids = queue(desk, 1)
    report = desk.sync(THREAD, by_hand=True)
    assert (report.not_agreed, report.pulled, report.problem) == (True, 1, None)
    assert states(desk, uuids) == [S.QUEUED]
    assert "agreed" in desk.next_step(desk.reply(uuids[0]), clock.moment, desk.servers.get()).said()
    desk.servers.agree()
    assert not desk.sync(THREAD).not_agreed
    assert states(desk, uuids) == [S.PUBLISHED]
    assert opened == [("", ""), ("ann", "secret")]
    desk.close()


# -- one bad reply ----------------------------------------------------------------------------------------------------


class Picky(PaperServer):
    """Gives one comment a certain answer."""

    def __init__(self, comment: str, answer: Answer) -> None:
        super().__init__()
        self.comment = comment
        self.answer = answer

    def send(self, reply: Reply) -> Answer:
        return self.answer if reply.form.comment == self.comment else super().send(reply)


@pytest.mark.parametrize("state", [S.NEEDS_CHANGE, S.NEEDS_SIGN_IN, S.CLOSED, S.REJECTED])
def test_one_that_is_refused_does_not_keep_back_the_others(open_desk: Open, state: ReplyState) -> None:
    desk = open_desk(Picky("Words 0", Answer(state, reason="No.", field="comment")))
    uuids = queue(desk, 3)
    assert desk.sync().problem is None
    assert states(desk, uuids) == [state, S.PUBLISHED, S.PUBLISHED]
    assert desk.waiting().stuck == 1


@pytest.mark.parametrize("state", [S.UNSURE])
def test_one_that_the_server_fails_at_does_not_keep_back_the_others(open_desk: Open, state: ReplyState) -> None:
    server = Picky("Words 0", Answer(state, reason="500"))
    desk = open_desk(server)
    uuids = queue(desk, 3)
    assert desk.sync().problem is not None
    assert states(desk, uuids) == [S.UNSURE, S.QUEUED, S.QUEUED], "who fails once is let alone at first"
    server.clock.go_on(3600)
    desk.sync()
    assert states(desk, uuids) == [S.UNSURE, S.PUBLISHED, S.PUBLISHED]


class Elsewhere(PaperServer):
    """Knows one article only."""

    def locate(self, thread: Thread) -> str:
        if thread.uri == OTHER.uri:
            raise NoThread("There is no such article.", todo="Give the address of its page.")
        return "17"


def test_one_whose_article_is_not_there_does_not_keep_back_the_others(open_desk: Open) -> None:
    server = Elsewhere()
    desk = open_desk(server)
    (lost,) = queue(desk, 1, OTHER)
    (sent,) = queue(desk, 1)
    for _ in range(3):
        report = desk.sync(THREAD)
        assert report.problem is None
    assert desk.reply(sent).state is S.PUBLISHED
    assert (desk.reply(lost).state, desk.reply(lost).reason) == (S.QUEUED, "There is no such article.")
    assert [one.said for one in desk.tries(lost)] == ["There is no such article. Give the address of its page."]
    assert desk.servers.health().failures == 0
    place = desk.servers.place(THREAD)
    assert place is not None
    assert place.remote == "17"
    about_it = desk.sync(OTHER)
    assert isinstance(about_it.problem, NoThread)


def test_a_reply_the_reader_rewrites_meanwhile_is_left_for_the_next_sync(open_desk: Open) -> None:
    class Slow(PaperServer):
        def note(self, reply: Reply, known: object) -> str:
            if desk.reply(uuids[0]).form.comment == "Words 0":
                desk.rewrite(uuids[0], ReplyForm("Better words", "Ann", "ann@example.com"))
            return "0"

    server = Slow()
    desk = open_desk(server)
    uuids = queue(desk, 2)
    assert desk.sync().problem is None
    assert states(desk, uuids) == [S.QUEUED, S.PUBLISHED]
    desk.sync()
    assert [one.words for one in server.site.ever] == ["Words 1", "Better words"]


def test_one_that_is_put_off_for_a_reason_of_its_own_does_not_keep_back_the_others(open_desk: Open) -> None:
    server = Picky("Words 0", Answer(S.QUEUED, reason="Not so soon.", wait=timedelta(minutes=15)))
    desk = open_desk(server)
    uuids = queue(desk, 3)
    report = desk.sync()
    assert states(desk, uuids) == [S.QUEUED, S.PUBLISHED, S.PUBLISHED]
    assert report.next_due == desk.reply(uuids[0]).not_before


def test_a_reply_put_off_by_a_clock_that_was_wrong_goes_at_once(open_desk: Open) -> None:
    server = Picky("Words 0", Answer(S.QUEUED, reason="Not so soon.", wait=timedelta(minutes=15)))
    desk = open_desk(server)
    uuids = queue(desk, 1)
    server.clock.go_on(10 * 365 * 86_400)
    desk.sync()
    server.clock.go_on(-10 * 365 * 86_400)
    server.comment = ""
    desk.sync()
    assert states(desk, uuids) == [S.PUBLISHED]


def test_an_answer_goes_only_where_the_reply_is_that_it_answers(open_desk: Open) -> None:
    """Numbers are small: another server surely has a reply with the same one."""
    server = PaperServer()
    server.site.keep("Bob|Hello|")
    desk = open_desk(server)
    uuid = desk.queue(THREAD, words(1), "1").uuid
    desk.servers.set("https://other.example.com", "isso")
    report = desk.sync(THREAD)
    assert [one.uuid for one in report.left] == [uuid]
    assert len(server.site.ever) == 1
    desk.servers.set(URL, "isso")
    desk.sync(THREAD)
    assert (server.site.ever[1].words, server.site.ever[1].parent) == ("Words 1", "1")


def test_one_that_has_nowhere_to_go_makes_nobody_hurry(open_desk: Open) -> None:
    server = Elsewhere()
    desk = open_desk(server)
    (lost,) = queue(desk, 1, OTHER)
    old = desk.reply(lost)
    desk._outbox.swap(old, old.put_off(server.clock.moment - timedelta(seconds=1)))
    report = desk.sync()
    assert report.next_due is not None
    assert report.next_due - server.clock.moment > timedelta(minutes=14)
