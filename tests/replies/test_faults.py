"""A real Isso behind a network that fails: nothing lost, nothing twice, nothing called sent that was not confirmed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock
from tests.replies.faulty_proxy import Fault, FaultyProxy, faulty_proxy
from tests.replies.isso_server import RealIsso, free_port

from hiitreader.errors import WorldProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.turn import turn

TAKEN = {Fault.SWALLOWED, Fault.CUT, Fault.BAD_GATEWAY_AFTER}
NOT_TAKEN = {Fault.RESET_BEFORE, Fault.BAD_GATEWAY_BEFORE, Fault.REDIRECT}


@pytest.fixture
def proxy(isso: RealIsso) -> Iterator[FaultyProxy]:
    with faulty_proxy(isso.url) as one:
        yield one


@pytest.fixture
def moderated_proxy(moderated_isso: RealIsso) -> Iterator[FaultyProxy]:
    with faulty_proxy(moderated_isso.url) as one:
        yield one


def copies(server: RealIsso, comment: str) -> int:
    return sum(row[1] == comment for row in server.rows())


def queue(desk: ReplyDesk, url: str, fault: Fault, kind: str = "open") -> tuple[Thread, str, str]:
    """A reply of its own words in a thread of its own; the thread, the UUID, the words."""
    desk.servers.set(url)
    thread = Thread(f"/articles/{kind}-{fault.name.lower()}/", "Faults")
    comment = f"{kind}: {fault.value}."
    reply = desk.queue(thread, ReplyForm(comment, "Ann", "ann@example.com"))
    return thread, reply.uuid, comment


@pytest.mark.slow
@pytest.mark.parametrize("fault", sorted(TAKEN, key=lambda fault: fault.name))
def test_a_reply_that_arrived_is_matched_and_not_sent_twice(
    desk: ReplyDesk, isso: RealIsso, proxy: FaultyProxy, fault: Fault
) -> None:
    thread, uuid, comment = queue(desk, proxy.url, fault)
    proxy.fault = fault
    report = desk.sync(thread, by_hand=True)
    assert report.problem is not None
    assert desk.reply(uuid).state is ReplyState.UNSURE
    assert desk.reply(uuid).reason
    assert desk.sync(thread, by_hand=True).problem is None
    assert desk.reply(uuid).state is ReplyState.PUBLISHED
    assert copies(isso, comment) == 1
    assert len(proxy.posts) == 1
    assert [one.outcome for one in desk.tries(uuid)] == ["published"]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, marks=() if fault is Fault.RESET_BEFORE else pytest.mark.slow)
        for fault in sorted(NOT_TAKEN, key=lambda fault: fault.name)
    ],
)
@pytest.mark.slow
def test_a_reply_that_did_not_arrive_is_sent_again_but_not_at_once(
    desk: ReplyDesk, clock: HandClock, isso: RealIsso, proxy: FaultyProxy, fault: Fault
) -> None:
    thread, uuid, comment = queue(desk, proxy.url, fault)
    proxy.fault = fault
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.UNSURE
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.UNSURE
    assert len(proxy.posts) == 1
    clock.go_on(61)
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.PUBLISHED
    assert copies(isso, comment) == 1
    first, second = (post.partition(b"\r\n\r\n")[2] for post in proxy.posts)
    assert first == second
    assert [one.outcome for one in desk.tries(uuid)] == ["unsure", "published"]


@pytest.mark.parametrize("fault", sorted(TAKEN, key=lambda fault: fault.name))
@pytest.mark.slow
def test_a_held_reply_that_may_have_arrived_is_for_the_reader_to_decide(
    desk: ReplyDesk, clock: HandClock, moderated_isso: RealIsso, moderated_proxy: FaultyProxy, fault: Fault
) -> None:
    thread, uuid, comment = queue(desk, moderated_proxy.url, fault, "held")
    moderated_proxy.fault = fault
    desk.sync(thread, by_hand=True)
    clock.go_on(61)
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).ask
    assert desk.waiting().stuck == 1
    clock.go_on(3600)
    desk.sync(thread, by_hand=True)
    assert copies(moderated_isso, comment) == 1
    desk.send_again(uuid)
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.AWAITING_MODERATION
    assert copies(moderated_isso, comment) == 2


@pytest.mark.slow
def test_a_held_reply_that_was_approved_in_the_meantime_is_found(
    desk: ReplyDesk, moderated_isso: RealIsso, moderated_proxy: FaultyProxy
) -> None:
    thread, uuid, comment = queue(desk, moderated_proxy.url, Fault.SWALLOWED, "approved")
    moderated_proxy.fault = Fault.SWALLOWED
    desk.sync(thread, by_hand=True)
    (number,) = [row[0] for row in moderated_isso.rows() if row[1] == comment]
    assert isinstance(number, int)
    moderated_isso.approve(number)
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.PUBLISHED
    assert desk.reply(uuid).server_id == str(number)


def test_nobody_there_leaves_it_in_the_queue_without_doubt(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    desk.servers.set(f"http://127.0.0.1:{free_port()}", "isso")
    reply = desk.queue(thread, form)
    report = desk.sync(thread, by_hand=True)
    assert report.problem is not None
    assert [one.uuid for one in report.left] == [reply.uuid]
    after = desk.reply(reply.uuid)
    assert (after.state, after.doubtful) == (ReplyState.QUEUED, False)
    assert after.reason
    assert [one.outcome for one in desk.tries(reply.uuid)] == ["queued"]


def test_without_a_server_it_waits(desk: ReplyDesk, thread: Thread, form: ReplyForm) -> None:
    reply = desk.queue(thread, form)
    report = desk.sync(thread, by_hand=True)
    assert report.problem is not None
    assert "No server is set" in report.problem.said()
    assert desk.reply(reply.uuid).state is ReplyState.QUEUED


def test_only_one_program_sends_at_a_time(desk: ReplyDesk, tmp_path: Path, thread: Thread, form: ReplyForm) -> None:
    desk.queue(thread, form)
    with turn(tmp_path / "data" / "sending.lock"), pytest.raises(WorldProblem, match="is sending replies"):
        desk.sync(thread, by_hand=True)
    assert desk.sync(thread, by_hand=True).problem is not None


def test_a_program_that_ended_while_sending_leaves_it_unsure(
    desk: ReplyDesk, isso: RealIsso, thread: Thread, form: ReplyForm
) -> None:
    desk.servers.set(isso.url)
    thread = Thread("/articles/crashed/", "Crashed")
    queued = desk.queue(thread, form)
    sending = queued.sending(queued.changed, server=isso.url, body="{}", noted="999999")
    desk._outbox.begin_try(queued, sending)
    desk.servers.forget()
    assert [one.state for one in desk.sync().moved] == [ReplyState.UNSURE]
    assert [(one.outcome, one.said) for one in desk.tries(queued.uuid)] == [
        ("unsure", "The program ended while it was being sent.")
    ]


@pytest.mark.slow
def test_a_doubtful_reply_is_not_sent_to_another_server(
    desk: ReplyDesk, clock: HandClock, isso: RealIsso, moderated_isso: RealIsso, proxy: FaultyProxy
) -> None:
    thread, uuid, comment = queue(desk, proxy.url, Fault.RESET_BEFORE, "elsewhere")
    proxy.fault = Fault.RESET_BEFORE
    desk.sync(thread, by_hand=True)
    desk.servers.set(moderated_isso.url)
    clock.go_on(3600)
    desk.sync(thread, by_hand=True)
    assert desk.reply(uuid).state is ReplyState.UNSURE
    assert copies(moderated_isso, comment) == 0
