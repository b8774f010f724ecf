"""What a sync learns, on servers on paper: where the reader's replies stand, what is new in a thread."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.replies.paper_desk import THREAD, Open, desks, queue, states, words
from tests.replies.paper_server import PaperServer, PaperSite

from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server import Listing
from hiitreader.replies.servers.isso_note import read_note

OTHER = Thread("/articles/arms/", "Arms")
S = ReplyState


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Open]:
    with desks(tmp_path / "data") as opener:
        yield opener


# -- what became of it ------------------------------------------------------------------------------------------------


def test_a_held_one_is_asked_after_soon_and_then_less_often(open_desk: Open) -> None:
    server = PaperServer(PaperSite(moderated=True))
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    desk.sync()
    asked = []
    for _ in range(24 * 12):
        server.clock.go_on(300)
        before = len(server.asked_after)
        report = desk.sync()
        asked += [server.clock.moment] * (len(server.asked_after) - before)
        assert report.next_due is not None
    gaps = [round((later - earlier) / timedelta(minutes=1)) for earlier, later in pairwise(asked)]
    assert gaps[0] <= 10
    assert gaps == sorted(gaps)
    assert 10 < len(asked) < 40
    server.site.kept[0].held = False
    server.clock.go_on(6 * 3600)
    report = desk.sync()
    assert [(one.uuid, one.state) for one in report.moved] == [(uuid, S.PUBLISHED)]


def test_a_held_one_that_a_moderator_deletes_is_told_as_rejected(open_desk: Open) -> None:
    server = PaperServer(PaperSite(moderated=True))
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    desk.sync()
    server.site.kept[0].gone = True
    (moved,) = desk.sync(by_hand=True).moved
    assert (moved.uuid, moved.state) == (uuid, S.REJECTED)
    assert "did not let it through" in moved.reason
    again = desk.retry(uuid)
    assert (again.state, again.server_id, again.may_change) == (S.QUEUED, "", True)


def test_a_listing_says_that_it_is_published_without_asking(open_desk: Open) -> None:
    server = PaperServer(PaperSite(moderated=True))
    desk = open_desk(server)
    uuids = queue(desk, 1)
    desk.sync()
    server.site.kept[0].held = False
    desk.sync(THREAD)
    assert states(desk, uuids) == [S.PUBLISHED]
    assert server.asked_after == []


def test_a_published_one_that_a_whole_listing_misses_is_asked_after(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    desk.sync(THREAD)
    server.site.kept[0].gone = True
    assert [one.state for one in desk.sync(THREAD, by_hand=True).moved] == [S.REJECTED]
    assert server.asked_after == [uuid]
    assert "taken down" in desk.reply(uuid).reason


def test_one_that_a_whole_listing_has_under_another_parent_is_asked_after(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True))
    desk = open_desk(server)
    server.site.keep("Bob|Hello|")
    (uuid,) = queue(desk, 1)
    desk.sync(THREAD)
    server.site.numbered("2").parent = "1"
    desk.sync(THREAD)
    assert server.asked_after == []
    desk.sync(THREAD, by_hand=True)
    assert server.asked_after == [uuid]


def test_one_with_the_moment_that_its_server_told_is_not_asked_after_whatever_became_of_it(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    server.site.keep("Bob|Hello|")
    (uuid,) = queue(desk, 1)
    desk.sync(THREAD)
    server.site.numbered("2").parent = "1"
    server.site.numbered("2").words = "As a moderator put it."
    desk.sync(THREAD, by_hand=True)
    assert server.asked_after == []
    assert states(desk, [uuid]) == [S.PUBLISHED]


def test_a_number_that_is_used_again_is_the_new_ones(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (first,) = queue(desk, 1)
    desk.sync()
    server.site.kept[0].gone = True
    second = desk.queue(THREAD, words(9)).uuid
    desk.sync(THREAD)
    assert states(desk, [first, second]) == [S.REJECTED, S.PUBLISHED]
    conversation = desk.replies(THREAD)
    assert [(one.id, one.own) for one in conversation.theirs] == [("1", True)]
    assert [one.uuid for one in conversation.own] == [first]


def test_one_that_was_delivered_without_a_number_gets_it_from_a_listing(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True, moderated=True))
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(3600)
    desk.sync()
    there = desk.reply(uuid)
    assert (there.state, there.server_id, there.doubtful) == (S.AWAITING_MODERATION, "", True)
    assert there.reason
    server.site.kept[0].held = False
    desk.sync(THREAD)
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.PUBLISHED, "1")
    assert desk.replies(THREAD).own == ()


def test_an_older_one_that_reads_the_same_does_not_give_it_its_number(open_desk: Open) -> None:
    site = PaperSite(wordpress=True)
    site.keep(f"Ann|{words(0).comment}|7")  # no duplicate to the site, and no different to look at
    site.moderated = True
    server = PaperServer(site)
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(3600)
    desk.sync(THREAD)
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.AWAITING_MODERATION, "")
    site.kept[1].held = False
    desk.sync(THREAD)
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.PUBLISHED, "2")


def test_one_that_asks_is_found_when_a_moderator_lets_it_through(open_desk: Open) -> None:
    server = PaperServer(PaperSite(moderated=True))
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(600)
    desk.sync()
    assert desk.reply(uuid).ask
    server.site.kept[0].held = False
    server.clock.go_on(600)
    (moved,) = desk.sync().moved
    assert (moved.state, moved.ask, moved.server_id) == (S.PUBLISHED, False, "1")


def test_one_that_asks_stays_the_readers_when_it_is_deleted_there(open_desk: Open) -> None:
    server = PaperServer(PaperSite(moderated=True))
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(600)
    desk.sync()
    server.site.kept[0].gone = True
    for _ in range(3):
        server.clock.go_on(3600)
        desk.sync(by_hand=True)
    assert (desk.reply(uuid).state, desk.reply(uuid).ask) == (S.UNSURE, True)
    assert len(server.site.ever) == 1


# -- fetching in steps ------------------------------------------------------------------------------------------------


def test_after_the_first_time_only_what_is_new_is_fetched(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    server.site.keep("Bob|Hello|")
    assert desk.sync(THREAD).pulled == 1
    server.clock.go_on(600)
    server.site.keep("Cid|Hi|")
    assert desk.sync(THREAD).pulled == 2
    first = server.site.ever[0].written
    assert server.pulls == [None, first - timedelta(seconds=60)]
    assert [one.author for one in desk.replies(THREAD).theirs] == ["Bob", "Cid"]


def test_all_is_fetched_by_hand_each_day_and_when_the_count_is_wrong(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    for name in ("Bob", "Cid", "Dan"):
        server.site.keep(f"{name}|Hello|")
    desk.sync(THREAD)
    desk.sync(THREAD, by_hand=True)
    assert server.pulls == [None, None]
    server.clock.go_on(600)
    server.site.ever[0].gone = True
    assert desk.sync(THREAD).pulled == 2
    assert [since is None for since in server.pulls[2:]] == [False, True]
    assert [one.author for one in desk.replies(THREAD).theirs] == ["Cid", "Dan"]
    server.clock.go_on(600)
    desk.sync(THREAD)
    server.clock.go_on(86_400)
    desk.sync(THREAD)
    assert [since is None for since in server.pulls[4:]] == [False, True]


class Counting(PaperServer):
    """Counts three more than it lists, as one does that counts what it hides."""

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        found = super().pull(thread, since)
        return Listing(found.replies, found.whole, (found.total or 0) + 3)


def test_a_server_that_counts_what_it_hides_is_not_fetched_whole_each_time(open_desk: Open) -> None:
    server = Counting()
    desk = open_desk(server)
    server.site.keep("Bob|Hello|")
    for number in range(4):
        server.clock.go_on(600)
        server.site.keep(f"Cid|Hi {number}|")
        desk.sync(THREAD)
    assert [since is None for since in server.pulls] == [True, False, False, False]


def test_answers_to_ones_own_are_counted_until_they_are_seen(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    assert desk.sync(THREAD).answers == 0
    server.clock.go_on(600)
    server.site.keep(f"Bob|I agree|{desk.reply(uuid).server_id}")
    server.site.keep("Cid|Unasked|")
    assert desk.sync(THREAD).answers == 1
    assert desk.sync(THREAD).answers == 0
    assert desk.waiting().answers == 1
    assert [one.author for one in desk.replies(THREAD).theirs if one.new] == ["Bob"]
    desk.seen(THREAD)
    assert desk.waiting().answers == 0


def test_one_whose_answer_was_lost_is_found_under_a_number_that_was_used_before(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (first,) = queue(desk, 1)
    desk.sync()
    server.site.kept[0].gone = True
    server.site.keep("Bob|Hello|")
    desk.sync(THREAD, by_hand=True)
    server.site.kept[0].gone = True
    second = desk.queue(THREAD, words(9)).uuid
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(3600)
    desk.sync()
    assert states(desk, [first, second]) == [S.REJECTED, S.PUBLISHED]
    assert [one.number for one in server.site.kept] == [1]


def test_one_that_was_sent_from_another_computer_counts_as_there_and_is_not_told_by_its_looks(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True))
    desk = open_desk(server)
    server.site.keep("Bob|Words 0|")
    server.site.keep("Ann|Words 0|")
    (uuid,) = queue(desk, 1)
    server.fault = "lost before"
    desk.sync()
    server.clock.go_on(3600)
    desk.sync(THREAD)
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.AWAITING_MODERATION, "")
    assert len(server.site.ever) == 2


# -- numbers used again ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moderated", [False, True])
def test_a_number_used_again_while_a_reply_is_in_doubt_makes_no_second_copy(
    open_desk: Open, *, moderated: bool
) -> None:
    server = PaperServer()
    newest = server.site.keep("Bob|Hello|")
    server.site.moderated = moderated
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    server.fault = "late"
    desk.sync()
    newest.gone = True
    server.clock.go_on(400)
    desk.sync(by_hand=True)
    assert [one.number for one in server.site.kept] == [newest.number]
    reply = desk.reply(uuid)
    assert (reply.state, reply.ask) == ((S.UNSURE, True) if moderated else (S.PUBLISHED, False))


def test_the_number_of_ones_own_used_again_by_one_in_doubt_makes_no_second_copy(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    lost, other = queue(desk, 2)
    server.fault = "late"
    desk.sync()
    server.clock.go_on(20)
    desk.sync(by_hand=True)
    assert states(desk, [lost, other]) == [S.UNSURE, S.PUBLISHED]
    server.site.kept[0].gone = True
    server.clock.go_on(400)
    desk.sync(by_hand=True)
    assert [(one.number, one.words) for one in server.site.kept] == [(1, "Words 0")]
    assert states(desk, [lost, other]) == [S.PUBLISHED, S.REJECTED]


def test_each_try_after_a_proven_absence_goes_by_a_new_note(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    (uuid,) = queue(desk, 1)
    noted = []
    for _ in range(2):
        server.fault = "lost before"
        desk.sync(by_hand=True)
        noted.append(desk.reply(uuid).noted)
        server.site.keep("Bob|Hello|")
        server.clock.go_on(400)
    assert [read_note(one).highest for one in noted] == [0, 1]
    assert [len(read_note(one).tries) for one in noted] == [1, 1]
