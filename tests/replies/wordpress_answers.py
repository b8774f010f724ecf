"""A reply on its way to a WordPress that is not there, and answers for it to give."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.web import Web, WebAnswer

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
    """Says what it is told to each question, by the beginning of its path."""

    def __init__(self, **says: WebAnswer | Exception) -> None:
        super().__init__("http://127.0.0.1:1")
        self._says = says
        self.posted: list[str] = []

    def get(self, path: str, headers: object = None) -> WebAnswer:
        return self._say("get")

    def post(self, path: str, body: bytes, content_type: str, headers: object = None) -> WebAnswer:
        self.posted.append(path)
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
