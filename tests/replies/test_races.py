"""Another window or program acts between the look and the deed: that ends in a sentence, and nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.replies.paper_desk import THREAD, URL, words
from tests.replies.paper_server import PaperServer

from hiitreader.errors import InputProblem, WorldProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.edits import ReplyGone
from hiitreader.replies.reply import Reply, Standing

MINE = words(1)


class Two:
    """Two programs on one folder; the other one acts when the first is about to write for the `when`th time."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.server = PaperServer()
        self.first, self.other = (self._open(folder, stack) for _ in range(2))
        self.first.servers.set(URL, "isso")

    def _open(self, folder: Path, stack: ExitStack) -> ReplyDesk:
        desk = ReplyDesk(folder, self.server.clock, lambda _, __: self.server, chance=lambda: 0.5)
        stack.callback(desk.close)
        return desk

    @contextmanager
    def before_writing(self, act: Callable[[], object], when: int) -> Iterator[None]:
        store: Any = self.first._store  # type: ignore[attr-defined]
        writing, left = store.writing, [when]

        def slower() -> "AbstractContextManager[object]":
            left[0] -= 1
            if left[0] == 0:
                act()
            return writing()  # type: ignore[no-any-return]

        store.writing = slower
        try:
            yield
        finally:
            del store.writing


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with ExitStack() as stack:
        yield Two(tmp_path / "data", stack)


def draft(two: Two) -> Reply:
    kept = two.first.save_draft(THREAD, MINE)
    assert kept is not None
    return kept


def put_away_draft(two: Two) -> Reply:
    return two.first.discard(draft(two).uuid)


def queued(two: Two) -> Reply:
    return two.first.queue(THREAD, MINE)


def put_away(two: Two) -> Reply:
    return two.first.discard(queued(two).uuid)


def published(two: Two) -> Reply:
    uuid = queued(two).uuid
    two.first.sync(by_hand=True)
    return two.first.reply(uuid)


def held(two: Two) -> Reply:
    two.server.site.moderated = True
    return published(two)


def in_doubt(two: Two) -> Reply:
    two.server.fault = "lost answer"
    return published(two)


BEGINNINGS = (
    queued,
    *(
        pytest.param(one, marks=pytest.mark.slow)
        for one in (put_away_draft, published, draft, put_away, held, in_doubt)
    ),
)

Deed = Callable[[ReplyDesk, str], object]
DEEDS: dict[str, Deed] = {
    "save": lambda desk, _uuid: desk.save_draft(THREAD, words(2)),
    "queue": lambda desk, _uuid: desk.queue(THREAD, words(2)),
    "rewrite": lambda desk, uuid: desk.rewrite(uuid, words(2)),
    "send again": lambda desk, uuid: desk.send_again(uuid),
    "discard": lambda desk, uuid: desk.discard(uuid),
    "restore": lambda desk, uuid: desk.restore(uuid),
    "retry": lambda desk, uuid: desk.retry(uuid),
    "retry all": lambda desk, _uuid: desk.retry_all(),
    "keep an edit": lambda desk, uuid: desk.keep_edit(uuid, "Other words."),
    "drop an edit": lambda desk, uuid: desk.keep_edit(uuid, ""),
    "edit there": lambda desk, uuid: desk.edit_there(uuid, "Other words."),
    "delete there": lambda desk, uuid: desk.delete_there(uuid),
    "sync": lambda desk, _uuid: desk.sync(THREAD, by_hand=True),
    "seen": lambda desk, _uuid: desk.seen(THREAD),
    "forget the server": lambda desk, _uuid: desk.servers.forget(),
    "agree": lambda desk, _uuid: desk.servers.agree(),
    "forget the person": lambda desk, _uuid: desk.mine.forget_remembered(),
    "erase": lambda desk, _uuid: desk.mine.erase(),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
@pytest.mark.parametrize("begin", BEGINNINGS)
def test_whatever_the_other_one_does_meanwhile(two: Two, begin: Callable[[Two], Reply], deed: Deed) -> None:
    """Every deed of the other's, before each of the first times that this one writes."""
    uuid = begin(two).uuid
    for meanwhile in DEEDS.values():
        for when in (1, 2, 3):
            if not met(two, uuid, deed, meanwhile, when):
                break
            two.first.servers.set(URL, "isso")
            if not any(one.uuid == uuid for one in two.first.own()):
                uuid = begin(two).uuid


def met(two: Two, uuid: str, deed: Deed, meanwhile: Deed, when: int) -> bool:
    """Whether the one wrote often enough for the other to come between."""
    happened: list[bool] = []

    def act() -> None:
        happened.append(True)
        tell(meanwhile, two.other, uuid)

    with two.before_writing(act, when):
        tell(deed, two.first, uuid)
    return bool(happened)


def tell(deed: Deed, desk: ReplyDesk, uuid: str) -> None:
    """Do it, or hear why not: a sentence for a person, not a fault of the program's."""
    with suppress(WorldProblem, InputProblem):
        deed(desk, uuid)


def test_what_the_server_did_is_kept_whatever_the_other_one_was_told_meanwhile(two: Two) -> None:
    """A moderator lets it through, and the other one hears it, while its words are changed on the server."""
    reply = held(two)

    def hear() -> None:
        one = two.other.reply(reply.uuid)
        two.other._outbox.swap(one, one.standing_at(two.server.clock.now(), Standing.PUBLISHED))

    with two.before_writing(hear, 2):
        after = two.first.edit_there(reply.uuid, "Other words.")
    assert after.form.comment == two.server.site.ever[0].words == "Other words."
    assert two.first.edit_kept(reply.uuid) == ""


def test_a_change_of_what_was_erased_is_told_as_such(two: Two) -> None:
    reply = published(two)
    with two.before_writing(two.other.mine.erase, 1), pytest.raises(ReplyGone, match="no longer here"):
        two.first.keep_edit(reply.uuid, "Other words.")
