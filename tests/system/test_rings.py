import gc
from collections.abc import Iterator

import pytest

from hiitreader.system.rings import FEW, RingSearch


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    was = gc.isenabled()
    yield
    gc.unfreeze()
    (gc.enable if was else gc.disable)()


def test_the_search_rests_and_goes_on_without_what_is_there() -> None:
    gc.enable()
    search = RingSearch()
    search.rest()
    assert not gc.isenabled()
    gc.enable()  # by another part
    search.rest()
    assert not gc.isenabled()
    stays = [[number] for number in range(1000)]
    search.go_on()
    assert gc.isenabled()
    assert gc.get_freeze_count() > len(stays)


class Ring:
    def __init__(self) -> None:
        self.itself = self


def left() -> int:
    """How many rings there are, found or not."""
    gc.unfreeze()
    return sum(type(one) is Ring for one in gc.get_objects())


@pytest.mark.slow
def test_garbage_that_is_there_by_then_is_no_part_of_what_stays() -> None:
    """An article after the other: what each left behind stayed in memory for good."""
    search = RingSearch()
    for _article in range(20):
        search.rest()
        for _ in range(5):
            Ring()
        search.go_on()
    assert left() == 0


def test_neither_is_it_in_the_slices_of_a_long_article() -> None:
    search = RingSearch()
    stays = []
    for _slice in range(10):
        search.rest()
        stays += [[number] for number in range(FEW // 2)]
        Ring()
    search.rest()
    search.go_on()
    assert left() == 0
    assert len(stays) == 5 * FEW


def test_a_great_many_values_at_once_are_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    search = RingSearch()
    search.rest()
    stays = [[number] for number in range(2 * FEW)]
    monkeypatch.setattr(gc, "collect", lambda *_: pytest.fail("looked through"))
    search.rest()
    search.go_on()
    assert len(stays) == 2 * FEW


@pytest.mark.slow
def test_a_search_that_did_not_rest_leaves_that_of_another_part_alone() -> None:
    gc.enable()
    search, other = RingSearch(), RingSearch()
    search.rest()
    frozen = gc.get_freeze_count()
    other.go_on()
    assert not gc.isenabled()
    assert gc.get_freeze_count() == frozen
    search.go_on()
    assert gc.isenabled()


@pytest.mark.slow
def test_what_was_off_before_stays_off() -> None:
    gc.disable()
    search = RingSearch()
    search.rest()
    search.go_on()
    search.go_on()
    assert not gc.isenabled()
