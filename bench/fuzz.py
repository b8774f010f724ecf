"""Come to every door with made-up bytes for as long as is wanted, and tell what did not hold.

    python bench/fuzz.py [--minutes N] [--door NAME] [--seed N] [--again FILE]

What must hold: an article or a refusal, never a crash; no more than two seconds of the processor; nobody asked; no file
opened but its own. The smallest bytes that break it are kept in build/fuzz, and told with the seed of their round.
"""

import argparse
import faulthandler
import hashlib
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.fuzz.answers import ANSWERS
from tests.fuzz.window import WINDOW
from tests.fuzz.writing import WRITING
from tests.library.fuzzing import DOORS as ARTICLES
from tests.library.fuzzing import OWN, WARM, WATCH
from tests.watchdog import TookTooLong, bounded

from hiitreader.errors import Problem

DOORS = {**ARTICLES, **WRITING, **WINDOW, **ANSWERS}
MOST_SECONDS = 2.0
GIVEN_UP = 10.0
"""Seconds of the processor after which what goes on is broken off, to be made smaller."""
STUCK = 900.0
"""Seconds after which all is broken off, with where it stands: nothing else ends what hangs in another language."""
ROUND_SECONDS = 12.0
"""Of one door before the next one's turn."""
ROUND = 300
"""Examples of one door before the next one's turn."""
FOUND = Path(__file__).parents[1] / "build" / "fuzz"


class Tried:
    """What became of one door."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.inputs, self.refused, self.bytes, self.longest, self.broken = 0, 0, 0, 0.0, list[str]()
        self.last = b""

    def warm(self) -> None:
        """Have everything loaded that the door needs; nobody watches."""
        for data in WARM:
            with suppress(Problem):
                DOORS[self.name][0](data)

    def knock(self, data: bytes) -> None:
        """Come with some bytes."""
        self.inputs += 1
        self.bytes += len(data)
        self.last = data
        began = time.process_time()
        with WATCH.watching():
            try:
                with bounded(GIVEN_UP):
                    DOORS[self.name][0](data)
            except Problem:
                self.refused += 1
            except TookTooLong:
                pass
        took = time.process_time() - began
        self.longest = max(self.longest, took)
        assert took <= MOST_SECONDS, f"{took:.1f} s"

    def round(self, number: int) -> None:
        """Some hundred examples, none of them the last round's, for a while."""
        until = time.monotonic() + ROUND_SECONDS
        failing: list[bytes] = []

        @seed(number)
        @settings(
            max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink), print_blob=False, report_multiple_bugs=False,
        )  # fmt: skip
        @given(DOORS[self.name][1])
        def come(data: bytes) -> None:
            if time.monotonic() > until and not failing:
                return
            try:
                self.knock(data)
            except BaseException:
                failing.append(data)
                if time.monotonic() < until + 2 * ROUND_SECONDS:
                    raise

        faulthandler.dump_traceback_later(STUCK, exit=True)
        try:
            come()
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is what was looked for
            self._note(number, error, failing)
        finally:
            faulthandler.cancel_dump_traceback_later()

    def _note(self, number: int, error: Exception, failing: list[bytes]) -> None:
        smallest = min(failing, key=len, default=b"")
        FOUND.mkdir(parents=True, exist_ok=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in self.name)
        path = FOUND / f"{name}-{hashlib.blake2b(smallest, digest_size=4).hexdigest()}.bin"
        path.write_bytes(smallest)
        said = f"{type(error).__name__}: {str(error)[:300]}"
        self.broken.append(said)
        print(f"{self.name}: seed {number}, {len(smallest)} bytes in {path}: {said}", flush=True)

    def line(self) -> str:
        """The figures."""
        return (
            f"{self.name:40} {self.inputs:9,} inputs {self.bytes / 1e6:9.1f} MB {self.refused:9,} refused"
            f"   longest {self.longest:5.2f} s   broken {len(self.broken)}"
        )


def main() -> None:
    """Go round the doors until the time is over."""
    parser = argparse.ArgumentParser(description="Come to every door with made-up bytes.")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (60)")
    parser.add_argument("--door", choices=DOORS, action="append", help="this door only; may be repeated")
    parser.add_argument("--seed", type=int, default=0, help="where to begin (0)")
    parser.add_argument("--again", type=Path, metavar="FILE", help="come to the door with what was found and kept")
    wanted = parser.parse_args()
    doors = [Tried(name) for name in wanted.door or DOORS]
    OWN.mkdir(exist_ok=True)
    try:
        if wanted.again:
            for one in doors:
                one.warm()
                one.knock(wanted.again.read_bytes())
        else:
            go_round(doors, time.monotonic() + wanted.minutes * 60, wanted.seed)
    finally:
        shutil.rmtree(OWN)
        for one in doors:
            print(one.line(), flush=True)
    raise SystemExit(any(one.broken for one in doors))


def go_round(doors: list[Tried], until: float, number: int) -> None:
    """One round of each door after the other, again and again."""
    for one in doors:
        one.warm()
    while time.monotonic() < until:
        number += 1
        for one in doors:
            if time.monotonic() < until:
                one.round(number)


if __name__ == "__main__":
    main()
