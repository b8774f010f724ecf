"""The bench of the shelf measures what it says, on a small one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_a_small_shelf_is_measured(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "shelf.py"), str(tmp_path), "40"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")
    most, measured = ran.stdout.splitlines()
    found = json.loads(measured)
    times = {what: len(values) for what, values in found.items()}
    assert times.pop("tend") == times.pop("tend, cpu") >= 120
    assert times == {
        "filled": 1, "search": 240, "search, cpu": 240, "similar": 30, "similar, cpu": 30, "add": 120, "add, cpu": 120,
        "settle": 120, "settle, cpu": 120,
    }  # fmt: skip
    assert f"add, cpu {max(found['add, cpu']):.1f} ms" in most
    from hiitreader.library.shelf import Shelf

    shelf = Shelf(tmp_path)
    own = [one for one in shelf.entries() if one.origin != "bundled"]
    assert len(own) == 160
    assert {one.words for one in own} == {1004}
    shelf.close()
