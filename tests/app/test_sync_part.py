"""When replies are sent: at the start, when one is posted, on time, when the network comes back; one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from pytestqt.qtbot import QtBot

from hiitreader.app.sync_part import HELD, LEAST, PERIOD, SETTLED, SLICE, SPREAD, Cause, NetworkHint, SyncPart
from hiitreader.errors import Problem, WorldProblem
from hiitreader.replies.desk import ReplyDesk, SyncReport
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.owner import Copied
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import NoAnswer, NoThread
from hiitreader.replies.synchroniser import Answers
from hiitreader.replies.turn import TurnTaken
from hiitreader.system.clock import Tick
from hiitreader.system.lanes import Lane
from hiitreader.ui.gui_lane import GuiLane

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
LEGS = Thread("/legs/", "Legs")
FORM = ReplyForm("Good one.", "Ann", "ann@example.com")


@dataclass
class FakeClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def tick(self) -> Tick:
        return Tick(self.moment, 0.0, "one")


class FakeTimer(QTimer):
    """Rings when the test lets time pass, which a clock that is set does not."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = timedelta()
        self.rings: timedelta | None = None

    def start(self, milliseconds: int = 0) -> None:  # type: ignore[override]
        self.rings = self.passed + timedelta(milliseconds=milliseconds)

    def stop(self) -> None:
        self.rings = None


