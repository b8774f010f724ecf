"""A damaged file of replies costs what was damaged, is told of without a word of it, and locks nothing."""

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock
from tests.replies.damaging import BEGAN, by_rowid, cells, fill, flip, put

from hiitreader.replies.desk import DATABASE, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.mine_files import as_html, as_json
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server import Listing
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.kinds import Found
from hiitreader.replies.thread import ThreadReply

pytestmark = pytest.mark.slow

SERVER = ServerSettings("https://comments.example.org", "isso")
HERE = Thread("/articles/here/", "Here")
FORM = ReplyForm("Squats held my legs.", "Ann Reader", "ann@example.org")
WORDS = ("Squats", "Reply ", "Ann Reader", "ann@example.org", "Listed")
ODD = (
    "CAST(x'53717561c3' AS TEXT)", "NULL", "x'00ff'", "'zzz'", "''", "-1", "7", "3.5", "1 << 62", "'9999-99-99'",
    "'2026-01-31'", "'{'",
)  # fmt: skip
"""What may stand in a cell that something else wrote."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / DATABASE


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with something in every table."""
    folder = tmp_path_factory.mktemp("sound")
    desk = ReplyDesk(folder, HandClock())
    desk.servers.use(Found(SERVER, "17"), HERE)
    desk.mine.remember(FORM)
    desk.save_draft(HERE, FORM)
    listed = (ThreadReply("1", "Bob", "Listed", BEGAN), ThreadReply("2", "Eve", "Listed too", BEGAN, parent="1"))
    desk._threads.keep(SERVER.url, HERE.uri, Listing(listed, whole=True), BEGAN)
    desk.close()
    fill(folder / DATABASE, 7, seed=1)
    return folder / DATABASE


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of today's shape with no reply in it."""
    folder = tmp_path_factory.mktemp("empty")
    desk = ReplyDesk(folder, HandClock())
    desk.mine.remember(FORM)
    desk.close()
    return folder / DATABASE


