"""Whatever happens in whatever order: no reply is lost, none sent twice, none called sent that was not confirmed.

Two devices of one reader write to one site, some of it in the same words, in answer to the same or to others; so do
strangers. The site is closed, moderated and put back, and clocks are set.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.replies.conftest import SetClock
from tests.replies.paper_server import Kept, Killed, PaperServer, PaperSite

from hiitreader.replies.deeds import Deed
from hiitreader.replies.desk import EditProblem, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import CONFIRMED, PENDING, STUCK, Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings

THREAD = Thread("/articles/legs/", "Legs")
FAULTS = st.sampled_from(
    ["", "not reached", "late", "refused", "closed", "killed before", "killed after", "lost before", "lost after"]
)
DEVICES = st.sampled_from([0, 1])
MEMORY = Path("/dev/shm")
"""Where a life's folder is, on systems that have it: on a disk, waiting for it takes most of the time."""


@dataclass(frozen=True)
class Sync:
    """A sync: how long after what was before it, what befalls its post, whether the site is down, who wants it."""

    seconds: int
    fault: str
    down: bool
    by_hand: bool


SYNCS = st.builds(
    Sync,
    seconds=st.sampled_from([1, 20, 61, 400]),
    fault=FAULTS,
    down=st.sampled_from([False] * 7 + [True]),
    by_hand=st.booleans(),
)


@dataclass
class Device:
    """One computer of the reader's: its folder, its way to the site, the desk that is open, what was finished on it."""

    folder: Path
    server: PaperServer
    finished: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.clock = SetClock(self.server.site.clock)
        self.server.clock = self.clock
        self.desk = self.open()

    def open(self) -> ReplyDesk:
        def opener(_: ServerSettings, __: str) -> PaperServer:
            return self.server

        return ReplyDesk(self.folder, self.clock, opener, chance=lambda: 0.0)

    def crash(self) -> None:
        self.desk.close()
        self.clock.run += "+"
        self.desk = self.open()

    def in_doubt(self) -> list[Reply]:
        return [one for one in self.desk.own() if one.may_be_there or one.state is ReplyState.SENDING]

    def first(self, deed: Deed) -> Reply | None:
        """The first finished reply with which something can be done."""
        now = self.clock.moment
        return next(
            (one for one in self.desk.own() if one.uuid in self.finished and deed in self.desk.can(one, now)), None
        )


