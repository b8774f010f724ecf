"""The time, behind a seam, so that what waits can be tried without waiting.

It never sleeps and never formats a time for showing.
"""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> "datetime":
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> "datetime":
        """The present moment, aware, in UTC."""
        from datetime import UTC, datetime

        return datetime.now(UTC)
