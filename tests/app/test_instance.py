"""One window a data folder: who is the first, and what is taken from later starts."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hiitreader.ui import instance as module
from hiitreader.ui.instance import Instance

Make = Callable[[Path], Instance]


@pytest.fixture
def make(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.setattr(module, "WAIT", 0.2)
    monkeypatch.setattr(module, "LONGEST_START", 0.4)
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


def test_one_that_is_long_in_starting_is_waited_for(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_START", 30.0)
    first = make(tmp_path / "data")
    second = make(tmp_path / "data")
    files: list[Path | None] = []
    with ThreadPoolExecutor(1) as pool:
        handed = pool.submit(second.hand_over, tmp_path / "a.md")
        qtbot.wait(600)  # longer than one that listens is waited for
        assert not handed.done()
        first.listen(files.append)
        qtbot.waitUntil(handed.done)
    assert handed.result(0)
    assert files == [tmp_path / "a.md"]


def test_a_start_after_one_that_listened_is_waited_for_too(
    qtbot: QtBot, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_START", 30.0)
    before = make(tmp_path / "data")
    before.listen(lambda _file: None)
    before.close()
    make(tmp_path / "data")
    third = make(tmp_path / "data")
    with ThreadPoolExecutor(1) as pool:
        handed = pool.submit(third.hand_over, None)
        qtbot.wait(600)
        assert not handed.done()
        monkeypatch.setattr(module, "LONGEST_START", 0.0)
    assert not handed.result(0)


@pytest.fixture
def taken(make: Make, tmp_path: Path) -> tuple[Instance, list[Path | None]]:
    """A first start that listens, and what it took."""
    first = make(tmp_path / "data")
    files: list[Path | None] = []
    first.listen(files.append)
    return first, files


def written(folder: Path, message: bytes, name: str = "1-a.wanted") -> Path:
    """A message as a later start leaves it."""
    inbox = folder / "data" / "window.inbox"
    path = inbox / name
    path.with_suffix(".part").write_bytes(message)
    return path.with_suffix(".part").rename(path)


def test_a_file_is_taken_whatever_its_name(
    qtbot: QtBot, make: Make, taken: tuple[Instance, list[Path | None]], tmp_path: Path
) -> None:
    _first, files = taken
    file = tmp_path / "a \udcff\nb.md"
    second = make(tmp_path / "data")
    with ThreadPoolExecutor(1) as pool:
        handed = pool.submit(second.hand_over, file)
        qtbot.waitUntil(handed.done)
    assert handed.result(0)
    assert not second.first
    assert files == [file]
    assert list((tmp_path / "data" / "window.inbox").iterdir()) == []


def test_the_wish_to_be_seen_is_an_empty_message(
    qtbot: QtBot, taken: tuple[Instance, list[Path | None]], tmp_path: Path
) -> None:
    _first, files = taken
    path = written(tmp_path, b"")
    qtbot.waitUntil(lambda: bool(files))
    assert files == [None]
    assert not path.exists()
    assert path.with_suffix(".taken").exists()


def test_what_came_before_it_listened_is_taken_and_what_is_old_is_not(make: Make, tmp_path: Path) -> None:
    first = make(tmp_path / "data")
    (tmp_path / "data" / "window.inbox").mkdir()
    written(tmp_path, b"/tmp/now.md")
    for old in (written(tmp_path, b"/tmp/old.md", "2-b.wanted"), written(tmp_path, b"", "3-c.taken")):
        os.utime(old, (1, 1))
    files: list[Path | None] = []
    first.listen(files.append)
    assert files == [Path("/tmp/now.md")]
    assert [path.name for path in (tmp_path / "data" / "window.inbox").iterdir()] == ["1-a.taken"]


def test_what_is_no_message_does_no_harm(
    qtbot: QtBot, taken: tuple[Instance, list[Path | None]], tmp_path: Path
) -> None:
    _first, files = taken
    inbox = tmp_path / "data" / "window.inbox"
    written(tmp_path, b"x" * 20_000, "1-a.wanted")
    os.mkfifo(inbox / "2-b.wanted")
    (inbox / "3-c.wanted").mkdir()
    (inbox / "4-d.wanted").symlink_to(tmp_path / "nowhere")
    (inbox / "5-e.part").write_bytes(b"/tmp/half")
    written(tmp_path, b"/tmp/a.md", "6-f.wanted")
    qtbot.waitUntil(lambda: files == [Path("/tmp/a.md")])


def test_one_that_was_closed_takes_nothing_more(
    qtbot: QtBot, taken: tuple[Instance, list[Path | None]], tmp_path: Path
) -> None:
    first, files = taken
    written(tmp_path, b"/tmp/a.md")
    first.close()
    qtbot.wait(20)
    assert files == []


@pytest.mark.usefixtures("taken")
def test_only_this_user_can_speak_to_it(tmp_path: Path) -> None:
    for name in ("window.inbox", "window.lock"):
        assert (tmp_path / "data" / name).stat().st_mode & 0o077 == 0
