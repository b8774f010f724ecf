"""The outbox in the real program: found from everywhere, its deeds done by keyboard, and nothing buried or lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.end_to_end.test_reply import all_on_disk, command_line, post
from tests.replies.isso_server import RealIsso

from hiitreader.replies.desk import Deed, ReplyDesk
from hiitreader.replies.reply import ReplyState
from hiitreader.ui.panels.outbox_panel import OutboxPanel
from hiitreader.ui.panels.outbox_rows import Show

ELSEWHERE = ("--name", "Ann", "--email", "ann@example.com", "--comment", "To be looked at.")
NOBODY = "http://127.0.0.1:9"


def panel(one: Running) -> OutboxPanel:
    return one.late.replies.outbox.panel


def kept(data: Path) -> list[str]:
    """The changes that were begun and not finished, as another program finds them."""
    desk = ReplyDesk(data)
    try:
        return list(desk.edits_kept().values())
    finally:
        desk.close()


def open_outbox(one: Running) -> OutboxPanel:
    one.press("Ctrl+Shift+O")
    one.settle()
    return panel(one)


def waiting(one: Running) -> QPushButton:
    return next(button for button in one.window.status.findChildren(QPushButton))


def press_deed(one: Running, deed: Deed) -> None:
    """Go to a deed's button by Tab and press it with the space bar."""
    for _step in range(20):
        if one.focus is panel(one).details.buttons[deed]:
            one.press("Space")
            one.settle()
            return
        one.press("Tab")
    pytest.fail(f"Tab does not come to {deed}")


# -- nothing is buried -------------------------------------------------------------------------------------------------


def test_how_many_wait_is_said_from_the_start_on_and_leads_to_them(start: Start) -> None:
    first = start()
    post(first)
    post(first, comment="Another one.")
    assert first.close()
    one = start()
    assert one.window.status.waiting == "2 replies wait"
    for _step in range(6):
        one.press("F6")
        if one.focus is waiting(one):
            break
    one.press("Return")
    one.settle()
    assert one.focus is panel(one).list
    assert panel(one).shown is Show.WAITING
    assert [row.text for row in panel(one).list.rows] == ["Another one.", "Good one. Thank you."]
    one.press("Escape")
    assert one.focus is one.view


def test_what_the_command_line_queued_is_there_too(start: Start, data: Path) -> None:
    assert command_line(data, "reply", *ELSEWHERE).returncode == 0
    one = start()
    assert one.window.status.waiting == "1 reply waits"
    made = open_outbox(one)
    assert made.shown is Show.ALL
    assert made.list.rows[0].text == "To be looked at."
    assert "sent when a server is set" in made.details.state.accessibleName()


def test_it_opens_and_closes_with_its_key_and_the_menu_says_so(start: Start) -> None:
    one = start()
    action = one.late.actions.action("reply.outbox")
    open_outbox(one)
    assert action.isChecked()
    assert panel(one).empty.isVisible()
    one.press("Ctrl+Shift+O")
    assert not action.isChecked()
    assert not panel(one).isVisible()
    assert one.focus is one.view


# -- deeds -------------------------------------------------------------------------------------------------------------


def test_a_waiting_reply_is_changed_from_the_outbox(start: Start, data: Path) -> None:
    one = start()
    post(one)
    one.press("Ctrl+R")
    one.type("A draft of mine")
    open_outbox(one)
    one.press("Return")
    press_deed(one, Deed.EDIT)
    assert one.focus is one.field("comment")
    assert one.form.accessibleName() == "Edit your reply"
    one.press("Ctrl+A")
    one.type("Much better.")
    one.press("Ctrl+Return")
    one.settle()
    states = {reply.form.comment: reply.state for reply in all_on_disk(data)}
    assert states == {"Much better.": ReplyState.QUEUED, "A draft of mine": ReplyState.DRAFT}
    assert one.form.form().comment == "A draft of mine"
    assert "Much better." in one.page
    assert "Much better." in [row.text for row in panel(one).list.rows]


def test_discarded_and_had_back_without_leaving_the_list(start: Start, data: Path) -> None:
    one = start()
    post(one)
    made = open_outbox(one)
    one.press("Delete")
    one.settle()
    assert [reply.state for reply in all_on_disk(data)] == [ReplyState.DISCARDED]
    assert one.window.status.waiting == ""
    assert made.undo.isVisible()
    assert one.notices == ()
    assert one.focus is made.list
    one.press("Ctrl+Z")
    one.settle()
    assert [reply.state for reply in all_on_disk(data)] == [ReplyState.QUEUED]
    assert not made.undo.isVisible()
    assert one.window.status.waiting == "1 reply waits"


