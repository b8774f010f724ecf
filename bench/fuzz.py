"""Come to every door with made-up bytes for as long as is wanted, and tell what did not hold.

    python bench/fuzz.py [--minutes N] [--door NAME]

What must hold: an article or a refusal, never a crash; no more than two seconds of the processor; nobody asked; no file
opened but its own. The smallest bytes that break it are printed.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.library.fuzzing import DOORS, OWN, WARM, WATCH

from hiitreader.errors import Problem

MOST_SECONDS = 2.0
ROUND = 300
"""Examples of one door before the next one's turn."""


class Tried:
    """What became of one door."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.inputs, self.refused, self.bytes, self.longest, self.broken = 0, 0, 0, 0.0, list[str]()

    def knock(self, data: bytes) -> None:
        """Come with some bytes."""
        self.inputs += 1
        self.bytes += len(data)
        began = time.thread_time()
        with WATCH.watching():
            try:
                DOORS[self.name][0](data)
            except Problem:
                self.refused += 1
        took = time.thread_time() - began
        self.longest = max(self.longest, took)
        assert took <= MOST_SECONDS, f"{took:.1f} s"

    def round(self, number: int) -> None:
        """Some hundred examples, none of them the last round's."""

        @seed(number)
        @settings(
            max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink), print_blob=False,
        )  # fmt: skip
        @given(DOORS[self.name][1])
        def come(data: bytes) -> None:
            self.knock(data)

        try:
            come()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what was looked for
            notes = " ".join(getattr(error, "__notes__", ()))
            self.broken.append(f"{type(error).__name__}: {str(error)[:300]} {notes[:1500]}")
            print(f"{self.name}: {self.broken[-1]}", flush=True)

    def line(self) -> str:
        """The figures."""
        return (
            f"{self.name:13} {self.inputs:9,} inputs {self.bytes / 1e6:9.1f} MB {self.refused:9,} refused"
            f"   longest {self.longest:5.2f} s   broken {len(self.broken)}"
        )


def main() -> None:
    """Go round the doors until the time is over."""
    parser = argparse.ArgumentParser(description="Come to every door with made-up bytes.")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--door", choices=DOORS, action="append", help="this door only; may be repeated")
    parser.add_argument("--seed", type=int, default=0, help="where to begin (0)")
    wanted = parser.parse_args()
    doors = [Tried(name) for name in wanted.door or DOORS]
    until, number = time.monotonic() + wanted.minutes * 60, wanted.seed
    OWN.mkdir(exist_ok=True)
    try:
        for one in doors:
            for data in WARM:
                one.knock(data)
        while time.monotonic() < until:
            number += 1
            for one in doors:
                if time.monotonic() < until:
                    one.round(number)
    finally:
        shutil.rmtree(OWN)
        for one in doors:
            print(one.line(), flush=True)
    raise SystemExit(any(one.broken for one in doors))


if __name__ == "__main__":
    main()
