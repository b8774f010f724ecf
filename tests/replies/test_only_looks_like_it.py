"""What only looks like one's own reply, or no longer does: it is not sent twice for that, nor taken for another."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.replies.paper_desk import THREAD, Open, desks
from tests.replies.paper_server import PaperServer, PaperSite
from tests.replies.test_never_mistaken import FORM, KINDS, S, later
from tests.replies.wordpress_answers import REPLY, answer, error, item, listed, reading

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import Reply, Standing
from hiitreader.replies.server import Answer, Trace


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Open]:
    with desks(tmp_path / "data") as opener:
        yield opener


def sent(server: PaperServer, desk: ReplyDesk, fault: str = "", **changes: str) -> str:
    """Have one sent, and time pass until the next may be; its UUID."""
    uuid = desk.queue(THREAD, replace(FORM, **changes)).uuid  # type: ignore[arg-type]
    server.fault = fault
    desk.sync(by_hand=True)
    server.clock.go_on(20)
    return uuid


def own(desk: ReplyDesk) -> list[str]:
    return [one.id for one in desk.replies(THREAD).theirs if one.own]


@KINDS
def test_one_that_a_moderator_mended_before_it_was_seen_is_not_sent_again(open_desk: Open, *, wordpress: bool) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress))
    desk = open_desk(server)
    uuid = sent(server, desk, "lost after")
    server.site.kept[0].words = "So it is!"
    later(server, desk)
    assert (desk.reply(uuid).state, desk.reply(uuid).ask) == (S.UNSURE, True)
    assert len(server.site.kept) == 1


@KINDS
def test_other_words_of_ones_own_are_no_mended_ones(open_desk: Open, *, wordpress: bool) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress))
    desk = open_desk(server)
    uuids = [
        sent(server, desk, fault, comment=f"Words {place}") for place, fault in enumerate(("lost before", "lost after"))
    ]
    later(server, desk)
    assert [desk.reply(uuid).state for uuid in uuids] == [S.PUBLISHED] * 2
    assert len(server.site.kept) == 2


def test_who_has_the_number_of_ones_own_by_now_does_not_tell_who_one_is(open_desk: Open) -> None:
    server = PaperServer()
    desk = open_desk(server)
    sent(server, desk, comment="First words.")
    server.site.kept[0].gone = True
    assert server.site.keep("Bob|I am Bob.|").number == 1
    second = sent(server, desk, "lost after")
    later(server, desk)
    assert desk.reply(second).state is S.PUBLISHED
    assert len(server.site.kept) == 2


@KINDS
@pytest.mark.parametrize("held", [False, True])
def test_the_same_words_of_somebody_else_under_ones_number(open_desk: Open, *, wordpress: bool, held: bool) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress, moderated=held))
    desk = open_desk(server)
    uuid = sent(server, desk)
    server.site.put_back(server.site.kept[0].written.replace(year=2025))
    server.site.keep(f"Bob|{FORM.comment}|").held = False
    later(server, desk, rounds=2)
    assert desk.reply(uuid).state is S.REJECTED
    assert own(desk) == []


@KINDS
def test_one_that_was_gone_and_is_there_again_is_had_back(open_desk: Open, *, wordpress: bool) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress))
    desk = open_desk(server)
    uuid = sent(server, desk)
    server.site.ever[0].gone = True
    later(server, desk, rounds=1)
    assert desk.reply(uuid).state is S.REJECTED
    server.site.ever[0].gone = False
    later(server, desk, rounds=1)
    assert (desk.reply(uuid).state, desk.reply(uuid).reason) == (S.PUBLISHED, "")
    assert own(desk) == ["1"]


@pytest.mark.parametrize("fault", ["", "lost after"])
@pytest.mark.parametrize("moderated", [False, True])
def test_one_that_a_moderator_mended_is_ones_own_by_its_moment(open_desk: Open, fault: str, *, moderated: bool) -> None:
    server = PaperServer(PaperSite(moderated=moderated))
    desk = open_desk(server)
    uuid = sent(server, desk, fault if not moderated else "")
    one = server.site.kept[0]
    later(server, desk, rounds=1)
    one.held, one.words, one.name = False, "As a moderator put it.", "A. Moderator"
    server.clock.go_on(3600)
    server.asked_after.clear()
    desk.sync(THREAD)
    desk.sync(THREAD, by_hand=True)
    assert (desk.reply(uuid).state, server.asked_after) == (S.PUBLISHED, [])
    one.gone = True
    later(server, desk, rounds=1)
    assert desk.reply(uuid).state is S.REJECTED
    one.gone = False
    later(server, desk, rounds=1)
    assert (desk.reply(uuid).state, own(desk)) == (S.PUBLISHED, ["1"])


def test_ones_own_in_the_trash_is_no_proof_that_the_same_did_not_arrive(open_desk: Open) -> None:
    site = PaperSite(wordpress=True)
    server = PaperServer(site)
    desk = open_desk(server)
    sent(server, desk)
    site.kept[0].gone = True
    server.standing = lambda _: Standing.AWAITING  # type: ignore[method-assign] -- of the trash nobody is told
    site.moderated = True
    second = sent(server, desk, "lost after")
    server.send = lambda _: Answer(S.AWAITING_MODERATION, delivered=True)  # type: ignore[method-assign]
    later(server, desk)
    assert (desk.reply(second).state, desk.reply(second).ask) == (S.UNSURE, True)
    site.kept[0].held = False
    later(server, desk, rounds=1)
    assert desk.reply(second).state is S.PUBLISHED
    assert own(desk) == [desk.reply(second).server_id]


def test_what_is_certainly_another_ones_is_nobody_elses(open_desk: Open) -> None:
    server = PaperServer()
    top = server.site.keep("Bob|Is it so?|").number
    answers = [str(top), str(server.site.keep(f"Eve|Is it?|{top}").number)]  # both stand under Bob's
    desk = open_desk(server)
    uuids = []
    for parent, fault in zip(answers, ("lost before", "lost after"), strict=True):
        uuids.append(desk.queue(THREAD, FORM, parent).uuid)
        server.fault = fault
        desk.sync(by_hand=True)
        server.clock.go_on(3 * 3600)
    later(server, desk)
    assert [desk.reply(uuid).state for uuid in uuids] == [S.PUBLISHED] * 2
    assert len([one for one in server.site.kept if one.sent]) == 2


@pytest.mark.parametrize("taken", [True, False])
def test_a_refusal_is_held_against_the_list(open_desk: Open, *, taken: bool) -> None:
    """A page of a plugin's own, or a post that something on its way repeated."""
    server = PaperServer(PaperSite(wordpress=True))
    desk = open_desk(server)

    def refuse(reply: Reply) -> Answer:
        if taken:
            server.site.keep(reply.body, sent=reply.uuid)
        return Answer(S.NEEDS_CHANGE, reason="You have said that already.", field="comment")

    server.send = refuse  # type: ignore[method-assign]
    uuid = sent(server, desk)
    assert desk.reply(uuid).state is (S.PUBLISHED if taken else S.NEEDS_CHANGE)


@KINDS
def test_whoever_starts_the_computer_once_a_day_sends_again_too(open_desk: Open, *, wordpress: bool) -> None:
    server = PaperServer(PaperSite(wordpress=wordpress))
    desk = open_desk(server)
    uuid = sent(server, desk, "lost before")
    for day in range(3):
        server.clock.go_on(86_400)
        server.clock.run, server.clock.steady = f"run {day}", 10.0
        desk.sync(THREAD)
    assert desk.reply(uuid).state is S.PUBLISHED
    assert len(server.site.kept) == 1


@pytest.mark.parametrize(
    ("parent", "trace"),
    [(error(404, "rest_comment_invalid_id"), Trace.FOUND), (answer(200, item(3, status="approved")), Trace.ABSENT)],
    ids=["gone", "there"],
)
def test_an_answer_is_found_a_level_up_when_what_it_answers_is_gone(parent: object, trace: Trace) -> None:
    told = listed([item(12, content={"rendered": "<p>So?</p>"}, parent=2)])
    site = reading(lambda path, _: parent if path.endswith("/comments/3") else told)  # type: ignore[arg-type, return-value]
    assert site.find(replace(REPLY, parent="3"), frozenset()).trace is trace
