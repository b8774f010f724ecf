"""Putting one article on the shelf and taking it off, within a transaction; and the articles that come along.

It opens no file and decides nothing about transactions.
"""

import zlib
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.article import compiled
from hiitreader.article.blocks import Article, BlockKind, SpanKind
from hiitreader.library.bundled import bundled, open_bundled
from hiitreader.library.entries import BUNDLED, SOURCES, ShelfEntry
from hiitreader.library.marks import Marks
from hiitreader.library.search import forget_words, keep_words
from hiitreader.library.similar import forget_terms, keep_terms
from hiitreader.library.tables import put_row
from hiitreader.library.terms import READ, Term, terms_of

if TYPE_CHECKING:
    import sqlite3

_FAST = 3
"""How hard an article is pressed: more takes twice as long for a twentieth less."""
_LARGEST = 256 * 1024 * 1024
"""Bytes an article may have when it is unpacked; only a file that someone tampered with has more."""


def terms_of_article(article: Article) -> tuple[Term, ...]:
    """What an article is about; what it cites at its end is not asked."""
    told, length = list[str](), 0
    for block in takewhile(lambda block: block.anchor != SOURCES, article.blocks):
        told.append(block.text)
        length += len(block.text)
        if length > READ:  # a long article is not copied for it
            break
    return terms_of(article.title, "\n".join(told), article.language)


def packed(article: Article) -> bytes:
    """The article as it is kept."""
    return zlib.compress(compiled.dump(article), _FAST)


def unpacked(data: bytes) -> Article:
    """The article that was kept.

    Raises:
        ValueError: the bytes are no article.
    """
    try:
        unpacker = zlib.decompressobj()
        written = unpacker.decompress(data, _LARGEST)
    except zlib.error as error:
        raise ValueError("this is no article") from error
    return compiled.load(written)


def put(connection: "sqlite3.Connection", one: ShelfEntry, article: Article, terms: Sequence[Term]) -> int:
    """Put an article on the shelf that is not there yet; its number."""
    number = put_row(connection, one)
    connection.execute("INSERT INTO bodies (article, data) VALUES (?, ?)", (number, packed(article)))
    tags = sorted({tag.casefold() for tag in one.tags})
    connection.executemany("INSERT INTO tags (tag, article) VALUES (?, ?)", [(tag, number) for tag in tags])
    keep_terms(connection, number, terms)
    keep_words(connection, number, article)
    return number


def add_pictures(connection: "sqlite3.Connection", article: Article) -> None:
    """Have the copies of pictures that came with an article which is there without them."""
    copies, number = _copies(article), number_of(connection, article.digest)
    if not copies or number is None:
        return
    (kept,) = connection.execute("SELECT data FROM bodies WHERE article = ?", (number,)).fetchone()
    if copies > _copies_of(kept):
        connection.execute("UPDATE bodies SET data = ? WHERE article = ?", (packed(article), number))


def _copies(article: Article) -> int:
    """How many pictures of an article are copies: those in a folder that is named by its key."""
    shown = [block.target for block in article.blocks if block.kind is BlockKind.IMAGE]
    shown += [span.target for block in article.blocks for span in block.spans if span.kind is SpanKind.IMAGE]
    return sum(bool(target) and Path(target).parent.name == article.digest for target in shown)


def _copies_of(data: bytes) -> int:
    try:
        return _copies(unpacked(data))
    except ValueError:  # a damaged text has none, and is replaced by a sound one
        return -1


def take(connection: "sqlite3.Connection", number: int) -> None:
    """Take an article off the shelf."""
    forget_terms(connection, number)
    forget_words(connection, number)
    connection.execute("DELETE FROM articles WHERE id = ?", (number,))


def put_bundled(connection: "sqlite3.Connection", marks: Marks) -> None:
    """Have the articles on the shelf that come along with this version, but for those the reader put away.

    How far they were read before there was a file for it say the marks.
    """
    known = {one.entry.key: one.entry for one in bundled()}
    there = {
        str(key): int(number)
        for key, number in connection.execute("SELECT key, id FROM articles WHERE origin = ?", (BUNDLED,))
    }
    for key in there.keys() - known.keys():
        take(connection, there[key])
    away = {str(key) for (key,) in connection.execute("SELECT key FROM put_away")}
    for key, one in known.items():
        article = open_bundled(key) if key not in there and key not in away else None
        if article is not None and number_of(connection, key) is None:
            put(connection, one, article, terms_of_article(article))
    connection.executemany(
        "UPDATE articles SET unread = 0, progress = ? WHERE key = ? AND unread",
        [(progress, key) for key, progress in marks.read().items()],
    )


def number_of(connection: "sqlite3.Connection", key: str) -> int | None:
    """The number of the article with this key; None when it is not on the shelf."""
    row = connection.execute("SELECT id FROM articles WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])
