"""Bringing the outbox and the server together: first work out purely what to do, then do it, one reply at a time.

The clock, the server and the outbox are handed in. It never decides when to run, and it never runs beside another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from hiitreader.errors import N_, Problem
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.places import Place, Places
from hiitreader.replies.reply import PENDING, Reply, ReplyState, Thread
from hiitreader.replies.server import Answer, NoAnswer, ReplyServer, Trace
from hiitreader.replies.threads import Threads
from hiitreader.system.clock import Clock


class Step(Enum):
    """What can be done about one reply."""

    SEND = "send"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about one reply."""

    step: Step
    reply: Reply


def plan(replies: Iterable[Reply], server: str, now: datetime) -> tuple[Action, ...]:
    """What to do at `now` about `replies`, oldest first: send those that wait and are due, look for the unsure ones.

    A doubtful reply is looked for and sent only where it was tried, and an unsure one that asks waits for the reader.
    """
    actions = []
    for reply in sorted(replies, key=lambda one: one.created):
        elsewhere = reply.doubtful and reply.server != server
        if elsewhere:
            continue
        if reply.state is ReplyState.QUEUED and (reply.not_before is None or reply.not_before <= now):
            actions.append(Action(Step.SEND, reply))
        elif reply.state is ReplyState.UNSURE and not reply.ask:
            actions.append(Action(Step.LOOK, reply))
    return tuple(actions)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did.

    `moved` are the replies whose state it changed, as they are now; `left` those still on their way; `pulled` how many
    replies the thread has on the server (None: not asked, or it did not answer); `problem` what stood in the way of
    all of it (no server set, no connection), None when nothing did. `next_due` is when the next sync that nobody asks
    for should run, None when there is nothing to sync with; `answers` how many replies to the reader's own are new;
    `not_agreed` says that nothing was sent because the reader has not yet agreed to what is sent there.
    """

    moved: tuple[Reply, ...] = ()
    left: tuple[Reply, ...] = ()
    pulled: int | None = None
    problem: Problem | None = None
    next_due: datetime | None = None
    answers: int = 0
    not_agreed: bool = False


def recover(outbox: Outbox, now: datetime) -> tuple[Reply, ...]:
    """Mark as unsure what was being sent when the program ended. Only for whoever holds the turn to send."""
    reason = N_("The program ended while it was being sent.")
    return tuple(
        outbox.end_try(reply, reply.unsure(now, reason), reason)
        for reply in outbox.all()
        if reply.state is ReplyState.SENDING
    )


class Synchroniser:
    """One sync with one server.

    Args:
        outbox: where the replies are.
        threads: where what the server lists is kept.
        places: where what the server calls a thread is kept.
        server: the server.
        url: its address, as replies are marked with it.
        clock: tells the time.
    """

    def __init__(
        self, outbox: Outbox, threads: Threads, places: Places, server: ReplyServer, url: str, clock: Clock
    ) -> None:
        self._outbox = outbox
        self._threads = threads
        self._places = places
        self._server = server
        self._url = url
        self._clock = clock

    def run(self, thread: Thread | None) -> SyncReport:
        """Send, look, fetch `thread`. Stops at the first reply that can't be brought through, and leaves the rest."""
        problem: Problem | None = None
        pulled: int | None = None
        before = self._outbox.all()
        try:
            for action in plan(before, self._url, self._clock.now()):
                if not self._act(action):
                    break
            if thread is not None:
                listing = self._server.pull(self._located(thread), None)
                pulled = self._threads.keep(self._url, thread.uri, listing, self._clock.now()).count
        except NoAnswer as found:
            problem = found
        states = {reply.uuid: reply.state for reply in before}
        after = self._outbox.all()
        return SyncReport(
            moved=tuple(reply for reply in after if reply.state is not states.get(reply.uuid, reply.state)),
            left=tuple(reply for reply in after if reply.state in PENDING),
            pulled=pulled,
            problem=problem,
        )

    def _located(self, thread: Thread) -> Thread:
        """The thread with what the server calls it, asked for once."""
        place = self._places.get(self._url, thread.uri)
        if place is None:
            place = Place(self._server.locate(thread))
            self._places.put(self._url, thread.uri, place)
        return replace(thread, remote=place.remote)

    def _act(self, action: Action) -> bool:
        """Do one thing; False when the server wants no more for now."""
        if action.step is Step.SEND:
            return self._send(action.reply)
        return self._look(action.reply)

    def _send(self, reply: Reply) -> bool:
        known = self._outbox.known_ids(self._url)
        try:
            thread = self._located(reply.thread)
            noted = reply.noted or self._server.note(thread, known)
        except NoAnswer as problem:
            self._outbox.log_try(reply, reply.held_back(_NOT_ASKED), self._clock.now(), problem.said())
            raise
        located = replace(reply, thread=thread)
        body = reply.body or self._server.body(located)
        # From here on the reply is on its way whatever happens to this program: committed before a byte leaves.
        now = self._clock.now()
        sending = self._outbox.begin_try(reply, reply.sending(now, server=self._url, body=body, noted=noted))
        answer = self._server.send(replace(sending, thread=thread))
        after = after_answer(sending, answer, self._clock.now())
        self._outbox.end_try(sending, after, " ".join(part for part in (answer.reason, answer.said) if part))
        if answer.state in {ReplyState.QUEUED, ReplyState.UNSURE} and answer.wait is None:
            raise NoAnswer(answer.reason, safe=N_("Your replies are kept on this computer."))
        return answer.wait is None

    def _look(self, reply: Reply) -> bool:
        located = replace(reply, thread=self._located(reply.thread))
        finding = self._server.find(located, self._outbox.known_ids(self._url))
        now = self._clock.now()
        if finding.trace is Trace.FOUND:
            found = reply.received(now, finding.server_id, awaiting=finding.awaiting)
            self._outbox.end_try(reply, found, _FOUND)
        elif finding.trace is Trace.UNKNOWN:
            self._outbox.swap(reply, reply.asking(now, _CAN_NOT_TELL))
        elif reply.not_before is None or reply.not_before <= now:
            return self._send(reply)
        return True


def after_answer(sending: Reply, answer: Answer, now: datetime) -> Reply:
    """Where an answer brings a reply that was being sent."""
    if answer.state in {ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION}:
        awaiting = answer.state is ReplyState.AWAITING_MODERATION
        return sending.received(
            now,
            answer.server_id,
            awaiting=awaiting,
            token=answer.token,
            expires=answer.expires,
            delivered=answer.delivered,
        )
    if answer.state is ReplyState.QUEUED:
        not_before = None if answer.wait is None else now + answer.wait
        return sending.not_sent(now, answer.reason, not_before=not_before)
    if answer.state is ReplyState.UNSURE:
        return sending.unsure(now, answer.reason)
    return sending.refused(now, answer.state, answer.reason, answer.field)


_NOT_ASKED = N_("The server could not be asked.")
_FOUND = N_("It was found on the server: an earlier try had arrived.")
_CAN_NOT_TELL = N_("It can't be told whether it arrived: the server does not list replies that await moderation.")
