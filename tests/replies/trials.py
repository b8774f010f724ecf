"""Fault trials: replies sent to a real server through a network that fails, by a program that is killed.

Each trial is one reply. What counts in the end is the server's own table: each reply there once, none refused, and
nothing said of any that the table does not say. Nothing here looks at how the program comes to that.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.replies.field import Field, Trial
from tests.replies.groups import KILLED, LATER, ROUNDS, TOGETHER, WORDS, Group
from tests.replies.killer import killer
from tests.replies.scenes import Opener, scene, with_little_patience
from tests.replies.verdict import Wrong

BATCH = 40
"""Trials that share a data folder and a thread."""


@dataclass(frozen=True)
class Outcome:
    """What trials came to. `asked` are those where the program asked its reader whether to send again."""

    scene: str
    seed: int
    seconds: float
    trials: tuple[Trial, ...]

    @property
    def asked(self) -> tuple[Trial, ...]:
        return tuple(trial for trial in self.trials if trial.asked)

    @property
    def wrong(self) -> dict[str, tuple[Trial, ...]]:
        """What must not be there at all, by name."""
        return {what.value: tuple(trial for trial in self.trials if what in trial.wrong) for what in Wrong}

    def befell(self) -> Counter[str]:
        """How often each thing befell a reply."""
        shared = {id(trial.befell): trial.befell for trial in self.trials}
        return Counter(what for befell in shared.values() for what in befell)


def run_trials(
    name: str,
    count: int,
    seed: int,
    folder: Path,
    *,
    first: int = 0,
    said: Callable[[str], None] = lambda _: None,
    opener: Opener = with_little_patience,
) -> Outcome:
    """Run trials, one after the other.

    Args:
        name: of the scene.
        count: how many.
        seed: the same one means the same faults, but for the moments of kills.
        folder: an empty one for the servers and the program's data.
        first: the number of the first, a multiple of BATCH: what befalls the others of its batch is then the same.
        said: is told how far it has come.
        opener: opens the server for a program that is not killed.
    """
    began = time.monotonic()
    trials: list[Trial] = []
    with scene(name, folder / "server") as place, killer() as end:
        for start in range(first, first + count, BATCH):
            on = Field(place, end, opener, folder / f"data-{start}", f"Trials from {start} of {seed}")
            with closing(on):
                _run_batch(on, range(start, min(start + BATCH, first + count)), seed)
            trials += on.trials
            wrong = sum(bool(trial.wrong) for trial in trials)
            for trial in on.trials:
                for what in trial.wrong:
                    said(f"{what.value}: {trial}")
            said(f"{len(trials)} of {count} in {time.monotonic() - began:.0f} s, {wrong} wrong")
    return Outcome(name, seed, time.monotonic() - began, tuple(trials))


def _run_batch(on: Field, numbers: range, seed: int) -> None:
    done = 0
    while done < len(numbers):
        chance = random.Random(f"{seed} {numbers[done]}")
        together = min(chance.choice(TOGETHER), len(numbers) - done)
        Group(on, numbers[done : done + together], chance).run()
        done += together
    on.count()


__all__ = ["KILLED", "LATER", "ROUNDS", "WORDS", "Outcome", "Trial", "run_trials"]
