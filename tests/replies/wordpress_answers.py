"""A reply on its way to a WordPress that is not there, and answers for it to give."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.wordpress_reading import WordPressReading
from hiitreader.system.web import Web, WebAnswer

Say = Callable[[str, Mapping[str, str]], WebAnswer]
NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
FORM = "https://example.org/wp-comments-post.php"
REPLY = Reply(
    uuid="u",
    thread=Thread("/articles/legs/", "Legs", "4"),
    form=ReplyForm("So?", "Ann", "ann@example.com"),
    created=NOW,
    changed=NOW,
    body="b",
    noted="7",
)


def answer(status: int, body: object = "", **headers: str) -> WebAnswer:
    text = body if isinstance(body, str) else json.dumps(body)
    return WebAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode())


def error(status: int, code: str, **data: object) -> WebAnswer:
    return answer(status, {"code": code, "message": "<strong>Error:</strong> no", "data": {"status": status} | data})


def page(words: str) -> str:
    return (
        f'<html><style>.wp-die-message {{}}</style><body><div class="wp-die-message"><p>{words}</p></div></body></html>'
    )


class ScriptedWeb(Web):
    """Says what it is told to each question, by its kind."""

    def __init__(self, **says: WebAnswer | Exception) -> None:
        super().__init__("https://example.org/wp-json")
        self._says = says
        self.posted: list[str] = []
        self.bodies: list[str] = []

    def get(self, path: str, headers: object = None) -> WebAnswer:
        return self._say("get")

    def post(self, path: str, body: bytes, content_type: str, headers: object = None) -> WebAnswer:
        self.posted.append(path)
        self.bodies.append(body.decode())
        return self._say("post")

    def delete(self, path: str, headers: object = None) -> WebAnswer:
        self.posted.append(path)
        return self._say("delete")

    def _say(self, what: str) -> WebAnswer:
        said = self._says[what]
        if isinstance(said, Exception):
            raise said
        return said


REST = ServerSettings("https://example.org", "wordpress-rest", "https://example.org/wp-json")
SIGNED_IN = replace(REST, user="ann")
CONFIRMED = replace(REPLY, server_id="12", state=ReplyState.PUBLISHED)


THREAD = Thread("/articles/legs/", "Legs & arms", "4")


class AskedWeb(Web):
    """Answers a route and its query as it is told, and remembers both."""

    def __init__(self, say: Say) -> None:
        super().__init__("http://127.0.0.1:1")
        self._say = say
        self.asked: list[str] = []

    def get(self, path: str, headers: object = None) -> WebAnswer:
        self.asked.append(path)
        parts = urlsplit(path)
        return self._say(parts.path, dict(parse_qsl(parts.query)))


def reading(say: Say, **more: Callable[[], float]) -> WordPressReading:
    return WordPressReading(AskedWeb(say), REST, **more)


def item(number: object = 1, **changes: object) -> dict[str, object]:
    return {
        "id": number,
        "post": 4,
        "parent": 0,
        "author_name": "Ann",
        "author_url": "",
        "date_gmt": "2026-01-31T12:00:00",
        "content": {"rendered": "<p>Hi</p>\n"},
        "status": "approved",
    } | changes


def listed(items: object, total: object = None, pages: object = 1) -> WebAnswer:
    count = len(items) if total is None and isinstance(items, list) else total
    return answer(200, items, x_wp_total=str(count), x_wp_totalpages=str(pages))
