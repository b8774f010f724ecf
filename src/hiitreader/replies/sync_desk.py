"""The part of the desk that sends and fetches: one at a time, as often as the server can bear, once the reader agreed.

It never decides what happens to a reply, and it never runs by itself: whoever calls it is told when to call again.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies import plans
from hiitreader.replies.backoff import next_sync
from hiitreader.replies.owner import Owner, Unwatched
from hiitreader.replies.reply import PENDING, Reply, Thread, lies_ahead
from hiitreader.replies.server import NoAnswer, NoThread, ReplyServer
from hiitreader.replies.server_desk import ServerDesk
from hiitreader.replies.server_settings import ServerHealth, ServerSettings
from hiitreader.replies.synchroniser import Books, Synchroniser, SyncReport, recover
from hiitreader.replies.turn import turn
from hiitreader.system.clock import SteadyClock

Opener = Callable[[ServerSettings, str], ReplyServer]


class SyncDesk:
    """Sending and fetching.

    Args:
        lock: the file that whoever sends holds.
        books: what a sync reads and writes.
        servers: which server is set, and how it has been.
        owner: says whether another copy of the folder may send too.
        opener: opens a server, with the password of who is signed in ("" for none).
        clock: tells the time.
        chance: gives a number from 0 up to 1, a new one each time.
    """

    def __init__(
        self,
        lock: Path,
        books: Books,
        servers: ServerDesk,
        owner: Owner | Unwatched,
        *,
        opener: Opener,
        clock: SteadyClock,
        chance: Callable[[], float],
    ) -> None:
        self._lock = lock
        self._books = books
        self._servers = servers
        self._owner = owner
        self._opener = opener
        self._clock = clock
        self._chance = chance

    def sync(self, thread: Thread | None, *, by_hand: bool) -> SyncReport:
        """Send what waits, look for what is unsure, fetch the replies of `thread`; as slow as the server.

        Raises:
            TurnTaken: another window or program is sending just now.
        """
        with turn(self._lock):
            self._owner.settle()
            recovered = recover(self._books.outbox, self._clock.tick())
            settings = self._servers.get()
            if settings is None:
                return SyncReport(moved=recovered, left=self._left(), problem=_no_server())
            health = self._servers.health()
            rest = _rest(health, self._clock.now(), by_hand=by_hand)
            if rest is not None:
                problem = _left_alone(rest - self._clock.now()) if by_hand else None
                return SyncReport(
                    moved=recovered,
                    left=self._left(),
                    problem=problem,
                    next_due=rest,
                    not_agreed=health.agreed is None,
                )
            report = self._asked(settings, health, thread, by_hand=by_hand)
        moved = {reply.uuid for reply in report.moved}
        return replace(report, moved=(*(reply for reply in recovered if reply.uuid not in moved), *report.moved))

    def _asked(
        self, settings: ServerSettings, health: ServerHealth, thread: Thread | None, *, by_hand: bool
    ) -> SyncReport:
        """Ask the server, and keep how that went."""
        agreed = health.agreed is not None
        if not agreed:
            settings = replace(settings, user="")  # a password is something personal, too
        server = self._opener(settings, self._servers.password(settings))
        try:
            sync = Synchroniser(self._books, server, settings, self._clock)
            held = self._owner.held() if agreed else None
            if held is not None:
                report = replace(sync.look(thread), not_agreed=False, problem=held)
            else:
                report = sync.run(thread, by_hand=by_hand) if agreed else sync.look(thread)
        finally:
            server.close()
            self._owner.note()
        return replace(report, next_due=self._next_due(settings.url, health, report))

    def _next_due(self, url: str, health: ServerHealth, report: SyncReport) -> datetime:
        """When to sync again, and a note of it for whoever asks before."""
        now, problem = self._clock.now(), report.problem
        failed = isinstance(problem, NoAnswer) and not isinstance(problem, NoThread)
        wait = problem.wait if isinstance(problem, NoAnswer) else None
        failures = health.failures + 1 if failed else 0
        earliest = None if report.not_agreed else plans.earliest(self._books.outbox.all(), url, now)
        due = next_sync(now, failures, wait, earliest, self._chance)
        rests = failed or wait is not None
        self._servers.was(
            url,
            ServerHealth(failures=failures, not_before=due if rests else None, told=wait is not None, asked=now),
        )
        return due

    def _left(self) -> tuple[Reply, ...]:
        return tuple(reply for reply in self._books.outbox.all() if reply.state in PENDING)


def _rest(health: ServerHealth, now: datetime, *, by_hand: bool) -> datetime | None:
    """Until when the server is asked nothing, None when it may be asked now."""
    until = health.not_before
    return until if lies_ahead(until, now) and (health.told or not by_hand) else None


def _left_alone(rest: timedelta) -> WorldProblem:
    return WorldProblem(
        N_("The server asked to be left alone for another {minutes} min."),
        safe=N_("Your replies are kept on this computer."),
        todo=N_("They are sent after that."),
        minutes=max(1, round(rest.total_seconds() / 60)),
    )


def _no_server() -> WorldProblem:
    return WorldProblem(
        N_("No server is set, so nothing was sent."),
        safe=N_("Your replies are kept on this computer."),
        todo=N_("Set one with “hiitreader server set ADDRESS”, or in the window."),
    )
