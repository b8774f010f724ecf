"""A reply of one's own on an Isso: what lets one change it, what came of a change, and where it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.replies.conftest import HandClock
from tests.replies.scripted_isso import ScriptedWeb, answer, page

from hiitreader.errors import WorldProblem
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import NoAnswer, Standing, Trace
from hiitreader.replies.servers.isso import Isso
from hiitreader.replies.servers.isso_answers import (
    after_doubtful_deletion,
    after_doubtful_edit,
    meaning,
    meaning_of_edit,
)
from hiitreader.system.web import AnswerLost, NotReached, WebAnswer

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
THREAD = Thread("/a/", "A")

FORM = ReplyForm("Mine.", "Ann & Co", "ann@example.com")
COOKIE = "isso-7=WzcsIjEiXQ.aB-c_d.EfG; Expires=Sat, 31 Jan 2026 12:15:00 GMT; Max-Age=900; Path=/; SameSite=Lax"
MINE = {"id": 7, "text": "Mine.", "author": "Ann &amp; Co", "mode": 1, "created": 1e9}


def confirmed(token: str = "WzcsIjEiXQ.aB-c_d.EfG", **changes: object) -> Reply:
    draft = Reply(uuid="u", thread=THREAD, form=FORM, created=NOW, changed=NOW)
    sending = draft.queued(NOW).sending(NOW, server="s", body="{}", noted="6")
    there = sending.received(NOW, "7", awaiting=False, token=token, expires=NOW + timedelta(minutes=15))
    return replace(there, **changes)  # type: ignore[arg-type]


def at_isso(**answers: WebAnswer | WorldProblem) -> tuple[Isso, ScriptedWeb]:
    """An Isso that gives one answer to each method; `lists` for the lists of a thread."""

    def say(asked: str) -> WebAnswer:
        method = "lists" if asked.startswith("/?uri=") else asked.split(maxsplit=1)[0] if " " in asked else "GET"
        found = answers[method]
        if isinstance(found, WorldProblem):
            raise found
        return found

    web = ScriptedWeb(say)
    return Isso(web, HandClock()), web


def test_the_permission_to_change_it_comes_with_the_answer() -> None:
    taken = meaning(answer(201, MINE, x_set_cookie=COOKIE), NOW)
    assert (taken.token, taken.expires) == ("WzcsIjEiXQ.aB-c_d.EfG", NOW + timedelta(seconds=900))


@pytest.mark.parametrize(
    "header",
    ["", "isso-8=other; Max-Age=900", "7=bare; Max-Age=900", "isso-7=; Max-Age=0", "isso-7=x", "isso-7=x; Max-Age=-1",
     "isso-7=a b; Max-Age=9", "isso-7=x\ny; Max-Age=9", "isso-7=x; Max-Age=999999999", "é" * 9_999],
)  # fmt: skip
def test_a_permission_that_makes_no_sense_is_none(header: str) -> None:
    taken = meaning(answer(201, MINE, x_set_cookie=header), NOW)
    assert (taken.state, taken.token, taken.expires) == (ReplyState.PUBLISHED, "", None)


def test_it_is_changed_with_its_permission_which_is_then_another() -> None:
    isso, web = at_isso(PUT=answer(200, MINE | {"text": "New."}, x_set_cookie=COOKIE.replace("EfG", "Hij")))
    found = isso.edit(confirmed(), replace(FORM, comment="New."))
    assert (found.state, found.server_id, found.token) == (ReplyState.PUBLISHED, "7", "WzcsIjEiXQ.aB-c_d.Hij")
    assert web.cookies == ["7=WzcsIjEiXQ.aB-c_d.EfG"]
    assert web.bodies == [{"text": "New."}]
    isso.edit(confirmed(), ReplyForm("New.", "Bob", "b@example.com", "https://b.example"))
    assert web.bodies[1] == {"text": "New.", "author": "Bob", "website": "https://b.example"}


@pytest.mark.parametrize(
    ("said", "state", "field"),
    [
        (answer(403, page("no")), ReplyState.CLOSED, ""),
        (answer(400, page("text is too short (minimum length: 3)")), ReplyState.NEEDS_CHANGE, "comment"),
        (answer(405, ""), ReplyState.QUEUED, ""),
        (answer(200, {"id": 8, "mode": 1}), ReplyState.UNSURE, ""),
        (answer(201, MINE), ReplyState.UNSURE, ""),
        (NotReached("gone"), ReplyState.QUEUED, ""),
    ],
)
def test_what_a_change_comes_to(said: WebAnswer | WorldProblem, state: ReplyState, field: str) -> None:
    isso, _ = at_isso(PUT=said, GET=answer(500))
    found = isso.edit(confirmed(), replace(FORM, comment="New."))
    assert (found.state, found.field, found.server_id) == (state, field, "")
    assert found.reason


@pytest.mark.parametrize(
    ("seen", "state"),
    [
        (answer(200, MINE | {"text": "New."}), ReplyState.PUBLISHED),
        (answer(200, MINE | {"text": "New.", "mode": 2}), ReplyState.AWAITING_MODERATION),
        (answer(200, MINE), ReplyState.QUEUED),
        (answer(200, MINE | {"text": "Other."}), ReplyState.UNSURE),
        (answer(404), ReplyState.REJECTED),
        (answer(403), ReplyState.UNSURE),
        (NotReached("gone"), ReplyState.UNSURE),
    ],
)
def test_a_change_whose_answer_was_lost_is_looked_at(seen: WebAnswer | WorldProblem, state: ReplyState) -> None:
    isso, web = at_isso(PUT=AnswerLost("lost"), GET=seen, lists=answer(200, {"replies": []}))
    found = isso.edit(confirmed(), replace(FORM, comment="New."))
    assert (found.state, found.token) == (state, "")
    assert web.asked[1] == "GET /id/7?plain=1"


@pytest.mark.parametrize(
    ("said", "seen", "state"),
    [
        (answer(200, None), answer(404), ReplyState.DISCARDED),
        (answer(200, MINE | {"mode": 4}), answer(500), ReplyState.DISCARDED),
        (answer(404), answer(404), ReplyState.DISCARDED),
        (answer(404), answer(200, MINE), ReplyState.QUEUED),
        (answer(403), answer(200, MINE), ReplyState.CLOSED),
        (answer(500), answer(404), ReplyState.DISCARDED),
        (answer(500), answer(200, MINE | {"mode": 4}), ReplyState.DISCARDED),
        (answer(500), answer(200, MINE), ReplyState.QUEUED),
        (AnswerLost("lost"), answer(403), ReplyState.UNSURE),
        (AnswerLost("lost"), answer(500), ReplyState.UNSURE),
        (NotReached("gone"), answer(404), ReplyState.QUEUED),
    ],
)
def test_what_a_deletion_comes_to(said: WebAnswer | WorldProblem, seen: WebAnswer, state: ReplyState) -> None:
    isso, _ = at_isso(DELETE=said, GET=seen, lists=answer(200, {"replies": []}))
    assert isso.delete(confirmed()).state is state


def test_an_address_where_no_isso_is_any_more_is_no_proof_that_a_reply_is_gone() -> None:
    isso, _ = at_isso(DELETE=answer(404), GET=answer(404), lists=answer(404))
    assert isso.delete(confirmed()).state is ReplyState.QUEUED
    with pytest.raises(NoAnswer):
        isso.standing(confirmed())


@pytest.mark.parametrize(("seconds", "standing"), [(0, Standing.UNKNOWN), (90, Standing.UNKNOWN), (900, Standing.GONE)])
def test_other_words_of_the_same_author_from_another_time_are_another_reply(seconds: int, standing: Standing) -> None:
    other = MINE | {"text": "Another one.", "created": 1e9 + seconds}
    seen, listed = answer(200, other), answer(200, {"replies": [other]})
    one = confirmed(noted="6@ ~1000000000")
    assert at_isso(GET=seen, lists=listed)[0].standing(one) is standing
    assert at_isso(GET=answer(403), lists=listed)[0].standing(one) is standing


WRITTEN = datetime.fromtimestamp(1e9, UTC)


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({}, Standing.PUBLISHED),
        ({"text": "As a moderator put it.", "author": "Bob"}, Standing.PUBLISHED),
        ({"created": 1e9 + 0.3}, Standing.GONE),
        ({"created": 1e9 - 90}, Standing.GONE),
    ],
)
@pytest.mark.parametrize("state", [ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION])
def test_an_id_and_the_moment_it_was_given_are_one_replys_alone(
    said: dict[str, object], standing: Standing, state: ReplyState
) -> None:
    there = MINE | said
    seen, listed = answer(200, there), answer(200, {"replies": [there]})
    one = confirmed(noted="6@ ~1000000000", written=WRITTEN, state=state)
    assert at_isso(GET=seen, lists=listed)[0].standing(one) is standing
    assert at_isso(GET=answer(403), lists=listed)[0].standing(one) is standing


@pytest.mark.parametrize(("said", "standing"), [({}, Standing.PUBLISHED), ({"author": "Bob"}, Standing.GONE)])
def test_where_the_server_tells_no_moment_the_writer_counts(said: dict[str, object], standing: Standing) -> None:
    isso, _ = at_isso(GET=answer(200, MINE | said | {"created": None}))
    assert isso.standing(confirmed(written=WRITTEN)) is standing


@pytest.mark.parametrize("seconds", [0, 0.3, 90])
def test_what_got_ones_number_and_says_the_same_is_neither_changed_nor_deleted(seconds: float) -> None:
    there, own = MINE | {"created": 1e9 + seconds}, seconds == 0
    one = confirmed(written=WRITTEN)
    isso, web = at_isso(GET=answer(200, there), PUT=answer(200, there), DELETE=answer(200, None))
    changed, deleted = isso.edit(one, replace(FORM, comment="New.")), isso.delete(one)
    asked = [one.split(maxsplit=1)[0] for one in web.asked]
    assert asked == (["GET", "PUT", "GET", "DELETE"] if own else ["GET", "GET"])
    states = (ReplyState.PUBLISHED, ReplyState.DISCARDED) if own else (ReplyState.REJECTED, ReplyState.REJECTED)
    assert (changed.state, deleted.state) == states
    assert own or "no longer has" in changed.reason


def test_what_a_change_comes_to_when_the_number_is_given_again_in_that_moment() -> None:
    anothers, one = MINE | {"created": 1e9 + 90, "text": "New."}, confirmed(written=WRITTEN)
    new = replace(FORM, comment="New.")
    assert meaning_of_edit(answer(200, anothers), one, NOW).state is ReplyState.UNSURE
    assert meaning_of_edit(answer(200, MINE), one, NOW).state is ReplyState.PUBLISHED
    after = after_doubtful_edit(answer(200, anothers), one, new.comment)
    assert (after and after.state) is ReplyState.REJECTED
    gone, there = (after_doubtful_deletion(answer(200, seen), one) for seen in (anothers, MINE))
    assert (gone and gone.state, there and there.state) == (ReplyState.DISCARDED, ReplyState.QUEUED)


def test_nothing_is_changed_while_it_can_not_be_asked_whose_the_number_is() -> None:
    isso, web = at_isso(GET=NotReached("No connection."))
    for said in (isso.edit(confirmed(written=WRITTEN), FORM), isso.delete(confirmed(written=WRITTEN))):
        assert (said.state, said.reason) == (ReplyState.QUEUED, "No connection.")
    assert all(one.startswith("GET") for one in web.asked)


def test_the_moment_comes_with_the_answer_and_with_what_is_found() -> None:
    assert meaning(answer(201, MINE), NOW).written == WRITTEN
    assert meaning(answer(202, MINE), NOW).written == WRITTEN
    assert meaning(answer(201, {"id": 7, "created": "soon"}), NOW).written is None
    isso, _ = at_isso(GET=answer(404), lists=answer(200, {"replies": [MINE]}))
    lost = confirmed(state=ReplyState.UNSURE, server_id="", doubtful=True, noted="6@ ~1000000000")
    found = isso.find(lost, frozenset())
    assert (found.trace, found.server_id, found.written) == (Trace.FOUND, "7", WRITTEN)


HELD, OTHERS = MINE | {"mode": 2}, MINE | {"author": "Bob", "text": "Hello"}


@pytest.mark.parametrize(
    ("seen", "standing"),
    [
        (answer(200, MINE), Standing.PUBLISHED),
        (answer(200, HELD), Standing.AWAITING),
        (answer(200, MINE | {"mode": 4, "text": "", "author": None}), Standing.GONE),
        (answer(200, OTHERS), Standing.GONE),
        (answer(200, MINE | {"author": "Bob"}), Standing.GONE),
        (answer(200, MINE | {"text": "Moderated."}), Standing.UNKNOWN),
        (answer(200, MINE | {"mode": [1]}), Standing.UNKNOWN),
        (answer(404), Standing.GONE),
    ],
)
def test_where_it_stands_for_its_author(seen: WebAnswer, standing: Standing) -> None:
    isso, web = at_isso(GET=seen, lists=answer(200, {"replies": []}))
    assert isso.standing(confirmed()) is standing
    assert web.cookies[0].startswith("7=")


@pytest.mark.parametrize(
    ("replies", "standing"),
    [
        ([MINE], Standing.PUBLISHED),
        ([OTHERS], Standing.GONE),
        ([MINE | {"author": "Bob"}], Standing.GONE),
        ([MINE | {"mode": 4, "text": "", "author": None}], Standing.GONE),
        ([MINE | {"text": "Moderated."}], Standing.UNKNOWN),
    ],
)
def test_where_it_stands_when_the_permission_is_over(replies: list[object], standing: Standing) -> None:
    isso, web = at_isso(GET=answer(403), lists=answer(200, {"replies": replies}))
    assert isso.standing(confirmed(token="")) is standing
    assert isso.standing(confirmed(token="")) is standing
    assert web.asked.count("/id/7") == 2
    isso.pull(THREAD, None)
    before = len(web.asked)
    isso.standing(confirmed(token=""))
    assert len(web.asked) == before + 1, "what was just listed is not listed again"


@pytest.mark.parametrize(
    ("awaiting", "standing"), [(True, Standing.AWAITING), (False, Standing.GONE)], ids=["was held", "was published"]
)
def test_an_id_in_use_that_is_not_listed(awaiting: bool, standing: Standing) -> None:
    state = ReplyState.AWAITING_MODERATION if awaiting else ReplyState.PUBLISHED
    isso, _ = at_isso(GET=answer(403), lists=answer(200, {"replies": []}))
    assert isso.standing(confirmed(token="", state=state)) is standing


@pytest.mark.parametrize(
    ("parent", "seconds", "standing"),
    [("3", 9_000, Standing.PUBLISHED), ("", 5, Standing.PUBLISHED), ("", 9_000, Standing.GONE)],
    ids=["its own", "what it answers is gone", "another's"],
)
def test_the_same_words_under_an_id_that_was_given_again(parent: str, seconds: int, standing: Standing) -> None:
    one = MINE | {"created": 1e9 + seconds}
    above = {
        "id": 3,
        "text": "So?",
        "author": "Bob",
        "mode": 1,
        "created": 1e9 - 99,
        "replies": [one] if parent else [],
    }
    listed = answer(200, {"replies": [above] if parent else [above, one]})
    isso, _ = at_isso(GET=answer(403), lists=listed)
    assert isso.standing(confirmed(token="", parent="3", noted="6@ ~1000000000 ^3")) is standing


def test_a_server_that_has_no_time_says_how_long() -> None:
    isso, _ = at_isso(GET=answer(503, retry_after="600"), lists=answer(503, retry_after="600"))
    for ask in (
        lambda: isso.pull(THREAD, None),
        lambda: isso.standing(confirmed()),
        lambda: isso.note(confirmed(noted=""), frozenset("9")),
    ):
        with pytest.raises(NoAnswer) as raised:
            ask()
        assert raised.value.wait == timedelta(minutes=10)
    assert meaning(answer(503, retry_after="600"), NOW).wait == timedelta(minutes=10)


def test_what_is_new_is_asked_for_from_its_very_moment_on() -> None:
    isso, web = at_isso(lists=answer(200, {"replies": [MINE], "total_replies": 12}))
    listing = isso.pull(THREAD, datetime.fromtimestamp(1e9, UTC))
    assert web.asked == ["/?uri=%2Fa%2F&plain=1&after=999999999.999"]
    assert (listing.whole, listing.total, len(listing.replies)) == (False, 12, 1)
    assert isso.pull(THREAD, None).whole


@pytest.mark.parametrize("total", [None, "12", -1, True, 1.5])
def test_a_total_that_makes_no_sense_is_none(total: object) -> None:
    isso, _ = at_isso(lists=answer(200, {"replies": [], "total_replies": total}))
    assert isso.pull(THREAD, None).total is None


def test_known_numbers_that_are_free_by_now_are_noted_since_they_are_used_again() -> None:
    in_use = {3}

    def say(asked: str) -> WebAnswer:
        if asked.startswith("/?uri="):
            return answer(200, {"replies": []})
        return answer(403 if int(asked.removeprefix("/id/")) in in_use else 404)

    isso = Isso(ScriptedWeb(say), HandClock())
    known = frozenset({"3", "5"})
    noted = isso.note(confirmed(noted=""), known)
    assert noted == "3@ 5"
    lost = confirmed(noted=noted)
    assert isso.find(lost, known).trace is Trace.ABSENT
    in_use.add(5)
    assert isso.find(lost, known).trace is Trace.UNKNOWN
    in_use.remove(5)
    in_use.add(4)
    assert isso.find(lost, known | {"4"}).trace is Trace.ABSENT
