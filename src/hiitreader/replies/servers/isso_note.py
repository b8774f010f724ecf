"""What is noted of an Isso before a try: the highest id in use, and by what to see later that it is still that reply's.

An Isso gives an id out again when the newest reply was deleted. A reply that arrives after that stands at or below the
id noted, where what came later is not looked for. Pure. It never asks anything.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hiitreader.replies.likeness import Likely, Trail, came_in_time, from_seconds, is_certainly, says
from hiitreader.replies.matching import Marks, Stands, find_in, is_mended_in
from hiitreader.replies.reply import CONFIRMED, Reply
from hiitreader.replies.server import Finding
from hiitreader.replies.thread import ThreadReply

_START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_TRY, _UNDER, _FIRST = "~", "^", ">"
MOST_TRIES = 50


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted.

    `highest` is the highest id then in use, 0 for none, None when it could not be found. `written` tells when that
    reply was written, in microseconds since 1970: an id and this moment are one reply's alone, whatever its words
    become; None when it was not listed, because it was held or is in another thread. `watched` says that `written` was
    noted at all: notes of earlier versions are the bare id. `free` are ids above that were the reader's and were not in
    use any more.

    `tries` are the moments, by the server's clock in seconds since 1970, before the tries that may have arrived, and
    `first` the highest id before the first of them, None when that is `highest`. `under` is the id under which the
    server puts the reply, "" for the article, None when that was not noted.
    """

    highest: int | None
    written: int | None = None
    watched: bool = False
    free: frozenset[str] = frozenset()
    tries: tuple[int, ...] = ()
    under: str | None = None
    first: int | None = None

    def text(self) -> str:
        """As it is kept: "12@1769860800000000 14"; "12@" when 12 was not listed, "12" when that was not noted.

        Behind it what has a sign before it: "~1769860800" for a try, "^5" for what it is put under, ">7" for the first.
        """
        watched = "@" if self.watched else ""
        first = "" if self.highest is None else f"{self.highest}{watched}{'' if self.written is None else self.written}"
        more = [f"{_TRY}{moment}" for moment in self.tries[-MOST_TRIES:]]
        more += [] if self.under is None else [f"{_UNDER}{self.under}"]
        more += [] if self.first is None else [f"{_FIRST}{self.first}"]
        return " ".join([first, *sorted(self.free, key=int), *more])

    def is_other(self, listed: tuple[ThreadReply, ...]) -> bool:
        """Whether under the highest id another reply is listed than the noted one, or may be.

        One that was not listed may have been let through since: it is the noted one if it was written before the note.
        """
        one = next((one for one in listed if one.id == str(self.highest)), None)
        if not self.watched or one is None:
            return self.watched and self.written is not None
        if self.written is None and self.tries:
            return one.written >= from_seconds(self.tries[-1])
        return _moment(one) != self.written

    def after(self, earlier: "Note") -> "Note":
        """This note, for one more try of a reply whose earlier ones may have arrived."""
        first = earlier.highest if earlier.first is None else earlier.first
        return replace(
            self,
            tries=(*earlier.tries, *self.tries),
            under=earlier.under if self.under is None else self.under,
            first=None if first is None or first == self.highest else first,
        )

    def trail(self, reply: Reply, listed: tuple[ThreadReply, ...]) -> Trail:
        """Where a reply of this note may stand."""
        written = (
            None if self.written is None or self.first is not None else _START + timedelta(microseconds=self.written)
        )
        return Trail(
            above=self.highest if self.first is None else self.first,
            tries=tuple(map(from_seconds, self.tries)),
            written=written,
            parents=self._parents(reply.parent, listed),
        )

    def _parents(self, parent: str, listed: tuple[ThreadReply, ...]) -> frozenset[str]:
        """What it may be listed under: an answer to what had gone stands as one to the article.

        What came after the first try has the number of what is answered, which is gone: it may be this very reply, or
        what this one was put under when it arrived.
        """
        if not parent:
            return frozenset({""})
        late = from_seconds(self.tries[0] + 1) if self.tries else None
        there = top_of(parent, tuple(one for one in listed if late is None or one.written < late))
        if self.under is None:
            return frozenset({parent, ""} if there is None else {there})
        if there is not None:
            return frozenset({self.under})
        return frozenset({self.under, "", top_of(parent, listed) or ""})


