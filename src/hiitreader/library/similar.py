"""Which articles on the shelf are like another one, and why: the cosine of their terms' weights, tags on top.

The weight of a term in an article is multiplied by how rare it is among all (tf-idf), as it is now: nothing has to be
made anew when articles come and go. It opens no file and never looks at a text that is on the shelf already.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.article.outline import reading_minutes
from hiitreader.library.entries import POSTS, SimilarPost
from hiitreader.library.terms import Term
from hiitreader.system.cells import is_sound, readable

if TYPE_CHECKING:
    import sqlite3

FLOOR = 0.1
"""What is less like an article than this is not shown with it."""
SAME = 0.9
"""What has its title and is so much like it is the same article. With a page's own words around it one is 0.97, a note
of some sentences under the title of the week before 0.55."""
TAG_BONUS = 0.05
MOST_BONUS = 0.15
"""What each shared tag adds, and all of them together."""
MOST_REASONS = 3
ASKED_TERMS = 32
"""Terms of an article by which others are looked for: its most telling ones."""
MOST_POSTINGS = 20_000
"""Postings that are read for one answer; terms that so many articles have tell least, and come last."""
CANDIDATES = 32
_PAIR = struct.Struct("<If")
_SHORT = 3
_LEAST_SHARE = 0.01
"""Of the likeness, what a term must make up to be named as a reason."""


class Vector(NamedTuple):
    """The terms of one article by their numbers, and its tags in lower case with their spelling."""

    weights: Mapping[int, float]
    tags: Mapping[str, str]


def keep_terms(connection: "sqlite3.Connection", article: int, terms: Sequence[Term]) -> None:
    """Note the terms of an article that is put on the shelf."""
    connection.executemany(
        "INSERT INTO terms (stem, word, articles) VALUES (?, ?, 1) ON CONFLICT (stem) DO UPDATE SET"
        " articles = articles + 1, word = iif(length(excluded.word) < length(word), excluded.word, word)",
        ((term.stem, term.word) for term in terms),
    )
    numbers = _numbers(connection, terms)
    weights = sorted((numbers[term.stem], term.weight) for term in terms)
    connection.executemany(
        "INSERT INTO postings (term, article, weight) VALUES (?, ?, ?)",
        ((number, article, weight) for number, weight in weights),
    )
    packed = b"".join(_PAIR.pack(*pair) for pair in weights)
    connection.execute("INSERT INTO vectors (article, data) VALUES (?, ?)", (article, packed))


def forget_terms(connection: "sqlite3.Connection", article: int) -> None:
    """Take back what `keep_terms` noted."""
    weights = _kept(connection, article)
    pairs = [(number, article) for number in weights]
    connection.executemany("DELETE FROM postings WHERE term = ? AND article = ?", pairs)
    connection.executemany("UPDATE terms SET articles = articles - 1 WHERE id = ?", ((number,) for number in weights))
    connection.executemany("DELETE FROM terms WHERE id = ? AND articles = 0", ((number,) for number in weights))
    connection.execute("DELETE FROM vectors WHERE article = ?", (article,))


def vector_of(connection: "sqlite3.Connection", article: int, tags: Iterable[str]) -> Vector:
    """The terms of an article on the shelf."""
    return Vector(_kept(connection, article), {tag.casefold(): tag for tag in tags})


def vector_of_terms(connection: "sqlite3.Connection", terms: Sequence[Term]) -> Vector:
    """The terms of an article that is not on the shelf, as far as the shelf has them."""
    numbers = _numbers(connection, terms)
    return Vector({numbers[term.stem]: term.weight for term in terms if term.stem in numbers}, {})


class _Asked(NamedTuple):
    """What was asked of the shelf, and what it answers: the tags and the number were taken by SQLite already."""

    connection: "sqlite3.Connection"
    vector: Vector
    tagged: "sqlite3.Cursor"
    article: int
    limit: int


def similar(
    connection: "sqlite3.Connection", asked: Vector, article: int = 0, limit: int = POSTS
) -> tuple[SimilarPost, ...]:
    """The articles that are most like one, the likest first; none that is less like it than `FLOOR`.

    One with the same title and nearly the same words is taken for the same article from another place, as its own page
    on a site, and left out. Two posts that only share a title, as “Weekly notes” do, are two.

    Args:
        connection: the shelf, in a transaction.
        asked: its terms.
        article: its number on the shelf, which is no answer; 0 when it has none.
        limit: how many at most.
    """
    return _likest(_Asked(connection, asked, _tagged(connection, asked.tags, article), article, limit))


@readable("terms")
def _likest(asked: _Asked) -> tuple[SimilarPost, ...]:
    connection, vector, tagged, article, limit = asked
    (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    own = _title(connection, article)
    rarity = _Rarity(connection, int(count))
    mine = {number: weight * rarity.of(number) for number, weight in rarity.known(vector.weights).items()}
    shared = Counter({int(one): int(count) for one, count in tagged})
    candidates = {*_nearest(connection, mine, rarity, article), *(one for one, _tags in shared.most_common(CANDIDATES))}
    judged = []
    for one in candidates:
        theirs = {number: weight * rarity.of(number) for number, weight in rarity.known(_kept(connection, one)).items()}
        alike = _cosine(mine, theirs)
        likeness = alike + min(MOST_BONUS, TAG_BONUS * shared[one])
        same = alike >= SAME and bool(own) and _title(connection, one) == own
        if alike and likeness >= FLOOR and not same:
            judged.append((likeness, one, theirs))
    judged.sort(key=lambda found: (-found[0], found[1]))
    return tuple(_post(connection, vector, mine, theirs, one) for _likeness, one, theirs in judged[:limit])


class _Rarity:
    """How rare terms are among all articles: ln(1 + N / n), n being how many have one."""

    def __init__(self, connection: "sqlite3.Connection", count: int) -> None:
        self._connection = connection
        self._count = count
        self._articles: dict[int, int] = {}

    def known(self, weights: Mapping[int, float]) -> Mapping[int, float]:
        """Look the terms up that were not asked for yet."""
        missing = [number for number in weights if number not in self._articles]
        for start in range(0, len(missing), 500):
            numbers = ",".join(map(str, missing[start : start + 500]))
            rows = self._connection.execute(f"SELECT id, articles FROM terms WHERE id IN ({numbers})")  # noqa: S608 -- numbers
            self._articles.update((int(number), int(articles)) for number, articles in rows)
        return weights

    def of(self, number: int) -> float:
        """How rare a term is that was looked up."""
        return log(1 + self._count / max(1, self._articles.get(number, 1)))

    def articles(self, number: int) -> int:
        """How many articles have a term that was looked up."""
        return self._articles.get(number, 0)


def _nearest(connection: "sqlite3.Connection", mine: Mapping[int, float], rarity: _Rarity, article: int) -> list[int]:
    """The articles that share most with the terms that tell most."""
    telling = sorted(mine, key=lambda number: (-mine[number] * rarity.of(number), number))[:ASKED_TERMS]
    factors, read = list[tuple[int, float]](), 0
    for number in sorted(telling, key=rarity.articles):
        read += rarity.articles(number)
        if read > MOST_POSTINGS and factors:
            break
        factors.append((number, mine[number] * rarity.of(number)))
    if not factors:
        return []
    marks = ",".join("(?, ?)" for _ in factors)
    rows = connection.execute(
        f"WITH asked (term, factor) AS (VALUES {marks})"  # noqa: S608 -- marks
        " SELECT postings.article FROM asked CROSS JOIN postings ON postings.term = asked.term"
        " WHERE postings.article <> ? GROUP BY postings.article"
        " ORDER BY sum(postings.weight * asked.factor) DESC, postings.article LIMIT ?",
        (*(value for pair in factors for value in pair), article, CANDIDATES),
    )
    return [int(one) for (one,) in rows]


def _title(connection: "sqlite3.Connection", article: int) -> str:
    """The title of an article on the shelf, however it is spelled; "" for one that is not there."""
    row = connection.execute("SELECT title FROM articles WHERE id = ?", (article,)).fetchone()
    return "" if row is None else " ".join(str(row[0]).casefold().split())


def _tagged(connection: "sqlite3.Connection", tags: Mapping[str, str], article: int) -> "sqlite3.Cursor":
    """The other articles that have tags of these, each with how many."""
    marks = ",".join("?" for _ in tags)
    return connection.execute(
        f"SELECT article, count(*) FROM tags WHERE tag IN ({marks}) AND article <> ? GROUP BY article",  # noqa: S608 -- marks
        (*tags, article),
    )


def _cosine(mine: Mapping[int, float], theirs: Mapping[int, float]) -> float:
    product = sum(weight * theirs[number] for number, weight in mine.items() if number in theirs)
    if not product:
        return 0.0
    return product / (sqrt(sum(map(_square, mine.values()))) * sqrt(sum(map(_square, theirs.values()))))


def _square(value: float) -> float:
    return value * value


def _post(
    connection: "sqlite3.Connection", asked: Vector, mine: Mapping[int, float], theirs: Mapping[int, float], one: int
) -> SimilarPost:
    question = "SELECT key, title, first_sentence, words, origin FROM articles WHERE id = ?"
    key, title, sentence, words, origin = connection.execute(question, (one,)).fetchone()
    low, high = reading_minutes(int(words))
    why = _reasons(connection, asked, mine, theirs, one)
    if not is_sound("".join((key, title, sentence, origin, *why))):
        raise ValueError("text")
    return SimilarPost(str(key), str(title), str(sentence), low, high, why, str(origin))


def _reasons(
    connection: "sqlite3.Connection", asked: Vector, mine: Mapping[int, float], theirs: Mapping[int, float], one: int
) -> tuple[str, ...]:
    """What both share: tags, then the terms that make up most of the likeness and are in none of these tags."""
    rows = connection.execute("SELECT tag FROM tags WHERE article = ?", (one,))
    theirs_too = {str(tag) for (tag,) in rows}
    reasons = [spelled for tag, spelled in asked.tags.items() if tag in theirs_too][:MOST_REASONS]
    said = [word for reason in reasons for word in reason.casefold().split()]
    parts = {number: weight * theirs[number] for number, weight in mine.items() if number in theirs}
    least = _LEAST_SHARE * sum(parts.values())
    for number in sorted(parts, key=lambda number: (-parts[number], number)):
        if len(reasons) >= MOST_REASONS or parts[number] < least:
            break
        stem, word = connection.execute("SELECT stem, word FROM terms WHERE id = ?", (number,)).fetchone()
        if not any(tag.startswith(_certain(str(stem))) for tag in said):
            reasons.append(str(word))
    return tuple(reasons)


def _certain(stem: str) -> str:
    """What all words of a stem begin with: its last letter may be another one ("bodi", "body")."""
    return stem[:-1] if len(stem) > _SHORT else stem


def _numbers(connection: "sqlite3.Connection", terms: Sequence[Term]) -> dict[str, int]:
    marks = ",".join("?" for _ in terms)
    rows = connection.execute(
        f"SELECT stem, id FROM terms WHERE stem IN ({marks})",  # noqa: S608 -- marks
        [term.stem for term in terms],
    )
    return {str(stem): int(number) for stem, number in rows}


def _kept(connection: "sqlite3.Connection", article: int) -> dict[int, float]:
    row = connection.execute("SELECT data FROM vectors WHERE article = ?", (article,)).fetchone()
    return {} if row is None else _weights(row[0])


@readable("vectors")
def _weights(data: bytes) -> dict[int, float]:
    if len(data) % _PAIR.size:
        raise ValueError("data")
    return dict(_PAIR.iter_unpack(data))
