"""What every kind of server must keep, tried on recorded talks and on the real servers.

A new kind adds one line to `OPENERS`, its real server to `place`, and its talks: HIITREADER_RECORD=1 writes them.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from tests.replies.isso_server import RealIsso
from tests.replies.talks import FOLDER, RecordingWeb, ReplayedWeb

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import ReplyServer, Trace
from hiitreader.replies.servers.isso import Isso
from hiitreader.replies.web import Web

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
OPENERS: dict[str, Callable[[Web], ReplyServer]] = {"isso": Isso}
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Place:
    """A server to try, and a thread on it that no other test uses."""

    server: ReplyServer
    thread: Thread

    def ready(self, comment: str, *, parent: str = "", website: str = "") -> Reply:
        """A reply that is being sent, as the synchroniser hands it over."""
        form = ReplyForm(comment=comment, name="Ann <b> & Co", email="ann@example.com", website=website)
        draft = Reply(uuid="u", thread=self.thread, form=form, parent=parent, created=NOW, changed=NOW)
        queued = draft.queued(NOW)
        noted = self.server.note(self.thread, NONE)
        return queued.sending(NOW, server="s", body=self.server.body(queued), noted=noted)


@pytest.fixture(params=[f"{kind} {way}" for kind in OPENERS for way in ("recorded", "real")])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(way: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A server that publishes at once."""
    yield from _place(way, request, moderated=False)


@pytest.fixture
def moderated(way: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A server where a moderator sees replies first."""
    yield from _place(way, request, moderated=True)


def _place(way: str, request: pytest.FixtureRequest, *, moderated: bool) -> Iterator[Place]:
    kind, _, how = way.partition(" ")
    name = request.node.originalname
    file = FOLDER / kind / f"{name}{'-moderated' if moderated else ''}.json"
    web: Web
    if how == "recorded":
        if os.environ.get("HIITREADER_RECORD"):
            pytest.skip("recording")
        web = ReplayedWeb(file)
    else:
        web = RecordingWeb(_real(request, moderated=moderated).url)
    server = OPENERS[kind](web)
    yield Place(server, Thread(f"/articles/{name.replace('_', '-')}/", "A title & more"))
    server.close()
    if isinstance(web, RecordingWeb) and os.environ.get("HIITREADER_RECORD"):
        web.write(file)


def _real(request: pytest.FixtureRequest, *, moderated: bool) -> RealIsso:
    """A real server: the shared one, or for a recording one of its own, so that ids begin at 1."""
    if os.environ.get("HIITREADER_RECORD"):
        start: Callable[..., RealIsso] = request.getfixturevalue("start_isso")
        return start(moderated=moderated)
    found: RealIsso = request.getfixturevalue("moderated_isso" if moderated else "isso")
    return found


def test_a_reply_is_published_and_listed_as_typed(place: Place) -> None:
    text = "a < b && c > d, <b>not bold</b>, *stars*\n\n> “quoted” \U0001f9b5"
    answer = place.server.send(place.ready(text, website="https://example.com/~ann"))
    assert answer.state is ReplyState.PUBLISHED
    (listed,) = place.server.pull(place.thread, None).replies
    assert (listed.id, listed.author, listed.text) == (answer.server_id, "Ann <b> & Co", text)
    assert (listed.website, listed.parent, listed.awaiting, listed.own) == (
        "https://example.com/~ann",
        "",
        False,
        False,
    )


def test_a_held_reply_awaits_moderation(moderated: Place) -> None:
    answer = moderated.server.send(moderated.ready("Hold me."))
    assert answer.state is ReplyState.AWAITING_MODERATION
    assert answer.server_id
    assert moderated.server.pull(moderated.thread, None).replies == ()


def test_answers_stand_under_what_they_answer(place: Place) -> None:
    first = place.server.send(place.ready("First."))
    second = place.server.send(place.ready("Second."))
    place.server.send(place.ready("Answer to the first.", parent=first.server_id))
    listed = [(reply.text, reply.parent) for reply in place.server.pull(place.thread, None).replies]
    assert listed == [("First.", ""), ("Answer to the first.", first.server_id), ("Second.", "")]
    assert second.server_id


def test_an_empty_thread_has_no_replies(place: Place) -> None:
    assert place.server.pull(place.thread, None).replies == ()


def test_a_comment_the_server_refuses_names_its_field(place: Place) -> None:
    answer = place.server.send(place.ready("x"))
    assert (answer.state, answer.field, answer.server_id) == (ReplyState.NEEDS_CHANGE, "comment", "")
    assert answer.reason
    assert place.server.pull(place.thread, None).replies == ()


def test_a_missing_email_names_its_field(place: Place) -> None:
    ready = place.ready("No address.")
    without = replace(ready, form=replace(ready.form, email=""))
    answer = place.server.send(replace(without, body=place.server.body(without)))
    assert (answer.state, answer.field) == (ReplyState.NEEDS_CHANGE, "email")


def test_a_reply_whose_answer_was_lost_is_found(place: Place) -> None:
    ready = place.ready("Lost answer & found.")
    answer = place.server.send(ready)
    finding = place.server.find(ready, NONE)
    assert (finding.trace, finding.server_id) == (Trace.FOUND, answer.server_id)


def test_a_reply_that_never_arrived_is_absent(place: Place) -> None:
    place.server.send(place.ready("Someone was here before."))
    assert place.server.find(place.ready("Never sent."), NONE).trace is Trace.ABSENT


def test_a_held_reply_whose_answer_was_lost_is_not_called_absent(moderated: Place) -> None:
    ready = moderated.ready("Held and lost.")
    answer = moderated.server.send(ready)
    assert moderated.server.find(ready, NONE).trace is Trace.UNKNOWN
    assert moderated.server.find(ready, frozenset({answer.server_id})).trace is Trace.ABSENT


def test_the_same_words_sent_before_are_not_taken_for_this_try(place: Place) -> None:
    place.server.send(place.ready("Thank you."))
    ready = place.ready("Thank you.")
    assert place.server.find(ready, NONE).trace is Trace.ABSENT
    answer = place.server.send(ready)
    assert place.server.find(ready, frozenset({answer.server_id})).trace is Trace.ABSENT


def test_the_body_is_the_same_for_the_same_words(place: Place) -> None:
    ready = place.ready("Same.")
    assert place.server.body(ready) == place.server.body(replace(ready, uuid="v", tries=9))
