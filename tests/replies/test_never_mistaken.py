"""A reply is never shown as what it is not: another one, published when it is not, not sent when it is there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.replies.conftest import HandClock, SetClock
from tests.replies.paper_desk import THREAD, Open, desks
from tests.replies.paper_server import PaperServer, PaperSite

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.likeness import Likely
from hiitreader.replies.matching import Marks, find_in
from hiitreader.replies.reply import SETTLE, STUCK, Reply, ReplyState
from hiitreader.replies.server import Answer, Finding, Trace
from hiitreader.replies.thread import ThreadReply

S = ReplyState
FORM = ReplyForm("So it is.", "Ann", "ann@example.com")
KINDS = pytest.mark.parametrize("wordpress", [False, True], ids=["isso", "wordpress"])


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Open]:
    with desks(tmp_path / "data") as opener:
        yield opener


def later(server: PaperServer, desk: ReplyDesk, *, rounds: int = 6) -> None:
    """Time passes, and it is synced again and again."""
    for _ in range(rounds):
        server.clock.go_on(3 * 3600)
        desk.sync(THREAD, by_hand=True)


# -- several that read the same ----------------------------------------------------------------------------------------


@KINDS
@pytest.mark.parametrize("faults", list(product(["lost before", "lost after", ""], repeat=2)))
def test_answers_of_the_same_words_to_two_comments_are_told_apart(
    open_desk: Open, *, wordpress: bool, faults: tuple[str, str]
) -> None:
    site = PaperSite(wordpress=wordpress)
    parents = [str(site.keep(f"{name}|Is it so?|").number) for name in ("Bob", "Cid")]
    server = PaperServer(site)
    desk = open_desk(server)
    uuids = []
    for parent, fault in zip(parents, faults, strict=True):
        uuids.append(desk.queue(THREAD, FORM, parent).uuid)
        server.fault = fault
        desk.sync(by_hand=True)
        server.clock.go_on(20)
    desk.sync(THREAD, by_hand=True)
    for uuid, fault in zip(uuids, faults, strict=True):
        arrived = {one.sent for one in site.kept}
        assert (desk.reply(uuid).state is S.PUBLISHED) == (uuid in arrived), fault
    later(server, desk)
    there = {one.parent: (one.sent, str(one.number)) for one in site.kept if one.sent}
    assert len([one for one in site.kept if one.sent]) == 2
    for uuid, parent in zip(uuids, parents, strict=True):
        assert desk.reply(uuid).state is S.PUBLISHED
        assert there[parent] == (uuid, desk.reply(uuid).server_id)


@pytest.mark.parametrize("faults", list(product(["lost before", "lost after"], repeat=3)))
def test_as_many_are_published_as_are_listed_of_those_that_are_wholly_alike(
    open_desk: Open, faults: tuple[str, ...]
) -> None:
    server = PaperServer()
    desk = open_desk(server)
    uuids = []
    for fault in faults:
        uuids.append(desk.queue(THREAD, FORM).uuid)
        server.fault = fault
        desk.sync(by_hand=True)
        server.clock.go_on(2)
    desk.sync(THREAD, by_hand=True)
    published = [desk.reply(uuid) for uuid in uuids if desk.reply(uuid).state is S.PUBLISHED]
    assert len(published) == len(server.site.kept) == faults.count("lost after")
    assert len({one.server_id for one in published}) == len(published)
    later(server, desk)
    assert [desk.reply(uuid).state for uuid in uuids] == [S.PUBLISHED] * 3
    assert len(server.site.kept) == 3


def test_what_a_wordpress_has_once_is_one_of_those_that_are_alike(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True, moderated=True))
    desk = open_desk(server)
    uuids = []
    for fault in ("lost after", "lost before"):
        uuids.append(desk.queue(THREAD, FORM).uuid)
        server.fault = fault
        desk.sync(by_hand=True)
        server.clock.go_on(20)
    later(server, desk)
    assert [desk.reply(uuid).state for uuid in uuids] == [S.AWAITING_MODERATION, S.NEEDS_CHANGE]
    assert len(server.site.kept) == 1
    server.site.kept[0].held = False
    later(server, desk, rounds=1)
    assert [desk.reply(uuid).state for uuid in uuids] == [S.PUBLISHED, S.NEEDS_CHANGE]


def test_a_refusal_of_what_only_resembles_it_is_no_proof_that_it_is_there(open_desk: Open) -> None:
    server = PaperServer(PaperSite(wordpress=True, moderated=True))
    desk = open_desk(server)
    desk.queue(THREAD, replace(FORM, comment="Yes 👍"))
    desk.sync()
    server.clock.go_on(20)
    uuid = desk.queue(THREAD, replace(FORM, comment="Yes 👎")).uuid
    server.fault = "lost before"
    desk.sync()
    taken = Answer(S.AWAITING_MODERATION, delivered=True)
    server.send = lambda _: taken  # type: ignore[method-assign, assignment] -- its database does not tell them apart
    later(server, desk)
    assert (desk.reply(uuid).state, desk.reply(uuid).ask) == (S.UNSURE, True)


@given(st.data())
def test_one_listed_reply_confirms_one_own_one(data: st.DataObject) -> None:
    """Whatever could be which: each listed one is given to one, the same whichever is asked about first, or to none."""
    clock = HandClock()
    groups = data.draw(st.lists(st.sampled_from(["a", "b"]), min_size=1, max_size=4))
    own = [
        Reply(str(i), THREAD, replace(FORM, comment=group), clock.now(), clock.now(), state=S.UNSURE, doubtful=True,
              server="s")
        for i, group in enumerate(groups)
    ]  # fmt: skip
    listed = [ThreadReply(str(i), "Ann", "So", clock.now()) for i in range(1, data.draw(st.integers(0, 4)) + 1)]
    edges = {
        (one.uuid, there.id): data.draw(st.sampled_from([Likely.YES, Likely.YES, Likely.NO, Likely.MAYBE]))
        for one in own
        for there in listed
    }
    marks = Marks(lambda one, there: edges[one.uuid, there.id], lambda _: 1, lambda one: one.parent)
    found = {one.uuid: find_in(one, own, listed, frozenset(), marks) for one in own}
    given_to = [finding.server_id for finding in found.values() if finding.trace is Trace.FOUND]
    assert len(set(given_to)) == len(given_to)
    for uuid, finding in found.items():
        if finding.trace is Trace.FOUND:
            assert edges[uuid, finding.server_id] is Likely.YES
        if all(edges[uuid, there.id] is Likely.NO for there in listed):
            assert finding.trace is Trace.ABSENT
    if len(own) == 1 and [*edges.values()].count(Likely.YES) > 1:
        assert found["0"].trace is Trace.UNKNOWN, "somebody else says the same"


def test_what_is_listed_first_of_two_alike_leaves_the_other_its_own_place() -> None:
    """The newer one's note rules the lower number out: that is held still, and can only be the older one's."""
    clock = HandClock()
    own = [
        Reply(uuid, THREAD, FORM, clock.now(), clock.now(), state=S.UNSURE, doubtful=True, server="s")
        for uuid in ("older", "newer")
    ]
    marks = Marks(
        lambda one, there: Likely.NO if (one.uuid, there.id) == ("newer", "4") else Likely.YES,
        lambda _: 1,
        lambda one: one.parent,
    )
    four, five = (ThreadReply(id_, "Ann", "So", clock.now()) for id_ in "45")
    assert find_in(own[1], own, [five], frozenset(), marks) == Finding(Trace.FOUND, "5")
    assert find_in(own[0], own, [five], frozenset(), marks).trace is not Trace.FOUND
    assert [find_in(one, own, [four, five], frozenset(), marks).server_id for one in own] == ["4", "5"]


# -- doubt ends by proof alone -----------------------------------------------------------------------------------------


@KINDS
@pytest.mark.parametrize("refusal", ["closed", "refused"])
def test_what_is_refused_after_it_arrived_is_never_called_not_sent(
    open_desk: Open, *, wordpress: bool, refusal: str
) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress, moderated=True))
    desk = open_desk(server)
    uuid = desk.queue(THREAD, FORM).uuid
    server.fault = "lost after"
    desk.sync()
    for _ in range(8):
        server.clock.go_on(48 * 3600)
        server.fault = refusal
        desk.sync(THREAD, by_hand=True)
        reply = desk.reply(uuid)
        assert reply.state not in STUCK
        assert not reply.may_change
    assert reply.ask, "its reader decides in the end"
    server.site.kept[0].held = False
    server.fault = ""
    desk.sync(THREAD, by_hand=True)
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.PUBLISHED, "1")
    conversation = desk.replies(THREAD)
    assert ([one.own for one in conversation.theirs], conversation.own) == ([True], ())
    assert len(server.site.ever) == 1


@KINDS
def test_one_that_was_put_away_in_doubt_is_ones_own_when_it_is_listed(open_desk: Open, *, wordpress: bool) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress, moderated=True))
    desk = open_desk(server)
    uuid = desk.queue(THREAD, FORM).uuid
    server.fault = "lost after"
    desk.sync()
    desk.discard(uuid)
    server.clock.go_on(3600)
    server.site.kept[0].held = False
    desk.sync(THREAD)
    assert desk.reply(uuid).state is S.PUBLISHED
    assert [one.own for one in desk.replies(THREAD).theirs] == [True]


@KINDS
def test_what_somebody_has_under_ones_number_after_the_site_was_put_back_is_not_ones_own(
    open_desk: Open, *, wordpress: bool
) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress))
    desk = open_desk(server)
    server.site.keep("Bob|Hello|")
    kept = server.clock.moment
    server.clock.go_on(3600)
    uuid = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD)
    assert desk.reply(uuid).state is S.PUBLISHED
    server.site.put_back(kept)
    server.site.keep("Dan|Something else.|")
    desk.sync(THREAD, by_hand=True)
    assert desk.reply(uuid).state is S.REJECTED
    assert [one.own for one in desk.replies(THREAD).theirs] == [False, False]
    assert "no longer has it" in desk.reply(uuid).reason


@pytest.mark.parametrize("sent", ["", "by another computer of the same reader"])
@pytest.mark.parametrize("moderated", [False, True])
@pytest.mark.parametrize("fault", ["", "lost after"])
def test_the_same_words_by_the_same_name_under_ones_number_are_told_apart_by_their_moment(
    open_desk: Open, sent: str, fault: str, *, moderated: bool
) -> None:
    server = PaperServer(PaperSite(moderated=moderated))
    desk = open_desk(server)
    server.site.keep("Bob|Hello|")
    kept = server.clock.moment
    server.clock.go_on(3600)
    uuid = desk.queue(THREAD, FORM).uuid
    server.fault = "" if moderated else fault
    desk.sync(THREAD)
    server.clock.go_on(100)
    desk.sync(THREAD)
    assert (desk.reply(uuid).server_id, desk.reply(uuid).written) == ("2", server.site.numbered("2").written)
    server.site.put_back(kept)
    server.site.keep("Ann|So it is.|", sent=sent).held = False
    desk.sync(THREAD, by_hand=True)
    assert desk.reply(uuid).state is S.REJECTED
    assert [one.own for one in desk.replies(THREAD).theirs] == ([False] if moderated else [False, False])
    if moderated:
        return
    again = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD, by_hand=True)
    server.clock.go_on(3600)
    server.site.put_back(server.clock.moment)
    desk.sync(THREAD, by_hand=True)
    assert (desk.reply(again).state, desk.reply(again).server_id) == (S.PUBLISHED, "3")


def test_a_list_of_what_is_new_tells_that_a_number_is_anothers_by_now(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    uuid = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD)
    server.clock.go_on(20)
    server.site.put_back(server.clock.moment - timedelta(seconds=100))
    server.site.keep("Ann|So it is.|")
    server.clock.go_on(400)
    desk.sync(THREAD)
    assert server.pulls[-1] is not None
    assert desk.reply(uuid).state is S.REJECTED
    conversation = desk.replies(THREAD)
    assert ([one.own for one in conversation.theirs], [one.uuid for one in conversation.own]) == ([False], [uuid])


def test_ones_own_of_the_same_words_is_found_under_a_number_that_another_one_had(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    first = desk.queue(THREAD, FORM).uuid
    desk.sync(THREAD)
    server.clock.go_on(400)
    server.site.kept[0].gone = True
    second = desk.queue(THREAD, FORM).uuid
    server.fault = "lost after"
    desk.sync()
    server.clock.go_on(400)
    desk.sync(THREAD, by_hand=True)
    assert (desk.reply(first).state, desk.reply(second).state) == (S.REJECTED, S.PUBLISHED)
    assert [one.number for one in server.site.kept] == [1]


def test_what_had_ones_number_before_is_not_shown_beside_it(open_desk: Open) -> None:
    site = PaperSite()
    server, another = PaperServer(site), PaperServer(site)
    site.keep("Ann|Said before.|")
    desk = open_desk(server)
    desk.sync(THREAD)
    assert [one.text for one in desk.replies(THREAD).theirs] == ["Said before."]
    site.clock.go_on(400)
    site.kept[0].gone = True
    uuid = desk.queue(THREAD, FORM).uuid
    server.pull = another.pull  # type: ignore[method-assign]
    another.down = True
    desk.sync(THREAD)
    conversation = desk.replies(THREAD)
    assert ([one.uuid for one in conversation.own], conversation.theirs) == ([uuid], ())
    assert desk.reply(uuid).server_id == "1"


def test_an_answer_that_got_the_number_of_what_it_answers_is_found(open_desk: Open) -> None:
    server = PaperServer()
    server.site.keep("Bob|Is it so?|")
    desk = open_desk(server)
    desk.sync(THREAD)
    server.clock.go_on(400)
    uuid = desk.queue(THREAD, FORM, "1").uuid
    server.fault = "late"
    desk.sync(THREAD)
    server.site.kept[0].gone = True
    server.clock.go_on(400)
    desk.sync(THREAD)
    assert (server.site.kept[0].number, server.site.kept[0].parent) == (1, "")
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.PUBLISHED, "1")


def test_an_answer_to_what_was_gone_is_found_under_what_got_its_number_meanwhile(open_desk: Open) -> None:
    server = PaperServer()
    server.site.keep("Bob|Is it so?|")
    desk = open_desk(server)
    desk.sync(THREAD)
    server.clock.go_on(400)
    server.site.kept[0].gone = True
    uuid = desk.queue(THREAD, FORM, "1").uuid
    server.fault = "late"
    desk.sync(THREAD)
    server.clock.go_on(20)
    server.site.keep("Eve|Is it?|")
    server.clock.go_on(400)
    desk.sync(THREAD)
    assert [(one.number, one.parent) for one in server.site.kept] == [(1, ""), (2, "1")]
    assert (desk.reply(uuid).state, desk.reply(uuid).server_id) == (S.PUBLISHED, "2")


def test_a_namesakes_same_words_are_not_taken_for_it(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    uuid = desk.queue(THREAD, FORM).uuid
    server.fault = "lost before"
    desk.sync()
    server.clock.go_on(3600)
    server.site.keep("Ann|So it is.|")
    desk.sync(THREAD)
    assert (desk.reply(uuid).state, desk.reply(uuid).ask) == (S.UNSURE, True)
    assert desk.replies(THREAD).theirs[0].own is False


# -- clocks that are set -----------------------------------------------------------------------------------------------

DAY = 24 * 3600


@pytest.mark.parametrize("jump", [-9 * DAY, -DAY, -3600, -61, 61, 3600, DAY, 9 * DAY])
@pytest.mark.parametrize("new_run", [False, True])
def test_setting_the_clock_does_not_shorten_the_time_a_server_is_let_alone(
    tmp_path: Path, clock: HandClock, jump: int, *, new_run: bool
) -> None:
    wrong = SetClock(clock)
    server = PaperServer(PaperSite(moderated=False, clock=clock), wrong)
    for number in range(2):
        desk = ReplyDesk(tmp_path / "data", wrong, lambda _, __: server, chance=lambda: 0.0)
        if not number:
            desk.servers.set("https://comments.example.com", "isso")
            uuid = desk.queue(THREAD, FORM).uuid
            server.fault = "late"
        desk.sync(by_hand=True)
        assert desk.reply(uuid).state is S.UNSURE
        assert server.site.ever == []
        if new_run:
            desk.close()
            wrong.run = "another"
        wrong.set_on(jump)
    for seconds in (5, 30):
        clock.go_on(seconds)
        desk.retry_all()
        desk.sync(by_hand=True)
        assert server.site.ever == [], "it may still be under way"
    clock.go_on(SETTLE.total_seconds())
    desk.sync(THREAD, by_hand=True)
    assert desk.reply(uuid).state is S.PUBLISHED
    assert len(server.site.ever) == 1
    desk.close()


@pytest.mark.parametrize("jump", [-9 * DAY, 9 * DAY])
def test_a_set_clock_does_not_keep_a_reply_from_being_sent_again(tmp_path: Path, clock: HandClock, jump: int) -> None:
    wrong = SetClock(clock)
    server = PaperServer(PaperSite(clock=clock), wrong)
    desk = ReplyDesk(tmp_path / "data", wrong, lambda _, __: server, chance=lambda: 0.0)
    desk.servers.set("https://comments.example.com", "isso")
    uuid = desk.queue(THREAD, FORM).uuid
    server.fault = "lost before"
    desk.sync()
    desk.close()
    wrong.run = "another"
    wrong.set_on(jump)
    desk = ReplyDesk(tmp_path / "data", wrong, lambda _, __: server, chance=lambda: 0.0)
    report = desk.sync(by_hand=True)
    assert report.next_due is not None
    assert report.next_due - wrong.now() < timedelta(minutes=2)
    clock.go_on(SETTLE.total_seconds() + 1)
    desk.sync(by_hand=True)
    assert desk.reply(uuid).state is S.PUBLISHED
    desk.close()
