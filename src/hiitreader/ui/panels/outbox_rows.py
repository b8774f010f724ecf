"""The outbox as values: each own reply with what can be done about it, as rows to look through and sentences to read.

Pure: it never asks the desk, and never decides what may be done.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hiitreader.article.characters import clean_line
from hiitreader.errors import N_
from hiitreader.replies.deeds import Deed
from hiitreader.replies.reply import CONFIRMED, STUCK, Reply, ReplyState, Try
from hiitreader.replies.sentence import Sentence
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.reply_words import article, first_words, moment, shown


class Unsaved(Enum):
    """What can be done with a change that was begun and not finished."""

    MAKE_NEW = "make it a new reply"
    COPY = "copy"
    DROP = "throw away"


class Show(Enum):
    """Which replies are shown."""

    ALL = "all"
    WAITING = "waiting"
    NEEDS_YOU = "needs you"
    SENT = "sent"
    DISCARDED = "discarded"


LABELS: Mapping[Show, str] = {
    Show.ALL: N_("All"),
    Show.WAITING: N_("Waiting"),
    Show.NEEDS_YOU: N_("Needs you"),
    Show.SENT: N_("Sent"),
    Show.DISCARDED: N_("Discarded"),
}
EMPTY: Mapping[Show, str] = {
    Show.ALL: N_("You have not written a reply yet. What you write at the end of an article is kept here."),
    Show.WAITING: N_("No reply waits to be sent."),
    Show.NEEDS_YOU: N_("No reply needs you."),
    Show.SENT: N_("No server has a reply of yours yet."),
    Show.DISCARDED: N_("No reply has been discarded."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One own reply: what may be done with it at the moment it was read, and what happens to it next.

    `unsaved` is the comment of a change that was begun and not finished, "" when there is none.
    """

    reply: Reply
    deeds: frozenset[Deed]
    next: Sentence
    unsaved: str = ""


def needs_you(reply: Reply) -> bool:
    """Whether nothing goes on with it until the reader does something."""
    return reply.state in STUCK or (reply.state is ReplyState.UNSURE and reply.ask)


def waits(reply: Reply) -> bool:
    """Whether it goes on by itself."""
    going = {ReplyState.QUEUED, ReplyState.SENDING, ReplyState.UNSURE}
    return reply.state in going and not needs_you(reply)


_PICK: Mapping[Show, Callable[[Reply], bool]] = {
    Show.ALL: lambda _reply: True,
    Show.WAITING: waits,
    Show.NEEDS_YOU: needs_you,
    Show.SENT: lambda reply: reply.state in CONFIRMED,
    Show.DISCARDED: lambda reply: reply.state is ReplyState.DISCARDED,
}


def picked(entries: Iterable[Entry], show: Show) -> tuple[Entry, ...]:
    """The entries to show: those that need the reader first, then those that wait, then the others; latest first."""
    chosen = [entry for entry in entries if _PICK[show](entry.reply)]
    chosen.sort(key=lambda entry: entry.reply.created, reverse=True)
    chosen.sort(key=lambda entry: 0 if needs_you(entry.reply) else 1 if waits(entry.reply) else 2)
    return tuple(chosen)


def row(entry: Entry, now: datetime) -> Row:
    """An entry's row: its first words, then article, state and since when."""
    reply = entry.reply
    words, to = first_words(reply), article(reply)
    state = _("{state}, since {when}").format(state=_(reply.state.label), when=moment(reply.changed, now))
    if needs_you(reply):
        state = _("Needs you: {state}").format(state=state)
    if entry.unsaved:
        state = _("{state}, with changes that are not saved").format(state=state)
    return Row(reply.uuid, words, f"{words}, {to}, {state}", detail=f"{state}\n{to}", title=True)


def told(entry: Entry, now: datetime) -> tuple[str, ...]:
    """All there is to say of an entry: what it is, why, since when, what comes next, how often it was tried."""
    reply = entry.reply
    tried = ngettext("Tried once.", "Tried {count} times.", reply.tries).format(count=reply.tries)
    parts = [
        _(reply.state.sentence),
        _ended(clean_line(_(reply.reason))),
        _("Since {when}.").format(when=moment(reply.changed, now)),
        shown(entry.next, now),
        tried if reply.tries else "",
        _("Server: {server}").format(server=reply.server) if reply.server else "",
    ]
    return tuple(part for part in parts if part)


def tries(log: Sequence[Try], now: datetime) -> tuple[Row, ...]:
    """The log of a reply's tries, the latest first."""
    return tuple(_try(one, now) for one in reversed(log))


def _try(one: Try, now: datetime) -> Row:
    came = _(ReplyState(one.outcome).label) if one.outcome else _("it was not finished")
    head = _("Try {number}, {when}: {outcome}").format(number=one.number, when=moment(one.began, now), outcome=came)
    said = clean_line(_(one.said))
    return Row(one.number, head, f"{head}. {said}" if said else head, detail=said)


def _ended(sentence: str) -> str:
    return sentence if not sentence or sentence[-1] in ".!?…" else f"{sentence}."
