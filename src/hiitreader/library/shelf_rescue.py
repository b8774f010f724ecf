"""Putting the articles on a new shelf that can be read from a damaged one, from its pages.

It never writes to the damaged file. What only helps in finding articles is not read but made anew.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.article.blocks import Article
from hiitreader.library.entries import Meta, ShelfEntry
from hiitreader.library.first_words import entry_of
from hiitreader.library.shelving import number_of, put, terms_of_article, unpacked
from hiitreader.library.tables import COLUMNS, entry
from hiitreader.system.cells import UnreadableError, is_sound
from hiitreader.system.database_copy import pages_of
from hiitreader.system.database_shape import Rescued
from hiitreader.system.sqlite_pages import Found, Value

if TYPE_CHECKING:
    import sqlite3

_NAMES = tuple(name.strip().removeprefix("articles.") for name in COLUMNS.split(","))
_BODY = 2
"""Columns of a row that holds an article's text."""


def rescue(damaged: Path, into: "sqlite3.Connection") -> Rescued:
    """Put every article on the new shelf that can be read from a damaged one.

    Args:
        damaged: the file, its log beside it.
        into: the new shelf, in a transaction.
    """
    pages = pages_of(damaged)
    strays = tuple(pages.strays())
    about = {one.rowid: one.values for one in (*strays, *pages.rows("articles")) if len(one.values) > len(_NAMES)}
    bodies = (one for one in (*pages.rows("bodies"), *strays) if len(one.values) == _BODY)
    saved, marked, read = 0, 0, set[int]()
    for number, article in _articles(bodies):
        if number in read or number_of(into, article.digest) is not None:
            continue
        read.add(number)
        one = _entry(about.get(number, ()), article.digest)
        if one is None:
            one, marked = _made_anew(about.get(number, ()), article), marked + 1
        put(into, one, article, terms_of_article(article))
        saved += 1
    for row in pages.rows("put_away"):
        if row.values and isinstance(row.values[0], str) and is_sound(row.values[0]):
            into.execute("INSERT OR IGNORE INTO put_away (key) VALUES (?)", row.values[:1])
    return Rescued(saved, marked, len(about.keys() - read))


def _articles(bodies: Iterator[Found]) -> Iterator[tuple[int, Article]]:
    for row in bodies:
        data = row.values[1]
        if isinstance(data, bytes):
            with suppress(ValueError, RecursionError):
                article = unpacked(data)
                if article.digest and is_sound(article.digest + article.title):
                    yield row.rowid, article


def _entry(values: tuple[Value, ...], key: str) -> ShelfEntry | None:
    """What the row says of the article; None when it makes no sense or is another article's."""
    with suppress(UnreadableError):
        one = entry(values[1:])
        return one if one.key == key else None
    return None


def _made_anew(values: tuple[Value, ...], article: Article) -> ShelfEntry:
    """What can be told of an article by its text alone, with where it came from and when, where that can be read."""
    told = dict(zip(_NAMES, values[1:], strict=False))
    text = {name: value for name, value in told.items() if isinstance(value, str) and is_sound(value)}
    meta = Meta(summary=text.get("summary", ""), date=text.get("date", ""))
    return entry_of(article, meta, text.get("origin", ""), text.get("added", ""))._replace(unread=False)
