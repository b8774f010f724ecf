"""The publisher is asked once, when it is wished, and what comes back is understood or said not to be."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from hiitreader import __version__
from hiitreader.errors import Bug, Problem, WorldProblem
from hiitreader.system.publisher import PUBLISHER
from hiitreader.system.updates import Newest, ask_newest, rank
from hiitreader.system.web import NotReached


class Publisher(HTTPServer):
    """Answers as it is told and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.status, self.body = 200, b"{}"
        self.headers: dict[str, str] = {}
        self.heard: list[tuple[str, dict[str, str], bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hiitreader-latest.json"


class _Answer(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.heard.append((self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length)))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(5)


def test_versions_are_in_the_order_of_pep_440() -> None:
    ordered = ["0.9", "0.9.1", "0.10", "1.0a1", "1.0a2", "1.0b1", "1.0rc1", "1.0", "1.0.1", "1.1", "2"]
    ranks = [rank(version) for version in ordered]
    assert None not in ranks
    assert ranks == sorted(ranks, key=lambda one: one or ((), (0, 0)))
    assert len(set(ranks)) == len(ordered)
    assert rank("1.0") == rank("v1") == rank("1.0.0")


@pytest.mark.parametrize("words", ["", "new", "1.x", "1.0.dev1", "1.0+local", "-1", "1..2", "9" * 400, "1\n.2"])
def test_what_is_no_version_has_no_place(words: str) -> None:
    assert rank(words) is None


def test_this_version_has_a_place_among_them() -> None:
    assert rank(__version__) is not None


@pytest.mark.parametrize(
    ("said", "newest"),
    [
        ({"version": "0.2.0", "page": "https://example.org/get"}, Newest("0.2.0", newer=True, page="https://example.org/get")),
        ({"version": "v0.2.0"}, Newest("0.2.0", newer=True)),
        ({"version": "0.1.0"}, Newest("0.1.0", newer=False)),
        ({"version": "0.0.9", "page": "http://example.org/"}, Newest("0.0.9", newer=False)),
        ({"version": "0.2.0", "page": "file:///etc/passwd"}, Newest("0.2.0", newer=True)),
        ({"version": "0.2.0", "page": 7, "more": []}, Newest("0.2.0", newer=True)),
    ],
)  # fmt: skip
def test_the_answer_is_compared_with_this_version(publisher: Publisher, said: object, newest: Newest) -> None:
    publisher.body = json.dumps(said).encode()
    assert ask_newest(publisher.address, "0.1.0") == newest


def test_nothing_is_sent_but_which_program_asks(publisher: Publisher) -> None:
    publisher.body = b'{"version": "0.1.0"}'
    ask_newest(publisher.address)
    ((path, headers, body),) = publisher.heard
    assert (path, body) == ("/hiitreader-latest.json", b"")
    assert headers["user-agent"] == f"hiitreader/{__version__}"
    assert set(headers) <= {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"0.2"', b'{"version": 2}', b'{"version": "soon"}', b"{}"])
def test_what_is_not_understood_is_said(publisher: Publisher, body: bytes) -> None:
    publisher.body = body
    with pytest.raises(WorldProblem, match=r"What 127\.0\.0\.1 says of the newest version can't be understood"):
        ask_newest(publisher.address)


def test_a_redirect_leads_nowhere(publisher: Publisher) -> None:
    publisher.status, publisher.headers = 302, {"Location": publisher.address + "?other"}
    with pytest.raises(WorldProblem, match="it answers 302"):
        ask_newest(publisher.address)
    assert len(publisher.heard) == 1


@pytest.mark.parametrize("status", [204, 404, 500])
def test_another_status_is_said(publisher: Publisher, status: int) -> None:
    publisher.status, publisher.body = status, b""
    with pytest.raises(WorldProblem, match=f"it answers {status}"):
        ask_newest(publisher.address)


def test_an_answer_without_an_end_is_given_up(publisher: Publisher) -> None:
    publisher.body = b" " * 300_000
    with pytest.raises(Problem, match="too large"):
        ask_newest(publisher.address)


def test_nobody_there_is_said() -> None:
    with Publisher() as gone:
        address = gone.address
    with pytest.raises(NotReached, match="can't be reached"):
        ask_newest(address)


@pytest.mark.parametrize("address", ["http://example.org/latest.json", "ftp://example.org/", "example.org", ""])
def test_nobody_is_asked_without_encryption(address: str) -> None:
    with pytest.raises(Bug, match="without encryption"):
        ask_newest(address)


def test_what_the_publisher_settled_can_be_used() -> None:
    assert PUBLISHER.updates == "" or PUBLISHER.updates.startswith("https://")
    assert PUBLISHER.homepage == "" or (PUBLISHER.homepage.startswith("https://") and PUBLISHER.homepage.endswith("/"))
    assert PUBLISHER.maintainer == "" or PUBLISHER.maintainer.rpartition(" ")[2][:1] == "<"
    assert "example" not in "".join(PUBLISHER)
