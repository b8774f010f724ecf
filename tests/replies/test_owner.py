"""A copied folder sends nothing that the first may send too before the reader says so; a moved one is the same one."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.replies.paper_desk import THREAD, URL, queue, states
from tests.replies.paper_server import PaperServer

from hiitreader.errors import WorldProblem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.owner import FILE, Copied, Owner, Unwatched, watch_over
from hiitreader.replies.reply import ReplyState
from hiitreader.system import paths
from hiitreader.system.paths import Paths, find_paths

S = ReplyState


class World:
    """Computers and folders, and one server for all of them."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack
        self.server = PaperServer()

    def desk(self, name: str = "data", *, computer: str = "one", outside: str = "state") -> ReplyDesk:
        """The desk in a folder, on a computer with a state folder of its own."""
        data = self.folder / name
        kept = self.folder / outside

        def watch(outbox: object) -> Owner:
            return Owner(data, kept, outbox, lambda salt: computer and f"{salt} on {computer}")  # type: ignore[arg-type]

        desk = ReplyDesk(data, self.server.clock, lambda _, __: self.server, chance=lambda: 0.5, watch=watch)
        self.stack.callback(desk.close)
        desk.servers.set(URL, "isso")
        return desk

    def copy(self, to: str, name: str = "data") -> None:
        shutil.copytree(self.folder / name, self.folder / to)

    @property
    def posted(self) -> list[str]:
        return [one.words for one in self.server.site.ever]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(tmp_path, stack)


def waiting_at_first(world: World, count: int = 2) -> list[str]:
    """Replies that wait in a folder that was used before."""
    desk = world.desk()
    queue(desk, 1)
    desk.sync(by_hand=True)
    uuids = queue(desk, count)
    desk.close()
    return uuids


Other = Callable[[World], ReplyDesk]


def on_another_computer(world: World) -> ReplyDesk:
    world.copy("copied")
    return world.desk("copied", computer="two", outside="other state")


def by_another_user(world: World) -> ReplyDesk:
    """With the same home in all: the path, and what is kept outside, were copied too."""
    world.copy("elsewhere")
    shutil.copytree(world.folder / "state", world.folder / "other state")
    return world.desk("elsewhere", computer="one, by another", outside="other state")


def beside_the_first(world: World) -> ReplyDesk:
    world.copy("copied")
    return world.desk("copied")


def put_back(world: World) -> ReplyDesk:
    """A backup takes the folder's place, after what waits in it was sent."""
    world.copy("backup")
    world.desk().sync(by_hand=True)
    shutil.rmtree(world.folder / "data")
    world.copy("data", "backup")
    return world.desk()


COPIES = (on_another_computer, by_another_user, beside_the_first, put_back)


@pytest.mark.parametrize("other", COPIES)
def test_a_copy_sends_nothing_until_the_reader_says_so(world: World, other: Other) -> None:
    uuids = waiting_at_first(world)
    second = other(world)
    before = world.posted
    for _ in range(2):
        report = second.sync(THREAD, by_hand=True)
        assert isinstance(report.problem, Copied)
        assert not report.not_agreed
        assert report.pulled is not None, "what others wrote can be read all the same"
        assert len(report.left) == 2
    assert world.posted == before
    assert states(second, uuids) == [S.QUEUED] * 2
    assert not any(map(second.goes, map(second.reply, uuids)))
    step = second.next_step(second.reply(uuids[0]), world.server.clock.moment, second.servers.get())
    assert "from this folder" in step.said()

    second.discard(uuids[0])
    second.send_from_here()
    assert second.sync(by_hand=True).problem is None
    assert world.posted == [*before, "Words 1"]
    assert second.sync(by_hand=True).problem is None


@pytest.mark.parametrize("other", COPIES)
def test_nobody_is_asked_who_has_nothing_waiting(world: World, other: Other) -> None:
    waiting_at_first(world, 0)
    second = other(world)
    uuids = queue(second, 1)
    assert second.sync(by_hand=True).problem is None
    assert states(second, uuids) == [S.PUBLISHED]


