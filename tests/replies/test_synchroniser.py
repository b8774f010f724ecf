from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.replies.conftest import HandClock
from tests.replies.paper_server import PaperServer

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ASKED_AFTER, Reply, ReplyState, Thread
from hiitreader.replies.server import Answer, Finding, Trace
from hiitreader.replies.synchroniser import Step, plan

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
SERVER = "https://comments.example.com"


def reply(uuid: str, state: ReplyState, minutes: int = 0, **changes: object) -> Reply:
    form = ReplyForm(comment="Words", name="Ann", email="ann@example.com")
    moment = NOW - timedelta(minutes=minutes)
    made = Reply(uuid=uuid, thread=Thread("/a/", "A"), form=form, created=moment, changed=moment, state=state)
    return replace(made, **changes)  # type: ignore[arg-type]


def planned(*replies: Reply) -> list[tuple[Step, str]]:
    return [(action.step, action.reply.uuid) for action in plan(replies, SERVER, NOW)]


def test_only_what_waits_is_sent_oldest_first() -> None:
    everything = [reply(state.value, state, server=SERVER) for state in ReplyState]
    assert planned(*everything) == [(Step.SEND, "queued"), (Step.LOOK, "unsure")]
    assert planned(reply("new", ReplyState.QUEUED), reply("old", ReplyState.QUEUED, 5)) == [
        (Step.SEND, "old"),
        (Step.SEND, "new"),
    ]


def test_what_was_put_off_waits_for_its_time() -> None:
    later = reply("later", ReplyState.QUEUED, not_before=NOW + timedelta(seconds=1))
    due = reply("due", ReplyState.QUEUED, not_before=NOW)
    assert planned(later, due) == [(Step.SEND, "due")]


def test_a_doubtful_one_stays_with_its_server_and_one_that_asks_with_its_reader() -> None:
    doubt = {"doubtful": True, "server": SERVER}
    assert planned(reply("u", ReplyState.UNSURE, **doubt)) == [(Step.LOOK, "u")]
    assert planned(reply("u", ReplyState.UNSURE, doubtful=True, server="https://other")) == []
    assert planned(reply("u", ReplyState.UNSURE, ask=True, **doubt)) == []
    assert planned(reply("u", ReplyState.QUEUED, doubtful=True, server="https://other")) == []


class Busy(PaperServer):
    """Takes one reply and puts the next ones off."""

    def __init__(self) -> None:
        super().__init__()
        self.posts = 0

    def send(self, reply: Reply) -> Answer:
        self.posts += 1
        if self.posts > 1:
            return Answer(ReplyState.QUEUED, reason="Too many.", wait=timedelta(seconds=60))
        return super().send(reply)


def test_a_server_that_wants_no_more_is_left_alone(tmp_path: Path, clock: HandClock) -> None:
    busy = Busy()
    desk = ReplyDesk(tmp_path / "data", clock, lambda _, __: busy)
    desk.servers.set(SERVER, "isso")
    thread = Thread("/a/", "A")
    sent = [desk.queue(thread, ReplyForm(f"Words {i}", "Ann", "ann@example.com")).uuid for i in range(4)]
    report = desk.sync(thread)
    assert busy.posts == 3, "one may be put off for a reason of its own, two are enough"
    assert report.problem is None
    assert report.pulled == 1
    assert [one.uuid for one in report.moved] == sent[:1]
    assert [one.uuid for one in report.left] == sent[1:]
    put_off = desk.reply(sent[1])
    assert (put_off.state, put_off.reason, put_off.doubtful) == (ReplyState.QUEUED, "Too many.", False)
    assert put_off.not_before is not None
    assert put_off.not_before > clock.moment
    desk.close()


class Leaning(PaperServer):
    """Says that a reply is absent as long as another one, which nobody knows any more, is the reader's."""

    def find(
        self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), *, to_send: bool = True
    ) -> Finding:
        return Finding(Trace.ABSENT, leans_on=frozenset({"99"}))


def test_one_that_was_deleted_elsewhere_while_it_was_leant_on_ends_no_sync(tmp_path: Path, clock: HandClock) -> None:
    server = Leaning()
    desk = ReplyDesk(tmp_path / "data", clock, lambda _, __: server)
    desk.servers.set(SERVER, "isso")
    thread = Thread("/a/", "A")
    server.fault = "lost before"
    uuid = desk.queue(thread, ReplyForm("Words", "Ann", "ann@example.com")).uuid
    desk.sync(thread)
    assert desk.reply(uuid).state is ReplyState.UNSURE
    server.fault = ""
    clock.go_on(3 * 3600)
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.PUBLISHED
    desk.close()


class TurningAway(PaperServer):
    """Says in order what it is told to: an answer, or nothing when its reply is to be put off."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers = list(answers)

    def find(
        self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), *, to_send: bool = True
    ) -> Finding:
        return Finding(Trace.ABSENT)

    def recognise(self, *_: object) -> Finding:
        return Finding(Trace.ABSENT)

    def send(self, reply: Reply) -> Answer:
        return self.answers.pop(0)


def test_its_reader_is_asked_when_it_was_refused_again_and_again_not_when_it_was_tried_often(
    tmp_path: Path, clock: HandClock
) -> None:
    put_off, lost = Answer(ReplyState.QUEUED, reason="Later."), Answer(ReplyState.UNSURE, reason="Lost.")
    refused = Answer(ReplyState.REJECTED, reason="No.")
    before = [put_off, put_off, put_off, lost, put_off, lost, put_off]
    server = TurningAway(*before, *[refused] * ASKED_AFTER)
    desk = ReplyDesk(tmp_path / "data", clock, lambda _, __: server)
    desk.servers.set(SERVER, "isso")
    uuid = desk.queue(Thread("/a/", "A"), ReplyForm("Words", "Ann", "ann@example.com")).uuid
    for _ in range(60):
        if not server.answers:
            break
        assert not desk.reply(uuid).ask
        desk.sync(by_hand=True)
        clock.go_on(3 * 3600)
    assert desk.reply(uuid).ask
    assert desk.reply(uuid).state is ReplyState.UNSURE
    outcomes = [one.outcome for one in desk.tries(uuid)]
    assert outcomes[-ASKED_AFTER:] == ["rejected"] * ASKED_AFTER
    desk.close()
