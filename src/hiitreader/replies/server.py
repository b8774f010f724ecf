"""What every kind of reply server must be able to do, and what its answers can mean.

A kind is one module in `servers/` that keeps this promise; it translates, and never decides what happens to a reply.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from hiitreader.errors import WorldProblem
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Standing, Thread
from hiitreader.replies.thread import ThreadReply


class NoAnswer(WorldProblem):
    """The server could not be asked, or its answer can't be understood. Nothing was posted.

    `wait` is how long the server asked to be left alone (Retry-After), None when it didn't.
    """

    wait: timedelta | None = None

    def with_wait(self, wait: timedelta | None) -> "NoAnswer":
        """The same, with what the server asked for."""
        self.wait = wait
        return self


class NoThread(NoAnswer):
    """The server has no place for this article's replies, or more than one that could be it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try to send, edit or delete a reply came to.

    `state` is where it leads: PUBLISHED or AWAITING_MODERATION only with `server_id`; QUEUED when it certainly reached
    nobody or was put off; NEEDS_CHANGE (with `field`), NEEDS_SIGN_IN, CLOSED or REJECTED when the server certainly did
    not take it; UNSURE for everything else. `reason` is our sentence, `said` the server's own words, for the log.
    `wait` is how long to wait before the next try, None when it is for the program to choose.
    `token` and `expires` are what lets the author change it there, and until when.
    `delivered` says, of a reply that was in doubt, that the server certainly has it though it gave no id: the state is
    then AWAITING_MODERATION and `server_id` "".
    `written` is when the server wrote it down, where its kind uses numbers again; None otherwise.
    """

    state: ReplyState
    server_id: str = ""
    reason: str = ""
    field: str = ""
    said: str = ""
    wait: timedelta | None = None
    token: str = ""
    expires: datetime | None = None
    delivered: bool = False
    written: datetime | None = None


class Trace(Enum):
    """Whether a reply that was perhaps sent is on the server."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking for a perhaps sent reply came to.

    `server_id` and `written` (as in `Answer`) count only when it was found.

    `noted` is the note for the next try of one that is absent, "" when the old one is to be kept. Its absence holds
    only while what is under the ids in `leans_on` are the reader's replies that are known by them, not this one.
    `waited` tells how long ago the last try was noted, by the server's own clock; None when that is not known.
    """

    trace: Trace
    server_id: str = ""
    noted: str = ""
    leans_on: frozenset[str] = frozenset()
    waited: timedelta | None = None
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a server listed of a thread: each parent before its answers, else oldest first.

    `whole` says that it is all of the thread, not only what is new; `total` is how many the server says the whole
    thread has, None when it doesn't. `kept` are the same as the server keeps them, where that differs from how they
    are shown: under what each really is.
    """

    replies: tuple[ThreadReply, ...]
    whole: bool
    total: int | None = None
    kept: tuple[ThreadReply, ...] = ()

    @property
    def as_kept(self) -> tuple[ThreadReply, ...]:
        """The replies as the server keeps them."""
        return self.kept or self.replies


class ReplyServer(Protocol):
    """One server, for as long as one sync lasts.

    Every method blocks, for a bounded time. All but `send`, `edit`, `delete`, `body` and `close` may raise `NoAnswer`.
    `known` is always the server's ids of everything this reader has had confirmed there, `own` the reader's replies in
    the reply's thread that were ever tried there. Threads and replies come with `thread.remote` filled in, but to
    `locate` and in `own`.
    """

    @property
    def limits(self) -> Limits:
        """How much it takes."""
        ...

    @property
    def pause(self) -> timedelta:
        """The least time it wants between two posts; nothing when it doesn't mind."""
        ...

    def locate(self, thread: Thread) -> str:
        """What the server calls a thread: its `remote`. Posts nothing.

        Raises:
            NoThread: it has no place for it; `.todo` says what its reader can do.
        """
        ...

    def body(self, reply: Reply) -> str:
        """The wire body of a reply: the same for the same words, and kept with the reply from its first try on."""
        ...

    def note(self, reply: Reply, known: AbstractSet[str]) -> str:
        """Note, before a try, what will be needed to find the reply again should the answer be lost.

        Where earlier tries may have arrived, `reply.noted` leads to them, and so must the new note.
        """
        ...

    def send(self, reply: Reply) -> Answer:
        """Post `reply.body`, once, following no redirect."""
        ...

    def find(
        self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), *, to_send: bool = True
    ) -> Finding:
        """Look for a perhaps sent reply by `reply.noted`, its words, its writer and what it answers. Posts nothing.

        `to_send` says that it is sent again when it is ABSENT. Else only FOUND counts, and costly questions are left.
        """
        ...

    def recognise(
        self, reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]
    ) -> Finding:
        """Whether a perhaps sent reply is among those that are listed: ABSENT says only that it is not."""
        ...

    def standing(self, reply: Reply) -> Standing:
        """Where a confirmed reply stands, by its `server_id`."""
        ...

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """All of a thread's replies, or those written at `since` or later where the server can tell them."""
        ...

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        """Give a confirmed reply other words.

        The state is PUBLISHED or AWAITING_MODERATION when it has them; NEEDS_SIGN_IN, CLOSED (too late), REJECTED or
        NEEDS_CHANGE when the server certainly did not take them; QUEUED when nobody was reached, UNSURE otherwise.
        """
        ...

    def delete(self, reply: Reply) -> Answer:
        """Take a confirmed reply off the server: DISCARDED when it is gone, else as `edit`."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...


__all__ = [
    "Answer",
    "Finding",
    "Listing",
    "NoAnswer",
    "NoThread",
    "ReplyServer",
    "Standing",
    "Trace",
]
