"""Types a reply, keeps it again and again and posts it, as the window does; and notes how far it came, for a killer.

It goes on from the draft that is there, and does nothing more with a reply that was posted. It notes `p` before it
posts, and for each time the words were kept how many they are: what is noted is on the disk. It never syncs.
"""

import os
import time
from pathlib import Path

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.system.clock import Clock

TIMES = 25
"""How often it keeps a reply that is begun anew."""
POSTING, POSTED = "p", "q"


def notes(data: Path) -> Path:
    """The file it notes in."""
    return data.with_suffix(".noted")


def noted(data: Path) -> list[str]:
    """What it has noted, in order."""
    return notes(data).read_text(encoding="utf-8").split() if notes(data).exists() else []


def write(data: Path, clock: Clock, uri: str, title: str, words: str) -> None:
    """Write these words and post them."""
    note = os.open(notes(data), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    thread, desk = Thread(uri, title), ReplyDesk(data, clock)
    posted = [reply for reply in desk.own() if reply.form.comment == words and reply.state is not ReplyState.DRAFT]
    if not posted:
        draft = desk.draft(thread)
        typed = len(draft.form.comment) if draft else 0
        while typed < len(words):
            typed = min(typed + max(1, len(words) // TIMES), len(words))
            desk.save_draft(thread, form_of(words[:typed]))
            os.write(note, f"{typed}\n".encode())
            time.sleep(0.002)
        os.write(note, f"{POSTING}\n".encode())
        desk.queue(thread, form_of(words))
        os.write(note, f"{POSTED}\n".encode())
    desk.close()


def form_of(words: str) -> ReplyForm:
    """The form with these words in it."""
    return ReplyForm(words, "Ann O'Reader & Co", "ann@example.com")
