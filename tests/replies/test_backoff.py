"""When it is tried again: within bounds, never in step, never before the server wants it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hiitreader.replies.backoff import MOST_ASKED, SCHEDULE, Schedule, ceiling, next_sync, retry_after, wait_after

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NOTHING = timedelta()

FAILURES = st.integers(1, 10_000)
CHANCES = st.floats(0, 1, exclude_max=True)
ASKED = st.timedeltas(NOTHING, MOST_ASKED)
MOMENTS = st.datetimes(datetime(2026, 1, 30), datetime(2026, 2, 2), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds


def moment(failures: int, chance: float, asked: timedelta | None = None, earliest: datetime | None = None) -> datetime:
    return next_sync(NOW, failures, asked, earliest, lambda: chance)


def test_the_longest_wait_doubles_up_to_an_hour() -> None:
    longest = [ceiling(failures).total_seconds() for failures in range(1, 10)]
    assert longest == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


@given(FAILURES, CHANCES)
def test_a_wait_is_between_the_floor_and_the_ceiling(failures: int, chance: float) -> None:
    assert SCHEDULE.floor <= wait_after(failures, lambda: chance) <= ceiling(failures) <= SCHEDULE.cap


@given(FAILURES, CHANCES)
def test_more_failures_never_mean_a_shorter_wait_for_the_same_chance(failures: int, chance: float) -> None:
    assert wait_after(failures, lambda: chance) <= wait_after(failures + 1, lambda: chance)


def test_all_of_the_time_up_to_the_ceiling_is_used() -> None:
    chance = Random(7)
    waits = sorted(wait_after(8, chance.random) for _ in range(2_000))
    assert waits[0] < timedelta(minutes=1)
    assert waits[-1] > timedelta(minutes=59)
    assert max(late - early for early, late in pairwise(waits)) < timedelta(minutes=1)


def test_no_failure_and_no_nonsense_in_the_schedule_make_it_wait_less_than_the_floor() -> None:
    assert wait_after(0, lambda: 0.0) == wait_after(-3, lambda: 0.0) == SCHEDULE.floor
    hasty = Schedule(base=NOTHING, cap=NOTHING)
    assert wait_after(5, lambda: 0.9, hasty) == hasty.floor


def test_while_all_is_well_the_next_sync_is_half_to_one_and_a_half_intervals_away() -> None:
    assert moment(0, 0.0) == NOW + timedelta(minutes=15)
    assert moment(0, 0.5) == NOW + timedelta(minutes=30)
    assert moment(0, 1.0) == NOW + timedelta(minutes=45)


def test_those_who_began_together_are_spread_over_a_whole_interval_after_one_round() -> None:
    chance = Random(9).random
    minutes = [int((next_sync(NOW, 0, None, None, chance) - NOW) / timedelta(minutes=1)) for _ in range(30_000)]
    counts = [minutes.count(minute) for minute in range(15, 45)]
    assert sum(counts) == 30_000
    assert all(800 < count < 1_200 for count in counts)


def test_a_server_that_stays_away_is_asked_as_often_as_one_that_is_well() -> None:
    chance = Random(11).random
    away = [wait_after(20, chance) / timedelta(minutes=1) for _ in range(20_000)]
    assert sum(away) / len(away) == pytest.approx(SCHEDULE.interval / timedelta(minutes=1), rel=0.02)


@given(st.integers(0, 10_000), CHANCES, st.none() | ASKED, st.none() | MOMENTS)
def test_never_before_the_floor_nor_before_the_server_wants_it(
    failures: int, chance: float, asked: timedelta | None, earliest: datetime | None
) -> None:
    when = moment(failures, chance, asked, earliest)
    assert when >= NOW + SCHEDULE.floor
    assert when >= NOW + (asked or NOTHING)
    assert when <= NOW + max(SCHEDULE.cap, (asked or NOTHING) + SCHEDULE.cap)


@given(st.timedeltas(SCHEDULE.base, MOST_ASKED))
def test_those_told_one_moment_are_spread_over_as_long_again(asked: timedelta) -> None:
    assert moment(1, 0.0, asked) == NOW + asked
    assert moment(1, 1.0, asked) == NOW + asked + min(asked, SCHEDULE.cap)


def test_the_server_is_obeyed_beyond_the_cap() -> None:
    assert moment(1, 0.0, timedelta(hours=5)) == NOW + timedelta(hours=5)
    assert moment(30, 0.0, timedelta(days=1)) == NOW + timedelta(days=1)


def test_a_short_wait_asked_for_does_not_shorten_ours() -> None:
    assert moment(8, 0.999, SECOND) >= NOW + timedelta(minutes=59)


def test_a_reply_put_off_brings_the_next_sync_forward() -> None:
    soon = NOW + timedelta(seconds=16)
    assert moment(0, 0.5, earliest=soon) == soon
    assert moment(0, 0.5, earliest=NOW + SECOND) == NOW + SCHEDULE.floor
    assert moment(0, 0.5, earliest=NOW + timedelta(days=1)) == NOW + SCHEDULE.interval


def test_an_overdue_one_does_not_make_it_spin() -> None:
    for overdue in (NOW, NOW - SECOND, NOW - timedelta(days=9)):
        assert moment(0, 0.5, earliest=overdue) == NOW + SCHEDULE.base


@given(FAILURES, CHANCES, MOMENTS)
def test_after_a_failure_nothing_brings_it_forward(failures: int, chance: float, earliest: datetime) -> None:
    assert moment(failures, chance, earliest=earliest) == moment(failures, chance)


@given(st.integers(0, 86_400))
def test_seconds_are_understood(seconds: int) -> None:
    assert retry_after(f" {seconds} ", NOW) == seconds * SECOND


@given(st.integers(-10_000, 10_000), st.sampled_from(["%a, %d %b %Y %T GMT", "%A, %d-%b-%y %T GMT", "%a %b %d %T %Y"]))
def test_all_three_forms_of_date_are_understood(seconds: int, form: str) -> None:
    """RFC 9110, 5.6.7. A moment that has passed asks for nothing."""
    header = (NOW + seconds * SECOND).strftime(form)
    assert retry_after(header, NOW) == max(seconds, 0) * SECOND


def test_a_date_in_another_zone_is_understood() -> None:
    assert retry_after("Sat, 31 Jan 2026 14:01:00 +0200", NOW) == timedelta(minutes=1)


@pytest.mark.parametrize("header", ["86401", "99999999999999999999", format_datetime(NOW + timedelta(days=400))])
def test_more_than_a_day_is_a_day(header: str) -> None:
    assert retry_after(header, NOW) == timedelta(days=1)


NONSENSE = [
    "",
    " ",
    "soon",
    "-5",
    "1.5",
    "1e3",
    "+30",
    "5 minutes",
    "０",
    "²",
    "9" * 65,
    "Sat, 31 Feb 2026 10:00:00 GMT",
]


@pytest.mark.parametrize("header", NONSENSE)
def test_nonsense_asks_for_nothing(header: str) -> None:
    assert retry_after(header, NOW) is None


@given(st.text(max_size=70) | st.text("0123456789 :,-+GMTSatJan", max_size=40))
@example("Mon, 01 Jan 99999 00:00:00 GMT")
@example("Mon, 01 Jan 0001 00:00:00 +2359")
@example("Mon, 31 Dec 9999 23:59:59 -2359")
@example("Mon, 01 Jan 2026 00:00:00 +999999999999")
def test_whatever_a_server_sends_is_a_wait_up_to_a_day_or_none(header: str) -> None:
    asked = retry_after(header, NOW)
    assert asked is None or NOTHING <= asked <= MOST_ASKED
