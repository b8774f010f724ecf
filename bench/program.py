"""The program from outside: started, watched, weighed and stopped. It never looks inside."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from screen import TEXT, WHOLE, Screen

STOPS_WITHIN = 10.0
"""Seconds a process may take to end."""
BARE = [sys.executable, str(Path(__file__).with_name("bare_window.py"))]


def reader(*article: Path) -> list[str]:
    """Return the command that opens an article, or the bundled one."""
    return [str(Path(sys.executable).with_name("hiitreader")), *map(str, article)]


@dataclass(frozen=True)
class Start:
    """One start: milliseconds to what is looked for, and the memory that is the process's own share in MB."""

    milliseconds: float
    megabytes: float


def start(screen: Screen, command: list[str], seconds: float) -> Start:
    """Start a command, watch it for so many seconds, weigh it and stop it."""
    recording, process = screen.record(command, seconds)
    try:
        if process.poll() is not None:
            raise SystemExit(f"{' '.join(command)} ended by itself with {process.returncode}")
        visible = recording.visible(area=WHOLE if command is BARE else TEXT)
        weight = _megabytes(process.pid)
    finally:
        stop(process)
    if visible is None:
        raise SystemExit(f"{' '.join(command)} showed no text within {seconds} s")
    time.sleep(0.3)
    return Start(visible * 1000, weight)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=STOPS_WITHIN)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return


def _family(pid: int) -> list[int]:
    found, ahead = [], [pid]
    while ahead:
        found.append(ahead.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            ahead += map(int, task.read_text().split())
    return found


def _megabytes(pid: int) -> float:
    """Proportional set size: pages shared with other processes count in parts (Linux, smaps_rollup)."""
    kilobytes = 0
    for member in _family(pid):
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024
