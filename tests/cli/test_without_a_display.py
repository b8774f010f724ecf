"""Every command works where there is no display, and loads no Qt."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.bounded import bounded

WATCH = """
import sys
from hiitreader.__main__ import main
code = main(sys.argv[1:])
loaded = sorted(name for name in sys.modules if name.partition(".")[0] in {"PySide6", "shiboken6"})
print("LOADED", loaded, file=sys.stderr)
sys.exit(code)
"""
WORDS = ["--name", "Ann", "--email", "ann@example.com", "--comment", "Good one."]


def run(*words: str, code: str = WATCH, stdin: int = subprocess.DEVNULL) -> "subprocess.CompletedProcess[str]":
    left_out = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environ = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=stdin,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["--self-test"], 0),
        (["read"], 0),
        (["reply", *WORDS], 0),
        (["replies"], 0),
        (["sync"], 1),
        (["server", "show"], 0),
        (["server", "set", "https://comments.example.com", "--kind", "isso"], 0),
        (["frob", "x"], 2),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else str(value),
)
def test_no_qt_is_loaded(words: list[str], code: int) -> None:
    ran = run(*words)
    assert ran.returncode == code, ran.stderr
    assert ran.stderr.splitlines()[-1] == "LOADED []"


def test_writing_a_file_loads_no_qt(tmp_path: Path) -> None:
    ran = run("export", str(tmp_path / "a.html"))
    assert (ran.returncode, ran.stderr) == (0, "LOADED []\n")


def test_a_terminal_without_letters_gets_question_marks() -> None:
    code = (
        "import sys; sys.stdout.reconfigure(encoding='ascii'); "
        "from hiitreader.__main__ import main; sys.exit(main(['read']))"
    )
    ran = run(code=code)
    assert ran.returncode == 0, ran.stderr
    assert "Does HIIT" in ran.stdout


def test_a_reader_that_goes_away_is_no_failure_to_report() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "hiitreader", "read"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with bounded(process):
        said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 1
    assert said == ""