class Life(RuleBasedStateMachine):
    """A reader, programs that may be killed, a site that may fail, a moderator."""

    wordpress = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hiitreader-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
        self.site = PaperSite(wordpress=self.wordpress)
        self.devices = [Device(self.folder / str(number), PaperServer(self.site)) for number in range(2)]
        for device in self.devices:
            device.desk.servers.set("https://comments.example.com", "isso")
        self.count = 0
        self.written: list[tuple[str, str]] = []
        self.insisted: set[str] = set()
        self.put_back = False
        self.changes: dict[str, set[str]] = {}

    @initialize(moderated=st.booleans())
    def moderation(self, moderated: bool) -> None:
        self.site.moderated = moderated

    # -- the reader -------------------------------------------------------------------------------------------------

    @rule(
        device=DEVICES,
        finished=st.sampled_from([True, True, True, False]),
        same=st.booleans(),
        answering=st.sampled_from([0, 0, 1, 2]),
        then=SYNCS,
    )
    def write(self, device: int, finished: bool, same: bool, answering: int, then: Sync) -> None:
        self.count += not same or not self.count
        one = self.devices[device]
        listed = [found.id for found in one.desk.replies(THREAD).theirs]
        parent = listed[-answering] if 0 < answering <= len(listed) else ""
        form = ReplyForm(comment=f"Words {self.count}", name="Ann", email="ann@example.com")
        one.desk.save_draft(THREAD, replace(form, comment="Wor"), parent)
        if finished:
            one.finished.add(one.desk.queue(THREAD, form, parent).uuid)
            self.written.append((form.comment, parent))
        self.sync(device, then)

    @rule(device=DEVICES, deed=st.sampled_from(["mend", "send again", "retry", "discard and restore"]), then=SYNCS)
    def tend(self, device: int, deed: str, then: Sync) -> None:
        """Do something in the outbox."""
        one = self.devices[device]
        {
            "mend": self.mend,
            "send again": self.say_send_again,
            "retry": lambda one: one.desk.retry_all(),
            "discard and restore": self.discard_and_restore,
        }[deed](one)
        self.sync(device, then)

    def mend(self, one: Device) -> None:
        stuck = next((reply for reply in one.desk.own() if reply.state in STUCK), None)
        if stuck is None:
            return
        if stuck.may_change:
            self.count += 1
            one.desk.rewrite(stuck.uuid, replace(stuck.form, comment=f"Words {self.count}"))
            self.written.append((f"Words {self.count}", stuck.parent))
        else:
            one.desk.send_again(stuck.uuid)

    def say_send_again(self, one: Device) -> None:
        asking = one.first(Deed.SEND_AGAIN)
        if asking is not None:
            self.insisted.add(asking.form.comment)
            one.desk.send_again(asking.uuid)

    def discard_and_restore(self, one: Device) -> None:
        reply = one.first(Deed.DISCARD)
        if reply is not None:
            one.desk.discard(reply.uuid)
            assert one.desk.restore(reply.uuid).form == reply.form

    @rule(
        device=DEVICES,
        deed=st.sampled_from(["change", "change", "delete"]),
        fault=st.sampled_from(["", "lost after", "lost before", "not reached"]),
    )
    def change_there(self, device: int, deed: str, fault: str) -> None:
        """Change or delete something on the site."""
        one = self.devices[device]
        reply = one.first(Deed.EDIT_THERE)
        if reply is None:
            return
        there = self.site.numbered(reply.server_id)
        if deed == "delete" and there is not None and self.could_be_mistaken(there):
            return
        one.server.fault = fault
        if deed == "change":
            self.change(one, reply)
        else:
            self.delete(one, reply)
        one.server.fault = ""

    def change(self, one: Device, reply: Reply) -> None:
        self.count += 1
        words = f"Words {self.count}"
        self.written.append((words, reply.parent))
        self.changes.setdefault(reply.uuid, set()).add(words)
        one.desk.keep_edit(reply.uuid, words)
        try:
            assert one.desk.edit_there(reply.uuid, words).form.comment == words
        except EditProblem:
            assert one.desk.edit_kept(reply.uuid) == words

    def delete(self, one: Device, reply: Reply) -> None:
        try:
            assert one.desk.delete_there(reply.uuid).state is ReplyState.DISCARDED
            assert self.site.numbered(reply.server_id) is None
        except EditProblem:
            assert one.desk.reply(reply.uuid).state in CONFIRMED

    # -- the program and the site -----------------------------------------------------------------------------------

    @rule(device=DEVICES, how=SYNCS)
    def only_sync(self, device: int, how: Sync) -> None:
        self.sync(device, how)

    def sync(self, device: int, how: Sync) -> None:
        self.site.clock.go_on(how.seconds)
        one = self.devices[device]
        one.server.fault, one.server.down = how.fault, how.down
        try:
            report = one.desk.sync(THREAD, by_hand=how.by_hand)
        except Killed:
            one.crash()
        else:
            assert report.next_due is not None
            assert report.next_due > one.clock.moment - timedelta(seconds=1)
        one.server.fault, one.server.down = "", False

    @precondition(lambda self: self.site.kept)
    @rule(let_through=st.sampled_from([True, True, False]), last=st.booleans())
    def a_moderator_looks(self, let_through: bool, last: bool) -> None:
        """One that is held is let through or not; where none is, one is taken down."""
        held = [one for one in self.site.kept if one.held]
        one = (held or self.site.kept)[-1 if last else 0]
        deleted = not (one.held and let_through)
        if deleted and self.could_be_mistaken(one):
            return
        one.gone = deleted
        one.held = False

    @rule(same=st.booleans(), answering=st.booleans())
    def a_stranger_of_the_same_name_writes(self, same: bool, answering: bool) -> None:
        """Not the same as what may be arriving just then: that nobody could tell apart."""
        published = [one for one in self.site.kept if not one.held]
        parent = str(published[-1].number) if answering and published else ""
        words = f"Words {self.count}" if same else "Other words"
        if not any(one.form.comment == words for device in self.devices for one in device.in_doubt()):
            self.site.keep(f"Ann|{words}|{parent}")
            self.site.clock.go_on(400)

    @rule(closed=st.booleans())
    def the_article_is_closed_or_opened(self, closed: bool) -> None:
        self.site.closed = closed

    @rule(device=DEVICES, seconds=st.sampled_from([-400_000, -86_000, -60, 60, 3_600, 86_000, 400_000]))
    def a_clock_is_set(self, device: int, seconds: int) -> None:
        self.devices[device].clock.set_on(seconds)

    @precondition(lambda self: not self.site.late)
    @rule(seconds=st.sampled_from([100, 1_000]))
    def the_site_is_put_back(self, seconds: int) -> None:
        """Not while something is in doubt that nobody could tell apart from what came before."""
        if any(device.in_doubt() for device in self.devices):
            return
        self.site.put_back(self.site.clock.moment - timedelta(seconds=seconds))
        self.put_back = True
        self.site.clock.go_on(400)

    def could_be_mistaken(self, one: Kept) -> bool:
        """Whether what comes in the place of the newest, where all are held, could be taken for it: none is listed."""
        if self.wordpress or not self.site.moderated or one is not self.site.kept[-1]:
            return False
        return bool(self.site.late) or any(one.doubtful for device in self.devices for one in device.desk.own())

    # -- what holds -------------------------------------------------------------------------------------------------

    @invariant()
    def none_is_lost(self) -> None:
        for device in self.devices:
            assert device.finished <= {one.uuid for one in device.desk.own()}

    @invariant()
    def none_is_twice(self) -> None:
        """The site never got more copies than were written, unless the reader said "Send again"."""
        for words in {one.words for one in self.site.ever}:
            there = [one for one in self.site.kept if one.words == words and one.sent]
            assert words in self.insisted or len(there) <= sum(words == said for said, _ in self.written)
            assert not self.site.wordpress or len({one.parent for one in there}) == len(there)

    @invariant()
    def none_is_shown_twice(self) -> None:
        for device in self.devices:
            conversation = device.desk.replies(THREAD)
            listed = [one.id for one in conversation.theirs]
            assert len(listed) == len(set(listed))
            assert not {one.server_id for one in conversation.own if one.state in CONFIRMED} & set(listed)
            numbers = [one.server_id for one in device.desk.own() if one.state in CONFIRMED and one.server_id]
            assert len(numbers) == len(set(numbers))

    @invariant()
    def none_is_called_sent_that_did_not_arrive(self) -> None:
        for device in self.devices:
            for one in device.desk.own():
                if one.state in CONFIRMED:
                    assert one.server_id or one.doubtful
                    there = [kept for kept in self.site.ever if one.server_id in {"", str(kept.number)} and kept.sent]
                    words = {one.form.comment, *self.changes.get(one.uuid, ())}
                    assert any(kept.said & words and self.stands_under(kept, one) for kept in there)

    def stands_under(self, kept: Kept, reply: Reply) -> bool:
        """Whether it stands under what it answers, or did; an answer to what had gone stands under nothing."""
        if kept.parent == reply.parent:
            return True
        return not self.wordpress and kept.parent in {"", *(one.parent for one in self.site.ever)}

    @invariant()
    def every_reply_says_where_it_is(self) -> None:
        for device in self.devices:
            for one in device.desk.own():
                assert one.state is not ReplyState.SENDING or device.desk.tries(one.uuid)[-1].ended is None
                assert one.state.sentence
                assert device.desk.next_step(one, self.site.clock.moment, device.desk.servers.get()).said()

    def teardown(self) -> None:
        """In the end, when nothing fails any more, everything is somewhere."""
        self.site.closed = False
        for device in self.devices:
            device.clock.put_right()
            device.desk.retry_all()
            for _ in range(12 + len(device.desk.own())):  # some servers take one at a time
                self.site.clock.go_on(120)
                device.desk.sync(THREAD, by_hand=True)
            for one in device.desk.own():
                assert one.state not in PENDING or one.ask or one.state is ReplyState.DRAFT
            self.every_published_one_is_there(device)
            listed = {one.id for one in device.desk.replies(THREAD).theirs}
            assert listed == {str(one.number) for one in self.site.kept if not one.held}
            device.desk.close()
        shutil.rmtree(self.folder)

    def every_published_one_is_there(self, device: Device) -> None:
        """What the program shows is what the site has."""
        own = device.desk.own()
        for one in own:
            there = self.site.numbered(one.server_id)
            if one.state is ReplyState.PUBLISHED:
                assert there is not None
                assert not there.held
                words = {one.form.comment, *self.changes.get(one.uuid, ())}
                assert there.said & words
                assert there.sent, "somebody else's is never one's own"
                assert one.written in {None, there.written}
        shown = {kept.sent for kept in self.site.kept if not kept.held}
        for one in own:
            if one.may_be_there and one.uuid in shown and one.form.comment not in self.insisted:
                alike = self.written.count((one.form.comment, one.parent))
                assert alike > 1, "what is listed is known to be one's own"


class LifeOnWordPress(Life):
    """The same on a site that takes the same words once."""

    wordpress = True


class LongLife(Life):
    """The same, more often."""


class LongLifeOnWordPress(LifeOnWordPress):
    """The same, more often."""


Life.TestCase.settings = settings(stateful_step_count=25)
TestLife = Life.TestCase
LifeOnWordPress.TestCase.settings = settings(stateful_step_count=25)
TestLifeOnWordPress = LifeOnWordPress.TestCase
LongLife.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLongLife = pytest.mark.slow(LongLife.TestCase)
LongLifeOnWordPress.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLongLifeOnWordPress = pytest.mark.slow(LongLifeOnWordPress.TestCase)
