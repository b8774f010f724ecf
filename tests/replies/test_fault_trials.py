"""Forty replies to each kind of server through a network that fails: each arrives once. `make faults` runs more."""

from pathlib import Path

import pytest
from tests.replies.scenes import SCENES
from tests.replies.trials import KILLED, run_trials

pytestmark = pytest.mark.slow


MANY = 40


@pytest.mark.parametrize("name", SCENES)
def test_forty_replies_arrive_once_each(name: str, tmp_path: Path) -> None:
    outcome = run_trials(name, MANY, 2026, tmp_path)
    wrong = [f"{what}: {trial}" for what, trials in outcome.wrong.items() for trial in trials]
    assert not wrong, "\n".join(wrong)
    assert len(outcome.trials) == MANY
    befell = outcome.befell()
    posts = sum(count for what, count in befell.items() if what.startswith("post: "))
    kills = sum(count for what, count in befell.items() if what.startswith("killed"))
    more = sum(count for what, count in befell.items() if not what.startswith(("post", "question", "killed")))
    assert posts > MANY / 4
    assert kills > MANY * KILLED / 6
    assert more > MANY / 4


def test_the_same_seed_means_the_same_trials(tmp_path: Path) -> None:
    once, again = (run_trials("isso", 12, 7, tmp_path / name) for name in ("once", "again"))
    told = [[(trial.words, trial.parent) for trial in outcome.trials] for outcome in (once, again)]
    assert told[0] == told[1]
