"""A proxy between the program and a real server that can spoil the next requests in the ways networks do."""

import contextlib
import re
import socket
import socketserver
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import formatdate
from enum import Enum
from urllib.parse import urlsplit

PATIENCE = 10
"""Seconds until a connection on which nothing happens any more is given up."""
DELAY = 0.2
"""Seconds by which a delayed answer comes later."""
LATE = 0.05
"""Seconds by which a late request comes after its sender has gone."""


class Fault(Enum):
    """What happens to a request."""

    NONE = "none"
    DELAYED = "the server takes it, the answer comes after a while"
    SLOW = "the server takes it, the answer comes in drops"
    SWALLOWED = "the server takes it, the answer never comes"
    SILENT = "the server takes it, no answer comes and the connection stays"
    RESET_AFTER = "the server takes it, then the connection is reset"
    CUT = "the server takes it, the answer stops half-way"
    CUT_HEAD = "the server takes it, the answer stops within its headers"
    BAD_GATEWAY_AFTER = "the server takes it, the answer is 502"
    LATE = "the server takes it when its sender has given up"
    RESET_BEFORE = "the connection is reset before the server sees it"
    LOST = "the server never sees it, no answer comes and the connection stays"
    HALF = "the server sees half of it"
    BAD_GATEWAY_BEFORE = "the server never sees it, the answer is 502"
    UNAVAILABLE = "the server never sees it, the answer is 503"
    REDIRECT = "the server never sees it, the answer points elsewhere"
    HELD = "the server takes it long after its sender has given up"
    PLUGIN_PAGE_AFTER = "the server takes it, the answer is a plugin's page of errors"
    TOO_LARGE = "the server never sees it, the answer is 413"
    TURNED_AWAY = "the server never sees it, the answer is a firewall's 403"
    PLUGIN_PAGE = "the server never sees it, the answer is a plugin's page of errors"
    PLUGIN_FAULT = "the server never sees it, the answer is a plugin's error in JSON"


REFUSALS = frozenset({Fault.TOO_LARGE, Fault.TURNED_AWAY, Fault.PLUGIN_PAGE, Fault.PLUGIN_FAULT})
"""After these a sender may well think that it was refused."""
FOR_POSTS = REFUSALS | {Fault.HELD, Fault.PLUGIN_PAGE_AFTER}
"""What befalls only posts."""


