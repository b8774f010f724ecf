from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hiitreader.errors import Bug
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import SETTLE, STUCK, TRANSITIONS, Reply, ReplyState, Standing, Thread

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def draft() -> Reply:
    form = ReplyForm(comment="  Good.\r\nYes.\x07 ", name=" Ann \n Reader ", email=" a@example.com ")
    return Reply(uuid="u", thread=Thread("/a/", "A"), form=form, created=NOW, changed=NOW)


def sent(reply: Reply) -> Reply:
    return reply.sending(NOW, server="https://s", body="{}", noted="7")


def test_every_state_has_a_sentence_and_a_way() -> None:
    for state in ReplyState:
        assert state.sentence
        assert state.label
        assert state in TRANSITIONS


def test_queueing_tidies_the_words(draft: Reply) -> None:
    form = draft.queued(LATER).form
    assert (form.comment, form.name, form.email) == ("Good.\nYes.", "Ann Reader", "a@example.com")


def test_a_draft_cannot_be_published(draft: Reply) -> None:
    with pytest.raises(Bug):
        draft.received(NOW, "1", awaiting=False)


def test_received_needs_the_servers_id(draft: Reply) -> None:
    with pytest.raises(Bug):
        sent(draft.queued(NOW)).received(NOW, "", awaiting=False)


def test_not_sent_goes_back_to_the_queue_without_doubt(draft: Reply) -> None:
    back = sent(draft.queued(NOW)).not_sent(LATER, "refused")
    assert back.state is ReplyState.QUEUED
    assert back.may_change
    assert (back.server, back.body, back.noted, back.tries) == ("", "", "", 1)


def test_a_doubtful_reply_keeps_its_mark_its_body_and_its_note(draft: Reply) -> None:
    unsure = sent(draft.queued(NOW)).unsure(LATER, "reset")
    assert unsure.not_before == LATER + SETTLE
    again = unsure.sending(LATER, server="https://other", body="other", noted="99").not_sent(LATER, "refused")
    assert again.state is ReplyState.UNSURE
    assert (again.doubtful, again.server, again.body, again.noted) == (True, "https://s", "{}", "99")
    assert not again.may_change
    with pytest.raises(Bug):
        again.rewritten(ReplyForm(), LATER)


@pytest.mark.parametrize("state", sorted(STUCK, key=lambda one: one.value))
def test_what_a_server_refuses_in_doubt_stays_in_doubt(draft: Reply, state: ReplyState) -> None:
    unsure = sent(draft.queued(NOW)).unsure(NOW, "reset")
    refused = sent(unsure).refused(LATER, state, "no", "comment")
    assert (refused.state, refused.ask, refused.doubtful, refused.reason) == (ReplyState.UNSURE, False, True, "no")
    assert not refused.may_change
    with pytest.raises(Bug):
        refused.rewritten(ReplyForm(), LATER)
    waits = []
    while not refused.ask:
        assert refused.not_before is not None
        waits.append(refused.not_before - LATER)
        refused = sent(refused).refused(LATER, state, "no", "comment", before=len(waits))
    assert 2 <= len(waits) <= 5
    assert sorted(waits) == waits
    again = refused.again(LATER)
    assert (again.state, again.doubtful, again.body) == (ReplyState.QUEUED, True, "{}")
    never = sent(unsure).never_taken(LATER, state, "no", "comment")
    assert (never.state, never.doubtful, never.may_change) == (state, False, True)


@pytest.mark.parametrize("where", ["unsure", "asking", "queued again", "discarded"])
def test_one_in_doubt_that_a_listing_shows_is_published_wherever_it_was(draft: Reply, where: str) -> None:
    unsure = sent(draft.queued(NOW)).unsure(NOW, "reset")
    asking = unsure.asking(NOW, "can't tell")
    one = {"unsure": unsure, "asking": asking, "queued again": asking.again(NOW), "discarded": unsure.discarded(NOW)}
    seen = one[where].seen(LATER, "7", written=NOW)
    assert (seen.state, seen.server_id, seen.ask, seen.before) == (ReplyState.PUBLISHED, "7", False, None)
    assert seen.written == NOW
    assert seen.may_be_there is False
    with pytest.raises(Bug):
        draft.queued(NOW).seen(LATER, "7")


