"""The ids in use on an Isso, through gaps of every length: found, or said to be beyond what can be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.replies.servers.isso_ids import FAR, MOST_LOOKS, NEAR, Ids, TooManyError


class Site:
    """Some ids in use, and a count of the questions."""

    def __init__(self, *used: int) -> None:
        self.used, self.asked = set(used), 0

    def exists(self, id_: int) -> bool:
        self.asked += 1
        return id_ in self.used

    def highest(self, start: int = 0, *once: int) -> int | None:
        try:
            return Ids(self.exists).highest(start, *once)
        except TooManyError:
            return None


@given(st.lists(st.integers(1, NEAR), max_size=8))
def test_the_highest_is_found_through_gaps_that_are_not_too_long(gaps: list[int]) -> None:
    used = [sum(gaps[: number + 1]) for number in range(len(gaps))]
    site = Site(*used)
    assert site.highest() in {max(used, default=0), None}
    assert site.asked <= MOST_LOOKS
    if len(gaps) <= 3:
        assert site.highest() == max(used, default=0)


@given(st.integers(1, 5_000), st.integers(1, 400))
def test_a_gap_is_bridged_or_the_note_can_not_be_trusted_where_many_are_behind_it(length: int, behind: int) -> None:
    """What is left when held ones were purged: the newest, as many in a row as came lately."""
    site = Site(3, *range(3 + length, 3 + length + behind))
    found = site.highest(3)
    if length <= NEAR or behind >= length:
        assert found in {2 + length + behind, None}
    if found is not None and length <= NEAR:
        assert found == 2 + length + behind
    assert site.asked <= MOST_LOOKS


@pytest.mark.parametrize("gap", [1, 19, 20, 21, 40, NEAR, NEAR + 1, FAR])
def test_what_came_is_seen_beyond_a_gap(gap: int) -> None:
    assert list(Ids(Site(7, 7 + gap).exists).above(7)) == [7 + gap]
    assert list(Ids(Site(7).exists).above(7)) == []


def test_an_id_that_was_known_leads_beyond_a_long_gap() -> None:
    assert Site(3, 903).highest(3, 900) == 903
    assert Site(3, 900).highest(3, 900) == 900
    assert Site(3).highest(3, 900) == 3


def test_what_is_met_far_off_says_that_the_highest_is_not_known() -> None:
    far = 2**9
    assert Site(3, 3 + far).highest(3) is None
    seen = Ids(Site(3, 3 + far).exists).above(3)
    assert next(seen) == 3 + far
    with pytest.raises(TooManyError):
        next(seen)


def test_it_is_not_asked_without_end() -> None:
    site = Site(*range(1, 10_000))
    with pytest.raises(TooManyError):
        list(Ids(site.exists).above(0))
    assert site.asked <= MOST_LOOKS
