"""What a server may say of moments and counts: whatever a door lets in is kept, and read back the same."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.replies import scripted_isso, wordpress_answers
from tests.replies.conftest import HandClock
from tests.replies.wordpress_answers import item

from hiitreader.replies.backoff import MOST_ASKED, retry_after
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.isso_answers import meaning
from hiitreader.replies.servers.kinds import ISSO, KINDS, WORDPRESS_FORM, WORDPRESS_REST, connect
from hiitreader.replies.store import Store
from hiitreader.replies.threads import Threads
from hiitreader.system.cells import EARLIEST, LATEST, MOST_COUNTED, counted, nearest
from hiitreader.system.web import Web, WebAnswer

SITE = "https://odd.example"
THREAD = Thread("/articles/legs/", "Legs", "4")
NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
WAITS = Reply("u1", Thread("/articles/legs/", "Legs"), ReplyForm("Mine.", "Ann", "ann@example.com"), NOON, NOON).queued(
    NOON
)

MOMENTS = (
    "1969-12-31T23:59:59", "0001-01-01T00:00:00", "0000-00-00T00:00:00", "-0001-11-30T00:00:00", "1970-01-01T00:00:00",
    "9998-12-31T23:59:59", "9999-12-31T23:59:59", "2026-01-31T12:00:00", "2026-13-31T12:00:00", "", "x", None, 5,
)  # fmt: skip
"""As a WordPress may tell them."""
SECONDS = (
    0, -0.0, -1, -1e-9, 1e-300, 1, 2**31, 2**36, 2**36 - 1, 2**38, 253_370_764_799, 253_370_764_800, 253_402_300_800,
    10**300, -(10**300), 1e300, -1e300, 5e-324, float("inf"), float("nan"), True, "1", None, 1769860800.1234567,
)  # fmt: skip
"""As an Isso may tell them."""
COUNTS = (0, 1, -1, -5, 20_000, 2**31 - 1, 2**31, 2**62, 2**63, 2**64, 10**30, 1.0, 1e9, True, "7", None, "")

a_second = st.sampled_from(SECONDS) | st.floats() | st.integers(-(2**70), 2**70)
a_moment = st.sampled_from(MOMENTS) | st.datetimes().map(lambda one: one.isoformat(timespec="seconds"))
a_count = st.sampled_from(COUNTS) | st.integers(-(2**70), 2**70)


def an_isso(when: object, changed: object, count: object) -> WebAnswer:
    replies = [{"id": 1, "author": "Bob", "text": "Hi", "mode": 1, "created": when, "modified": changed}]
    return scripted_isso.answer(200, {"replies": replies, "total_replies": count, "id": None})


def a_wordpress(when: object, changed: object, count: object) -> WebAnswer:
    return wordpress_answers.answer(200, [item(1, date_gmt=when)], x_wp_total=str(count), x_wp_totalpages="1")


SAYS: dict[str, tuple[Callable[[object, object, object], WebAnswer], st.SearchStrategy[object]]] = {
    ISSO: (an_isso, a_second),
    WORDPRESS_REST: (a_wordpress, a_moment),
    WORDPRESS_FORM: (a_wordpress, a_moment),
}
"""What each kind says of one comment, by its moment, the moment of its change and the count; and what moments it tells.

A new kind has its entry here.
"""


def pulled(kind: str, said: WebAnswer, since: datetime | None = None) -> Listing:
    """What a server of a kind gives that says the same to every question."""

    class Odd(Web):
        def __init__(self, url: str, **_more: object) -> None:
            super().__init__(url)

        def get(self, path: str, headers: object = None) -> WebAnswer:
            return said

    place = ServerSettings(SITE, kind, f"{SITE}/wp-json", f"{SITE}/wp-comments-post.php")
    return connect(place, web=Odd).pull(THREAD, since)


def is_kept(listing: Listing) -> None:
    """A listing is read back as it was written, by a program that was started anew, and no file is set aside."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "replies.sqlite3"
        store = Store(path, HandClock())
        Threads(store).keep(SITE, THREAD.uri, listing, NOON)
        store.close()
        again = Store(path, HandClock())
        found, at = Threads(again).kept(SITE, THREAD.uri)
        told = Threads(again).pulled(SITE, THREAD.uri)
        again.close()
        assert ([replace(one, writer="") for one in listing.replies], NOON) == (list(found), at)
        assert told is not None
        assert (told.total, told.count) == (listing.total, len(listing.replies))
        assert told.newest == max((one.written for one in listing.replies), default=None)
        assert not [one for one in Path(folder).iterdir() if not one.name.startswith(path.name)]


