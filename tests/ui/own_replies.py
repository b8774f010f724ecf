"""Own replies in every state, and a clock, for tests of what is told and done about them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hiitreader.replies.deeds import can, next_step
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.system.clock import Tick
from hiitreader.ui.panels.outbox_rows import Entry

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
LEGS = Thread("/articles/legs/", "Legs")
FAT = Thread("/articles/fat/", "Fat loss")
FORM = ReplyForm("Good one.\n\nThank you.", "Ann", "ann@example.com")
S = ReplyState


@dataclass
class FakeClock:
    """Stands still until it is set."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def tick(self) -> Tick:
        return Tick(self.moment, (self.moment - NOW).total_seconds(), "one")

    def go_on(self, **length: float) -> None:
        self.moment += timedelta(**length)


def own(state: ReplyState, uuid: str = "u", thread: Thread = LEGS, **more: object) -> Reply:
    """A reply of the reader's own in a state."""
    made = Reply(uuid, thread, FORM, NOW - timedelta(hours=1), NOW - timedelta(minutes=5), state=state)
    if state is S.UNSURE:
        more = {"doubtful": True} | more
    if state in {S.PUBLISHED, S.AWAITING_MODERATION}:
        more = {"server_id": "7"} | more
    if state is S.DISCARDED:
        more = {"before": S.QUEUED} | more
    return replace(made, **more)  # type: ignore[arg-type]


def entry(reply: Reply, now: datetime = NOW) -> Entry:
    """How the outbox has a reply, with no server set."""
    return Entry(reply, can(reply, now), next_step(reply, now, None))