class FakeDesk(ReplyDesk):
    """A desk whose syncs are written down and come to what the test says."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self.asked: list[tuple[Thread | None, bool]] = []
        self.comes: SyncReport | Exception = SyncReport()
        self.go = Event()
        self.go.set()

    def sync(self, thread: Thread | None = None, *, by_hand: bool = False) -> SyncReport:
        self.asked.append((thread, by_hand))
        assert self.go.wait(10)
        if isinstance(self.comes, Exception):
            raise self.comes
        return self.comes


class Bench:
    def __init__(self, qtbot: QtBot, data: Path, *, server: bool = True) -> None:
        self.qtbot = qtbot
        self.owner = QObject()
        self.desk = FakeDesk(data)
        if server:
            self.desk.servers.set("http://127.0.0.1:9", "isso")
        self.clock, self.timer, self.lane = FakeClock(), FakeTimer(), GuiLane(Lane("network"), self.owner)
        self.said: list[str] = []
        self.told: list[Problem] = []
        self.news: list[str] = []
        self.answers: list[int] = []
        self.elsewhere: list[Answers] = []
        self.agreement: list[bool] = []
        self.synced = 0
        self.part = SyncPart(
            self.desk,
            self.lane,
            self.clock,
            self.timer,
            thread=lambda: LEGS,
            say=self.said.append,
            chance=lambda: 0.5,
            parent=self.owner,
        )
        self.part.problem.connect(self.told.append)
        self.part.news.connect(self.news.append)
        self.part.answers.connect(self.answers.append)
        self.part.answers_elsewhere.connect(self.elsewhere.append)
        self.part.agreement_wanted.connect(lambda: self.agreement.append(True))
        self.part.synced.connect(self._count)

    def _count(self) -> None:
        self.synced += 1

    def rest(self) -> None:
        """Let everything that was begun come to its end."""
        for _turn in range(4):
            assert self.lane._lane.wait(10)
            QCoreApplication.processEvents()

    def run(self, cause: Cause) -> None:
        self.part.run(cause)
        self.rest()

    def pass_time(self, length: timedelta) -> None:
        """Let time pass, with the timer ringing in it."""
        timer, until = self.timer, self.timer.passed + length
        while timer.rings is not None and timer.rings <= until:
            self._pass(timer.rings - timer.passed)
            timer.rings = None
            timer.timeout.emit()
            self.rest()
        self._pass(until - timer.passed)

    def _pass(self, length: timedelta) -> None:
        self.timer.passed += length
        self.clock.moment += length


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def begin(**wishes: bool) -> Bench:
        made.append(Bench(qtbot, tmp_path / "data", **wishes))
        return made[-1]

    yield begin
    for one in made:
        one.desk.go.set()
        one.lane.close()
        one.desk.close()


def reply(state: ReplyState, **more: object) -> Reply:
    made = Reply("u", LEGS, FORM, NOW, NOW, state=state)
    return replace(made, **more)  # type: ignore[arg-type]


def test_at_the_start_it_syncs_the_thread_that_is_open(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    assert bench.desk.asked == [(LEGS, False)]
    assert bench.synced == 1
    assert bench.said == []


def test_without_a_server_it_is_quiet_unless_asked(make: Callable[..., Bench]) -> None:
    bench = make(server=False)
    bench.run(Cause.START)
    bench.run(Cause.POSTED)
    assert bench.desk.asked == []
    bench.desk.comes = SyncReport(problem=WorldProblem("No server is set."))
    bench.part.run_by_hand()
    bench.rest()
    assert bench.desk.asked == [(LEGS, True)]
    assert [one.happened for one in bench.told] == ["No server is set."]
    assert bench.said == ["Sending and fetching replies…", "Replies were not sent or fetched."]


def test_every_half_hour_where_nothing_else_is_known(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    assert bench.part.due == NOW + PERIOD
    bench.pass_time(PERIOD - timedelta(seconds=1))
    assert len(bench.desk.asked) == 1
    bench.pass_time(timedelta(seconds=1))
    assert len(bench.desk.asked) == 2
    bench.pass_time(3 * PERIOD)
    assert len(bench.desk.asked) == 5


def test_a_fault_of_the_programs_own_ends_no_other_sync(make: Callable[..., Bench], qtbot: QtBot) -> None:
    bench = make()
    bench.desk.comes = RuntimeError("a mistake")
    with qtbot.captureExceptions() as caught:
        bench.run(Cause.START)
    assert [str(one[1]) for one in caught] == ["a mistake"]
    bench.desk.comes = SyncReport()
    bench.pass_time(PERIOD)
    assert len(bench.desk.asked) == 2


def test_when_the_report_says_that_one_is_due(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.comes = SyncReport(next_due=NOW + timedelta(minutes=2))
    bench.run(Cause.START)
    bench.desk.comes = SyncReport(next_due=NOW + timedelta(hours=2))
    bench.pass_time(timedelta(minutes=2))
    assert len(bench.desk.asked) == 2
    bench.pass_time(timedelta(minutes=117))
    assert len(bench.desk.asked) == 2
    bench.pass_time(timedelta(minutes=1))
    assert len(bench.desk.asked) == 3


def test_a_report_that_is_always_due_does_not_make_it_run_without_pause(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.comes = SyncReport(next_due=NOW - timedelta(hours=1))
    bench.run(Cause.START)
    bench.pass_time(timedelta(minutes=1))
    assert 1 < len(bench.desk.asked) <= 1 + timedelta(minutes=1) / LEAST


def test_after_a_sleep_it_is_not_late_by_more_than_a_slice(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    assert bench.timer.rings == SLICE
    bench.clock.moment += timedelta(hours=8)
    bench.timer.timeout.emit()
    bench.rest()
    assert len(bench.desk.asked) == 2


def test_a_clock_that_is_set_back_does_not_put_it_off(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    bench.clock.moment -= timedelta(days=1)
    bench.pass_time(PERIOD + SLICE)
    assert len(bench.desk.asked) == 2


def test_one_at_a_time_and_one_more_after_it(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.go.clear()
    bench.part.run(Cause.START)
    bench.qtbot.waitUntil(lambda: len(bench.desk.asked) == 1)
    for cause in (Cause.POSTED, Cause.BY_HAND, Cause.TIME, Cause.POSTED):
        bench.part.run(cause)
    bench.timer.timeout.emit()
    assert len(bench.desk.asked) == 1
    bench.desk.go.set()
    bench.rest()
    assert bench.desk.asked == [(LEGS, False), (LEGS, True)]


def test_when_the_network_comes_back_it_syncs_soon(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    bench.part.network_came_back()
    assert len(bench.desk.asked) == 1
    bench.pass_time(SETTLED)
    assert len(bench.desk.asked) == 1
    bench.pass_time(SPREAD / 2)
    assert len(bench.desk.asked) == 2
    bench.pass_time(PERIOD)
    assert len(bench.desk.asked) == 3


@pytest.mark.parametrize("cause", [Cause.START, Cause.NETWORK, Cause.POSTED, Cause.RETRY])
def test_what_waits_goes_at_once_where_it_may_be_possible_again(make: Callable[..., Bench], cause: Cause) -> None:
    bench = make()
    bench.desk.submit(LEGS, FORM)
    bench.run(cause)
    assert bench.desk.asked == [(None, True), (LEGS, False)], "sent at once, but the whole thread is not fetched"
    bench.desk.comes = SyncReport(problem=WorldProblem("No connection."))
    bench.run(cause)
    assert bench.desk.asked[2:] == [(None, True)]
    assert len(bench.told) == (cause is Cause.RETRY)


def test_on_time_the_programs_own_waiting_is_kept(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.submit(LEGS, FORM)
    bench.run(Cause.TIME)
    assert bench.desk.asked == [(LEGS, False)]


def test_while_what_waits_is_being_changed_only_who_asks_is_heard(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    bench.pass_time(PERIOD - timedelta(minutes=1))
    bench.part.hold()
    bench.part.network_came_back()
    bench.pass_time(timedelta(minutes=9))
    bench.part.hold_on()
    bench.pass_time(timedelta(minutes=9))
    assert len(bench.desk.asked) == 1
    bench.run(Cause.BY_HAND)
    assert len(bench.desk.asked) == 2
    bench.pass_time(PERIOD - timedelta(minutes=1))
    bench.part.hold()
    bench.pass_time(timedelta(minutes=5))
    assert len(bench.desk.asked) == 2
    bench.part.release()
    bench.rest()
    assert len(bench.desk.asked) == 3


def test_who_has_gone_away_in_the_midst_of_a_change_does_not_hold_it_for_ever(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    bench.part.hold_on()
    bench.pass_time(PERIOD)
    assert len(bench.desk.asked) == 2, "nothing was held"
    bench.part.hold()
    bench.pass_time(PERIOD + HELD)
    assert len(bench.desk.asked) == 3


def test_another_program_that_sends_is_no_news_but_to_who_asks(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.comes = TurnTaken("Another one is sending.")
    bench.run(Cause.START)
    assert bench.told == []
    assert bench.part.due == NOW + SLICE
    bench.run(Cause.BY_HAND)
    assert len(bench.told) == 1
    bench.desk.comes = WorldProblem("The disk is full.")
    bench.run(Cause.TIME)
    assert [one.happened for one in bench.told] == ["Another one is sending.", "The disk is full."]


def test_no_connection_is_told_only_to_who_asks(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.comes = SyncReport(problem=WorldProblem("No connection."), left=(reply(ReplyState.QUEUED),))
    bench.run(Cause.START)
    bench.run(Cause.TIME)
    assert (bench.told, bench.said) == ([], [])
    bench.run(Cause.BY_HAND)
    assert [one.happened for one in bench.told] == ["No connection."]


@pytest.mark.parametrize("cause", [Cause.TIME, Cause.NETWORK, Cause.BY_HAND])
def test_what_was_in_the_way_is_over_when_the_server_is_reached(make: Callable[..., Bench], cause: Cause) -> None:
    bench = make()
    over: list[Problem] = []
    bench.part.over.connect(over.append)
    away = WorldProblem("It can't be reached.")
    for problem in (away, WorldProblem("It can't be reached.")):
        bench.desk.comes = SyncReport(problem=problem)
        bench.run(Cause.BY_HAND)
    assert over == [], "it is still so"
    bench.desk.comes = SyncReport()
    bench.run(cause)
    assert over == [], "nobody was asked"
    bench.desk.comes = SyncReport(pulled=3)
    bench.run(cause)
    bench.run(cause)
    assert [one.said() for one in over] == ["It can't be reached."]


def test_what_is_in_the_way_takes_the_place_of_what_was(make: Callable[..., Bench]) -> None:
    bench = make()
    over: list[Problem] = []
    bench.part.over.connect(over.append)
    for happened in ("It can't be reached.", "It has no time.", "There is no such article."):
        bench.desk.comes = SyncReport(problem=(NoThread if "article" in happened else NoAnswer)(happened))
        bench.run(Cause.BY_HAND)
    bench.run(Cause.TIME)
    assert [one.said() for one in over] == ["It can't be reached.", "It has no time."]


def test_a_copied_folder_is_told_once_unasked_and_whenever_one_asks(make: Callable[..., Bench]) -> None:
    bench = make()
    held: list[Problem] = []
    bench.part.held.connect(held.append)
    bench.desk.comes = SyncReport(problem=Copied("A copy."), left=(reply(ReplyState.QUEUED),))
    for cause, count in ((Cause.TIME, 1), (Cause.START, 1), (Cause.NETWORK, 1), (Cause.POSTED, 2), (Cause.BY_HAND, 3)):
        bench.run(cause)
        assert len(held) == count, cause
    assert bench.told == []


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (ReplyState.QUEUED, ReplyState.PUBLISHED, ""),
        (ReplyState.QUEUED, ReplyState.AWAITING_MODERATION, ""),
        (ReplyState.AWAITING_MODERATION, ReplyState.PUBLISHED, "Your reply “Good one.” to “Legs” is now published."),
        (
            ReplyState.AWAITING_MODERATION,
            ReplyState.REJECTED,
            "Your reply “Good one.” to “Legs” is no longer on the server. It was odd.",
        ),
        (
            ReplyState.QUEUED,
            ReplyState.CLOSED,
            "Your reply “Good one.” to “Legs” needs you. Not sent: replies to this article are closed. It was odd.",
        ),
    ],
)
def test_what_became_of_a_reply_is_told_once(
    make: Callable[..., Bench], before: ReplyState, after: ReplyState, news: str
) -> None:
    bench = make()
    queued = bench.desk.submit(LEGS, FORM)
    bench.desk._outbox.swap(queued, replace(queued, state=before))
    moved = replace(queued, state=after, reason="It was odd." if after is not ReplyState.PUBLISHED else "")
    bench.desk.comes = SyncReport(moved=(moved,))
    bench.run(Cause.POSTED)
    assert bench.news == ([news] if news else [])
    assert bench.said == ([] if news else [after.sentence])


def test_new_answers_are_told(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.comes = SyncReport(answers=2)
    bench.run(Cause.TIME)
    assert bench.answers == [2]
    assert bench.said == []


def test_new_answers_in_other_articles_are_told(make: Callable[..., Bench]) -> None:
    bench = make()
    there = Answers(Thread("/articles/arms/", "Arms"), 2)
    bench.desk.comes = SyncReport(elsewhere=(there,))
    bench.run(Cause.TIME)
    assert bench.elsewhere == [there]
    assert (bench.answers, bench.said) == ([], [])


def test_who_has_not_agreed_is_asked_when_they_want_something_sent(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.desk.comes = SyncReport(not_agreed=True, left=(reply(ReplyState.QUEUED),))
    bench.run(Cause.START)
    bench.run(Cause.TIME)
    assert bench.agreement == []
    bench.run(Cause.POSTED)
    assert bench.agreement == [True]
    bench.run(Cause.BY_HAND)
    assert bench.agreement == [True, True]


def test_stopped_it_starts_no_more(make: Callable[..., Bench]) -> None:
    bench = make()
    bench.run(Cause.START)
    bench.part.stop()
    assert bench.timer.rings is None
    bench.part.release()
    bench.rest()
    assert bench.timer.rings is None
    assert len(bench.desk.asked) == 1


# -- the network -------------------------------------------------------------------------------------------------------


class Reach(Enum):
    UNKNOWN = 0
    DISCONNECTED = 1
    LOCAL = 2
    ONLINE = 4


class FakeInformation(QObject):
    reachabilityChanged = Signal(object)  # noqa: N815 -- Qt's name

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self.reach = reach

    def reachability(self) -> Reach:
        return self.reach

    def become(self, reach: Reach) -> None:
        self.reach = reach
        self.reachabilityChanged.emit(reach)


def test_more_of_a_network_than_before_is_a_hint_and_less_is_none(qtbot: QtBot) -> None:
    information = FakeInformation(Reach.ONLINE)
    hint = NetworkHint(information, information)  # type: ignore[arg-type]
    came: list[bool] = []
    hint.came_back.connect(lambda: came.append(True))
    information.become(Reach.DISCONNECTED)
    assert came == []
    information.become(Reach.LOCAL)
    information.become(Reach.ONLINE)
    assert len(came) == 2


def test_a_system_that_can_not_tell_gives_no_hint(qtbot: QtBot) -> None:
    owner = QObject()
    assert NetworkHint(None, owner).parent() is owner
