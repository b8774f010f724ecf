"""The bounds of asking a web server: redirects, bytes, time, encryption."""

import base64
import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.replies.isso_server import free_port

from hiitreader.errors import Bug, InputProblem
from hiitreader.replies.server_settings import address
from hiitreader.system.web import AnswerLost, NotReached, Web, WebAnswer, ascii_address

Say = Callable[[http.server.BaseHTTPRequestHandler], None]


class HostileServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    say: Say
    asked: list[str]
    heard: list[tuple[str, str, dict[str, str], bytes]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: HostileServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        with suppress(ConnectionError):
            self.server.say(self)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append((self.command, self.path, headers, body))
        self.do_GET()

    do_PUT = do_DELETE = do_OPTIONS = do_POST  # noqa: N815 -- so http.server calls them

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hostile() -> Iterator[HostileServer]:
    with HostileServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.heard = [], []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)


def head(handler: http.server.BaseHTTPRequestHandler, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(hostile: HostileServer, status: int) -> None:
    hostile.say = lambda handler: head(handler, status, location=f"{hostile.url}/other", content_length="0")
    web = Web(hostile.url)
    assert web.post("/new", b"{}", "application/json").status == status
    assert web.get("/config").status == status
    assert hostile.asked == ["/new", "/config"]
    web.close()


def test_an_endless_answer_is_given_up(hostile: HostileServer) -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        head(handler)
        while True:
            handler.wfile.write(b"x" * 65536)

    hostile.say = endless
    web = Web(hostile.url, most=200_000)
    with pytest.raises(AnswerLost, match="too large"):
        web.get("/")
    web.close()


def test_a_slow_drip_is_given_up(hostile: HostileServer) -> None:
    ended = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        head(handler)
        while not ended.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()

    hostile.say = drip
    web = Web(hostile.url, whole=0.3)
    with pytest.raises(AnswerLost, match="too long"):
        web.get("/")
    ended.set()
    web.close()


def test_a_slow_drip_of_headers_is_given_up(hostile: HostileServer) -> None:
    ended = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        while not ended.wait(0.05):
            handler.wfile.write(b"x")

    hostile.say = drip
    web = Web(hostile.url, whole=0.3)
    with pytest.raises(AnswerLost, match="too long"):
        web.post("/new", b"{}", "application/json")
    ended.set()


def test_polite_notes_without_an_end_are_given_up(hostile: HostileServer) -> None:
    """They are no part of the answer, but they are counted as if they were."""

    def notes(handler: http.server.BaseHTTPRequestHandler) -> None:
        while True:
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    hostile.say = notes
    with pytest.raises(AnswerLost, match="too large"):
        Web(hostile.url, most=1_000).post("/new", b"{}", "application/json")


def test_the_time_for_one_request_is_not_the_next_ones(hostile: HostileServer) -> None:
    hostile.say = lambda handler: (time.sleep(0.2), head(handler, content_length="0"))[1]
    web = Web(hostile.url, whole=0.5)
    for _ in range(4):
        assert web.get("/").status == 200
    web.close()


def test_what_is_sent_with_every_method(hostile: HostileServer) -> None:
    hostile.say = lambda handler: head(handler, 201, x_set_cookie="isso-1=token; Max-Age=900", content_length="0")
    web = Web(hostile.url)
    answer = web.put("/id/1", b'{"text": "x"}', "application/json", {"Cookie": "1=token"})
    assert answer.headers["x-set-cookie"] == "isso-1=token; Max-Age=900"
    web.delete("/id/1", {"Cookie": "1=token"})
    web.options("/id/1")
    methods = [(method, path, headers.get("cookie", ""), body) for method, path, headers, body in hostile.heard]
    assert methods == [
        ("PUT", "/id/1", "1=token", b'{"text": "x"}'),
        ("DELETE", "/id/1", "1=token", b""),
        ("OPTIONS", "/id/1", "", b""),
    ]
    assert hostile.heard[0][2]["content-type"] == "application/json"
    assert not any("authorization" in headers for _, _, headers, _ in hostile.heard)


def test_signing_in(hostile: HostileServer) -> None:
    hostile.say = lambda handler: head(handler, content_length="0")
    web = Web(hostile.url, sign_in=("änn", "abcd efgh"))
    web.post("/", b"{}", "application/json")
    scheme, _, said = hostile.heard[0][2]["authorization"].partition(" ")
    assert (scheme, base64.b64decode(said).decode()) == ("Basic", "änn:abcd efgh")


def test_nobody_signs_in_without_encryption() -> None:
    with pytest.raises(Bug):
        Web("http://example.org", sign_in=("ann", "abcd efgh"))


@pytest.mark.parametrize("path", ["@evil.example/", ".evil.example/", ":80@evil.example", "evil"])
def test_a_path_can_not_become_a_host(path: str) -> None:
    with pytest.raises(Bug):
        Web("https://example.org", sign_in=("ann", "abcd efgh")).get(path)


def test_headers_that_come_several_times_are_one(hostile: HostileServer) -> None:
    def twice(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Link", '<a>; rel="x"')
        handler.send_header("Link", '<b>; rel="y"')
        handler.end_headers()

    hostile.say = twice
    assert Web(hostile.url).options("/").headers["link"] == '<a>; rel="x", <b>; rel="y"'


def test_a_question_on_a_connection_that_has_gone_is_asked_once_more(hostile: HostileServer) -> None:
    """A server may close a kept connection at any moment; nobody answered, and a question changes nothing."""

    def closing(handler: http.server.BaseHTTPRequestHandler) -> None:
        if hostile.asked.count("/2") == 1:
            return  # hangs up
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        handler.wfile.flush()
        handler.close_connection = False

    hostile.say = closing
    web = Web(hostile.url)
    web.get("/1")
    assert web.get("/2").status == 200
    assert hostile.asked == ["/1", "/2", "/2"]
    web.close()


def test_a_question_that_nobody_answers_is_not_asked_for_ever(hostile: HostileServer) -> None:
    hostile.say = lambda handler: None
    web = Web(hostile.url)
    for _ in range(2):
        with pytest.raises(AnswerLost):
            web.get("/")
    assert len(hostile.asked) <= 3
    web.close()


def test_a_proxy_is_asked_for_other_computers_only(hostile: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", hostile.url)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    hostile.say = head
    Web(hostile.url).get("/here")
    assert hostile.asked == ["/here"]
    with pytest.raises(NotReached):
        Web("https://example.invalid").get("/there")


def test_a_proxy_that_can_not_be_used_is_not_gone_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(NotReached, match="through the proxy"):
        Web("https://example.invalid").get("/")


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://example.org/a?b=c%20d&e=1", "https://example.org/a?b=c%20d&e=1"),
        ("https://straße.example/weg/ü?q=ä b", "https://xn--strae-oqa.example/weg/%C3%BC?q=%C3%A4%20b"),
        ("https://example.org:8443/é", "https://example.org:8443/%C3%A9"),
        ("http://[::1]:8080/é", "http://[::1]:8080/%C3%A9"),
    ],
)
def test_addresses_as_they_are_asked_for(url: str, asked: str) -> None:
    assert ascii_address(url) == asked


def test_silence_is_given_up(hostile: HostileServer) -> None:
    hostile.say = lambda _: time.sleep(0.5)
    web = Web(hostile.url, silence=0.1)
    with pytest.raises(AnswerLost, match="in time"):
        web.post("/new", b"{}", "application/json")
    web.close()


def test_a_packed_answer_is_not_unpacked(hostile: HostileServer) -> None:
    bomb = gzip.compress(b"0" * 50_000_000)

    def packed(handler: http.server.BaseHTTPRequestHandler) -> None:
        head(handler, content_encoding="gzip", content_length=str(len(bomb)))
        handler.wfile.write(bomb)

    hostile.say = packed
    web = Web(hostile.url)
    with pytest.raises(AnswerLost, match="packed"):
        web.get("/")
    web.close()


def test_nobody_there_is_certain() -> None:
    web = Web(f"http://127.0.0.1:{free_port()}")
    with pytest.raises(NotReached, match="can't be reached"):
        web.post("/new", b"{}", "application/json")
    web.close()


def test_no_encryption_where_it_is_promised_is_certain(hostile: HostileServer) -> None:
    hostile.say = head
    web = Web(hostile.url.replace("http:", "https:"))
    with pytest.raises(NotReached):
        web.post("/new", b"{}", "application/json")
    assert hostile.asked == []
    web.close()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" comments.example.com/ ", "https://comments.example.com"),
        ("https://example.com/isso/?x=1#y", "https://example.com/isso"),
        ("HTTPS://Example.com:8443", "https://example.com:8443"),
        ("localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://127.0.0.1", "https://127.0.0.1"),
    ],
)
def test_addresses(typed: str, kept: str) -> None:
    assert address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "https://", "ftp://example.com", "https://ann:secret@example.com", "https://a b", "https://x:y", "file:///x"],
)
def test_what_is_no_address(typed: str) -> None:
    with pytest.raises(InputProblem, match="not the address"):
        address(typed)


