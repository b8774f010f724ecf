"""The data folder copied with a reply waiting in it: the second one says so, and sends when it is told to."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.end_to_end.conftest import Start
from tests.end_to_end.test_reply import all_on_disk, command_line, post
from tests.replies.isso_server import RealIsso

from hiitreader.replies.reply import ReplyState
from hiitreader.ui.dialogs.question import QuestionDialog

BOB = ("--name", "Bob", "--email", "bob@example.com", "--comment")


def copied(data: Path, isso: RealIsso) -> Path:
    """A copy of a folder in which a reply waits."""
    assert command_line(data, "server", "set", isso.url).returncode == 0
    assert command_line(data, "reply", *BOB, "Sent at first.").returncode == 0
    assert command_line(data, "sync").returncode == 0
    assert command_line(data, "reply", *BOB, "Waits in both.").returncode == 0
    copy = data.with_name("copy")
    shutil.copytree(data, copy)
    return copy


@pytest.mark.slow
def test_the_command_line_says_so_and_is_told(data: Path, start_isso: Callable[..., RealIsso]) -> None:
    isso = start_isso()
    copy = copied(data, isso)
    for words in (("sync",), ("sync",)):
        ran = command_line(copy, *words)
        assert ran.returncode == 1
        assert f"a copy of {data}" in ran.stderr
        assert "outbox send-from-here" in ran.stderr
    assert [row[1] for row in isso.rows()] == ["Sent at first."]
    assert "tried again" not in command_line(copy, "outbox", "retry").stdout
    assert command_line(copy, "outbox", "send-from-here").returncode == 0
    assert command_line(copy, "sync").returncode == 0
    assert [row[1] for row in isso.rows()] == ["Sent at first.", "Waits in both."]


@pytest.mark.slow
def test_the_window_says_so_and_asks(start: Start, data: Path, start_isso: Callable[..., RealIsso]) -> None:
    isso = start_isso()
    copy = copied(data, isso)
    one = start(folder=copy)
    one.settle()
    assert len([notice for notice in one.notices if f"a copy of {data}" in notice]) == 1, "unasked, and once"
    post(one, comment="Written in the copy.")
    one.settle()
    assert len(isso.rows()) == 1
    assert {reply.state for reply in all_on_disk(copy)} == {ReplyState.PUBLISHED, ReplyState.QUEUED}
    buttons = [one for one in one.window.notices.findChildren(QPushButton) if one.isVisible()]
    next(button for button in buttons if button.text().replace("&", "") == "Send from here").click()
    one.wait(lambda: isinstance(QApplication.activeModalWidget(), QuestionDialog))
    question = QApplication.activeModalWidget()
    assert isinstance(question, QuestionDialog)
    assert f"a copy of {data}" in question.known.accessibleName()
    question.yes.click()
    one.wait(lambda: len(isso.rows()) == 3)
    one.settle()
    assert {reply.state for reply in all_on_disk(copy)} == {ReplyState.PUBLISHED}