def test_every_kind_is_tried() -> None:
    assert set(SAYS) == set(KINDS)


@settings(max_examples=40)
@given(st.data(), st.sampled_from(KINDS), a_count, st.sampled_from([None, NOON]))
def test_what_a_server_says_is_read_back(data: st.DataObject, kind: str, count: object, since: datetime | None) -> None:
    say, when = SAYS[kind]
    is_kept(pulled(kind, say(data.draw(when), data.draw(when), count), since))


@pytest.mark.parametrize("kind", [WORDPRESS_REST, WORDPRESS_FORM])
@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("1969-12-31T23:59:59", EARLIEST),
        ("0001-01-01T00:00:00", EARLIEST),
        ("0000-00-00T00:00:00", EARLIEST),
        ("-0001-11-30T00:00:00", EARLIEST),
        ("9999-12-31T23:59:59", LATEST),
        ("9998-12-31T23:59:59", LATEST.replace(microsecond=0)),
    ],
)
def test_a_comment_of_an_impossible_date_is_listed(kind: str, told: str, shown: datetime) -> None:
    listing = pulled(kind, a_wordpress(told, None, 1))
    assert [one.written for one in listing.replies] == [shown]
    is_kept(listing)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (-1, EARLIEST),
        (-1e300, EARLIEST),
        (2**36, EARLIEST + timedelta(seconds=2**36)),
        (2**38, LATEST),
        (1e300, LATEST),
    ],
)
def test_a_comment_of_an_isso_too(told: float, shown: datetime) -> None:
    listing = pulled(ISSO, an_isso(told, told, 1))
    assert [(one.written, one.changed) for one in listing.replies] == [(shown, shown)]
    is_kept(listing)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [2**31, 2**62, 10**30, -1, "x", ""])
def test_a_count_that_no_thread_has_is_not_known(kind: str, count: object) -> None:
    say, _when = SAYS[kind]
    moment = 1 if kind == ISSO else "2026-01-31T12:00:00"
    listing = pulled(kind, say(moment, None, count))
    assert listing.total is None
    assert len(listing.replies) == 1
    is_kept(listing)


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])))
def test_the_nearest_moment_is_one_that_is_kept(moment: datetime) -> None:
    found = nearest(moment)
    assert EARLIEST <= found <= LATEST
    assert found == moment or not EARLIEST <= moment <= LATEST
    assert found.astimezone(timezone(timedelta(hours=23))) == found.astimezone(timezone(timedelta(hours=-23))) or (
        found < EARLIEST + timedelta(days=1)
    )


def test_counts_have_one_bound() -> None:
    assert [counted(one) for one in (None, -1, 0, MOST_COUNTED - 1, MOST_COUNTED)] == [
        None, None, 0, MOST_COUNTED - 1, None,
    ]  # fmt: skip


@settings(max_examples=15)
@given(st.integers(0, 10**12), st.sampled_from([201, 202]), st.sampled_from(["", "99999999999", "9" * 64, "-1"]))
def test_the_time_in_which_a_reply_may_be_changed_is_read_back(age: int, status: int, wait: str) -> None:
    headers = {"x_set_cookie": f"isso-7=abc; Max-Age={age}; Path=/", "retry_after": wait}
    answer = meaning(scripted_isso.answer(status, {"id": 7, "mode": 1}, **headers), NOON)
    assert answer.state in {ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION}
    stays(replace(WAITS, expires=answer.expires, token=answer.token))


@settings(max_examples=25)
@given(st.text(max_size=70) | st.integers().map(str) | st.datetimes().map(lambda one: f"{one:%a, %d %b %Y %X} GMT"))
def test_a_wait_that_is_asked_for_is_a_moment_that_is_read_back(asked: str) -> None:
    wait = retry_after(asked, NOON)
    assert wait is None or timedelta() <= wait <= MOST_ASKED
    stays(replace(WAITS, not_before=None if wait is None else NOON + wait))


def test_no_wait_is_too_long_for_a_clock() -> None:
    for asked in ("99999999999", "9" * 64, "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2300"):
        assert retry_after(asked, NOON) in {MOST_ASKED, None}


def stays(reply: Reply) -> None:
    """A reply is read back as it was written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "replies.sqlite3"
        store = Store(path, HandClock())
        Outbox(store).add(reply)
        store.close()
        again = Store(path, HandClock())
        assert Outbox(again).all() == (reply,)
        again.close()
        assert not [one for one in Path(folder).iterdir() if not one.name.startswith(path.name)]