class FaultyProxy:
    """Where it is, what it does to the next posts and questions, and what was posted.

    `faults` and `asking` are what befalls the next posts and the next questions (GET, HEAD), one each, in that order;
    those after them pass. `happened` is what befell them so far, as ("post", fault) or ("question", fault). `ahead` is
    by how many seconds the dates of answers are ahead of the real time.
    """

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.faults: deque[Fault] = deque()
        self.asking: deque[Fault] = deque()
        self.posts: list[bytes] = []
        self.happened: list[tuple[str, Fault]] = []
        self.ahead = 0.0
        self._under_way = 0
        self._held = 0
        self._let_go = False
        self._changed = threading.Condition()

    @property
    def fault(self) -> Fault:
        """What befalls the next post."""
        return self.faults[0] if self.faults else Fault.NONE

    @fault.setter
    def fault(self, fault: Fault) -> None:
        self.faults = deque([fault])

    def quiet(self) -> bool:
        """Wait until nothing but what is held is under way any more; False when something still is after a while."""
        with self._changed:
            return self._changed.wait_for(lambda: self._under_way == self._held, 4 * PATIENCE)

    @property
    def holds(self) -> bool:
        """Whether a request is held back that its sender has given up."""
        with self._changed:
            return self._held > 0

    def let_go(self) -> bool:
        """Let what is held reach the server, and wait for that; False when it has not after a while."""
        with self._changed:
            self._let_go = True
            self._changed.notify_all()
            gone = self._changed.wait_for(lambda: self._held == 0, PATIENCE)
            self._let_go = False
        return self.quiet() and gone

    def hold(self) -> None:
        """Wait until what is held is let go."""
        with self._changed:
            self._held += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._let_go, 12 * PATIENCE)
            self._held -= 1
            self._changed.notify_all()

    def next_fault(self, request: bytes) -> Fault:
        """What befalls this request."""
        is_post = request.startswith(b"POST")
        if is_post:
            self.posts.append(request)
        queue = self.faults if is_post else self.asking
        try:
            fault = queue.popleft()
        except IndexError:
            fault = Fault.NONE
        if fault is not Fault.NONE:
            self.happened.append(("post" if is_post else "question", fault))
        return fault

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """A request is under way for the length of the block."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, change: int) -> None:
        with self._changed:
            self._under_way += change
            self._changed.notify_all()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64
    upstream: tuple[str, int]
    proxy: FaultyProxy


class _Once(socketserver.BaseRequestHandler):
    """One connection, one request."""

    server: _Server

    def handle(self) -> None:
        client: socket.socket = self.request
        client.settimeout(PATIENCE)
        with self.server.proxy.one_more():
            request = _whole_request(client)
            if not request:
                return
            fault = self.server.proxy.next_fault(request)
            with suppress(ConnectionError, TimeoutError):
                self._treat(fault, client, request)

    def _treat(self, fault: Fault, client: socket.socket, request: bytes) -> None:
        proxy = self.server.proxy

        def forward(part: bytes) -> bytes:
            return _dated(_forward(self.server.upstream, part), proxy.ahead)

        if fault is Fault.HELD:
            _until_gone(client)
            proxy.hold()
            forward(request)
            return
        WAYS.get(fault, _pass)(client, forward, request)


@contextmanager
def faulty_proxy(upstream: str) -> Iterator[FaultyProxy]:
    """Run one before the server at `upstream`."""
    parts = urlsplit(upstream)
    with _Server(("127.0.0.1", 0), _Once) as server:
        server.upstream = (str(parts.hostname), parts.port or 80)
        server.proxy = FaultyProxy(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.proxy
        finally:
            server.shutdown()
            thread.join(10)


Forward = Callable[[bytes], bytes]


def _pass(client: socket.socket, forward: Forward, request: bytes) -> None:
    client.sendall(forward(request))


def _delay(client: socket.socket, forward: Forward, request: bytes) -> None:
    answer = forward(request)
    time.sleep(DELAY)
    client.sendall(answer)


def _in_drops(client: socket.socket, forward: Forward, request: bytes) -> None:
    answer = forward(request)
    size = len(answer) // 8 + 1
    for start in range(0, len(answer), size):
        client.sendall(answer[start : start + size])
        time.sleep(0.01)


def _swallow(_client: socket.socket, forward: Forward, request: bytes) -> None:
    forward(request)


def _be_silent(client: socket.socket, forward: Forward, request: bytes) -> None:
    forward(request)
    _until_gone(client)


def _reset_after(client: socket.socket, forward: Forward, request: bytes) -> None:
    forward(request)
    _reset(client)


def _cut(client: socket.socket, forward: Forward, request: bytes) -> None:
    client.sendall(forward(request)[:-20])


def _cut_head(client: socket.socket, forward: Forward, request: bytes) -> None:
    client.sendall(forward(request)[:40])


def _late(client: socket.socket, forward: Forward, request: bytes) -> None:
    _until_gone(client)
    time.sleep(LATE)
    forward(request)


def _reset_before(client: socket.socket, _forward: Forward, _request: bytes) -> None:
    _reset(client)


def _lose(client: socket.socket, _forward: Forward, _request: bytes) -> None:
    _until_gone(client)


def _half(client: socket.socket, forward: Forward, request: bytes) -> None:
    head, _, body = request.partition(b"\r\n\r\n")
    forward(head + b"\r\n\r\n" + body[: len(body) // 2])
    _reset(client)


def _say(answer: bytes) -> Callable[[socket.socket, Forward, bytes], None]:
    return lambda client, _forward, _request: client.sendall(answer)


def _say_after(answer: bytes) -> Callable[[socket.socket, Forward, bytes], None]:
    def treat(client: socket.socket, forward: Forward, request: bytes) -> None:
        forward(request)
        client.sendall(answer)

    return treat


def _page(status: str, body: str, kind: str = "text/html") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return (head + body).encode()


_DEATH = '<!DOCTYPE html><html><body id="error-page"><div class="wp-die-message">{words}</div></body></html>'
BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad"
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbusy"
REDIRECT = b"HTTP/1.1 308 Gone\r\nLocation: http://127.0.0.2:9/new\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
WAYS: Mapping[Fault, Callable[[socket.socket, Forward, bytes], None]] = {
    Fault.DELAYED: _delay,
    Fault.SLOW: _in_drops,
    Fault.SWALLOWED: _swallow,
    Fault.SILENT: _be_silent,
    Fault.RESET_AFTER: _reset_after,
    Fault.CUT: _cut,
    Fault.CUT_HEAD: _cut_head,
    Fault.BAD_GATEWAY_AFTER: _say_after(BAD_GATEWAY),
    Fault.LATE: _late,
    Fault.RESET_BEFORE: _reset_before,
    Fault.LOST: _lose,
    Fault.HALF: _half,
    Fault.BAD_GATEWAY_BEFORE: _say(BAD_GATEWAY),
    Fault.UNAVAILABLE: _say(UNAVAILABLE),
    Fault.REDIRECT: _say(REDIRECT),
    Fault.PLUGIN_PAGE_AFTER: _say_after(
        _page("500 Internal Server Error", _DEATH.format(words="There has been a critical error on this website."))
    ),
    Fault.TOO_LARGE: _say(
        _page("413 Request Entity Too Large", "<html><body><center><h1>413</h1></center></body></html>")
    ),
    Fault.TURNED_AWAY: _say(_page("403 Forbidden", "<html><body><h1>Forbidden</h1><p>Rule 949110.</p></body></html>")),
    Fault.PLUGIN_PAGE: _say(_page("403 Forbidden", _DEATH.format(words="Our spam guard is busy. Go back."))),
    Fault.PLUGIN_FAULT: _say(
        _page("400 Bad Request", '{"code": "guard", "message": "Busy.", "data": {"status": 400}}', "application/json")
    ),
}


def _dated(answer: bytes, ahead: float) -> bytes:
    """An answer with its date put ahead, in whole seconds as dates are."""
    return _DATE.sub(lambda _: f"\r\nDate: {formatdate(time.time() + ahead, usegmt=True)}\r\n".encode(), answer, 1)


_DATE = re.compile(rb"\r\nDate: [^\r\n]*\r\n", re.IGNORECASE)


def _reset(client: socket.socket) -> None:
    """Have the connection reset, not ended, when it is closed."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _until_gone(client: socket.socket) -> None:
    """Wait until the other side has closed the connection."""
    with contextlib.suppress(OSError):
        while client.recv(65536):
            pass


def _whole_request(client: socket.socket) -> bytes:
    data = b""
    with suppress(TimeoutError, ConnectionError):
        while b"\r\n\r\n" not in data:
            piece = client.recv(65536)
            if not piece:
                return b""
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        headers = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
        while len(body) < int(headers.get(b"content-length", b"0")):
            piece = client.recv(65536)
            if not piece:
                return b""
            body += piece
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
    return b""


def _forward(upstream: tuple[str, int], request: bytes) -> bytes:
    """What the server answers to a request; the half of one is followed by the connection's end."""
    with socket.create_connection(upstream, timeout=PATIENCE) as connection:
        connection.sendall(request)
        head, _, body = request.partition(b"\r\n\r\n")
        if b"content-length: %d\r\n" % len(body) not in head.lower() + b"\r\n" and body:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionError):
            while piece := connection.recv(65536):
                answer += piece
    return answer
