"""The documents say what is there: keys as in the table of commands, links that lead somewhere, names that exist."""

import argparse
import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiitreader.cli.arguments import parser
from hiitreader.reading.presets import presets
from hiitreader.reading.themes import bundled

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_the_readme_has_every_command_with_its_keys() -> None:
    """`make keys` writes the table."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert runpy.run_path(str(ROOT / "packaging" / "key_table.py"))["with_table"](text) == text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("0*.md")) if path.name not in listed] == []


def test_the_recipes_that_are_named_exist() -> None:
    recipes = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8")))
        assert named - recipes == set(), document


COMMAND = re.compile(r"`([^`]+)`")
EVERYWHERE = {"--help", "--data-dir", "--json"}
"""Options that the sentences around the table tell of, once for all commands."""


def rows_of_commands() -> list[tuple[str, str]]:
    """The README's table of commands: the first cell of each row, and the second."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## On the command line")[2].partition("\n## ")[0]
    cells = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in text.splitlines() if line.startswith("| `")]
    return [(first, second) for first, second in cells]


def options_of(grammar: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Each command of the grammar by its words, with the options that are its own; "" for none."""
    deeper = [action for action in grammar._actions if isinstance(action, argparse._SubParsersAction)]
    own = {name for action in grammar._actions for name in action.option_strings if name.startswith("--")}
    if not path or not deeper:
        yield " ".join(path), own - EVERYWHERE
    for action in deeper:
        for name, below in action.choices.items():
            yield from options_of(below, (*path, name))


def documented() -> Iterator[tuple[str, set[str]]]:
    """Each command that the README's table names, with the options that it gives it."""
    known = [name for name, _options in options_of(parser()) if name]
    for first, _second in rows_of_commands():
        name = ""
        options: dict[str, set[str]] = {}
        for words in COMMAND.findall(first):
            said = words.removeprefix("hiitreader").strip()
            begun = [one for one in known if f"{said} ".startswith(f"{one} ")]
            name = begun[0] if begun else name
            options.setdefault(name, set()).update(re.findall(r"--[a-z][a-z-]*", said))
        yield from options.items()


def test_every_command_stands_in_the_readme_once_with_its_options() -> None:
    told = [name for name, options in documented() if name]
    assert sorted(told) == sorted(name for name, _options in options_of(parser()) if name)
    wanted = {name: options for name, options in options_of(parser()) if name}
    assert {name: options for name, options in documented() if name} == wanted


def test_what_has_no_command_stands_in_the_readme_once() -> None:
    options = [option for name, found in documented() if not name for option in found]
    assert sorted(options) == sorted(dict(options_of(parser()))[""])


def test_no_row_of_a_table_stands_twice() -> None:
    for document in DOCUMENTS:
        rows = [line for line in document.read_text(encoding="utf-8").splitlines() if re.match(r"\| *\S", line)]
        rows = [row for row in rows if set(row) - set("|- :")]
        heads = {"| what | ", "| file | "}
        twice = {row for row in rows if rows.count(row) > 1 and not any(row.startswith(head) for head in heads)}
        assert twice == set(), document


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def test_as_many_sets_of_settings_come_along_as_is_said() -> None:
    count = NUMBERS[len(presets())]
    guide = (ROOT / "resources" / "articles" / "user-guide.md").read_text(encoding="utf-8")
    assert re.findall(r"(\w+) ready-made sets", guide) == [count.capitalize()]
    assert re.findall(r"There are (\w+) themes", guide) == [NUMBERS[len(bundled())]]
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert re.findall(r"kept as profiles, and (\w+) come along", readme) == [count]


NAME = re.compile(r"`((?:\w+/)*\w+\.py):([\w.]+)`")


def names_in(path: Path) -> set[str]:
    """What a module defines: its own names, and those of its classes as `Class.name`."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        names = _names_of(node)
        found |= names
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for inner in node.body for name in _names_of(inner)}
    return found


def _names_of(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def test_the_walks_name_what_is_there() -> None:
    walked = NAME.findall((ROOT / "docs" / "walks.md").read_text(encoding="utf-8"))
    source = ROOT / "src" / "hiitreader"
    gone = [
        f"{file}:{name}"
        for file, name in walked
        if not (source / file).is_file() or name not in names_in(source / file)
    ]
    assert len(walked) > 40
    assert gone == []
