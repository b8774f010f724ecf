"""Whatever a stranger wrote, in whichever field: no command lets anything out that steers the terminal."""

import ast
import contextlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.system.hostile_text import hostile, steers, turns_on

import hiitreader
from hiitreader.__main__ import main
from hiitreader.article.blocks import Article, Block, BlockKind
from hiitreader.errors import WorldProblem
from hiitreader.library.entries import Meta
from hiitreader.library.shelf import Shelf
from hiitreader.replies.erasing import Erased
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.found import Found
from hiitreader.replies.mine import OnServer
from hiitreader.replies.reply import Reply, ReplyState, Thread, Try
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerHealth, ServerSettings
from hiitreader.replies.synchroniser import Answers, SyncReport
from hiitreader.replies.thread import Conversation, TextFormat, ThreadReply

NOW = datetime(2026, 1, 31, tzinfo=UTC)
WORST = "a\x1b]0;b\x07\x9b2J\u202ec\u2067d\n\r\x08&#27;&#x9b;&#8238;\udcff\x85\u2028"


@dataclass
class Said:
    """What came out of a command."""

    code: int
    out: str
    err: str


def asked(*words: str, encoding: str = "utf-8") -> Said:
    """Run the command line with streams of some encoding."""
    raws = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(raw, encoding=encoding, newline="") for raw in raws]
    with patch.object(sys, "stdout", streams[0]), patch.object(sys, "stderr", streams[1]):
        code = main(words)
        for stream in streams:
            stream.flush()
    return Said(code, *(raw.getvalue().decode(encoding) for raw in raws))


def harmless(said: Said) -> None:
    """Hold that nothing that came out steers a terminal."""
    for text in (said.out, said.err):
        assert not [letter for letter in steers(text) if letter not in "\n\t"]
        assert not any(turns_on(line) for line in text.split("\n"))


def reply(text: str, state: ReplyState) -> Reply:
    return Reply(
        uuid=text, thread=Thread(text, text), form=ReplyForm(text, text, text, text), created=NOW, changed=NOW,
        parent=text, state=state, reason=text, field=text, server=text, server_id=text,
    )  # fmt: skip


