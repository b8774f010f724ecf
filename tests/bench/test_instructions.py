"""The count of instructions ends each side where it says, and both get as far as their first picture."""

import os
import subprocess
from pathlib import Path

import pytest
from bench.instructions import NAMES, SIDES, STAGES, command

LOOK = """
import atexit, os, sys
leave = os._exit
def tell(code):
    print(len(sys.modules), "PySide6.QtWidgets" in sys.modules, flush=True)
    leave(code)
os._exit = tell
"""


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.slow
def test_a_side_ends_at_each_stage_and_gets_further_with_each(side: str, tmp_path: Path) -> None:
    environ = os.environ | {"HIITREADER_DATA_DIR": str(tmp_path)}
    reached = []
    for stage in STAGES:
        ran = subprocess.run(
            command(LOOK + SIDES[side], stage), env=environ, capture_output=True, text=True, check=False, timeout=60
        )
        assert ran.returncode == 0, ran.stderr
        loaded, has_qt = ran.stdout.split()
        assert has_qt == str(stage != "Python")
        reached.append(int(loaded))
    assert reached == sorted(reached)
    assert reached[0] < reached[1]


def test_every_stage_has_a_name() -> None:
    assert tuple(NAMES) == STAGES
