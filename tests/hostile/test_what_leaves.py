"""What goes over the wire is what the reader was told of, and nothing of theirs is ever in an address or a header."""

from urllib.parse import unquote

import pytest
from tests.hostile.answers import ANSWERS
from tests.hostile.conftest import FORM, PASSWORD, THREAD, WAY_NAMES, WAYS, Desk
from tests.hostile.server import Hostile, Request, Say

from hiitreader.replies.disclosure import will_be_sent
from hiitreader.replies.reply import CONFIRMED

HEADERS = {
    "host", "user-agent", "accept", "accept-encoding", "content-type", "content-length", "connection", "authorization",
    "cookie",
}  # fmt: skip
"""Everything a request says about itself; none of it tells a language, a page before or a computer."""
ways = pytest.mark.parametrize("way", WAYS, ids=WAY_NAMES)


def names(request: Request) -> set[str]:
    return {line.partition(":")[0].lower() for line in request.headers.splitlines() if line}


def assert_private(asked: list[Request]) -> None:
    for request in asked:
        outside = unquote(f"{request.path}\n{request.headers}").casefold()
        for word in (FORM.email, FORM.name, FORM.comment, PASSWORD):
            assert word.casefold() not in outside, request
        assert names(request) <= HEADERS, request


@ways
def test_no_address_or_header_has_anything_of_the_readers(
    hostile: Hostile, desk_for: Desk, way: tuple[str, str]
) -> None:
    desk = desk_for(hostile, *way)
    reply = desk.queue(THREAD, FORM)
    desk.sync(THREAD, by_hand=True)
    desk.sync(THREAD, by_hand=True)
    assert desk.reply(reply.uuid).state in CONFIRMED
    assert hostile.posts()
    assert_private(hostile.asked)


@pytest.mark.parametrize("way", [WAYS[0], *(pytest.param(way, marks=pytest.mark.slow) for way in WAYS[1:])])
@pytest.mark.parametrize("say", ANSWERS.values(), ids=ANSWERS)
def test_not_when_the_answers_are_bad_either(hostile: Hostile, desk_for: Desk, say: Say, way: tuple[str, str]) -> None:
    desk = desk_for(hostile, *way)
    desk.queue(THREAD, FORM)
    hostile.spoil(say, "POST")
    desk.sync(THREAD, by_hand=True)
    assert hostile.asked
    assert_private(hostile.asked)


@ways
def test_what_is_sent_is_what_was_told(hostile: Hostile, desk_for: Desk, way: tuple[str, str]) -> None:
    desk = desk_for(hostile, *way)
    settings = desk.servers.get()
    assert settings is not None
    told = {one.value for one in will_be_sent(FORM, settings)}
    desk.queue(THREAD, FORM)
    desk.sync(THREAD, by_hand=True)
    (post,) = [request for request in hostile.posts() if b"Words" in request.body]
    sent = unquote(post.body.decode().replace("+", " "))
    for word in (FORM.comment, FORM.name, FORM.email):
        assert (word in sent) is (word in told), word
