"""Nothing that a test starts can hold it up for ever, and what a script prints arrives however the script ends."""

import ast
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTED = ("run", "call", "check_call", "check_output")
ENDLESS = ("wait", "join", "result", "communicate", "acquire")
"""Methods that wait until something happens when they are given nothing, and at most so long when given seconds."""
TURNS = ("sleep", "processEvents", "qWait", "poll", "is_alive")
CLOCKS = ("monotonic", "perf_counter", "time", "range")
ENDS_AT_ONCE = ("_exit", "abort", "execv", "execve", "execvp")


def paths() -> list[Path]:
    """Every Python file that tests or measures."""
    found = (path for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if path != Path(__file__))  # it shows how not to do it


@cache
def programs(path: Path) -> tuple[tuple[int, ast.Module], ...]:
    """The program in a file, and those that it holds as texts: the line each begins at, and its tree."""
    whole = ast.parse(path.read_text(encoding="utf-8"))
    return (0, whole), *_within(whole)


def _within(whole: ast.Module) -> Iterator[tuple[int, ast.Module]]:
    for node in ast.walk(whole):
        if isinstance(node, ast.JoinedStr):
            parts = [one.value if isinstance(one, ast.Constant) else "None" for one in node.values]
            text = "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if "(" not in text:
            continue
        try:
            yield node.lineno - 1, ast.parse(textwrap.dedent(text))
        except SyntaxError:
            continue  # no program


def name_of(call: ast.AST) -> str:
    """The last part of a called name."""
    if not isinstance(call, ast.Call):
        return ""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def owner_of(call: ast.Call) -> str:
    """What a method is called on, as it is written."""
    return ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def unbounded(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the words of each wait that nothing ends."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (_waits(node) or (_hears(node) and not _is_bounded(node, parents))):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.While) and _turns(node) and not _is_bounded(node, parents):
            yield node.lineno, f"while {ast.unparse(node.test)}"


def _waits(call: ast.Call) -> bool:
    """Whether a call waits for what it started, or for what another thread does, without a limit."""
    name, owner, named = name_of(call), owner_of(call), {word.arg for word in call.keywords}
    if owner == "subprocess":
        return name in STARTED and not named & {"timeout", None}
    return bool(owner) and name in ENDLESS and not call.args and not named


def _hears(call: ast.Call) -> bool:
    """Whether a call waits for what another program says."""
    name, owner = name_of(call), owner_of(call)
    return (name == "readline" and owner != "sys.stdin") or (name == "read" and owner.endswith(("stdout", "stderr")))


def _is_bounded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    while node in parents:
        node = parents[node]
        if isinstance(node, ast.With) and any("bounded" in ast.unparse(item.context_expr) for item in node.items):
            return True
    return False


def _turns(loop: ast.While) -> bool:
    """Whether a loop waits for something, and looks at no clock."""
    calls = {name_of(one) for one in ast.walk(loop)}
    return bool(calls & set(TURNS)) and not calls & set(CLOCKS) and not _counts(loop)


def _counts(loop: ast.While) -> bool:
    """Whether a loop goes on only while something that it counts up is below a number."""
    if not (isinstance(loop.test, ast.Compare) and isinstance(loop.test.ops[0], ast.Lt | ast.LtE)):
        return False
    counted = ast.unparse(loop.test.left)
    targets = [ast.unparse(target) for one in ast.walk(loop) if isinstance(one, ast.Assign) for target in one.targets]
    return counted in [*targets, *(ast.unparse(one.target) for one in ast.walk(loop) if isinstance(one, ast.AugAssign))]


def unsaid(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the words of each print that is lost when its program ends at once."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if not any(name_of(call) in ENDS_AT_ONCE and owner_of(call) == "os" for call in calls):
        return
    for call in calls:
        written = name_of(call) == "print" and not any(word.arg == "flush" for word in call.keywords)
        if written or (name_of(call) == "write" and owner_of(call).startswith("sys.std")):
            yield call.lineno, ast.unparse(call)


@pytest.mark.parametrize("path", paths(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_wait_has_a_bound(path: Path) -> None:
    assert [f"{first + line}: {words}" for first, tree in programs(path) for line, words in unbounded(tree)] == []


@pytest.mark.parametrize("path", paths(), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_printed_is_out_before_a_program_ends_at_once(path: Path) -> None:
    assert [f"{first + line}: {words}" for first, tree in programs(path) for line, words in unsaid(tree)] == []


ENDLESS_WAYS = (
    "import subprocess\nsubprocess.run(['x'], check=True)",
    "process.wait()",
    "thread.join()",
    "process.stdout.readline()",
    "said = process.stderr.read()",
    "while not done:\n    time.sleep(0.1)",
    "while True:\n    app.processEvents()",
    "while process.poll() is None:\n    pass",
)
BOUNDED_WAYS = (
    "import subprocess\nsubprocess.run(['x'], check=True, timeout=9)",
    "process.wait(9)",
    "', '.join(words)",
    "with bounded(process):\n    process.stdout.readline()",
    "while time.monotonic() < until:\n    time.sleep(0.1)",
    "while typed < 9:\n    typed += 1\n    time.sleep(0.1)",
)


@pytest.mark.parametrize("program", ENDLESS_WAYS)
def test_a_wait_without_a_bound_is_found(program: str) -> None:
    assert list(unbounded(ast.parse(program)))


@pytest.mark.parametrize("program", BOUNDED_WAYS)
def test_a_wait_with_a_bound_is_none(program: str) -> None:
    assert list(unbounded(ast.parse(program))) == []


@pytest.mark.parametrize("program", ["import os\nprint(1)\nos._exit(0)", "import os\nsys.stdout.write('')\nos.abort()"])
def test_a_print_that_may_be_lost_is_found(program: str) -> None:
    assert list(unsaid(ast.parse(program)))
