"""Saving what can still be read from a damaged database into a new one, from its pages and those of its log.

It never writes to the damaged file, never has a reply sent that may have been sent since, and never shows words as
whole that have gaps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.gaps import with_gaps
from hiitreader.replies.kept_rows import READERS
from hiitreader.replies.outbox import put_row
from hiitreader.replies.reply import Reply, ReplyState
from hiitreader.system.cells import UnreadableError
from hiitreader.system.database_copy import log_of
from hiitreader.system.database_shape import Rescued
from hiitreader.system.sqlite_log import read_log
from hiitreader.system.sqlite_pages import Found, Pages, Value, likely_page_size

if TYPE_CHECKING:
    import sqlite3

Cells = dict[str, Value]

_KEYS = {
    "replies": ("uuid",),
    "tries": ("reply", "number"),
    "edits": ("reply",),
    "remembered": ("one",),
    "server": ("one",),
    "places": ("server", "thread"),
    "pulls": ("server", "thread"),
    "thread_replies": ("server", "thread", "id"),
}
"""What tells the rows of a table apart."""
_NUMBERED = frozenset({"remembered", "server"})
"""Tables whose first column is the row's number, which stands elsewhere."""
_TELLING = frozenset({"replies", "tries", "edits", "thread_replies"})
"""Tables whose rows are known by what is in them, wherever they are found."""
_INDEX = "sqlite_autoindex_replies_1"
"""Where every reply's UUID stands a second time."""
_NOTES = {
    "server": WorldProblem(
        N_("Which server your replies go to was damaged and could not be read."),
        safe=N_("None is set now, and nothing is sent."),
        todo=N_("Set it again in the menu Reply, or with “server set”."),
    ),
    "remembered": WorldProblem(
        N_("The name, email and website for your next reply were damaged and could not be read."),
        safe=N_("They are not filled in any more."),
        todo=N_("Type them in your next reply."),
    ),
}
_MAYBE_SENT = N_(
    "Saved from a damaged file, and perhaps sent since. Look whether it is on the site before you have it back."
)
_ANOTHER_DRAFT = N_("Saved from a damaged file, which had another draft in the same place.")


class Candidate(NamedTuple):
    """A row as it was found; `read` is None when it makes no sense."""

    rowid: int
    cells: Cells
    certain: bool
    read: object


def salvage(damaged: Path, into: "sqlite3.Connection") -> Rescued:
    """Copy all that can be read of what the file held.

    Args:
        damaged: the file, its log beside it.
        into: a new database, in a transaction.
    """
    file, log = damaged.read_bytes(), _log(damaged)
    size = likely_page_size(file)
    frames = read_log(log, size)
    images = [Pages(file, log, frames.newest(), size)]
    if frames.broken or frames.committed < len(frames.frames):
        images.append(Pages(file, log, frames.newest_of_all(), size))
    shapes = {table: _shape(into, table) for table in READERS}
    found = {table: list[Candidate]() for table in READERS}
    for pages in images:
        for table in READERS:
            _gather(found, table, shapes[table], pages.rows(table), listed=True)
        strays = list(pages.strays())
        for table in _TELLING:
            _gather(found, table, shapes[table], strays, listed=False)
    lived = datetime.fromtimestamp(damaged.stat().st_mtime, UTC)
    replies = _Replies(into, sole=len(images) == 1)
    replies.put(found["replies"], lived)
    lost = replies.lost + len({entry for pages in images for entry in pages.entries(_INDEX) if replies.misses(entry)})
    for table in list(READERS)[1:]:
        put = sum(_put(into, table, one.cells) for one in _best(table, found[table]))
        if table == "edits":  # they are the reader's own words too
            lost += len({_key(table, one) for one in found[table]}) - put
    into.execute("UPDATE pulls SET swept = NULL")  # what is not all here is fetched again as a whole
    notes = (*(_NOTES[table] for table in _NOTES if found[table] and not _holds(into, table)),)
    return Rescued(replies.saved, len(replies.marked), lost, tuple(replies.marked), notes)


