"""When replies are sent and fetched: at the start, when one is posted, when the network comes back, and every so often.

It never sends anything itself, and never has two syncs at once: one that is wanted while one runs comes after it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from random import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk, SyncReport
from hiitreader.replies.owner import Copied
from hiitreader.replies.reply import PENDING, Reply, ReplyState, Thread
from hiitreader.replies.server import NoThread
from hiitreader.replies.turn import TurnTaken
from hiitreader.system.clock import Clock
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_words import news, outcome

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

PERIOD = timedelta(minutes=30)
"""From one sync to the next where nothing else is known."""
SLICE = timedelta(seconds=60)
"""The longest the timer runs at a time: after a computer has slept, a longer one would ring too late."""
LEAST = timedelta(seconds=5)
"""From one sync to the next that nobody asked for."""
SETTLED = timedelta(seconds=3)
"""What a network that has just come back is given until it is used."""
HELD = timedelta(minutes=10)
"""The longest that syncs are held back for someone who has stopped typing."""
SPREAD = timedelta(seconds=12)
"""Up to so much longer by chance: it may have come back for many."""


class Cause(Enum):
    """Why a sync is wanted."""

    START = "start"
    TIME = "time"
    NETWORK = "network"
    POSTED = "posted"
    RETRY = "retry"
    BY_HAND = "by hand"


_AT_ONCE = frozenset({Cause.START, Cause.NETWORK, Cause.POSTED, Cause.RETRY})
"""What waits is then sent however long the program itself would have waited after failures: this may be over now."""
_ASKED_FOR = frozenset({Cause.POSTED, Cause.RETRY, Cause.BY_HAND})
_TOLD = frozenset({Cause.RETRY, Cause.BY_HAND})
"""The reader waits to hear what came of it."""


class SyncPart(QObject):
    """Has the desk sync on the network's lane, and tells what came of it.

    `synced` comes after each sync that could tell something. `problem` brings a `Problem`, `over` one that was brought
    and is none any more: the server was reached, or something else is in the way. `news` brings a sentence about a
    reply, `answers` how many new answers to the reader's own replies came, `answers_elsewhere` the `Answers` in a
    thread that is not open. `held` brings the `Copied` that keeps everything from being sent. `agreement_wanted` comes
    when the reader asked for something that has to wait until they have agreed to what is sent.

    Args:
        desk: sends and fetches; used on the lane only.
        network: the lane for what waits for a server.
        clock: tells the time.
        timer: a single-shot timer, which rings when it is time to look whether a sync is due.
        thread: the thread whose replies are fetched, None when no article is open.
        say: shows a sentence and has it spoken.
        chance: gives a number from 0 up to 1, a new one each time.
    """

    synced = Signal()
    problem = Signal(object)
    over = Signal(object)
    news = Signal(str)
    answers = Signal(int)
    answers_elsewhere = Signal(object)
    held = Signal(object)
    agreement_wanted = Signal()

    def __init__(
        self,
        desk: ReplyDesk,
        network: GuiLane,
        clock: Clock,
        timer: QTimer,
        *,
        thread: Callable[[], Thread | None],
        say: Callable[[str], None],
        chance: Callable[[], float] = random,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chance = chance
        self._network = network
        self._clock = clock
        self._timer = timer
        self._thread = thread
        self._say = say
        self._running: Cause | None = None
        self._wanted: Cause | None = None
        self._held: datetime | None = None
        self._hinted = False
        self._told_held = False
        self._told: Problem | None = None
        self._due: datetime | None = None
        self._reckoned = clock.now()
        timer.setSingleShot(True)
        timer.timeout.connect(self._look)

    @property
    def due(self) -> datetime | None:
        """When the next sync that nobody asks for will be, None before the first."""
        return self._due

    def run_by_hand(self) -> None:
        """Sync now, since the reader says so: send everything, fetch the whole thread."""
        self._say(_("Sending and fetching replies…"))
        self.run(Cause.BY_HAND)

    def retry(self) -> None:
        """Send what waits now, since the reader says so."""
        self._say(_("Trying again…"))
        self.run(Cause.RETRY)

    def run(self, cause: Cause) -> None:
        """Sync now, or right after the sync that runs."""
        if self._running is not None:
            order = tuple(Cause)  # each does all that those before it do
            self._wanted = max(self._wanted or cause, cause, key=order.index)
            return
        self._running = cause
        self._timer.stop()
        thread = self._thread()
        self._hinted = self._hinted and cause is not Cause.NETWORK
        self._network.submit(lambda: self._sync(thread, cause), self._done)

    def _sync(self, thread: Thread | None, cause: Cause) -> tuple[dict[str, ReplyState], SyncReport] | None:
        """Have the desk sync, on the lane; None where there is nothing to sync with, and nobody asked."""
        if cause not in _TOLD and self._desk.servers.get() is None:
            return None
        own = self._desk.own()
        before = {reply.uuid: reply.state for reply in own}
        if cause is Cause.BY_HAND:
            return before, self._desk.sync(thread, by_hand=True)
        if cause not in _AT_ONCE or not any(one.state in PENDING and not one.ask for one in own):
            return before, self._desk.sync(thread)
        # Sent without fetching the whole thread, then fetched in steps.
        sent = self._desk.sync(None, by_hand=True)
        if sent.problem is not None or thread is None:
            return before, sent
        then = self._desk.sync(thread)
        elsewhere = (*sent.elsewhere, *then.elsewhere)
        answers = sent.answers + then.answers
        return before, replace(then, moved=_latest(sent.moved, then.moved), answers=answers, elsewhere=elsewhere)

    def network_came_back(self) -> None:
        """Sync soon: the system says that there is a network again. It is only a hint."""
        self._hinted = True
        self._wait_until(self._clock.now() + SETTLED + SPREAD * self._chance())

    def hold(self) -> None:
        """Start no sync that nobody asked for: what is to be sent is being changed. It holds for `HELD` at most."""
        self._held = self._clock.now()

    def hold_on(self) -> None:
        """Hold for as long again, if it is held: somebody is still typing."""
        if self._held is not None:
            self._held = self._clock.now()

    def release(self) -> None:
        """Hold no longer; what has become due in the meantime is done now."""
        self._held = None
        self._look()

    def stop(self) -> None:
        """Start no more."""
        self._timer.stop()
        self._due = None

    # -- what came of it --------------------------------------------------------------------------------------------

    def _done(self, came: Outcome[tuple[dict[str, ReplyState], SyncReport] | None]) -> None:
        cause, self._running = self._running, None
        assert cause is not None  # one runs at a time
        self._reckoned = self._clock.now()
        self._due = self._reckoned + PERIOD
        try:
            if isinstance(came.problem, Problem):
                self._failed(came.problem, cause)
            elif (found := came.get()) is not None:
                self._tell(*found, cause)
        finally:  # a fault of the program's own ends this sync, and no other
            wanted, self._wanted = self._wanted, None
            if wanted is not None:
                self.run(wanted)
            else:
                self._set_timer()

    def _failed(self, problem: Problem, cause: Cause) -> None:
        if isinstance(problem, TurnTaken) and cause not in _ASKED_FOR:
            self._due = self._clock.now() + SLICE  # the other one is seeing to it
            return
        self._tell_problem(problem)

    def _tell(self, before: dict[str, ReplyState], report: SyncReport, cause: Cause) -> None:
        if report.next_due is not None:
            self._due = max(report.next_due, self._reckoned + LEAST)
        told = news(before, report)
        if report.pulled is not None or isinstance(report.problem, NoThread):
            self._only_in_the_way(report.problem)
        if report.not_agreed or report.problem is not None:
            self._tell_hindrance(report, cause)
        elif cause in _TOLD or len(report.moved) > len(told):
            self._say(outcome(report, named=cause is not Cause.POSTED, told=bool(told)))
        for sentence in told:
            self.news.emit(sentence)
        if report.answers:
            self.answers.emit(report.answers)
        for there in report.elsewhere:
            self.answers_elsewhere.emit(there)
        self.synced.emit()

    def _tell_hindrance(self, report: SyncReport, cause: Cause) -> None:
        if report.not_agreed:
            if cause in _ASKED_FOR:
                self.agreement_wanted.emit()
        elif isinstance(report.problem, Copied):
            if cause in _ASKED_FOR or not self._told_held:
                self._told_held = True
                self._only_in_the_way(report.problem)
                self.held.emit(report.problem)
        elif cause in _TOLD and report.problem is not None:
            self._tell_problem(report.problem)
            self._say(_("Replies were not sent or fetched."))

    def _tell_problem(self, problem: Problem) -> None:
        self._only_in_the_way(problem)
        self.problem.emit(problem)

    def _only_in_the_way(self, problem: Problem | None) -> None:
        """What was told before is over, unless it is just what is in the way again."""
        before = self._told
        if before is not None and (problem is None or before.said() != problem.said()):
            self.over.emit(before)
        self._told = problem

    # -- when the next one is ---------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Sync when one is due; else wait on."""
        if self._due is None or self._running is not None:
            return
        now = self._clock.now()
        if now < self._reckoned:  # the clock was set back
            self._due, self._reckoned = self._due - (self._reckoned - now), now
        held = self._held is not None and now < self._held + HELD
        if now < self._due or held:
            self._set_timer()
        else:
            self.run(Cause.NETWORK if self._hinted else Cause.TIME)

    def _wait_until(self, moment: datetime) -> None:
        if self._due is None or moment < self._due:
            self._due = moment
        if self._running is None:
            self._set_timer()

    def _set_timer(self) -> None:
        assert self._due is not None  # set by whoever comes here
        left = max(self._due - self._clock.now(), timedelta(seconds=1))
        self._timer.start(round(min(left, SLICE).total_seconds() * 1000))


def _latest(first: tuple[Reply, ...], then: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """What two syncs moved, each reply as it was left."""
    moved = {reply.uuid: reply for reply in (*first, *then)}
    return tuple(moved.values())


class NetworkHint(QObject):
    """Says when the system sees more of a network than before. Where it can't tell, this is silent.

    Args:
        information: Qt's view of the network, None where there is none.
    """

    came_back = Signal()

    def __init__(self, information: "QNetworkInformation | None", parent: QObject) -> None:
        super().__init__(parent)
        self._information = information  # kept: the connection lives as long
        if information is not None:
            self._reach = information.reachability().value
            information.reachabilityChanged.connect(self._changed)

    def _changed(self, reach: "QNetworkInformation.Reachability") -> None:
        before, self._reach = self._reach, reach.value  # from unknown and disconnected up to online
        if self._reach > before:
            self.came_back.emit()


def network_information() -> "QNetworkInformation | None":
    """Qt's view of the network; None where Qt or the system has none."""
    try:
        from PySide6.QtNetwork import QNetworkInformation
    except ImportError:  # a system's own Qt may come without
        return None
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
        return None
    return QNetworkInformation.instance()
