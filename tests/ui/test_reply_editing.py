"""Changing a reply that is there: every word is kept, whether it is saved, left, cancelled, or the time runs out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.own_replies import FAT, FORM, LEGS, NOW, FakeClock, S

from hiitreader.errors import Problem, WorldProblem
from hiitreader.replies.desk import Deed, EditProblem, ReplyDesk
from hiitreader.replies.form import Field, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.system.lanes import Lane
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_editing import ReplyEditing
from hiitreader.ui.reply_form import LeaveReply
from hiitreader.ui.reply_session import ReplySession

OTHER = replace(FORM, comment="Better one.")


class EditingDesk(ReplyDesk):
    """A desk whose server and disk do what the test says."""

    def __init__(self, data: Path, clock: FakeClock) -> None:
        super().__init__(data, clock)
        self.refuses: Problem | None = None
        self.disk_fails = False
        self.go = Event()
        self.go.set()

    def edit_there(self, uuid: str, comment: str) -> Reply:
        assert self.go.wait(10)
        if self.refuses is not None:
            self.keep_edit(uuid, comment)
            raise self.refuses
        old = self.reply(uuid)
        return self._outbox.swap(old, old.edited(self._clock.now(), replace(old.form, comment=comment), awaiting=False))

    def keep_edit(self, uuid: str, comment: str) -> None:
        if self.disk_fails:
            raise WorldProblem("Not saved.")
        super().keep_edit(uuid, comment)


class Stage:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.qtbot = qtbot
        self.clock = FakeClock()
        self.desk = EditingDesk(data, self.clock)
        self.owner = QObject()
        self.disk, self.network = (GuiLane(Lane(name), self.owner) for name in ("disk", "network"))
        self.said: list[str] = []
        self.copied: list[str] = []
        self.told: list[Problem] = []
        self.sends = 0
        self.form = LeaveReply(self.say)
        qtbot.addWidget(self.form)
        self.form.resize(500, 800)
        self.form.show()
        self.editing = ReplyEditing(
            self.form,
            self.desk,
            disk=self.disk,
            network=self.network,
            clock=self.clock,
            say=self.say,
            copy=self.copied.append,
            parent=self.owner,
        )
        self.session = ReplySession(self.form, self.desk, self.editing, disk=self.disk, say=self.say, parent=self.owner)
        self.session.problem.connect(self.told.append)
        self.session.send_wanted.connect(self._count)
        self.session.open_thread(LEGS)
        self.rest()

    def say(self, message: str, *, important: bool = False, shown: str = "") -> None:
        self.said.append(message)

    def _count(self) -> None:
        self.sends += 1

    def rest(self) -> None:
        for _turn in range(4):
            for lane in (self.disk, self.network):
                assert lane._lane.wait(10)
                QCoreApplication.processEvents()

    def put(self, state: ReplyState, thread: Thread = LEGS, **more: object) -> Reply:
        old = self.desk.submit(thread, FORM)
        return self.desk._outbox.swap(old, replace(old, state=state, **more))  # type: ignore[arg-type]

    def held(self, **more: object) -> Reply:
        """A reply on the server that may be changed for twelve more minutes."""
        wishes: dict[str, object] = {"server_id": "7", "token": "t", "expires": NOW + timedelta(minutes=12)}
        return self.put(S.AWAITING_MODERATION, **(wishes | more))

    def edit(self, reply: Reply, deed: Deed = Deed.EDIT) -> None:
        self.session.edit(reply, deed)
        self.rest()

    @property
    def comment(self) -> QPlainTextEdit:
        field = self.form._rows[Field.COMMENT].field
        assert isinstance(field, QPlainTextEdit)
        return field

    def type(self, words: str) -> None:
        self.comment.setPlainText(words)

    def press(self, words: str) -> None:
        next(
            one for one in self.form.findChildren(QPushButton) if one.accessibleName() == words and one.isVisible()
        ).click()
        self.rest()

    def buttons(self) -> list[str]:
        QApplication.processEvents()
        return [one.accessibleName() for one in self.form.findChildren(QPushButton) if one.isVisible()]

    @property
    def state(self) -> str:
        return self.form._state.accessibleName()

    def draft(self, thread: Thread = LEGS) -> str:
        found = self.desk.draft(thread)
        return found.form.comment if found else ""


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path / "data")
    yield made
    made.desk.go.set()
    for lane in (made.disk, made.network):
        lane.close()
    made.desk.close()
    made.owner.deleteLater()  # with its timers: the form they speak to goes too
    QCoreApplication.sendPostedEvents(made.owner, QEvent.Type.DeferredDelete.value)


# -- before it is sent -------------------------------------------------------------------------------------------------


def test_a_reply_that_waits_is_changed_and_waits_again(stage: Stage) -> None:
    reply = stage.put(S.NEEDS_CHANGE, reason="Too short.")
    stage.edit(reply)
    assert stage.form.form() == FORM
    assert stage.form.accessibleName() == "Edit your reply"
    stage.type(OTHER.comment)
    stage.press("Save changes")
    after = stage.desk.reply(reply.uuid)
    assert (after.form, after.state) == (OTHER, S.QUEUED)
    assert stage.sends == 1
    assert stage.state == S.QUEUED.sentence
    assert stage.form.accessibleName() == "Leave a Reply"
    assert stage.form.form().is_blank()
    assert stage.desk.edit_kept(reply.uuid) == ""


def test_what_was_being_typed_comes_back_after_it(stage: Stage) -> None:
    reply = stage.put(S.QUEUED)
    stage.type("My draft")
    stage.edit(reply)
    assert stage.form.form() == FORM
    assert stage.draft() == "My draft"
    stage.type(OTHER.comment)
    stage.press("Save changes")
    assert stage.form.form().comment == "My draft"
    assert stage.draft() == "My draft"


def test_errors_stand_at_their_fields_and_nothing_is_changed(stage: Stage) -> None:
    reply = stage.put(S.QUEUED)
    stage.edit(reply)
    stage.type("")
    stage.press("Save changes")
    assert stage.form._rows[Field.COMMENT].error
    assert stage.editing.reply is not None
    assert stage.desk.reply(reply.uuid).form == FORM


def test_cancelled_it_stays_as_it_was_and_the_changes_can_be_had_back(stage: Stage) -> None:
    reply = stage.put(S.QUEUED)
    stage.edit(reply)
    stage.type(OTHER.comment)
    stage.press("Cancel")
    assert stage.desk.reply(reply.uuid).form == FORM
    assert stage.state == "Your reply stays as it was."
    assert stage.form.form().is_blank()
    stage.press("Have my changes back")
    assert stage.form.form() == OTHER
    assert stage.form.accessibleName() == "Edit your reply"
    assert "Have my changes back" not in stage.buttons()


def test_cancelled_untouched_it_only_says_so(stage: Stage) -> None:
    stage.edit(stage.put(S.QUEUED))
    stage.press("Cancel")
    assert stage.state == "Nothing was changed."
    assert stage.buttons() == ["Post Comment"]


def test_sent_in_the_meantime_its_new_words_can_become_a_new_reply(stage: Stage) -> None:
    reply = stage.put(S.QUEUED)
    stage.type("My draft")
    stage.edit(reply)
    stage.type(OTHER.comment)
    stage.desk._outbox.swap(reply, replace(reply, state=S.PUBLISHED, server_id="7"))
    stage.press("Save changes")
    assert stage.state.startswith("That can't be done with a reply that is “published”.")
    assert stage.form.form() == OTHER
    stage.press("Copy text")
    assert stage.copied == [OTHER.comment]
    stage.press("Make it a new reply")
    assert stage.form.accessibleName() == "Leave a Reply"
    assert stage.form.form().comment == "My draft\n\nBetter one."
    assert stage.draft() == "My draft\n\nBetter one."
    assert stage.desk.edit_kept(reply.uuid) == ""
    assert stage.desk.reply(reply.uuid).form == FORM


def test_a_draft_is_gone_on_with_in_its_own_thread(stage: Stage) -> None:
    stage.desk.save_draft(FAT, OTHER)
    draft = stage.desk.draft(FAT)
    assert draft is not None
    stage.edit(draft)
    assert stage.form.accessibleName() == "Leave a Reply to “Fat loss”"
    assert stage.form.form() == OTHER
    stage.session.post(stage.form.form())
    stage.rest()
    (posted,) = stage.desk.own()
    assert (posted.thread.uri, posted.state) == (FAT.uri, S.QUEUED)
    assert stage.form.accessibleName() == "Leave a Reply"


def test_another_articles_reply_says_whose_it_is(stage: Stage) -> None:
    stage.edit(stage.put(S.QUEUED, FAT))
    assert stage.form.accessibleName() == "Edit your reply to “Fat loss”"


# -- kept --------------------------------------------------------------------------------------------------------------


def test_every_change_is_on_the_disk_by_itself(stage: Stage) -> None:
    reply = stage.held()
    stage.edit(reply, Deed.EDIT_THERE)
    stage.type("Half a")
    stage.qtbot.waitUntil(lambda: stage.desk.edit_kept(reply.uuid) == "Half a")
    assert stage.desk.reply(reply.uuid).form == FORM


def test_another_article_is_opened_and_the_changes_are_there_the_next_time(stage: Stage) -> None:
    reply = stage.put(S.QUEUED)
    stage.edit(reply)
    stage.type("Half a")
    stage.session.open_thread(FAT)
    stage.rest()
    assert stage.form.form().is_blank()
    assert stage.draft(FAT) == stage.draft() == ""
    stage.edit(reply)
    assert stage.form.form().comment == "Half a"
    assert stage.state == "These are the changes you had not saved."


def test_a_disk_that_fails_holds_the_words_and_is_told_once_more_when_it_closes(stage: Stage) -> None:
    reply = stage.put(S.QUEUED)
    stage.edit(reply)
    stage.desk.disk_fails = True
    stage.type("Half a")
    stage.editing.keep()
    stage.rest()
    assert [one.happened for one in stage.told] == ["Not saved."]
    work = stage.session.work_left()
    assert work is not None
    stage.desk.disk_fails = False
    work()
    assert stage.desk.edit_kept(reply.uuid) == "Half a"


def test_nothing_typed_leaves_nothing_to_keep(stage: Stage) -> None:
    stage.edit(stage.put(S.QUEUED))
    assert stage.session.work_left() is None


# -- on the server -----------------------------------------------------------------------------------------------------


def test_on_the_server_the_comment_alone_is_changed(stage: Stage) -> None:
    reply = stage.held()
    stage.edit(reply, Deed.EDIT_THERE)
    assert not stage.form._rows[Field.EMAIL].isVisible()
    assert stage.state == "12 minutes left to change it on the server."
    stage.type(OTHER.comment)
    stage.press("Save changes")
    assert stage.desk.reply(reply.uuid).form.comment == OTHER.comment
    assert stage.said[-2:] == ["Changing it on the server…", "Changed on the server. Published."]
    assert stage.form._rows[Field.EMAIL].isVisible()
    assert stage.sends == 0


def test_how_long_is_left_is_shown_and_spoken_twice_at_most(stage: Stage) -> None:
    stage.edit(stage.held(), Deed.EDIT_THERE)
    spoken: list[str] = []
    for _second in range(0, 11 * 60 + 55, 5):
        stage.clock.go_on(seconds=5)
        stage.said.clear()
        stage.editing._count()
        spoken += stage.said
    assert spoken == [
        "5 minutes left to change it on the server.",
        "1 minute left to change it on the server.",
    ]
    assert stage.state == "1 minute left to change it on the server."


def test_begun_late_it_is_not_spoken_that_five_minutes_are_left_when_two_are(stage: Stage) -> None:
    stage.edit(stage.held(expires=NOW + timedelta(seconds=50)), Deed.EDIT_THERE)
    assert stage.said == ["1 minute left to change it on the server."]


def test_time_that_runs_out_while_one_types_loses_nothing(stage: Stage) -> None:
    reply = stage.held()
    stage.edit(reply, Deed.EDIT_THERE)
    stage.type("A long thought")
    stage.clock.go_on(minutes=12)
    stage.editing._count()
    assert stage.form.form().comment == "A long thought"
    assert stage.state == "The time to change it on the server is over. Your words are kept here."
    assert stage.said[-1] == stage.state
    assert {"Copy text", "Make it a new reply"} <= set(stage.buttons())
    stage.type("A long thought.")
    stage.editing.keep()
    stage.rest()
    assert stage.desk.edit_kept(reply.uuid) == "A long thought."
    stage.press("Make it a new reply")
    assert stage.draft() == "A long thought."
    assert stage.desk.reply(reply.uuid).form == FORM


def test_a_server_that_refuses_leaves_the_words_where_they_are(stage: Stage) -> None:
    reply = stage.held(expires=None)
    stage.edit(reply, Deed.EDIT_THERE)
    assert stage.state == "", "no end is known, none is said"
    stage.desk.refuses = EditProblem("The server said no.", safe="Your words are kept.")
    stage.type(OTHER.comment)
    stage.press("Save changes")
    assert stage.state == "The server said no. Your words are kept."
    assert stage.form.form().comment == OTHER.comment
    stage.desk.refuses = None
    stage.press("Save changes")
    assert stage.desk.reply(reply.uuid).form.comment == OTHER.comment


def test_left_while_the_server_is_asked_it_comes_to_its_end_without_touching_the_form(stage: Stage) -> None:
    reply = stage.held()
    stage.edit(reply, Deed.EDIT_THERE)
    stage.desk.go.clear()
    stage.type(OTHER.comment)
    next(one for one in stage.form.findChildren(QPushButton) if one.accessibleName() == "Save changes").click()
    stage.session.answer("", "")
    stage.comment.setPlainText("Something else")
    stage.desk.go.set()
    stage.rest()
    assert stage.form.form().comment == "Something else"
    assert stage.desk.reply(reply.uuid).form.comment == OTHER.comment


def test_a_second_press_saves_once(stage: Stage) -> None:
    stage.edit(stage.held(), Deed.EDIT_THERE)
    stage.desk.go.clear()
    stage.type(OTHER.comment)
    form = stage.form.form()
    stage.form.save_requested.emit(form)
    stage.form.save_requested.emit(form)
    stage.desk.go.set()
    stage.rest()
    assert stage.said.count("Changing it on the server…") == 1


def test_the_form_is_ready_for_a_new_reply_after_all_that(stage: Stage) -> None:
    stage.edit(stage.held(), Deed.EDIT_THERE)
    stage.press("Cancel")
    stage.form.fill(ReplyForm("New.", "Ann", "ann@example.com"))
    stage.press("Post Comment")
    assert [one.state for one in stage.desk.own()] == [S.AWAITING_MODERATION, S.QUEUED]


def test_a_reply_that_another_window_erased_can_still_be_made_a_new_one(stage: Stage) -> None:
    """It is told once, in the form, and not tried again and again."""
    stage.edit(stage.held(), Deed.EDIT_THERE)
    stage.desk._store.empty()
    stage.type(OTHER.comment)
    stage.editing.keep()
    stage.rest()
    assert "no longer here" in stage.state
    assert not stage.editing._again.isActive()
    assert stage.told == []
    stage.press("Make it a new reply")
    assert stage.draft() == OTHER.comment
