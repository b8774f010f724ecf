"""A reply: its words, where it is on its way, and the few ways it can move on.

Pure and frozen: an event gives a new value, or a `Bug` when the reply can't get there from where it is.
It never stores, sends or shows anything.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hiitreader.errors import N_, Bug
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.states import CONFIRMED, PENDING, REWRITABLE, STUCK, TRANSITIONS, ReplyState, Standing
from hiitreader.system.clock import Tick, passed, read_tick

SETTLE = timedelta(seconds=60)
"""How long a server may still be working on a request whose answer was lost; never sent again before that."""


ASKED_AFTER = 4
"""After how many refusals the reader is asked about one in doubt."""

SOON_AGAIN = timedelta(minutes=5)
"""How long is waited between such tries: with each one twice as long."""

LONGEST_WAIT = timedelta(days=2)
"""Longer than anything is ever put off: a moment further away comes from a clock that was wrong."""


def lies_ahead(moment: datetime | None, now: datetime) -> bool:
    """Whether something has to wait for a moment; not for one that a wrong clock has set."""
    return moment is not None and now < moment <= now + LONGEST_WAIT


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread an article's replies are in: its `uri` (a path, the same for every reader) and the article's title.

    `remote` is the thread's name on its server: the number of WordPress's post, the uri of an Isso; "" while it is not
    known.
    """

    uri: str
    title: str
    remote: str = ""


