"""The third story: a reply typed, kept as a draft, posted, queued, sent, held or published, through kills too."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.replies.isso_server import RealIsso

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.thread import thread_of

WORDS = {"comment": "Good one. Thank you.", "name": "Ann Reader", "email": "ann@example.com"}

BOB = ("--name", "Bob", "--email", "bob@example.com", "--comment", "First!")


def thread(one: Running) -> Thread:
    current = one.program.session.current
    return thread_of(current.title, current.digest)


def on_disk(one: Running, parent: str = "") -> Reply | None:
    """The draft as another program finds it."""
    desk = ReplyDesk(one.data)
    try:
        return desk.draft(thread(one), parent)
    finally:
        desk.close()


def all_on_disk(data: Path) -> list[Reply]:
    desk = ReplyDesk(data)
    try:
        return list(desk.own())
    finally:
        desk.close()


def post(one: Running, **words: str) -> None:
    one.press("Ctrl+R")
    one.fill(**(WORDS | words))
    one.press("Ctrl+Return")
    one.settle()


def command_line(data: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "hiitreader", "--data-dir", str(data), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def bob_writes(data: Path, isso: RealIsso) -> None:
    """Set the server, and have somebody else write a reply there."""
    assert command_line(data, "server", "set", isso.url).returncode == 0
    elsewhere = data.with_name("bob")
    for words in (("server", "set", isso.url), ("reply", *BOB), ("sync",)):
        assert command_line(elsewhere, *words).returncode == 0


# -- typed ------------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_on_the_disk_without_being_asked_for(start: Start) -> None:
    one = start()
    one.press("Ctrl+R")
    one.type("A thought")
    one.wait(lambda: (draft := on_disk(one)) is not None and draft.form.comment == "A thought")
    one.settle()
    assert "Draft kept" in one.state
    assert one.focus is one.field("comment")


@pytest.mark.slow
def test_who_types_without_a_pause_is_kept_too(start: Start) -> None:
    one = start()
    one.press("Ctrl+R")
    kept = ""
    for number in range(240):
        one.type("abcdefghij"[number % 10])
        one.qtbot.wait(5)
        draft = on_disk(one) if number % 30 == 29 else None
        kept = draft.form.comment if draft else kept
    assert 0 < len(kept) < 240


def test_a_draft_is_there_again_and_is_said_to_be_one(start: Start) -> None:
    first = start()
    first.press("Ctrl+R")
    first.fill(**WORDS)
    assert first.close()
    again = start()
    assert again.form.form().comment == WORDS["comment"]
    assert again.form.form().email == WORDS["email"]
    assert "draft you left" in again.state


@pytest.mark.slow
def test_an_emptied_form_leaves_no_draft(start: Start) -> None:
    one = start()
    one.press("Ctrl+R")
    one.type("Gone")
    one.wait(lambda: on_disk(one) is not None)
    one.press("Ctrl+A", "Backspace")
    one.wait(lambda: on_disk(one) is None)
    assert one.close()
    assert start().form.form().is_blank()


def test_typed_before_the_draft_was_found_loses_neither(start: Start) -> None:
    first = start()
    first.press("Ctrl+R")
    first.type("The old draft.")
    assert first.close()
    again = start()
    again.settle()
    session = again.late.replies.session
    session.open_thread(thread(again))
    again.press("Ctrl+R")
    again.type("New.")
    again.settle()
    assert again.form.form().comment.startswith("The old draft.")
    assert "New." in again.form.form().comment
    again.type("x")
    assert again.form.form().comment.endswith("x"), "one goes on where the words end"


# -- posted -----------------------------------------------------------------------------------------------------------


def test_a_posted_reply_waits_on_this_computer_and_the_page_says_so(start: Start, data: Path) -> None:
    one = start()
    post(one)
    (reply,) = all_on_disk(data)
    assert reply.state is ReplyState.QUEUED
    assert reply.form.comment == WORDS["comment"]
    assert one.form.form().is_blank()
    assert "waiting to be sent" in one.state
    assert one.page.count(WORDS["comment"]) == 1
    assert "waiting to be sent" in one.page
    assert one.window.status.waiting == "1 reply waits"
    assert one.focus is one.field("email")


def test_errors_are_at_their_fields_and_nothing_is_posted(start: Start, data: Path) -> None:
    one = start()
    post(one, email="no address", name="")
    assert one.focus is one.field("name")
    assert "Error" in one.field("name").accessibleDescription()
    assert "Error" in one.field("email").accessibleDescription()
    assert [reply.state for reply in all_on_disk(data)] == [ReplyState.DRAFT]
    assert one.form.form().comment == WORDS["comment"]
    assert one.close()
    assert start().form.form().email == "no address"


def test_two_presses_post_once(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl+R")
    one.fill(**WORDS)
    form = one.form.form()
    one.form.post_requested.emit(form)
    one.form.post_requested.emit(form)
    one.settle()
    assert len(all_on_disk(data)) == 1


def test_what_is_typed_while_it_is_posted_stays(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl+R")
    one.fill(**WORDS)
    one.form.post_requested.emit(one.form.form())
    one.field("comment").setFocus()
    one.press("Ctrl+End")
    one.type(" And more.")
    one.settle()
    assert one.form.form().comment == WORDS["comment"] + " And more."
    assert one.close()
    assert sorted(reply.state.value for reply in all_on_disk(data)) == ["draft", "queued"]


def test_posting_from_the_menu_goes_to_the_form_first(start: Start, data: Path) -> None:
    one = start()
    one.run("reply.post")
    assert one.focus is one.field("comment")
    assert all_on_disk(data) == []


# -- sent -------------------------------------------------------------------------------------------------------------


def test_with_a_server_a_posted_reply_is_published_and_the_page_shows_it(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    assert command_line(data, "server", "set", isso.url).returncode == 0
    one = start()
    post(one)
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.PUBLISHED)
    one.settle()
    assert [row[1] for row in isso.rows()] == [WORDS["comment"]]
    assert one.said == "Published."
    assert one.page.count(WORDS["comment"]) == 1
    assert "waiting to be sent" not in one.page
    assert one.window.status.waiting == ""
    assert one.focus is one.field("email")


@pytest.mark.slow
def test_a_held_reply_is_shown_as_held_until_a_moderator_says_yes(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso(moderated=True)
    assert command_line(data, "server", "set", isso.url).returncode == 0
    one = start()
    post(one)
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.AWAITING_MODERATION)
    one.settle()
    assert "awaiting moderation" in one.said
    assert "awaiting moderation" in one.page
    isso.approve(1)
    one.press("Ctrl+Shift+S")
    one.wait(lambda: "awaiting moderation" not in one.page)
    assert one.page.count(WORDS["comment"]) == 1


@pytest.mark.slow
def test_a_server_set_on_the_command_line_is_used_by_the_open_window(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    one = start()
    post(one)
    assert all_on_disk(data)[0].state is ReplyState.QUEUED
    assert command_line(data, "server", "set", isso.url).returncode == 0
    one.press("Ctrl+Shift+S")
    one.wait(lambda: all_on_disk(data)[0].state is ReplyState.PUBLISHED)


@pytest.mark.slow
def test_what_waits_is_sent_at_the_next_start_also_of_a_file(
    start: Start, data: Path, tmp_path: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    first = start()
    post(first)
    assert first.close()
    assert command_line(data, "server", "set", isso.url).returncode == 0
    file = tmp_path / "other.md"
    file.write_text("# Other\n\nWords.\n", encoding="utf-8")
    start(file)
    again = all_on_disk(data)
    assert [reply.state for reply in again] == [ReplyState.PUBLISHED]
    assert len(isso.rows()) == 1


@pytest.mark.slow
def test_somebody_elses_reply_is_answered_under_it(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    bob_writes(data, isso)
    one = start()
    one.wait(lambda: "Reply to Bob" in one.page)
    one.settle()
    one.go_to("Reply to Bob")
    one.press("Return")
    one.wait(one.field("comment").hasFocus)
    assert one.form.accessibleName() == "Leave a Reply to Bob"
    one.fill(**WORDS)
    one.press("Ctrl+Return")
    one.wait(lambda: len(isso.rows()) == 2)
    one.settle()
    assert [row[5] for row in isso.rows()] == [None, 1]
    assert one.form.accessibleName() == "Leave a Reply"


@pytest.mark.slow
def test_drafts_to_the_article_and_to_a_reply_are_two(
    start: Start, data: Path, start_isso: Callable[..., RealIsso]
) -> None:
    isso = start_isso()
    bob_writes(data, isso)
    one = start()
    one.wait(lambda: "Reply to Bob" in one.page)
    one.press("Ctrl+R")
    one.type("To the article")
    one.go_to("Reply to Bob")
    one.view.setFocus()
    one.press("Return")
    one.wait(one.field("comment").hasFocus)
    assert one.form.form().comment == ""
    one.type("To Bob")
    one.form._cancel.click()
    one.settle()
    assert one.form.form().comment == "To the article"
    assert one.focus
    assert one.close()
    assert sorted(reply.form.comment for reply in all_on_disk(data) if reply.state is ReplyState.DRAFT) == [
        "To Bob",
        "To the article",
    ]


# -- what a sync says -------------------------------------------------------------------------------------------------


def test_the_start_is_quiet_without_a_server(start: Start) -> None:
    one = start()
    assert one.said == ""
    assert one.notices == ()


def test_asked_without_a_server_it_says_that_none_is_set(start: Start) -> None:
    one = start()
    one.press("Ctrl+Shift+S")
    one.settle()
    assert any("No server is set" in notice for notice in one.notices)
    assert one.said == "Replies were not sent or fetched."
    assert one.focus is one.view


@pytest.mark.slow
def test_asked_with_nothing_to_do_it_says_that(start: Start, data: Path, start_isso: Callable[..., RealIsso]) -> None:
    assert command_line(data, "server", "set", start_isso().url).returncode == 0
    one = start()
    one.press("Ctrl+Shift+S")
    one.wait(lambda: "up to date" in one.said)


def test_a_server_that_is_not_there_is_said_when_asked_and_quiet_at_the_start(start: Start, data: Path) -> None:
    assert command_line(data, "server", "set", "http://127.0.0.1:9", "--kind", "isso").returncode == 0
    one = start()
    post(one)
    assert one.notices == ()
    assert "waiting to be sent" in one.state
    one.press("Ctrl+Shift+S")
    one.settle()
    assert len(one.notices) == 1
    assert all_on_disk(data)[0].state is ReplyState.QUEUED
    for _again in range(5):
        one.press("Ctrl+Shift+S")
    one.settle()
    assert len(one.notices) == 1


# -- killed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moderated", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.slow
def test_a_reply_posted_just_before_a_kill_is_sent_once_at_the_next_start(
    start: Start, data: Path, start_isso: Callable[..., RealIsso], *, moderated: bool
) -> None:
    isso = start_isso(moderated=moderated)
    posted = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("posting_window.py")), str(data), json.dumps(WORDS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert posted.returncode == -9, posted.stderr
    assert command_line(data, "server", "set", isso.url).returncode == 0
    one = start()
    wanted = ReplyState.AWAITING_MODERATION if moderated else ReplyState.PUBLISHED
    one.wait(lambda: all_on_disk(data)[0].state is wanted)
    one.press("Ctrl+Shift+S")
    one.settle()
    assert len(isso.rows()) == 1
    assert one.page.count(WORDS["comment"]) == 1
