"""Nothing grows past what can be read at one go, and nothing hides behind a name that says nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES, CLASS_LINES, FUNCTION_LINES = 400, 250, 50
EMPTY_NAMES = ("util", "utils", "helper", "helpers", "manager", "handler", "misc", "common")


def sources() -> list[Path]:
    """Every Python file that is shipped or that measures and builds what is shipped."""
    return sorted(path for folder in ("src", "bench", "packaging") for path in (ROOT / folder).rglob("*.py"))


def too_long(path: Path) -> Iterator[str]:
    """Say what in one file is longer than it may be."""
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    if (lines := len(text.splitlines())) > FILE_LINES:
        yield f"{name}: {lines} lines, at most {FILE_LINES}"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            most = CLASS_LINES
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            most = FUNCTION_LINES
        else:
            continue
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > most:
            yield f"{name}:{node.lineno}: {node.name} has {lines} lines, at most {most}"


def empty_names(path: Path) -> Iterator[str]:
    """Say which module or class is named after no thing of the program."""
    stem_words = path.stem.lower().split("_")
    if any(word in EMPTY_NAMES for word in stem_words):
        yield f"{path.relative_to(ROOT)}: a module's name says what it is about"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name.lower().endswith(EMPTY_NAMES):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_read_at_one_go(path: Path) -> None:
    assert [*too_long(path), *empty_names(path)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_its_job_and_what_it_never_does(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name == "__init__.py" and not any(not isinstance(node, ast.Expr) for node in tree.body):
        return  # a room's door plate
    said = ast.get_docstring(tree) or ""
    assert said, "a module opens with a sentence that says its job"
    if path.name not in {"__init__.py", "__main__.py"}:
        assert any(word in said.lower() for word in ("never", "nothing", " no ", " not ", "cannot", "n't ")), (
            "and with one that says what it never does"
        )
