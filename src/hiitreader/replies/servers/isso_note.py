"""What is noted of an Isso before a try: the highest id in use, and by what to see later that it is still that reply's.

An Isso gives an id out again when the newest reply was deleted. A reply that arrives after that stands at or below the
id noted, where what came later is not looked for. Pure. It never asks anything.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from hiitreader.replies.thread import ThreadReply

_START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted.

    `highest` is the highest id then in use, 0 for none, None when it could not be found. `written` tells when that
    reply was written, in microseconds since 1970: an id and this moment are one reply's alone, whatever its words
    become; None when it was not listed, because it was held or is in another thread. `watched` says that `written` was
    noted at all: notes of earlier versions are the bare id. `free` are ids above that were the reader's and were not in
    use any more.
    """

    highest: int | None
    written: int | None = None
    watched: bool = False
    free: frozenset[str] = frozenset()

    def text(self) -> str:
        """As it is kept: "12@1769860800000000 14"; "12@" when 12 was not listed, "12" when that was not noted."""
        if self.highest is None:
            return ""
        watched = "@" if self.watched else ""
        first = f"{self.highest}{watched}{'' if self.written is None else self.written}"
        return " ".join([first, *sorted(self.free, key=int)])

    def is_other(self, listed: tuple[ThreadReply, ...]) -> bool:
        """Whether by the list the highest id has another reply than the noted one, or is listed now and was not."""
        one = next((one for one in listed if one.id == str(self.highest)), None)
        return self.watched and (None if one is None else _moment(one)) != self.written

    def is_newer(self, one: ThreadReply, *, changed: bool) -> bool:
        """Whether a listed reply came after the note; `changed` says that the highest id was given free since."""
        if self.highest is None or int(one.id) > self.highest:
            return True
        return changed and self.written is not None and _moment(one) > self.written


def read_note(noted: str) -> Note:
    """A note from its text."""
    first, *free = noted.split() or [""]
    highest, watched, written = first.partition("@")
    if not _is_number(highest):
        return Note(None)
    moment = int(written) if _is_number(written) else None
    return Note(int(highest), moment, bool(watched), frozenset(filter(_is_number, free)))


def note_of(highest: int, listed: tuple[ThreadReply, ...], free: AbstractSet[str]) -> Note:
    """The note about an id that is the highest in use, by the list of a thread."""
    one = next((one for one in listed if one.id == str(highest)), None)
    return Note(highest, None if one is None else _moment(one), highest > 0, frozenset(free))


def _moment(one: ThreadReply) -> int:
    return (one.written - _START) // timedelta(microseconds=1)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()
