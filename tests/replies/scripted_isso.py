"""An Isso's answers, told one by one."""

import json
from collections.abc import Callable, Mapping

from hiitreader.system.web import Web, WebAnswer


def answer(status: int, body: object = "", **headers: str) -> WebAnswer:
    text = body if isinstance(body, str) else json.dumps(body)
    return WebAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode())


def page(reason: str) -> str:
    return f"<!doctype html>\n<html lang=en>\n<title>Forbidden</title>\n<h1>Forbidden</h1>\n<p>{reason}</p>\n"


class ScriptedWeb(Web):
    """Answers as it is told."""

    def __init__(self, say: Callable[[str], WebAnswer]) -> None:
        super().__init__("http://127.0.0.1:1")
        self._say = say
        self.asked: list[str] = []
        self.cookies: list[str] = []
        self.bodies: list[dict[str, str]] = []

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._ask(f"GET {path}" if headers else path, headers)

    def put(self, path: str, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        self.bodies.append(json.loads(body))
        return self._ask(f"PUT {path}", headers)

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> WebAnswer:
        return self._ask(f"DELETE {path}", headers)

    def _ask(self, said: str, headers: Mapping[str, str] | None) -> WebAnswer:
        self.asked.append(said)
        self.cookies.append((headers or {}).get("Cookie", ""))
        return self._say(said)
