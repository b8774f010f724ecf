"""The time, behind a seam, so that what waits can be tried without waiting.

It never sleeps and never formats a time for showing.
"""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)