@dataclass(frozen=True, slots=True)
class Try:
    """One try to send a reply, or to find out whether an earlier one arrived.

    `number` counts from 1. `ended` is None and `outcome` "" while it runs or when the program ended in its midst;
    `outcome` is then the state the try led to, `said` why, in the server's or our words. Times are aware, in UTC.
    """

    number: int
    began: datetime
    ended: datetime | None = None
    outcome: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply, with one UUID for life.

    Attributes:
        uuid: hexadecimal with dashes, given when its first word was kept.
        thread: the thread it belongs to.
        form: the reader's words; they don't change once it was perhaps sent.
        created: when its first word was kept, aware, UTC; `changed` when its state or words last changed.
        parent: the server's id of the reply it answers, "" for the article itself.
        parent_server: the address of the server that gave `parent` its id, "" when it answers the article.
        state: where it is.
        before: the state it had when it was discarded, None otherwise.
        reason: why it is there, a sentence of ours or the server's ("" when the state says it all).
        field: the name of the form's field the server wants changed, "" when none.
        server: the address of the server it was first tried at, "" before.
        body: the wire body, frozen when it was first tried; every later try sends these very characters.
        noted: what the server's kind noted before the first try, to find the reply again.
        doubtful: it was unsure once; a reply keeps that mark.
        ask: it can't be known whether it arrived, and only the reader may have it sent again.
        server_id: the server's id for it, "" until confirmed; when it was confirmed without one, until it is listed.
        not_before: not sent before this moment, None when it may go at once.
        tries: how often it was tried.
        token: what lets its author change it on the server (an Isso's cookie), "" when nothing does.
        expires: until when the server lets its author change it, None when that is not known or not limited.
        checked: when the server was last asked where it stands.
        settling: since when, by two clocks, nothing was sent of it that a server may still be working on; "" when that
            is not known.
        written: when its server wrote it down: with `server_id`, one reply's alone; None when that was not told.
    """

    uuid: str
    thread: Thread
    form: ReplyForm
    created: datetime
    changed: datetime
    parent: str = ""
    state: ReplyState = ReplyState.DRAFT
    before: ReplyState | None = None
    reason: str = ""
    field: str = ""
    server: str = ""
    body: str = ""
    noted: str = ""
    doubtful: bool = False
    ask: bool = False
    server_id: str = ""
    not_before: datetime | None = None
    tries: int = 0
    token: str = ""
    expires: datetime | None = None
    checked: datetime | None = None
    parent_server: str = ""
    settling: str = ""
    written: datetime | None = None

    @property
    def may_change(self) -> bool:
        """Whether its words can still be changed."""
        return self.state in REWRITABLE and not self.may_be_there

    @property
    def may_be_there(self) -> bool:
        """Whether its server may have it without having told its number."""
        return self.doubtful and bool(self.server) and not self.server_id

    def belongs_to(self, server: str) -> bool:
        """Whether a server (its address) is one that it may be sent to.

        What was perhaps sent stays where it was tried, and an answer where the reply it answers is.
        """
        return (not self.doubtful or self.server == server) and self.parent_server in {"", server}

    def rewritten(self, form: ReplyForm, now: datetime) -> "Reply":
        """The same reply, in the same state, with other words."""
        if not self.may_change:
            raise Bug(N_("The words of a reply that was perhaps sent can't be changed."))
        return replace(self, form=form, changed=now, body="", server="", noted="")

    def queued(self, now: datetime) -> "Reply":
        """Ready to go: its words are tidied and from now on no longer a draft's."""
        return self._moved(ReplyState.QUEUED, now, form=self.form.tidied(), **_ANEW)

    def sending(self, now: datetime, *, server: str, body: str, noted: str) -> "Reply":
        """A try begins. To be committed before a byte leaves.

        A doubtful reply keeps the server and the body of its first try, whatever is given.
        """
        if self.doubtful:
            server, body, noted = self.server, self.body, noted or self.noted
        return self._moved(
            ReplyState.SENDING, now, server=server, body=body, noted=noted, tries=self.tries + 1, reason="", field=""
        )

    def not_sent(self, now: datetime, reason: str, *, not_before: datetime | None = None) -> "Reply":
        """The try certainly reached nobody: back in the queue, or back in doubt when an earlier try left one."""
        if self.doubtful:
            return self._moved(ReplyState.UNSURE, now, reason=reason, not_before=not_before)
        return self._moved(ReplyState.QUEUED, now, reason=reason, not_before=not_before, server="", body="", noted="")

    def held_back(self, reason: str) -> "Reply":
        """A try ended before anything was posted: where it was, with the reason."""
        return replace(self, reason=reason, tries=self.tries + 1)

    def put_off(self, until: datetime | None) -> "Reply":
        """Where it was, not sent before `until`; with None as soon as may be: an unsure one has still to settle."""
        return replace(self, not_before=until)

    def looked_for(self, now: datetime) -> "Reply":
        """It was looked for on its server, and still can't be told."""
        return replace(self, checked=now)

    def unsure(self, now: datetime, reason: str, wait: timedelta = SETTLE) -> "Reply":
        """Perhaps sent, perhaps not; not sent again until the server can no longer be working on it.

        From when on that is counted, `settles` says.
        """
        until = now + max(wait, SETTLE)
        return self._moved(
            ReplyState.UNSURE, now, reason=reason, doubtful=True, not_before=until, checked=None, settling=""
        )

    def settles(self, now: Tick) -> "Reply":
        """Where it was; whatever was sent of it was sent by now."""
        later = self.not_before if lies_ahead(self.not_before, now.wall) else None
        return replace(self, settling=now.text(), not_before=max(later or now.wall, now.wall + SETTLE))

    def asking(self, now: datetime, reason: str) -> "Reply":
        """In doubt for good: only the reader can say whether to send it again."""
        return self._moved(ReplyState.UNSURE, now, reason=reason, ask=True)

    def again(self, now: datetime) -> "Reply":
        """The reader wants it tried once more: a refused one, or an unsure one that asks.

        A refused one that is in doubt is looked for first. One that asked is sent, in doubt as it is, after a new note
        that leads to what was sent before as well.
        """
        if self.state is ReplyState.UNSURE:
            return self._moved(ReplyState.QUEUED, now, ask=False, reason="", not_before=None)
        if self.may_be_there:
            return self._moved(ReplyState.UNSURE, now, reason="", not_before=now + SETTLE)
        return self.queued(now)

    def received(
        self,
        now: datetime,
        server_id: str,
        *,
        awaiting: bool,
        token: str = "",
        expires: datetime | None = None,
        delivered: bool = False,
        written: datetime | None = None,
    ) -> "Reply":
        """The server has confirmed it, with its id.

        `delivered` says that it is certainly there although its id is not known: it was in doubt, and the server would
        not take the same once more. It then counts as awaiting moderation until a listing shows it.
        """
        if not server_id and not (delivered and awaiting and self.doubtful):
            raise Bug(N_("A reply counts as received only with the server's id for it."))
        return self._moved(
            ReplyState.AWAITING_MODERATION if awaiting else ReplyState.PUBLISHED,
            now,
            server_id=server_id,
            token=token,
            expires=expires,
            written=written,
            reason=_DELIVERED if not server_id else "",
            field="",
            not_before=None,
            ask=False,
        )

    def standing_at(self, now: datetime, standing: Standing) -> "Reply":
        """After the server was asked where it stands, also one that was gone; `checked` is new whatever it says."""
        if self.state not in CONFIRMED and not (self.state is ReplyState.REJECTED and self.server_id):
            raise Bug(N_("Only a confirmed reply has a standing on its server."))
        to = {
            Standing.PUBLISHED: ReplyState.PUBLISHED,
            Standing.AWAITING: ReplyState.AWAITING_MODERATION,
            Standing.GONE: ReplyState.REJECTED,
            Standing.UNKNOWN: self.state,
        }[standing]
        if to is self.state:
            return replace(self, checked=now)
        reason = ""
        if standing is Standing.GONE:
            reason = _GONE_WHILE_HELD if self.state is ReplyState.AWAITING_MODERATION else _GONE
        return self._moved(to, now, checked=now, reason=reason)

    def edited(
        self, now: datetime, form: ReplyForm, *, awaiting: bool, token: str = "", expires: datetime | None = None
    ) -> "Reply":
        """Its words were changed on the server by its author; `token` and `expires` are what the server then gave."""
        if self.state not in CONFIRMED:
            raise Bug(N_("Only a confirmed reply can be changed on its server."))
        state = ReplyState.AWAITING_MODERATION if awaiting else ReplyState.PUBLISHED
        return self._moved(state, now, form=form.tidied(), token=token, expires=expires, reason="")

    def out_of_hand(self) -> "Reply":
        """The server does not let its author change it any more."""
        return replace(self, token="", expires=None)

    def deleted(self, now: datetime) -> "Reply":
        """Its author took it off the server: there is no way back to where it was."""
        if self.state not in CONFIRMED:
            raise Bug(N_("Only a confirmed reply can be deleted on its server."))
        return self._moved(ReplyState.DISCARDED, now, before=None, token="", expires=None, reason=_DELETED)

    def refused(self, now: datetime, state: ReplyState, reason: str, field: str = "", *, before: int = 0) -> "Reply":
        """The server has not taken this try; `state` (one of `STUCK`) and `reason` say what it wants.

        That says nothing of an earlier try which it may have taken: one in doubt stays so. It is tried again for a
        while, for what was in the way may go, then its reader decides. `before` is how many tries had been refused
        since it is in doubt.
        """
        if state not in STUCK:
            raise Bug(N_("A refused reply waits for its reader."))
        if self.doubtful:
            ask, wait = before + 1 >= ASKED_AFTER, SOON_AGAIN * 2 ** min(before + 2, 6)
            return self._moved(ReplyState.UNSURE, now, reason=reason, ask=ask, not_before=now + wait, checked=now)
        return self._moved(state, now, reason=reason, field=field, not_before=None)

    def never_taken(self, now: datetime, state: ReplyState, reason: str, field: str = "") -> "Reply":
        """It is proven that its server has not taken any try: its words may be mended."""
        return replace(self, doubtful=False, settling="").refused(now, state, reason, field)

    def seen(self, now: datetime, server_id: str, token: str = "", written: datetime | None = None) -> "Reply":
        """A listing shows one that was in doubt, with its number: whatever became of it here, it is published."""
        if not self.may_be_there:
            raise Bug(N_("Only a reply that was perhaps sent is looked for."))
        shown = self._moved(ReplyState.PUBLISHED, now, server_id=server_id, token=token, written=written)
        return replace(shown, reason="", field="", not_before=None, ask=False, before=None, expires=None)

    def discarded(self, now: datetime) -> "Reply":
        """Put away, to be had back."""
        if self.state in CONFIRMED:
            raise Bug(N_("A reply the server has is not discarded but deleted there."))
        return self._moved(ReplyState.DISCARDED, now, before=self.state)

    def restored(self, now: datetime) -> "Reply":
        """Back where it was before it was discarded."""
        if self.before is None:
            raise Bug(N_("Only a discarded reply can be had back."))
        return self._moved(self.before, now, before=None)

    def _moved(self, to: ReplyState, now: datetime, **changes: object) -> "Reply":
        if to not in TRANSITIONS[self.state]:
            raise Bug(N_("A reply can't go from “{here}” to “{there}”."), here=self.state.value, there=to.value)
        return replace(self, state=to, changed=now, **changes)  # type: ignore[arg-type]


def unsettled(reply: Reply, now: Tick) -> timedelta | None:
    """For how long a server may still be working on a reply; None when how long it has been is not known."""
    since = read_tick(reply.settling)
    gone = None if since is None else passed(since, now)
    return None if gone is None else max(SETTLE - gone, timedelta())


_ANEW: dict[str, object] = {
    "reason": "", "field": "", "not_before": None, "body": "", "server": "", "noted": "", "server_id": "", "token": "",
    "expires": None, "checked": None, "doubtful": False, "settling": "", "written": None,
}  # fmt: skip
_DELIVERED = N_("The server has it already, from an earlier try. It has not said under which number.")
_GONE_WHILE_HELD = N_("The server no longer has it: a moderator did not let it through.")
_GONE = N_("The server no longer has it: it was taken down there.")
_DELETED = N_("You deleted it on the server.")

__all__ = [
    "CONFIRMED",
    "LONGEST_WAIT",
    "PENDING",
    "REWRITABLE",
    "SETTLE",
    "STUCK",
    "TRANSITIONS",
    "Reply",
    "ReplyState",
    "Standing",
    "Thread",
    "Try",
    "lies_ahead",
    "unsettled",
]