def test_the_readers_yes_sends_again_with_a_new_note(draft: Reply) -> None:
    asking = sent(draft.queued(NOW)).unsure(NOW, "reset").asking(LATER, "can't tell")
    again = asking.again(LATER)
    assert (again.state, again.ask, again.doubtful, again.body) == (ReplyState.QUEUED, False, True, "{}")
    assert again.noted, "the new note must lead to what was sent before"
    assert again.sending(LATER, server="x", body="x", noted="12").noted == "12"


def test_one_that_is_sent_anew_has_no_number_and_no_moment_yet(draft: Reply) -> None:
    there = sent(draft.queued(NOW)).received(NOW, "7", awaiting=False, written=NOW)
    anew = there.standing_at(LATER, Standing.GONE).again(LATER)
    assert (anew.state, anew.server_id, anew.written) == (ReplyState.QUEUED, "", None)


def test_discarding_can_be_undone(draft: Reply) -> None:
    gone = draft.queued(NOW).discarded(LATER)
    assert gone.state is ReplyState.DISCARDED
    assert gone.restored(LATER).state is ReplyState.QUEUED
    with pytest.raises(Bug):
        draft.restored(LATER)


@pytest.fixture
def held(draft: Reply) -> Reply:
    return sent(draft.queued(NOW)).received(NOW, "7", awaiting=True, token="t", expires=LATER)


def test_what_was_held_is_published_or_rejected_and_published_ones_are_taken_down(held: Reply) -> None:
    still = held.standing_at(LATER, Standing.AWAITING)
    assert (still.state, still.changed, still.checked) == (ReplyState.AWAITING_MODERATION, NOW, LATER)
    assert held.standing_at(LATER, Standing.UNKNOWN) == still
    published = still.standing_at(LATER, Standing.PUBLISHED)
    assert (published.state, published.changed, published.server_id) == (ReplyState.PUBLISHED, LATER, "7")
    assert published.standing_at(LATER, Standing.AWAITING).state is ReplyState.AWAITING_MODERATION
    for one in (held, published):
        gone = one.standing_at(LATER, Standing.GONE)
        assert gone.state is ReplyState.REJECTED
        assert gone.reason
        again = gone.again(LATER)
        assert (again.state, again.server_id, again.token, again.checked) == (ReplyState.QUEUED, "", "", None)


def test_only_a_confirmed_reply_is_changed_or_deleted_there(draft: Reply, held: Reply) -> None:
    changed = held.edited(LATER, ReplyForm(comment=" New.\r\n"), awaiting=False, token="u")
    assert (changed.state, changed.form.comment, changed.token, changed.expires) == (
        ReplyState.PUBLISHED,
        "New.",
        "u",
        None,
    )
    deleted = changed.deleted(LATER)
    assert (deleted.state, deleted.before) == (ReplyState.DISCARDED, None)
    for wrong in (
        lambda: draft.queued(NOW).deleted(NOW),
        lambda: draft.queued(NOW).edited(NOW, draft.form, awaiting=False),
        lambda: draft.queued(NOW).standing_at(NOW, Standing.GONE),
        lambda: held.discarded(NOW),
        lambda: deleted.restored(NOW),
    ):
        with pytest.raises(Bug):
            wrong()


def test_delivered_without_a_number_needs_a_doubtful_try_before(draft: Reply) -> None:
    clean = sent(draft.queued(NOW))
    with pytest.raises(Bug):
        clean.received(LATER, "", awaiting=True, delivered=True)
    doubtful = sent(clean.unsure(NOW, "lost"))
    with pytest.raises(Bug):
        doubtful.received(LATER, "", awaiting=False, delivered=True)
    there = doubtful.received(LATER, "", awaiting=True, delivered=True)
    assert (there.state, there.server_id) == (ReplyState.AWAITING_MODERATION, "")
    assert there.reason
    listed = there.received(LATER, "7", awaiting=False)
    assert (listed.state, listed.server_id, listed.reason) == (ReplyState.PUBLISHED, "7", "")


