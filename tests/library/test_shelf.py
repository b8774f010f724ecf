"""The shelf keeps what is put there, once, and gives it back whole; what is taken off can be put back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from hiitreader.article.blocks import Article
from hiitreader.article.door import article_from_markdown
from hiitreader.errors import WorldProblem
from hiitreader.library.bundled import bundled, bundled_article
from hiitreader.library.entries import Meta
from hiitreader.library.marks import FILE, Marks
from hiitreader.library.shelf import BATCH, Removed, Shelf, Sort, Unreadable
from hiitreader.library.shelf_file import DATABASE
from hiitreader.library.tables import MOST_PIECES

BUNDLED = len(bundled())
COMMON = ["walk", "morning", "year", "water", "hand", "house"]


@dataclass
class Clock:
    """A clock that goes on a minute each time it is asked."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 3, 3, 12, tzinfo=UTC))

    def now(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path / "data", Clock())
    yield made
    made.close()


def article(title: str, text: str = "Some words.") -> Article:
    return article_from_markdown(f"---\nlanguage: en\n---\n# {title}\n\n{text}\n")


def own(shelf: Shelf, sort: Sort = Sort.ADDED, **which: object) -> list[str]:
    return [one.title for one in shelf.entries(sort, **which) if one.origin != "bundled"]  # type: ignore[arg-type]


def test_what_came_along_is_there_and_no_file_is_made(shelf: Shelf, tmp_path: Path) -> None:
    keys = [one.entry.key for one in bundled()]
    assert {one.key for one in shelf.entries()} == set(keys)
    assert [shelf.similar(key) for key in keys] == [one.similar for one in bundled()]
    assert shelf.open(keys[0]) == bundled_article()
    assert shelf.search("hypertrophy")
    assert (shelf.counts().articles, shelf.counts().unread) == (BUNDLED, BUNDLED)
    assert shelf.entry("none") is None
    assert shelf.open("none") is None
    assert not (tmp_path / "data").exists()


def test_an_article_comes_back_as_it_was(shelf: Shelf, tmp_path: Path) -> None:
    one = article("Sprints", "They are *fast*. Are they?\n\n- a\n- [b](https://example.org)")
    added = shelf.add(one, Meta("Of sprints.", ("Legs", "speed"), "2026-01-02"), "sprints.md")
    assert added.new
    shelf.close()
    again = Shelf(tmp_path / "data", Clock())
    assert again.open(one.digest) == one
    known = again.entry(one.digest)
    assert known == added.entry
    assert known is not None
    assert known[1:8] == (
        "Sprints",
        "Of sprints.",
        ("Legs", "speed"),
        "en",
        "2026-01-02",
        "sprints.md",
        "2026-03-03T12:01:00+00:00",
    )
    assert (known.words, known.first_sentence, known.unread, known.progress) == (8, "They are fast.", True, 0.0)
    assert len(again.entries()) == BUNDLED + 1
    assert [again.similar(one.entry.key) for one in bundled()] == [one.similar for one in bundled()]
    again.close()
    assert (tmp_path / "data" / DATABASE).stat().st_mode & 0o777 == 0o600


def test_the_same_article_twice_is_one(shelf: Shelf) -> None:
    one = article("Sprints")
    first = shelf.add(one, Meta(tags=("a",)), "one.md")
    again = shelf.add(one, Meta(tags=("b",)), "two.md")
    assert (first.new, again.new) == (True, False)
    assert again.entry == first.entry
    assert not shelf.add(bundled_article()).new
    assert shelf.counts().articles == BUNDLED + 1


def test_many_are_put_there_in_batches_as_they_are_asked_for(shelf: Shelf) -> None:
    made: list[int] = []

    def source() -> Iterator[tuple[Article, Meta, str]]:
        for number in range(2 * BATCH):
            made.append(number)
            yield article(f"Number {number}"), Meta(), ""

    adding = shelf.add_many(source())
    assert made == []
    next(adding)
    assert len(made) == BATCH
    assert shelf.counts().articles == BUNDLED + BATCH
    assert sum(1 for one in adding if one.new) == 2 * BATCH - 1
    assert own(shelf)[:1] == [f"Number {BATCH}"]


