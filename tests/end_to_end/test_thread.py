"""The thread in the window: what was kept is on the page, is answered and quoted, and new answers are found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running
from tests.replies.isso_server import RealIsso

from hiitreader.replies.desk import DATABASE, Deed, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import Reply, ReplyState
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.thread import Conversation, ThreadReply, thread_of
from hiitreader.replies.threads import Threads
from hiitreader.system.clock import SystemClock

SERVER = "http://127.0.0.1:9"
NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
THREAD = thread_of("Legs", "")
Keep = Callable[..., Path]


def said(number: int, parent: int | str = "", **other: object) -> ThreadReply:
    one = ThreadReply(f"{number}", f"A{number}", f"Text {number}.", NOON + timedelta(minutes=number), f"{parent}")
    return replace(one, **other)  # type: ignore[arg-type]


@pytest.fixture
def keep(data: Path, tmp_path: Path) -> Keep:
    """Keeps replies as if a server had listed them, the reader's own one (7) too; gives an article to open."""

    def kept(*replies: ThreadReply) -> Path:
        store = Store(data / DATABASE, SystemClock())
        ServerChoice(store).put(ServerSettings(SERVER, "isso"), None)
        outbox = Outbox(store)
        fresh = Reply("u1", THREAD, ReplyForm("Mine.", "Me", "me@example.com"), NOON, NOON)
        queued = outbox.add(fresh.queued(NOON))
        sending = outbox.begin_try(queued, queued.sending(NOON, server=SERVER, body="{}", noted=""))
        outbox.end_try(sending, sending.received(NOON, "7", awaiting=False), "")
        Threads(store).keep(SERVER, THREAD.uri, Listing(replies, whole=True), NOON)
        store.close()
        article = tmp_path / "legs.md"
        article.write_text("# Legs\n\nLegs grow. Do they?\n\n- one\n- two\n", encoding="utf-8")
        return article

    return kept


def known(one: Running) -> Conversation:
    desk = ReplyDesk(one.data)
    try:
        return desk.replies(THREAD)
    finally:
        desk.close()


def select(one: Running, words: str) -> None:
    one.go_to(words)
    cursor = one.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, len(words))
    one.view.setTextCursor(cursor)


def test_what_was_kept_is_on_the_page_without_a_server(start: Start, keep: Keep) -> None:
    one = start(keep(said(1, text="See [this](https://e.org).\n\n- a\n- b"), said(2, 1)))
    one.wait(lambda: "Reply to A2" in one.page)
    one.press("Ctrl+Shift+R")
    assert one.at_caret().startswith("Replies (3)\n•\u00a0A1, ")
    assert "See this.\n•\u00a0a\n•\u00a0b\nReply to A1" in one.page


def test_selected_words_are_quoted_in_the_comment(start: Start, keep: Keep) -> None:
    one = start(keep())
    one.settle()
    one.press("Ctrl+R")
    one.type("Hello,")
    select(one, "Legs grow.")
    one.view.setFocus()
    one.press("Ctrl+Shift+Q")
    assert one.focus is one.field("comment")
    assert one.form.form().comment == "Hello,\n\n> Legs grow.\n\n"
    assert one.form.accessibleName() == "Leave a Reply"
    one.type("No.")
    assert one.form.form().comment.endswith("> Legs grow.\n\nNo.")


def test_words_of_a_reply_that_are_quoted_answer_that_reply(start: Start, keep: Keep) -> None:
    one = start(keep(said(1), said(2, 1)))
    one.wait(lambda: "Reply to A2" in one.page)
    one.press("Ctrl+R")
    one.type("To the article")
    select(one, "Text 2.")
    one.run("reply.quote")
    one.wait(lambda: "> Text 2.\n\n" in one.form.form().comment)
    assert one.form.accessibleName() == "Leave a Reply to A2"
    assert one.form.form().comment == "> Text 2.\n\n"
    one.type("Yes.")
    one.form._cancel.click()
    one.settle()
    assert one.form.form().comment == "To the article"
    select(one, "Text 2.")
    one.run("reply.quote")
    one.wait(lambda: one.form.form().comment.count("> Text 2.") == 2)
    assert "Yes." in one.form.form().comment


def test_with_nothing_selected_it_is_said_what_to_do(start: Start, keep: Keep) -> None:
    one = start(keep())
    one.view.setFocus()
    one.press("Ctrl+Shift+Q")
    assert one.said == "Select the words to reply to first, then choose this again."
    assert one.view.hasFocus()
    assert one.form.form().comment == ""


