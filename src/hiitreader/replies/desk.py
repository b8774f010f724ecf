"""The desk where replies are written, kept, sent and read: the one door to this room.

The window and the command line come in here. It opens nothing before it is first asked for something, and it never runs
in the background by itself: it answers when it has done what it was asked, so callers put it on a lane. It may be called
from several threads.
"""

from dataclasses import dataclass
from pathlib import Path

from hiitreader.errors import Problem
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, Thread, Try
from hiitreader.replies.thread import Conversation
from hiitreader.system.clock import Clock


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The server that was set: its address without a slash at the end, and its kind ("isso")."""

    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many replies are not yet where they should be.

    `queued` wait to be sent, `unsure` were perhaps sent, `stuck` need the reader (also counted: unsure ones that ask).
    """

    queued: int = 0
    unsure: int = 0
    stuck: int = 0


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did.

    `moved` are the replies whose state it changed, as they are now; `left` those still on their way; `pulled` how many
    replies the thread has on the server (None: not asked, or it did not answer); `problem` what stood in the way of
    all of it (no server set, no connection), None when nothing did.
    """

    moved: tuple[Reply, ...] = ()
    left: tuple[Reply, ...] = ()
    pulled: int | None = None
    problem: Problem | None = None


class ReplyDesk:
    """Everything that can be done about replies.

    Args:
        data: the reader's data folder, made private when something is first kept.
        clock: tells the time.

    Every method may raise `WorldProblem` when the disk does not do its part.
    """

    def __init__(self, data: Path, clock: Clock | None = None) -> None:
        raise NotImplementedError

    def draft(self, thread: Thread, parent: str = "") -> Reply | None:
        """The draft kept for a thread (and the reply in it that it answers), None when there is none."""
        raise NotImplementedError

    def save_draft(self, thread: Thread, form: ReplyForm, parent: str = "") -> Reply | None:
        """Keep what is typed, on the disk when this returns. A form without a comment keeps none: None."""
        raise NotImplementedError

    def queue(self, thread: Thread, form: ReplyForm, parent: str = "") -> Reply:
        """Take a finished reply: the draft becomes it, in one transaction.

        Raises:
            FormProblem: a field can't be taken; `.errors` says which. The words are kept as the draft.
        """
        raise NotImplementedError

    def replies(self, thread: Thread) -> Conversation:
        """What is known here of a thread's replies; asks no server."""
        raise NotImplementedError

    def own(self) -> tuple[Reply, ...]:
        """Everything the reader wrote, in every thread and state, oldest first."""
        raise NotImplementedError

    def reply(self, uuid: str) -> Reply:
        """One own reply.

        Raises:
            InputProblem: there is none with this UUID.
        """
        raise NotImplementedError

    def tries(self, uuid: str) -> tuple[Try, ...]:
        """The log of a reply's tries, oldest first."""
        raise NotImplementedError

    def waiting(self) -> Waiting:
        """How many replies are not yet where they should be."""
        raise NotImplementedError

    def rewrite(self, uuid: str, form: ReplyForm) -> Reply:
        """Queue a reply again with other words. Raises `FormProblem` as `queue`, `InputProblem` when it is too late."""
        raise NotImplementedError

    def send_again(self, uuid: str) -> Reply:
        """The reader's yes to "Send again?" for an unsure reply that asks, or to trying a refused one once more."""
        raise NotImplementedError

    def discard(self, uuid: str) -> Reply:
        """Put a reply away; `restore` has it back. Raises `InputProblem` when the server has it already."""
        raise NotImplementedError

    def restore(self, uuid: str) -> Reply:
        """Have a discarded reply back as it was."""
        raise NotImplementedError

    def sync(self, thread: Thread | None = None) -> SyncReport:
        """Send what waits, look for what is unsure, fetch the replies of `thread`; as slow as the server.

        Raises:
            WorldProblem: another window or program is sending just now, or the disk fails.
        """
        raise NotImplementedError

    def set_server(self, url: str, kind: str = "") -> ServerSettings:
        """Set the server, after asking it what it is (a short request; nothing is posted).

        Raises:
            InputProblem: the address can't be one, is http but not on this computer, or the kind is unknown.
            WorldProblem: no known kind of server answers there.
        """
        raise NotImplementedError

    def server(self) -> ServerSettings | None:
        """The server that was set, None when none is."""
        raise NotImplementedError

    def forget_server(self) -> None:
        """Set none. Replies stay as they are."""
        raise NotImplementedError

    def limits(self) -> Limits:
        """What the server that was set takes, or what all of them take when none is."""
        raise NotImplementedError

    def notice(self) -> Problem | None:
        """Something the reader should be told since the desk was opened (a damaged file set aside), told once."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the file. The desk opens it again when it is used again."""
        raise NotImplementedError
