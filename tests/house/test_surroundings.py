"""The promises of tests/conftest.py and of pytest's settings are kept: what should fail a test does fail it."""

import os
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

STRAY = {
    "a Qt warning": "from PySide6.QtCore import qWarning\nqWarning('stray')",
    "a Python warning": "import warnings\nwarnings.warn('stray')",
    "a log line": "import logging\nlogging.getLogger('any').warning('stray')",
    "an expected log line that never came": "expected_logs.append('never')",
    "an exception in a thread": "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join(9)",
    "an exception in a destructor": "class Thing:\n    def __del__(self): raise ValueError('stray')\nThing()",
    "an exception in a Qt slot": (
        "from PySide6.QtCore import QTimer\nQTimer.singleShot(0, lambda: 1 / 0)\nqtbot.wait(50)"
    ),
}
EXPECTED = {
    "silence": "pass",
    "a log line that was expected": (
        "import logging\nexpected_logs.append('disk')\nlogging.getLogger('any').warning('the disk is full')"
    ),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pytest says of a small test for each body above, run with this project's own settings."""
    folder = tmp_path_factory.mktemp("project")
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    lines = ["[pytest]", "qt_api = pyside6", f"qt_log_level_fail = {options['qt_log_level_fail']}", "filterwarnings ="]
    lines += [f"    {rule}" for rule in options["filterwarnings"]]
    (folder / "pytest.ini").write_text("\n".join(lines), encoding="utf-8")
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    bodies = list((STRAY | EXPECTED).values())
    tests = [
        f"def test_{number}(expected_logs, qtbot):\n" + textwrap.indent(body, "    ")
        for number, body in enumerate(bodies)
    ]
    (folder / "test_small.py").write_text("\n\n".join(tests), encoding="utf-8")
    ran = _run_pytest(folder)
    names = list(STRAY | EXPECTED)
    found: dict[str, str] = {}
    for line in ran.splitlines():
        verdict, _, rest = line.partition(" ")
        if verdict in {"PASSED", "FAILED", "ERROR"} and "::test_" in rest:
            name = names[int(rest.split("::test_")[1].split()[0])]
            if found.get(name) not in {"FAILED", "ERROR"}:
                found[name] = verdict
    return found


def _run_pytest(folder: Path) -> str:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rA", "--tb=no", "--show-capture=no"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120).stdout


@pytest.mark.parametrize("what", STRAY)
def test_what_is_stray_fails(verdicts: dict[str, str], what: str) -> None:
    assert verdicts[what] in {"FAILED", "ERROR"}


@pytest.mark.parametrize("what", EXPECTED)
def test_what_is_expected_passes(verdicts: dict[str, str], what: str) -> None:
    assert verdicts[what] == "PASSED"


def test_no_test_sees_a_real_home() -> None:
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HIITREADER_DATA_DIR")
    homes = {name: Path(os.environ[name]) for name in names}
    home = homes["HOME"]
    assert all(path == home or home in path.parents for path in homes.values())
    assert not any(home.iterdir())
