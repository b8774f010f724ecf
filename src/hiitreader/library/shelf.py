"""The shelf: the articles that came along and those the reader put there, kept on this computer.

It never asks a network, and without articles of the reader's own it makes no file.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from enum import Enum
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.article.blocks import Article
from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.library.bundled import bundled, open_bundled
from hiitreader.library.entries import BUNDLED, DATABASE, HITS, POSTS, Added, Hit, Meta, ShelfEntry, SimilarPost
from hiitreader.library.first_words import entry_of
from hiitreader.library.marks import Marks
from hiitreader.system.cells import is_sound, readable
from hiitreader.system.clock import Clock, SystemClock

if TYPE_CHECKING:
    import sqlite3

    from hiitreader.library.terms import Term
    from hiitreader.system.database import Database

BATCH = 50
"""Articles that are put on the shelf in one transaction."""

ToAdd = tuple[Article, Meta, str]
"""An article, what is known of it, where it came from."""


class Sort(Enum):
    """The orders of the shelf."""

    ADDED = "added"
    TITLE = "title"
    DATE = "date"
    PROGRESS = "progress"
    WORDS = "words"


class Removed(NamedTuple):
    """What was taken off the shelf, to be put back."""

    entry: ShelfEntry
    article: Article


class Counts(NamedTuple):
    """How many articles there are, how many of them were not opened yet, and how many have each tag."""

    articles: int = 0
    unread: int = 0
    tags: tuple[tuple[str, int], ...] = ()


class Unreadable(WorldProblem):
    """The text of an article on the shelf is damaged."""


class Shelf:
    """The articles that can be read, by their keys.

    While the reader has put nothing there, what is asked of it needs no database, but for searching.
    Its methods may be called from several threads; one of them does its work at a time. Each may raise `WorldProblem`
    when the file can't be used.

    Args:
        data: the data folder.
        clock: says when an article was added.
    """

    def __init__(self, data: Path, clock: Clock | None = None) -> None:
        self._data = data
        self._clock = clock or SystemClock()
        self._lock = Lock()
        self._marks = Marks(data, self._clock.now)
        self._told: list[Problem] = []
        self._known: Database | None = None

    def notice(self) -> Problem | None:
        """The next thing to tell the reader about what is kept of the shelf; None when there is nothing more."""
        if told := self._told or self._marks.told:
            return told.pop(0)
        return self._known.notice() if self._known is not None else None

    def tell(self, problem: Problem) -> None:
        """Have the reader told about something that is kept beside the shelf."""
        self._told.append(problem)

    def close(self) -> None:
        """Let go of the file; it is opened again when it is needed."""
        if self._known is not None:
            self._known.close()

    @property
    def _database(self) -> "Database":
        from hiitreader.library.shelf_file import shelf_database

        with self._lock:
            if self._known is None:
                self._known = shelf_database(self._data, self._clock, self._marks)
            return self._known

    def _is_there(self) -> bool:
        with suppress(OSError):  # what stands in the way, as a link to nowhere, is told by the database
            return (file := self._data / DATABASE).exists() or file.is_symlink()
        return True

    def _first(self) -> tuple[ShelfEntry, ...]:
        """What is on the shelf of a reader who has put nothing there."""
        marks = self._marks.read()
        return tuple(
            one.entry._replace(unread=False, progress=marks[one.entry.key]) if one.entry.key in marks else one.entry
            for one in bundled()
        )

    # -- putting there and taking away ----------------------------------------------------------------------------

    def add(self, article: Article, meta: Meta = Meta(), origin: str = "") -> Added:  # noqa: B008 -- a frozen value
        """Put an article on the shelf; one that is there already stays as it is, but gets its pictures."""
        return next(self.add_many([(article, meta, origin)]))

    def add_many(self, articles: Iterable[ToAdd]) -> Iterator[Added]:
        """Put articles on the shelf in batches; each is told when its batch is on the disk. The next one waits."""
        source = iter(articles)
        while batch := list(islice(source, BATCH)):
            yield from self._add(batch)
            for _one in batch:
                if not self.tend():
                    break

    def _add(self, batch: list[ToAdd]) -> list[Added]:
        from hiitreader.library.shelving import terms_of_article

        now = self._clock.now().isoformat(timespec="seconds")
        made = [(article, entry_of(article, meta, origin, now)) for article, meta, origin in batch]
        terms = [terms_of_article(article) for article, _entry in made]
        return self._database.write(lambda connection: _put_all(connection, made, terms))

    def remove(self, key: str) -> Removed | None:
        """Take an article off the shelf.

        Returns:
            What `put_back` needs; None when it was not there, or its text is damaged.
        """
        from hiitreader.library.shelving import number_of, take

        try:
            article = self.open(key)
        except Unreadable:
            article = None

        def work(connection: "sqlite3.Connection") -> ShelfEntry | None:
            number, one = number_of(connection, key), _entry(connection, key)
            if number is not None and one is not None:
                take(connection, number)
                if one.origin == BUNDLED:
                    connection.execute("INSERT OR IGNORE INTO put_away (key) VALUES (?)", (key,))
            return one

        one = self._database.write(work)
        return None if article is None or one is None else Removed(one, article)

    def put_back(self, removed: Removed) -> ShelfEntry:
        """Put back what was taken off, with when it was added and how far it was read."""
        from hiitreader.library.shelving import put, terms_of_article

        terms = terms_of_article(removed.article)

        def work(connection: "sqlite3.Connection") -> ShelfEntry:
            known = _entry(connection, removed.entry.key)
            if known is None:
                put(connection, removed.entry, removed.article, terms)
            connection.execute("DELETE FROM put_away WHERE key = ?", (removed.entry.key,))
            return known or removed.entry

        return self._database.write(work)

    def tend(self) -> bool:
        """Do a few milliseconds of the work that adding and removing leave for later; whether there is more of it."""
        if not self._is_there():
            return False
        from hiitreader.library.search import merge_some

        return self._database.write(merge_some)

    def settle(self) -> None:
        """Bring all that was written into the file itself, so that the next article does not wait for it."""
        if self._is_there():
            self._database.checkpoint()

    # -- what is there --------------------------------------------------------------------------------------------

    def entries(
        self, sort: Sort = Sort.ADDED, *, tag: str = "", unread_only: bool = False, words: str = ""
    ) -> tuple[ShelfEntry, ...]:
        """What is on the shelf.

        Args:
            sort: the order. The newest, the longest, the furthest read come first; titles by the alphabet.
            tag: only those with this tag, however it is spelled.
            unread_only: only those that were not opened yet.
            words: only those in which these are found, as `search` finds them.
        """
        found: Iterable[ShelfEntry] = self._among(words) if words.strip() or self._is_there() else self._first()
        folded = tag.casefold()
        wanted = [
            one
            for one in found
            if (one.unread or not unread_only) and (not tag or any(own.casefold() == folded for own in one.tags))
        ]
        return tuple(sorted(wanted, key=_KEYS[sort], reverse=sort is not Sort.TITLE))

    def _among(self, words: str) -> list[ShelfEntry]:
        from hiitreader.library import search
        from hiitreader.library.tables import COLUMNS, entry

        question = f"SELECT {COLUMNS}, articles.id FROM articles ORDER BY articles.id"  # noqa: S608 -- ours

        def work(connection: "sqlite3.Connection") -> list[ShelfEntry]:
            among = search.matching(connection, words) if words.strip() else None
            rows = connection.execute(question)
            return [entry(tuple(row)[:-1]) for row in rows if among is None or row[-1] in among]

        return self._database.read(work)

    def entry(self, key: str) -> ShelfEntry | None:
        """What is known of an article; None when it is not on the shelf."""
        if not self._is_there():
            return next((one for one in self._first() if one.key == key), None)
        return self._database.read(lambda connection: _entry(connection, key))

    def counts(self) -> Counts:
        """How much there is."""
        if not self._is_there():
            first = self._first()
            return Counts(len(first), sum(one.unread for one in first), _counted(one.tags for one in first))
        return self._database.read(_counts)

    def open(self, key: str) -> Article | None:
        """The article with this key; None when it is not on the shelf.

        Raises:
            Unreadable: it is there, but its text is damaged.
        """
        if not self._is_there():
            return open_bundled(key)
        from hiitreader.library.shelving import unpacked

        question = "SELECT data FROM bodies JOIN articles ON articles.id = bodies.article WHERE key = ?"
        row = self._database.read(lambda connection: connection.execute(question, (key,)).fetchone())
        try:
            return None if row is None else unpacked(row[0])
        except ValueError as error:
            raise _unreadable() from error

    def note_progress(self, key: str, progress: float) -> None:
        """Note how far an article was read, 0 to 1; it is not unread any more. Nothing for one not there."""
        if self.entry(key) is None:
            return
        if not self._is_there():
            self._marks.keep(key, progress)
            self.close()  # what is searched knows it too when it is made again
            return
        change, values = (
            "UPDATE articles SET unread = 0, progress = ? WHERE key = ?",
            (min(1.0, max(0.0, progress)), key),
        )
        self._database.write(lambda connection: connection.execute(change, values))

    def forget_reading(self) -> None:
        """Forget of every article whether and how far it was read."""
        self._marks.forget()
        self.close()
        if self._is_there():
            change = "UPDATE articles SET unread = 1, progress = 0"
            self._database.write(lambda connection: connection.execute(change))

    # -- finding --------------------------------------------------------------------------------------------------

    def search(self, query: str, limit: int = HITS) -> tuple[Hit, ...]:
        """The articles in which all words of a query are, the best first; see `search.asked` for how it is read."""
        from hiitreader.library.search import find

        return self._database.read(lambda connection: find(connection, query, limit))

    def similar(self, wanted: str | Article, limit: int = POSTS) -> tuple[SimilarPost, ...]:
        """The articles that are most like one, the likest first; none when nothing is like it.

        Args:
            wanted: the key of an article on the shelf, or any article.
            limit: how many at most.
        """
        key = wanted if isinstance(wanted, str) else wanted.digest
        along = [] if self._is_there() else [one.similar[:limit] for one in bundled() if one.entry.key == key]
        if along:
            return along[0]
        from hiitreader.library.shelving import number_of, terms_of_article
        from hiitreader.library.similar import similar, vector_of, vector_of_terms

        def work(connection: "sqlite3.Connection") -> tuple[SimilarPost, ...]:
            known, number = _entry(connection, key), number_of(connection, key)
            if known is not None and number is not None:
                return similar(connection, vector_of(connection, number, known.tags), number, limit)
            if isinstance(wanted, str):
                return ()
            return similar(connection, vector_of_terms(connection, terms_of_article(wanted)), 0, limit)

        return self._database.read(work)


def _put_all(
    connection: "sqlite3.Connection", made: Iterable[tuple[Article, ShelfEntry]], terms: "Iterable[tuple[Term, ...]]"
) -> list[Added]:
    """Put articles on the shelf that are not there yet."""
    from hiitreader.library.shelving import add_pictures, put

    added = []
    for (article, one), about in zip(made, terms, strict=True):
        known = _entry(connection, article.digest)
        if known is None:
            put(connection, one, article, about)
            connection.execute("DELETE FROM put_away WHERE key = ?", (one.key,))
        else:
            add_pictures(connection, article)
        added.append(Added(known or one, new=known is None))
    return added


def _unreadable() -> Unreadable:
    return Unreadable(
        N_("The text of this article is damaged on the shelf and can't be read."),
        safe=N_("The other articles are untouched."),
        todo=N_("Remove it from the shelf, then add it again."),
    )


def _entry(connection: "sqlite3.Connection", key: str) -> ShelfEntry | None:
    from hiitreader.library.tables import COLUMNS, entry

    row = connection.execute(f"SELECT {COLUMNS} FROM articles WHERE key = ?", (key,)).fetchone()  # noqa: S608 -- ours
    return None if row is None else entry(tuple(row))


def _counted(tagged: Iterable[tuple[str, ...]]) -> tuple[tuple[str, int], ...]:
    """Each tag, in its first spelling, with how many have it; the commonest first."""
    spelled: dict[str, str] = {}
    found: dict[str, int] = {}
    for tags in tagged:
        for folded, tag in {tag.casefold(): tag for tag in reversed(tags)}.items():
            spelled.setdefault(folded, tag)
            found[folded] = found.get(folded, 0) + 1
    return tuple((spelled[tag], found[tag]) for tag in sorted(found, key=lambda tag: (-found[tag], tag)))


@readable("tags")
def _counts(connection: "sqlite3.Connection") -> Counts:
    """The same of all that is on the shelf."""
    import json

    articles, unread = connection.execute("SELECT count(*), total(unread) FROM articles").fetchone()
    rows = connection.execute(
        "SELECT tag, found, articles.tags"
        " FROM (SELECT tag, count(*) AS found, min(article) AS first FROM tags GROUP BY tag)"
        " JOIN articles ON articles.id = first ORDER BY found DESC, tag"
    ).fetchall()
    if not all(is_sound(tag) for tag, _found, _tags in rows):
        raise ValueError("tag")
    tags = tuple(
        (next((one for one in json.loads(tags) if one.casefold() == tag), str(tag)), int(found))
        for tag, found, tags in rows
    )
    return Counts(int(articles), int(unread), tags)


def _alphabetical(title: str) -> str:
    """A title as the alphabet has it: without case and accents."""
    from unicodedata import normalize

    return "".join(letter for letter in normalize("NFKD", title.casefold()) if not "\u0300" <= letter <= "\u036f")


_KEYS: dict[Sort, Callable[[ShelfEntry], tuple[object, ...]]] = {
    Sort.ADDED: lambda one: (one.added,),
    Sort.TITLE: lambda one: (_alphabetical(one.title), one.key),
    Sort.DATE: lambda one: (one.date, one.added),
    Sort.PROGRESS: lambda one: (one.progress, one.added),
    Sort.WORDS: lambda one: (one.words, one.added),
}
