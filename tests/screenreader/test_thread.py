"""What a person hears of a thread: at each reply who wrote it, when, how deep it stands and how many answers it has."""

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.screenreader.stage import Stage
from tests.screenreader.steps import Walk, parse
from tests.screenreader.tree import tree_reader

from hiitreader.replies.desk import DATABASE
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import Reply
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerChoice, ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.thread import ThreadReply, thread_of
from hiitreader.replies.threads import Threads
from hiitreader.system.clock import SystemClock

pytestmark = pytest.mark.screenreader

SERVER = "http://127.0.0.1:9"
NOON = datetime(2026, 3, 3, 12, 5, tzinfo=UTC)
THREAD = thread_of("Legs", "")

STEPS = r"""
start hiitreader
    says heading level 1

== From reply to reply
page Replies \(5\)
press ctrl+shift+r
    says Replies \(5\) heading level 2
press Down
    says List with 2 items
    says Ann, 3 March 2026, 12:06
    says level 1, 2 replies
press Down
    says ^My thighs grew
press Down
    says Reply to Ann
press Down
    says List with 2 items
    says Nesting level 1
    says Ben, 3 March 2026, 12:07
    says level 2
press Down
    says Two things
press Down
    says warm up
press Down
    says sprint
press Down
    says Reply to Ben
press Down
    says Me \(you\), 3 March 2026, 12:08
    says level 2, 1 reply
press Down
    says ^What height
press Down
    says Carl, 3 March 2026, 12:09 · New
    says level 3

== What can be done
press ctrl+shift+r
press n
    says Carl, 3 March 2026, 12:09 · New
    says level 3
press Down
    says ^At the hip
press Tab
    says Reply to Carl link
press Down
    says Me \(you\), 3 March 2026, 12:05
    says level 1, waiting to be sent
press Down
    says ^It waits
press Down
    says Kept on this computer and waiting to be sent
press Tab
    says Edit link
press Tab
    says Try now link
press shift+Tab
press shift+Tab
    says Reply to Carl link
press Return
    says Leave a Reply to Carl panel
    never Leave a Reply panel
    says Comment \* text
"""


def keep(data: Path) -> None:
    """A thread as a server listed it, one reply in it the reader's own and one that waits to be sent."""
    store = Store(data / DATABASE, SystemClock())
    ServerChoice(store).put(ServerSettings(SERVER, "isso"), None)
    outbox = Outbox(store)
    fresh = Reply("u1", THREAD, ReplyForm("What height?", "Me", "me@example.com"), NOON, NOON)
    queued = outbox.add(fresh.queued(NOON))
    sending = outbox.begin_try(queued, queued.sending(NOON, server=SERVER, body="{}", noted=""))
    outbox.end_try(sending, sending.received(NOON, "3", awaiting=False), "")
    waits = Reply("u2", THREAD, ReplyForm("It waits.", "Me", "me@example.com"), NOON, NOON)
    outbox.add(waits.queued(NOON + timedelta(minutes=9)))
    said = (
        ("1", "", "Ann", "My thighs grew."),
        ("2", "1", "Ben", "Two things:\n\n- warm up\n- sprint"),
        ("3", "1", "Me", "What height?"),
        ("4", "3", "Carl", "At the hip."),
    )
    replies = tuple(
        ThreadReply(number, author, text, NOON + timedelta(minutes=int(number)), parent)
        for number, parent, author, text in said
    )
    Threads(store).keep(SERVER, THREAD.uri, Listing(replies, whole=True), NOON)
    store.close()


def test_a_thread_is_walked(stage: Stage, tmp_path: Path) -> None:
    keep(tmp_path / "data")
    article = tmp_path / "legs.md"
    article.write_text("# Legs\n\nLegs grow.\n", encoding="utf-8")
    stage.start_orca()
    command = [sys.executable, "-X", "faulthandler", "-m", "hiitreader", "--data-dir", str(tmp_path / "data")]
    program = stage.start([*command, str(article)], "program", {"TZ": "UTC"})
    with tree_reader(stage) as reader:
        outcomes = Walk(stage, reader).take(parse(STEPS), lambda: program.poll() is None)
    transcript = "\n".join(str(outcome) for outcome in outcomes)
    if folder := os.environ.get("HIITREADER_TRANSCRIPTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        (Path(folder) / "thread.txt").write_text(transcript + "\n")
    assert program.poll() is None, f"the program ended by itself:\n{stage.printed('program')}\n{transcript}"
    assert "Traceback" not in stage.printed("program"), stage.printed("program")
    failed = [outcome for outcome in outcomes if outcome.failed]
    assert not failed, f"{len(failed)} steps were not heard as they ought to be:\n{transcript}"
