"""A watchdog for inputs that were made to take for ever: it ends what is far beyond any time that would be fair.

It measures nothing: whatever stays below the bound counts as good.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

FAR_TOO_LONG = 20.0
"""Seconds of the processor. What is tried takes less than two, on a slow machine too; before it was mended, minutes."""


class TookTooLong(AssertionError):  # noqa: N818 -- what happened
    """The watchdog barked."""


@contextmanager
def bounded(seconds: float = FAR_TOO_LONG) -> Iterator[None]:
    """End what takes longer than this, in seconds of the processor."""
    if not hasattr(signal, "setitimer"):  # a system without the timer: the test still holds what comes out
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _bark)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _bark(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong("far too long")
