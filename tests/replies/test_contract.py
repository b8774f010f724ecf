"""What every kind of server must keep, tried on recorded talks and on the real servers.

A new kind adds one line to `places.OPENINGS` and its talks: HIITREADER_RECORD=1 writes them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.replies.places import NONE, Place, place, shown, typed, ways

from hiitreader.replies.reply import ReplyState, Standing
from hiitreader.replies.server import Trace
from hiitreader.replies.thread import TextFormat

REPLIED = {ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION}


@pytest.fixture(params=ways())
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_place(way: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A server that publishes at once."""
    with place(way, request, moderated=False) as found:
        yield found


@pytest.fixture
def moderated(way: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A server where a moderator sees replies first."""
    if "signed-in" in way:
        pytest.skip("the site's owner is never moderated")
    with place(way, request, moderated=True) as found:
        yield found


def test_a_reply_is_published_and_listed_as_typed(open_place: Place) -> None:
    text = "a < b && c > d, <b>not bold</b>, *stars* \\ back\\slash &lt; &#8212; 100%41\n\n> “quoted” 'it' \U0001f9b5"
    sending = open_place.ready(text, website="https://example.com/~ann")
    answer = open_place.server.send(sending)
    assert answer.state is ReplyState.PUBLISHED
    listing = open_place.server.pull(open_place.thread, None)
    (listed,) = listing.replies
    assert listing.whole
    assert listing.total in {1, None}
    assert listed.id == answer.server_id
    assert shown(listed) == typed(text)
    assert (listed.parent, listed.awaiting, listed.own, listed.deleted) == ("", False, False, False)
    if "signed-in" not in open_place.kind:
        assert (listed.author, listed.website) == ("Ann <b> & 50%41 Co", "https://example.com/~ann")


def test_a_quotation_at_the_beginning_is_listed_as_one(open_place: Place) -> None:
    text = "> Muscles grow <fast>\n>\n> at night.\n\nDo they?"
    open_place.server.send(open_place.ready(text))
    (listed,) = open_place.server.pull(open_place.thread, None).replies
    assert shown(listed) == "Muscles grow <fast> at night. Do they?"
    assert ("<blockquote>" in listed.text) == (listed.format is TextFormat.HTML)


def test_a_held_reply_awaits_moderation_until_it_is_let_through(moderated: Place) -> None:
    reply = moderated.confirmed("Hold me.")
    assert reply.state is ReplyState.AWAITING_MODERATION
    assert moderated.server.pull(moderated.thread, None).replies == ()
    assert moderated.server.standing(reply) is Standing.AWAITING
    moderated.moderator.approve(int(reply.server_id))
    assert moderated.server.standing(reply) is Standing.PUBLISHED
    (listed,) = moderated.server.pull(moderated.thread, None).replies
    assert (listed.id, listed.awaiting) == (reply.server_id, False)


def test_a_reply_that_was_taken_down_is_gone(open_place: Place) -> None:
    reply = open_place.confirmed("Take me down.")
    assert open_place.server.standing(reply) is Standing.PUBLISHED
    open_place.moderator.delete(int(reply.server_id))
    assert open_place.server.standing(reply) is Standing.GONE


def test_answers_stand_under_what_they_answer(open_place: Place) -> None:
    first = open_place.confirmed("First.").server_id
    second = open_place.confirmed("Second.").server_id
    open_place.confirmed("Answer to the first.", parent=first)
    listed = [(shown(reply), reply.parent) for reply in open_place.server.pull(open_place.thread, None).replies]
    assert listed == [("First.", ""), ("Answer to the first.", first), ("Second.", "")]
    assert second


def test_an_empty_thread_has_no_replies(open_place: Place) -> None:
    listing = open_place.server.pull(open_place.thread, None)
    assert (listing.replies, listing.whole) == ((), True)


def test_what_is_new_is_listed_by_itself(open_place: Place) -> None:
    first = open_place.confirmed("First.")
    (listed,) = open_place.server.pull(open_place.thread, None).replies
    second = open_place.confirmed("Second.")
    again = open_place.server.pull(open_place.thread, listed.written)
    assert {reply.id for reply in again.replies} == {first.server_id, second.server_id}
    later = open_place.server.pull(open_place.thread, listed.written + timedelta(days=1))
    assert later.replies == () or later.whole


def test_a_comment_the_server_refuses_names_its_field(open_place: Place) -> None:
    answer = open_place.server.send(open_place.ready(""))
    assert (answer.state, answer.field, answer.server_id) == (ReplyState.NEEDS_CHANGE, "comment", "")
    assert answer.reason
    assert open_place.server.pull(open_place.thread, None).replies == ()


def test_a_missing_email_names_its_field(open_place: Place) -> None:
    if "signed-in" in open_place.kind:
        pytest.skip("who has signed in gives none")
    answer = open_place.server.send(open_place.ready("No address.", email=""))
    assert (answer.state, answer.field) == (ReplyState.NEEDS_CHANGE, "email")


def test_a_reply_whose_answer_was_lost_is_found(open_place: Place) -> None:
    ready = open_place.ready("> Is it?\n\nLost answer & “found”.")
    answer = open_place.server.send(ready)
    finding = open_place.server.find(ready, NONE)
    assert (finding.trace, finding.server_id) == (Trace.FOUND, answer.server_id)


def test_a_reply_that_never_arrived_is_absent(open_place: Place) -> None:
    open_place.server.send(open_place.ready("Someone was here before."))
    assert open_place.server.find(open_place.ready("Never sent."), NONE).trace is Trace.ABSENT


def test_a_held_reply_whose_answer_was_lost_does_not_come_twice(moderated: Place) -> None:
    """Either it can't be told whether it is there, or sending it again is safe: the server knows its very words."""
    ready = moderated.ready("> Held\n\nand lost: a < b \\ & c.")
    answer = moderated.server.send(ready)
    trace = moderated.server.find(ready, NONE).trace
    if moderated.kind == "isso":
        assert trace is Trace.UNKNOWN
        assert moderated.server.find(ready, frozenset({answer.server_id})).trace is Trace.ABSENT
        return
    assert trace is Trace.ABSENT
    again = moderated.server.send(moderated.doubtful(ready))
    assert (again.state, again.delivered, again.server_id) == (ReplyState.AWAITING_MODERATION, True, "")


@pytest.mark.slow
def test_the_same_words_sent_before_are_not_taken_for_this_try(open_place: Place) -> None:
    open_place.server.send(open_place.ready("Thank you."))
    ready = open_place.ready("Thank you.")
    assert open_place.server.find(ready, NONE).trace is Trace.ABSENT
    answer = open_place.server.send(ready)
    if open_place.kind == "isso":
        assert open_place.server.find(ready, frozenset({answer.server_id})).trace is Trace.ABSENT
    else:
        assert (answer.state, answer.field) == (ReplyState.NEEDS_CHANGE, "comment")


def test_the_body_is_the_same_for_the_same_words(open_place: Place) -> None:
    ready = open_place.ready("Same.")
    assert open_place.server.body(ready) == open_place.server.body(replace(ready, uuid="v", tries=9))


def test_a_reply_is_changed_on_the_server_or_the_reason_is_said(open_place: Place) -> None:
    reply = open_place.confirmed("Before.")
    answer = open_place.server.edit(reply, replace(reply.form, comment="After < that."))
    (listed,) = open_place.server.pull(open_place.thread, None).replies
    if answer.state in REPLIED:
        assert (answer.server_id, shown(listed)) == (reply.server_id, "After < that.")
    else:
        assert answer.state in {ReplyState.REJECTED, ReplyState.NEEDS_SIGN_IN}
        assert answer.reason
        assert shown(listed) == "Before."
    assert (answer.state in REPLIED) == (open_place.kind in {"isso", "wordpress-rest-signed-in"})


def test_a_reply_is_deleted_on_the_server_or_the_reason_is_said(open_place: Place) -> None:
    reply = open_place.confirmed("Away with it.")
    answer = open_place.server.delete(reply)
    listed = open_place.server.pull(open_place.thread, None).replies
    if answer.state is ReplyState.DISCARDED:
        assert listed == ()
        assert open_place.server.standing(reply) is Standing.GONE
        assert open_place.server.delete(reply).state is ReplyState.DISCARDED
    else:
        assert answer.state in {ReplyState.REJECTED, ReplyState.NEEDS_SIGN_IN}
        assert answer.reason
        assert len(listed) == 1
    assert (answer.state is ReplyState.DISCARDED) == (open_place.kind in {"isso", "wordpress-rest-signed-in"})
