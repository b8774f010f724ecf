"""A program that syncs once, by a clock that is ahead of the real one. Run as `python sender.py DATA_DIR SECONDS`."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import Thread
from hiitreader.system.clock import Tick

THREAD = Thread("/articles/killed/", "Killed")


class AheadClock:
    """The real time and some more: `passed` seconds that pass for everybody, `jumped` by which it was set wrong."""

    def __init__(self, passed: float = 0.0, jumped: float = 0.0) -> None:
        self.passed, self.jumped = passed, jumped
        self.run = str(os.getpid())

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.passed + self.jumped)

    def tick(self) -> Tick:
        return Tick(self.now(), time.monotonic() + self.passed, self.run)


if __name__ == "__main__":
    desk = ReplyDesk(Path(sys.argv[1]), AheadClock(float(sys.argv[2])))
    desk.sync(THREAD)
    desk.close()
