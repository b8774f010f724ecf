"""The reader's own data: handed out whole, erased without a trace, and what of it servers have."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock

from hiitreader.errors import WorldProblem
from hiitreader.replies.desk import DATABASE, TURN, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.found import Found
from hiitreader.replies.outbox import Outbox, put_row
from hiitreader.replies.owner import FILE, Owner
from hiitreader.replies.passwords import MemoryPasswords
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.store import Store
from hiitreader.replies.turn import TurnTaken, turn
from hiitreader.system.database_faults import TracesLeft
from hiitreader.system.paths import find_paths

THREAD = Thread("/articles/legs/", "Legs")
SITE = ServerSettings("https://example.org", "wordpress-rest", "https://example.org/wp-json", user="ann")
FOUND = Found(SITE, "7", "Legs, there", "https://example.org/legs/", True)
WORDS = ReplyForm("Squats held my knee together.", "Ann Example", "ann@example.com", "https://ann.example.com")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
TELLING = (b"Squats held", b"Ann Example", b"ann@example.com", b"ann.example.com", b"Split squats", b"frozen body")


def stored(data: Path, *replies: Reply) -> None:
    store = Store(data / DATABASE, HandClock())
    with store.writing() as connection:
        for reply in replies:
            put_row(connection, reply)
    store.close()


def sent(uuid: str, state: ReplyState, server_id: str, **more: object) -> Reply:
    reply = Reply(uuid, THREAD, replace(WORDS, comment=f"{WORDS.comment} {uuid}"), created=NOW, changed=NOW)
    return replace(reply, state=state, server=SITE.url, server_id=server_id, body="frozen body", **more)  # type: ignore[arg-type]


@pytest.fixture
def passwords() -> MemoryPasswords:
    return MemoryPasswords()


@pytest.fixture
def full(tmp_path: Path, clock: HandClock, passwords: MemoryPasswords) -> ReplyDesk:
    """A desk with something of each sort."""
    data = tmp_path / "hiitreader"
    desk = ReplyDesk(data, clock, passwords=passwords)
    desk.servers.use(FOUND, THREAD, "abcd efgh")
    desk.mine.remember(WORDS)
    desk.save_draft(THREAD, replace(WORDS, comment="Split squats, half typed"))
    stored(
        data,
        sent("1", ReplyState.PUBLISHED, "11"),
        sent("2", ReplyState.AWAITING_MODERATION, "12", token="ann"),
        sent("3", ReplyState.UNSURE, "", doubtful=True),
        sent("4", ReplyState.REJECTED, "14"),
        sent("5", ReplyState.AWAITING_MODERATION, "", doubtful=True),
        replace(sent("6", ReplyState.QUEUED, ""), server=""),
    )
    desk.keep_edit("2", "Split squats, better said")
    (data / "places.json").write_text('{"places": {}}', encoding="utf-8")
    (data / "settings.json").write_text('{"text_size": 200}', encoding="utf-8")
    (data / "log").mkdir()
    for name in ("faults.log", "faults.log.1"):
        (data / "log" / name).write_text("A fault", encoding="utf-8")
    (data / "sources").mkdir()
    (data / "sources" / "0a.json").write_text('{"address": "https://example.org/legs/"}', encoding="utf-8")
    (data / "replies.sqlite3.damaged-20260101-000000").write_bytes(b"Squats held")
    return desk


def test_everything_is_handed_out(full: ReplyDesk, tmp_path: Path) -> None:
    (tmp_path / "hiitreader" / "read.json").write_text('{"form": 1, "read": {}}', encoding="utf-8")
    mine = full.mine.export(find_paths(tmp_path / "hiitreader"))
    assert {own.reply.state for own in mine.replies} == {
        ReplyState.DRAFT, ReplyState.PUBLISHED, ReplyState.AWAITING_MODERATION, ReplyState.UNSURE, ReplyState.REJECTED,
        ReplyState.QUEUED,
    }  # fmt: skip
    assert [own.edit for own in mine.replies if own.edit] == ["Split squats, better said"]
    assert mine.remembered == replace(WORDS, comment="")
    assert mine.server == SITE
    assert mine.agreed is not None
    assert [(place.thread, place.page) for place in mine.places] == [(THREAD.uri, FOUND.page)]
    assert set(mine.files or {}) == {"0a.json", "places.json", "read.json", "settings.json"}


def test_it_is_said_what_servers_have_and_how_to_have_it_removed(full: ReplyDesk) -> None:
    there = {one.reply.uuid: one for one in full.mine.on_servers()}
    assert set(there) == {"1", "2", "3", "4", "5"}, "what was never sent is on no server"
    assert there["1"].page == "https://example.org/legs/#comment-11"
    assert there["1"].certain
    said = there["1"].ask.said()
    assert "reply 11 at https://example.org/legs/#comment-11" in said
    assert "those who run example.org" in said
    assert "article 17" in said
    assert not there["1"].deletable
    assert there["2"].deletable
    assert "yourself" in there["2"].ask.said()
    assert not there["3"].certain
    assert "not known whether" in there["3"].ask.said()
    assert "no longer shown" in there["4"].ask.said()
    assert "number is not known" in there["5"].ask.said()


def test_nothing_is_left_of_it_in_any_file(full: ReplyDesk, tmp_path: Path, passwords: MemoryPasswords) -> None:
    data = tmp_path / "hiitreader"
    full.close()  # what was in the log is in the file now
    assert all(word in (data / DATABASE).read_bytes() for word in TELLING)
    with full._store.reading() as connection:
        connection.execute("PRAGMA secure_delete = OFF")  # as SQLite is where nobody built it otherwise
    erased = full.mine.erase(find_paths(data))
    full.close()
    assert erased.replies == 7
    assert not erased.in_keyring
    assert passwords.get(SITE.url, "ann") == ""
    left = sorted(path for path in data.rglob("*") if path.is_file())
    for path in left:
        content = path.read_bytes()
        assert not [word for word in TELLING if word in content], path
    assert {path.name for path in left} == {DATABASE, TURN, "settings.json"}


def test_a_password_that_the_keyring_may_still_have_is_named(full: ReplyDesk, passwords: MemoryPasswords) -> None:
    passwords.forget = lambda _url, _user: False  # type: ignore[method-assign]
    assert full.mine.erase().in_keyring == f"hiitreader {SITE.url}"
    assert full.own() == ()


def test_the_log_is_empty_too_while_the_file_is_still_open(full: ReplyDesk, tmp_path: Path) -> None:
    full.mine.erase(find_paths(tmp_path / "hiitreader"))
    log = tmp_path / "hiitreader" / f"{DATABASE}-wal"
    assert not log.exists() or log.stat().st_size == 0


def test_afterwards_one_can_begin_anew(full: ReplyDesk) -> None:
    full.mine.erase()
    assert full.own() == ()
    assert full.mine.remembered() is None
    assert full.servers.get() is None
    assert full.mine.on_servers() == ()
    full.queue(THREAD, WORDS)
    assert len(full.own()) == 1


def test_nothing_is_erased_while_something_is_being_sent(full: ReplyDesk, tmp_path: Path) -> None:
    with turn(tmp_path / "hiitreader" / TURN), pytest.raises(TurnTaken):
        full.mine.erase()
    assert len(full.own()) == 7


@pytest.mark.slow
def test_it_is_said_when_another_program_holds_on_to_the_log(full: ReplyDesk, tmp_path: Path) -> None:
    full.close()
    desk = ReplyDesk(tmp_path / "hiitreader", HandClock())
    desk._store._patience = 0.1
    other = sqlite3.connect(tmp_path / "hiitreader" / DATABASE, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM replies").fetchone()
    with pytest.raises(WorldProblem, match="traces may be left"):
        desk.mine.erase()
    other.close()
    desk.mine.erase()
    desk.close()
    assert b"Squats held" not in (tmp_path / "hiitreader" / DATABASE).read_bytes()


def test_a_file_that_can_not_be_erased_is_named(full: ReplyDesk, tmp_path: Path) -> None:
    (tmp_path / "hiitreader" / "log" / "faults.log.2").mkdir()
    with pytest.raises(WorldProblem, match=r"faults\.log\.2"):
        full.mine.erase(find_paths(tmp_path / "hiitreader"))
    assert full.own() == ()


def test_with_nothing_kept_there_is_nothing_to_erase_and_no_file_is_made(tmp_path: Path, clock: HandClock) -> None:
    desk = ReplyDesk(tmp_path / "hiitreader", clock)
    assert desk.mine.export().replies == ()
    assert desk.mine.erase().replies == 0
    assert not (tmp_path / "hiitreader" / DATABASE).exists()


def test_no_password_is_left_of_a_server_that_another_one_replaced(full: ReplyDesk, passwords: MemoryPasswords) -> None:
    full.servers.use(FOUND)
    assert passwords.get(SITE.url, "ann") == "abcd efgh", "the same one is kept"
    full.servers.use(Found(ServerSettings("https://comments.example.com", "isso")))
    assert passwords.get(SITE.url, "ann") == ""


def test_of_a_server_that_is_no_longer_set_only_the_page_is_known(full: ReplyDesk) -> None:
    full.servers.use(Found(ServerSettings("https://comments.example.com", "isso")))
    there = {one.reply.uuid: one for one in full.mine.on_servers()}
    assert there["1"].page == FOUND.page
    assert not there["2"].deletable


def test_an_erased_reply_can_not_be_told_of_by_a_second_desk(full: ReplyDesk, tmp_path: Path) -> None:
    second = ReplyDesk(tmp_path / "hiitreader", HandClock())
    assert len(second.own()) == 7
    full.mine.erase()
    assert second.own() == ()
    assert Outbox(second._store).all() == ()
    second.close()


def test_where_nothing_can_be_erased_everything_is_as_it_was(
    full: ReplyDesk, tmp_path: Path, passwords: MemoryPasswords
) -> None:
    data, outside = tmp_path / "hiitreader", tmp_path / "state"
    desk = ReplyDesk(data, HandClock(), passwords=passwords, watch=lambda outbox: Owner(data, outside, outbox))
    desk.send_from_here()
    kept = {path: path.read_bytes() for path in data.rglob("*.json")}
    assert data / FILE in kept
    full.close()
    desk._store.close()
    desk._store._file._patience = 0.1
    other = sqlite3.connect(data / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorldProblem, match="What was saved before is untouched"):
        desk.mine.erase(find_paths(data))
    other.close()
    assert {path: path.read_bytes() for path in data.rglob("*.json")} == kept
    assert passwords.get(SITE.url, "ann")
    assert len(desk.own()) == 7
    desk.mine.erase(find_paths(data))
    assert not (data / FILE).exists()
    desk.close()


def test_it_is_said_when_the_traces_can_not_be_taken_out(
    full: ReplyDesk, tmp_path: Path, passwords: MemoryPasswords
) -> None:
    connection = full._store._open()
    before = connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # the file can't be written anew
    with pytest.raises(TracesLeft, match="traces may be left"):
        full.mine.erase(find_paths(tmp_path / "hiitreader"))
    assert full.own() == ()
    assert passwords.get(SITE.url, "ann") == ""
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, before)
    full.mine.erase(find_paths(tmp_path / "hiitreader"))
    full.close()
    assert b"Squats held" not in (tmp_path / "hiitreader" / DATABASE).read_bytes()
