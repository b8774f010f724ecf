"""Files damaged, a folder that can't be written, a full disk: said in the window, nothing lost, and reading goes on."""

import errno
import json
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_reply import WORDS, all_on_disk, command_line, post
from tests.replies.isso_server import RealIsso

from hiitreader.app import closing
from hiitreader.reading.settings import Settings
from hiitreader.replies.reply import ReplyState
from hiitreader.system import files
from hiitreader.system.database_file import DatabaseFile
from hiitreader.system.web import NotReached, Web

FILES = {
    "settings.json": "settings file was damaged",
    "places.json": "places in articles was damaged",
    "keys.json": "own keys could not be read",
    "replies.sqlite3": "file of your replies was damaged",
}
DAMAGE = {
    "garbage": b"\x00\xff{not [ what it was" * 300,
    "half": b'{"settings": {"text_size": 1',
    "empty": b"",
}


def works(one: Running) -> None:
    """Reading and changing the page work, and something has the focus."""
    assert len(one.view.flow) > 10
    one.press("H", "Ctrl++")
    assert one.view.caret() >= 0
    assert one.program.preferences.settings.text_size == 110
    assert one.focus


def aside(data: Path, name: str) -> list[Path]:
    return sorted(data.glob(f"{name}.damaged-2*"))


# -- damaged ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_set_aside_and_the_window_says_so(start: Start, data: Path, name: str, damage: str) -> None:
    data.mkdir()
    (data / name).write_bytes(DAMAGE[damage])
    one = start()
    works(one)
    if name == "replies.sqlite3" and damage == "empty":
        return  # an empty file is a database with nothing in it, and no damage
    assert len(one.notices) == 1
    assert FILES[name] in one.notices[0]
    (kept,) = aside(data, name)
    assert kept.read_bytes() == DAMAGE[damage]
    assert kept.name in one.notices[0]
    assert one.close()
    again = start()
    assert again.notices == (), "it is said once"
    assert again.program.preferences.settings.text_size == 110


def test_all_damaged_at_once_is_all_said(start: Start, data: Path) -> None:
    data.mkdir()
    for name in FILES:
        (data / name).write_bytes(DAMAGE["garbage"])
    one = start()
    works(one)
    for name, words in FILES.items():
        assert any(words in notice for notice in one.notices), name
        assert len(aside(data, name)) == 1
    for _notice in one.notices:
        one.dismiss()
        assert one.focus
    assert one.notices == ()
    assert not one.window.notices.isVisible()


