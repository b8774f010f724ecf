"""Killed at any moment, while a reply is typed or sent: what was on the disk is there, and nothing is sent twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.bounded import bounded
from tests.replies.isso_server import RealIsso
from tests.replies.sender import THREAD as THREAD_OF_SENDER
from tests.replies.sender import AheadClock
from tests.replies.typist import THREAD

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState

SENDER = Path(__file__).with_name("sender.py")
TYPIST = Path(__file__).with_name("typist.py")


def type_until_killed(data: Path, seconds: float) -> list[tuple[float, str, int]]:
    """What the typist said, with the time it was read; killed `seconds` after its first word was on the disk."""
    process = subprocess.Popen([sys.executable, str(TYPIST), str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    said: list[tuple[float, str, int]] = []
    try:
        with bounded(process):
            while not said or said[-1][1] != "s":
                line = process.stdout.readline().split()
                assert line, process.stderr.read().decode()
                said.append((time.monotonic(), line[0].decode(), int(line[1])))
        time.sleep(seconds)
    finally:
        process.kill()
        killed = time.monotonic()
        with bounded(process):
            rest = process.stdout.read()
        process.wait(10)
        process.stdout.close()
        process.stderr.close()
    lines = [line.split() for line in rest.decode().splitlines(keepends=True) if line.endswith("\n")]
    said += [(killed, what, int(count)) for what, count in lines]
    return said


def kill_often(tmp_path: Path, times: int) -> int:
    """Kill it `times` times; how many characters there are in the end."""
    chance, data, length = random.Random(2026), tmp_path / "data", 0
    for number in range(times):
        said = type_until_killed(data, chance.random() * 0.25)
        typed = max(count for _, what, count in said if what == "t")
        saved = max(count for _, what, count in said if what == "s")
        desk = ReplyDesk(data)
        draft = desk.draft(THREAD)
        assert desk.notice() is None, f"damaged by kill {number}"
        desk.close()
        assert draft is not None
        text = draft.form.comment
        assert text == ("abcdefghij" * (len(text) // 10 + 1))[: len(text)]
        assert saved <= len(text) <= typed
        assert saved > length, "it did not go on from what was kept"
        # 250 keys a second: at most one second of them may be missing.
        assert typed - len(text) <= 250
        length = len(text)
    assert [path.name for path in data.glob("*damaged*")] == []
    return length


@pytest.mark.slow
def test_a_kill_costs_at_most_the_last_second(tmp_path: Path) -> None:
    assert kill_often(tmp_path, 12) > 12


@pytest.mark.slow
def test_a_hundred_kills_cost_at_most_the_last_second_each(tmp_path: Path) -> None:
    assert kill_often(tmp_path, 100) > 100


def send_and_kill(tmp_path: Path, isso: RealIsso, times: int) -> None:
    """Kill a sync at a random moment `times` times, each with one more reply; then let one come through."""
    chance, data, ahead, words = random.Random(2026), tmp_path / "data", 0.0, f"Killed {times}"
    uuids = []
    for number in range(times):
        # A killed sync leaves its reply unsure for a minute: by the next one's clock that minute is over.
        ahead += 120
        desk = ReplyDesk(data, AheadClock(ahead))
        desk.servers.set(isso.url, "isso")
        form = ReplyForm(f"{words}, {number}.", "Ann", "ann@example.com")
        uuids.append(desk.queue(THREAD_OF_SENDER, form).uuid)
        desk.close()
        process = subprocess.Popen([sys.executable, str(SENDER), str(data), str(ahead)], stderr=subprocess.DEVNULL)
        time.sleep(0.15 + chance.random() * 0.5)
        process.kill()
        process.wait(10)
    desk = ReplyDesk(data, AheadClock(ahead + 120))
    desk.sync(THREAD_OF_SENDER)
    desk = ReplyDesk(data, AheadClock(ahead + 240))
    assert desk.sync(THREAD_OF_SENDER).problem is None
    assert {desk.reply(uuid).state for uuid in uuids} == {ReplyState.PUBLISHED}
    desk.close()
    there = sorted(str(row[1]) for row in isso.rows() if str(row[1]).startswith(f"{words},"))
    assert there == sorted(f"{words}, {number}." for number in range(times))


@pytest.mark.slow
def test_a_sync_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, isso: RealIsso) -> None:
    send_and_kill(tmp_path, isso, 6)


@pytest.mark.slow
def test_sixty_killed_syncs_lose_and_double_nothing(tmp_path: Path, isso: RealIsso) -> None:
    send_and_kill(tmp_path, isso, 60)
