"""A proxy between the program and a real server that can spoil the next post in the ways networks do."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from urllib.parse import urlsplit


class Fault(Enum):
    """What happens to the next post."""

    NONE = "none"
    SWALLOWED = "the server takes it, the answer never comes"
    RESET_BEFORE = "the connection is reset before the server sees it"
    CUT = "the server takes it, the answer stops half-way"
    BAD_GATEWAY_AFTER = "the server takes it, the answer is 502"
    BAD_GATEWAY_BEFORE = "the server never sees it, the answer is 502"
    REDIRECT = "the server never sees it, the answer points elsewhere"


class FaultyProxy:
    """Where it is, what it does to the next post, and how many posts came."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.fault = Fault.NONE
        self.posts: list[bytes] = []


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    upstream: tuple[str, int]
    proxy: FaultyProxy


class _Once(socketserver.BaseRequestHandler):
    """One connection, one request."""

    server: _Server

    def handle(self) -> None:
        client: socket.socket = self.request
        client.settimeout(10)
        request = _whole_request(client)
        if not request:
            return
        fault, proxy = Fault.NONE, self.server.proxy
        if request.startswith(b"POST"):
            proxy.posts.append(request)
            fault, proxy.fault = proxy.fault, Fault.NONE
        if fault is Fault.RESET_BEFORE:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            return
        answer = INSTEAD.get(fault) or _forward(self.server.upstream, request)
        spoilt = {Fault.SWALLOWED: b"", Fault.CUT: answer[:-20], Fault.BAD_GATEWAY_AFTER: BAD_GATEWAY}
        with suppress(ConnectionError):
            client.sendall(spoilt.get(fault, answer))


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


BAD_GATEWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad"
REDIRECT = b"HTTP/1.1 308 Gone\r\nLocation: http://127.0.0.2:9/new\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
INSTEAD = {Fault.BAD_GATEWAY_BEFORE: BAD_GATEWAY, Fault.REDIRECT: REDIRECT}


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
            body += client.recv(65536)
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
    return b""


def _forward(upstream: tuple[str, int], request: bytes) -> bytes:
    with socket.create_connection(upstream, timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer
