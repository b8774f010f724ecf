"""The window and the command line speak the language the system is set to, from the first word on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.end_to_end.conftest import Start

from hiitreader.system.translations import gettext, language, use

WATCH = """
import sys
from PySide6.QtCore import QTimer
from hiitreader.app.program import Program
from hiitreader.__main__ import main

finish = Program._finish

def finished(program):
    titles = [action.text() for action in program.window.menuBar().actions()]
    program.window.ready.connect(lambda: tell(program, titles))
    finish(program)

def tell(program, titles):
    field = program.late.replies.form._comment
    menu = field.createStandardContextMenu()
    print("|".join([*titles, field.accessibleName(), menu.actions()[0].text(), *program.window.notices.texts()]))
    program.window.close()

Program._finish = finished
sys.exit(main(["--data-dir", sys.argv[1]]))
"""


def run(arguments: list[str], **variables: str) -> "subprocess.CompletedProcess[str]":
    environ = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "LC_MESSAGES", "LANG"}}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environ | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@pytest.fixture
def german() -> dict[str, str]:
    """A few words in German, as the catalogue has them."""
    use("de")
    try:
        words = ("&File", "Comment", "No server is set.", "Your own keys could not be read.")
        return {word: gettext(word) for word in words}
    finally:
        use("en")


def test_there_is_german_to_try_it_with(german: dict[str, str]) -> None:
    assert german["&File"] != "&File"
    assert german["Comment"] != "Comment"


@pytest.mark.parametrize(
    "variable",
    ["LANG", pytest.param("LC_ALL", marks=pytest.mark.slow), pytest.param("LC_MESSAGES", marks=pytest.mark.slow)],
)
def test_the_window_speaks_it_from_its_first_picture_on(data: Path, german: dict[str, str], variable: str) -> None:
    data.mkdir()
    (data / "keys.json").write_bytes(b"damaged")
    ran = run(["-c", WATCH, str(data)], **{variable: "de_AT.UTF-8", "PYTHONUTF8": "1"})
    assert ran.returncode == 0, ran.stderr
    words = ran.stdout.strip().split("|")
    assert words[0] == german["&File"]
    assert german["Comment"] in ran.stdout
    assert german["Your own keys could not be read."] in ran.stdout
    assert "Rückgängig" in ran.stdout or "&Undo" not in ran.stdout, "a field's own menu speaks it too"


def test_lc_all_wins(data: Path) -> None:
    ran = run(["-c", WATCH, str(data)], LC_ALL="C.UTF-8", LANG="de_DE.UTF-8")
    assert ran.stdout.startswith("&File|"), ran.stderr


@pytest.mark.slow
def test_the_command_line_speaks_it(data: Path, german: dict[str, str]) -> None:
    words = ["-m", "hiitreader", "--data-dir", str(data), "server", "show"]
    ran = run(words, LANG="de_DE.UTF-8", PYTHONUTF8="1")
    assert ran.stdout.strip() == german["No server is set."]
    assert run(words, LANG="en_GB.UTF-8").stdout.strip() == "No server is set."
    assert run(words, LANG="xx_YY").stdout.strip() == "No server is set."


def test_english_opens_no_catalogue(start: Start) -> None:
    assert language() == "en"
    use_english = "from hiitreader.system.translations import use; use('en_GB.UTF-8')"
    code = f"import sys; {use_english}; print('gettext' in sys.modules)"
    assert run(["-c", code]).stdout.strip() == "False"
