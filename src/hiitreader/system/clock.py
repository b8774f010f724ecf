"""The time, behind a seam, so that what waits can be tried without waiting.

It never sleeps and never formats a time for showing.
"""

import os
import time
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from datetime import datetime, timedelta

DRIFT_SECONDS = 5.0
"""By how much the two clocks of a computer may differ between two runs before one of them counts as set."""

_RUN = f"{os.getpid()}-{time.time_ns()}"


class Tick(NamedTuple):
    """A moment by two clocks: `wall` is the one that may be set (aware, UTC), `steady` seconds that only go forward.

    From when those count is not said, and they may begin anew with the computer; `run` names the run of the program.
    """

    wall: "datetime"
    steady: float
    run: str

    def text(self) -> str:
        """As it is kept."""
        return f"{self.wall.isoformat()} {self.steady!r} {self.run}"


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> "datetime":
        """The present moment, aware, in UTC."""
        ...


class SteadyClock(Clock, Protocol):
    """A clock that knows, too, how much time passes when somebody sets it."""

    def tick(self) -> Tick:
        """The present moment by both clocks."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> "datetime":
        """The present moment, aware, in UTC."""
        from datetime import UTC, datetime

        return datetime.now(UTC)

    def tick(self) -> Tick:
        """The present moment by both clocks."""
        return Tick(self.now(), time.monotonic(), _RUN)


def read_tick(text: str) -> Tick | None:
    """A tick from its text, None when it is none."""
    from datetime import datetime
    from math import isfinite

    try:
        wall, steady, run = text.split()
        moment = datetime.fromisoformat(wall)
        seconds = float(steady)
        return Tick(moment, seconds, run) if moment.tzinfo is not None and isfinite(seconds) else None
    except ValueError:
        return None


def passed(then: Tick, now: Tick) -> "timedelta | None":
    """How much time has certainly passed between two ticks, None when that can't be told.

    Within a run by the steady clock alone. Between two runs both clocks must tell the same, else one of them was set,
    or the computer started anew.
    """
    from datetime import timedelta

    steady = now.steady - then.steady
    if steady < 0:
        return None
    if now.run != then.run and abs((now.wall - then.wall).total_seconds() - steady) > DRIFT_SECONDS:
        return None
    return timedelta(seconds=steady)
