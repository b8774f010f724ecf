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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
@pytest.mark.parametrize(
    ("surroundings", "said"),
    [
        ({}, "No display was found"),
        ({"DISPLAY": ":987"}, "No display was found"),
        ({"DISPLAY": "127.0.0.1:987"}, "No display was found"),
        ({"DISPLAY": "nonsense"}, "No display was found"),
        ({"WAYLAND_DISPLAY": "wayland-987"}, "No display was found"),
        ({"XDG_SESSION_TYPE": "wayland"}, "No display was found"),
        ({"QT_QPA_PLATFORM": "xcb"}, "No display was found"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "No display was found"),
        ({"QT_QPA_PLATFORM": "none-such"}, "Qt knows no display of the kind “none-such”"),
    ],
    ids=str,
)
def test_a_window_without_a_display_is_told_and_not_a_crash(
    tmp_path: Path, surroundings: dict[str, str], said: str
) -> None:
    (tmp_path / "a.md").write_text("# A", encoding="utf-8")
    others = {"DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"}
    environ = {name: value for name, value in os.environ.items() if name not in others}
    words = [str(tmp_path / "a.md")] if len(surroundings) else []
    ran = subprocess.run(
        [sys.executable, "-m", "hiitreader", *words], env=environ | surroundings, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 1
    assert said in ran.stderr
    assert "“hiitreader read” prints the article" in ran.stderr
    assert "einstall" not in ran.stderr
    assert ran.stdout == ""


def test_qt_that_can_not_be_loaded_is_told() -> None:
    code = (
        "import sys; sys.modules['PySide6.QtWidgets'] = None; from hiitreader.__main__ import main; sys.exit(main([]))"
    )
    ran = run(code=code)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Qt can't be loaded, so no window can be shown: ")
    assert "Traceback" not in ran.stderr


def test_an_import_of_ours_that_fails_is_no_word_about_qt() -> None:
    code = (
        "import sys; sys.modules['hiitreader.app.last_net'] = None; "
        "from hiitreader.__main__ import main; sys.exit(main([]))"
    )
    assert "hiitreader.app.last_net" in run(code=code).stderr.splitlines()[-1]


def test_a_library_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import QLibraryInfo

    from hiitreader.app.no_window import reason

    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "libqxcb.so").write_bytes(b"no library")
    monkeypatch.setattr(QLibraryInfo, "path", lambda _which: str(tmp_path))
    told = reason(['Could not load the Qt platform plugin "xcb" in "" even though it was found.']).said()
    assert told.startswith("No window can be shown, because a library of this system is missing: ")
    assert "libqxcb.so" in told