def test_trying_now_says_why_it_did_not_go(start: Start, data: Path) -> None:
    assert command_line(data, "server", "set", NOBODY, "--kind", "isso").returncode == 0
    one = start()
    post(one)
    assert one.notices == ()
    open_outbox(one)
    press_deed(one, Deed.RETRY)
    one.wait(lambda: bool(one.notices))
    assert all_on_disk(data)[0].state is ReplyState.QUEUED
    made = panel(one)
    made.details.log_button.click()
    one.settle()
    assert made.details.log.rows[0].text.startswith(f"Try {all_on_disk(data)[0].tries}, today")


@pytest.mark.slow
def test_a_change_that_was_not_finished_is_there_after_a_kill(start: Start, data: Path) -> None:
    first = start()
    post(first)
    open_outbox(first)
    press_deed(first, Deed.EDIT)
    first.press("Ctrl+A")
    first.type("Half a thought")
    first.wait(lambda: kept(data) == ["Half a thought"])
    first.kill()
    one = start()
    made = open_outbox(one)
    assert "Half a thought" in made.details.unsaved.accessibleName()
    assert all_on_disk(data)[0].form.comment == "Good one. Thank you."
    press_deed(one, Deed.EDIT)
    assert one.form.form().comment == "Half a thought"
    one.press("Ctrl+Return")
    one.settle()
    assert all_on_disk(data)[0].form.comment == "Half a thought"
    assert kept(data) == []


# -- from the page -----------------------------------------------------------------------------------------------------


def test_the_page_has_the_same_deeds(start: Start, data: Path) -> None:
    one = start()
    post(one)
    one.go_to("Discard")
    one.press("Return")
    one.settle()
    assert all_on_disk(data)[0].state is ReplyState.DISCARDED
    assert one.notices == ("Discarded: “Good one. Thank you.”",)
    undo = next(one for one in one.window.notices.findChildren(QPushButton) if one.accessibleName() == "Undo")
    undo.click()
    one.settle()
    assert all_on_disk(data)[0].state is ReplyState.QUEUED
    assert one.notices == ()
    one.go_to("Copy text")
    one.press("Return")
    one.settle()
    assert QApplication.clipboard().text() == "Good one. Thank you."
    one.go_to("Edit")
    one.press("Return")
    one.settle()
    assert one.focus is one.field("comment")
    assert one.form.form().comment == "Good one. Thank you."


def test_on_a_narrow_window_the_outbox_makes_room_for_the_form(start: Start) -> None:
    one = start()
    post(one)
    one.window.resize(320, 640)
    one.settle()
    open_outbox(one)
    assert not one.program.page.isVisible(), "the outbox has the window to itself"
    press_deed(one, Deed.EDIT)
    assert one.program.page.isVisible()
    assert one.focus is one.field("comment")


# -- with a server -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_becomes_of_a_held_reply_is_told(start: Start, data: Path, start_isso: Callable[..., RealIsso]) -> None:
    isso = start_isso(moderated=True)
    assert command_line(data, "server", "set", isso.url).returncode == 0
    one = start()
    post(one)
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.AWAITING_MODERATION)
    one.settle()
    made = open_outbox(one)
    assert made.list.rows[0].detail.startswith(f"{ReplyState.AWAITING_MODERATION.label}, since today")
    assert one.window.status.waiting == ""
    isso.approve(1)
    one.press("Ctrl+Shift+S")
    one.wait(lambda: bool(one.notices))
    one.settle()
    assert one.notices[0].startswith("Your reply “Good one. Thank you.” to “")
    assert one.notices[0].endswith("is now published.")
    assert made.list.rows[0].detail.startswith("published, since today")
    assert one.late.replies._hint is not None


@pytest.mark.slow
def test_a_published_reply_is_changed_and_deleted_on_its_server(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    assert command_line(data, "server", "set", isso.url).returncode == 0
    one = start()
    post(one)
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.PUBLISHED)
    one.settle()
    open_outbox(one)
    assert "left to change it on the server" in panel(one).details.left.text()
    press_deed(one, Deed.EDIT_THERE)
    assert not one.field("email").isVisible()
    one.press("Ctrl+A")
    one.type("Said better.")
    one.press("Ctrl+Return")
    one.settle()
    assert [row[1] for row in isso.rows()] == ["Said better."]
    assert all_on_disk(data)[0].form.comment == "Said better."
    panel(one).list.setFocus()
    press_deed(one, Deed.DELETE_THERE)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert len(isso.rows()) == 1
    one.press("Tab", "Tab", "Space")
    one.settle()
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.DISCARDED)
    assert isso.rows() == []
    assert one.said == "Deleted on the server."
