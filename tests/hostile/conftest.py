"""What the tests against hostile servers share: a hostile one, another host that must hear nothing, small bounds."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.hostile.answers import UNENDING
from tests.hostile.server import RUNNING, WIRES, Hostile, hostile_server

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.passwords import MemoryPasswords
from hiitreader.replies.reply import Thread
from hiitreader.replies.servers.kinds import connect
from hiitreader.system.web import Web, WebAnswer, _Line

THREAD = Thread("/legs/", "Legs")
FORM = ReplyForm(comment="Words that must not be lost.", name="Ann Reader", email="ann.reader@example.com")
PASSWORD = "abcd-efgh-ijkl-mnop"
MOST = 100_000
WAYS = (*((kind, "") for kind in WIRES), ("wordpress-rest", "ann"))
"""Every kind of server, and the one where one can sign in once more with somebody signed in."""
WAY_NAMES = [f"{kind}-signed-in" if user else kind for kind, user in WAYS]


class SmallWeb(Web):
    """Reads little, and waits long for all but what never comes to an end: a busy computer takes a while to answer."""

    def __init__(self, url: str, *, sign_in: tuple[str, str] | None = None) -> None:
        super().__init__(url, sign_in=sign_in, most=MOST)

    def _ask(self, line: _Line, method: str, path: str, body: bytes, headers: Mapping[str, str] | None) -> WebAnswer:
        parts = urlsplit(self.url + path)
        server = RUNNING.get(parts.netloc)
        unending = server is not None and server.answer_to(method, parts.path) in UNENDING
        self._silence, self._whole = (0.3, 0.8) if unending else (20.0, 45.0)
        return super()._ask(line, method, path, body, headers)


small_connect = partial(connect, web=SmallWeb)

Desk = Callable[..., ReplyDesk]


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with hostile_server() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Hostile]:
    """Another host, good in itself, that nobody has agreed to send anything to."""
    with hostile_server("127.0.0.2") as server:
        yield server


@pytest.fixture
def desk_for(tmp_path: Path) -> Iterator[Desk]:
    """Gives a desk whose replies go to a server, as a kind, with somebody signed in or nobody."""
    with ExitStack() as stack:

        def desk_for(server: Hostile, kind: str, user: str = "") -> ReplyDesk:
            desk = ReplyDesk(tmp_path / "data", opener=small_connect, passwords=MemoryPasswords())
            stack.callback(desk.close)
            desk.servers.use(server.found(kind, user), THREAD, PASSWORD if user else "")
            return desk

        yield desk_for
