"""What a sync has to do, worked out from what is known: which replies to send, look for or ask after, what to fetch.

Pure: the present moment is handed in. It never stores, sends or asks anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from hiitreader.replies.reply import CONFIRMED, PENDING, Reply, ReplyState, Thread, lies_ahead
from hiitreader.replies.server import Answer, Listing
from hiitreader.replies.threads import Kept, Pulled

OVERLAP = timedelta(seconds=60)
"""How far a listing of what is new reaches back: servers leave out what came in the same second, and clocks differ."""

SWEEP = timedelta(hours=24)
"""How often all of a thread is fetched: only that shows what was changed or deleted."""

SOONEST_CHECK = timedelta(minutes=5)
LATEST_CHECK = timedelta(hours=6)
MOST_CHECKS = 20
"""How many replies a server is asked after in one sync."""

SOONEST_VISIT = timedelta(minutes=15)
LATEST_VISIT = timedelta(hours=12)
MOST_VISITS = 5
"""How many threads that are not open are looked in on in one sync."""


class Step(Enum):
    """What can be done about one reply."""

    SEND = "send"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do about one reply."""

    step: Step
    reply: Reply


def plan(replies: Iterable[Reply], server: str, now: datetime, *, by_hand: bool = False) -> tuple[Action, ...]:
    """What to do at `now` about `replies`: send those that wait and are due, look for the unsure ones.

    Oldest first, and the doubtful ones last, the less tried before the others: one that the server fails at each time
    does not keep back the others. A reply is looked for and sent only where it belongs. An unsure one that
    asks waits for the reader; now and then (or `by_hand`) it is looked for, since a moderator may have let it through.
    """
    actions = []
    for reply in sorted(replies, key=lambda one: (one.doubtful, one.tries * one.doubtful, one.created)):
        if not reply.belongs_to(server):
            continue
        if reply.state is ReplyState.QUEUED and not lies_ahead(reply.not_before, now):
            actions.append(Action(Step.SEND, reply))
        elif reply.state is ReplyState.UNSURE and (not reply.ask or by_hand or not lies_ahead(check_due(reply), now)):
            actions.append(Action(Step.LOOK, reply))
    return tuple(actions)


def to_ask_after(
    replies: Iterable[Reply], server: str, now: datetime, *, missing: frozenset[str], by_hand: bool
) -> tuple[Reply, ...]:
    """The confirmed replies whose standing is to be asked now, those asked longest ago first, not too many.

    Args:
        replies: all of the reader's.
        server: the address of the server.
        now: the present moment.
        missing: the ids of published ones that a whole listing has just not shown.
        by_hand: the reader asked for the sync.
    """
    due = [
        reply
        for reply in replies
        if reply.server == server
        and reply.server_id
        and (
            (reply.state is ReplyState.AWAITING_MODERATION and (by_hand or not lies_ahead(check_due(reply), now)))
            or (reply.state is ReplyState.PUBLISHED and reply.server_id in missing)
        )
    ]
    return tuple(sorted(due, key=lambda one: one.checked or one.changed)[:MOST_CHECKS])


def check_due(reply: Reply) -> datetime:
    """When the server is to be asked again where a reply stands: soon at first, then less and less often."""
    last = reply.checked or reply.changed
    return last + min(max((last - reply.changed) / 4, SOONEST_CHECK), LATEST_CHECK)


def to_visit(
    replies: Iterable[Reply], server: str, pulled: Mapping[str, Pulled | None], now: datetime, *, by_hand: bool
) -> tuple[Thread, ...]:
    """The threads to look in on because the reader has a reply there: those fetched longest ago first, not too many.

    Where nothing has happened for long, less and less often; `by_hand`, wherever that was longest ago.

    Args:
        replies: all of the reader's.
        server: the address of the server.
        pulled: by a thread's `uri`, when it was fetched.
        now: the present moment.
        by_hand: the reader asked for the sync.
    """
    latest: dict[str, Reply] = {}
    for reply in replies:
        if reply.server == server and reply.state in CONFIRMED:
            there = latest.get(reply.thread.uri)
            latest[reply.thread.uri] = reply if there is None else max(there, reply, key=lambda one: one.changed)
    due: list[tuple[datetime, Thread]] = []
    for uri, reply in latest.items():
        known = pulled.get(uri)
        last = reply.changed if known is None else known.at
        stirred = max(reply.changed, (known and known.newest) or reply.changed)
        wait = min(max((last - stirred) / 4, SOONEST_VISIT), LATEST_VISIT)
        if by_hand or not lies_ahead(last + wait, now):
            due.append((last, reply.thread))
    return tuple(thread for _last, thread in sorted(due, key=lambda one: one[0])[:MOST_VISITS])


def earliest(replies: Iterable[Reply], server: str, now: datetime) -> datetime | None:
    """The first moment after `now` at which there is something to do at a server, None when nothing waits for one."""
    moments = []
    for reply in replies:
        if reply.state in PENDING and reply.not_before is not None and not reply.ask and reply.belongs_to(server):
            moments.append(reply.not_before)
        elif reply.state is ReplyState.AWAITING_MODERATION and reply.server == server and reply.server_id:
            moments.append(check_due(reply))
    return min((moment for moment in moments if lies_ahead(moment, now)), default=None)


def after_answer(sending: Reply, answer: Answer, now: datetime, user: str = "", refusals: int = 0) -> Reply:
    """Where an answer brings a reply that was being sent, by `user` where somebody has signed in.

    `refusals` is how many tries had been refused since it is in doubt.
    """
    if answer.state in CONFIRMED:
        return sending.received(
            now,
            answer.server_id,
            awaiting=answer.state is ReplyState.AWAITING_MODERATION,
            token=answer.token or user,
            expires=answer.expires,
            delivered=answer.delivered,
            written=answer.written,
        )
    if answer.state is ReplyState.QUEUED:
        not_before = None if answer.wait is None else now + answer.wait
        return sending.not_sent(now, answer.reason, not_before=not_before)
    if answer.state is ReplyState.UNSURE:
        return sending.unsure(now, answer.reason, answer.wait or timedelta())
    return sending.refused(now, answer.state, answer.reason, answer.field, before=refusals)


def since(known: Pulled | None, now: datetime, *, sweep: bool) -> datetime | None:
    """From when on a thread is to be listed, None for all of it."""
    if sweep or known is None or known.newest is None or known.swept is None:
        return None
    if not timedelta() <= now - known.swept < SWEEP:  # also after the clock was set back
        return None
    return known.newest - OVERLAP


def is_miscounted(before: Pulled | None, kept: Kept, listing: Listing) -> bool:
    """Whether the server counts otherwise than what a listing of what is new led to: something else has changed too.

    What was miscounted before all of the thread was fetched stays so (a server may count what it does not list).
    """
    if listing.whole or listing.total is None or before is None or before.total is None:
        return False
    return listing.total - before.total != kept.count - before.count
