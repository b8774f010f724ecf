"""The shelf in rows: what is looked at, in which order, and the words for each article, seen and spoken.

Pure but for what it asks the shelf, which may take its time: whoever calls `listed` does it in the background. It never
changes what is on the shelf.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from hiitreader.article.flow import units
from hiitreader.article.outline import reading_minutes
from hiitreader.errors import N_
from hiitreader.library.entries import WITH, Hit, ShelfEntry
from hiitreader.library.shelf import Counts, Sort
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.post_cards import minutes_to_read

ALL_READ = 0.95
"""What must have been seen of an article for it to count as read: the last lines may be notes and sources."""
MOST_HITS = 60
"""Hits that are shown; each takes a moment for the words around it, and nobody looks through more as one types."""
AMONG = 400
"""Hits among which those with a tag, or the unread ones, are looked for."""
_BETWEEN = " · "


class Order(Enum):
    """The orders of the list."""

    ADDED = "added"
    TITLE = "title"
    DATE = "date"
    UNREAD = "unread"
    TIME = "time"


ORDERS: Mapping[Order, str] = {
    Order.ADDED: N_("Added last"),
    Order.TITLE: N_("Title"),
    Order.DATE: N_("Written last"),
    Order.UNREAD: N_("Unread first"),
    Order.TIME: N_("Shortest first"),
}
_SORTS = {
    Order.ADDED: Sort.ADDED,
    Order.TITLE: Sort.TITLE,
    Order.DATE: Sort.DATE,
    Order.UNREAD: Sort.ADDED,
    Order.TIME: Sort.WORDS,
}


class Wanted(NamedTuple):
    """What is to be seen: in which order, only those with a tag, only the unread ones, only those with some words."""

    order: Order = Order.ADDED
    tag: str = ""
    unread_only: bool = False
    words: str = ""


class Listed(NamedTuple):
    """What is to be seen, in rows whose value is the article's key; `hits` by that key, when words were looked for."""

    wanted: Wanted
    rows: tuple[Row, ...] = ()
    hits: Mapping[str, Hit] = MappingProxyType({})
    counts: Counts = Counts()
    summary: str = ""


class Lister(Protocol):
    """What is asked; `hiitreader.library.shelf.Shelf` is one."""

    def entries(self, sort: Sort = ..., *, tag: str = "", unread_only: bool = False) -> tuple[ShelfEntry, ...]:
        """What is on the shelf."""

    def search(self, query: str, limit: int = ...) -> tuple[Hit, ...]:
        """Where some words are."""

    def counts(self) -> Counts:
        """How much there is."""


def listed(shelf: Lister, wanted: Wanted) -> Listed:
    """What is to be seen of a shelf. Hits come in the order of how well they fit."""
    counts = shelf.counts()
    if wanted.words.strip():
        among = AMONG if wanted.tag or wanted.unread_only else MOST_HITS
        hits = [hit for hit in shelf.search(wanted.words, among) if _is_wanted(hit.entry, wanted)][:MOST_HITS]
        rows = tuple(row(hit.entry, number, len(hits), hit) for number, hit in enumerate(hits, 1))
        summary = _found(len(hits))
        return Listed(wanted, rows, {hit.entry.key: hit for hit in hits}, counts, summary)
    entries: Sequence[ShelfEntry] = shelf.entries(_SORTS[wanted.order], tag=wanted.tag, unread_only=wanted.unread_only)
    if wanted.order is Order.UNREAD:
        entries = sorted(entries, key=lambda one: (not one.unread, one.progress >= ALL_READ))
    elif wanted.order is Order.TIME:
        entries = entries[::-1]
    rows = tuple(row(one, number, len(entries)) for number, one in enumerate(entries, 1))
    return Listed(wanted, rows, counts=counts, summary=_how_many(len(entries), wanted, counts))


def row(entry: ShelfEntry, number: int, of: int, hit: Hit | None = None) -> Row:
    """An article's row: its title; whether it was read, how long it takes, what it is; where the words were found."""
    title = entry.title or _("Untitled")
    low, high = reading_minutes(entry.words)
    known = [state(entry), minutes_to_read(low, high)]
    if entry.companion:
        known.append(_("Companion of this program"))
    place = _("{number} of {total}").format(number=number, total=of)
    spoken = WITH.join([title, *known, place])
    detail = _BETWEEN.join(known)
    if hit is None or not hit.snippet:
        if entry.tags:
            detail = f"{detail}{_BETWEEN}{WITH.join(entry.tags)}"
            tags = _("Tags")
            spoken = f"{spoken}, {tags}: {WITH.join(entry.tags)}"
        return Row(entry.key, title, spoken, detail=detail, title=True)
    snippet = "".join(piece for piece, _found in hit.snippet)
    return Row(
        entry.key,
        title,
        f"{spoken}: {snippet}",
        detail=f"{detail}\n{snippet}",
        title=True,
        marks=_marks(hit.snippet, units(detail) + 1),
    )


def state(entry: ShelfEntry) -> str:
    """How far an article was read, in words."""
    if entry.unread:
        return _("Unread")
    if entry.progress >= ALL_READ:
        return _("Read")
    percent = round(100 * entry.progress)
    return _("{percent} % read").format(percent=percent) if percent else _("Begun")


def empty(wanted: Wanted) -> str:
    """What is said where nothing is to be seen."""
    if wanted.words.strip():
        return _("Nothing found. Every word you type must be in the article.")
    if wanted.tag or wanted.unread_only:
        return _("Nothing on the shelf is like this. Choose all tags, or show what you have read too.")
    return _("The shelf is empty. “Add” brings articles here.")


def _marks(snippet: Sequence[tuple[str, bool]], start: int) -> tuple[tuple[int, int], ...]:
    marks = []
    for piece, found in snippet:
        if found:
            marks.append((start, units(piece)))
        start += units(piece)
    return tuple(marks)


def _is_wanted(entry: ShelfEntry, wanted: Wanted) -> bool:
    tags = {tag.casefold() for tag in entry.tags}
    return (not wanted.tag or wanted.tag.casefold() in tags) and (entry.unread or not wanted.unread_only)


def _found(count: int) -> str:
    if count == MOST_HITS:
        return _("More than {count} articles found; these fit best").format(count=count - 1)
    return ngettext("{count} article found", "{count} articles found", count).format(count=count)


def _how_many(count: int, wanted: Wanted, counts: Counts) -> str:
    if wanted.tag or wanted.unread_only:
        among = ngettext("{count} of {total} article", "{count} of {total} articles", counts.articles)
        return among.format(count=count, total=counts.articles)
    articles = ngettext("{count} article", "{count} articles", count).format(count=count)
    return _("{articles}, {unread} unread").format(articles=articles, unread=counts.unread)
