"""A program that types a reply for ever and keeps it as the window does: on the lane, one save at a time.

Run as `python typist.py DATA_DIR`. It goes on from the draft that is there, and says on its output how many characters
are typed (t N) and how many are known to be on the disk (s N).
"""

import os
import sys
import time
from pathlib import Path

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.system.lanes import Lane, Outcome

THREAD = Thread("/articles/typed/", "Typed")
KEY_SECONDS = 0.004
LONGEST = 300.0
"""Seconds after which it ends by itself: whoever was to kill it is gone."""


def say(what: str, count: int) -> None:
    os.write(1, f"{what} {count}\n".encode())


def main(data: Path) -> None:
    desk, lane = ReplyDesk(data), Lane("disk")
    kept = desk.draft(THREAD)
    text = kept.form.comment if kept else ""
    saving = False

    def done(outcome: Outcome[Reply | None]) -> None:
        nonlocal saving
        reply = outcome.get()
        assert reply is not None
        say("s", len(reply.form.comment))
        saving = False

    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        text += "abcdefghij"[len(text) % 10]
        say("t", len(text))
        if not saving:
            saving = True
            form = ReplyForm(comment=text, name="Ann")
            lane.submit(lambda form=form: desk.save_draft(THREAD, form), done)  # type: ignore[misc]
        time.sleep(KEY_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