def test_a_value_that_makes_no_sense_is_said_and_the_others_hold(start: Start, data: Path) -> None:
    data.mkdir()
    settings = {"settings": {"text_size": "huge", "line_height": 2.0, "theme": "none such"}}
    (data / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    one = start()
    assert one.program.preferences.settings.line_height == 2.0
    assert one.program.preferences.settings.text_size == Settings().text_size
    assert one.notices
    assert len(aside(data, "settings.json")) == 1
    assert one.focus is one.view


def test_replies_in_a_damaged_database_are_saved_as_far_as_they_can_be_read(start: Start, data: Path) -> None:
    first = start()
    post(first)
    assert first.close()
    with (data / "replies.sqlite3").open("r+b") as file:
        file.seek(20)
        file.write(b"\xff" * 12)
    one = start()
    works(one)
    assert len([notice for notice in one.notices if "damaged" in notice]) <= 1
    post(one, comment="Another.")
    assert any(reply.form.comment == "Another." for reply in all_on_disk(data))


@pytest.mark.slow
def test_a_database_damaged_while_it_is_open_keeps_the_words_in_the_form(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl+R")
    one.fill(comment="Kept once.")
    one.wait(lambda: (data / "replies.sqlite3").exists() and "Draft kept" in one.state)
    for path in data.glob("replies.sqlite3*"):
        path.unlink()
    one.fill(comment=" And again.")
    one.wait(lambda: "Draft kept" in one.state and bool(all_on_disk(data)))
    assert all_on_disk(data)[0].form.comment == "Kept once. And again."


def test_a_newer_database_is_left_alone(start: Start, data: Path) -> None:
    first = start()
    post(first)
    assert first.close()
    connection = sqlite3.connect(data / "replies.sqlite3")
    connection.execute("PRAGMA user_version = 60")
    connection.close()
    before = (data / "replies.sqlite3").read_bytes()
    one = start()
    works(one)
    assert any("newer version" in notice for notice in one.notices)
    one.press("Ctrl+R")
    one.type("Where to?")
    one.late.replies.session.keep_draft()
    one.settle()
    assert "only here in the form" in one.state
    assert one.form.form().comment == "Where to?"
    one.late.closing._warned = True
    assert one.close()
    assert (data / "replies.sqlite3").read_bytes() == before


# -- nowhere to write -------------------------------------------------------------------------------------------------


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A data folder that can't be: a file is in its place."""
    path = tmp_path / "data"
    path.write_text("This is a file.", encoding="utf-8")
    return path


def test_with_a_file_in_the_folders_place_one_reads_and_is_told_what_is_not_saved(start: Start, nowhere: Path) -> None:
    one = start()
    works(one)
    one.wait(lambda: bool(one.notices))
    assert all(str(nowhere) in notice for notice in one.notices), one.notices
    assert nowhere.read_text(encoding="utf-8") == "This is a file."


@pytest.mark.slow
def test_what_is_typed_stays_in_the_form_and_closing_asks_first(start: Start, nowhere: Path) -> None:
    one = start()
    one.press("Ctrl+R")
    one.fill(**WORDS)
    one.wait(lambda: "only here in the form" in one.state)
    one.press("Ctrl+Return")
    one.settle()
    assert one.form.form().comment == WORDS["comment"]
    assert one.focus is one.field("email")
    assert not one.close()
    assert any("stays open" in notice for notice in one.notices)
    assert one.window.isVisible()
    assert one.focus
    assert one.close(), "the second time it is the reader's will"


def test_after_a_warning_new_words_are_asked_about_again(start: Start, nowhere: Path) -> None:
    one = start()
    one.press("Ctrl+R")
    one.type("One")
    assert not one.close()
    one.type("Two")
    assert not one.close()
    assert one.close()


@pytest.mark.slow
def test_what_could_not_be_kept_is_kept_as_soon_as_it_can_be(start: Start, nowhere: Path) -> None:
    one = start()
    one.press("Ctrl+R")
    one.type("Patience")
    one.wait(lambda: "only here in the form" in one.state)
    nowhere.unlink()
    one.late.replies.session.drafts._again.setInterval(10)
    one.late.replies.session.drafts._again.start()
    one.wait(lambda: "Draft kept" in one.state)
    assert [reply.form.comment for reply in all_on_disk(nowhere)] == ["Patience"]
    assert one.close()


def test_words_that_can_not_be_kept_survive_another_article(start: Start, nowhere: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.md"
    file.write_text("# Other\n\nWords.\n", encoding="utf-8")
    one = start()
    one.press("Ctrl+R")
    one.type("Only here")
    one.program.session.open_file(file)
    one.wait(lambda: one.program.session.current.title == "Other" and one.program.session.finished)
    one.settle()
    assert one.form.form().is_blank()
    one.run("file.start_page")
    one.settle()
    assert one.form.form().comment == "Only here"
    nowhere.unlink()
    assert one.close(), "now it can be kept, and is"
    assert [reply.form.comment for reply in all_on_disk(nowhere)] == ["Only here"]


def test_a_place_that_can_not_be_kept_is_said_once(start: Start, nowhere: Path) -> None:
    one = start()
    one.press("H")
    one.wait(lambda: bool(one.notices))
    one.dismiss()
    assert one.notices == ()
    one.press("H")
    one.program.session.keep_place()
    one.settle()
    assert one.notices == (), "who has put it away is not told again at each step"
    assert one.close()


@pytest.mark.slow
def test_a_folder_in_the_place_of_each_file(start: Start, data: Path) -> None:
    for name in FILES:
        (data / name / "full").mkdir(parents=True)
    one = start()
    works(one)
    assert one.notices
    one.press("Ctrl+R")
    one.type("Words")
    one.wait(lambda: "only here in the form" in one.state)
    assert not one.close()
    assert one.close()


# -- a full disk ------------------------------------------------------------------------------------------------------


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Fills the disk; `undo()` frees it."""

    def no_room(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    connect = DatabaseFile._connect

    def small(self: DatabaseFile, path: Path) -> sqlite3.Connection:
        connection = connect(self, path)
        connection.execute("PRAGMA max_page_count = 1")  # SQLite goes no lower than what is used: full from here on
        return connection

    monkeypatch.setattr(files, "_write_through", no_room)
    monkeypatch.setattr(DatabaseFile, "_connect", small)
    return monkeypatch


def test_a_full_disk_is_said_and_what_was_saved_stays(
    start: Start, data: Path, full: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.undo()
    first = start()
    first.press("Ctrl++")
    assert first.close()
    before = (data / "settings.json").read_bytes()
    one = start()
    _fill_up(monkeypatch)
    one.press("Ctrl++")
    one.wait(lambda: any("disk is full" in notice for notice in one.notices))
    assert one.program.preferences.settings.text_size == 120
    assert (data / "settings.json").read_bytes() == before
    assert [path.name for path in data.iterdir() if path.suffix == ".part"] == []
    monkeypatch.undo()
    assert one.close()
    assert json.loads((data / "settings.json").read_bytes())["settings"]["text_size"] == 120


def _fill_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files, "_write_through", no_room)


def test_settings_changed_just_before_closing_on_a_full_disk_are_asked_about(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start()
    _fill_up(monkeypatch)
    one.press("Ctrl++")
    assert not one.close()
    assert any("disk is full" in notice for notice in one.notices)
    assert one.close()


@pytest.mark.slow
def test_settings_told_to_be_unsaved_do_not_hold_the_window(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    one = start()
    _fill_up(monkeypatch)
    one.press("Ctrl++")
    one.wait(lambda: any("settings.json was not saved: the disk is full" in notice for notice in one.notices))
    assert one.close()


@pytest.mark.slow
def test_no_room_for_a_reply_keeps_it_in_the_form(start: Start, data: Path, full: pytest.MonkeyPatch) -> None:
    one = start()
    one.press("Ctrl+R")
    one.fill(**WORDS)
    one.wait(lambda: "only here in the form" in one.state)
    assert any("disk is full" in notice for notice in one.notices)
    one.press("Ctrl+Return")
    one.settle()
    assert one.form.form().comment == WORDS["comment"]
    full.undo()
    one.late.replies._desk.close()
    one.press("Ctrl+Return")
    one.settle()
    assert [reply.state for reply in all_on_disk(data)] == [ReplyState.QUEUED]
    assert one.form.form().is_blank()
    assert one.close()


# -- a disk that does not answer ---------------------------------------------------------------------------------------


def test_a_disk_that_does_not_answer_holds_the_window_only_for_words(
    start: Start, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "PATIENCE", 0.2)
    one = start()
    one.settle()
    answers = threading.Event()
    one.program.lane._lane.submit(lambda: answers.wait(60))
    one.press("Ctrl+R")
    one.type("Words")
    assert not one.close()
    assert any("the disk does not answer" in notice for notice in one.notices)
    assert one.form.form().comment == "Words"
    answers.set()
    assert one.close()
    assert [reply.form.comment for reply in all_on_disk(data)] == ["Words"]


def test_with_nothing_to_keep_it_closes_all_the_same(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "PATIENCE", 0.2)
    one = start()
    answers = threading.Event()
    one.program.lane._lane.submit(lambda: answers.wait(60))
    assert one.close()
    answers.set()


# -- what is opened ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, b"", b"\x7fELF\x00\x00\x01\x02" * 50])
def test_a_file_that_can_not_be_read_leaves_something_to_read(
    start: Start, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "gone.md"
    if content is not None:
        file.write_bytes(content)
    one = start(file)
    assert len(one.notices) == 1
    assert one.program.session.current.title.startswith("HIIT") or one.view.flow[0].level == 1
    assert one.focus is one.view
    one.program.take_over(tmp_path / "neither.md")
    one.wait(lambda: len(one.notices) == 2)
    assert one.focus is one.view


def test_a_remark_on_how_a_file_was_read_is_said(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "old.txt"
    file.write_bytes("Caf\xe9 \x93quoted\x94 words.".encode("latin-1"))
    one = start(file)
    assert "1252" in one.said


def test_a_folder_that_can_not_be_looked_into_keeps_nobody_from_reading(start: Start, tmp_path: Path) -> None:
    one = start(folder=tmp_path / ("a" * 300))  # as with a folder of another user: neither "is there" nor "is not"
    assert "HIIT" in one.view.toPlainText()
    one.fill(**WORDS)
    one.wait(lambda: bool(one.notices))
    assert not any("Something went wrong" in notice for notice in one.notices)


@pytest.mark.slow
def test_a_server_that_is_reached_again_is_not_called_away_any_longer(
    start: Start, data: Path, start_isso: Callable[..., RealIsso], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command_line(data, "server", "set", start_isso().url).returncode == 0
    one = start()

    def away(*_given: object) -> None:
        raise NotReached("It can't be reached.")

    with monkeypatch.context() as patch:
        patch.setattr(Web, "get", away)
        one.run("reply.sync")
        one.settle()
        assert [notice for notice in one.notices if "can't be reached" in notice]
    one.run("reply.sync")
    one.settle()
    assert one.notices == ()
