"""What is done with one's own reply is done by the desk, told, and asked about first where it can't be taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot
from tests.ui.own_replies import FORM, LEGS, FakeClock, S

from hiitreader.errors import Problem
from hiitreader.replies.desk import Deed, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState
from hiitreader.system.lanes import Lane
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_deeds import Question, ReplyDeeds


class DeletingDesk(ReplyDesk):
    """A desk whose server deletes what it is asked to."""

    def delete_there(self, uuid: str) -> Reply:
        old = self.reply(uuid)
        return self._outbox.swap(old, old.deleted(self._clock.now()))


class Stage:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.owner = QObject()
        self.clock = FakeClock()
        self.desk = DeletingDesk(data, self.clock)
        self.lane = GuiLane(Lane("disk"), self.owner)
        self.said: list[str] = []
        self.copied: list[str] = []
        self.told: list[Problem] = []
        self.asked: list[tuple[Question, Callable[[], None]]] = []
        self.happened: list[str] = []
        self.edits: list[tuple[str, Deed]] = []
        self.new: list[tuple[str, ReplyForm]] = []
        self.deeds = ReplyDeeds(
            self.desk,
            disk=self.lane,
            network=self.lane,
            clock=self.clock,
            ask=lambda question, yes: self.asked.append((question, yes)),
            say=self.said.append,
            copy=self.copied.append,
            parent=self.owner,
        )
        self.deeds.problem.connect(self.told.append)
        self.deeds.changed.connect(lambda: self.happened.append("changed"))
        self.deeds.send_wanted.connect(lambda: self.happened.append("send"))
        self.deeds.discarded.connect(lambda reply: self.happened.append(f"discarded {reply.form.comment[:4]}"))
        self.deeds.restored.connect(lambda reply: self.happened.append(f"restored {reply.form.comment[:4]}"))
        self.deeds.new_wanted.connect(lambda reply, words: self.new.append((reply.uuid, words)))
        self.deeds.edit_wanted.connect(lambda reply, deed: self.edits.append((reply.uuid, deed)))

    def put(self, state: ReplyState, **more: object) -> str:
        old = self.desk.submit(LEGS, FORM)
        self.desk._outbox.swap(old, replace(old, state=state, **more))  # type: ignore[arg-type]
        return old.uuid

    def do(self, deed: Deed, uuid: str) -> None:
        self.deeds.do(deed, uuid)
        self.rest()

    def rest(self) -> None:
        for _turn in range(3):
            assert self.lane._lane.wait(10)
            QCoreApplication.processEvents()

    def state(self, uuid: str) -> ReplyState:
        return self.desk.reply(uuid).state


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path / "data")
    yield made
    made.lane.close()
    made.desk.close()


def test_trying_now_takes_its_waiting_away_and_sends(stage: Stage) -> None:
    uuid = stage.put(S.QUEUED, not_before=stage.clock.now().replace(year=2027))
    stage.do(Deed.RETRY, uuid)
    assert stage.desk.reply(uuid).not_before is None
    assert stage.happened == ["changed", "send"]


def test_the_text_is_copied_whole(stage: Stage) -> None:
    stage.do(Deed.COPY, stage.put(S.CLOSED))
    assert stage.copied == [FORM.comment]
    assert stage.said == ["Copied: “Good one. Thank you.”"]
    assert stage.happened == []


def test_what_is_discarded_can_be_had_back_the_last_one_first(stage: Stage) -> None:
    one, other = stage.put(S.QUEUED), stage.put(S.CLOSED)
    stage.do(Deed.DISCARD, one)
    stage.do(Deed.DISCARD, other)
    assert stage.state(one) is stage.state(other) is S.DISCARDED
    assert stage.happened == ["changed", "discarded Good"] * 2
    for uuid, state in ((other, S.CLOSED), (one, S.QUEUED)):
        stage.deeds.undo()
        stage.rest()
        assert stage.state(uuid) is state
    assert stage.said[-1].startswith("Back again: “Good one. Thank you.”. Kept on this computer")
    stage.deeds.undo()
    stage.rest()
    assert stage.told == []


def test_restoring_from_the_outbox_leaves_nothing_to_undo_twice(stage: Stage) -> None:
    uuid = stage.put(S.QUEUED)
    stage.do(Deed.DISCARD, uuid)
    stage.do(Deed.RESTORE, uuid)
    stage.deeds.undo()
    stage.rest()
    assert stage.state(uuid) is S.QUEUED
    assert stage.told == []


def test_sending_again_asks_first_and_says_all_that_is_known(stage: Stage) -> None:
    reason = "It can't be told whether it arrived."
    uuid = stage.put(S.UNSURE, ask=True, doubtful=True, reason=reason)
    stage.do(Deed.SEND_AGAIN, uuid)
    ((question, yes),) = stage.asked
    assert question.title == "Send again?"
    assert question.known[0] == "Your reply “Good one. Thank you.” to “Legs” was perhaps sent."
    assert reason in question.known
    assert any("a second time" in sentence for sentence in question.known)
    assert stage.state(uuid) is S.UNSURE
    assert stage.happened == []
    yes()
    stage.rest()
    assert stage.state(uuid) is S.QUEUED
    assert stage.happened == ["changed", "send"]


def test_deleting_on_the_server_asks_first(stage: Stage) -> None:
    uuid = stage.put(S.PUBLISHED, server_id="7", token="t", server="https://example.org")
    stage.do(Deed.DELETE_THERE, uuid)
    ((question, yes),) = stage.asked
    assert question.known[-1] == "Its words stay in your outbox."
    assert stage.state(uuid) is S.PUBLISHED
    yes()
    stage.rest()
    assert stage.state(uuid) is S.DISCARDED
    assert stage.said == ["Deleting it on the server…", "Deleted on the server."]


@pytest.mark.parametrize("deed", [Deed.EDIT, Deed.EDIT_THERE])
def test_changing_it_is_handed_on(stage: Stage, deed: Deed) -> None:
    uuid = stage.put(S.QUEUED) if deed is Deed.EDIT else stage.put(S.PUBLISHED, server_id="7", token="t")
    stage.do(deed, uuid)
    assert stage.edits == [(uuid, deed)]


def test_what_can_not_be_done_any_more_is_said_and_shown_anew(stage: Stage) -> None:
    uuid = stage.put(S.PUBLISHED, server_id="7")
    for deed in (Deed.EDIT, Deed.DISCARD, Deed.RETRY, Deed.EDIT_THERE):
        stage.do(deed, uuid)
    assert len(stage.told) == 4
    assert stage.told[0].said().startswith("That can't be done any more: the reply is now “published”.")
    assert stage.happened == ["changed"] * 4
    stage.do(Deed.COPY, "nobody")
    assert len(stage.told) == 5


def test_everything_that_can_be_is_tried_again(stage: Stage) -> None:
    stage.deeds.retry_all()
    stage.rest()
    assert stage.said == ["Nothing waits to be sent."]
    uuids = [stage.put(S.CLOSED), stage.put(S.QUEUED), stage.put(S.PUBLISHED, server_id="7")]
    stage.happened.clear()
    stage.deeds.retry_all()
    stage.rest()
    assert [stage.state(uuid) for uuid in uuids] == [S.QUEUED, S.QUEUED, S.PUBLISHED]
    assert stage.happened == ["changed", "send"]


# -- changes that were not finished ------------------------------------------------------------------------------------


@pytest.fixture
def unsaved(stage: Stage) -> str:
    """A published reply whose time to be changed is over, with a change that was not finished."""
    uuid = stage.put(S.PUBLISHED, server_id="7")
    stage.desk.keep_edit(uuid, "A long thought")
    return uuid


def test_an_unfinished_change_is_copied(stage: Stage, unsaved: str) -> None:
    stage.deeds.copy_unsaved(unsaved)
    stage.rest()
    assert stage.copied == ["A long thought"]
    assert stage.desk.edit_kept(unsaved) == "A long thought"


def test_an_unfinished_change_becomes_a_new_reply(stage: Stage, unsaved: str) -> None:
    stage.deeds.make_unsaved_new(unsaved)
    stage.rest()
    assert stage.new == [(unsaved, replace(FORM, comment="A long thought"))]
    assert stage.desk.edit_kept(unsaved) == ""
    assert stage.desk.reply(unsaved).form == FORM


def test_an_unfinished_change_is_thrown_away_only_after_a_yes(stage: Stage, unsaved: str) -> None:
    stage.deeds.drop_unsaved(unsaved)
    ((_question, yes),) = stage.asked
    stage.rest()
    assert stage.desk.edit_kept(unsaved) == "A long thought"
    yes()
    stage.rest()
    assert stage.desk.edit_kept(unsaved) == ""
    assert stage.happened == ["changed"]


def test_after_everything_was_erased_nothing_is_left_to_undo(stage: Stage) -> None:
    stage.do(Deed.DISCARD, stage.put(S.QUEUED))
    stage.deeds.forget()
    stage.deeds.undo()
    stage.rest()
    assert stage.told == []
    assert stage.happened == ["changed", "discarded Good"]
