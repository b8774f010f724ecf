"""Whatever a server answers, it is bounded, no reply is lost, and none is shown as sent that is not."""

from contextlib import suppress

import pytest
from tests.hostile.answers import ANSWERS, LARGE, WRONG_TYPES
from tests.hostile.conftest import FORM, MOST, THREAD, WAY_NAMES, WAYS, Desk, SmallWeb
from tests.hostile.server import HTML, WIRES, Hostile, Say, Speaker

from hiitreader.replies.found import NoReplies
from hiitreader.replies.reply import ReplyState
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.servers.kinds import discover

IN_FLIGHT = 4 * LARGE
"""Bytes that the system takes from a server before anybody has read them."""


def _kinds(quick: int) -> pytest.MarkDecorator:
    """Every kind; those after the first `quick` ones only in the long run."""
    slow = (pytest.param(way, marks=pytest.mark.slow) for way in WAYS[quick:])
    return pytest.mark.parametrize("way", [*WAYS[:quick], *slow], ids=WAY_NAMES)


answers = pytest.mark.parametrize("say", ANSWERS.values(), ids=ANSWERS)
all_answers = pytest.mark.parametrize(
    "say",
    [*ANSWERS.values(), *(pytest.param(say, marks=pytest.mark.slow) for say in WRONG_TYPES.values())],
    ids=[*ANSWERS, *WRONG_TYPES],
)


@_kinds(4)
def test_a_good_server_is_believed(hostile: Hostile, desk_for: Desk, way: tuple[str, str]) -> None:
    """The others would be worth nothing if the good answers were not."""
    desk = desk_for(hostile, *way)
    reply = desk.queue(THREAD, FORM)
    assert desk.sync(THREAD, by_hand=True).problem is None
    # A form's answer does not tell whether the reply is published, and here no list shows it.
    state = ReplyState.AWAITING_MODERATION if way[0] == "wordpress-form" else ReplyState.PUBLISHED
    assert (desk.reply(reply.uuid).state, desk.reply(reply.uuid).server_id) == (state, "9")


@pytest.mark.slow
@_kinds(2)
@all_answers
def test_an_answer_to_a_post(hostile: Hostile, desk_for: Desk, say: Say, way: tuple[str, str]) -> None:
    desk = desk_for(hostile, *way)
    reply = desk.queue(THREAD, FORM)
    hostile.spoil(say, "POST")
    report = desk.sync(by_hand=True)
    after = desk.reply(reply.uuid)
    assert (after.state, after.server_id, after.form) == (ReplyState.UNSURE, "", FORM)
    assert after.reason
    assert report.problem is not None
    assert len(hostile.posts()) == 1
    assert hostile.written < IN_FLIGHT


@pytest.mark.slow
@_kinds(1)
@answers
def test_an_answer_to_a_question(hostile: Hostile, desk_for: Desk, say: Say, way: tuple[str, str]) -> None:
    desk = desk_for(hostile, *way)
    reply = desk.queue(THREAD, FORM)
    hostile.spoil(say, "GET")
    report = desk.sync(THREAD, by_hand=True)
    after = desk.reply(reply.uuid)
    assert (after.state, after.server_id, after.form) == (ReplyState.QUEUED, "", FORM)
    assert report.problem is not None
    assert report.pulled is None
    assert hostile.posts() == []
    assert hostile.written < IN_FLIGHT


@answers
def test_an_answer_to_finding_out(hostile: Hostile, say: Say) -> None:
    hostile.spoil(say)
    with pytest.raises((NoAnswer, NoReplies)) as caught:
        discover(f"{hostile.url}/legs/", web=SmallWeb)
    assert caught.value.happened
    assert {request.method for request in hostile.asked} <= {"GET", "OPTIONS"}
    assert hostile.written < IN_FLIGHT


@all_answers
def test_an_answer_behind_a_good_page(hostile: Hostile, say: Say) -> None:
    """Either the page's own form is found, or it is said that it can't be told."""
    hostile.spoil(say, "GET /wp-json/wp/v2/posts/4", "OPTIONS")
    with suppress(NoAnswer):
        found = discover(f"{hostile.url}/legs/", web=SmallWeb)
        assert (found.settings.kind, found.remote) == ("wordpress-form", "4")
        assert found.settings.form == f"{hostile.url}/wp-comments-post.php"
    assert {request.method for request in hostile.asked} <= {"GET", "OPTIONS"}


@pytest.mark.parametrize("piece", [b"<p ", b'<p a="', b"<script>", b"<!--", b"<b><i>", b"\xff\x00", b"&#x202e;"])
def test_a_page_that_takes_long_to_read(hostile: Hostile, piece: bytes) -> None:
    text = piece * (MOST // len(piece))
    hostile.spoil(lambda speaker: speaker.say(text, kind=HTML), "GET")
    with pytest.raises(NoReplies):
        discover(f"{hostile.url}/legs/", web=SmallWeb)


@_kinds(4)
def test_a_wrong_answer_leaves_what_was_fetched_before(hostile: Hostile, desk_for: Desk, way: tuple[str, str]) -> None:
    desk, wire = desk_for(hostile, *way), WIRES[way[0]]

    def one(speaker: Speaker) -> None:
        common = {"id": 5, "parent": 0, "mode": 1, "created": 1e9, "text": "Kept.", "author": "Bo", "post": 4}
        html = {"author_name": "Bo", "date_gmt": "2026-01-31T12:00:00", "content": {"rendered": "<p>Kept.</p>"}}
        listed = [common | html | {"status": "approved"}]
        speaker.say(wire.list_of(listed), X_WP_Total="1", X_WP_TotalPages="1")

    hostile.spoil(one, wire.lists)
    assert desk.sync(THREAD, by_hand=True).pulled == 1
    hostile.spoil(ANSWERS["huge"], wire.lists)
    assert desk.sync(THREAD, by_hand=True).problem is not None
    assert [reply.author for reply in desk.replies(THREAD).theirs] == ["Bo"]