def test_the_same_article_twice_in_one_batch_is_one(shelf: Shelf) -> None:
    one = article("Sprints")
    assert [added.new for added in shelf.add_many([(one, Meta(), ""), (one, Meta(), "")])] == [True, False]


def test_orders(shelf: Shelf) -> None:
    for title, words, date in (("Élan", "a b c", "2020"), ("Zeal", "a", "2022"), ("east", "a b", "2021")):
        shelf.add(article(title, words), Meta(date=date))
    assert own(shelf) == ["east", "Zeal", "Élan"]
    assert own(shelf, Sort.TITLE) == ["east", "Élan", "Zeal"]
    assert own(shelf, Sort.DATE) == ["Zeal", "east", "Élan"]
    assert own(shelf, Sort.WORDS) == ["Élan", "east", "Zeal"]
    shelf.note_progress(article("Zeal", "a").digest, 0.5)
    assert own(shelf, Sort.PROGRESS) == ["Zeal", "east", "Élan"]


def test_what_is_left_out(shelf: Shelf) -> None:
    shelf.add(article("One", "Knees bend."), Meta(tags=("Straße", "x")))
    shelf.add(article("Two", "Knees hurt."), Meta(tags=("STRASSE",)))
    shelf.note_progress(article("Two", "Knees hurt.").digest, 7)
    assert own(shelf, tag="strasse") == ["Two", "One"]
    assert own(shelf, tag="X") == ["One"]
    assert own(shelf, unread_only=True) == ["One"]
    assert own(shelf, words="knee") == ["Two", "One"]
    assert own(shelf, words="bend kne") == ["One"]
    assert own(shelf, words="bend", unread_only=True, tag="y") == []
    assert own(shelf, words=" ") == ["Two", "One"]


def test_how_far_one_read_is_kept(shelf: Shelf) -> None:
    one = shelf.add(article("One")).entry
    shelf.note_progress(one.key, 0.25)
    known = shelf.entry(one.key)
    assert known is not None
    assert (known.unread, known.progress) == (False, 0.25)
    assert shelf.counts().unread == BUNDLED
    shelf.note_progress(one.key, -3)
    assert shelf.entry(one.key) == known._replace(progress=0.0)
    shelf.note_progress("none", 0.5)
    shelf.forget_reading()
    assert shelf.entry(one.key) == one


def test_what_came_along_is_read_without_a_database(shelf: Shelf, tmp_path: Path) -> None:
    key = bundled()[1].entry.key
    shelf.note_progress("none", 0.5)
    assert not (tmp_path / "data").exists()
    shelf.note_progress(key, 0.25)
    assert [hit.entry.progress for hit in shelf.search("visceral fat ") if hit.entry.key == key] == [0.25]
    shelf.note_progress(key, 7)
    read = bundled()[1].entry._replace(unread=False, progress=1.0)
    assert shelf.entry(key) == read
    assert [one for one in shelf.entries() if not one.unread] == [read]
    assert key not in {one.key for one in shelf.entries(unread_only=True)}
    assert (shelf.counts().articles, shelf.counts().unread) == (BUNDLED, BUNDLED - 1)
    assert [hit.entry.progress for hit in shelf.search("visceral fat ") if hit.entry.key == key] == [1.0]
    assert [path.name for path in (tmp_path / "data").iterdir()] == [FILE]
    shelf.add(article("Own"))
    assert shelf.entry(key) == read
    shelf.note_progress(key, 0.75)
    shelf.close()
    assert shelf.entry(key) == read._replace(progress=0.75)
    shelf.forget_reading()
    assert shelf.entry(key) == bundled()[1].entry
    shelf.close()
    assert shelf.entry(key) == bundled()[1].entry