@pytest.mark.parametrize("other", [on_another_computer, by_another_user, beside_the_first])
def test_the_first_one_goes_on_as_ever(world: World, other: Other) -> None:
    uuids = waiting_at_first(world)
    other(world).sync(by_hand=True)
    first = world.desk()
    assert first.sync(by_hand=True).problem is None
    assert states(first, uuids) == [S.PUBLISHED] * 2


def test_a_folder_that_was_moved_is_the_same_one(world: World) -> None:
    """A renamed home, and another name for the same folder."""
    uuids = waiting_at_first(world)
    (world.folder / "data").rename(world.folder / "moved")
    (world.folder / "link").symlink_to("moved")
    moved = world.desk("moved")
    assert moved.sync(by_hand=True).problem is None
    assert states(moved, uuids) == [S.PUBLISHED] * 2
    queue(moved, 1)
    moved.close()
    assert world.desk("link").sync(by_hand=True).problem is None


def test_one_that_comes_back_is_known(world: World) -> None:
    """Carried to another computer, agreed to there once, and back: a stick with --data-dir, a folder kept in step."""
    waiting_at_first(world, 1)
    away = world.desk(computer="two", outside="other state")
    assert isinstance(away.sync(by_hand=True).problem, Copied)
    away.send_from_here()
    assert away.sync(by_hand=True).problem is None
    queue(away, 1)
    away.close()
    for computer, outside in (("one", "state"), ("two", "other state"), ("one", "state")):
        desk = world.desk(computer=computer, outside=outside)
        assert desk.sync(by_hand=True).problem is None
        queue(desk, 1)
        desk.close()


def test_a_computer_that_can_not_be_told_from_others_is_not_asked_about(world: World) -> None:
    desk = world.desk(computer="")
    queue(desk, 2)
    assert desk.sync(by_hand=True).problem is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff", b'{"form": 1, "name": [], "computers": 5}'])
def test_a_damaged_mark_stops_nobody(world: World, damage: bytes) -> None:
    uuids = waiting_at_first(world)
    (world.folder / "data" / FILE).write_bytes(damage)
    for file in (world.folder / "state").rglob("*.json"):
        file.write_bytes(damage)
    desk = world.desk()
    assert desk.sync(by_hand=True).problem is None
    assert states(desk, uuids) == [S.PUBLISHED] * 2


def test_a_folder_of_an_earlier_version_gets_its_mark(world: World) -> None:
    uuids = waiting_at_first(world)
    (world.folder / "data" / FILE).unlink()
    assert world.desk().sync(by_hand=True).problem is None
    assert states(world.desk(), uuids) == [S.PUBLISHED] * 2
    assert (world.folder / "data" / FILE).is_file()


def test_the_mark_names_no_computer_and_goes_with_everything(world: World) -> None:
    waiting_at_first(world)
    mark = json.loads((world.folder / "data" / FILE).read_bytes())
    assert set(mark) == {"form", "name", "salt", "computers", "path"}
    desk = world.desk()
    desk.sync(by_hand=True)
    desk.mine.erase()
    assert not (world.folder / "data" / FILE).exists()
    assert not list((world.folder / "state").rglob("*.json"))


def test_a_word_that_can_not_be_kept_is_said_not_to_be(world: World) -> None:
    waiting_at_first(world)
    second = on_another_computer(world)
    mark = world.folder / "copied" / FILE
    mark.unlink()
    mark.mkdir()
    with pytest.raises(WorldProblem, match="was not saved"):
        second.send_from_here()
    second.sync(by_hand=True)  # a mark that can't be written stops nobody else


@pytest.mark.parametrize("portable", [False, True])
def test_only_a_portable_folder_is_carried_about_unwatched(
    portable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "program_folder", lambda: tmp_path)
    if portable:
        (tmp_path / "portable").touch()
    found: Paths = find_paths(environ={})
    watcher = watch_over(found)(None)  # type: ignore[arg-type]
    assert isinstance(watcher, Unwatched) is portable
