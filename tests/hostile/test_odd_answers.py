"""Whatever shape a server's answer has, at every place that reads one: a value of the right type, or a named fault."""

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from tests.hostile.conftest import FORM, PASSWORD, THREAD, WAY_NAMES, WAYS
from tests.hostile.odd_answers import HOST, OddServer, drawing, front, odd_answers, replied, site
from tests.library.bringing import PaperShelf

import hiitreader
from hiitreader.errors import Problem, WorldProblem
from hiitreader.library.bring_in import feeds, same_categories, wordpress
from hiitreader.library.bring_in.subscriptions import Subscriptions
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.found import Found
from hiitreader.replies.passwords import MemoryPasswords
from hiitreader.replies.reply import Reply, Standing
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer
from hiitreader.replies.servers import isso_ids
from hiitreader.replies.servers.kinds import check_sign_in, connect, discover
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.updates import Newest, ask_newest
from hiitreader.system.web import WebAnswer

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
Door = Callable[[OddServer], None]


@pytest.fixture(autouse=True, scope="module")
def few_ids() -> Iterator[None]:
    """Each answer is looked at, not how often one is asked for."""
    with patch.multiple(isso_ids, NEAR=2, FAR=3, MOST_LOOKS=20):
        yield


def is_typed(value: object) -> bool:
    """Whether a value holds nothing but what its types say, and no half of a character."""
    if isinstance(value, Listing):
        return (value.total is None or type(value.total) is int) and all(map(is_typed, value.replies))
    if isinstance(value, ThreadReply):
        texts = (value.id, value.parent, value.author, value.text, value.website)
        return all(map(is_typed, texts)) and value.id.isdecimal() and isinstance(value.written, datetime)
    if isinstance(value, Answer):
        return all(map(is_typed, (value.server_id, value.reason, value.field, value.said, value.token)))
    if isinstance(value, Finding):
        return is_typed(value.server_id)
    if isinstance(value, Found):
        texts = (value.remote, value.title, value.page, value.settings.url, value.settings.api, value.settings.form)
        return all(map(is_typed, texts)) and all(value.sentences())
    if isinstance(value, str):
        value.encode()  # a half of a character can't be
        return True
    return isinstance(value, Standing)


def talk(way: tuple[str, str], server: OddServer) -> None:
    """All that is ever said to a reply server, about a reply in several states."""
    found = server.hostile.found(*way)
    wire = connect(found.settings, PASSWORD if way[1] else "", web=server.web)
    thread = replace(THREAD, remote=found.remote)
    first = Reply("u", thread, FORM, NOW, NOW, noted="8", server_id="9", token="abc", tries=1).queued(NOW)
    first = replace(first, noted="8", server_id="9", token="abc")
    first = replace(first, body=wire.body(first))
    doubtful = replace(first, parent="9", doubtful=True, noted="8 ann" if way[1] else "8", token="")
    with suppress(NoAnswer):
        assert is_typed(wire.note(replace(first, noted=""), frozenset({"3", "9"})))
    for asking in (
        lambda: wire.locate(thread),
        lambda: wire.find(doubtful, frozenset({"3"})),
        lambda: wire.recognise(doubtful, wire.pull(thread, None).as_kept, frozenset({"3"}), (first,)),
        lambda: wire.standing(first),
        lambda: wire.standing(doubtful),
        lambda: wire.pull(thread, None),
        lambda: wire.pull(thread, NOW),
    ):
        with suppress(NoAnswer):
            assert is_typed(asking())
    for answer in (  # these tell what it came to, and never raise
        wire.send(first),
        wire.send(doubtful),
        wire.edit(first, replace(FORM, comment="Other words.")),
        wire.delete(first),
    ):
        assert is_typed(answer)


def sync(way: tuple[str, str], server: OddServer) -> None:
    """The desk, with what it keeps."""

    def opener(settings: object, password: str) -> object:
        return connect(settings, password, web=server.web)  # type: ignore[arg-type]

    with TemporaryDirectory() as folder:
        desk = ReplyDesk(Path(folder), opener=opener, passwords=MemoryPasswords())  # type: ignore[arg-type]
        try:
            desk.servers.use(server.hostile.found(*way), THREAD, PASSWORD if way[1] else "")
            reply = desk.queue(THREAD, FORM)
            for _ in range(2):
                report = desk.sync(THREAD, by_hand=True)
                assert report.problem is None or isinstance(report.problem, WorldProblem)
            with suppress(Problem):
                desk.edit_there(reply.uuid, "Other words.")
            with suppress(Problem):
                desk.delete_there(reply.uuid)
            assert all(map(is_typed, desk.replies(THREAD).theirs))
            assert desk.reply(reply.uuid).form.name == FORM.name
        finally:
            desk.close()


