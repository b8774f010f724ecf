"""The shelf's database: its shape, how an older one becomes today's, and how an entry is a row.

It never opens a file.
"""

import json
from typing import TYPE_CHECKING, Any

from hiitreader.library.entries import ShelfEntry
from hiitreader.system.cells import counted, is_sound, readable

if TYPE_CHECKING:
    import sqlite3

PART = 100_000
"""Characters of an article's text in one row of `words`; a longer one has several."""
PARTS = 1 << 12
"""The row of part n of article a is a * PARTS + n."""
MOST_PIECES = 64
"""Pieces of the index that lie side by side at most; each takes a moment of every search."""
TITLE, TEXT, CITED = 2.0, 1.0, 0.25
"""What a word counts in a title, in a text, in the sources that are named at its end."""
COLUMNS = (
    "articles.key, articles.title, articles.summary, articles.tags, articles.language, articles.date, articles.origin,"
    " articles.added, articles.words, articles.first_sentence, articles.companion, articles.unread, articles.progress"
)
"""What `entry` reads, in its order."""


@readable("articles")
def entry(row: "sqlite3.Row | tuple[Any, ...]") -> ShelfEntry:
    """The entry in a row of `COLUMNS`. Raises `UnreadableError` when it holds none."""
    key, title, summary, tags, language, date, origin, added, words, sentence, companion, unread, progress = row
    texts = (key, title, summary, tags, language, date, origin, added, sentence)
    if not key or not is_sound("".join(texts)) or not 0 <= progress <= 1 or not {companion, unread} <= {0, 1}:
        raise ValueError("cells")
    if counted(words) is None:
        raise ValueError("words")
    named = json.loads(tags)
    if not isinstance(named, list) or not is_sound("".join(named)):
        raise ValueError("tags")
    return ShelfEntry(
        key, title, summary, tuple(named), language, date, origin, added, int(words), sentence, bool(companion),
        bool(unread), float(progress),
    )  # fmt: skip


def put_row(connection: "sqlite3.Connection", one: ShelfEntry) -> int:
    """Add an entry's row; its number."""
    values = (*one[:3], json.dumps(one.tags, ensure_ascii=False), *one[4:])
    names = COLUMNS.replace("articles.", "")
    marks = ", ".join("?" for _ in values)
    added = connection.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", values)  # noqa: S608 -- our own names
    return int(added.lastrowid or 0)


def _shelf(connection: "sqlite3.Connection") -> None:
    """Version 1: articles, their text to be searched, the terms by which they are alike."""
    connection.execute(
        """
        CREATE TABLE articles (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            summary TEXT NOT NULL,
            tags TEXT NOT NULL,
            language TEXT NOT NULL,
            date TEXT NOT NULL,
            origin TEXT NOT NULL,
            added TEXT NOT NULL,
            words INTEGER NOT NULL,
            first_sentence TEXT NOT NULL,
            companion INTEGER NOT NULL,
            unread INTEGER NOT NULL,
            progress REAL NOT NULL
        ) STRICT
        """
    )
    for table in ("bodies", "vectors"):  # the article, compressed; its terms and their weights
        connection.execute(
            f"CREATE TABLE {table} (article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,"
            " data BLOB NOT NULL) STRICT"
        )
    connection.execute(
        "CREATE TABLE tags (tag TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
        " PRIMARY KEY (tag, article)) STRICT, WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX tags_of_an_article ON tags (article)")
    connection.execute(
        "CREATE TABLE terms (id INTEGER PRIMARY KEY, stem TEXT NOT NULL UNIQUE, word TEXT NOT NULL,"
        " articles INTEGER NOT NULL) STRICT"
    )
    connection.execute(
        "CREATE TABLE postings (term INTEGER NOT NULL, article INTEGER NOT NULL, weight REAL NOT NULL,"
        " PRIMARY KEY (term, article)) STRICT, WITHOUT ROWID"
    )
    connection.execute("CREATE TABLE put_away (key TEXT NOT NULL PRIMARY KEY) STRICT")  # bundled ones that were removed
    _index(connection)


def _index(connection: "sqlite3.Connection") -> None:
    """What words are looked for in."""
    # Marks that stand on letters belong to the word: without them a word of Hindi or Thai would be many. Titles are
    # there a second time: those that have a common word are found without a look at all the texts that have it. What an
    # article cites is apart from its text, for it tells less and is shown only where the text has nothing.
    for table, columns in (("titles", "title"), ("words", "title, text, sources")):
        connection.execute(
            f"CREATE VIRTUAL TABLE {table} USING fts5 ({columns},"
            " tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co M*'\", prefix = '2 3')"
        )
        # What is added stays in pieces until `merge_some` puts them together, so that nobody who adds waits for it.
        # Only where that was never done does the index help itself, when this many have come together.
        for name, pieces in (("automerge", 0), ("crisismerge", MOST_PIECES)):
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, pieces))  # noqa: S608 -- our own names
    connection.execute("INSERT INTO words (words, rank) VALUES ('rank', ?)", (f"bm25({TITLE}, {TEXT}, {CITED})",))


MIGRATIONS = (_shelf,)
"""What makes version n + 1 of version n."""
