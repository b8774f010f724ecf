"""Servers on paper: they keep replies under numbers, hold them when they are moderated, and fail as they are told.

One is like an Isso (takes the same twice, uses a number again, lets the author change a reply for a while), one like a
WordPress (takes the same once and no two within 15 seconds, never uses a number again). Several devices may use a site.
"""

import hashlib
import html
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.replies.conftest import HandClock

from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.likeness import from_seconds, in_seconds, waited_since
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer, Standing, Trace
from hiitreader.replies.servers import isso_note, wordpress_own
from hiitreader.replies.servers.isso_answers import standing_in
from hiitreader.replies.servers.isso_note import Note, read_note
from hiitreader.replies.servers.kinds import limits_of_all
from hiitreader.replies.servers.wordpress_own import note_of, one_more
from hiitreader.replies.thread import TextFormat, ThreadReply

EDITABLE = timedelta(minutes=15)
FLOOD = timedelta(seconds=15)


class Killed(BaseException):
    """The program ends in the midst of a request."""


@dataclass
class Kept:
    """A reply as the site has it; `gone` once somebody deleted it, `said` is whatever it ever said.

    It is listed in its thread only; in every one when it has none.
    """

    number: int
    name: str
    words: str
    parent: str
    held: bool
    written: datetime
    changed: datetime
    gone: bool = False
    thread: str = ""
    sent: str = ""
    """The UUID of the reply that it is, "" for somebody else's."""
    said: set[str] = field(default_factory=set)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name in {"words", "said"}:
            self.__dict__.setdefault("said", set()).add(self.words)

    def token(self) -> str:
        return f"{self.number}:{self.words}"


@dataclass
class PaperSite:
    """What is on the server, and everything that ever was."""

    wordpress: bool = False
    moderated: bool = False
    clock: HandClock = field(default_factory=HandClock)
    ever: list[Kept] = field(default_factory=list)
    late: list[tuple[datetime, Reply]] = field(default_factory=list)
    posted: datetime | None = None
    closed: bool = False
    last: int = 0
    """The last number that was given, where a site never uses one again."""

    @property
    def kept(self) -> list[Kept]:
        return [one for one in self.ever if not one.gone]

    def keep(self, body: str, thread: str = "", at: datetime | None = None, sent: str = "") -> Kept:
        name, words, parent = body.split("|")
        if not self.wordpress:
            parent = self.top_of(parent)
        self.last = self.last if self.wordpress else max((one.number for one in self.kept), default=0)
        self.last += 1
        now = at or self.clock.moment
        one = Kept(self.last, name, words, parent, self.moderated, now, now, thread=thread, sent=sent)
        self.ever.append(one)
        return one

    def arrive(self) -> None:
        """What was under way arrives when its time has come."""
        due = [(at, reply) for at, reply in self.late if at <= self.clock.moment]
        self.late = [(at, reply) for at, reply in self.late if at > self.clock.moment]
        for at, reply in due:
            if not (self.wordpress and self.has(reply.body)):
                self.keep(reply.body, at=at, sent=reply.uuid)

    def put_back(self, moment: datetime) -> None:
        """Its owner puts back what was kept of it at a moment: what came later is gone, and its numbers are free."""
        for one in self.kept:
            one.gone = one.written > moment
        self.last = max((one.number for one in self.kept), default=0)

    def top_of(self, number: str) -> str:
        """Under what an answer stands on an Isso: it has two levels, and what answers nothing answers the article."""
        one = self.numbered(number)
        return "" if one is None else one.parent or number

    def has(self, body: str) -> Kept | None:
        return next((one for one in self.kept if f"{one.name}|{one.words}|{one.parent}" == body), None)

    def numbered(self, number: str) -> Kept | None:
        return next((one for one in self.kept if str(one.number) == number), None)


