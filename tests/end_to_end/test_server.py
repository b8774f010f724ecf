"""Setting the reply server in the window, with a real Isso, with nobody there, and with a disk that fails."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_reply import all_on_disk, command_line, post
from tests.replies.isso_server import RealIsso, free_port

from hiitreader.replies.reply import ReplyState
from hiitreader.ui.dialogs.question import QuestionDialog
from hiitreader.ui.dialogs.reply_server import ReplyServer


def opened(one: Running) -> ReplyServer:
    one.run("reply.server")
    one.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ReplyServer)
    assert one.focus is dialog.address
    return dialog


@pytest.mark.slow
def test_a_server_is_set_and_what_waits_is_sent(start: Start, data: Path, start_isso: Callable[..., RealIsso]) -> None:
    isso = start_isso()
    one = start()
    post(one)
    dialog = opened(one)
    one.type(isso.url)
    one.press("Return")
    one.settle()
    assert "Isso at 127.0.0.1" in dialog.state.accessibleName()
    assert "No server is set." in command_line(data, "server", "show").stdout, "looking sets nothing"
    assert one.focus is dialog.state
    one.press("Return")
    one.settle()
    assert isso.url in dialog.state.accessibleName()
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.PUBLISHED)
    one.settle()
    one.press("Escape")
    assert one.focus is one.field("email")
    assert one.said == "Published."
    assert isso.url in command_line(data, "server", "show").stdout


@pytest.mark.slow
def test_it_shows_what_the_command_line_set_and_forgets_it(start: Start, data: Path) -> None:
    assert command_line(data, "server", "set", "https://comments.example.com", "--kind", "isso").returncode == 0
    one = start()
    dialog = opened(one)
    assert dialog.address.text() == "https://comments.example.com"
    dialog.forget.click()
    one.settle()
    question = QApplication.activeModalWidget()
    assert isinstance(question, QuestionDialog)
    question.yes.click()
    one.settle()
    assert "No server is set" in dialog.state.accessibleName()
    one.press("Escape")
    assert one.focus is one.view
    assert command_line(data, "server", "show").stdout.strip() == "No server is set."


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "is not the address of a server"),
        ("two words", "is not the address of a server"),
        ("http://comments.example.com", "no encryption"),
        ("nobody", ""),
    ],
)
def test_an_address_that_can_not_be_used_is_said_at_the_field(start: Start, data: Path, typed: str, said: str) -> None:
    one = start()
    dialog = opened(one)
    one.type(f"http://127.0.0.1:{free_port()}" if typed == "nobody" else typed)
    one.press("Return")
    one.settle()
    assert said in dialog.row.error
    assert dialog.row.error.startswith("Error: ")
    assert one.focus is dialog.address
    one.press("Escape")
    assert command_line(data, "server", "show").stdout.strip() == "No server is set."


def test_where_nothing_can_be_written_it_says_so(start: Start, tmp_path: Path, isso: RealIsso) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    one = start(folder=tmp_path / "file")
    dialog = opened(one)
    one.type(isso.url)
    one.press("Return")
    one.settle()
    one.press("Return")
    one.settle()
    assert "can't be made" in dialog.row.error
    one.press("Escape")
    assert one.focus is one.view
