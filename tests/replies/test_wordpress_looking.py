"""What a WordPress is asked about one thing: a lost reply, where one stands, what it answers, where an article is."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.replies.wordpress_answers import (
    NOW,
    REPLY,
    REST,
    SIGNED_IN,
    THREAD,
    AskedWeb,
    answer,
    error,
    item,
    listed,
    reading,
)

from hiitreader.replies.reply import ReplyState, Standing
from hiitreader.replies.server import NoAnswer, NoThread, Trace
from hiitreader.replies.servers.wordpress_own import note_of, one_more
from hiitreader.replies.servers.wordpress_reading import Article, NotListed, Parent, WordPressReading
from hiitreader.replies.servers.wordpress_rest import WordPressRest
from hiitreader.system.web import NotReached, WebAnswer


@pytest.mark.parametrize(
    "told",
    [
        answer(200, "<html>"),
        answer(200, {"replies": []}),
        answer(200, ""),
        answer(200, "[" * 100_000),
        answer(301, "", location="https://evil.example/"),
        answer(500, []),
        error(400, "rest_invalid_param"),
        answer(404, "<html>"),
    ],
)
def test_a_list_that_is_none_is_no_empty_list(told: WebAnswer) -> None:
    for ask in (
        lambda: reading(lambda *_: told).pull(THREAD, None),
        lambda: reading(lambda *_: told).pull(THREAD, datetime(2026, 1, 1, tzinfo=UTC)),
        lambda: reading(lambda *_: told).locate(THREAD),
        lambda: reading(lambda *_: told).note(replace(REPLY, noted=""), ""),
        lambda: reading(lambda *_: told).find(REPLY, frozenset()),
    ):
        with pytest.raises(NoAnswer) as problem:
            ask()
        assert not isinstance(problem.value, NoThread)


@pytest.mark.parametrize(
    "told", [error(401, "rest_disabled"), answer(403, "<html>"), error(404, "rest_no_route"), None]
)
def test_a_site_that_lists_nothing_says_so(told: WebAnswer | None) -> None:
    found = WordPressReading(None, REST) if told is None else reading(lambda *_: told)
    with pytest.raises(NotListed) as problem:
        found.pull(THREAD, None)
    assert problem.value.todo
    with pytest.raises(NoThread):
        found.locate(THREAD)
    assert found.note(replace(REPLY, noted=""), "ann") == " ann"
    assert found.find(REPLY, frozenset()).trace is Trace.ABSENT
    assert found.standing(replace(REPLY, server_id="7")) is Standing.UNKNOWN
    assert found.parent(replace(REPLY, parent="7")) is Parent.UNKNOWN


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_without_time_says_for_how_long(status: int) -> None:
    date = {"date": "Sat, 31 Jan 2026 12:00:00 GMT", "retry_after": "Sat, 31 Jan 2026 12:02:00 GMT"}
    told = iter([answer(status, "", retry_after="120"), answer(status, "", **date)])
    busy = reading(lambda *_: next(told))
    for _ in range(2):
        with pytest.raises(NoAnswer) as problem:
            busy.pull(THREAD, None)
        assert problem.value.wait == timedelta(seconds=120)


def test_nobody_reached_is_said() -> None:
    def say(path: str, asked: Mapping[str, str]) -> WebAnswer:
        raise NotReached("{host} can't be reached.", host="example.org")

    with pytest.raises(NoAnswer) as problem:
        reading(say).pull(THREAD, None)
    assert problem.value.said() == "example.org can't be reached."


OURS = item(7, content={"rendered": "<p>So?</p>"})


@pytest.mark.parametrize(
    ("told", "standing", "parent"),
    [
        (answer(200, OURS), Standing.PUBLISHED, Parent.THERE),
        (answer(200, {key: said for key, said in OURS.items() if key != "status"}), Standing.PUBLISHED, Parent.THERE),
        (answer(200, {"id": 7, "post": 4, "status": "approved"}), Standing.UNKNOWN, Parent.THERE),
        (answer(200, OURS | {"content": {"rendered": "<p>Edited</p>"}}), Standing.UNKNOWN, Parent.THERE),
        (answer(200, OURS | {"content": {"rendered": "<p>No</p>"}, "author_name": "Bob"}), Standing.GONE, Parent.THERE),
        (answer(200, OURS | {"content": {"rendered": "<p>No</p>"}, "author": 3}), Standing.GONE, Parent.THERE),
        (answer(200, {"id": 7, "post": 4, "status": "hold"}), Standing.AWAITING, Parent.GONE),
        (answer(200, {"id": 7, "post": 4, "status": "trash"}), Standing.AWAITING, Parent.GONE),
        (answer(200, OURS | {"post": 5}), Standing.GONE, Parent.GONE),
        (error(401, "rest_cannot_read"), Standing.AWAITING, Parent.GONE),
        (error(403, "rest_cannot_read"), Standing.AWAITING, Parent.GONE),
        (error(404, "rest_comment_invalid_id"), Standing.GONE, Parent.GONE),
        (error(401, "rest_disabled"), Standing.UNKNOWN, Parent.UNKNOWN),
        (answer(403, "<html>"), Standing.UNKNOWN, Parent.UNKNOWN),
        (answer(404, "<html>"), None, Parent.UNKNOWN),
        (error(404, "rest_no_route"), Standing.UNKNOWN, Parent.UNKNOWN),
        (answer(200, {"id": 8, "post": 4}), None, None),
        (answer(200, {"id": "7", "post": 4}), None, None),
        (answer(200, "<html>"), None, None),
        (answer(301, ""), None, None),
        (answer(500, ""), None, None),
    ],
)
def test_where_one_reply_stands(told: WebAnswer, standing: Standing | None, parent: Parent | None) -> None:
    found = reading(lambda *_: told)
    reply = replace(REPLY, server_id="7", parent="7")
    for asked, expected in ((found.standing, standing), (found.parent, parent)):
        if expected is None:
            with pytest.raises(NoAnswer):
                asked(reply)
        else:
            assert asked(reply) is expected


@pytest.mark.parametrize(
    ("under", "written", "standing"),
    [
        (3, "2026-02-01T12:00:00", Standing.PUBLISHED),
        (0, "2026-01-31T12:00:05", Standing.PUBLISHED),
        (0, "2026-02-01T12:00:00", Standing.GONE),
        (9, "2026-02-01T12:00:00", Standing.GONE),
    ],
    ids=["its own", "what it answers is gone", "another's, to the article", "another's, to something else"],
)
def test_the_same_words_under_a_number_that_was_given_again(under: int, written: str, standing: Standing) -> None:
    told = answer(200, OURS | {"parent": under, "date_gmt": written})
    reply = replace(REPLY, server_id="7", parent="3", noted=f"6~{int(NOW.timestamp())}")
    assert reading(lambda *_: told).standing(reply) is standing


def test_a_parent_with_no_number_is_gone() -> None:
    assert reading(lambda *_: answer(500)).parent(replace(REPLY, parent="../users")) is Parent.GONE


def avatar(email: str) -> str:
    return f"https://secure.gravatar.com/avatar/{hashlib.md5(email.encode()).hexdigest()}?s=24&d=mm&r=g"


@pytest.mark.parametrize(
    ("change", "trace"),
    [
        ({}, Trace.FOUND),
        ({"content": {"rendered": "<p>So&#63;</p>\n"}}, Trace.FOUND),
        ({"content": {"rendered": "<p>So&#8230;?</p>"}}, Trace.ABSENT),
        ({"content": {"rendered": "<p>so?</p>"}}, Trace.ABSENT),
        ({"parent": 3}, Trace.ABSENT),
        ({"author": 3}, Trace.ABSENT),
        ({"author_avatar_urls": {"24": avatar("ann@example.com")}}, Trace.FOUND),
        ({"author_avatar_urls": {"24": avatar("another.ann@example.com")}}, Trace.ABSENT),
        ({"author_avatar_urls": {"24": "https://example.org/ann.png", "48": 5}}, Trace.FOUND),
        ({"content": {"rendered": "<p>So what</p>"}}, Trace.ABSENT),
        ({"author_name": "Bob"}, Trace.ABSENT),
        ({"id": 7}, Trace.ABSENT),
        ({"id": 6}, Trace.ABSENT),
        ({"id": 11}, Trace.ABSENT),
        ({"post": 5}, Trace.ABSENT),
    ],
)
def test_a_lost_reply_is_looked_for_by_words_writer_and_number(change: dict[str, object], trace: Trace) -> None:
    told = listed([item(12, content={"rendered": "<p>So?</p>"}) | change])
    found = reading(lambda *_: told).find(REPLY, frozenset({"11"}))
    assert (found.trace, found.server_id) == (trace, "12" if trace is Trace.FOUND else "")


def test_what_is_listed_may_have_come_with_another_of_ones_own_that_says_the_same() -> None:
    """A site takes the same words once: which try brought them, of which of the two, is nowhere to be seen."""
    began = datetime(2026, 1, 1, tzinfo=UTC)
    told = listed([item(12, content={"rendered": "<p>So?</p>"}, date_gmt="2026-01-01T00:00:30")])
    noted = one_more(one_more("", began + timedelta(hours=2)), began + timedelta(hours=4))
    mine = replace(REPLY, noted=f"9{noted}", doubtful=True)
    twin = replace(REPLY, uuid="twin", noted=note_of("8", "", began), state=ReplyState.NEEDS_CHANGE)
    assert reading(lambda *_: told).find(mine, frozenset(), [twin]).trace is Trace.FOUND
    other = replace(twin, form=replace(twin.form, comment="So!"))
    assert reading(lambda *_: told).find(mine, frozenset(), [other]).trace is not Trace.FOUND
    assert reading(lambda *_: told).find(mine, frozenset({"12"}), [twin]).trace is not Trace.FOUND


def test_a_reply_of_signs_alone_is_not_taken_for_another() -> None:
    told = listed([item(12, content={"rendered": "<p>🦵</p>"})])
    signs = replace(REPLY, form=replace(REPLY.form, comment="!!!"))
    assert reading(lambda *_: told).find(signs, frozenset()).trace is Trace.ABSENT


@pytest.mark.parametrize(
    ("change", "trace"),
    [
        ({}, Trace.FOUND),
        ({"author": 4}, Trace.ABSENT),
        ({"author": 0, "author_name": "Ann"}, Trace.ABSENT),
        ({"author": None}, Trace.ABSENT),
        ({"author": True}, Trace.ABSENT),
        ({"id": 6}, Trace.ABSENT),
    ],
)
def test_who_had_signed_in_is_known_by_the_account_alone(change: dict[str, object], trace: Trace) -> None:
    theirs = {"author": 3, "author_name": "The account", "content": {"rendered": "<p>So?</p>"}}
    told = listed([item(12, **theirs) | change])
    server = WordPressRest(
        AskedWeb(lambda path, _: answer(200, {"id": 3}) if path.endswith("/me") else told), SIGNED_IN, "password"
    )
    assert server.find(replace(REPLY, noted="7 ann"), frozenset()).trace is trace


def test_without_the_password_nobodys_words_are_ones_own() -> None:
    told = listed([item(12, author=0, content={"rendered": "<p>So?</p>"})])
    server = WordPressRest(AskedWeb(lambda *_: told), SIGNED_IN)
    assert server.find(replace(REPLY, noted="7 ann"), frozenset()).trace is Trace.ABSENT


def test_a_lost_reply_is_looked_for_until_the_noted_one_is_passed() -> None:
    """A moderator may let one through when a hundred others have come."""
    asked: list[str] = []

    def say(path: str, values: Mapping[str, str]) -> WebAnswer:
        asked.append(values["page"])
        last = 1000 - 100 * int(values["page"])
        others = [item(last + number, content={"rendered": "<p>No</p>"}) for number in range(100, 1, -1)]
        return listed([*others, item(last + 1, content={"rendered": "<p>So?</p>"})], total=1000, pages=10)

    assert reading(say).find(replace(REPLY, noted="750"), frozenset({"901", "801"})).trace is Trace.ABSENT
    assert asked == ["1", "2", "3"]
    assert reading(say).find(replace(REPLY, noted="700"), frozenset({"901", "801"})).server_id == "701"


@pytest.mark.parametrize(
    ("slugs", "search", "place"),
    [
        ([(7, "Legs &amp; arms")], [], "7"),
        ([], [(8, "Legs &#038; arms")], "8"),
        ([], [(8, "Legs &amp; arms"), (9, "Legs, arms and more")], "8"),
        ([], [(8, "Legs &amp; arms"), (9, "<b>Legs</b> – arms")], None),
        ([(7, "Something else")], [], None),
        ([("7", "Legs &amp; arms"), (True, "Legs & arms"), (-1, "Legs & arms")], [], None),
        ([], [], None),
    ],
)
def test_an_article_is_found_by_its_address_and_its_title(
    slugs: list[tuple[object, str]], search: list[tuple[object, str]], place: str | None
) -> None:
    def say(path: str, asked: Mapping[str, str]) -> WebAnswer:
        if path.endswith("/pages"):
            return listed([])
        assert asked.get("slug", "legs") == "legs"
        found = slugs if "slug" in asked else search
        return listed([{"id": number, "title": {"rendered": title}} for number, title in found])

    if place is None:
        with pytest.raises(NoThread) as problem:
            reading(say).locate(THREAD)
        assert problem.value.todo
    else:
        assert reading(say).locate(THREAD) == place


@pytest.mark.parametrize(
    ("posts", "pages", "article"),
    [
        (answer(200, {"id": 4, "comment_status": "open", "content": {"protected": False}}), None, Article.OPEN),
        (answer(200, {"id": 4, "comment_status": "closed"}), None, Article.CLOSED),
        (answer(200, {"id": 4, "comment_status": "open", "content": {"protected": True}}), None, Article.GONE),
        (answer(200, {"id": 4, "comment_status": ["open"]}), None, Article.UNKNOWN),
        (answer(200, "<html>"), None, Article.UNKNOWN),
        (error(404, "rest_post_invalid_id"), error(404, "rest_post_invalid_id"), Article.GONE),
        (error(404, "rest_post_invalid_id"), answer(200, {"id": 4, "comment_status": "open"}), Article.OPEN),
        (error(401, "rest_forbidden"), error(404, "rest_post_invalid_id"), Article.GONE),
        (error(401, "rest_disabled"), None, Article.UNKNOWN),
        (answer(500), None, Article.UNKNOWN),
    ],
)
def test_whether_an_article_takes_replies(posts: WebAnswer, pages: WebAnswer | None, article: Article) -> None:
    def say(path: str, asked: Mapping[str, str]) -> WebAnswer:
        found = posts if "/posts/4" in path else pages
        assert found is not None
        return found

    assert reading(say).article(THREAD) is article
