"""The desk where replies are written, kept, sent and read: the one door to this room.

The window and the command line come in here. It opens nothing before it is first asked for something, and it never
runs in the background by itself: it answers when it has done what it was asked, so callers put it on a lane. It may be
called from several threads.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.replies.changes import ChangeDesk, EditProblem
from hiitreader.replies.deeds import Deed, can, next_step
from hiitreader.replies.edits import Edits
from hiitreader.replies.form import FormProblem, ReplyForm, check
from hiitreader.replies.kept_rows import look
from hiitreader.replies.mine import MineDesk
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.outbox_desk import OutboxDesk
from hiitreader.replies.owner import Unwatched, Watch
from hiitreader.replies.passwords import MemoryPasswords, Passwords
from hiitreader.replies.places import Place, Places
from hiitreader.replies.reply import CONFIRMED, PENDING, STUCK, Reply, ReplyState, Thread
from hiitreader.replies.salvage import salvage
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_desk import ServerDesk
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.servers.kinds import Found, connect
from hiitreader.replies.store import Store
from hiitreader.replies.sync_desk import SyncDesk
from hiitreader.replies.synchroniser import Books, SyncReport
from hiitreader.replies.thread import Conversation
from hiitreader.replies.threads import Threads
from hiitreader.system.cells import is_sound
from hiitreader.system.clock import SteadyClock, SystemClock

DATABASE = "replies.sqlite3"
TURN = "sending.lock"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many replies are not yet where they should be.

    `queued` wait to be sent, `unsure` were perhaps sent, `stuck` need the reader (unsure ones that ask count here).
    `answers` are those to the reader's own replies that they have not seen yet.
    """

    queued: int = 0
    unsure: int = 0
    stuck: int = 0
    answers: int = 0