def test_to_be_tried_at_once_never_cuts_short_what_a_server_may_still_be_working_on(draft: Reply) -> None:
    queued = draft.queued(NOW).put_off(LATER)
    assert queued.not_before == LATER
    assert queued.put_off(None).not_before is None
    unsure = sent(draft.queued(NOW)).unsure(NOW, "busy", timedelta(hours=1))
    assert unsure.not_before == NOW + timedelta(hours=1)
    assert unsure.put_off(None).not_before is None, "settling is not counted by it"


class OneReply(RuleBasedStateMachine):
    """A server that may or may not have taken each try, and a reply that knows only what it was told."""

    def __init__(self) -> None:
        super().__init__()
        form = ReplyForm(comment="Words", name="Ann", email="a@example.com")
        self.reply = Reply(uuid="u", thread=Thread("/a/", "A"), form=form, created=NOW, changed=NOW)
        self.taken = 0
        self.moment = NOW

    def tick(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment

    def is_in(self, *states: ReplyState) -> bool:
        return self.reply.state in states

    @precondition(lambda self: self.is_in(ReplyState.DRAFT))
    @rule()
    def queue(self) -> None:
        self.reply = self.reply.queued(self.tick())

    @precondition(lambda self: self.is_in(ReplyState.QUEUED) or (self.is_in(ReplyState.UNSURE) and not self.taken))
    @rule()
    def begin(self) -> None:
        self.reply = self.reply.sending(self.tick(), server="https://s", body=f"body {self.reply.tries}", noted="1")

    @precondition(lambda self: self.is_in(ReplyState.SENDING))
    @rule(awaiting=st.booleans())
    def confirmed(self, awaiting: bool) -> None:
        self.taken += 1
        self.reply = self.reply.received(self.tick(), "12", awaiting=awaiting)

    @precondition(lambda self: self.is_in(ReplyState.SENDING))
    @rule(taken=st.booleans())
    def answer_lost(self, taken: bool) -> None:
        self.taken += taken
        self.reply = self.reply.unsure(self.tick(), "lost")

    @precondition(lambda self: self.is_in(ReplyState.SENDING))
    @rule()
    def not_reached(self) -> None:
        self.reply = self.reply.not_sent(self.tick(), "refused")

    @precondition(lambda self: self.is_in(ReplyState.SENDING))
    @rule(state=st.sampled_from(sorted(STUCK, key=lambda state: state.value)))
    def refused(self, state: ReplyState) -> None:
        self.reply = self.reply.refused(self.tick(), state, "no")

    @precondition(lambda self: self.is_in(ReplyState.UNSURE) and self.taken)
    @rule()
    def found(self) -> None:
        self.reply = self.reply.received(self.tick(), "12", awaiting=False)

    @precondition(lambda self: self.is_in(*STUCK))
    @rule()
    def try_again(self) -> None:
        self.reply = self.reply.again(self.tick())

    @precondition(lambda self: self.is_in(ReplyState.DRAFT, ReplyState.QUEUED, ReplyState.UNSURE, *STUCK))
    @rule()
    def discard_and_restore(self) -> None:
        self.reply = self.reply.discarded(self.tick()).restored(self.tick())

    @precondition(lambda self: self.reply.may_change)
    @rule(words=st.text(min_size=1))
    def rewrite(self, words: str) -> None:
        self.reply = self.reply.rewritten(ReplyForm(comment=words), self.tick())

    @rule()
    def look(self) -> None:
        assert self.reply.state.sentence

    @invariant()
    def never_twice(self) -> None:
        assert self.taken <= 1

    @invariant()
    def never_shown_as_sent_unproved(self) -> None:
        if self.is_in(ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION):
            assert self.taken == 1
            assert self.reply.server_id

    @invariant()
    def what_may_be_on_a_server_never_changes(self) -> None:
        if self.taken:
            assert not self.reply.may_change
        if self.reply.doubtful:
            assert self.reply.body
            assert self.reply.server


OneReply.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestOneReply = OneReply.TestCase
