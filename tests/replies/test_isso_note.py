"""An Isso gives the id of a deleted newest reply out again: what is noted of it, and what still proves anything."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from tests.replies.isso_server import RealIsso
from tests.replies.scripted_isso import ScriptedWeb, answer
from tests.replies.test_isso_own import FORM, confirmed

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import Finding, Trace
from hiitreader.replies.servers.isso import Isso
from hiitreader.replies.servers.isso_note import Note, read_note
from hiitreader.system.web import Web, WebAnswer

pytestmark = pytest.mark.slow

NONE: frozenset[str] = frozenset()
NEWEST = {"id": 7, "text": "Hello.", "author": "Bob", "mode": 1, "created": 1e9}
OURS = {"id": 7, "text": FORM.comment, "author": "Ann &amp; Co", "mode": 1, "created": 1e9 + 60}
NOTED = "7@1000000000000000"


class Site:
    """What an Isso has: the listed replies, and the ids of those that are in use without being listed."""

    def __init__(self, *listed: dict[str, object], unlisted: frozenset[int] = frozenset()) -> None:
        self.listed, self.unlisted = listed, unlisted

    def say(self, asked: str) -> WebAnswer:
        if asked.startswith("/?uri="):
            return answer(200, {"replies": list(self.listed)})
        used = self.unlisted | {one["id"] for one in self.listed}
        return answer(403 if int(asked.removeprefix("/id/")) in used else 404)

    def note(self) -> str:
        return Isso(ScriptedWeb(self.say)).note(confirmed(noted=""), NONE)

    def find(self, noted: str, known: frozenset[str] = NONE) -> Finding:
        return Isso(ScriptedWeb(self.say)).find(confirmed(noted=noted), known)


def is_found(finding: Finding, number: str) -> bool:
    """Whether it was found under a number, and the moment that goes with it."""
    return finding.written is not None and replace(finding, written=None) == Finding(Trace.FOUND, number)


def test_the_highest_one_is_noted_with_when_it_was_written_where_that_is_listed() -> None:
    assert Site(NEWEST).note() == NOTED
    assert Site(NEWEST, unlisted=frozenset({8})).note() == "8@"
    assert Site().note() == "0"


@pytest.mark.parametrize("text", ["", "0", "7", "7@", NOTED, "7@ 8 12", f"{NOTED} 9"])
def test_a_note_is_read_as_it_was_kept(text: str) -> None:
    assert read_note(text).text() == text


@pytest.mark.parametrize("text", ["x", "@", "-1", "7.5@1", "\u0667"])
def test_a_note_that_makes_no_sense_is_none(text: str) -> None:
    assert read_note(text) == Note(None)


@pytest.mark.parametrize(
    "site",
    [
        Site(),
        Site(unlisted=frozenset({7})),
        Site(NEWEST | {"created": 1e9 + 60}),
        Site(OURS | {"author": "Someone else"}),
        Site(unlisted=frozenset({6})),
    ],
    ids=["gone", "not listed any more", "the same words again", "another one's", "a held one below"],
)
def test_nothing_is_proven_once_the_noted_one_is_no_longer_what_it_was(site: Site) -> None:
    assert site.find(NOTED) == Finding(Trace.UNKNOWN)


@pytest.mark.parametrize("site", [Site(), Site(NEWEST), Site(OURS)], ids=["gone", "listed", "ours in its place"])
def test_nothing_is_proven_once_one_that_was_not_listed_is_gone_or_listed(site: Site) -> None:
    assert site.find("7@") == Finding(Trace.UNKNOWN)


@pytest.mark.parametrize(("seconds", "trace"), [(-60, Trace.ABSENT), (60, Trace.UNKNOWN)], ids=["before", "after"])
def test_one_that_was_let_through_is_the_noted_one_if_it_was_written_before(seconds: int, trace: Trace) -> None:
    assert Site(NEWEST).find(f"7@ ~{10**9 - seconds}").trace is trace


@pytest.mark.parametrize("number", [3, 7, 8])
def test_it_is_found_by_its_words_wherever_it_came_after_the_noted_one(number: int) -> None:
    assert is_found(Site(OURS | {"id": number}).find(NOTED), str(number))


def test_the_same_words_from_before_are_not_it() -> None:
    before = OURS | {"id": 3, "created": 1e9 - 60}
    assert Site(before).find(NOTED).trace is Trace.UNKNOWN
    assert Site(before, NEWEST).find(NOTED).trace is Trace.ABSENT


@pytest.mark.parametrize(
    "newest", [NEWEST, NEWEST | {"text": "Edited."}, NEWEST | {"mode": 4, "text": "", "author": None}]
)
def test_the_noted_one_stays_what_it_was_whatever_its_words_become(newest: dict[str, object]) -> None:
    assert Site(newest).find(NOTED) == Finding(Trace.ABSENT, noted=NOTED)


def test_each_proof_of_absence_is_a_new_note() -> None:
    later = NEWEST | {"id": 9, "created": 1e9 + 5}
    assert Site(NEWEST, later).find(f"{NOTED} 8 12").noted == "9@1000000005000000 12"
    found = Site(NEWEST, unlisted=frozenset({8})).find(NOTED, frozenset("8"))
    assert (found.noted, found.leans_on) == ("8@", frozenset("8"))


def test_nothing_is_asked_of_many_ids_while_nothing_is_to_be_sent() -> None:
    web = ScriptedWeb(Site(NEWEST, unlisted=frozenset({8})).say)
    isso, mine = Isso(web), confirmed(noted=NOTED)
    assert isso.find(mine, NONE, to_send=False).trace is Trace.UNKNOWN
    assert len(web.asked) == 1
    web = ScriptedWeb(Site(NEWEST, OURS | {"id": 8}).say)
    assert is_found(Isso(web).find(mine, NONE, to_send=False), "8")


@pytest.mark.parametrize("site", [Site(), Site(NEWEST), Site(unlisted=frozenset({7}))])
def test_a_bare_id_as_it_was_noted_before_still_counts(site: Site) -> None:
    found = site.find("7")
    assert found.trace is Trace.ABSENT
    assert found.noted.startswith("7@")


# -- a real one --------------------------------------------------------------------------------------------------------


def sent(isso: Isso, thread: Thread, comment: str) -> tuple[Reply, str]:
    """A reply that was sent, as it was on its way, and its id, which this reader never learned."""
    reply = ready(isso, thread, comment)
    return reply, isso.send(reply).server_id


def ready(isso: Isso, thread: Thread, comment: str) -> Reply:
    before = confirmed(thread=thread, form=ReplyForm(comment, "Ann", "ann@example.com"), server_id="", noted="")
    return replace(before, body=isso.body(before), noted=isso.note(before, NONE))


@pytest.fixture
def opened(isso: RealIsso) -> Iterator[Isso]:
    with closing(Isso(Web(isso.url))) as found:
        yield found


@pytest.fixture
def opened_moderated(moderated_isso: RealIsso) -> Iterator[Isso]:
    with closing(Isso(Web(moderated_isso.url))) as found:
        yield found


def test_a_reply_with_the_number_of_a_deleted_one_is_found(isso: RealIsso, opened: Isso) -> None:
    thread = Thread("/number-of-a-deleted-one/", "A")
    _, newest = sent(opened, thread, "The newest.")
    lost = ready(opened, thread, "Lost on the way back.")
    isso.delete(int(newest))
    assert opened.find(lost, NONE).trace is Trace.UNKNOWN
    assert opened.send(lost).server_id == newest
    assert is_found(opened.find(lost, NONE), newest)


def test_a_held_reply_with_the_number_of_a_deleted_one_does_not_count_as_absent(
    moderated_isso: RealIsso, opened_moderated: Isso
) -> None:
    thread = Thread("/number-of-a-deleted-one/", "A")
    _, newest = sent(opened_moderated, thread, "The newest.")
    moderated_isso.approve(int(newest))
    lost = ready(opened_moderated, thread, "Lost on the way back.")
    assert opened_moderated.find(lost, NONE).trace is Trace.ABSENT
    moderated_isso.delete(int(newest))
    assert opened_moderated.send(lost).server_id == newest
    assert opened_moderated.find(lost, NONE).trace is Trace.UNKNOWN


@pytest.mark.parametrize("purged", [20, *(pytest.param(count, marks=pytest.mark.slow) for count in (19, 25, 45))])
@pytest.mark.parametrize("when", ["before the note", "after the note"])
def test_a_held_reply_beyond_a_gap_of_purged_ones_is_not_sent_twice_unasked(
    start_isso: Callable[..., RealIsso], purged: int, when: str
) -> None:
    """As `purge-after` leaves it: those that were held for long are gone, what came lately is there."""
    site = start_isso(moderated=True)
    thread = Thread("/purged/", "A")
    with closing(Isso(Web(site.url))) as opened:
        first, *old, newest = (held(opened, thread, f"Number {number}.") for number in range(purged + 2))
        site.approve(int(first))
        if when == "before the note":
            for id_ in old:
                site.delete(int(id_))
        lost = ready(opened, thread, "Lost on the way back.")
        assert opened.send(lost).server_id == str(int(newest) + 1)
        for id_ in old:
            site.delete(int(id_))
        assert opened.find(lost, frozenset({first})).trace is Trace.UNKNOWN
        never = ready(opened, thread, "Never sent.")
        assert opened.find(never, frozenset({first})).trace is Trace.ABSENT, "and none is asked about without need"


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_an_answer_is_found_under_what_its_site_puts_it_under(isso: RealIsso, opened: Isso, levels: int) -> None:
    thread = Thread(f"/levels-{levels}/", "A")
    parents = [sent(opened, thread, "The top.")[1]]
    for level in range(levels - 1):
        answer = replace(ready(opened, thread, f"Level {level}."), parent=parents[-1])
        answer = replace(answer, body=opened.body(answer))
        parents.append(opened.send(answer).server_id)
    other = sent(opened, thread, "Another top.")[1]
    words = "The same words."
    lost = [answering(opened, thread, words, parent) for parent in (parents[-1], other)]
    there = opened.send(lost[1]).server_id
    found = [opened.find(one, NONE, lost) for one in lost]
    assert [one.trace for one in found] == [Trace.ABSENT, Trace.FOUND]
    assert found[1].server_id == there
    first = opened.send(lost[0]).server_id
    assert is_found(opened.find(lost[0], NONE, lost), first)


def held(isso: Isso, thread: Thread, comment: str) -> str:
    one = confirmed(thread=thread, form=ReplyForm(comment, "Bob", "bob@example.com"), noted="")
    return isso.send(replace(one, body=isso.body(one))).server_id


def answering(isso: Isso, thread: Thread, comment: str, parent: str) -> Reply:
    one = ready(isso, thread, comment)
    one = replace(one, uuid=f"answer to {parent}", parent=parent, noted="", state=ReplyState.UNSURE, doubtful=True)
    return replace(one, body=isso.body(one), noted=isso.note(one, NONE))