@pytest.mark.slow
def test_new_answers_are_found_and_are_new_until_they_were_seen(start: Start, keep: Keep) -> None:
    many = [said(number, text="Words.\n\n" * 8) for number in range(20, 40)]
    article = keep(said(7, own=True), said(8, 7), *many, said(9, 7))
    one = start(article)
    one.wait(lambda: "A39" in one.page)
    assert [reply.id for reply in known(one).theirs if reply.new] == ["8", "9"]
    one.view.setFocus()
    one.press("N")
    assert one.at_caret().startswith("•\u00a0A8, ")
    assert "A8, 3 March 2026" in one.page
    assert one.page.count("· New") == 2
    one.press("N")
    assert one.at_caret().startswith("•\u00a0A9, ")
    one.press("N")
    assert one.at_caret().startswith("•\u00a0A8, ")
    assert one.said == "No more new answers below. This is the first one."
    one.wait(lambda: not any(reply.new for reply in known(one).theirs))
    with one.qtbot.waitSignal(one.late.replies.replies.tail.complete):
        one.late.replies.session.known.read()
    assert one.page.count("· New") == 2, "a mark goes while one reads"
    one.press("N")
    assert one.at_caret().startswith("•\u00a0A9, ")
    one.kill()
    one = start(article)
    one.wait(lambda: "A39" in one.page)
    assert "· New" not in one.page


def test_without_new_answers_it_says_so(start: Start, keep: Keep) -> None:
    one = start(keep(said(7, own=True), said(8)))
    one.wait(lambda: "Reply to A8" in one.page)
    one.view.setFocus()
    one.press("Ctrl+J, N")
    assert one.said == "There are no new answers to you."


@pytest.mark.slow
def test_an_answer_in_another_article_is_told_with_its_title_and_leads_there(
    start: Start, data: Path, tmp_path: Path, isso: RealIsso
) -> None:
    other = thread_of("How muscles grow", "")

    def wrote(folder: Path, author: str, parent: str = "") -> str:
        desk = ReplyDesk(folder)
        desk.servers.set(isso.url, "isso")
        form = ReplyForm(f"By {author}.", author, f"{author.lower()}@example.com")
        uuid = desk.submit(other, form, parent).uuid
        desk.sync()
        number = desk.reply(uuid).server_id
        desk.close()
        return number

    own = wrote(data, "Ann")
    wrote(tmp_path / "bob", "Bob", own)
    article = tmp_path / "legs.md"
    article.write_text("# Legs\n\nLegs grow.\n", encoding="utf-8")
    one = start(article)
    one.wait(lambda: one.late.replies.sync.due is not None)
    one.press("Ctrl+Shift+S")
    one.wait(lambda: one.notices == ("1 new answer to you in “How muscles grow”.",))
    buttons = [button for button in one.window.notices.findChildren(QPushButton) if button.isVisible()]
    next(button for button in buttons if button.text() == "Open the article").click()
    one.wait(lambda: "· New" in one.page)
    assert one.program.session.current.title == "How muscles grow"
    assert one.notices == ()
    one.press("N")
    assert one.at_caret().startswith("•\u00a0Bob, ")


Act = Callable[[Running], None]


def press_reply_to(one: Running) -> None:
    one.view.setFocus()
    one.go_to("Reply to A2")
    one.press("Return")


def quote(one: Running) -> None:
    one.view.setFocus()
    select(one, "Text 2.")
    one.run("reply.quote")


def change(one: Running) -> None:
    one.view.setFocus()
    desk = one.late.replies.desk
    (waits,) = [reply for reply in desk.own() if reply.state is ReplyState.QUEUED]
    one.late.replies.deeds.do(Deed.EDIT, waits.uuid)


@pytest.mark.parametrize(
    ("act", "name"),
    [(press_reply_to, "Leave a Reply to A2"), (quote, "Leave a Reply to A2"), (change, "Edit your reply")],
)
def test_the_form_has_its_name_when_the_focus_comes_so_that_it_is_heard_once(
    start: Start, keep: Keep, monkeypatch: pytest.MonkeyPatch, act: Act, name: str
) -> None:
    """A screen reader says the group that the focus comes into, and again when that gets another name."""
    one = start(keep(said(1), said(2, 1)))
    one.wait(lambda: "Reply to A2" in one.page)
    one.late.replies.desk.queue(THREAD, ReplyForm("It waits.", "Me", "me@example.com"))
    heard: list[str] = []
    name_it = one.form.setAccessibleName

    def named(title: str) -> None:
        name_it(title)
        if one.form.isAncestorOf(one.window.focusWidget()):
            heard.append(title)

    def moved(_old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and one.form.isAncestorOf(new):
            heard.append(one.form.accessibleName())

    monkeypatch.setattr(one.form, "setAccessibleName", named)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.focusChanged.connect(moved)
    try:
        act(one)
        one.wait(lambda: one.form.accessibleName() == name)
        one.settle()
    finally:
        application.focusChanged.disconnect(moved)
    assert one.form.isAncestorOf(one.focus)
    assert set(heard) == {name}
