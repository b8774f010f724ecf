"""Bringing the outbox and the server together: first work out purely what to do, then do it, one reply at a time.

The clock, the server and the outbox are handed in. It never decides when to run, and it never runs beside another.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hiitreader.errors import N_, Problem
from hiitreader.replies import plans
from hiitreader.replies.fetching import Books, Fetching
from hiitreader.replies.likeness import could_be_taken_for
from hiitreader.replies.outbox import ChangedMeanwhile, Outbox
from hiitreader.replies.plans import Action, Step, after_answer, plan
from hiitreader.replies.reply import CONFIRMED, PENDING, SETTLE, STUCK, Reply, ReplyState, Thread, lies_ahead, unsettled
from hiitreader.replies.seeking import Seeker
from hiitreader.replies.server import Answer, Finding, NoAnswer, NoThread, ReplyServer, Trace
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.threads import Kept
from hiitreader.system.clock import SteadyClock, Tick


@dataclass(frozen=True, slots=True)
class Answers:
    """How many replies to the reader's own are new in a thread."""

    thread: Thread
    count: int


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
    elsewhere: tuple[Answers, ...] = ()
    not_agreed: bool = False


def recover(outbox: Outbox, now: Tick) -> tuple[Reply, ...]:
    """Mark as unsure what was being sent when the program ended. Only for whoever holds the turn to send."""
    reason = N_("The program ended while it was being sent.")
    return tuple(
        outbox.end_try(reply, reply.unsure(now.wall, reason).settles(now), reason)
        for reply in outbox.all()
        if reply.state is ReplyState.SENDING
    )


