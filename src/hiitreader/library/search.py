"""Finding words in the articles of the shelf: titles and texts, as one types, in any language.

Words are found with or without their accents, the last one also when it is only begun, and all by their beginnings
where nothing has them whole; words between quotation marks stand beside each other. It opens no file and never changes
the shelf.
"""

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, normalize

from hiitreader.article.blocks import LINE_BREAK, Article
from hiitreader.library.entries import HITS, SOURCES, Hit
from hiitreader.library.snippets import APART, CLOSE, CUT, OPEN, WORDS, snippet
from hiitreader.library.tables import COLUMNS, PART, PARTS, entry
from hiitreader.library.terms import UNSPACED
from hiitreader.system.cells import is_sound, readable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

LONGEST_QUERY = 500
MANY = 1_000
"""Rows that a query may find to have them weighed: what more of them have says little."""
FEW = 1_000
"""Words that may be found in a row to have FTS5 make the snippet, which compares each with each."""
MERGED = 64
"""Pages of the index that are put together at one go: a few milliseconds."""
_BEGUN = 2
"""Letters after which a word that is only begun is looked for."""
_UNSPACED = re.compile(f"(?<=[{UNSPACED}])(?=[{UNSPACED}])")
_MARKS = ('"', "“", "”", "„", "«", "»")
_ACCENTS = re.compile("[\u0300-\u0331]")
"""The marks that FTS5 does not look at."""
_QUOTED_OR_WORD = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]?|([^\s\"“”„«»]+)")
_MARKED = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


def keep_words(connection: "sqlite3.Connection", number: int, article: Article) -> None:
    """Note the words of an article that is put on the shelf."""
    title, (text, cited) = apart(article.title), _text_and_sources(article)
    parts = list(zip_longest(_parts(text), _parts(cited), fillvalue=""))[:PARTS] or [("", "")]
    connection.execute("INSERT INTO titles (rowid, title) VALUES (?, ?)", (number, title))
    connection.executemany(
        "INSERT INTO words (rowid, title, text, sources) VALUES (?, ?, ?, ?)",
        ((number * PARTS + at, title if at == 0 else "", *part) for at, part in enumerate(parts)),
    )


def forget_words(connection: "sqlite3.Connection", number: int) -> None:
    """Take back what `keep_words` noted."""
    first = number * PARTS
    connection.execute("DELETE FROM words WHERE rowid >= ? AND rowid < ?", (first, first + PARTS))
    connection.execute("DELETE FROM titles WHERE rowid = ?", (number,))


def merge_some(connection: "sqlite3.Connection") -> bool:
    """Put some of the pieces together that adding and removing leave in the index; whether there may be more.

    Source: SQLite, FTS5, 6.9 ("merge"): two changed rows or more say that something was done.
    """
    merged = False
    for table in ("titles", "words"):
        before = connection.total_changes
        connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (MERGED,))  # noqa: S608 -- ours
        merged = merged or connection.total_changes - before > 1
    return merged


def _text_and_sources(article: Article) -> tuple[str, str]:
    """The text of an article, and of its chapter of sources, as they are searched."""
    pieces: tuple[list[str], list[str]] = ([], [])
    level = 0
    for block in article.blocks:
        if block.anchor == SOURCES:
            level = block.level or 1
        elif block.level and block.level <= level:
            level = 0  # another chapter begins
        pieces[bool(level)].append(block.text)
    text, cited = (apart("\n".join(one)) for one in pieces)
    return text, cited


def apart(text: str) -> str:
    """Text as it is searched: its accents in one piece with their letters, words without spaces between them apart."""
    text = normalize("NFC", text)
    return text if text.isascii() else _UNSPACED.sub(APART, text)


def asked(query: str, *, begun: bool = False) -> str:
    """What a person typed as FTS5 understands it, "" when there is nothing to look for.

    All words must be there. Words between quotation marks stand beside each other; the second mark may be missing. The
    last word may be only begun, unless a space or a quotation mark is behind it; so may, when all are `begun`, every
    word that is not between quotation marks.
    """
    query = query[:LONGEST_QUERY]
    terms: dict[str, str] = {}  # by what they are to FTS5: of one said over and over each would be compared with all
    for match in _QUOTED_OR_WORD.finditer(query):
        phrase = match[1] is not None
        words = "".join(_kept(letter) for letter in apart(match[1] if phrase else match[2]))
        if not words.strip():
            continue
        ended = phrase and (match[0][1:].endswith(_MARKS) or match[1][-1:].isspace())
        open_end = (match.end() == len(query) and not ended) or (begun and not phrase)
        known = len(words.split()[-1] if phrase else words.strip())
        term = f'"{words.strip()}"{"*" if open_end and known >= _BEGUN else ""}'
        terms.setdefault(_ACCENTS.sub("", normalize("NFD", term.lower())), term)
    return " ".join(terms.values())


class _Asked(NamedTuple):
    """What was asked of the shelf, and what it answers: the words and the number were taken by SQLite already."""

    connection: "sqlite3.Connection"
    wanted: str
    titles: "sqlite3.Cursor"
    limit: int


def find(connection: "sqlite3.Connection", query: str, limit: int = HITS) -> tuple[Hit, ...]:
    """The articles in which all words of a query are, the best first.

    Args:
        connection: the shelf, in a transaction.
        query: as typed.
        limit: how many at most.
    """
    wanted = _wanted(connection, query)
    if not wanted:
        return ()
    question = "SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY rank LIMIT ?"
    titles = connection.execute(question, (wanted, limit))
    return _found(_Asked(connection, wanted, titles, limit))


