"""What belongs to the reader: told before it is sent, remembered only when asked, taken along, and erased for good."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_reply import WORDS, all_on_disk, command_line, post
from tests.replies.isso_server import RealIsso

from hiitreader.errors import WorldProblem
from hiitreader.replies.desk import DATABASE, TURN, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState
from hiitreader.replies.store import Store
from hiitreader.replies.turn import turn
from hiitreader.ui.dialogs.my_data import MyData
from hiitreader.ui.dialogs.question import QuestionDialog
from hiitreader.ui.dialogs.what_is_sent import WhatIsSent

PERSON = ReplyForm(name=WORDS["name"], email=WORDS["email"])


def remembered(data: Path) -> ReplyForm | None:
    desk = ReplyDesk(data)
    try:
        return desk.mine.remembered()
    finally:
        desk.close()


def tick(one: Running) -> None:
    (box,) = one.form.findChildren(QCheckBox)
    box.click()


# -- before it is sent ------------------------------------------------------------------------------------------------


def not_agreed(data: Path, isso: RealIsso) -> None:
    """A server that was set before anything was said about what is sent there."""
    assert command_line(data, "server", "set", isso.url).returncode == 0
    with sqlite3.connect(data / DATABASE) as connection:
        connection.execute("UPDATE server SET agreed = NULL")
    connection.close()


def asked(one: Running) -> WhatIsSent:
    one.wait(lambda: isinstance(QApplication.activeModalWidget(), WhatIsSent))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, WhatIsSent)
    return dialog


@pytest.mark.slow
def test_the_first_reply_waits_until_one_has_agreed_to_what_is_sent(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    not_agreed(data, isso)
    one = start()
    post(one)
    dialog = asked(one)
    assert "Before your reply goes to 127.0.0.1" in dialog.head.accessibleName()
    assert isso.rows() == []
    dialog.send.click()
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.PUBLISHED)
    one.settle()
    post(one, comment="And one more.")
    one.wait(lambda: all_on_disk(data)[1].state is ReplyState.PUBLISHED)
    assert QApplication.activeModalWidget() is None, "it is asked once"
    one.settle()


@pytest.mark.slow
def test_not_now_keeps_it_here(start: Start, data: Path, start_isso: Callable[..., RealIsso]) -> None:
    isso = start_isso()
    not_agreed(data, isso)
    one = start()
    post(one)
    asked(one).keep.click()
    one.settle()
    assert isso.rows() == []
    assert all_on_disk(data)[0].state is ReplyState.QUEUED
    assert "kept on this computer" in one.said


def test_what_would_be_sent_is_told_at_any_time(start: Start, data: Path) -> None:
    assert command_line(data, "server", "set", "https://comments.example.com", "--kind", "isso").returncode == 0
    one = start()
    one.press("Ctrl+R")
    one.fill(**WORDS)
    one.run("reply.what_is_sent")
    dialog = asked(one)
    assert "comments.example.com" in dialog.head.accessibleName()
    one.press("Escape")
    assert one.focus is one.field("email")


# -- for the next time ------------------------------------------------------------------------------------------------


def test_name_and_email_are_remembered_only_when_the_box_was_ticked(start: Start, data: Path) -> None:
    one = start()
    post(one)
    assert remembered(data) is None
    assert one.form.form() == ReplyForm()
    one.press("Ctrl+R")
    one.fill(**WORDS)
    tick(one)
    assert remembered(data) is None, "not before it is posted"
    one.press("Ctrl+Return")
    one.settle()
    assert remembered(data) == PERSON
    assert one.form.form() == PERSON
    assert one.close()
    again = start()
    again.settle()
    assert again.form.form() == PERSON
    assert again.form.remembers
    assert again.form.form().comment == ""


def test_without_the_tick_they_are_forgotten_at_the_next_post(start: Start, data: Path) -> None:
    ReplyDesk(data).mine.remember(PERSON)
    one = start()
    one.settle()
    tick(one)
    one.press("Ctrl+R")
    one.fill(comment="Now without.")
    one.press("Ctrl+Return")
    one.settle()
    assert remembered(data) is None
    assert one.form.form() == ReplyForm()
    assert not one.form.remembers


def test_what_is_remembered_is_no_draft(start: Start, data: Path) -> None:
    ReplyDesk(data).mine.remember(PERSON)
    one = start()
    one.settle()
    assert one.state == ""
    assert one.close()
    assert all_on_disk(data) == []


# -- taken along, erased ----------------------------------------------------------------------------------------------


def my_data(one: Running) -> MyData:
    one.run("reply.my_data")
    one.wait(lambda: isinstance(QApplication.activeModalWidget(), MyData))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MyData)
    one.settle()
    return dialog


def test_everything_is_exported(start: Start, tmp_path: Path) -> None:
    one = start()
    post(one)
    dialog = my_data(one)
    file = tmp_path / "mine.json"
    one.late.replies.privacy.export_to(file)
    one.settle()
    assert dialog.head.accessibleName().startswith(f"Written: {file}")
    (reply,) = json.loads(file.read_text(encoding="utf-8"))["replies"]
    assert reply["comment"] == WORDS["comment"]
    one.press("Escape")


def test_an_export_that_can_not_be_written_says_so(start: Start, tmp_path: Path) -> None:
    one = start()
    dialog = my_data(one)
    one.late.replies.privacy.export_to(tmp_path / "mine.doc")
    one.settle()
    assert dialog.head.accessibleName().startswith("Error: ")
    assert ".json or .html" in dialog.head.accessibleName()
    assert one.focus is dialog.head
    one.press("Escape")


@pytest.mark.slow
def test_everything_is_erased_also_what_is_being_typed(start: Start, data: Path) -> None:
    one = start()
    post(one)
    ReplyDesk(data).mine.remember(PERSON)
    one.press("Ctrl+R")
    one.fill(comment="Half a thought about my knee", email="ann@example.com")
    one.wait(lambda: one.state == "Draft kept on this computer.")
    dialog = my_data(one)
    dialog.erase.click()
    one.wait(lambda: isinstance(QApplication.activeModalWidget(), QuestionDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, QuestionDialog)
    assert "can't be undone" in question.known.accessibleName()
    question.yes.click()
    one.settle()
    assert dialog.head.accessibleName().startswith("Erased: ")
    assert "0 replies and drafts" in dialog.head.accessibleName()
    one.press("Escape")
    assert one.form.form() == ReplyForm()
    assert one.close()
    for file in data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert b"ann@example.com" not in content, file
            assert b"my knee" not in content, file
    assert all_on_disk(data) == []


def erase_now(one: Running) -> MyData:
    dialog = my_data(one)
    dialog.erase.click()
    one.wait(lambda: isinstance(QApplication.activeModalWidget(), QuestionDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, QuestionDialog)
    question.yes.click()
    one.settle()
    return dialog


def begin_another(one: Running) -> str:
    one.press("Ctrl+R")
    one.fill(comment="Half a thought about my knee")
    one.wait(lambda: one.state == "Draft kept on this computer.")
    return one.form.form().comment


@pytest.mark.slow
def test_while_another_program_sends_nothing_is_let_go_of(start: Start, data: Path) -> None:
    """Neither what is being typed nor what is kept: nothing could be erased."""
    one = start()
    post(one)
    typed = begin_another(one)
    with turn(data / TURN):
        dialog = erase_now(one)
        assert "is sending replies just now" in dialog.head.accessibleName()
        assert one.form.form().comment == typed
        assert len(all_on_disk(data)) == 2
    one.press("Escape")
    erase_now(one)
    assert one.form.form() == ReplyForm()
    assert all_on_disk(data) == []


@pytest.mark.slow
def test_what_could_not_be_erased_is_shown_again(start: Start, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = start()
    post(one)
    typed = begin_another(one)

    def fail(_store: object) -> None:
        raise WorldProblem("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "empty", fail)
        dialog = erase_now(one)
    assert "The disk is full." in dialog.head.accessibleName()
    assert one.form.form().comment == typed
    assert len(all_on_disk(data)) == 2


def test_kept_after_all(start: Start, data: Path) -> None:
    one = start()
    post(one)
    my_data(one).erase.click()
    one.wait(lambda: isinstance(QApplication.activeModalWidget(), QuestionDialog))
    one.press("Return")
    one.settle()
    assert len(all_on_disk(data)) == 1
    one.press("Escape")