class ReplyDesk(OutboxDesk):
    """Everything that can be done about replies.

    Args:
        data: the reader's data folder, made private when something is first kept.
        clock: tells the time.
        opener: opens a server of the kinds there are, with the password of who is signed in ("" for none).
        passwords: keeps passwords; only for as long as the desk lives when left out.
        chance: gives a number from 0 up to 1, a new one each time.
        watch: gives who says whether another copy of the folder may send too; nobody does when left out.

    Every method may raise `WorldProblem` when the disk does not do its part.
    """

    def __init__(
        self,
        data: Path,
        clock: SteadyClock | None = None,
        opener: Callable[[ServerSettings, str], ReplyServer] = connect,
        passwords: Passwords | None = None,
        chance: Callable[[], float] | None = None,
        *,
        watch: Watch | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._store = Store(data / DATABASE, self._clock, salvage, look)
        outbox = Outbox(self._store)
        self._threads = Threads(self._store)
        places = Places(self._store)
        self._edits = Edits(self._store)
        books = Books(outbox, self._threads, places, self._edits)
        passwords = passwords or MemoryPasswords()
        self.servers = ServerDesk(ServerChoice(self._store), places, passwords, self._clock)
        owner = Unwatched() if watch is None else watch(outbox)
        super().__init__(outbox, self.servers, self._clock, owner)
        self._syncing = SyncDesk(
            data / TURN, books, self.servers, owner, opener=opener, clock=self._clock, chance=chance or _by_chance
        )
        self._changes = ChangeDesk(books, self.servers, opener, self._clock)
        self.mine = MineDesk(self._store, passwords, data / TURN, self._clock, owner)

    def draft(self, thread: Thread, parent: str = "") -> Reply | None:
        """The draft kept for a thread (and the reply in it that it answers), None when there is none."""
        return self._outbox.draft(thread.uri, parent)

    def save_draft(self, thread: Thread, form: ReplyForm, parent: str = "") -> Reply | None:
        """Keep what is typed, on the disk when this returns. An empty form keeps none: None."""
        if form.is_blank():
            if self._outbox.draft(thread.uri, parent) is not None:
                self._outbox.drop_draft(thread.uri, parent)
            return None
        return self._outbox.keep_draft(self._fresh(thread, form, parent))

    def queue(self, thread: Thread, form: ReplyForm, parent: str = "") -> Reply:
        """Take a finished reply: the draft becomes it, in one transaction.

        Raises:
            FormProblem: a field can't be taken; `.errors` says which. The words are kept as the draft.
        """
        if errors := check(form, self.servers.limits()):
            self.save_draft(thread, form, parent)
            raise FormProblem(errors)
        self._owner.settle()
        return self._outbox.queue(self._fresh(thread, form, parent), self._clock.now())

    def submit(self, thread: Thread, form: ReplyForm, parent: str = "") -> Reply:
        """Take a finished reply that was never a draft here; a draft that is being typed elsewhere is left alone.

        Raises:
            FormProblem: a field can't be taken; nothing is kept.
            InputProblem: the server's list, as it was last fetched, has no reply `parent`.
        """
        if errors := check(form, self.servers.limits()):
            raise FormProblem(errors)
        known = self.replies(thread)
        unknown = known.pulled is not None and parent not in {reply.id for reply in known.theirs}
        if parent and (unknown or not is_sound(parent)):
            raise InputProblem(
                N_("There is no reply {id} to answer."),
                safe=N_("Nothing was kept."),
                todo=N_("List them first."),
                id=parent,
            )
        self._owner.settle()
        return self._outbox.add(self._fresh(thread, form, parent).queued(self._clock.now()))

    def replies(self, thread: Thread) -> Conversation:
        """What is known here of a thread's replies; asks no server."""
        settings = self.servers.get()
        theirs, pulled = self._threads.kept(settings.url, thread.uri) if settings else ((), None)
        listed = {reply.id for reply in theirs if reply.own}
        hidden = {ReplyState.DRAFT, ReplyState.DISCARDED}
        mine = [reply for reply in self._outbox.of_thread(thread.uri) if reply.state not in hidden]
        there = {reply.uuid for reply in mine if _is_listed(reply, settings, listed)}
        return Conversation(
            own=tuple(reply for reply in mine if reply.uuid not in there),
            theirs=theirs,
            pulled=pulled,
            listed=tuple(reply for reply in mine if reply.uuid in there),
        )

    def waiting(self) -> Waiting:
        """How many replies are not yet where they should be."""
        replies, settings = self._outbox.all(), self.servers.get()
        unsure = sum(reply.state in {ReplyState.UNSURE, ReplyState.SENDING} and not reply.ask for reply in replies)
        return Waiting(
            queued=sum(reply.state is ReplyState.QUEUED for reply in replies),
            unsure=unsure,
            stuck=sum(reply.state in STUCK or (reply.state is ReplyState.UNSURE and reply.ask) for reply in replies),
            answers=0 if settings is None else self._threads.answers(settings.url),
        )

    def can(self, reply: Reply, now: datetime) -> frozenset[Deed]:
        """What the reader may do with a reply at a moment."""
        return can(reply, now)

    def next_step(self, reply: Reply, now: datetime, settings: ServerSettings | None) -> Sentence:
        """What happens to a reply next, and when, as the server that is set has been lately."""
        if reply.state in PENDING and self._owner.held() is not None:
            return Sentence(N_("It waits until you have said that replies are sent from this folder."))
        return next_step(reply, now, settings, None if settings is None else self.servers.health())

    def edit_there(self, uuid: str, comment: str) -> Reply:
        """Give a confirmed reply another comment on its server; as slow as the server.

        Raises:
            FormProblem: the server could not take it; it is kept, see `edit_kept`.
            EditProblem: it was not done, or perhaps not; the comment is kept.
        """
        return self._changes.edit(uuid, comment)

    def delete_there(self, uuid: str) -> Reply:
        """Take a confirmed reply off its server; as slow as the server.

        Raises:
            EditProblem: it was not done, or perhaps not.
        """
        return self._changes.delete(uuid)

    def keep_edit(self, uuid: str, comment: str) -> None:
        """Keep what is typed to change a confirmed reply; an empty comment, or what it says already, keeps none.

        Raises:
            ReplyGone: the reply itself was erased meanwhile.
        """
        said = None
        with suppress(InputProblem):  # there is none: `keep` says so, and there is nothing to drop
            said = self._outbox.get(uuid).form.comment
        if comment.strip() and comment != said:
            self._edits.keep(uuid, comment, self._clock.now())
        else:
            self._edits.drop(uuid)

    def edit_kept(self, uuid: str) -> str:
        """The comment that was being typed to change a confirmed reply, "" when there is none."""
        return self._edits.get(uuid)

    def edits_kept(self) -> dict[str, str]:
        """Every comment that was being typed to change a reply, by the reply's UUID."""
        return self._edits.all()

    def seen(self, thread: Thread) -> None:
        """The reader has seen a thread: none of its answers is new any more."""
        settings = self.servers.get()
        if settings is not None and self._threads.answers(settings.url):
            self._threads.seen(settings.url, thread.uri)

    def sync(self, thread: Thread | None = None, *, by_hand: bool = False) -> SyncReport:
        """Send what waits, look for what is unsure, fetch the replies of `thread`; as slow as the server.

        `by_hand` says that the reader asked for it: the program's own waiting is cut short (what the server asked for
        is not), and the whole thread is fetched.

        Raises:
            TurnTaken: another window or program is sending just now.
            WorldProblem: the disk fails.
        """
        return self._syncing.sync(thread, by_hand=by_hand)

    def notice(self) -> Problem | None:
        """The next thing to tell the reader (a damaged file was set aside), once; None when there is no more."""
        return self._store.notice()

    def close(self) -> None:
        """Let go of the file. The desk opens it again when it is used again."""
        self._store.close()

    def _fresh(self, thread: Thread, form: ReplyForm, parent: str) -> Reply:
        from uuid import uuid4

        now, settings = self._clock.now(), self.servers.get() if parent else None
        server = "" if settings is None else settings.url
        return Reply(str(uuid4()), thread, form, created=now, changed=now, parent=parent, parent_server=server)


def _is_listed(reply: Reply, settings: ServerSettings | None, listed: set[str]) -> bool:
    here = settings is not None and reply.server == settings.url
    return here and reply.state in CONFIRMED and reply.server_id in listed


def _by_chance() -> float:
    from random import random

    return random()  # noqa: S311 -- spreads requests, keeps no secret


__all__ = ["Deed", "EditProblem", "Found", "Place", "ReplyDesk", "ServerSettings", "SyncReport", "Waiting"]