def _gather(
    found: dict[str, list[Candidate]], table: str, shape: Cells, rows: Iterable[Found], *, listed: bool
) -> None:
    """Add a table's rows to what was found; of those that stand anywhere only what is certainly one of the table's."""
    for row in rows:
        if len(row.values) > len(shape):
            continue
        cells = shape | dict(zip(shape, row.values, strict=False))
        if table in _NUMBERED:
            cells[next(iter(shape))] = row.rowid
        try:
            read = READERS[table](cells)
        except UnreadableError:
            if listed and row.certain:
                found[table].append(Candidate(row.rowid, cells, row.certain, None))
        else:
            found[table].append(Candidate(row.rowid, cells, row.certain, read))


def _best(table: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """One of each row that can be read: what was found where it belongs, of two such the one that was kept later."""
    best = dict[tuple[Value, ...], Candidate]()
    for one in candidates:
        key = _key(table, one)
        if one.read is not None and (key not in best or _rank(one) > _rank(best[key])):
            best[key] = one
    yield from best.values()


def _key(table: str, one: Candidate) -> tuple[Value, ...]:
    return tuple(one.cells[name] for name in _KEYS[table])


def _rank(one: Candidate) -> tuple[bool, str]:
    return one.certain, str(one.cells.get("changed", ""))


class _Replies:
    """Puts replies into a new file and counts them.

    Args:
        into: the new database.
        sole: whether there was one state of the file only, not an older and a newer one.
    """

    def __init__(self, into: "sqlite3.Connection", *, sole: bool) -> None:
        self._into = into
        self._sole = sole
        self._known = set[Value]()
        self.saved = 0
        self.lost = 0
        self.marked = list[str]()

    def put(self, candidates: list[Candidate], lived: datetime) -> None:
        """Put what can be read as it is, then what is left of the others."""
        seen = dict[Value, list[Candidate]]()
        for one in candidates:
            seen.setdefault(one.cells["uuid"], []).append(one)
            self._known |= {one.cells["uuid"], one.rowid}
        for one in _best("replies", candidates):
            if isinstance(one.read, Reply):
                certain = self._is_certain(one, seen.pop(one.cells["uuid"]))
                self.saved += self._put(one.read if certain else _not_sent_again(one.read))
        for copies in seen.values():
            mended = with_gaps(copies[-1].cells, lived)
            if mended is not None and self._put(mended):
                self.saved += 1
                self.marked.append(mended.uuid)
            else:
                self.lost += 1

    def misses(self, entry: tuple[Value, ...]) -> bool:
        """Whether the index knew of a reply that was not found."""
        return len(entry) > 1 and not {entry[0], entry[-1]} & self._known

    def _is_certain(self, one: Candidate, copies: list[Candidate]) -> bool:
        """Whether it is the last that was kept of this reply."""
        listed = [copy.cells for copy in copies if copy.certain]
        return one.certain and all(cells == one.cells for cells in listed) and (self._sole or len(listed) > 1)

    def _put(self, reply: Reply) -> bool:
        import sqlite3

        for one in (reply, replace(reply, state=ReplyState.DISCARDED, before=reply.state, reason=_ANOTHER_DRAFT)):
            try:
                put_row(self._into, one)
            except sqlite3.IntegrityError:
                if reply.state is not ReplyState.DRAFT:
                    return False
            else:
                return True
        return False


def _not_sent_again(reply: Reply) -> Reply:
    """A reply as it was at some time: what was waiting then may have been sent since."""
    if reply.state is not ReplyState.QUEUED:
        return reply
    return replace(reply, state=ReplyState.DISCARDED, before=reply.state, reason=_MAYBE_SENT)


def _put(into: "sqlite3.Connection", table: str, cells: Cells) -> bool:
    import sqlite3

    names, marks = ", ".join(cells), ", ".join("?" for _ in cells)
    try:
        into.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(cells.values()))  # noqa: S608 -- ours
    except (sqlite3.Error, UnicodeEncodeError):  # it belongs to what is not there any more, or is none after all
        return False
    return True


def _holds(into: "sqlite3.Connection", table: str) -> bool:
    return into.execute(f"SELECT 1 FROM {table}").fetchone() is not None  # noqa: S608 -- our own names


def _shape(connection: "sqlite3.Connection", table: str) -> Cells:
    """A table's columns in their order, each with what a row has that is older than the column."""
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return {
        str(column["name"]): connection.execute(f"SELECT {column['dflt_value'] or 'NULL'}").fetchone()[0]
        for column in columns
    }


def _log(damaged: Path) -> bytes:
    try:
        return log_of(damaged).read_bytes()
    except FileNotFoundError:
        return b""
