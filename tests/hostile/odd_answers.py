"""Every shape that an answer can have: a good one with anything at any place of it, and headers that make no sense.

No socket is opened: the answers are handed over as the program's own web gives them.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from hypothesis import strategies as st
from hypothesis.strategies import DataObject, SearchStrategy
from tests.hostile.server import HTML, POST, Hostile, Request, good

from hiitreader.system.web import AnswerLost, NotReached, WebAnswer

HOST = "https://odd.example"
ENOUGH = 400
"""Requests of one run: a list may have many pages, and no more is learned from them."""

Spoil = Callable[[str, WebAnswer], WebAnswer]
"""Gives what is said in the place of a good answer to a request, which is named by its method and path."""


# -- what is odd -------------------------------------------------------------------------------------------------------

ADDRESSES = (
    "https://[", "http://a:99999999/", f"{HOST}:99999/", "//[::", f"{HOST}:x/", "javascript:a()", "", "#", "?",
    "http://\u2100/", f"{HOST}/legs/", "\x00", "//",
)  # fmt: skip
SHAPES = (
    "null", "true", "5", "-1", "9.5", "1e400", "NaN", "9" * 25, '"x"', '"\\ud800\\u0000"', "[]", "{}", "[[]]",
    '{"a": []}',
)  # fmt: skip
"""One of each type."""
WHOLE = ("", "{", "[" * 2_000 + "]" * 2_000, "9" * 5_000, '{"id": 9, "id": []}', "[null, 5, [], {}]", "\ufeff9")
"""Texts of JSON, and of some that is none, that come alone."""

_DATES = (
    "Mon, 99 Jan 99999 99:99:99 +9999", "Mon, 01 Jan 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359",
    "1 Jan 0 0:0", "01 Jan 2024 00:00:00 -0000", "Mon, 01 Jan 2024 00:00:00 +99999999999", "Mon, 01 Jan 0001 00:00:00",
)  # fmt: skip
_NUMBERS = ("", "-1", "0", "9" * 30, "9" * 5_000, "1e9", "\u00b2", "\u0663", "99999999")
_PLACES = (*ADDRESSES, "?#", "#comment-9", "#comment-" + "9" * 19, "/legs/?unapproved=9#comment-9", "/wp-login.php")
_RELATIONS = ('"https://api.w.org/"', '"alternate"; type="application/json"', 'alternate; type="application/rss+xml"')
HEADERS: Mapping[str, tuple[str, ...]] = {
    "retry-after": (*_NUMBERS, *_DATES),
    "date": (*_NUMBERS[:3], *_DATES),
    "x-wp-total": _NUMBERS,
    "x-wp-totalpages": _NUMBERS,
    "location": _PLACES,
    "link": tuple(f"<{one}>; rel={relation}" for one in (*ADDRESSES, f"{HOST}/wp-json/") for relation in _RELATIONS),
    "x-set-cookie": ("isso-9=a; Max-Age=99999999", "isso-9=\ud7ff; Max-Age=", "isso-9=; Max-Age=\u0663", '"' * 50),
    "set-cookie": ("\ud7ff",),
    "content-type": (
        "", "text/html; charset=utf-7", "text/html; charset=\u00e9", "text/html; charset*=utf-8''%FF", "a" * 200,
        "text/html; charset=" + "x" * 90, "text/html; charset*0=a; charset*1*=b",
    ),
    "allow": ("POST", "GET, \u2028", ""),
    "etag": ("\u00e9", '"' * 50),
    "last-modified": (*_DATES, "\u2028"),
}  # fmt: skip
STATUSES = (100, 201, 202, 204, 301, 302, 304, 400, 401, 403, 404, 405, 409, 413, 429, 500, 503, 599, 999)
_ERROR = {"code": "rest_invalid_param", "message": "No.", "data": {"status": 400, "params": {"content": "No."}}}
_HOLE = "\0the place\0"


def odd_bodies(body: bytes) -> Iterator[bytes]:
    """A good body with each odd shape at each place of it; a page with each odd address at each place of it."""
    yield from (text.encode() for text in WHOLE)
    try:
        value = json.loads(body)
    except ValueError:
        yield from _odd_pages(body)
        return
    for place, there in _places(value):
        addresses = map(json.dumps, ADDRESSES if isinstance(there, str) and there.startswith("http") else ())
        for shape in (*SHAPES, *addresses):
            yield put(value, place, shape)


def put(value: object, place: tuple[Any, ...], shape: str) -> bytes:
    """JSON with the text of something else at a place of it."""
    return json.dumps(_with(value, place, _HOLE)).replace(json.dumps(_HOLE), shape).encode("utf-8", "surrogatepass")


def _odd_pages(body: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb'(?:href|action|value)="([^"]*)"', body):
        for address in ADDRESSES:
            yield body[: found.start(1)] + address.encode() + body[found.end(1) :]


def odd_answers(found: WebAnswer) -> Iterator[WebAnswer]:
    """What may come in the place of a good answer."""
    for body in odd_bodies(found.body):
        yield replace(found, body=body)
    for status in STATUSES:
        yield replace(found, status=status)
    for status in (400, 401, 404):
        for name in ("code", "message", "data"):
            yield from (WebAnswer(status, {}, put(_ERROR, (name,), shape)) for shape in ("[]", "{}", "5", "null"))
    yield from odd_heads(found)


def odd_heads(found: WebAnswer) -> Iterator[WebAnswer]:
    """A good answer with odd headers, and the refusals in which some of them are looked at."""
    for name, lines in HEADERS.items():
        yield from (replace(found, headers={**found.headers, name: line}) for line in lines)
    yield from (WebAnswer(302, {"location": line}, b"") for line in HEADERS["location"])
    yield from (WebAnswer(503, {"retry-after": line}, b"") for line in HEADERS["retry-after"])
    asked = "Mon, 01 Jan 2024 00:00:00 GMT"
    yield from (WebAnswer(429, {"retry-after": asked, "date": line}, b"") for line in HEADERS["date"])


def _places(value: object, here: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], object]]:
    yield here, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from _places(part, (*here, name))


def _with(value: Any, place: tuple[Any, ...], other: object) -> object:
    if not place:
        return other
    changed = value.copy()
    changed[place[0]] = _with(value[place[0]], place[1:], other)
    return changed


# -- what is drawn -----------------------------------------------------------------------------------------------------

_FIELDS = (
    "id", "post", "parent", "status", "code", "message", "data", "params", "replies", "total_replies", "mode", "text",
    "author", "website", "created", "modified", "date_gmt", "content", "rendered", "title", "link", "namespaces",
)  # fmt: skip


def _object(pairs: list[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in pairs) + "}"


any_json: SearchStrategy[str] = st.recursive(
    st.sampled_from((*SHAPES, *WHOLE[1:], *map(json.dumps, ADDRESSES)))
    | st.text(max_size=8).map(json.dumps)
    | st.floats().map(json.dumps),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{','.join(parts)}]")
        | st.lists(st.tuples(st.sampled_from(_FIELDS), inner), max_size=4).map(_object)
    ),
    max_leaves=6,
)
"""The text of any JSON, with names twice, and of some that is none."""

_LETTERS = st.characters(exclude_categories=("Cs",))
any_header: SearchStrategy[tuple[str, str]] = st.sampled_from(tuple(HEADERS)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(HEADERS[name]) | st.text(_LETTERS, max_size=20))
)


def drawing(data: DataObject) -> Spoil:
    """Spoils each answer as it is drawn: any JSON at any place of it, any status, any header; or there is none."""

    def spoil(key: str, found: WebAnswer) -> WebAnswer:
        how = data.draw(st.sampled_from(("good", "body", "body", "header", "status", "lost", "nobody")))
        if how == "lost":
            raise AnswerLost("The connection broke.")
        if how == "nobody":
            raise NotReached("Nobody.")
        if how == "status":
            return replace(found, status=data.draw(st.sampled_from(STATUSES)))
        if how == "header":
            return replace(found, headers={**found.headers, **dict([data.draw(any_header)])})
        if how == "good":
            return found
        try:
            value = json.loads(found.body)
        except ValueError:
            return replace(found, body=data.draw(any_json).encode("utf-8", "surrogatepass"))
        place = data.draw(st.sampled_from([place for place, _ in _places(value)]))
        return replace(found, body=put(value, place, data.draw(any_json)))

    return spoil


def leave(key: str, found: WebAnswer) -> WebAnswer:
    """Spoil nothing."""
    return found


# -- who says it -------------------------------------------------------------------------------------------------------


@dataclass
class OddServer:
    """Whatever is asked, it says what `say` says in a test with sockets, spoiled; each web opened is one to it."""

    say: Callable[[Any], None]
    spoil: Spoil = leave
    hostile: Hostile = field(default_factory=lambda: Hostile(HOST))
    said: dict[str, WebAnswer] = field(default_factory=dict)
    asked: int = 0

    def web(self, url: str, **_more: object) -> "OddWeb":
        return OddWeb(self, url)

    def answer(self, method: str, address: str, body: bytes) -> WebAnswer:
        parts = urlsplit(address)
        self.asked += 1
        if self.asked > ENOUGH:
            raise NotReached("It is enough.")
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        key = re.sub("/id/[0-9]{2,}", "/id/N", f"{method} {parts.path or '/'}")
        found = self.said[key] = self._good(method, path, body)
        return self.spoil(key, found)

    def _good(self, method: str, path: str, body: bytes) -> WebAnswer:
        self.hostile.asked.append(Request(method, path, "", body))
        heard: list[WebAnswer] = []

        def say(body: object = b"", status: int = 200, kind: str = "application/json", **headers: str) -> None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            names = {name.replace("_", "-").lower(): value for name, value in headers.items()}
            heard.append(WebAnswer(status, {"content-type": kind, **names}, data))

        self.say(SimpleNamespace(say=say, command=method, path=path, server=SimpleNamespace(hostile=self.hostile)))
        return heard[0]


class OddWeb:
    """In the place of `Web`."""

    peer = ""

    def __init__(self, server: OddServer, url: str) -> None:
        self._server = server
        self.url = url

    def get(self, path: str, headers: object = None) -> WebAnswer:
        return self._server.answer("GET", self.url + path, b"")

    def options(self, path: str) -> WebAnswer:
        return self._server.answer("OPTIONS", self.url + path, b"")

    def post(self, path: str, body: bytes, content_type: str, headers: object = None) -> WebAnswer:
        return self._server.answer("POST", self.url + path, body)

    def put(self, path: str, body: bytes, content_type: str, headers: object = None) -> WebAnswer:
        return self._server.answer("PUT", self.url + path, body)

    def delete(self, path: str, headers: object = None) -> WebAnswer:
        return self._server.answer("DELETE", self.url + path, b"")

    def close(self) -> None:
        """There is nothing to let go of."""


def _listed(number: int, parent: int = 0, **more: object) -> dict[str, object]:
    """A reply as every wire has it at once."""
    return {
        "id": number, "parent": parent, "mode": 1, "created": 1e9, "modified": 1e9, "text": "Fine.", "author": "Bo",
        "website": "https://e.org", "post": 4, "author_name": "Bo", "author_url": "https://e.org",
        "date_gmt": "2026-01-31T12:00:00", "content": {"rendered": "<p>Fine.</p>"}, "status": "approved", **more,
    }  # fmt: skip


def replied(speaker: Any) -> None:
    """A server with replies, of every kind at once."""
    path = speaker.path.partition("?")[0]
    said: Mapping[str, object] = {
        "GET /id/9": _listed(9),
        "PUT /id/9": _listed(9),
        "DELETE /id/9": _listed(9, mode=4),
        "GET /wp-json/wp/v2/posts": [{**POST, "link": f"{HOST}/legs/"}],
        "GET /wp-json/wp/v2/posts/4": {**POST, "content": {"protected": False}, "link": f"{HOST}/legs/"},
        "GET /wp-json/wp/v2/comments/9": _listed(9),
        "POST /wp-json/wp/v2/comments/9": {"id": 9, "status": "approved"},
        "DELETE /wp-json/wp/v2/comments/9": {"deleted": True, "previous": {"id": 9}},
    }
    key = f"{speaker.command} {path}"
    if key == "GET /":
        more = [_listed(9, replies=[_listed(10)])]
        speaker.say({"id": None, "total_replies": 2, "hidden_replies": 0, "replies": more})
    elif key == "GET /wp-json/wp/v2/comments":
        speaker.say([_listed(9, 7)], X_WP_Total="1", X_WP_TotalPages="1")
    elif key == "POST /new":
        speaker.say({"id": 9, "mode": 1}, 201, X_Set_Cookie="isso-9=abc; Max-Age=900; Path=/")
    elif key in said:
        speaker.say(said[key])
    else:
        good(speaker)


def front(speaker: Any) -> None:
    """A site whose first page names its interface alone."""
    if speaker.path in {"/", "/?p=4"}:
        speaker.say(f'<link rel="https://api.w.org/" href="{HOST}/wp-json/">'.encode(), kind=HTML)
    else:
        replied(speaker)


FEED = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>Legs</title><language>en</language>"
    b"<item><title>Arms</title><link>https://odd.example/arms/</link><guid>1</guid>"
    b"<description>&lt;p&gt;They grow.&lt;/p&gt;</description></item></channel></rss>"
)


def _post(number: int) -> dict[str, object]:
    return {
        "id": number, "date_gmt": "2026-01-31T12:00:00", "modified_gmt": "2026-01-31T12:00:00",
        "link": f"{HOST}/legs/", "title": {"rendered": "Legs"},
        "content": {"rendered": f"<p>They grow {number}.</p>", "protected": False},
        "excerpt": {"rendered": "<p>Grow.</p>"}, "categories": [3], "tags": [8],
    }  # fmt: skip


def site(speaker: Any) -> None:
    """A WordPress with posts, and their feed."""
    path = speaker.path.partition("?")[0]
    said: Mapping[str, object] = {
        "/wp-json/": {"name": "Strong", "namespaces": ["oembed/1.0", "wp/v2"]},
        "/wp-json/wp/v2/posts/7": {"categories": [3, 5]},
        "/wp-json/wp/v2/categories": [{"id": 3, "name": "Legs"}],
        "/wp-json/wp/v2/tags": [{"id": 8, "name": "Sleep"}],
        "/latest.json": {"version": "99.0", "page": f"{HOST}/get"},
    }
    if path == "/wp-json/wp/v2/posts":
        speaker.say([_post(9)], X_WP_Total="1")
    elif path in said:
        speaker.say(said[path])
    elif path == "/feed":
        speaker.say(FEED, kind="application/rss+xml", ETag='"1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")
    else:
        feed = f'<link rel="alternate" type="application/rss+xml" href="{HOST}/feed">'
        speaker.say(f'<link rel="https://api.w.org/" href="{HOST}/wp-json/">{feed}'.encode(), kind=HTML)
