"""Ten thousand nodes walked by two other processes while the article is reloaded a thousand times."""

import json
import sys
from pathlib import Path

import pytest
from tests.screenreader.reloading_program import ALL_MET_EVERY, NODES
from tests.screenreader.stage import SYSTEM_PYTHON, Stage

pytestmark = [pytest.mark.slow, pytest.mark.screenreader]

HERE = Path(__file__).parent
RELOADS = 1000
GROWTH = 1.25
"""The most that the process may hold at the last full tree, as a multiple of what it held at the first."""
BOUND = 880.0


def test_reloads_under_a_walk_end_cleanly_and_hold_no_more_memory(stage: Stage) -> None:
    program = stage.start(
        [sys.executable, "-X", "faulthandler", str(HERE / "reloading_program.py"), str(RELOADS)], "program"
    )
    walkers = [
        stage.start([SYSTEM_PYTHON, str(HERE / "walker.py"), "reloading"], f"walker{number}") for number in (1, 2)
    ]
    stage.wait_for(lambda: program.poll() is not None, "all reloads", BOUND)
    printed = stage.printed("program")
    assert program.returncode == 0, printed[-3000:]
    reports = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert reports[-1] == {"clean": True}
    full = [report for report in reports if "met" in report]
    assert len(full) == RELOADS // ALL_MET_EVERY
    assert all(report["met"] >= NODES for report in full), full
    assert full[-1]["kB"] <= GROWTH * full[0]["kB"], full
    for number, walker in enumerate(walkers, 1):
        stage.wait_for(lambda walker=walker: walker.poll() is not None, "the walker to see that the program has gone")
        walked = json.loads(stage.printed(f"walker{number}").splitlines()[-1])
        assert walked["nodes"] > NODES, walked
    print(f"\nfull trees: {full}\nwalked: {walked}")
