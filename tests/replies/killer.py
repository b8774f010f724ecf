"""Has replies sent by `hiitreader sync`, and kills that at a chosen moment."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bounded import bounded

ROOT = Path(__file__).parents[2]
DONE, NOT_ALL_DONE = 0, 1
"""What the command ends with; the second when a reply is still on its way."""


class Killer:
    """Runs syncs in processes; ends them if it is told to."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def sync(
        self,
        data: Path,
        ahead: float,
        until: Callable[[], None] | None = None,
        writing: Mapping[str, str] | None = None,
        jumped: float = 0.0,
    ) -> bool:
        """Sync once, in a process that is killed as soon as `until` returns; whether it was, and had not ended before.

        It first writes and posts what `writing` says, if anything: see `tests.replies.writing.write`.

        Raises:
            RuntimeError: it failed by itself.
        """
        self._say(json.dumps([str(data), ahead, jumped, writing]))
        child = int(self._hear())
        if until is not None:
            until()
            # Its parent waits for it only when this line has been read, so the id is still its own.
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        status = int(self._hear())
        if status not in {DONE, NOT_ALL_DONE, -signal.SIGKILL}:
            raise RuntimeError(f"hiitreader sync ended with {status}")
        return status < 0

    def usual_seconds(self, data: Path) -> float:
        """How long a sync with nothing to send takes, begin to end."""
        began = time.monotonic()
        self.sync(data, 0.0)
        return time.monotonic() - began

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        with bounded(self._process):
            line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the program that syncs has ended")
        return line


@contextmanager
def killer() -> Iterator[Killer]:
    """Start the program that syncs; what it keeps beside the data folder goes with it."""
    with tempfile.TemporaryDirectory(prefix="hiitreader-") as outside:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.replies.warm_sender"],
            cwd=ROOT,
            env={**os.environ, "XDG_STATE_HOME": outside},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        yield from _ended(process)


def _ended(process: "subprocess.Popen[str]") -> Iterator[Killer]:
    """A killer by means of a process that is ended afterwards."""
    try:
        yield Killer(process)
    finally:
        process.terminate()
        process.wait(10)
        for end in (process.stdin, process.stdout):
            if end is not None:
                end.close()
