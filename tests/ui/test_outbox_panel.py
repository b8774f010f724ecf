"""The outbox by keyboard: what is shown of each reply, what can be pressed, and that focus and choice stay."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.own_replies import FAT, NOW, FakeClock, S, entry, own

from hiitreader.replies.deeds import Deed
from hiitreader.replies.desk import Waiting
from hiitreader.replies.reply import Reply, ReplyState, Try
from hiitreader.ui.panels.outbox_panel import OutboxPanel
from hiitreader.ui.panels.outbox_rows import Show, Unsaved

QUEUED = own(S.QUEUED, "queued", created=NOW - timedelta(hours=1))
STUCK = own(S.CLOSED, "stuck", thread=FAT, reason="The server says so.", tries=2)
ASKS = own(S.UNSURE, "asks", ask=True, tries=1)
SENT = own(S.PUBLISHED, "sent", token="t", expires=NOW + timedelta(minutes=12))
GONE = own(S.DISCARDED, "gone")


class Stage:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.clock = FakeClock()
        self.panel = OutboxPanel(self.clock)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        around = QVBoxLayout(self.window)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.panel)
        self.window.resize(360, 700)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.deeds: list[tuple[Deed, str]] = []
        self.logs: list[str] = []
        self.panel.deed_wanted.connect(lambda deed, uuid: self.deeds.append((deed, uuid)))
        self.panel.log_wanted.connect(self.logs.append)

    def show(self, replies: Sequence[Reply], waiting: Waiting = Waiting()) -> None:  # noqa: B008 -- frozen
        self.panel.show_entries([entry(one, self.clock.now()) for one in replies], waiting)
        QApplication.processEvents()

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    @property
    def values(self) -> list[object]:
        return [row.value for row in self.panel.list.rows]

    def buttons(self) -> list[str]:
        """The words of the buttons to be seen, from top to bottom and left to right."""
        seen = [one for one in self.panel.findChildren(QPushButton) if one.isVisible()]
        seen.sort(key=lambda one: (one.mapTo(self.panel, one.rect().topLeft()).y(), one.x()))
        return [one.accessibleName() for one in seen]

    def state(self) -> list[str]:
        return self.panel.details.state.accessibleName().split("\n")

    def go_to(self, uuid: str) -> None:
        self.panel.list.setFocus()
        self.panel.list.make_current(self.values.index(uuid))
        QApplication.processEvents()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_before_anything_is_known_nothing_is_claimed(stage: Stage) -> None:
    assert not stage.panel.empty.isVisible()
    assert not stage.panel.summary.isVisible()


def test_with_no_reply_it_says_so_and_where_they_are_written(stage: Stage) -> None:
    stage.panel.setFocus()
    stage.show(())
    assert stage.panel.empty.accessibleName().startswith("You have not written a reply yet.")
    assert not stage.panel.details.isVisible()
    assert not stage.panel.list.isVisible()
    assert stage.focus is stage.panel.filter, "the focus is somewhere that can be seen"
    assert stage.buttons() == []


def test_opened_again_the_focus_waits_for_what_is_there_now(stage: Stage) -> None:
    stage.show(())
    stage.panel.empty.setFocus()
    stage.panel.expect()
    stage.panel.setFocus()
    assert stage.focus is stage.panel.empty
    stage.show((QUEUED,))
    assert stage.focus is stage.panel.list


def test_every_reply_is_there_and_what_needs_the_reader_is_first(stage: Stage) -> None:
    stage.show((QUEUED, STUCK, ASKS, SENT, GONE), Waiting(queued=1, stuck=2))
    assert set(stage.values[:2]) == {"stuck", "asks"}
    assert stage.values[2] == "queued"
    assert stage.panel.summary.accessibleName() == "1 reply waits, 2 need you"
    shown = [stage.panel.filter.itemText(number) for number in range(stage.panel.filter.count())]
    assert shown == ["All (5)", "Waiting (1)", "Needs you (2)", "Sent (1)", "Discarded (1)"]


@pytest.mark.parametrize(
    ("show", "values"),
    [
        (Show.WAITING, ["queued"]),
        (Show.NEEDS_YOU, ["stuck", "asks"]),
        (Show.SENT, ["sent"]),
        (Show.DISCARDED, ["gone"]),
    ],
)
def test_only_some_can_be_shown(stage: Stage, show: Show, values: list[str]) -> None:
    stage.show((QUEUED, STUCK, ASKS, SENT, GONE))
    stage.panel.show_only(show)
    assert sorted(map(str, stage.values)) == sorted(values)
    stage.show(())
    assert stage.panel.empty.isVisible()
    assert stage.values == []


def test_the_details_say_what_why_since_when_what_next_and_how_often(stage: Stage) -> None:
    stage.show((STUCK,))
    said = stage.state()
    assert said[0] == "Reply to “Fat loss”."
    assert said[1] == "Not sent: replies to this article are closed."
    assert said[2] == "The server says so."
    assert said[3].startswith("Since today, ")
    assert said[-1] == "Tried 2 times."
    assert stage.panel.details.words.toPlainText() == STUCK.form.comment
    assert stage.panel.details.words.isReadOnly()


@pytest.mark.parametrize("state", ReplyState)
def test_the_buttons_are_what_the_desk_says_can_be_done(stage: Stage, state: ReplyState) -> None:
    reply = own(state, token="t", expires=NOW + timedelta(minutes=3), ask=state is S.UNSURE)
    stage.show((reply,))
    seen = {deed for deed, button in stage.panel.details.buttons.items() if button.isVisible()}
    assert seen == entry(reply).deeds


def test_a_press_tells_which_deed_with_which_reply(stage: Stage) -> None:
    stage.show((QUEUED, STUCK))
    stage.go_to("queued")
    stage.qtbot.keyClick(stage.panel.list, Qt.Key.Key_Return)
    assert stage.focus is stage.panel.details.buttons[Deed.EDIT], "Return goes to what can be done"
    stage.qtbot.keyClick(stage.focus, Qt.Key.Key_Space)
    stage.panel.details.buttons[Deed.RETRY].click()
    assert stage.deeds == [(Deed.EDIT, "queued"), (Deed.RETRY, "queued")]


def test_keys_in_the_list_discard_and_copy_where_that_can_be_done(stage: Stage) -> None:
    stage.show((QUEUED, SENT))
    stage.go_to("queued")
    stage.qtbot.keyClick(stage.panel.list, Qt.Key.Key_Delete)
    stage.qtbot.keyClick(stage.panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    stage.go_to("sent")
    stage.qtbot.keyClick(stage.panel.list, Qt.Key.Key_Delete)
    assert stage.deeds == [(Deed.DISCARD, "queued"), (Deed.COPY, "queued")]


def test_tab_goes_through_everything_once(stage: Stage) -> None:
    stage.show((STUCK, QUEUED), Waiting(queued=1, stuck=1))
    stage.panel.filter.setFocus()
    names = []
    for _step in range(12):
        focus = stage.focus
        assert focus is not None
        names.append(focus.accessibleName())
        stage.qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if stage.focus is stage.panel.filter:
            break
    assert names[:4] == ["Show", "1 reply waits, 1 needs you", "Try all again", "Your replies"]
    assert names[4].startswith("Reply to “Fat loss”.\nNot sent")
    assert names[5:] == ["Your words", "Edit", "Try now", "Copy text", "Discard", "Show the log of every try"]


def test_what_changes_elsewhere_keeps_focus_and_choice(stage: Stage) -> None:
    stage.show((QUEUED, STUCK))
    stage.go_to("queued")
    stage.panel.details.buttons[Deed.COPY].setFocus()
    sending = own(S.SENDING, "queued", created=QUEUED.created)
    stage.show((own(S.QUEUED, "newer"), sending, STUCK))
    assert stage.panel.list.value == "queued"
    assert stage.focus is stage.panel.details.buttons[Deed.COPY]
    assert stage.state()[1] == "Being sent now."


def test_a_button_that_goes_hands_the_focus_to_the_state_it_led_to(stage: Stage) -> None:
    stage.show((QUEUED,))
    stage.panel.details.buttons[Deed.RETRY].setFocus()
    stage.show((own(S.SENDING, "queued", created=QUEUED.created),))
    assert stage.focus is stage.panel.details.state


def test_what_is_discarded_can_be_had_back_right_there(stage: Stage) -> None:
    stage.show((QUEUED, STUCK))
    stage.panel.show_only(Show.WAITING)
    stage.panel.details.buttons[Deed.DISCARD].setFocus()
    stage.panel.offer_undo(QUEUED)
    assert stage.focus is stage.panel.undo
    assert stage.panel.undo.accessibleDescription() == "Discarded: “Good one. Thank you.”"
    stage.show((own(S.DISCARDED, "queued"), STUCK))
    assert stage.focus is stage.panel.undo
    with stage.qtbot.waitSignal(stage.panel.undo_wanted):
        stage.panel.undo.click()
    with stage.qtbot.waitSignal(stage.panel.undo_wanted):
        stage.qtbot.keyClick(stage.focus, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.show((QUEUED, STUCK))
    stage.panel.forget_undo()
    assert stage.focus is stage.panel.list
    assert not stage.panel.undo.isVisible()


def test_try_all_again_is_there_when_something_can_be(stage: Stage) -> None:
    stage.show((SENT,))
    assert not stage.panel.retry_all.isVisible()
    stage.show((SENT, QUEUED))
    with stage.qtbot.waitSignal(stage.panel.retry_all_wanted):
        stage.panel.retry_all.click()


def test_the_log_is_shown_on_request_and_goes_with_its_reply(stage: Stage) -> None:
    stage.show((STUCK, ASKS))
    stage.go_to("stuck")
    details = stage.panel.details
    details.log_button.click()
    assert stage.logs == ["stuck"]
    log = (Try(1, NOW, NOW, "queued", "The server could not be asked."), Try(2, NOW, NOW, "replies closed", "Closed."))
    stage.panel.show_log("asks", log)
    assert not details.log.isVisible(), "that was another one's"
    stage.panel.show_log("stuck", log)
    assert details.log.isVisible()
    assert [row.value for row in details.log.rows] == [2, 1]
    assert details.log_button.accessibleName() == "Hide the log"
    stage.go_to("asks")
    assert not details.log.isVisible()
    assert details.log_button.accessibleName() == "Show the log of every try"


def test_an_open_log_is_read_again_when_something_happened(stage: Stage) -> None:
    stage.show((STUCK,))
    stage.panel.details.log_button.click()
    stage.show((STUCK,))
    assert stage.logs == ["stuck", "stuck"]


def test_how_long_it_can_be_changed_is_counted_down(stage: Stage) -> None:
    stage.show((SENT,))
    left = stage.panel.details.left
    assert left.text() == "12 minutes left to change it on the server."
    button = stage.panel.details.buttons[Deed.EDIT_THERE]
    assert button.accessibleDescription() == left.text()
    button.setFocus()
    stage.clock.go_on(minutes=8)
    assert stage.panel.tick()
    assert left.text() == "4 minutes left to change it on the server."
    assert button.accessibleDescription() == "12 minutes left to change it on the server.", "not while it has the focus"
    stage.clock.go_on(minutes=4)
    assert not stage.panel.tick()
    stage.show((SENT,))
    assert not button.isVisible()
    assert stage.focus is stage.panel.details.state


def test_a_change_that_was_not_finished_is_never_out_of_reach(stage: Stage) -> None:
    wanted: list[tuple[Unsaved, str]] = []
    stage.panel.unsaved_wanted.connect(lambda what, uuid: wanted.append((what, uuid)))
    over = own(S.PUBLISHED, "over")
    stage.panel.show_entries([replace(entry(over), unsaved="A long thought")], Waiting())
    QApplication.processEvents()
    details = stage.panel.details
    assert not details.buttons[Deed.EDIT_THERE].isVisible()
    assert "with changes that are not saved" in stage.panel.list.rows[0].spoken
    assert details.unsaved.accessibleName() == "Changes that you have not saved: “A long thought”"
    for button in details.unsaved_buttons.values():
        assert button.isVisible()
        button.setFocus()
        button.click()
    assert wanted == [(what, "over") for what in Unsaved]
    stage.show((over,))
    assert not details.unsaved.isVisible()
    assert stage.focus is details.state


@pytest.mark.parametrize("pixels", [15, 30])
def test_nothing_is_wider_than_320_pixels(stage: Stage, pixels: int) -> None:
    font = stage.panel.font()
    font.setPixelSize(pixels)
    stage.panel.setFont(font)
    stage.window.resize(320, 700)
    stage.show((STUCK, ASKS, QUEUED, SENT, GONE), Waiting(queued=1, stuck=2))
    stage.panel.offer_undo(QUEUED)
    stage.panel.details.log_button.click()
    QApplication.processEvents()
    for part in stage.panel.findChildren(QWidget):
        if part.isVisible() and isinstance(part, QPushButton | QLabel):
            right = part.mapTo(stage.panel, part.rect().topRight()).x()
            assert right < 320, part.accessibleName()
