"""How much of what a WordPress lists is believed: pages, order, places, and what a hostile one may say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.replies.wordpress_answers import REST, THREAD, AskedWeb, Say, answer, item, listed, reading

from hiitreader.replies.server import NoAnswer
from hiitreader.replies.servers import wordpress_order, wordpress_reading
from hiitreader.replies.servers.wordpress_reading import WordPressReading
from hiitreader.replies.thread import TextFormat
from hiitreader.system.web import WebAnswer


def ids(items: object) -> list[str]:
    return [reply.id for reply in reading(lambda *_: listed(items)).pull(THREAD, None).replies]


def test_a_reply_is_read() -> None:
    told = item(
        7,
        author_name="Ann &lt;b&gt;\n &amp; Co&#092;\x1b",
        author_url="https://example.org/?a=1&amp;b",
        content={"rendered": "<p>a\x00b\x1b[0m</p>\n"},
        status="hold",
    )
    (reply,) = reading(lambda *_: listed([told])).pull(THREAD, None).replies
    assert (reply.id, reply.parent, reply.author, reply.website) == (
        "7",
        "",
        "Ann <b> & Co\\",
        "https://example.org/?a=1&b",
    )
    assert (reply.text, reply.format, reply.awaiting) == ("<p>ab[0m</p>\n", TextFormat.HTML, True)
    assert reply.written == datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "strange",
    [
        item(None),
        item("5"),
        item(True),
        item(0),
        item(-5),
        item(2**63),
        item(1.5),
        item([1]),
        item(post=5),
        item(post="4"),
        item(post=None),
        item(date_gmt=None),
        item(date_gmt=5),
        item(date_gmt="yesterday"),
        item(date_gmt="2026-13-31T12:00:00"),
        item(date_gmt="2026-01-31T12:00:00+99:00"),
        item(date_gmt="٢٠٢٦-01-31T12:00:00"),
        "x",
        None,
        7,
        [item()],
    ],
)
def test_what_makes_no_sense_is_left_out(strange: object) -> None:
    assert ids([strange, item(9), strange]) == ["9"]


@pytest.mark.parametrize(
    ("change", "text", "author"),
    [
        ({"content": None}, "", "Ann"),
        ({"content": "<p>Hi</p>"}, "", "Ann"),
        ({"content": {"rendered": 5}}, "", "Ann"),
        ({"content": {"rendered": ["x"]}}, "", "Ann"),
        ({"author_name": None}, "<p>Hi</p>\n", ""),
        ({"author_name": {"a": 1}}, "<p>Hi</p>\n", ""),
        ({"author_name": "&amp;" * 100_000}, "<p>Hi</p>\n", "&" * 400),
    ],
)
def test_wrong_types_are_empty(change: dict[str, object], text: str, author: str) -> None:
    (reply,) = reading(lambda *_: listed([item(1, **change)])).pull(THREAD, None).replies
    assert (reply.text, reply.author) == (text, author)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//example.org",
        "https://",
        "https://a b",
        "https://[::1",
        "https://x\u202e.org",
        "data:text/html,x",
        5,
        None,
        ["https://example.org"],
    ],
)
def test_addresses_that_are_none_are_left_out(url: object) -> None:
    (reply,) = reading(lambda *_: listed([item(1, author_url=url)])).pull(THREAD, None).replies
    assert reply.website == ""


def test_a_huge_reply_is_cut() -> None:
    (reply,) = reading(lambda *_: listed([item(1, content={"rendered": "x" * 2_000_000})])).pull(THREAD, None).replies
    assert len(reply.text) == wordpress_reading.MOST_CHARACTERS


def test_parents_come_before_their_answers_else_the_oldest_first() -> None:
    times = {1: 5, 2: 4, 3: 9, 4: 7, 5: 8}
    parents = {1: 0, 2: 0, 3: 1, 4: 1, 5: 4}
    items = [item(n, parent=parents[n], date_gmt=f"2026-01-31T12:00:0{times[n]}") for n in times]
    assert ids(items) == ["2", "1", "4", "5", "3"]


@pytest.mark.parametrize(
    ("parents", "order", "tops"),
    [
        ({1: 1}, ["1"], ["1"]),
        ({1: 2, 2: 1}, ["1", "2"], ["1"]),
        ({1: 3, 2: 1, 3: 2, 4: 0}, ["4", "1", "2", "3"], ["4", "1"]),
        ({1: 99, 2: 1}, ["1", "2"], ["1"]),
        ({1: "2", 2: 0}, ["1", "2"], ["1", "2"]),
        ({1: True, 2: -1, 3: 2**70}, ["1", "2", "3"], ["1", "2", "3"]),
    ],
)
def test_parents_that_make_no_tree(parents: dict[int, object], order: list[str], tops: list[str]) -> None:
    items = [item(number, parent=parent) for number, parent in parents.items()]
    found = reading(lambda *_: listed(items)).pull(THREAD, None).replies
    assert [reply.id for reply in found] == order
    assert [reply.id for reply in found if not reply.parent] == tops
    seen: set[str] = set()
    for reply in found:
        assert reply.parent in seen | {""}
        seen.add(reply.id)


def test_a_chain_of_answers_is_no_deeper_than_it_may() -> None:
    items = [item(number, parent=number - 1) for number in range(1, 90)]
    found = reading(lambda *_: listed(items)).pull(THREAD, None).replies
    depth = {"": 0}
    for reply in found:
        depth[reply.id] = depth[reply.parent] + 1
    assert len(found) == 89
    assert max(depth.values()) == wordpress_order.DEEPEST


def many(count: int) -> Say:
    """A thread of so many replies, in pages."""
    every = [item(number) for number in range(1, count + 1)]

    def say(path: str, asked: Mapping[str, str]) -> WebAnswer:
        size, page = int(asked["per_page"]), int(asked.get("page", 1))
        pages = -(-count // size)
        return listed(every[(page - 1) * size : page * size], count, pages)

    return say


def test_all_pages_are_read() -> None:
    web = AskedWeb(many(250))
    listing = WordPressReading(web, REST).pull(THREAD, None)
    assert (len(listing.replies), listing.whole, listing.total) == (250, True, 250)
    assert len(web.asked) == 3
    assert all("page=" in path and "post=4" in path and "@" not in path for path in web.asked)


def test_what_is_new_comes_with_the_count_of_all() -> None:
    web = AskedWeb(many(250))
    listing = WordPressReading(web, REST).pull(THREAD, datetime(2026, 1, 31, 12, 0, tzinfo=UTC))
    assert (listing.whole, listing.total) == (False, 250)
    assert "after=2026-01-31T11:59:59Z" in web.asked[0]
    assert "per_page=1&" in web.asked[-1]


def test_what_is_new_keeps_the_parents_that_are_known_already() -> None:
    found = reading(lambda *_: listed([item(5, parent=2)])).pull(THREAD, datetime(2026, 1, 1, tzinfo=UTC))
    assert [(reply.id, reply.parent) for reply in found.replies] == [("5", "2")]


def test_a_reply_taken_away_while_pages_are_read_makes_the_list_incomplete() -> None:
    def say(path: str, asked: Mapping[str, str]) -> WebAnswer:
        return listed([item(1)], 101, 2) if asked["page"] == "1" else listed([], 100, 1)

    listing = reading(say).pull(THREAD, None)
    assert (listing.whole, listing.total) == (False, None)


def test_endless_pages_are_read_up_to_a_bound() -> None:
    web = AskedWeb(lambda path, asked: listed([item(int(asked["page"]))], 10**8, 10**8))
    listing = WordPressReading(web, REST).pull(THREAD, None)
    assert len(web.asked) == len(listing.replies) == wordpress_reading.MOST_PAGES
    assert listing.total == wordpress_reading.MOST_REPLIES


@pytest.mark.parametrize("header", ["", "x", "-5", "1e9", "٢", "9" * 400])
def test_counts_that_are_none(header: str) -> None:
    say = answer(200, [item(1)], x_wp_total=header, x_wp_totalpages=header)
    assert len(reading(lambda *_: say).pull(THREAD, None).replies) == 1


def test_more_than_was_asked_for_is_left_out() -> None:
    assert len(ids([item(number) for number in range(1, 500)])) == wordpress_reading.PER_PAGE


def test_slow_and_heavy_lists_are_given_up() -> None:
    heavy = listed([item(1, content={"rendered": "x" * 7_000_000})], 20_000, 200)
    with pytest.raises(NoAnswer):
        reading(lambda *_: heavy).pull(THREAD, None)
    moments = iter(range(0, 100_000, 60))
    with pytest.raises(NoAnswer):
        reading(
            lambda path, asked: listed([item(int(asked["page"]))], 20_000, 200), seconds=lambda: next(moments)
        ).pull(THREAD, None)


def test_a_root_that_is_a_query_is_gone_on_with() -> None:
    web = AskedWeb(many(3))
    queried = WordPressReading(web, replace(REST, api="https://example.org/?rest_route="))
    with pytest.raises(KeyError):
        queried.pull(THREAD, None)  # all of it is the path here, and so the page's size is not found
    assert web.asked[0].startswith("/wp/v2/comments&post=4&page=1&per_page=100&")
