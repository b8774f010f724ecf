"""Programs that are broken, each in its own way: the trials of faults see it."""

import json
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest
from tests.replies.field import NAME
from tests.replies.scenes import impatient_web
from tests.replies.trials import Outcome, run_trials
from tests.replies.verdict import Wrong

from hiitreader.replies.reply import Reply, ReplyState, Standing
from hiitreader.replies.server import Answer, Finding, NoAnswer, ReplyServer, Trace
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.isso import Isso
from hiitreader.replies.servers.wordpress_rest import WordPressRest
from hiitreader.replies.thread import ThreadReply

pytestmark = pytest.mark.slow


def numbers(outcome: Outcome) -> dict[str, int]:
    return {what: len(trials) for what, trials in outcome.wrong.items()}


Listed = tuple[ThreadReply, ...]
Known = AbstractSet[str]


class Forgetful(Isso):
    """Finds nothing again: sends once more what is there."""

    def find(self, reply: Reply, known: Known, own: Sequence[Reply] = (), *, to_send: bool = True) -> Finding:
        return Finding(Trace.ABSENT)

    def recognise(self, reply: Reply, listed: Listed, known: Known, own: Sequence[Reply]) -> Finding:
        return Finding(Trace.ABSENT)


class Hopeful(Isso):
    """Takes an answer that was lost for a good one."""

    def send(self, reply: Reply) -> Answer:
        answer = super().send(reply)
        return Answer(ReplyState.PUBLISHED, "999999") if answer.state is ReplyState.UNSURE else answer

    def standing(self, reply: Reply) -> Standing:
        return Standing.PUBLISHED


class Timid(Isso):
    """Takes an answer that was lost for a refusal, and does not look."""

    def find(self, reply: Reply, known: Known, own: Sequence[Reply] = (), *, to_send: bool = True) -> Finding:
        return Finding(Trace.ABSENT)

    def send(self, reply: Reply) -> Answer:
        answer = super().send(reply)
        return Answer(ReplyState.REJECTED, reason="No.") if answer.state is ReplyState.UNSURE else answer


class Anxious(Isso):
    """Asks about whatever is in doubt."""

    def find(self, reply: Reply, known: Known, own: Sequence[Reply] = (), *, to_send: bool = True) -> Finding:
        return Finding(Trace.UNKNOWN)

    def recognise(self, reply: Reply, listed: Listed, known: Known, own: Sequence[Reply]) -> Finding:
        return Finding(Trace.UNKNOWN)


class Greedy(Isso):
    """Takes whatever is listed and not known yet for one's own, strangers' too."""

    def find(self, reply: Reply, known: Known, own: Sequence[Reply] = (), *, to_send: bool = True) -> Finding:
        return self.recognise(reply, self.pull(reply.thread, None).replies, known, own)

    def recognise(self, reply: Reply, listed: Listed, known: Known, own: Sequence[Reply]) -> Finding:
        theirs = [one.id for one in listed if one.id not in known and one.author != NAME]
        return Finding(Trace.FOUND, theirs[0]) if theirs else Finding(Trace.ABSENT)

    def standing(self, reply: Reply) -> Standing:
        return Standing.PUBLISHED


class Boastful(Isso):
    """Calls published whatever it knows the number of."""

    def send(self, reply: Reply) -> Answer:
        answer = super().send(reply)
        return Answer(ReplyState.PUBLISHED, answer.server_id) if answer.server_id else answer

    def standing(self, reply: Reply) -> Standing:
        return Standing.PUBLISHED


class Stubborn(Isso):
    """Never gets to know what became of a reply."""

    def find(self, reply: Reply, known: Known, own: Sequence[Reply] = (), *, to_send: bool = True) -> Finding:
        raise NoAnswer("Not now.")

    def recognise(self, reply: Reply, listed: Listed, known: Known, own: Sequence[Reply]) -> Finding:
        return Finding(Trace.ABSENT)


class Frail(Isso):
    """Breaks when it looks for something."""

    def find(self, reply: Reply, known: Known, own: Sequence[Reply] = (), *, to_send: bool = True) -> Finding:
        raise TypeError("unhashable type")


class Picky(Isso):
    """Refuses for good what has an umlaut in it."""

    def send(self, reply: Reply) -> Answer:
        return Answer(ReplyState.REJECTED, reason="No.") if "Ü" in reply.form.comment else super().send(reply)


BROKEN: dict[str, tuple[type[Isso], str, set[Wrong]]] = {
    "forgetful": (Forgetful, "isso", {Wrong.TWICE, Wrong.DISOWNED}),
    "hopeful": (Hopeful, "isso", {Wrong.LOST}),
    "timid": (Timid, "isso", {Wrong.DENIED}),
    "anxious": (Anxious, "isso", {Wrong.ASKED}),
    "greedy": (Greedy, "isso", {Wrong.TAKEN}),
    "boastful": (Boastful, "isso-moderated", {Wrong.SHOWN}),
    "stubborn": (Stubborn, "isso", {Wrong.UNSETTLED}),
    "frail": (Frail, "isso", {Wrong.FAILED}),
    "picky": (Picky, "isso", {Wrong.REFUSED}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_trials_notice_a_program_that_is_broken(name: str, tmp_path: Path) -> None:
    broken, scene, expected = BROKEN[name]

    def open_it(settings: ServerSettings, password: str) -> ReplyServer:
        return broken(impatient_web(settings.url))

    outcome = run_trials(scene, 24, 2026, tmp_path, opener=open_it)
    assert expected <= {wrong for trial in outcome.trials for wrong in trial.wrong}, numbers(outcome)


def test_every_kind_of_wrong_has_a_program_that_does_it() -> None:
    assert set().union(*(expected for _, _, expected in BROKEN.values())) == set(Wrong)


class Unescaped(WordPressRest):
    """Sends the words as they were typed."""

    def body(self, reply: Reply) -> str:
        return json.dumps(json.loads(super().body(reply)) | {"content": reply.form.comment})


def test_the_trials_notice_a_program_that_sends_twice(tmp_path: Path) -> None:
    def open_it(settings: ServerSettings, password: str) -> Unescaped:
        return Unescaped(impatient_web(settings.api), settings, password)

    open_checked: Callable[[ServerSettings, str], ReplyServer] = open_it
    assert len(run_trials("wordpress-rest-moderated", 60, 2026, tmp_path, opener=open_checked).wrong["twice"]) > 3
