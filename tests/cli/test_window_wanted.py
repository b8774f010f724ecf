import os
import subprocess
import sys
from pathlib import Path

import pytest

from hiitreader.__main__ import COMMANDS, main, window_wanted
from hiitreader.cli.arguments import command_names, parser
from hiitreader.cli.opening import _is_read


@pytest.mark.parametrize(
    ("words", "file", "data"),
    [
        ([], None, None),
        (["a.md"], "a.md", None),
        (["--data-dir", "d"], None, "d"),
        (["--data-dir=d", "a.md"], "a.md", "d"),
        (["a.md", "--data-dir", "d"], "a.md", "d"),
        (["./read"], "./read", None),
        (["--", "read"], "read", None),
        (["--data-dir", "read"], None, "read"),
        (["--", "--version"], "--version", None),
    ],
)
def test_the_window_opens(words: list[str], file: str | None, data: str | None) -> None:
    assert window_wanted(words) == (None if file is None else Path(file), None if data is None else Path(data))


@pytest.mark.parametrize(
    "words",
    [["read"], ["--version"], ["--self-test"], ["-h"], ["a.md", "b.md"], ["--data-dir"], ["--data-dir", "d", "sync"],
     ["--unknown", "a.md"], [""], ["--"], ["--", "a", "b"]],
)  # fmt: skip
def test_the_command_line_answers(words: list[str]) -> None:
    assert window_wanted(words) is None


def said_of(*words: str, stderr: int = subprocess.PIPE, **environ: str) -> "subprocess.CompletedProcess[str]":
    """What the program does with these words; whether it loaded Qt is the last line of its output."""
    return subprocess.run(
        [sys.executable, "-c", WATCH, *words], env=os.environ | environ, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=stderr, text=True, check=False, timeout=60,
    )  # fmt: skip


WATCH = """
import sys
from hiitreader.__main__ import main
code = main(sys.argv[1:])
print("LOADED", sorted({name.partition(".")[0] for name in sys.modules} & {"PySide6", "shiboken6"}))
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bogus"], "“bogus” is neither a command nor a file. “hiitreader --help” lists"),
        (["raed"], "Did you mean “read”?"),
        (["libary", "add", "x.md"], "Did you mean “library”?"),
        (["--data-dir", "d", "exprot"], "Did you mean “export”?"),
        (["Sync", "--json"], "Did you mean “sync”?"),
        (["missing.md"], "There is no file missing.md."),
        (["./read"], "There is no file read."),
        (["--", "read"], "“read” is neither a command nor a file."),
        (["/nowhere/a.md"], "There is no file /nowhere/a.md."),
        (["."], "is a folder"),
        (["/etc/passwd"], "passwd is not taken for an article"),
        (["ftp://example.org/a.md"], "“ftp://example.org/a.md” is an address"),
        (["https://example.org"], "“hiitreader library add https://example.org” puts"),
        (["mailto:a@example.org"], "is an address"),
    ],
)
def test_what_can_not_be_opened_is_told_before_qt_is_loaded(words: list[str], said: str, tmp_path: Path) -> None:
    ran = said_of(*words, HIITREADER_DATA_DIR=str(tmp_path / "data"))
    assert said in ran.stderr
    assert "still open" not in ran.stderr, "nothing is open yet"
    assert ran.stderr.count("\n") == 1
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (2, "LOADED []")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("more", [["--self-test"], ["--json"], ["b.md"]])
def test_a_file_with_words_that_no_window_takes_is_told(tmp_path: Path, more: list[str]) -> None:
    file = tmp_path / "a.md"
    file.write_text("# A", encoding="utf-8")
    ran = said_of(str(file), *more)
    assert ran.stderr.startswith("The window ")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (2, "LOADED []")


def test_what_a_desktop_hands_over_is_told_in_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads the error stream there, and the whole path is given."""
    asked: list[Path | None] = []
    monkeypatch.setattr("hiitreader.app.run", lambda file, _data: asked.append(file) or 0)
    monkeypatch.setattr("hiitreader.cli.opening._is_read", lambda: False)
    assert main([str(tmp_path / "gone.md")]) == 0
    assert asked == [tmp_path / "gone.md"]
    assert main(["gone.md"]) == 2
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        monkeypatch.undo()
        monkeypatch.setattr(sys, "stderr", nowhere)
        assert not _is_read()


def test_the_commands_are_the_grammars() -> None:
    usage = parser().format_help()
    (listed,) = [action for action in parser()._actions if action.dest == "command"]
    assert listed.choices is not None
    assert set(listed.choices) == COMMANDS == command_names(parser())
    assert all(name in usage for name in COMMANDS)
