"""Bounds for what a test waits for: a program that says nothing in time is ended, and a condition gets so many seconds.

It never makes a test pass: what ran into its bound is told as what it is.
"""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SECONDS = 60.0
"""Enough for a busy computer, and short enough that nobody takes it for a hang."""


@contextmanager
def bounded(process: "subprocess.Popen[str] | subprocess.Popen[bytes]", seconds: float = SECONDS) -> Iterator[None]:
    """End a process that has not said what is read in this block after so many seconds: the reader meets the end."""
    watchdog = threading.Timer(seconds, process.kill)
    watchdog.daemon = True
    watchdog.start()
    try:
        yield
    finally:
        watchdog.cancel()


def wait_until(holds: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    """Wait until something holds.

    Raises:
        TimeoutError: it did not in time; it names what was waited for.
    """
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.02)
