"""While a server answers as badly as it can, the window goes on: its event loop turns all the while.

Counted are the beats of a timer that come while a sync runs on another thread. What holds Python up, holds up the
window too: such a beat comes late, however fast the computer is, by as long as the library does not give way. Counted
is only what that other thread worked from one beat to the next: while a busy computer lets neither run, nothing is held
up.
"""

import gc
import json
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot
from tests.hostile.answers import ANSWERS
from tests.hostile.conftest import FORM, PASSWORD, THREAD
from tests.hostile.server import HTML, Hostile, Say, Speaker

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.passwords import MemoryPasswords
from hiitreader.replies.servers.kinds import connect, discover
from hiitreader.system.web import MOST_BYTES, Web

pytestmark = pytest.mark.alone

BEAT = 10
"""Milliseconds from one beat to the next."""
BOUND = 120
"""Seconds that any of it may take."""

LATE = 25
"""Beats in a row that may be missed: a few each time the threads take turns; a library that does not give way takes
more."""

full_web = partial(Web, silence=1.0, whole=3.0)
"""As large as the program itself allows, for that is what takes long to read; only the waiting is shorter."""


def full_lists(speaker: Speaker) -> None:
    speaker.say(_fill(b'{"replies": [', b"[],", b"0]}"))


def full_objects(speaker: Speaker) -> None:
    speaker.say(_fill(b'{"replies": [', b'{"":{}},', b"0]}"))


def full_keys(speaker: Speaker) -> None:
    names = b",".join(b'"%07d":0' % number for number in range(700_000))
    speaker.say(b'{"replies": [{' + names + b"}]}")


def full_numbers(speaker: Speaker) -> None:
    speaker.say(_fill(b"[", b"9" * 4_000 + b",", b"0]"))


def just_not_too_much(speaker: Speaker) -> None:
    """As many parts as are still read."""
    speaker.say(b'{"replies": [' + b"[]," * 290_000 + b"0]}")


