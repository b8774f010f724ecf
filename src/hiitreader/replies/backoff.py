"""When to try again, and when the next sync is due: exponential backoff with full jitter, so that nobody is in step.

Pure: the present moment and the chance are handed in. It never waits, counts or asks anything itself.
Source: "Exponential Backoff And Jitter", AWS Architecture Blog. What the figures do to a server: docs/scale.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long things wait.

    Attributes:
        base: the most that is waited after a first failure; each further one doubles it.
        cap: the most that is waited after any number of failures, unless the server asks for more. Twice `interval`:
            drawn from nothing up to it, the mean wait is `interval`, so a server that stays away is asked as often as
            one that is well.
        floor: the least that is waited, whatever else says less.
        interval: the mean time between two syncs while all is well.
    """

    base: timedelta = timedelta(seconds=30)
    cap: timedelta = timedelta(hours=1)
    floor: timedelta = timedelta(seconds=5)
    interval: timedelta = timedelta(minutes=30)


SCHEDULE = Schedule()
"""The program's own."""

MOST_ASKED = timedelta(days=1)
"""The longest wait that a server is granted at one time."""


def ceiling(failures: int, schedule: Schedule = SCHEDULE) -> timedelta:
    """The most that is waited after so many failures in a row; none counts as one."""
    doublings = min(max(failures, 1) - 1, 32)  # far beyond any cap, and still a number that a timedelta can hold
    return max(schedule.floor, min(schedule.cap, schedule.base * (1 << doublings)))


def wait_after(failures: int, chance: Callable[[], float], schedule: Schedule = SCHEDULE) -> timedelta:
    """How long to wait after so many failures in a row: anything between the floor and the ceiling, all as likely.

    Args:
        failures: how many tries in a row have failed, at least 1; fewer count as 1.
        chance: gives a number from 0 up to 1, a new one each time, as `random.random` does.
        schedule: how long things wait.
    """
    return schedule.floor + (ceiling(failures, schedule) - schedule.floor) * chance()


def next_sync(
    now: datetime,
    failures: int,
    retry_after: timedelta | None,
    earliest: datetime | None,
    chance: Callable[[], float],
    *,
    schedule: Schedule = SCHEDULE,
) -> datetime:
    """The moment for the next sync that nobody asks for, counted from the end of the last one.

    While all is well that is from half to one and a half intervals away: those who began together are spread over a
    whole interval after the first round. A reply that was put off brings it forward; after a failure nothing does.

    Args:
        now: the present moment, aware.
        failures: how many syncs in a row have failed, 0 when the last one went well.
        retry_after: what the server asked for in its last answer, None when nothing. Obeyed also beyond the cap
            (RFC 9110, 10.2.3), and then up to as long again is waited by chance: all may have been told one moment.
        earliest: the first `not_before` of the replies that this server may be sent, None when none is put off.
        chance: gives a number from 0 up to 1, a new one each time.
        schedule: how long things wait.
    """
    if failures > 0:
        moment = now + wait_after(failures, chance, schedule)
    else:
        moment = now + schedule.interval * (0.5 + chance())
        if earliest is not None:
            # One that is overdue although the sync went well would not go at once either.
            moment = min(moment, earliest if earliest > now else now + schedule.base)
    if retry_after is not None:
        spread = min(schedule.cap, max(retry_after, ceiling(failures, schedule)))
        moment = max(moment, now + retry_after + spread * chance())
    return max(moment, now + schedule.floor)


_LONGEST_HEADER = 64


def retry_after(header: str, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for: seconds or a date (RFC 9110, 10.2.3), from nothing to a day.

    Args:
        header: the header's value as it came; may be anything, also empty.
        now: the present moment, aware.

    Returns:
        None when it can't be understood; nothing at all to wait when the date has passed.
    """
    typed = header.strip()
    if len(typed) > _LONGEST_HEADER or not typed.isascii():
        return None
    if typed.isdecimal():
        return min(timedelta(seconds=min(int(typed), 10**9)), MOST_ASKED)
    from email.utils import parsedate_to_datetime  # loads sockets, which the first picture does without

    try:
        moment = parsedate_to_datetime(typed)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)  # the oldest of the three forms of date names no zone and means GMT
        asked = moment - now
    except (ValueError, OverflowError):
        return None
    return min(max(asked, timedelta()), MOST_ASKED)