def test_what_was_read_is_forgotten_without_a_database(shelf: Shelf, tmp_path: Path) -> None:
    shelf.forget_reading()
    assert not (tmp_path / "data").exists()
    key = bundled()[0].entry.key
    shelf.note_progress(key, 0.5)
    shelf.forget_reading()
    assert shelf.entry(key) == bundled()[0].entry
    assert key not in (tmp_path / "data" / FILE).read_text(encoding="utf-8")


DAMAGED_MARKS = {
    b"": {}, b"x": {}, b"[]": {}, b"5": {}, b'{"form": 1}': {}, b"\xff\xfe": {}, b'{"form": 1, "read": 5}': {},
    b'{"form": 2, "read": {"k": 1}}': {}, b'{"form": 1, "read": {"j": 0.5, "k": "x"}}': {"j": 0.5},
    b'{"form": 1, "read": {"j": 0.25, "k": NaN}}': {"j": 0.25}, b"[" * 100_000: {},
}  # fmt: skip


@pytest.mark.parametrize("data", DAMAGED_MARKS, ids=range(len(DAMAGED_MARKS)))
def test_damaged_marks_are_set_aside_and_told_of_and_what_makes_sense_holds(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    shelf = Shelf(tmp_path, Clock(datetime(2026, 1, 31, tzinfo=UTC)))
    assert len(shelf.entries()) == BUNDLED
    told = [*iter(shelf.notice, None)]
    (aside,) = tmp_path.glob(f"{FILE}.damaged-20260131-*")
    assert [problem.values["name"] for problem in told] == [aside.name]
    assert aside.read_bytes() == data
    marks = Marks(tmp_path, lambda: datetime(2026, 1, 31, tzinfo=UTC))
    marks.keep("k", 2)
    assert marks.read() == DAMAGED_MARKS[data] | {"k": 1.0}
    assert marks.told == []


@pytest.mark.parametrize("data", [None, b"{}\n", b'{"form": 1, "read": {"k": 0.5}}'])
def test_sound_marks_are_left_where_they_are(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / FILE).write_bytes(data)
    marks = Marks(tmp_path, lambda: datetime(2026, 1, 31, tzinfo=UTC))
    marks.read()
    assert marks.told == []
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_tags_are_counted_alike_with_and_without_a_file(shelf: Shelf) -> None:
    before = shelf.counts()
    shelf.remove(shelf.add(article("Own")).entry.key)
    assert shelf.counts() == before
    assert [one.key for one in shelf.entries(Sort.TITLE)] == [
        one.entry.key for one in sorted(bundled(), key=lambda one: one.entry.title.casefold())
    ]


def test_tags_are_counted_in_their_first_spelling(shelf: Shelf) -> None:
    shelf.add(article("One"), Meta(tags=("Knee", "knee")))
    shelf.add(article("Two"), Meta(tags=("KNEE", "fat loss")))
    counted = dict(shelf.counts().tags)
    assert counted["Knee"] == 2
    assert next(iter(counted)) == "fat loss"


def test_what_is_taken_off_leaves_nothing_and_can_be_put_back(shelf: Shelf, tmp_path: Path) -> None:
    one = article("Sprints", "Quadriceps work hard in sprints.")
    shelf.add(article("Running", "Quadriceps work in running."))
    added = shelf.add(one, Meta(tags=("legs",)), "x.md").entry
    shelf.note_progress(one.digest, 0.5)
    before = shelf.entries(), shelf.similar(one), shelf.search("quadriceps"), shelf.counts()
    removed = shelf.remove(one.digest)
    assert removed is not None
    assert shelf.entry(one.digest) is None
    assert shelf.open(one.digest) is None
    assert own(shelf) == ["Running"]
    assert [hit.entry.title for hit in shelf.search("sprints")] == []
    with shelf._database.reading() as connection:
        columns = {"words": "rowid >> 12", "titles": "rowid"}
        for table in ("bodies", "vectors", "postings", "tags", "words", "titles"):
            column = columns.get(table, "article")
            left = connection.execute(f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT id FROM articles)")
            assert tuple(left.fetchone()) == (0,), table
        assert tuple(connection.execute("SELECT count(*) FROM terms WHERE stem = 'sprint'").fetchone()) == (0,)
        wrong = "SELECT count(*) FROM terms WHERE articles <> (SELECT count(*) FROM postings WHERE term = id)"
        assert tuple(connection.execute(wrong).fetchone()) == (0,)
    assert shelf.put_back(removed) == added._replace(unread=False, progress=0.5)
    assert (shelf.entries(), shelf.similar(one), shelf.search("quadriceps"), shelf.counts()) == before
    assert shelf.put_back(removed) == removed.entry
    assert shelf.remove("none") is None


def test_what_came_along_stays_away_when_it_was_taken_off(shelf: Shelf, tmp_path: Path) -> None:
    key = bundled()[1].entry.key
    removed = shelf.remove(key)
    assert removed is not None
    shelf.close()
    again = Shelf(tmp_path / "data", Clock())
    assert again.entry(key) is None
    assert all(post.key != key for one in bundled() for post in again.similar(one.entry.key))
    again.put_back(removed)
    again.close()
    assert again.entry(key) == bundled()[1].entry
    again.close()


def test_another_version_brings_other_articles(shelf: Shelf) -> None:
    shelf.add(article("Own"))
    with shelf._database.writing() as connection:
        connection.execute("UPDATE articles SET key = 'old' WHERE key = ?", (bundled()[0].entry.key,))
    shelf.close()
    assert shelf.entry("old") is None
    assert shelf.entry(bundled()[0].entry.key) == bundled()[0].entry
    assert shelf.counts().articles == BUNDLED + 1


def test_a_damaged_shelf_is_set_aside_and_what_can_be_read_is_saved(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(60):
        shelf.add(article(f"Number {number}", f"Word{number} " * 300), Meta(tags=("many",)), "m.md")
    shelf.note_progress(article("Number 3", "Word3 " * 300).digest, 0.5)
    shelf.close()
    file = tmp_path / "data" / DATABASE
    data = bytearray(file.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    file.write_bytes(data)
    assert own(shelf, words="word3") == ["Number 3"]
    notice = shelf.notice()
    assert notice is not None
    saved = int(str(notice.values["saved"]))
    assert 0 < saved < 60 + BUNDLED
    assert shelf.counts().articles >= saved
    assert own(shelf, words="word3") == ["Number 3"]
    assert [one.progress for one in shelf.entries(words="word3")] == [0.5]
    assert list(tmp_path.glob(f"data/{DATABASE}.damaged-*"))


def test_an_article_whose_text_is_damaged_is_told_of_and_can_be_taken_off(shelf: Shelf, tmp_path: Path) -> None:
    one = shelf.add(article("One")).entry
    shelf.close()
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as connection, connection:
        connection.execute(
            "UPDATE bodies SET data = x'00' WHERE article = (SELECT id FROM articles WHERE title = 'One')"
        )
    with pytest.raises(Unreadable, match="damaged"):
        shelf.open(one.key)
    assert shelf.remove(one.key) is None
    assert shelf.entry(one.key) is None


def test_two_programs_see_what_the_other_one_added(shelf: Shelf, tmp_path: Path) -> None:
    other = Shelf(tmp_path / "data", Clock(datetime(2026, 4, 4, tzinfo=UTC)))
    assert other.counts().articles == BUNDLED
    shelf.add(article("One"))
    assert own(other) == ["One"]
    other.add(article("Two"))
    assert own(shelf) == ["Two", "One"]
    other.close()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_came_and_went_the_answers_are_those_of_a_fresh_shelf(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    subjects = [
        ["knee", "ankle", "hip", "thigh"],
        ["flour", "yeast", "salt", "oven"],
        ["planet", "moon", "star", "comet"],
    ]
    texts = [
        article(f"Text {number}", " ".join(chance.choices(subjects[number % 3], k=12) + chance.choices(COMMON, k=6)))
        for number in range(15)
    ]
    worn, away = Shelf(tmp_path / "worn", Clock()), dict[str, Removed]()
    for _step in range(60):
        one = chance.choice(texts)
        if one.digest in away:
            worn.put_back(away.pop(one.digest))
        elif worn.entry(one.digest) is not None:
            removed = worn.remove(one.digest)
            assert removed is not None
            away[one.digest] = removed
        else:
            worn.add(one)
    there = [one for one in texts if worn.entry(one.digest) is not None]
    fresh = Shelf(tmp_path / "fresh", Clock())
    for one in there:
        fresh.add(one)
    assert 3 < len(there) < 15
    for one in texts:
        assert {post.key for post in worn.similar(one)} == {post.key for post in fresh.similar(one)}
    for word in ("knee", "flo", "moon star"):
        assert {hit.entry.key for hit in worn.search(word)} == {hit.entry.key for hit in fresh.search(word)}
    worn.close()
    fresh.close()


def test_what_was_read_is_forgotten_when_that_is_asked(tmp_path: Path) -> None:
    with closing(Shelf(tmp_path)) as shelf:
        shelf.forget_reading()
        assert not (tmp_path / DATABASE).exists()
        key = shelf.add(article_from_markdown("# A\n\nB.")).entry.key
        shelf.note_progress(key, 0.5)
        shelf.forget_reading()
        entry = shelf.entry(key)
        assert entry is not None
        assert (entry.unread, entry.progress) == (True, 0.0)


def test_what_came_along_is_known_without_a_file(tmp_path: Path) -> None:
    with closing(Shelf(tmp_path)) as shelf:
        key = bundled()[0].entry.key
        assert shelf.entry(key) == bundled()[0].entry
        assert shelf.entry("none") is None
        assert not (tmp_path / DATABASE).exists()


def pieces(tmp_path: Path) -> int:
    """The pieces of the larger index that lie side by side."""
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as connection:
        return int(connection.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()[0])


def test_what_is_added_is_put_in_order_in_small_steps_later(shelf: Shelf, tmp_path: Path) -> None:
    assert not shelf.tend()
    assert not (tmp_path / "data").exists()
    for number in range(20):
        shelf.add(article(f"Number {number}", f"About {COMMON[number % 6]} and {number}."))
    assert pieces(tmp_path) >= 20, "adding never waits for it"
    found = {word: shelf.search(word) for word in COMMON}
    steps = 0
    while shelf.tend():
        steps += 1
        assert steps < 100
    assert pieces(tmp_path) < 5
    assert {word: shelf.search(word) for word in COMMON} == found
    assert not shelf.tend(), "nothing is left to do"


def test_what_was_written_is_brought_into_the_file_itself(shelf: Shelf, tmp_path: Path) -> None:
    shelf.settle()
    assert not (tmp_path / "data").exists()
    shelf.add(article("One", "zymurgy"))
    shelf.settle()
    alone = tmp_path / "alone.sqlite3"
    alone.write_bytes((tmp_path / "data" / DATABASE).read_bytes())
    with closing(sqlite3.connect(alone)) as connection:
        assert connection.execute("SELECT count(*) FROM words WHERE words MATCH 'zymurgy'").fetchone() == (1,)


def test_many_that_come_at_once_leave_the_index_in_order(shelf: Shelf, tmp_path: Path) -> None:
    for _added in shelf.add_many((article(f"Number {number}"), Meta(), "") for number in range(6 * BATCH)):
        pass
    assert pieces(tmp_path) < 5


def test_what_nobody_tends_helps_itself(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(MOST_PIECES + 20):
        shelf.add(article(f"Number {number}"))
    assert pieces(tmp_path) <= MOST_PIECES
    assert len(shelf.search("number", 200)) >= MOST_PIECES + 20


def test_a_shelf_that_is_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / DATABASE).symlink_to("nowhere")
    with pytest.raises(WorldProblem, match="is a link that leads nowhere"):
        Shelf(tmp_path).entries()
    assert [path.name for path in tmp_path.iterdir()] == [DATABASE]
