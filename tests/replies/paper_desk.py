"""A desk at a server on paper, and replies to send with it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.replies.paper_server import PaperServer

from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import ReplyState, Thread

URL = "https://comments.example.com"
THREAD = Thread("/articles/legs/", "Legs")
Open = Callable[[PaperServer], ReplyDesk]


@contextmanager
def desks(folder: Path) -> Iterator[Open]:
    """Opens desks at a server on paper, which is set and agreed to. Chance is always at its highest."""
    with ExitStack() as stack:

        def make(server: PaperServer) -> ReplyDesk:
            desk = ReplyDesk(folder, server.clock, lambda _, __: server, chance=lambda: 0.999)
            stack.callback(desk.close)
            desk.servers.set(URL, "isso")
            return desk

        yield make


def words(number: int) -> ReplyForm:
    return ReplyForm(f"Words {number}", "Ann", "ann@example.com")


def queue(desk: ReplyDesk, count: int, thread: Thread = THREAD) -> list[str]:
    uuids = []
    for number in range(count):
        desk._clock.go_on(1)  # type: ignore[attr-defined] -- they are to have an order
        uuids.append(desk.queue(thread, words(number)).uuid)
    return uuids


def states(desk: ReplyDesk, uuids: list[str]) -> list[ReplyState]:
    return [desk.reply(uuid).state for uuid in uuids]
