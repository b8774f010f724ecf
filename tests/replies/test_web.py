"""The bounds of asking a web server: redirects, bytes, time, encryption."""

import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from tests.replies.isso_server import free_port

from hiitreader.errors import InputProblem
from hiitreader.replies import web as web_module
from hiitreader.replies.server_settings import address
from hiitreader.replies.web import AnswerLost, NotReached, Web

Say = Callable[[http.server.BaseHTTPRequestHandler], None]


class HostileServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    say: Say
    asked: list[str]

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
        self.rfile.read(int(self.headers["content-length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hostile() -> Iterator[HostileServer]:
    with HostileServer(("127.0.0.1", 0), Handler) as server:
        server.asked = []
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


def test_an_endless_answer_is_given_up(hostile: HostileServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(handler: http.server.BaseHTTPRequestHandler) -> None:
        head(handler)
        while True:
            handler.wfile.write(b"x" * 65536)

    monkeypatch.setattr(web_module, "MOST_BYTES", 200_000)
    hostile.say = endless
    web = Web(hostile.url)
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
