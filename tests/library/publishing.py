"""A site of one's own for the tests of feeds: says what it is told to, and remembers what it was asked."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class PaperSite(http.server.ThreadingHTTPServer):
    """A server on this computer.

    `pages` are the answers by path: a status, headers, a body.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def says(self, path: str, body: bytes | str, status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = status, {name.replace("_", "-"): value for name, value in headers.items()}, data


class _Handler(http.server.BaseHTTPRequestHandler):
    server: PaperSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        etag = headers.get("ETag")
        if etag and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its own name
        pass


@contextmanager
def paper_site() -> Iterator[PaperSite]:
    with PaperSite() as site:
        thread = threading.Thread(target=site.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join(20)