class Desk:
    """A desk that has been told nothing but one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        own = [reply(text, state) for state in ReplyState]
        there = OnServer(own[0], text, text, text, certain=True, deletable=True, ask=Sentence("{a}", {"a": text}))
        known = ServerSettings("https://example.com", "isso", user=text)
        self.own = lambda: own
        self.tries = lambda _uuid: [Try(1, NOW, NOW, text, text)]
        self.can = lambda _reply, _now: frozenset()
        self.next_step = lambda _reply, _now, _settings: Sentence("{a} {b}", {"a": text, "b": NOW})
        self.submit = lambda _thread, _form, _to: own[0]
        self.retry_all = lambda: tuple(own)
        self.goes = lambda _reply: False
        self.retry = self.send_again = self.discard = self.restore = lambda _uuid: own[0]
        notices = [WorldProblem("{a}", a=text)]
        self.notice = lambda: notices.pop() if notices else None
        self.close = lambda: None
        self.servers = SimpleNamespace(
            get=lambda: known,
            health=lambda: ServerHealth(NOW),
            set=lambda *_words: Found(known, text, text, text),
            forget=lambda: None,
            left_in_keyring=lambda: text,
        )
        self.mine = SimpleNamespace(on_servers=lambda: (there,), erase=lambda _paths: Erased(3, (), text))

    def replies(self, thread: Thread) -> Conversation:
        theirs = (
            ThreadReply("1", self.text, self.text, NOW, parent=self.text, website=self.text, format=form)
            for form in TextFormat
        )
        return Conversation((), (*theirs, ThreadReply(self.text, self.text, self.text, NOW, deleted=True)), NOW)

    def sync(self, _thread: Thread, *, by_hand: bool) -> SyncReport:
        assert by_hand
        own = tuple(self.own())
        problem = WorldProblem("{a}", safe="{a}", todo="{a}", a=self.text)
        return SyncReport(own, own, 1, problem, NOW, 1, (Answers(Thread(self.text, self.text), 1),), not_agreed=True)


@contextmanager
def surroundings(text: str) -> Iterator[Path]:
    """A shelf and a desk where every field holds a text."""
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"HIITREADER_DATA_DIR": folder}):
        shelf = Shelf(Path(folder))
        blocks = (Block(BlockKind.PARAGRAPH, f"words {text}".replace("\n", " ").encode("utf-8", "replace").decode()),)
        storable = text.encode("utf-8", "replace").decode()
        shelf.add(Article(storable, blocks, "f" * 32, "en", storable), Meta(storable, (storable,), storable), storable)
        shelf.close()
        with patch("hiitreader.replies.desk.ReplyDesk", lambda *_a, **_k: Desk(text)):
            yield Path(folder)


COMMANDS = (
    ("read",), ("read", "--article", "TEXT"), ("read", "--article", "ffff"), ("export", "TEXT"), ("export", "TEXT.txt"),
    ("export", "no/TEXT.md"), ("reply", "--name", "TEXT", "--email", "TEXT", "--comment", "TEXT"),
    ("reply", "--name", "TEXT", "--email", "TEXT", "--comment", "TEXT", "--json"), ("replies",), ("replies", "--json"),
    ("replies", "--article", "ffff"), ("sync",), ("sync", "--json"), ("server", "set", "TEXT"), ("server", "show"),
    ("server", "show", "--json"), ("server", "set", "TEXT", "--kind", "TEXT"), ("server", "forget"), ("outbox", "list"),
    ("outbox", "list", "--json"), ("outbox", "retry"), ("outbox", "retry", "TEXT"), ("outbox", "discard", "TEXT"),
    ("library", "list"), ("library", "list", "--json"), ("library", "list", "--tag", "TEXT"),
    ("library", "search", "words"), ("library", "search", "words", "--json"), ("library", "search", "TEXT"),
    ("library", "similar", "ffff"), ("library", "similar", "TEXT"), ("library", "similar", "ffff", "--json"),
    ("library", "add", "TEXT"), ("library", "add", "TEXT", "--json"), ("library", "add", "https://TEXT"),
    ("library", "list", "--sort", "TEXT"), ("library", "remove", "ffff"), ("mine", "on-servers"),
    ("mine", "on-servers", "--json"), ("mine", "erase"), ("mine", "erase", "--yes"), ("TEXT", "TEXT"), ("--TEXT",),
    ("--help",),
    ("library", "search", "a", "--limit", "TEXT"), ("--data-dir", "TEXT", "library", "list"), ("--licences",),
)  # fmt: skip


def try_command(words: tuple[str, ...], text: str) -> None:
    """Run a command where every field, and what is typed, is a text."""
    typed = text.replace("\0", "").replace("/", "").encode("utf-8", "replace").decode() or "a"
    with surroundings(text) as folder, patch.object(sys, "stdin", io.StringIO("")), contextlib.chdir(folder):
        said = asked(*(word.replace("TEXT", typed) for word in words))
    harmless(said)
    if "--json" in words and said.out:
        json.loads(said.out)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_lets_the_worst_out(words: tuple[str, ...]) -> None:
    try_command(words, WORST)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(COMMANDS), hostile())
@pytest.mark.slow
def test_no_command_lets_anything_out_that_steers(words: tuple[str, ...], text: str) -> None:
    try_command(words, text)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(COMMANDS), hostile(40))
def test_no_command_ever_lets_anything_out_that_steers(words: tuple[str, ...], text: str) -> None:
    try_command(words, text)


def test_what_the_commands_say_of_it_can_still_be_read() -> None:
    with surroundings(WORST):
        listed = asked("outbox", "list").out
        assert r"a\x1b]0;b\x07\x9b2Jcd\n\r\x08&#27;" in listed
        assert "a words" not in listed
        (told, *_others) = json.loads(asked("outbox", "list", "--json").out)
        assert (told["comment"], told["name"], told["reason"]) == (WORST, WORST, WORST)


def test_a_written_control_in_a_reply_of_html_is_none() -> None:
    with surroundings("<b>a</b>&#27;]0;b&#7;&#x9b;&#155;&#8238;c"):
        said = asked("replies")
        harmless(said)
        assert "c" in said.out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-16"])
def test_every_terminal_can_show_it(encoding: str) -> None:
    with surroundings(f"é中🙂{WORST}"):
        for words in COMMANDS[:2] + COMMANDS[8:13] + COMMANDS[18:19] + COMMANDS[23:24]:
            harmless(asked(*(word.replace("TEXT", "é中🙂\x1b") for word in words), encoding=encoding))


@pytest.mark.skipif(os.name != "posix", reason="names of files that are no text")
@pytest.mark.parametrize(
    "name", [b"a\x1b[2J.md", b"a\x9b\xff.md", b"a\nNot taken: b.md", b"a\xe2\x80\xae.txt", b"a\x07.epub"]
)
def test_names_of_files_steer_nothing(tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    file = folder / os.fsdecode(name)
    file.write_bytes(b"" if name.endswith(b".md") else b"words")
    for words in (
        ("library", "add", str(folder)),
        ("library", "add", str(file)),
        ("library", "list"),
        ("read", str(file)),
    ):
        said = asked(*words)
        harmless(said)
        assert not any(line.startswith("Not taken: b") for line in said.err.splitlines())
    json.loads(asked("library", "add", str(file), "--json").out)
    json.loads(asked("library", "list", "--json").out)


@pytest.mark.parametrize(
    "part", ["miss%1B%5D0;a%07.html", "a%C2%9B2J.html", "%E2%80%AEa.html", "a%0ANot taken. b.html"]
)
def test_names_in_a_book_steer_nothing(tmp_path: Path, part: str) -> None:
    book = tmp_path / "a.epub"
    with zipfile.ZipFile(book, "w") as made:
        made.writestr("META-INF/container.xml", '<container><rootfile full-path="a.opf"/></container>')
        items = "".join(
            f'<item id="{name}" href="{href}" media-type="text/html"/>'
            for name, href in (("a", part), ("b", "ok.html"))
        )
        made.writestr(
            "a.opf",
            f'<package><manifest>{items}</manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        made.writestr("ok.html", "<p>words</p>")
    said = asked("library", "add", str(book))
    harmless(said)
    assert len(said.err.splitlines()) == 1
    assert "Not taken" in said.err


def test_whoever_read_along_has_gone() -> None:
    script = "import sys; from hiitreader.__main__ import main; sys.exit(main(sys.argv[1:]))"
    for words in (["read"], ["--help"], ["library", "list", "--json"], ["read", "--article", "frob"], ["--frob"]):
        code, said = _with_nobody_reading([sys.executable, "-c", script, *words])
        assert said == b""
        assert code in (0, 1, 2)


def _with_nobody_reading(command: list[str]) -> tuple[int, bytes]:
    import subprocess

    reading, writing = os.pipe()
    os.close(reading)
    both = "--frob" in command or "frob" in command
    try:
        ran = subprocess.run(
            command,
            stdout=subprocess.DEVNULL if both else writing,
            stderr=writing if both else subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    return ran.returncode, ran.stderr or b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_what_can_not_be_printed_is_told() -> None:
    import subprocess

    script = "import sys; from hiitreader.__main__ import main; sys.exit(main(['read']))"
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-c", script], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert b"could not be written" in ran.stderr


# -- the house ---------------------------------------------------------------------------------------------------

_WAYS_OUT = {"stdout", "stderr", "__stdout__", "__stderr__"}
_LOOKING = {"isatty", "fileno", "encoding"}
_PRINTING = {"print", "input", "print_exc", "print_exception", "print_usage", "print_help"}


def _other_ways(source: str) -> list[str]:
    found = []
    tree = ast.parse(source)
    looked_at = {
        id(inner)
        for node in ast.walk(tree)
        for inner in (
            [node.value]
            if isinstance(node, ast.Attribute) and node.attr in _LOOKING
            else [node.left]
            if isinstance(node, ast.Compare)
            else []
        )
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            written = ast.unparse(node.func)
            if name in _PRINTING or written in ("os.write", "warnings.warn", "getpass.getpass"):
                found.append(f"{node.lineno}: {written}")
        elif isinstance(node, ast.Attribute) and node.attr in _WAYS_OUT and ast.unparse(node.value) == "sys":
            if id(node) not in looked_at:
                found.append(f"{node.lineno}: sys.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "sys":
            found += [f"{node.lineno}: {one.name}" for one in node.names if one.name in _WAYS_OUT]
    return found


ROOM = Path(hiitreader.__file__).parent


@pytest.mark.parametrize(
    "path", [*sorted((ROOM / "cli").glob("*.py")), ROOM / "__main__.py"], ids=lambda path: path.name
)
def test_the_command_line_has_one_way_out(path: Path) -> None:
    assert _other_ways(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "import sys\nsys.stdout.write('')",
        "from sys import stderr",
        "import os\nos.write(1, b'')",
        "input('a')",
    ],
)
def test_other_ways_out_are_seen(source: str) -> None:
    assert _other_ways(source)