def one_run(speaker: Speaker) -> None:
    """One reply of as many letters as fit, none of them a place to break at."""
    length = MOST_BYTES - 4_096
    text = "x" * length if "comments" in speaker.path else "&amp;" * (length // 5)
    one = {"id": 5, "parent": 0, "mode": 1, "created": 1e9, "text": text, "author": "Bo", "post": 4,
           "author_name": "Bo", "date_gmt": "2026-01-31T12:00:00", "content": {"rendered": text},
           "status": "approved"}  # fmt: skip
    listed: object = [one] if "comments" in speaker.path else {"replies": [one]}
    speaker.say(listed, X_WP_Total="1", X_WP_TotalPages="1")


def nested_replies(speaker: Speaker) -> None:
    """Answers to answers, as deep as the reader of JSON goes."""
    text = b'{"replies":[{"id":5,"created":1,"text":"x","replies":' * 300 + b"[]" + b"}]}" * 300
    speaker.say(text)


def a_crowd(speaker: Speaker) -> None:
    """Many replies, each with a little markup."""
    if "comments" in speaker.path:
        page = int(speaker.path.partition("&page=")[2].partition("&")[0] or "1")
        ids = range(page * 100, page * 100 + 100)
        said = [
            {"id": number, "post": 4, "parent": number - 1, "author_name": "Bo", "status": "approved",
             "date_gmt": "2026-01-31T12:00:00", "content": {"rendered": "<p>" + "<b>x" * 50}}
            for number in ids
        ]  # fmt: skip
        speaker.say(said, X_WP_Total="1000000", X_WP_TotalPages="30")
    else:
        listed = [{"id": number, "created": 1, "text": "*x* " * 20, "author": "Bo"} for number in range(1, 6_000)]
        speaker.say(json.dumps({"replies": listed}).encode())


def full_page(speaker: Speaker) -> None:
    speaker.say(_fill(b"", b"<p " + b"a " * 400, b""), kind=HTML)


def _fill(start: bytes, piece: bytes, end: bytes) -> bytes:
    return start + piece * ((MOST_BYTES - 4_096) // len(piece)) + end


@pytest.fixture(autouse=True)
def only_its_own_values() -> Iterator[None]:
    """Leave what the other tests hold out of Python's search for rings: no reader's computer holds that."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


class Heart:
    """Beats in the window's thread, and knows the longest that another thread worked meanwhile without a beat.

    Args:
        thread: the other one, running.
    """

    def __init__(self, thread: threading.Thread) -> None:
        assert thread.ident is not None
        self._clock = time.pthread_getcpuclockid(thread.ident)
        self._last = self._times()
        self.longest = 0.0
        self._timer = QTimer()
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def missed(self) -> int:
        self._timer.stop()
        self._beat()
        return int(self.longest * 1000 / BEAT)

    def _times(self) -> tuple[float, float]:
        """Seconds that passed, and seconds that the other thread has worked."""
        return time.perf_counter(), time.clock_gettime(self._clock)

    def _beat(self) -> None:
        now = self._times()
        passed, worked = (after - before for after, before in zip(now, self._last, strict=True))
        self.longest = max(self.longest, min(passed, worked))
        self._last = now


def missed_while(qtbot: QtBot, work: Callable[[], object]) -> int:
    """How many beats in a row were missed while something was done on another thread."""
    begun, done, counted = threading.Event(), threading.Event(), threading.Event()

    def run() -> None:
        begun.wait(BOUND)
        try:
            work()
        finally:
            done.set()
            counted.wait(BOUND)  # a thread's clock ends with it

    thread = threading.Thread(target=run)
    thread.start()
    try:
        heart = Heart(thread)
        begun.set()
        qtbot.waitUntil(done.is_set, timeout=BOUND * 1000)
        return heart.missed()
    finally:
        begun.set()
        counted.set()
        thread.join(BOUND)


_OWN = (
    full_lists, full_objects, full_keys, full_numbers, just_not_too_much, one_run, nested_replies, a_crowd, full_page,
)  # fmt: skip
_KNOWN = ("bomb", "endless", "endless_chunks", "endless_headers", "endless_notes", "nested")
LARGE: dict[str, Say] = {say.__name__: say for say in _OWN} | {name: ANSWERS[name] for name in _KNOWN}


@pytest.mark.slow
@pytest.mark.parametrize("say", LARGE.values(), ids=LARGE)
@pytest.mark.parametrize("way", [("isso", ""), ("wordpress-rest", "ann")], ids=["isso", "rest-signed-in"])
def test_the_window_goes_on_while_a_server_is_hostile(
    qtbot: QtBot, hostile: Hostile, tmp_path: Path, way: tuple[str, str], say: Say
) -> None:
    desk = ReplyDesk(tmp_path / "data", opener=partial(connect, web=full_web), passwords=MemoryPasswords())
    desk.servers.use(hostile.found(*way), THREAD, PASSWORD)
    desk.queue(THREAD, FORM)
    hostile.spoil(say, "GET /", "GET /wp-json/wp/v2/comments")

    def sync() -> None:
        desk.sync(THREAD, by_hand=True)
        desk.replies(THREAD)

    assert missed_while(qtbot, sync) <= LATE
    desk.close()


@pytest.mark.slow
@pytest.mark.parametrize("say", LARGE.values(), ids=LARGE)
def test_the_window_goes_on_while_it_is_found_out_what_answers(qtbot: QtBot, hostile: Hostile, say: Say) -> None:
    hostile.spoil(say, "GET /legs/")
    problems: list[Problem] = []

    def look() -> None:
        try:
            discover(f"{hostile.url}/legs/", web=full_web)
        except Problem as problem:
            problems.append(problem)

    assert missed_while(qtbot, look) <= LATE
    assert problems


def test_a_thread_that_does_not_give_way_is_noticed(qtbot: QtBot) -> None:
    """The measure itself: the library's quick way with what is read here in another one."""
    lists = b"[" + b"[]," * (2 * MOST_BYTES // 3) + b"0]"
    assert missed_while(qtbot, lambda: json.loads(lists)) > LATE
