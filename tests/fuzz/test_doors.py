"""Some of what `bench/fuzz.py` comes with, at each of the doors that are not an article's.

Every input is held to a bound; what is found by the longer trials belongs into a test of its own, by its kind.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from tests.fuzz.answers import ANSWERS
from tests.fuzz.window import WINDOW
from tests.fuzz.writing import WRITING
from tests.library.fuzzing import OWN, WARM, WATCH
from tests.watchdog import bounded

from hiitreader.errors import Problem

DOORS = {**WRITING, **WINDOW, **ANSWERS}
pytestmark = pytest.mark.qt_log_level_fail("CRITICAL")
"""Of made-up pictures Qt's decoders say what is wrong with them."""


@pytest.fixture(autouse=True)
def own_folder(qapp: object) -> Iterator[None]:
    OWN.mkdir(exist_ok=True)
    yield
    shutil.rmtree(OWN)


def tried(name: str, examples: int) -> None:
    door, inputs = DOORS[name]
    for data in WARM:
        with suppress(Problem):
            door(data)

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(inputs)
    def come(data: bytes) -> None:
        with WATCH.watching(), suppress(Problem), bounded():
            door(data)

    come()


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_some(name: str) -> None:
    tried(name, 8)


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_many(name: str) -> None:
    tried(name, 300)


@pytest.mark.parametrize("name", ["answers: posts", "answers: desk, isso"])
def test_the_same_bytes_say_the_same_again(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found can be come with again."""
    from tests.hostile.odd_answers import OddServer

    said: list[list[bytes]] = []
    usual = OddServer.answer

    def heard(self: OddServer, method: str, address: str, body: bytes) -> object:
        found = usual(self, method, address, body)
        said[-1].append(found.body)
        return found

    monkeypatch.setattr(OddServer, "answer", heard)
    for _time in range(2):
        said.append([])
        with suppress(Problem):
            DOORS[name][0](b"the same")
    assert said[0] == said[1] != []
