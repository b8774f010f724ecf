"""The shelf in rows: order, choice and the words for each article, for the eye and for the ear."""

from collections.abc import Sequence

import pytest

from hiitreader.library.entries import Hit, ShelfEntry
from hiitreader.library.shelf import Counts, Sort
from hiitreader.ui.panels.shelf_rows import MOST_HITS, Order, Wanted, empty, listed, row

LEGS = ShelfEntry("legs", "Legs", tags=("HIIT", "leg size"), words=900, unread=True)
FAT = ShelfEntry("fat", "Fat", tags=("fat loss",), words=200, unread=False, progress=0.42, companion=True)
DONE = ShelfEntry("done", "Done", words=5_000, unread=False, progress=0.97)


class Paper:
    """A shelf of values."""

    def __init__(self, *entries: ShelfEntry, hits: Sequence[Hit] = ()) -> None:
        self._entries = entries
        self._hits = hits
        self.sort = Sort.ADDED

    def entries(self, sort: Sort = Sort.ADDED, *, tag: str = "", unread_only: bool = False) -> tuple[ShelfEntry, ...]:
        self.sort = sort
        return tuple(one for one in self._entries if (not tag or tag in one.tags) and (one.unread or not unread_only))

    def search(self, query: str, limit: int = 0) -> tuple[Hit, ...]:
        return tuple(self._hits)[:limit]

    def counts(self) -> Counts:
        return Counts(len(self._entries), sum(one.unread for one in self._entries), (("HIIT", 1),))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (LEGS, "Legs, Unread, 3 to 6 minutes to read, 2 of 7, Tags: HIIT, leg size"),
        (FAT, "Fat, 42 % read, 1 to 2 minutes to read, Companion of this program, 2 of 7, Tags: fat loss"),
        (FAT._replace(tags=(), progress=0.004, companion=False), "Fat, Begun, 1 to 2 minutes to read, 2 of 7"),
        (DONE, "Done, Read, 16 to 29 minutes to read, 2 of 7"),
    ],
)
def test_a_row_is_spoken_as_one_sentence(entry: ShelfEntry, said: str) -> None:
    made = row(entry, 2, 7)
    assert made.spoken == said
    assert made.text == entry.title
    assert "2 of 7" not in made.detail


def test_a_hit_shows_where_the_words_are_and_marks_them() -> None:
    made = row(FAT, 1, 1, Hit(FAT, (("Can 😀 ", False), ("fat", True), (" be lost? ", False), ("Fat", True)), "fat"))
    assert made.spoken.endswith(", 1 of 1: Can 😀 fat be lost? Fat")
    as_units = made.detail.encode("utf-16-le")
    assert [as_units[2 * at : 2 * (at + of)].decode("utf-16-le") for at, of in made.marks] == ["fat", "Fat"]


def test_unread_ones_come_first_then_those_begun() -> None:
    found = listed(Paper(DONE, FAT, LEGS), Wanted(Order.UNREAD))
    assert [one.value for one in found.rows] == ["legs", "fat", "done"]


def test_the_shortest_come_first() -> None:
    shelf = Paper(DONE, LEGS, FAT)
    found = listed(shelf, Wanted(Order.TIME))
    assert shelf.sort is Sort.WORDS
    assert [one.value for one in found.rows] == ["fat", "legs", "done"]


def test_what_is_there_is_counted() -> None:
    shelf = Paper(LEGS, FAT, DONE)
    assert listed(shelf, Wanted()).summary == "3 articles, 1 unread"
    assert listed(shelf, Wanted(tag="HIIT")).summary == "1 of 3 articles"
    assert listed(shelf, Wanted(unread_only=True)).summary == "1 of 3 articles"


def test_hits_obey_tag_and_unread_too() -> None:
    shelf = Paper(LEGS, FAT, hits=(Hit(FAT, (("fat", True),), "fat"), Hit(LEGS, (("fat", True),), "fat")))
    assert [one.value for one in listed(shelf, Wanted(words="fat")).rows] == ["fat", "legs"]
    assert [one.value for one in listed(shelf, Wanted(words="fat", tag="hiit")).rows] == ["legs"]
    assert [one.value for one in listed(shelf, Wanted(words="fat", unread_only=True)).rows] == ["legs"]
    assert listed(shelf, Wanted(words="fat")).summary == "2 articles found"
    assert listed(shelf, Wanted(words="fat")).hits["fat"].excerpt == "fat"


def test_more_hits_than_are_shown_are_not_counted_as_all() -> None:
    hits = [Hit(LEGS._replace(key=str(number)), (("legs", True),), "legs") for number in range(MOST_HITS + 9)]
    found = listed(Paper(hits=hits), Wanted(words="legs"))
    assert found.summary == "More than 59 articles found; these fit best"


def test_those_with_a_tag_are_looked_for_among_more_hits_than_are_shown() -> None:
    others = [Hit(FAT._replace(key=str(number)), (("legs", True),), "legs") for number in range(MOST_HITS + 9)]
    found = listed(Paper(hits=[*others, Hit(LEGS, (("legs", True),), "legs")]), Wanted(words="legs", tag="HIIT"))
    assert [one.value for one in found.rows] == ["legs"]


def test_where_nothing_is_it_is_said_why() -> None:
    said = {empty(one) for one in (Wanted(), Wanted(words="x"), Wanted(tag="HIIT"))}
    assert len(said) == 3
    assert empty(Wanted(unread_only=True)) in said
