"""What every kind of reply server must be able to do, and what its answers can mean.

A kind is one module in `servers/` that keeps this promise; it translates, and never decides what happens to a reply.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

from hiitreader.errors import WorldProblem
from hiitreader.replies.form import Limits
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.thread import ThreadReply


class NoAnswer(WorldProblem):
    """The server could not be asked, or its answer can't be understood. Nothing was posted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a try to send a reply came to.

    `state` is where it leads: PUBLISHED or AWAITING_MODERATION only with `server_id`; QUEUED when it certainly reached
    nobody or was put off; NEEDS_CHANGE (with `field`), NEEDS_SIGN_IN, CLOSED or REJECTED when the server certainly did
    not take it; UNSURE for everything else. `reason` is our sentence, `said` the server's own words, for the log.
    `wait` is how long to wait before the next try, None when it is for the program to choose.
    """

    state: ReplyState
    server_id: str = ""
    reason: str = ""
    field: str = ""
    said: str = ""
    wait: timedelta | None = None


class Trace(Enum):
    """Whether a reply that was perhaps sent is on the server."""

    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What looking for a perhaps sent reply came to; `server_id` and `awaiting` count only when it was found."""

    trace: Trace
    server_id: str = ""
    awaiting: bool = False


class ReplyServer(Protocol):
    """One server, for as long as one sync lasts.

    Every method blocks, for a bounded time. All but `send`, `body` and `close` may raise `NoAnswer`.
    `known` is always the server's ids of everything this reader has had confirmed there.
    """

    @property
    def limits(self) -> Limits:
        """How much it takes."""
        ...

    def body(self, reply: Reply) -> str:
        """The wire body of a reply: the same for the same words, and kept with the reply from its first try on."""
        ...

    def note(self, thread: Thread, known: AbstractSet[str]) -> str:
        """Note, before a first try, what will be needed to find the reply again should the answer be lost."""
        ...

    def send(self, reply: Reply) -> Answer:
        """Post `reply.body`, once, following no redirect."""
        ...

    def find(self, reply: Reply, known: AbstractSet[str]) -> Finding:
        """Look for a perhaps sent reply by `reply.noted` and its words. Posts nothing."""
        ...

    def pull(self, thread: Thread) -> tuple[ThreadReply, ...]:
        """All of a thread's replies, each parent before its answers, else oldest first."""
        ...

    def close(self) -> None:
        """Let go of the connections."""
        ...