@pytest.mark.parametrize("typed", ["http://example.com", "http://127.0.0.1.example.com", "http://192.168.0.2"])
def test_no_encryption_only_on_this_computer(typed: str) -> None:
    with pytest.raises(InputProblem, match="no encryption"):
        address(typed)


def sent(date: str) -> datetime | None:
    return WebAnswer(200, {"date": date}, b"").sent()


NOON = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Sat, 31 Jan 2026 12:00:00 GMT", NOON),
        ("Saturday, 31-Jan-26 12:00:00 GMT", NOON),
        ("Sat Jan 31 12:00:00 2026", NOON),
        ("Sat, 31 Jan 2026 14:00:00 +0200", NOON),
        ("Sat, 01 Jan 2000 00:00:00 GMT", datetime(2000, 1, 1, tzinfo=UTC)),
        ("Thu, 31 Dec 2099 23:59:59 GMT", datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
        ("Mon, 01 Jan 0100 00:00:00 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +9959", None),
        ("Sat, 31 Jan 2026 12:00:00 GMT, Sat, 31 Jan 2026 12:00:00 GMT", None),
        ("Sat, 31 Jan 2026 12:00:00 GMT, Sun, 01 Feb 2026 12:00:00 GMT", None),
        ("Sat Jan 31 12:00:00 2026, Sat Jan 31 12:00:00 2026", None),
        ("", None),
        ("x", None),
        ("0 a", None),
    ],
)
def test_what_time_it_is_there(date: str, moment: datetime | None) -> None:
    assert sent(date) == moment


@given(st.text(max_size=50) | st.datetimes().map(lambda one: f"{one:%a, %d %b %Y %X} +0030"))
def test_whatever_the_date_says_it_is_a_time_or_none(date: str) -> None:
    found = sent(date)
    assert found is None or (found.tzinfo is UTC and 2000 <= found.year < 2100)