class PaperServer:
    """The site, as one device sees it; `fault` is what befalls the next post, edit or deletion."""

    limits: Limits = limits_of_all()

    def __init__(self, site: PaperSite | None = None, clock: HandClock | None = None) -> None:
        self.site = site or PaperSite()
        self.clock = clock or self.site.clock
        """The clock of the reader's computer."""
        self.down = False
        self.fault = ""
        self.pulls: list[datetime | None] = []
        self.pulled: list[str] = []
        self.broken: dict[str, NoAnswer] = {}
        """What befalls whoever asks for a thread, by its `uri`."""
        self.asked_after: list[str] = []

    @property
    def pause(self) -> timedelta:
        return FLOOD + timedelta(seconds=1) if self.site.wordpress else timedelta()

    def asked(self) -> None:
        self.site.arrive()
        if self.down:
            raise NoAnswer("down")

    def locate(self, thread: Thread) -> str:
        self.asked()
        return thread.uri

    def body(self, reply: Reply) -> str:
        return f"{reply.form.name}|{reply.form.comment}|{reply.parent}"

    def note(self, reply: Reply, known: AbstractSet[str]) -> str:
        self.asked()
        now = self.site.clock.moment
        if self.site.wordpress:
            published = [one.number for one in self.site.kept if not one.held]
            return one_more(reply.noted, now) if reply.noted else note_of(str(max(published, default=0)), "", now)
        free = {one for one in known if int(one) > self._highest()}
        return self._noted(reply, free).after(read_note(reply.noted)).text()

    def _highest(self) -> int:
        return max((one.number for one in self.site.kept), default=0)

    def _noted(self, reply: Reply, free: AbstractSet[str]) -> Note:
        noted = isso_note.note_of(self._highest(), self._all(), free)
        under = self.site.top_of(reply.parent) if reply.parent else None
        return replace(noted, tries=(in_seconds(self.site.clock.moment),), under=under)

    def _all(self) -> tuple[ThreadReply, ...]:
        """All that is listed anywhere."""
        return tuple(self._listed(one) for one in self.site.kept if not one.held)

    def send(self, reply: Reply) -> Answer:
        self.site.arrive()
        fault, self.fault = self.fault, ""
        if fault == "not reached":
            return Answer(ReplyState.QUEUED, reason="not reached")
        if fault == "refused":
            return Answer(ReplyState.NEEDS_CHANGE, reason="no", field="comment")
        if fault == "closed" or (self.site.closed and fault not in {"lost before", "killed before"}):
            return Answer(ReplyState.CLOSED, reason="closed")
        if fault == "killed before":
            raise Killed
        if fault == "lost before":
            return Answer(ReplyState.UNSURE, reason="lost")
        if fault == "late":
            self.site.late.append((self.site.clock.moment + timedelta(seconds=50), reply))
            return Answer(ReplyState.UNSURE, reason="late")
        if self.site.wordpress and (refused := self._wordpress_check(reply)) is not None:
            return refused
        self.site.posted = self.site.clock.moment
        one = self.site.keep(reply.body, reply.thread.uri, sent=reply.uuid)
        if fault == "killed after":
            raise Killed
        if fault == "lost after":
            return Answer(ReplyState.UNSURE, reason="lost")
        return self._answer(one)

    def find(
        self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), *, to_send: bool = True
    ) -> Finding:
        self.asked()
        listed = self._all()
        if self.site.wordpress:
            found = self.recognise(reply, listed, known, own)
            waited = waited_since(wordpress_own.noted_tries(reply.noted), self.site.clock.moment)
            absent = Finding(Trace.ABSENT, noted=one_more(reply.noted, self.site.clock.moment), waited=waited)
            if wordpress_own.may_be_otherwise(reply, listed, known, own, 0):
                absent = Finding(Trace.UNKNOWN, waited=waited)
            return found if found.trace is Trace.FOUND else absent
        note = read_note(reply.noted)
        gone = note.highest and self.site.numbered(str(note.highest)) is None
        changed = note.is_other(listed) or gone
        known = known - note.free
        found = self.recognise(reply, listed, known, own)
        if found.trace is not Trace.ABSENT:
            return found
        above = [one for one in self.site.kept if one.number > (note.highest or 0)]
        waited = waited_since(tuple(map(from_seconds, note.tries)), self.site.clock.moment)
        if not to_send or isso_note.may_be_mended(reply, listed, known, own):
            return Finding(Trace.UNKNOWN, waited=waited)
        if changed or any(one.held and str(one.number) not in known for one in above):
            return Finding(Trace.UNKNOWN)
        fresh = self._noted(reply, {one for one in note.free if int(one) > self._highest()})
        own_ids = frozenset(str(one.number) for one in above) & known
        return Finding(Trace.ABSENT, noted=fresh.text(), leans_on=own_ids)

    def recognise(
        self, reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]
    ) -> Finding:
        if self.site.wordpress:
            return wordpress_own.recognise(reply, listed, known, own, 0)
        return isso_note.recognise(reply, listed, known, own)

    def standing(self, reply: Reply) -> Standing:
        self.asked()
        self.asked_after.append(reply.uuid)
        one = self.site.numbered(reply.server_id)
        if one is None:
            return Standing.GONE
        if one.held:
            return Standing.AWAITING  # nobody may see what it is
        if self.site.wordpress:
            return wordpress_own.standing_of(self._listed(one), reply, 0)
        return standing_in((self._listed(one),), reply)

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        self.asked()
        self.pulls.append(since)
        self.pulled.append(thread.uri)
        if thread.uri in self.broken:
            raise self.broken[thread.uri]
        published = [one for one in self.site.kept if not one.held and one.thread in ("", thread.uri)]
        new = [one for one in published if since is None or one.written >= since]
        return Listing(tuple(map(self._listed, new)), whole=since is None, total=len(published))

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        fault, self.fault = self.fault, ""
        one = self.site.numbered(reply.server_id)
        if fault == "not reached":
            return Answer(ReplyState.QUEUED, reason="not reached")
        if fault == "lost before":
            return Answer(ReplyState.UNSURE, reason="lost")
        if one is None or not self._is_author(one, reply):
            return Answer(ReplyState.CLOSED, reason="too late")
        if reply.written not in {None, one.written}:
            return Answer(ReplyState.REJECTED, reason="another's")
        one.words, one.changed = form.comment, self.site.clock.moment
        if fault == "lost after":
            return Answer(ReplyState.UNSURE, reason="lost")
        return self._answer(one)

    def delete(self, reply: Reply) -> Answer:
        fault, self.fault = self.fault, ""
        one = self.site.numbered(reply.server_id)
        if fault == "not reached":
            return Answer(ReplyState.QUEUED, reason="not reached")
        if fault == "lost before":
            return Answer(ReplyState.UNSURE, reason="lost")
        if one is None:
            return Answer(ReplyState.DISCARDED)
        if not self._is_author(one, reply):
            return Answer(ReplyState.CLOSED, reason="too late")
        if reply.written not in {None, one.written}:
            return Answer(ReplyState.REJECTED, reason="another's")
        one.gone = True
        if fault == "lost after":
            return Answer(ReplyState.UNSURE, reason="lost")
        return Answer(ReplyState.DISCARDED)

    def close(self) -> None:
        """Nothing is open."""

    def _wordpress_check(self, reply: Reply) -> Answer | None:
        if self.site.has(reply.body) is not None:
            if reply.doubtful:
                return Answer(ReplyState.AWAITING_MODERATION, delivered=True)
            return Answer(ReplyState.NEEDS_CHANGE, field="comment", reason="The server already has this very comment.")
        if self.site.posted is not None and self.site.clock.moment - self.site.posted < FLOOD:
            return Answer(ReplyState.QUEUED, reason="Too soon.", wait=FLOOD)
        return None

    def _answer(self, one: Kept) -> Answer:
        state = ReplyState.AWAITING_MODERATION if one.held else ReplyState.PUBLISHED
        if self.site.wordpress:
            return Answer(state, server_id=str(one.number))
        # How long it is, is told, not until when.
        expires = self.clock.moment + EDITABLE
        return Answer(state, server_id=str(one.number), token=one.token(), expires=expires, written=one.written)

    def _is_author(self, one: Kept, reply: Reply) -> bool:
        return reply.token == one.token() and self.site.clock.moment < one.changed + EDITABLE

    def _listed(self, one: Kept) -> ThreadReply:
        writer = self._made_of("ann@example.com" if one.sent else "another.ann@example.com")
        listed = ThreadReply(str(one.number), one.name, one.words, one.written, parent=one.parent, writer=writer)
        if not self.site.wordpress:
            return listed
        return replace(listed, text=f"<p>{html.escape(one.words)}</p>", format=TextFormat.HTML)

    def _made_of(self, email: str) -> str:
        """What the site tells of a writer's address."""
        return f"{'mail ' if self.site.wordpress else ''}{hashlib.md5(email.encode()).hexdigest()}"
