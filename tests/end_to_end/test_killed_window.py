"""The real window killed at any moment, while a reply is typed: at most a second is lost, and no file damaged."""

import json
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import ReplyState

TYPING = Path(__file__).with_name("typing_window.py")
TYPES_FOR = 1.2
"""Seconds from the first letter to the kill, at most."""
PATIENCE = 60.0
"""Seconds in which a busy computer comes to the first letter."""
LAST_SECOND = 1.0


class Killed:
    """What one window said until it was killed: when which letter was typed."""

    def __init__(self, data: Path, seconds: float) -> None:
        process = subprocess.Popen(
            [sys.executable, str(TYPING), str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        begun = time.monotonic()
        try:
            time.sleep(seconds)
        finally:
            process.kill()
            self.moment = time.monotonic()
            out, self.errors = process.communicate(timeout=20)
        words = [line.split() for line in out.decode().splitlines(keepends=True) if line.endswith("\n")]
        self.complete = ["w"] in words
        self.typed = [(int(line[1]), float(line[2])) for line in words if line[0] == "t"]
        self.first_letter = self.typed[0][1] - begun if self.typed else None

    def least(self) -> int:
        """How many letters must be on the disk: those typed more than a second before the kill."""
        return max((length for length, when in self.typed if when < self.moment - LAST_SECOND), default=0)


def seconds_to_the_first_letter(data: Path) -> float:
    """How long a start takes as busy as this computer is."""
    seconds = 1.0
    while (first := Killed(data, seconds).first_letter) is None:
        seconds *= 2
        assert seconds < PATIENCE, "no letter was typed"
    return first


def check(data: Path) -> int:
    """Every file is whole; the length of the draft."""
    for name in ("settings.json", "places.json"):
        if (data / name).exists():
            json.loads((data / name).read_bytes())
    assert [path.name for path in data.glob("*damaged*")] == []
    if not (data / "replies.sqlite3").exists():
        return 0
    with closing(sqlite3.connect(data / "replies.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    desk = ReplyDesk(data)
    drafts = [reply.form.comment for reply in desk.own() if reply.state is ReplyState.DRAFT]
    assert desk.notice() is None
    desk.close()
    assert len(drafts) <= 1
    text = drafts[0] if drafts else ""
    assert text == ("abcdefghij" * (len(text) // 10 + 1))[: len(text)], "a letter is missing or twice"
    return len(text)


def kill_often(data: Path, times: int) -> dict[str, int]:
    """Kill it so many times; what that came to."""
    chance = random.Random(2026)
    kept, start = 0, seconds_to_the_first_letter(data.with_name("measured"))
    figures = {"kills": times, "while typing": 0, "letters typed": 0, "letters lost": 0, "oldest lost, ms": 0}
    for number in range(times):
        starting, typing = chance.uniform(0.05, start), start + chance.uniform(0, TYPES_FOR)
        killed = Killed(data, chance.choice((starting, typing)))
        start = killed.first_letter or start
        assert killed.errors == b"", killed.errors.decode()
        length = check(data)
        assert length >= max(kept, killed.least()), f"kill {number}: {length} of {killed.typed[-1:]}, before {kept}"
        if killed.typed:
            last = killed.typed[-1][0]
            assert length <= last + 1, "more than was typed"
            figures["while typing"] += 1
            figures["letters typed"] += last - kept
            figures["letters lost"] += max(0, last - length)
            lost = [when for letter, when in killed.typed if letter > length]
            oldest = round(1000 * (killed.moment - min(lost, default=killed.moment)))
            figures["oldest lost, ms"] = max(figures["oldest lost, ms"], oldest)
        kept = length
    figures["letters kept"] = kept
    return figures


@pytest.mark.slow
def test_a_kill_costs_at_most_the_last_second(tmp_path: Path) -> None:
    assert kill_often(tmp_path / "data", 3)["kills"] == 3


@pytest.mark.slow
def test_a_hundred_kills_cost_at_most_the_last_second_each(tmp_path: Path) -> None:
    figures = kill_often(tmp_path / "data", 100)
    print(figures)
    assert figures["while typing"] > 30
    assert figures["letters kept"] > 100
