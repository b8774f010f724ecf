"""What makes a reply that a server lists one of the reader's own: its words, its writer, what it answers, when it came.

Pure. It never decides between several that are alike; that is `matching`.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from hiitreader.replies.reply import SETTLE, Reply
from hiitreader.replies.servers.wordpress_words import resembles, shows
from hiitreader.replies.thread import TextFormat, ThreadReply

ARRIVES_WITHIN = 3 * SETTLE
"""How long after a try's note what it sent can still come: a whole request takes less than `SETTLE`, and so does what a
server does after that."""

_START = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class Likely(Enum):
    """Whether a listed reply is one of the reader's own."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


def says(one: ThreadReply, comment: str) -> bool:
    """Whether a listed reply says a tidied comment, to the letter: as far as its server lets that be seen."""
    if one.format is TextFormat.HTML:
        return shows(one.text, comment)
    return one.text.strip() == comment.strip()


def is_under_its_number(one: ThreadReply, reply: Reply) -> bool:
    """Whether what is listed under a reply's number is that reply, not what got the number after it.

    By when it was written, where its server told that: whatever a moderator changed since, nothing else has both. Else
    by its writer: a moderator may have changed the words, and anybody may say them. What an account wrote has the
    account's name, which is not known here: then its server is asked.
    """
    if reply.written is not None:
        return one.written == reply.written
    return one.author == reply.form.name or bool(reply.token and not reply.expires)


def is_anothers(one: ThreadReply, reply: Reply) -> bool:
    """Whether a reply's number is certainly another's by now; a name alone does not say so, for sites dress names."""
    return reply.written is not None and one.written != reply.written


def is_certainly(one: ThreadReply, reply: Reply) -> bool:
    """Whether what is listed under a reply's number is certainly that reply: its words count, too, without a moment."""
    return is_under_its_number(one, reply) and (reply.written is not None or says(one, reply.form.comment))


def could_be_taken_for(reply: Reply, other: Reply) -> bool:
    """Whether a server that takes no words twice may refuse one reply because it has the other."""
    mine, theirs = reply.form, other.form
    return (
        (reply.server, reply.thread.uri, reply.parent) == (other.server, other.thread.uri, other.parent)
        and resembles(mine.comment, theirs.comment)
        and (resembles(mine.name, theirs.name) and resembles(mine.email, theirs.email))
    )


@dataclass(frozen=True, slots=True)
class Trail:
    """Where on its server a reply may stand, by what was noted before it was sent.

    Attributes:
        above: the highest id in use before the first try, None when that is not known.
        tries: the moment before each try that may have arrived, by the server's clock, in whole seconds; none when
            the server told no time.
        written: when the reply with the id `above` was written, None when that was not seen.
        parents: the ids under which the server puts it, "" for the article.
    """

    above: int | None
    tries: tuple[datetime, ...] = ()
    written: datetime | None = None
    parents: AbstractSet[str] = frozenset({""})

    def leads_to(self, one: ThreadReply) -> Likely:
        """Whether a listed reply stands where this one may.

        A MAYBE is one whose id came after the note, at a moment when no try can have brought it.
        """
        if one.parent not in self.parents:
            return Likely.NO
        if self.above is None and not self.tries:
            return Likely.MAYBE
        if self.above is not None and int(one.id) <= self.above and not self._took_its_place(one):
            return Likely.NO
        return Likely.YES if came_in_time(one.written, self.tries) else Likely.MAYBE

    def _took_its_place(self, one: ThreadReply) -> bool:
        """Whether it was written after the note, under an id that had been given already.

        That is so when the newest was deleted, or the site put back as it once was.
        """
        if self.written is not None:
            return one.written > self.written
        return bool(self.tries) and one.written >= self.tries[0] + _SECOND


def came_in_time(written: datetime, tries: Iterable[datetime]) -> bool:
    """Whether a try can have brought what was written at a moment; also when no try's moment is known.

    What tells the time in a server's answers need not be the clock that its replies go by.
    """
    known = tuple(tries)
    return not known or any(began - SETTLE <= written < began + ARRIVES_WITHIN for began in known)


def waited_since(tries: Sequence[datetime], now: datetime | None) -> timedelta | None:
    """How long ago the last try was noted, by the server's clock both times; None when that is not known."""
    return None if now is None or not tries else now - tries[-1]


def in_seconds(moment: datetime) -> int:
    """A moment as whole seconds since 1970."""
    return (moment - _START) // _SECOND


def from_seconds(seconds: int) -> datetime:
    """The moment of so many seconds since 1970."""
    return _START + seconds * _SECOND