def unhurried_disk() -> AbstractContextManager[object]:
    """Written is as ever, but nothing waits for the disk."""
    return patch("os.fsync", lambda _file: None)


def find_out(page: str, server: OddServer) -> None:
    with suppress(WorldProblem):
        assert is_typed(discover(f"{HOST}{page}", web=server.web))


def sign_in(server: OddServer) -> None:
    with suppress(WorldProblem):
        assert is_typed(check_sign_in(server.hostile.found("wordpress-rest", "ann").settings, PASSWORD, server.web))


def bring_in(way: Callable[..., object], source: str, server: OddServer) -> None:
    shelf = PaperShelf()
    with TemporaryDirectory() as folder, unhurried_disk():
        known = Subscriptions(Path(folder))
        for _ in range(2):
            way(f"{HOST}{source}", shelf, subscriptions=known, opener=server.web)
        known.all()
    assert all(is_typed(entry.title) and is_typed(entry.origin) for entry in shelf.entries.values())


def look_for_similar(server: OddServer) -> None:
    with TemporaryDirectory() as folder:
        there, known = (f"{HOST}/wp-json", "7"), Subscriptions(Path(folder))
        same_categories.fetch("article", there, PaperShelf(), known, NOW, opener=server.web)  # type: ignore[arg-type]


def ask_for_updates(server: OddServer) -> None:
    with patch("hiitreader.system.web.Web", server.web), suppress(WorldProblem):
        found = ask_newest(f"{HOST}/latest.json")
        assert isinstance(found, Newest)
        assert is_typed(found.version)
        assert found.page == "" or found.page.startswith("https://")


_from_page = partial(feeds.bring_in, from_page=True)
DOORS: dict[str, tuple[Door, Callable[..., None]]] = {
    **{f"reply server, {name}": (partial(talk, way), replied) for way, name in zip(WAYS, WAY_NAMES, strict=True)},
    "page with a form": (partial(find_out, "/legs/"), replied),
    "page of a site": (partial(find_out, "/?p=4"), front),
    "site": (partial(find_out, "/"), front),
    "Isso": (partial(find_out, ""), replied),
    "sign-in": (sign_in, replied),
    "posts": (partial(bring_in, wordpress.bring_in, "/"), site),
    "feed": (partial(bring_in, feeds.bring_in, "/feed"), site),
    "feed of a page": (partial(bring_in, _from_page, "/"), site),
    "posts of the same categories": (look_for_similar, site),
    "newest version": (ask_for_updates, site),
}
"""Every place that reads what a server answers, and one that answers well."""
DESKS = {f"desk, {name}": (partial(sync, way), replied) for way, name in zip(WAYS, WAY_NAMES, strict=True)}
"""The same with what is kept; slower, so it only meets what is drawn."""

doors = pytest.mark.parametrize(("door", "say"), DOORS.values(), ids=DOORS)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.slow)], ids=["a fifth", "all"])
@doors
def test_each_answer_with_anything_at_each_place(door: Door, say: Callable[..., None], every: int) -> None:
    server = OddServer(say)
    door(server)
    odd = [(key, one) for key, found in server.said.items() for one in odd_answers(found)]
    assert len(odd) > 200
    for key, one in odd[::every]:
        door(OddServer(say, lambda asked, there, key=key, one=one: one if asked == key else there))  # type: ignore[misc]


@pytest.mark.parametrize(("door", "say"), (DOORS | DESKS).values(), ids=DOORS | DESKS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_answers_one_after_another(door: Door, say: Callable[..., None], data: DataObject) -> None:
    door(OddServer(say, drawing(data)))


def test_there_is_no_other_door() -> None:
    """What asks a server reads no JSON itself: an answer gives tables and rows, and nothing as it came."""
    shown = {name for name in dir(WebAnswer) if not name.startswith("_")}
    assert shown == {"status", "headers", "body", "table", "rows", "sent"}
    readers = {"read_json", "json_text"}
    for path in Path(hiitreader.__file__).parent.rglob("*.py"):
        tree = list(ast.walk(ast.parse(path.read_text())))
        imports = [one for one in tree if isinstance(one, ast.ImportFrom)]
        names = {one.attr for one in tree if isinstance(one, ast.Attribute)}
        names |= {alias.name for one in imports for alias in one.names}
        if any(one.module == "hiitreader.system.web" for one in imports):
            assert not names & {"loads", "load", "JSONDecoder", *readers}, path
        elif path.name not in {"web.py", "json_text.py"}:
            assert not names & readers, path
