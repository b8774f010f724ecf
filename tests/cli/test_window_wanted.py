from pathlib import Path

import pytest

from hiitreader.__main__ import COMMANDS, window_wanted
from hiitreader.cli.arguments import parser


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


def test_the_commands_are_the_grammars() -> None:
    usage = parser().format_help()
    (listed,) = [action for action in parser()._actions if action.dest == "command"]
    assert listed.choices is not None
    assert set(listed.choices) == COMMANDS
    assert all(name in usage for name in COMMANDS)
