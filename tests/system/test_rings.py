import gc
from collections.abc import Iterator

import pytest

from hiitreader.system.rings import RingSearch


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


def test_what_was_off_before_stays_off() -> None:
    gc.disable()
    search = RingSearch()
    search.rest()
    search.go_on()
    search.go_on()
    assert not gc.isenabled()
