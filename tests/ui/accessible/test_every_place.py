"""Nothing that can have the focus lacks a name, and Tab leads to all of it: every panel and dialog, quickly.

`tests/screenreader/test_audit.py` asks the same over AT-SPI, as a screen reader does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("every_place.py")
PLACES = 9
BOUND = 60


@pytest.mark.slow
def test_everything_has_a_name_and_is_met_with_tab(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(tmp_path / "data")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=BOUND,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["wrong"] == []
    assert found["places"] == PLACES
