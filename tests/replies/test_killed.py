"""Killed at any moment while a reply is typed: what was on the disk is there, and the file is never damaged."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.replies.typist import THREAD

from hiitreader.replies.desk import ReplyDesk

TYPIST = Path(__file__).with_name("typist.py")


def type_until_killed(data: Path, seconds: float) -> list[tuple[float, str, int]]:
    """What the typist said, with the time it was read; killed `seconds` after its first word was on the disk."""
    process = subprocess.Popen([sys.executable, str(TYPIST), str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    said: list[tuple[float, str, int]] = []
    try:
        while not said or said[-1][1] != "s":
            line = process.stdout.readline().split()
            assert line, process.stderr.read().decode()
            said.append((time.monotonic(), line[0].decode(), int(line[1])))
        time.sleep(seconds)
    finally:
        process.kill()
        killed = time.monotonic()
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


def test_a_kill_costs_at_most_the_last_second(tmp_path: Path) -> None:
    assert kill_often(tmp_path, 12) > 12


@pytest.mark.slow
def test_a_hundred_kills_cost_at_most_the_last_second_each(tmp_path: Path) -> None:
    assert kill_often(tmp_path, 100) > 100
