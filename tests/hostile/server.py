"""A server on this computer that answers as badly as it is told, and remembers every byte it was sent.

It speaks the wires of all kinds well where a test does not tell it otherwise, so that a test spoils just one answer.
"""

import http.server
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from hiitreader.replies.found import Found
from hiitreader.replies.server_settings import ServerSettings

HTML = "text/html; charset=UTF-8"
JSON = "application/json"


@dataclass(frozen=True)
class Request:
    """What a server was asked: everything that came over the wire."""

    method: str
    path: str
    headers: str
    body: bytes

    def whole(self) -> bytes:
        return f"{self.method} {self.path}\n{self.headers}\n".encode() + self.body


Say = Callable[["Speaker"], None]


@dataclass
class Hostile:
    """One server: where it is, what it says, what it was asked, and how many bytes of a body it got rid of."""

    url: str
    answers: dict[str, Say] = field(default_factory=dict)
    """What it says instead of a good answer: by "GET", "POST" and so on, or by method and path."""
    asked: list[Request] = field(default_factory=list)
    written: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def spoil(self, say: Say, *when: str) -> None:
        self.answers.update(dict.fromkeys(when or ("GET", "POST", "PUT", "DELETE", "OPTIONS"), say))

    def answer_to(self, method: str, path: str) -> Say:
        """What it says to a request."""
        return self.answers.get(f"{method} {path.partition('?')[0]}") or self.answers.get(method) or good

    def posts(self) -> list[Request]:
        return [request for request in self.asked if request.method == "POST"]

    def found(self, kind: str, user: str = "") -> Found:
        """It, as a server of a kind, set up for the thread of the tests."""
        wire = WIRES[kind]
        api, form = (f"{self.url}{place}" if place else "" for place in (wire.api, wire.form))
        settings = ServerSettings(self.url, kind, api, form, user)
        return Found(settings, remote=wire.remote, title="Legs", page=f"{self.url}/legs/")


RUNNING: dict[str, Hostile] = {}
"""Those that run, by host and port."""


class Speaker(http.server.BaseHTTPRequestHandler):
    """One request and its answer."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def handle(self) -> None:
        with suppress(OSError):
            super().handle()

    def answer(self) -> None:
        hostile = self.server.hostile
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        hostile.asked.append(Request(self.command, self.path, str(self.headers), body))
        self.close_connection = True
        with suppress(OSError):
            hostile.answer_to(self.command, self.path)(self)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = answer  # noqa: N815 -- so http.server calls them

    def say(self, body: object = b"", status: int = 200, kind: str = JSON, **headers: str) -> None:
        """A whole answer."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.begin(status, content_type=kind, content_length=str(len(data)), **headers)
        self.write(data)

    def begin(self, status: int = 200, **headers: str) -> None:
        """Only the head of one."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        for start in range(0, len(data), 65_536):
            self.wfile.write(view[start : start + 65_536])
            self.server.hostile.written += len(view[start : start + 65_536])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    hostile: Hostile

    def handle_error(self, *_: object) -> None:
        """Somebody who hangs up is no error here."""


@contextmanager
def hostile_server(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """Run one; with `context` it speaks TLS, and what comes to nothing in the handshake is no request."""
    with _Server((host, 0), Speaker) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "http" if context is None else "https"
        server.hostile = Hostile(f"{scheme}://{host}:{server.server_port}")
        RUNNING[server.hostile.host] = server.hostile
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.hostile
        finally:
            del RUNNING[server.hostile.host]
            server.hostile.ended.set()
            server.shutdown()
            thread.join(10)


# -- what a good server of each kind says ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wire:
    """How a kind is spoken to.

    `lists` asks for its list of replies, and `list_of` is what that looks like around them; `nested` says that answers
    stand in the reply they answer. `remote` is what it calls the thread of the tests; `api` and `form` are where its
    interface and its form are, "" where it has none.
    """

    lists: str
    list_of: Callable[[object], object]
    remote: str
    nested: bool = False
    api: str = ""
    form: str = ""


def _list_of_isso(replies: object) -> object:
    return {"id": None, "total_replies": 1, "hidden_replies": 0, "replies": replies}


_WORDPRESS = Wire(
    "GET /wp-json/wp/v2/comments", lambda replies: replies, "4", api="/wp-json", form="/wp-comments-post.php"
)
WIRES: Mapping[str, Wire] = {
    "isso": Wire("GET /", _list_of_isso, "/legs/", nested=True),
    "wordpress-rest": _WORDPRESS,
    "wordpress-form": _WORDPRESS,
}

POST = {"id": 4, "title": {"rendered": "Legs"}, "comment_status": "open"}


def good(speaker: Speaker) -> None:
    """Every answer as it should be, for a thread that is empty at first; a post gets the number 9."""
    hostile = speaker.server.hostile
    path, url, posts = speaker.path.partition("?")[0], hostile.url, hostile.posts()
    posted = [
        {"id": 9, "created": 1e9, "mode": 1, **json.loads(post.body)} for post in posts if post.path[:4] == "/new"
    ]
    listed = {"id": None, "total_replies": len(posted), "hidden_replies": 0, "replies": posted}
    said: dict[str, Callable[[], None]] = {
        "GET /legs/": lambda: speaker.say(page(url), kind=HTML),
        "GET /config": lambda: speaker.say({"config": {"reply-to-self": False}}),
        "GET /": lambda: speaker.say(listed),
        "GET /id/9": lambda: speaker.say(b"<p>Not yours.</p>", 403 if posts else 404, HTML),
        "POST /new": lambda: speaker.say({"id": 9, "mode": 1}, 201),
        "POST /wp-comments-post.php": lambda: speaker.say(status=302, kind=HTML, location="/legs/#comment-9"),
        "GET /wp-json/wp/v2/comments": lambda: speaker.say([], X_WP_Total="0", X_WP_TotalPages="0"),
        "GET /wp-json/wp/v2/comments/9": lambda: speaker.say({"id": 9, "post": 4, "status": "approved"}),
        "POST /wp-json/wp/v2/comments": lambda: speaker.say({"id": 9, "status": "approved"}, 201),
        "OPTIONS /wp-json/wp/v2/comments": lambda: speaker.say({}, allow="GET"),
        "GET /wp-json/wp/v2/posts/4": lambda: speaker.say({**POST, "link": f"{url}/legs/"}),
        "GET /wp-json/wp/v2/users/me": lambda: speaker.say({"id": 2, "name": "Ann"}),
    }
    say = said.get(f"{speaker.command} {path}")
    speaker.say(b"<p>Nothing.</p>", 404, HTML) if say is None else say()


def page(url: str) -> bytes:
    """An article's page with WordPress's marks."""
    return (
        f'<title>Legs</title><link rel="https://api.w.org/" href="{url}/wp-json/">'
        f'<link rel="alternate" type="application/json" href="{url}/wp-json/wp/v2/posts/4">'
        f'<form id="commentform" action="{url}/wp-comments-post.php">'
        '<input type="hidden" name="comment_post_ID" value="4"></form>'
    ).encode()
