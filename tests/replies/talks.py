"""Recorded talks with servers: what was asked and what was answered, to try the contract without a server.

A talk is one JSON file for each test and kind. HIITREADER_RECORD=1 writes them anew from the real servers. Addresses of
the server are written as `PLACE`, so that a talk is the same wherever it was recorded.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from hiitreader.system.web import Web, WebAnswer

FOLDER = Path(__file__).parent / "talk"
PLACE = "http://127.0.0.1:1"
KEPT_HEADERS = {"content-type", "date", "location", "retry-after", "x-set-cookie", "x-wp-total", "x-wp-totalpages"}


class Talk:
    """Questions and answers in their order, whichever of a server's addresses they went to."""

    def __init__(self, said: list[dict[str, object]] | None = None) -> None:
        self.said = said or []

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in self.said)
        file.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def read_talk(file: Path) -> Talk:
    return Talk(json.loads(file.read_text(encoding="utf-8")))


class RecordingWeb(Web):
    """The real web, written down.

    Args:
        url: where the requests go.
        talk: what they are written into.
        site: the server's address, which is left out of what is written down.
        sign_in: user name and password.
    """

    def __init__(self, url: str, talk: Talk, site: str, sign_in: tuple[str, str] | None = None) -> None:
        super().__init__(url, sign_in=sign_in)
        self._talk = talk
        self._site = site

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._keep("GET", path, b"", super().get(path, headers))

    def post(self, path: str, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._keep("POST", path, body, super().post(path, body, content_type, headers))

    def put(self, path: str, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._keep("PUT", path, body, super().put(path, body, content_type, headers))

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._keep("DELETE", path, b"", super().delete(path, headers))

    def _keep(self, method: str, path: str, body: bytes, answer: WebAnswer) -> WebAnswer:
        kept = {name: self._anywhere(value) for name, value in answer.headers.items() if name in KEPT_HEADERS}
        self._talk.said.append(
            {
                "method": method,
                "path": path,
                "body": body.decode(),
                "status": answer.status,
                "headers": kept,
                "answer": self._anywhere(answer.body.decode()),
            }
        )
        return answer

    def _anywhere(self, text: str) -> str:
        in_json = (self._site.replace("/", "\\/"), PLACE.replace("/", "\\/"))
        placed = text.replace(self._site, PLACE).replace(*in_json)
        return re.sub(r"moderation-hash=\w+", "moderation-hash=0", placed)


class ReplayedWeb(Web):
    """A recorded talk, said again; another question than the recorded one fails the test."""

    def __init__(self, url: str, talk: Talk) -> None:
        super().__init__(url)
        self._talk = talk

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._next("GET", path, b"")

    def post(self, path: str, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._next("POST", path, body)

    def put(self, path: str, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._next("PUT", path, body)

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._next("DELETE", path, b"")

    def _next(self, method: str, path: str, body: bytes) -> WebAnswer:
        assert self._talk.said, f"the recorded talk is over, but there was {method} {path}"
        said = self._talk.said.pop(0)
        assert (method, path, body.decode()) == (said["method"], said["path"], said["body"])
        headers, answer, status = said["headers"], said["answer"], said["status"]
        assert isinstance(headers, dict)
        assert isinstance(answer, str)
        assert isinstance(status, int)
        return WebAnswer(status, headers, answer.encode())
