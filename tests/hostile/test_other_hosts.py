"""Nothing that is the reader's comes to a host they have not agreed to: no address, no password, no words."""

import base64
import logging

import pytest
from tests.hostile.conftest import FORM, PASSWORD, THREAD, WAY_NAMES, WAYS, Desk, SmallWeb
from tests.hostile.server import HTML, Hostile, Say, Speaker

from hiitreader.replies.found import OtherHost, SignInProblem
from hiitreader.replies.reply import ReplyState
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.servers.kinds import check_sign_in, discover

SECRETS = (b"ann.reader", b"example.com", b"Ann Reader", b"must not be lost", PASSWORD.encode(), b"uthorization",
           base64.b64encode(f"ann:{PASSWORD}".encode()))  # fmt: skip

ways = pytest.mark.parametrize("way", WAYS, ids=WAY_NAMES)
moved = pytest.mark.parametrize("status", [301, 302, 303, 307, 308])


def leading(url: str, status: int) -> Say:
    """Leads elsewhere; the fragment is what WordPress's form says when all is well."""
    return lambda speaker: speaker.say(b"", status, HTML, location=f"{url}{speaker.path}#comment-9")


@ways
@moved
def test_a_post_is_not_led_elsewhere(
    hostile: Hostile, elsewhere: Hostile, desk_for: Desk, way: tuple[str, str], status: int
) -> None:
    desk = desk_for(hostile, *way)
    reply = desk.queue(THREAD, FORM)
    hostile.spoil(leading(elsewhere.url, status), "POST")
    desk.sync(by_hand=True)
    assert len(hostile.posts()) == 1
    assert elsewhere.asked == []
    assert desk.reply(reply.uuid).state is ReplyState.UNSURE


@ways
@moved
def test_a_question_is_not_led_elsewhere(
    hostile: Hostile, elsewhere: Hostile, desk_for: Desk, way: tuple[str, str], status: int
) -> None:
    desk = desk_for(hostile, *way)
    reply = desk.queue(THREAD, FORM)
    hostile.spoil(leading(elsewhere.url, status), "GET")
    assert desk.sync(THREAD, by_hand=True).problem is not None
    assert elsewhere.asked == []
    assert desk.reply(reply.uuid).state is ReplyState.QUEUED


@moved
def test_signing_in_is_not_led_elsewhere(hostile: Hostile, elsewhere: Hostile, status: int) -> None:
    hostile.spoil(leading(elsewhere.url, status))
    with pytest.raises((NoAnswer, SignInProblem)):
        check_sign_in(hostile.found("wordpress-rest", "ann").settings, PASSWORD, SmallWeb)
    assert len(hostile.asked) == 1
    assert elsewhere.asked == []


@moved
def test_finding_out_asks_before_it_goes_elsewhere(hostile: Hostile, elsewhere: Hostile, status: int) -> None:
    hostile.spoil(leading(elsewhere.url, status))
    with pytest.raises(OtherHost) as caught:
        discover(f"{hostile.url}/legs/", web=SmallWeb)
    assert caught.value.host == elsewhere.host
    assert elsewhere.asked == []
    found = discover(f"{hostile.url}/legs/", frozenset({caught.value.host}), SmallWeb)
    assert found.settings.url == elsewhere.url
    assert {request.method for request in elsewhere.asked} <= {"GET", "OPTIONS"}
    assert not [request for request in elsewhere.asked if any(secret in request.whole() for secret in SECRETS)]


@pytest.mark.parametrize(
    "text",
    [
        '<link rel="https://api.w.org/" href="{there}/wp-json/">',
        '<script data-isso="{there}/"></script>',
        '<script data-isso="//127.0.0.2:{port}/"></script>',
        '<script src="{there}/js/embed.min.js"></script>',
    ],
)
def test_a_page_that_names_another_host(hostile: Hostile, elsewhere: Hostile, text: str) -> None:
    told = text.format(there=elsewhere.url, port=elsewhere.host.partition(":")[2]).encode()
    hostile.spoil(lambda speaker: speaker.say(told, kind=HTML), "GET")
    with pytest.raises(OtherHost) as caught:
        discover(f"{hostile.url}/legs/", web=SmallWeb)
    assert caught.value.host == elsewhere.host
    assert elsewhere.asked == []


def test_a_post_that_is_said_to_be_elsewhere(hostile: Hostile, elsewhere: Hostile) -> None:
    """The page is good, but what it and its interface name as the post and the form is not."""
    told = (
        f'<link rel="https://api.w.org/" href="{hostile.url}/wp-json/">'
        f'<link rel="alternate" type="application/json" href="{elsewhere.url}/wp-json/wp/v2/posts/4">'
        f'<form id="commentform" action="{elsewhere.url}/wp-comments-post.php">'
        '<input name="comment_post_ID" value="4"></form>'
    ).encode()
    hostile.spoil(lambda speaker: speaker.say(told, kind=HTML), "GET /legs/")
    found = discover(f"{hostile.url}/legs/", web=SmallWeb)
    assert elsewhere.url not in str(found)
    assert elsewhere.asked == []


def test_a_site_whose_articles_are_elsewhere(hostile: Hostile, elsewhere: Hostile) -> None:
    def front(speaker: Speaker) -> None:
        speaker.say(f'<link rel="https://api.w.org/" href="{hostile.url}/wp-json/">'.encode(), kind=HTML)

    def posts(speaker: Speaker) -> None:
        speaker.say([{"id": 4, "link": f"{elsewhere.url}/legs/", "comment_status": "open"}])

    hostile.spoil(front, "GET /")
    hostile.spoil(posts, "GET /wp-json/wp/v2/posts")
    assert not discover(hostile.url, web=SmallWeb).anonymous
    assert elsewhere.asked == []


@ways
def test_nothing_private_is_in_an_address_or_a_log(
    hostile: Hostile, desk_for: Desk, way: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = desk_for(hostile, *way)
    desk.queue(THREAD, FORM)
    assert desk.sync(THREAD, by_hand=True).problem is None
    assert hostile.posts()
    for request in hostile.asked:
        assert "ann" not in request.path.lower()
        assert "%40" not in request.path
        assert ("authorization" in request.headers.lower()) == bool(way[1])
        if way[1]:
            assert FORM.email.encode() not in request.whole()
    assert FORM.email not in caplog.text
    assert PASSWORD not in caplog.text
    assert SECRETS[-1].decode() not in caplog.text
