"""Recorded talks with servers: what was asked and what was answered, to try the contract without a server.

A talk is one JSON file for each test and kind. HIITREADER_RECORD=1 writes them anew from the real servers.
"""

import json
from pathlib import Path

from hiitreader.replies.web import Web, WebAnswer

FOLDER = Path(__file__).parent / "talk"
KEPT_HEADERS = {"content-type", "location", "retry-after"}


class RecordingWeb(Web):
    """The real web, written down."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.talk: list[dict[str, object]] = []

    def get(self, path: str) -> WebAnswer:
        return self._keep("GET", path, "", super().get(path))

    def post(self, path: str, body: bytes, content_type: str) -> WebAnswer:
        return self._keep("POST", path, body.decode(), super().post(path, body, content_type))

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.talk, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def _keep(self, method: str, path: str, body: str, answer: WebAnswer) -> WebAnswer:
        said = {
            "method": method,
            "path": path,
            "body": body,
            "status": answer.status,
            "headers": {name: value for name, value in answer.headers.items() if name in KEPT_HEADERS},
            "answer": answer.body.decode(),
        }
        self.talk.append(said)
        return answer


class ReplayedWeb(Web):
    """A recorded talk, said again; another question than the recorded one fails the test."""

    def __init__(self, file: Path) -> None:
        super().__init__("http://127.0.0.1:1")
        self._talk = json.loads(file.read_text(encoding="utf-8"))

    def get(self, path: str) -> WebAnswer:
        return self._next("GET", path, "")

    def post(self, path: str, body: bytes, content_type: str) -> WebAnswer:
        return self._next("POST", path, body.decode())

    def _next(self, method: str, path: str, body: str) -> WebAnswer:
        assert self._talk, f"the recorded talk is over, but there was {method} {path}"
        said = self._talk.pop(0)
        assert (method, path, body) == (said["method"], said["path"], said["body"])
        return WebAnswer(said["status"], said["headers"], said["answer"].encode())
