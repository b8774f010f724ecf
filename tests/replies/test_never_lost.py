"""Whatever happens in whatever order: no reply is lost, none sent twice, none called sent that was not confirmed."""

import shutil
import tempfile
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.replies.conftest import HandClock

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ANY_SERVER, Limits, ReplyForm
from hiitreader.replies.reply import STUCK, Reply, ReplyState, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer, Standing, Trace
from hiitreader.replies.server_settings import ServerSettings

THREAD = Thread("/articles/legs/", "Legs")
DONE = {ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION}


class Killed(BaseException):
    """The program ends in the midst of a post."""


@dataclass
class Kept:
    """A reply as the server has it."""

    number: int
    body: str
    held: bool


class PaperServer:
    """A server on paper: it keeps bodies under numbers, holds them when it is moderated, and fails as it is told."""

    limits: Limits = ANY_SERVER
    pause = timedelta()

    def __init__(self) -> None:
        self.clock = HandClock()
        self.kept: list[Kept] = []
        self.late: list[tuple[datetime, str]] = []
        self.moderated = False
        self.down = False
        self.fault = ""

    def keep(self, body: str) -> None:
        self.kept.append(Kept(len(self.kept) + 1, body, self.moderated))

    def asked(self) -> None:
        """What was under way arrives when its time has come; a server that is down says nothing."""
        arrived = [body for due, body in self.late if due <= self.clock.moment]
        self.late = [(due, body) for due, body in self.late if due > self.clock.moment]
        for body in arrived:
            self.keep(body)
        if self.down:
            raise NoAnswer("down")

    def body(self, reply: Reply) -> str:
        return f"{reply.form.name}|{reply.form.comment}"

    def note(self, thread: Thread, known: AbstractSet[str]) -> str:
        self.asked()
        return str(len(self.kept))

    def send(self, reply: Reply) -> Answer:
        fault, self.fault = self.fault, ""
        if fault == "not reached":
            return Answer(ReplyState.QUEUED, reason="not reached")
        if fault == "refused":
            return Answer(ReplyState.NEEDS_CHANGE, reason="no", field="comment")
        if fault == "closed":
            return Answer(ReplyState.CLOSED, reason="closed")
        if fault == "killed before":
            raise Killed
        if fault == "lost before":
            return Answer(ReplyState.UNSURE, reason="lost")
        if fault == "late":
            self.late.append((self.clock.moment + timedelta(seconds=50), reply.body))
            return Answer(ReplyState.UNSURE, reason="late")
        self.keep(reply.body)
        if fault == "killed after":
            raise Killed
        if fault == "lost after":
            return Answer(ReplyState.UNSURE, reason="lost")
        state = ReplyState.AWAITING_MODERATION if self.moderated else ReplyState.PUBLISHED
        return Answer(state, server_id=str(len(self.kept)))

    def find(self, reply: Reply, known: AbstractSet[str]) -> Finding:
        self.asked()
        new = [one for one in self.kept if one.number > int(reply.noted) and str(one.number) not in known]
        for one in new:
            if not one.held and one.body == reply.body:
                return Finding(Trace.FOUND, str(one.number))
        return Finding(Trace.UNKNOWN if any(one.held for one in new) else Trace.ABSENT)

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        return Listing((), whole=True)

    def locate(self, thread: Thread) -> str:
        return thread.uri

    def standing(self, reply: Reply) -> Standing:
        return Standing.UNKNOWN

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        return Answer(ReplyState.REJECTED)

    def delete(self, reply: Reply) -> Answer:
        return Answer(ReplyState.REJECTED)

    def close(self) -> None:
        """Nothing is open."""


FAULTS = st.sampled_from(
    ["", "not reached", "late", "refused", "closed", "killed before", "killed after", "lost before", "lost after"]
)


class Life(RuleBasedStateMachine):
    """A reader, a program that may be killed, and a server that may fail."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="hiitreader-"))
        self.server = PaperServer()
        self.clock = self.server.clock
        self.count = 0
        self.finished: set[str] = set()
        self.insisted: set[str] = set()
        self.desk = self.open()
        self.desk.servers.set("https://comments.example.com", "isso")

    def open(self) -> ReplyDesk:
        def opener(_: ServerSettings, __: str) -> PaperServer:
            return self.server

        return ReplyDesk(self.folder, self.clock, opener)

    def teardown(self) -> None:
        self.desk.close()
        shutil.rmtree(self.folder)

    @rule(finished=st.sampled_from([True, True, True, False]))
    def write(self, finished: bool) -> None:
        self.count += 1
        form = ReplyForm(comment=f"Words {self.count}", name="Ann", email="ann@example.com")
        self.desk.save_draft(THREAD, replace(form, comment="Wor"))
        if finished:
            self.finished.add(self.desk.queue(THREAD, form).uuid)

    @rule(fault=FAULTS, down=st.sampled_from([False, False, False, True]), seconds=st.sampled_from([1, 40, 61]))
    def sync(self, fault: str, down: bool, seconds: int) -> None:
        self.clock.go_on(seconds)
        self.server.fault, self.server.down = fault, down
        try:
            self.desk.sync(THREAD)
        except Killed:
            self.desk.close()
            self.desk = self.open()

    @initialize(moderated=st.booleans())
    def moderation(self, moderated: bool) -> None:
        self.server.moderated = moderated

    @precondition(lambda self: any(one.held for one in self.server.kept))
    @rule()
    def a_moderator_looks(self) -> None:
        next(one for one in self.server.kept if one.held).held = False

    @precondition(lambda self: any(one.state in STUCK for one in self.desk.own()))
    @rule()
    def mend_or_try_again(self) -> None:
        one = next(one for one in self.desk.own() if one.state in STUCK)
        if one.may_change:
            self.desk.rewrite(one.uuid, replace(one.form, comment=one.form.comment + " mended"))
        else:
            self.desk.send_again(one.uuid)

    @precondition(lambda self: any(one.ask for one in self.desk.own()))
    @rule()
    def say_send_again(self) -> None:
        one = next(one for one in self.desk.own() if one.ask)
        self.insisted.add(one.uuid)
        self.desk.send_again(one.uuid)

    @precondition(lambda self: any(one.may_change for one in self.desk.own()))
    @rule()
    def discard_and_restore(self) -> None:
        one = next(one for one in self.desk.own() if one.may_change)
        self.desk.discard(one.uuid)
        assert self.desk.restore(one.uuid).form == one.form

    @invariant()
    def none_is_lost(self) -> None:
        assert self.finished <= {one.uuid for one in self.desk.own()}

    @invariant()
    def none_is_twice(self) -> None:
        for one in self.desk.own():
            if one.uuid in self.finished and one.uuid not in self.insisted:
                words = one.form.comment.removesuffix(" mended")
                copies = [kept for kept in self.server.kept if kept.body.partition("|")[2].split(" mended")[0] == words]
                assert len(copies) <= 1

    @invariant()
    def none_is_called_sent_that_is_not_there(self) -> None:
        for one in self.desk.own():
            if one.state in DONE:
                (there,) = [kept for kept in self.server.kept if str(kept.number) == one.server_id]
                assert there.body == self.server.body(one)

    @invariant()
    def every_reply_says_where_it_is(self) -> None:
        for one in self.desk.own():
            assert one.state is not ReplyState.SENDING or self.desk.tries(one.uuid)[-1].ended is None
            assert one.state.sentence


class LongLife(Life):
    """The same, more often."""


Life.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestLife = Life.TestCase
LongLife.TestCase.settings = settings(max_examples=500, stateful_step_count=30, deadline=None)
TestLongLife = pytest.mark.slow(LongLife.TestCase)