def copy(sound: Path, file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    shutil.copy(sound, file)


def told(desk: ReplyDesk) -> list[str]:
    said = [problem.said() for problem in iter(desk.notice, None)]
    for one in said:
        assert not any(word in one for word in WORDS)
    return said


def everything_works(file: Path) -> set[str]:
    """Do all there is to do with a file, as one opens it; the words of the replies that are there."""
    desk = ReplyDesk(file.parent, HandClock())
    own = desk.own()
    told(desk)
    for one in own:
        desk.tries(one.uuid)
        desk.edit_kept(one.uuid)
        desk.next_step(one, BEGAN, desk.servers.get())
    settings = desk.servers.get()
    desk.servers.health()
    for thread in {HERE, *(one.thread for one in own)}:
        desk.replies(thread)
        desk.draft(thread)
    desk.waiting(), desk.edits_kept(), desk.mine.remembered()
    mine, there = desk.mine.export(), desk.mine.on_servers()
    as_json(mine, there).encode(), as_html(mine, there).encode()
    desk.retry_all()
    desk.save_draft(HERE, FORM)
    queued = desk.queue(HERE, FORM)
    desk.discard(queued.uuid)
    if settings is not None:
        desk.seen(HERE)
        desk._threads.keep(settings.url, HERE.uri, Listing((ThreadReply("1", "Bob", "x", BEGAN),), whole=True), BEGAN)
    told(desk)
    desk.close()
    again = ReplyDesk(file.parent, HandClock())
    assert len(again.own()) >= len(own)
    assert told(again) == []  # what was mended stays so
    words = {one.form.comment for one in own}
    again.mine.erase()
    assert again.own() == ()
    again.close()
    return words


def spoil(file: Path, table: str, number: int, column: str, value: str) -> None:
    """Write what the table does not take into a cell, as damage does."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        lax = sql.replace(" NOT NULL", "").replace("STRICT", "").replace("CHECK (one = 1)", "")
        schema(connection, table, lax)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        with suppress(sqlite3.IntegrityError):  # the number of a row takes nothing else
            connection.execute(f"UPDATE OR IGNORE {table} SET {column} = {value} WHERE rowid = ?", (number,))
        schema(connection, table, sql)


def schema(connection: sqlite3.Connection, table: str, sql: str) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (sql, table))
    connection.execute("PRAGMA writable_schema = RESET")


def columns() -> list[tuple[str, str]]:
    """Every column of every table."""
    from hiitreader.replies.migrations import MIGRATIONS

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in MIGRATIONS:
            step(connection)
        tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            (table, str(column[1])) for table in tables for column in connection.execute(f"PRAGMA table_info({table})")
        ]


@pytest.mark.parametrize(("table", "column"), columns())
def test_whatever_is_in_a_cell_everything_works_and_the_others_are_there(
    sound: Path, file: Path, table: str, column: str
) -> None:
    drawn = random.Random(f"{table} {column}")
    whole = {row[0] for row in rows(sound, "SELECT comment FROM replies")}
    numbers = sorted({number for one, number, _column in cells(sound) if one == table})
    for value in (ODD[0], drawn.choice(ODD[1:])):
        number = drawn.choice(numbers)
        copy(sound, file)
        spoil(file, table, number, column, value)
        rest = whole
        if table == "replies":
            rest = {row[0] for row in rows(sound, f"SELECT comment FROM replies WHERE rowid != {number}")}
        assert everything_works(file) >= rest


def rows(file: Path, question: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


def test_one_bad_byte_costs_one_letter_and_is_told_by_its_number(sound: Path, file: Path) -> None:
    copy(sound, file)
    data = bytearray(file.read_bytes())
    data[data.index(b"Reply 1. ")] = 0xFF
    file.write_bytes(data)
    uuid = next(one for one, words in rows(sound, "SELECT uuid, comment FROM replies") if words.startswith("Reply 1. "))
    desk = ReplyDesk(file.parent, HandClock())
    found = {one.uuid: one for one in desk.own()}
    assert len(found) == 8
    assert found[uuid].form.comment.startswith("\N{REPLACEMENT CHARACTER}eply 1. ")
    assert found[uuid].state is ReplyState.DISCARDED  # it was waiting; with a gap it does not go out by itself
    assert found[uuid].before is None
    (said,) = told(desk)
    assert uuid in said
    (aside,) = file.parent.glob(f"{DATABASE}.damaged-*")
    assert aside.read_bytes() == data
    desk.close()


def test_what_a_server_has_stays_its_own_when_a_letter_is_lost(sound: Path, file: Path) -> None:
    copy(sound, file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE replies SET written = ? WHERE server_id = '3'", (BEGAN.isoformat(),))
    data = bytearray(file.read_bytes())
    data[data.index(b"Reply 3. ")] = 0xFF
    file.write_bytes(data)
    desk = ReplyDesk(file.parent, HandClock())
    (published,) = (one for one in desk.own() if "eply 3. " in one.form.comment)
    assert (published.state, published.server_id, published.server) == (ReplyState.PUBLISHED, "3", SERVER.url)
    assert published.written == BEGAN
    desk.close()


@pytest.mark.parametrize("seed", range(30))
def test_whatever_bytes_are_flipped_everything_works(sound: Path, file: Path, seed: int) -> None:
    copy(sound, file)
    flip(file, random.Random(seed).choice([1, 3, 20, 200]), seed)
    everything_works(file)


def test_of_damaged_files_nearly_all_is_read_that_is_there(empty: Path, file: Path) -> None:
    """Twenty flipped bytes in each file: at least 95 % of what SQLite itself gives row by row, and 95 % of all."""
    written, by_row, saved, told_of = 0, 0, 0, 0
    for seed in range(23):
        copy(empty, file)
        words = fill(file, 150, seed).words
        flip(file, 20, seed + 1000)
        readable = by_rowid(file, 150)
        desk = ReplyDesk(file.parent, HandClock())
        found = {one.uuid: one.form.comment for one in desk.own()}
        assert len(found.keys() - words.keys()) <= 3  # those whose own number was hit
        written, by_row, saved = written + 150, by_row + len(readable), saved + len(found)
        told_of += bool(told(desk))
        desk.close()
        for one in file.parent.iterdir():
            one.unlink()
    assert saved >= 0.95 * by_row
    assert saved >= 0.95 * written
    assert told_of == 23


DAMAGE = {
    "no head": lambda data: b"\xff" * 100 + data[100:],
    "no first page": lambda data: bytes(4096) + data[4096:],
    "a later kind of file": lambda data: data[:18] + b"\x03\x03" + data[20:],
    "another encoding": lambda data: data[:56] + b"\0\0\0\2" + data[60:],
    "another version": lambda data: data[:60] + b"\0\0\0\0" + data[64:],
    "a version that never was": lambda data: data[:60] + b"\x7f\0\0\0" + data[64:],
    "cut off": lambda data: data[: len(data) // 2],
    "cut off within a page": lambda data: data[: len(data) // 2 + 777],
    "a page of zeros": lambda data: data[: 4096 * 20] + bytes(4096) + data[4096 * 21 :],
    "another page size": lambda data: data[:16] + b"\x02\0" + data[18:],
    "other names": lambda data: data.replace(b"CREATE TABLE replies", b"CREATE TABLE rxplies"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_part_that_is_gone_costs_what_was_in_it(empty: Path, file: Path, kind: str) -> None:
    copy(empty, file)
    words = fill(file, 150, 5).words
    file.write_bytes(DAMAGE[kind](file.read_bytes()))
    desk = ReplyDesk(file.parent, HandClock())
    found = {one.uuid for one in desk.own()}
    assert len(found & words.keys()) >= (40 if "cut off" in kind else 130)
    assert told(desk)
    desk.close()


@pytest.fixture
def killed(empty: Path, file: Path) -> Path:
    """A file whose program was killed: what was kept last is in its log only."""
    copy(empty, file)
    fill(file, 30, 7)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("UPDATE replies SET state = 'published', server_id = '9' WHERE comment LIKE 'Reply 1.%'")
        for number in range(30, 40):
            put(connection, f"{number:08}-0000-0000-0000-000000000000", f"Reply {number}. Late.", "queued", number)
        left = {path: path.read_bytes() for path in file.parent.iterdir() if not path.name.endswith("-shm")}
    for path, data in left.items():
        path.write_bytes(data)
    file.with_name(f"{DATABASE}-shm").unlink(missing_ok=True)
    return file


def test_what_is_in_the_log_only_is_there(killed: Path) -> None:
    desk = ReplyDesk(killed.parent, HandClock())
    assert len(desk.own()) == 40
    assert told(desk) == []
    desk.close()


@pytest.mark.parametrize("seed", range(10))
def test_damage_in_the_log_hides_nothing_that_was_kept_after_it(killed: Path, seed: int) -> None:
    log = killed.with_name(f"{DATABASE}-wal")
    data = bytearray(log.read_bytes())
    data[random.Random(seed).randrange(len(data) // 2)] ^= 0xFF
    log.write_bytes(data)
    desk = ReplyDesk(killed.parent, HandClock())
    found = desk.own()
    assert len(found) >= 39
    assert told(desk)
    desk.close()


def test_a_reply_known_from_an_older_copy_is_not_sent_again_by_itself(killed: Path) -> None:
    """It waited when the older copy was made; the newer one, which is damaged, may have said that it was sent."""
    log = killed.with_name(f"{DATABASE}-wal")
    data = bytearray(log.read_bytes())
    for at in range(32 + 24, len(data) // 3, 4096 + 24):
        data[at : at + 2000] = b"\xff" * 2000  # what leads to the rows of these pages
    log.write_bytes(data)
    desk = ReplyDesk(killed.parent, HandClock())
    first = next(one for one in desk.own() if one.form.comment.startswith("Reply 1. "))
    assert first.state in {ReplyState.PUBLISHED, ReplyState.DISCARDED}
    desk.close()


def test_a_rescue_that_is_cut_off_loses_nothing(sound: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy(sound, file)
    flip(file, 20, 3)
    before = file.read_bytes()

    def killed(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        patched.setattr(Path, "replace", killed)
        desk = ReplyDesk(file.parent, HandClock())
        with pytest.raises(KeyboardInterrupt):
            desk.own()
    assert file.read_bytes() == before
    everything_works(file)


def test_a_rescue_that_was_nearly_done_is_finished(sound: Path, file: Path) -> None:
    copy(sound, file)
    file.rename(file.with_name(f"{DATABASE}.rescued"))
    desk = ReplyDesk(file.parent, HandClock())
    assert len(desk.own()) == 8
    desk.close()
