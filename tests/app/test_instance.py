"""One window a data folder: who is the first, and what is taken from later starts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from hiitreader.ui import instance as module
from hiitreader.ui.instance import Instance

Make = Callable[[Path], Instance]


@pytest.fixture
def make(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    runtime = tmp_path / "run"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setattr(module, "WAIT", 0.2)
    owner = QObject()
    made: list[Instance] = []

    def begin(folder: Path) -> Instance:
        made.append(Instance(folder, owner))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def test_the_second_is_not_the_first_until_that_one_has_closed(make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "data")
    assert first.first
    assert not make(tmp_path / "data").first
    assert make(tmp_path / "other").first
    first.close()
    assert make(tmp_path / "data").first


def test_where_nothing_can_be_written_everyone_is_the_first(make: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    assert make(tmp_path / "file").first
    assert make(tmp_path / "file").first
    assert make(tmp_path / "file" / "below").first


def test_one_that_does_not_listen_is_not_waited_for_for_ever(make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "data")
    second = make(tmp_path / "data")
    assert not second.hand_over(tmp_path / "a.md")
    assert not second.first
    first.close()
    assert not second.hand_over(tmp_path / "a.md")
    assert second.first, "the other one has ended in the meantime"


@pytest.fixture
def taken(make: Make, tmp_path: Path) -> tuple[Instance, list[Path | None]]:
    """A first start that listens, and what it took."""
    first = make(tmp_path / "data")
    files: list[Path | None] = []
    first.listen(files.append)
    return first, files


def connected(qtbot: QtBot, first: Instance) -> QLocalSocket:
    socket = QLocalSocket()
    socket.connectToServer(first._name())
    assert socket.waitForConnected(2000)
    return socket


def test_a_message_may_come_in_pieces(qtbot: QtBot, taken: tuple[Instance, list[Path | None]]) -> None:
    first, files = taken
    socket = connected(qtbot, first)
    for piece in (b"/tmp/a ", b"\xff\n", b"b.md\0"):
        socket.write(piece)
        socket.flush()
        qtbot.wait(10)
    qtbot.waitUntil(lambda: bool(files))
    assert files == [Path("/tmp/a \udcff\nb.md")]
    qtbot.waitUntil(lambda: socket.bytesAvailable() > 0)
    assert socket.readAll().data() == b"taken\n"
    socket.abort()


def test_the_wish_to_be_seen_is_an_empty_message(qtbot: QtBot, taken: tuple[Instance, list[Path | None]]) -> None:
    first, files = taken
    socket = connected(qtbot, first)
    socket.write(b"\0")
    qtbot.waitUntil(lambda: bool(files))
    assert files == [None]
    socket.abort()


def test_who_says_too_much_or_nothing_does_no_harm(qtbot: QtBot, taken: tuple[Instance, list[Path | None]]) -> None:
    first, files = taken
    silent, chatty = connected(qtbot, first), connected(qtbot, first)
    chatty.write(b"x" * 20_000)
    qtbot.waitUntil(lambda: chatty.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    silent.abort()
    qtbot.wait(20)
    assert files == []
    socket = connected(qtbot, first)
    socket.write(b"/tmp/a.md\0")
    qtbot.waitUntil(lambda: files == [Path("/tmp/a.md")])
    socket.abort()


def test_only_this_user_can_speak_to_it(taken: tuple[Instance, list[Path | None]], tmp_path: Path) -> None:
    (path,) = (tmp_path / "run").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "window.lock").stat().st_mode & 0o077 == 0