@readable("words")
def _found(asked: _Asked) -> tuple[Hit, ...]:
    """The articles whose title has it all, the shortest title first, then the others."""
    connection, wanted, titles, limit = asked
    snippets = {int(number): "" for (number,) in titles}
    rows = dict[int, int]()
    for row in _rows(connection, wanted):
        if len(snippets) + len(rows) == limit:
            break
        if row // PARTS not in snippets:  # an article that has several rows is counted once, by its best
            rows.setdefault(row // PARTS, row)
    snippets |= {number: _snippet(connection, wanted, row) for number, row in rows.items()}
    return tuple(_hits(connection, snippets))


def matching(connection: "sqlite3.Connection", query: str) -> frozenset[int]:
    """The numbers of all articles in which all words of a query are."""
    wanted = _wanted(connection, query)
    if not wanted:
        return frozenset()
    return _numbers(connection.execute("SELECT rowid FROM words WHERE words MATCH ?", (wanted,)))


@readable("words")
def _numbers(rows: "sqlite3.Cursor") -> frozenset[int]:
    return frozenset(int(row) // PARTS for (row,) in rows)


def _wanted(connection: "sqlite3.Connection", query: str) -> str:
    """What is asked for: the words as they were typed, or their beginnings, where nothing is found otherwise.

    So "müde Beine" finds "müden Beinen".
    """
    wanted = asked(query)
    if not wanted or connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (wanted,)).fetchone():
        return wanted
    return asked(query, begun=True)


def _rows(connection: "sqlite3.Connection", wanted: str) -> "Iterator[int]":
    """Rows of `words`, the best first; of very many the newest first."""
    counted = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (wanted, MANY + 1)
    ).fetchone()[0]
    order = "rank" if counted <= MANY else "rowid DESC"
    rows = connection.execute(f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY {order}", (wanted,))  # noqa: S608 -- ours
    yield from (int(row) for (row,) in rows)


def _snippet(connection: "sqlite3.Connection", wanted: str, row: int) -> str:
    """The snippet of the text in a row, of its sources where the text has nothing; "" when only the title has it."""
    (*texts,) = connection.execute(
        "SELECT highlight(words, 1, ?1, ?2), highlight(words, 2, ?1, ?2) FROM words"
        " WHERE words MATCH ?3 AND rowid = ?4",
        (OPEN, CLOSE, wanted, row),
    ).fetchone()
    column = next((number for number, text in enumerate(texts) if OPEN in text), None)
    if column is None:
        return ""
    words = sum(len(found) // 2 + 1 for text in texts for found in _MARKED.findall(text))
    if words * wanted.count('"') // 2 > FEW:
        return snippet(texts[column])
    (made,) = connection.execute(
        "SELECT snippet(words, ?, ?, ?, ?, ?) FROM words WHERE words MATCH ? AND rowid = ?",
        (column + 1, OPEN, CLOSE, CUT, WORDS, wanted, row),
    ).fetchone()
    return str(made)


def _hits(connection: "sqlite3.Connection", snippets: dict[int, str]) -> "Iterator[Hit]":
    """The articles with their snippets; of one that is found by its title that is its first sentence."""
    numbers = ",".join(map(str, snippets))
    question = f"SELECT {COLUMNS}, articles.id FROM articles WHERE id IN ({numbers})"  # noqa: S608 -- our own
    rows = connection.execute(question)
    known = {int(row[-1]): entry(tuple(row)[:-1]) for row in rows}
    for number, made in snippets.items():
        one, plain = known[number], made.replace(APART, "")
        if not is_sound(plain):
            raise ValueError("text")
        yield Hit(one, _pieces(plain or one.first_sentence), _excerpt(plain))


def _pieces(made: str) -> tuple[tuple[str, bool], ...]:
    text = made.replace("\n", " ").replace(LINE_BREAK, " ")
    pieces, at = list[tuple[str, bool]](), 0
    for match in _MARKED.finditer(text):
        pieces += [(text[at : match.start()], False), (match[1], True)]
        at = match.end()
    pieces.append((text[at:], False))
    return tuple(piece for piece in pieces if piece[0])


def _excerpt(made: str) -> str:
    """The words from a hit on, to the end of its block: found in the article, they begin at the hit.

    The block is the first of those with the most of what was looked for: a title may have one word of it by chance.
    """
    lines = [line for line in made.split("\n") if OPEN in line]
    if not lines:
        return ""
    line = max(lines, key=lambda line: len({found.casefold() for found in _words_of(line)}))
    told = line[line.index(OPEN) :].replace(OPEN, "").replace(CLOSE, "")
    return told.removesuffix(CUT).replace(LINE_BREAK, " ").strip()


def _words_of(line: str) -> list[str]:
    """The words in a block that were looked for."""
    return [word for found in _MARKED.findall(line) for word in found.split()]


def _kept(letter: str) -> str:
    """A letter as it is, a sign as a space: so no query is anything but words to FTS5."""
    return letter if letter.isspace() or category(letter)[0] in "LNM" or category(letter) == "Co" else " "


def _parts(text: str) -> "Iterator[str]":
    """The text in parts of about the same length, cut between words where there are any."""
    at = 0
    while at < len(text):
        end = at + PART
        if end < len(text):
            cut = max(text.rfind(" ", at, end), text.rfind("\n", at, end))
            end = cut + 1 if cut > at else end
        yield text[at:end]
        at = end
