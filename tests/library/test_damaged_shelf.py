"""A damaged shelf costs what was damaged; its articles are there without a second try."""

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiitreader.article.blocks import Article
from hiitreader.article.door import article_from_markdown
from hiitreader.library.bundled import bundled
from hiitreader.library.entries import DATABASE, Meta
from hiitreader.library.shelf import Shelf, Unreadable

OWN = 5
ODD = ("CAST(x'4bc3' AS TEXT)", "''", "'['", "'5'", "-1", "1 << 40", "7", "9.5")


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 3, 3, tzinfo=UTC)


def article(number: int) -> Article:
    return article_from_markdown(f"# Number {number}\n\nSwing the kettlebell {number} times. " + "Then rest. " * 200)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    shelf = Shelf(folder, Clock())
    for number in range(OWN):
        shelf.add(article(number), Meta(summary="Short.", tags=("Legs",), date="2026-01-31"), "m.md")
    shelf.remove(bundled()[0].entry.key)
    shelf.close()
    return folder / DATABASE


def everything_works(folder: Path) -> int:
    """Do all there is to do with a shelf; how many articles of one's own it has."""
    shelf = Shelf(folder, Clock())
    entries = shelf.entries()
    own = [one for one in entries if one.origin == "m.md" or "Number" in one.title]
    shelf.counts(), shelf.search("kettlebell"), shelf.entries(words="rest")
    for one in own:
        with suppress(Unreadable):  # told of, and can be taken off
            shelf.open(one.key)
        shelf.similar(one.key)
        shelf.note_progress(one.key, 0.5)
    shelf.add(article(99))
    shelf.tend()
    for one in own[:2]:
        shelf.remove(one.key)
    shelf.forget_reading()
    for problem in iter(shelf.notice, None):
        assert "kettlebell" not in problem.said().casefold()
    shelf.close()
    return len(own)


COLUMNS = {
    "articles": (
        "key", "title", "summary", "tags", "language", "date", "origin", "added", "words", "first_sentence",
        "companion", "unread", "progress",
    ),
    "bodies": ("data",), "vectors": ("data",), "terms": ("stem", "word", "articles"), "put_away": ("key",),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column"), [(table, one) for table, columns in COLUMNS.items() for one in columns])
def test_whatever_is_in_a_cell_the_articles_are_there(sound: Path, tmp_path: Path, table: str, column: str) -> None:
    drawn = random.Random(column)
    for value in (ODD[0], drawn.choice(ODD[1:])):
        file = shutil.copy(sound, tmp_path / DATABASE)
        with closing(sqlite3.connect(file)) as connection, connection:
            numbers = [number for (number,) in connection.execute(f"SELECT rowid FROM {table}")]
            odd = f"CAST({value} AS BLOB)" if column == "data" else value
            with suppress(sqlite3.IntegrityError):  # the table does not take it
                connection.execute(f"UPDATE {table} SET {column} = {odd} WHERE rowid = ?", (numbers[-1],))
        assert everything_works(tmp_path) == OWN
        for left in tmp_path.iterdir():
            left.unlink()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_bytes_are_flipped_everything_works(sound: Path, tmp_path: Path, seed: int) -> None:
    drawn = random.Random(seed)
    data = bytearray(sound.read_bytes())
    for _ in range(drawn.choice([1, 20, 100])):
        data[drawn.randrange(len(data))] ^= drawn.randrange(1, 256)
    (tmp_path / DATABASE).write_bytes(data)
    everything_works(tmp_path)


def test_an_entry_that_makes_no_sense_is_made_anew_from_its_article(sound: Path, tmp_path: Path) -> None:
    file = shutil.copy(sound, tmp_path / DATABASE)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE articles SET title = CAST(x'ff' AS TEXT) WHERE title = 'Number 3'")
    shelf = Shelf(tmp_path, Clock())
    (one,) = (one for one in shelf.entries() if one.title == "Number 3")
    assert (one.summary, one.origin, one.key) == ("Short.", "m.md", article(3).digest)
    assert shelf.entry(bundled()[0].entry.key) is None  # what was taken off stays off
    told = shelf.notice()
    assert told is not None
    assert (told.values["saved"], told.values["marked"], told.values["lost"]) == (OWN + len(bundled()) - 1, 1, 0)
    assert list(tmp_path.glob(f"{DATABASE}.damaged-*"))
    shelf.close()


def test_what_is_asked_for_is_never_taken_for_damage(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / DATABASE)
    shelf = Shelf(tmp_path, Clock())
    key = next(one.key for one in shelf.entries() if one.origin == "m.md")
    for number in (1 << 63, -(1 << 63) - 1):
        with suppress(OverflowError):  # SQLite counts no further
            shelf.search("kettlebell", number)
        with suppress(OverflowError):
            shelf.similar(key, number)
    for words in ("\ud800", "a\0b", "\ud800*" * 9):
        shelf.search(words), shelf.entries(words=words), shelf.entries(tag=words)
    assert shelf.similar(key, 2)
    assert shelf.search("kettlebell", 2)
    shelf.close()
    assert shelf.notice() is None
    assert not list(tmp_path.glob("*.damaged*"))
