"""Whatever comes through a door, it becomes an article or is refused; nobody is asked, and no other file is opened.

`make test` tries a little, `make test-full` more; `bench/fuzz.py --minutes 60` goes on for as long as it is told.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.library.fuzzing import DOORS, LARGEST, OWN, WARM, WATCH

from hiitreader.errors import Problem


@pytest.fixture(scope="module", autouse=True)
def own_folder() -> Iterator[None]:
    OWN.mkdir(exist_ok=True)
    yield
    shutil.rmtree(OWN)


def knock(name: str, data: bytes) -> None:
    """Come to a door with some bytes."""
    door, _ = DOORS[name]
    with WATCH.watching(), suppress(Problem):  # refused, with a sentence
        door(data)


def tried(name: str, examples: int, largest: int) -> None:
    for data in WARM:
        knock(name, data)

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(DOORS[name][1])
    def come(data: bytes) -> None:
        knock(name, data[:largest])

    come()


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_some(name: str) -> None:
    tried(name, 40, 10_000)


@pytest.mark.slow
@pytest.mark.parametrize("name", DOORS)
def test_many(name: str) -> None:
    tried(name, 1_000, LARGEST)


def test_the_watch_sees(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="secret"), WATCH.watching(), suppress(FileNotFoundError):
        (tmp_path / "secret").read_bytes()


@given(st.sampled_from(sorted(DOORS)), st.binary(max_size=300))
@settings(max_examples=100, deadline=None, database=None)
def test_any_bytes(name: str, data: bytes) -> None:
    knock(name, data)