class Synchroniser:
    """One sync with one server.

    Args:
        books: what it reads and writes.
        server: the server.
        settings: where it is; replies are marked with its address.
        clock: tells the time.
    """

    def __init__(self, books: Books, server: ReplyServer, settings: ServerSettings, clock: SteadyClock) -> None:
        self._outbox = books.outbox
        self._server = server
        self._fetching = Fetching(books, server, settings, clock)
        self._seeker = Seeker(books.outbox, server, settings.url, self._fetching)
        self._url = settings.url
        self._user = settings.user
        self._clock = clock
        self._free_at: datetime | None = None
        self._put_off = 0

    def run(self, thread: Thread | None, *, by_hand: bool = False) -> SyncReport:
        """Send, look, fetch `thread`, look in on others, ask after those that a moderator has.

        It stops where the server does not answer. `by_hand`, all of the thread is fetched, and whatever can be asked
        after is.
        """
        before = self._outbox.all()
        problem: Problem | None = None
        kept: Kept | None = None
        elsewhere: list[Answers] = []
        try:
            self._bring(before, by_hand=by_hand)
            try:
                kept = None if thread is None else self._fetching.fetch(thread, sweep=by_hand)
            except NoThread as found:
                problem = found
            for other, there in self._fetching.visit(thread, by_hand=by_hand and thread is not None):
                if there.answers:
                    elsewhere.append(Answers(other, there.answers))
            self._ask_after(by_hand=by_hand)
        except NoAnswer as found:
            problem = found
        return replace(self._report(before, kept, problem), elsewhere=tuple(elsewhere))

    def look(self, thread: Thread | None) -> SyncReport:
        """Only fetch `thread`: for as long as the reader has not agreed to what is sent."""
        before = self._outbox.all()
        problem: Problem | None = None
        kept: Kept | None = None
        try:
            kept = None if thread is None else self._fetching.fetch(thread, sweep=False)
        except NoAnswer as found:
            problem = found
        return replace(self._report(before, kept, problem), not_agreed=True)

    def _report(self, before: tuple[Reply, ...], kept: Kept | None, problem: Problem | None) -> SyncReport:
        states = {reply.uuid: reply.state for reply in before}
        after = self._outbox.all()
        return SyncReport(
            moved=tuple(reply for reply in after if reply.state is not states.get(reply.uuid, reply.state)),
            left=tuple(reply for reply in after if reply.state in PENDING),
            pulled=None if kept is None else kept.count,
            problem=problem,
            answers=0 if kept is None else kept.answers,
        )

    # -- sending and looking ----------------------------------------------------------------------------------------

    def _bring(self, replies: tuple[Reply, ...], *, by_hand: bool) -> None:
        for action in plan(replies, self._url, self._clock.now(), by_hand=by_hand):
            try:
                if not self._act(action):
                    return
            except ChangedMeanwhile:
                continue  # the reader was quicker: as it is now, it is for the next sync

    def _act(self, action: Action) -> bool:
        """Do one thing; False when the server wants no more for now."""
        try:
            reply = replace(action.reply, thread=self._fetching.located(action.reply.thread))
        except NoThread as problem:
            self._hold_back(action.reply, problem)
            return True
        if action.step is Step.SEND:
            return self._send(reply)
        return self._look(reply)

    def _send(self, reply: Reply) -> bool:
        free = self._pause_over()
        if self._clock.now() < free:
            self._outbox.swap(reply, reply.put_off(free))
            return True
        try:
            # What was just looked for has its note already.
            fresh = reply.state is ReplyState.QUEUED or not reply.noted
            noted = self._server.note(reply, self._outbox.known_ids(self._url)) if fresh else reply.noted
        except NoAnswer as problem:
            self._outbox.log_try(reply, reply.held_back(_NOT_ASKED), self._clock.now(), problem.said())
            raise
        body = reply.body or self._server.body(reply)
        # From here on the reply is on its way whatever happens to this program: committed before a byte leaves.
        sending = reply.sending(self._clock.now(), server=self._url, body=body, noted=noted)
        self._outbox.begin_try(reply, sending)
        answer = self._server.send(sending)
        now = self._clock.now()
        self._free_at = now + self._server.pause
        after = self._after(sending, answer, now)
        refused = answer.state if answer.state in STUCK and after.state is ReplyState.UNSURE else None
        self._outbox.end_try(sending, after, " ".join(part for part in (answer.reason, answer.said) if part), refused)
        self._fetching.is_alone(after)
        return self._goes_on(answer)

    def _after(self, sending: Reply, answer: Answer, now: datetime) -> Reply:
        """Where an answer brings a reply that was being sent."""
        if answer.delivered:
            return self._delivered(sending, answer, now)
        # Something on its way there may have sent it twice, or have a page of its own for what was taken.
        refused = answer.state in STUCK and answer.state is not ReplyState.NEEDS_SIGN_IN
        if refused and (finding := self._seeker.seen(sending)).trace is Trace.FOUND:
            return self._found(sending, finding, now)
        refusals = self._outbox.refusals(sending.uuid) if sending.doubtful else 0
        after = after_answer(sending, answer, now, self._user, refusals)
        return after.settles(self._clock.tick()) if answer.state is ReplyState.UNSURE else after

    def _delivered(self, sending: Reply, answer: Answer, now: datetime) -> Reply:
        """The server would not take one in doubt because it has the same: this one, or another one of the reader's."""
        others = [
            one
            for one in self._own(sending)
            if (one.state in CONFIRMED or one.may_be_there) and could_be_taken_for(sending, one)
        ]
        alike = [one for one in others if one.form == sending.form]
        confirmed = [one for one in alike if one.state in CONFIRMED]
        if any(not one.server_id or self._seeker.is_published(one) for one in confirmed):
            return sending.never_taken(now, ReplyState.NEEDS_CHANGE, _ALREADY_THERE, "comment")
        if (finding := self._seeker.seen(sending)).trace is Trace.FOUND:
            return self._found(sending, finding, now)
        if confirmed or len(alike) < len(others):  # the other one may be in the trash, which counts for nothing
            return sending.asking(now, _ALREADY_THERE)
        return after_answer(sending, answer, now, self._user)

    def _found(self, reply: Reply, finding: Finding, now: datetime) -> Reply:
        return reply.received(now, finding.server_id, awaiting=False, token=self._user, written=finding.written)

    def _own(self, reply: Reply) -> tuple[Reply, ...]:
        """The reader's other replies in a reply's thread that were ever tried here."""
        return self._fetching.own(reply)

    def _look(self, reply: Reply) -> bool:
        to_send = not reply.ask and self._is_settled(reply)
        finding = self._seeker.find(reply, to_send=to_send)
        now = self._clock.now()
        if not (to_send or reply.ask or lies_ahead(reply.not_before, now)) and (finding.waited or _NO_TIME) > LONG_AGO:
            to_send, finding = True, self._seeker.find(reply, to_send=True)
        if finding.trace is Trace.FOUND:
            found = self._found(reply, finding, now)
            self._outbox.end_try(reply, found, _FOUND)
            self._fetching.is_alone(found)
        elif reply.ask:
            # That it is not there now is no proof that it never was: a moderator may have deleted it.
            self._outbox.swap(reply, reply.looked_for(now))
        elif not to_send:
            self._wait(reply)
        elif finding.trace is Trace.UNKNOWN:
            self._outbox.swap(reply, reply.asking(now, _CAN_NOT_TELL))
        else:
            return self._send(replace(reply, noted=finding.noted or reply.noted))
        return True

    def _is_settled(self, reply: Reply) -> bool:
        """Whether the server can no longer be working on an earlier try, whatever the computer's clock was set to."""
        tick = self._clock.tick()
        left = unsettled(reply, tick)
        return left is not None and not left and not lies_ahead(reply.not_before, tick.wall)

    def _wait(self, reply: Reply) -> None:
        """Have one that is not settled wait until it is."""
        tick = self._clock.tick()
        left = unsettled(reply, tick)
        if left is None:
            self._outbox.swap(reply, reply.settles(tick))
        elif left:
            self._outbox.swap(reply, reply.put_off(tick.wall + left))

    def _goes_on(self, answer: Answer) -> bool:
        """Whether others may be sent after this answer: one that is put off may be so for a reason of its own, not two.

        Raises:
            NoAnswer: the server was not reached, or failed.
        """
        if answer.state is ReplyState.UNSURE or (answer.state is ReplyState.QUEUED and answer.wait is None):
            raise NoAnswer(answer.reason, safe=N_("Your replies are kept on this computer.")).with_wait(answer.wait)
        self._put_off += answer.wait is not None
        return self._put_off < _ENOUGH

    def _hold_back(self, reply: Reply, problem: NoThread) -> None:
        """Nothing can be posted for now, and this one alone waits: what is behind it goes on."""
        reason = _NO_PLACE if problem.values else problem.happened
        if reply.reason != reason:
            self._outbox.log_try(reply, reply.held_back(reason), self._clock.now(), problem.said())

    def _pause_over(self) -> datetime:
        """When the server may be posted to again."""
        if self._free_at is None:
            last = self._outbox.last_try(self._url) if self._server.pause else None
            now = self._clock.now()
            self._free_at = now if last is None or last > now else last + self._server.pause
        return self._free_at

    # -- asking after -----------------------------------------------------------------------------------------------

    def _ask_after(self, *, by_hand: bool) -> None:
        """Ask where the reader's replies stand that a moderator has, or that are missing."""
        now = self._clock.now()
        for reply in plans.to_ask_after(
            self._outbox.all(), self._url, now, missing=self._fetching.missing, by_hand=by_hand
        ):
            try:
                standing = self._seeker.standing(reply)
                self._outbox.swap(reply, reply.standing_at(self._clock.now(), standing))
            except (NoThread, ChangedMeanwhile):
                continue


LONG_AGO = 10 * SETTLE
"""How long ago a try must have been by the server's clock for that to count, which may have been set too."""

_NO_TIME = timedelta()
_ENOUGH = 2
_NOT_ASKED = N_("The server could not be asked.")
_ALREADY_THERE = N_("The server already has this very comment.")
_NO_PLACE = N_("The server has no page for this article.")
_FOUND = N_("It was found on the server: an earlier try had arrived.")
_CAN_NOT_TELL = N_("It can't be told whether it arrived: the server does not list replies that await moderation.")

__all__ = ["Action", "Answers", "Books", "Step", "SyncReport", "Synchroniser", "plan", "recover"]