def read_note(noted: str) -> Note:
    """A note from its text."""
    first, *more = noted.split(" ") if noted else [""]
    highest, watched, written = first.partition("@")
    signed = {sign: [one[1:] for one in more if one.startswith(sign)] for sign in (_TRY, _UNDER, _FIRST)}
    tries = tuple(int(one) for one in signed[_TRY] if _is_number(one))
    under = next((one for one in signed[_UNDER] if not one or _is_number(one)), None)
    before = next((int(one) for one in signed[_FIRST] if _is_number(one)), None)
    if not _is_number(highest):
        return Note(None, tries=tries, under=under, first=before)
    moment = int(written) if _is_number(written) else None
    return Note(int(highest), moment, bool(watched), frozenset(filter(_is_number, more)), tries, under, before)


def note_of(highest: int | None, listed: tuple[ThreadReply, ...], free: AbstractSet[str]) -> Note:
    """The note about an id that is the highest in use, None when none can be trusted to be, by the list of a thread."""
    if highest is None:
        return Note(None)
    one = next((one for one in listed if one.id == str(highest)), None)
    return Note(highest, None if one is None else _moment(one), highest > 0, frozenset(free))


def top_of(id_: str, listed: tuple[ThreadReply, ...]) -> str | None:
    """Under which id an Isso puts an answer to `id_`: it has two levels. None when `id_` is not listed."""
    one = next((one for one in listed if one.id == id_), None)
    return None if one is None else one.parent or one.id


def recognise(reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]) -> Finding:
    """Which of the replies that an Isso lists is an own one; as `ReplyServer.recognise`.

    Whoever gave another email address than the reader did with one that is listed is somebody else: an Isso tells what
    it makes of the address, the same of the same.
    """
    stands = _stands(listed, own)
    marks = Marks(
        likely=lambda mine, one: stands(mine, one) if says(one, mine.form.comment) else Likely.NO,
        copies=lambda mine: max(len(read_note(mine.noted).tries), 1),
        under=lambda mine: read_note(mine.noted).under or "" if mine.parent else "",
    )
    found = find_in(reply, own, listed, frozenset(known - read_note(reply.noted).free), marks)
    return replace(found, written=next((one.written for one in listed if one.id == found.server_id), None))


def may_be_mended(reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]) -> bool:
    """Whether one that is listed may be this one in other words, as far as the moments of its tries are known."""
    note = read_note(reply.noted)
    return bool(note.tries) and is_mended_in(reply, own, listed, known - note.free, _stands(listed, own))


def _stands(listed: tuple[ThreadReply, ...], own: Sequence[Reply]) -> Stands:
    there = {one.id: one for one in listed if one.writer}

    def is_somebody_elses(mine: Reply, one: ThreadReply) -> bool:
        # Only by those that are the reader's for certain: under their ids may be another's by now.
        told = {
            there[other.server_id].writer
            for other in own
            if other.state in CONFIRMED
            and other.server_id in there
            and other.form.email == mine.form.email
            and _is_certainly(there[other.server_id], other)
        }
        return bool(mine.form.email and one.writer and told) and one.writer not in told

    def stands(mine: Reply, one: ThreadReply) -> Likely:
        if one.author != mine.form.name or is_somebody_elses(mine, one):
            return Likely.NO
        return read_note(mine.noted).trail(mine, listed).leads_to(one)

    return stands


def _is_certainly(one: ThreadReply, own: Reply) -> bool:
    tries = map(from_seconds, read_note(own.noted).tries)
    return is_certainly(one, own) and (own.written is not None or came_in_time(one.written, tries))


def _moment(one: ThreadReply) -> int:
    return (one.written - _START) // timedelta(microseconds=1)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
