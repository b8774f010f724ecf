import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from tests.replies.conftest import HandClock

from hiitreader.errors import Bug, WorldProblem
from hiitreader.replies.desk import DATABASE, TURN, ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.found import Found
from hiitreader.replies.migrations import MIGRATIONS, VERSION
from hiitreader.replies.places import Place
from hiitreader.replies.reply import ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.store import MARK, Store

OLD = Path(__file__).parent / "version_1.sql"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / DATABASE


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_made_by_looking(desk: ReplyDesk, thread: Thread, file: Path) -> None:
    assert desk.draft(thread) is None
    assert desk.replies(thread).own == ()
    assert desk.servers.get() is None
    desk.servers.forget()
    desk.save_draft(thread, ReplyForm())
    assert not file.parent.exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_everything_is_private(desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path) -> None:
    old = os.umask(0)
    try:
        desk.save_draft(thread, form)
    finally:
        os.umask(old)
    assert mode(file.parent) == 0o700
    found = {path.name: mode(path) for path in file.parent.iterdir()}
    assert found == dict.fromkeys([DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"], 0o600)


def test_a_loose_file_is_tightened(desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path) -> None:
    desk.save_draft(thread, form)
    desk.close()
    file.chmod(0o644)
    desk.save_draft(thread, form)
    assert mode(file) == 0o600


def test_it_is_durable(clock: HandClock, file: Path) -> None:
    store = Store(file, clock)
    with store.writing() as connection:
        settings = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    store.close()
    assert settings == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "user_version": VERSION}


def test_an_error_inside_leaves_nothing(clock: HandClock, file: Path) -> None:
    store = Store(file, clock)
    with pytest.raises(Bug), store.writing() as connection:  # noqa: PT012 -- the write is the point
        connection.execute("INSERT INTO server (one, url, kind) VALUES (1, 'a', 'b')")
        raise Bug("stop")
    with store.reading() as connection:
        assert connection.execute("SELECT * FROM server").fetchall() == []
    store.close()


@pytest.mark.parametrize("damage", ["not a database at all, just words " * 40, "half"])
def test_a_damaged_file_is_set_aside_and_work_goes_on(
    desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path, damage: str
) -> None:
    for number in range(40):
        desk.save_draft(Thread(f"/{number}/", "x"), form)
    desk.close()
    whole = file.read_bytes()
    broken = whole[:8192] + b"\xff" * (len(whole) - 8192) if damage == "half" else damage.encode()
    file.write_bytes(broken)
    file.with_name(f"{DATABASE}-wal").write_bytes(b"old log")
    assert desk.draft(thread) is None
    notice = desk.notice()
    assert notice is not None
    assert "damaged" in notice.said()
    assert desk.notice() is None
    aside = file.with_name(f"{DATABASE}.damaged-20260131-120000")
    assert str(aside) in notice.said()
    assert aside.read_bytes() == broken
    assert desk.save_draft(thread, form) is not None
    assert desk.draft(thread) is not None


def test_what_can_be_read_from_a_damaged_file_is_saved(
    desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path
) -> None:
    """An index and some rows are spoilt; whole replies come over, with their UUIDs, and so does the server."""
    found = Found(ServerSettings("https://x.example", "wordpress-rest", "https://x.example/wp-json", user="ann"), "17")
    desk.servers.use(found, thread)
    queued = [desk.queue(thread, ReplyForm(f"Reply {number}. " * 200, form.name, form.email)) for number in range(20)]
    desk.keep_edit(queued[0].uuid, "Half a change")
    desk.mine.remember(form)
    desk.close()
    whole = bytearray(file.read_bytes())
    spoilt = whole.rindex(b"Reply 17. ") - 300
    whole[spoilt : spoilt + 1500] = b"\xff" * 1500
    file.write_bytes(whole)
    saved = desk.own()
    notice = desk.notice()
    assert notice is not None
    assert f"Replies that could be saved into it: {len(saved)}." in notice.said()
    assert len(saved) >= 10
    assert {reply.uuid for reply in saved} <= {reply.uuid for reply in queued}
    assert desk.servers.get() == found.settings
    assert desk.servers.agreed()
    assert desk.servers.place(thread) == Place("17")
    assert desk.edit_kept(queued[0].uuid) == "Half a change"
    remembered = desk.mine.remembered()
    assert remembered is not None
    assert remembered.name == form.name


def test_a_file_set_aside_by_another_program_is_followed(
    tmp_path: Path, clock: HandClock, thread: Thread, form: ReplyForm, file: Path
) -> None:
    here, there = ReplyDesk(tmp_path / "data", clock), ReplyDesk(tmp_path / "data", clock)
    here.save_draft(thread, form)
    file.rename(file.with_name("aside"))
    there.save_draft(thread, ReplyForm(comment="in the new one"))
    found = here.draft(thread)
    assert found is not None
    assert found.form.comment == "in the new one"
    here.close()
    there.close()


def test_another_program_that_keeps_it_locked_is_named(clock: HandClock, file: Path) -> None:
    store = Store(file, clock, patience=0.05)
    with store.writing():
        pass
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(WorldProblem, match="another program is using"), store.writing():
            pass
        with store.reading() as connection:
            assert connection.execute("SELECT count(*) FROM replies").fetchone()[0] == 0
    store.close()


def test_a_program_that_is_just_making_the_file_is_waited_for_but_not_for_long(
    tmp_path: Path, clock: HandClock
) -> None:
    file = tmp_path / "replies.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        hasty, patient = Store(file, clock, patience=0.05), Store(file, clock)
        with pytest.raises(WorldProblem, match="another program is using"), hasty.writing():
            pass
        later = threading.Timer(0.3, other.execute, ("ROLLBACK",))
        later.start()
        with patient.writing() as connection:
            assert connection.execute("SELECT count(*) FROM replies").fetchone()[0] == 0
        later.join(60)
        hasty.close()
        patient.close()


def test_two_programs_begin_at_once(tmp_path: Path, clock: HandClock, form: ReplyForm) -> None:
    start = threading.Barrier(4)

    def work(number: int) -> None:
        desk = ReplyDesk(tmp_path / "data", clock)
        start.wait(60)
        for draft in range(5):
            desk.save_draft(Thread(f"/{number}/{draft}/", "x"), form)
        desk.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(120)
    desk = ReplyDesk(tmp_path / "data", clock)
    assert len(desk.own()) == 20
    desk.close()


def test_a_newer_versions_file_is_left_alone(desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path) -> None:
    desk.save_draft(thread, form)
    desk.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = file.read_bytes()
    with pytest.raises(WorldProblem, match="newer version"):
        desk.draft(thread)
    with pytest.raises(WorldProblem, match="newer version"):
        desk.save_draft(thread, form)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == [DATABASE]


def test_where_a_folder_cannot_be_reading_goes_on_and_saving_says_so(
    tmp_path: Path, clock: HandClock, thread: Thread, form: ReplyForm
) -> None:
    (tmp_path / "file").write_text("in the way")
    desk = ReplyDesk(tmp_path / "file" / "data", clock)
    assert desk.draft(thread) is None
    with pytest.raises(WorldProblem, match="can't be made"):
        desk.save_draft(thread, form)


def test_a_full_disk_is_named_and_costs_nothing(clock: HandClock, file: Path, thread: Thread, form: ReplyForm) -> None:
    desk = ReplyDesk(file.parent, clock)
    kept = desk.save_draft(thread, form)
    with desk._store.writing() as connection:  # the same answer as a full disk gives
        connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(WorldProblem, match="disk is full"):
        desk.save_draft(thread, ReplyForm(comment="x" * 500_000))
    assert desk.draft(thread) == kept
    desk.close()


def test_version_1_becomes_todays_with_every_row(clock: HandClock, file: Path) -> None:
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLD.read_text(encoding="utf-8"))
    desk = ReplyDesk(file.parent, clock)
    queued, draft = desk.own()
    assert (queued.state, queued.form.comment, queued.parent) == (ReplyState.QUEUED, "Queued in version 1", "5")
    assert (draft.state, draft.form.name) == (ReplyState.DRAFT, "Ann")
    assert [one.said for one in desk.tries(queued.uuid)] == ["The server could not be asked."]
    settings = desk.servers.get()
    assert settings is not None
    assert settings.url == "https://comments.example.com"
    assert desk.replies(queued.thread).theirs == ()
    desk.close()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)


def version_2(file: Path) -> None:
    """A file as version 2 left it: a reply on its way, a server, a thread that was fetched."""
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        for step in MIGRATIONS[:2]:
            step(connection)
        connection.executescript(
            """
            PRAGMA user_version = 2;
            INSERT INTO replies VALUES ('u', '/articles/legs/', 'Legs', '', 'Queued in version 2', 'Ann',
                'a@example.com', '', 'queued', NULL, '', '',
                '2026-01-31T12:00:00+00:00', '2026-01-31T12:00:00+00:00', '', '', '', 0, 0,
                '', NULL, 0);
            INSERT INTO server VALUES (1, 'https://comments.example.com', 'isso');
            INSERT INTO pulls VALUES ('https://comments.example.com', '/articles/legs/', '2026-01-31T12:00:00+00:00');
            INSERT INTO thread_replies VALUES ('https://comments.example.com', '/articles/legs/', 0, '1', '', 'Bob', '',
                'Hi', '2026-01-31T12:00:00+00:00', NULL, 0, 0);
            """
        )


def test_version_2_becomes_todays_and_its_server_has_still_to_be_agreed_to(
    clock: HandClock, file: Path, thread: Thread
) -> None:
    version_2(file)
    desk = ReplyDesk(file.parent, clock)
    assert [(one.form.comment, one.token) for one in desk.own()] == [("Queued in version 2", "")]
    assert [(one.author, one.text, one.new) for one in desk.replies(thread).theirs] == [("Bob", "Hi", False)]
    assert desk.servers.get() == ServerSettings("https://comments.example.com", "isso")
    assert not desk.servers.agreed()
    desk.close()


def test_what_can_be_read_of_a_damaged_version_2_is_saved(clock: HandClock, file: Path) -> None:
    version_2(file)
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'replies_of_a_thread'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    whole = bytearray(file.read_bytes())
    whole[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(whole)
    desk = ReplyDesk(file.parent, clock)
    assert [one.form.comment for one in desk.own()] == ["Queued in version 2"]
    assert desk.servers.get() == ServerSettings("https://comments.example.com", "isso")
    notice = desk.notice()
    assert notice is not None
    assert "Replies that could be saved into it: 1." in notice.said()
    desk.close()


@pytest.mark.parametrize("beside", ["", MARK, f"{DATABASE}-wal"])
def test_an_empty_file_is_a_new_one_unless_something_says_that_it_held_more(
    beside: str, desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path
) -> None:
    file.parent.mkdir()
    file.touch()
    if beside:
        (file.parent / beside).write_bytes(b"more" * 1000)
    assert desk.own() == ()
    notice = desk.notice()
    assert (notice is not None) is bool(beside)
    assert notice is None or "was damaged" in notice.said()
    assert len(list(file.parent.glob("*.damaged-*"))) >= bool(beside)
    desk.queue(thread, form)
    assert len(desk.own()) == 1
    assert desk.notice() is None, "it is told once"


@pytest.mark.parametrize("target", [DATABASE, "nowhere", "no folder/nowhere"])
def test_a_link_that_leads_nowhere_is_told_and_nothing_is_made_there(
    target: str, desk: ReplyDesk, thread: Thread, form: ReplyForm, file: Path
) -> None:
    file.parent.mkdir()
    file.symlink_to(target)
    for do in (desk.own, lambda: desk.save_draft(thread, form), desk.mine.export, desk.mine.erase):
        with pytest.raises(WorldProblem, match="is a link that leads nowhere"):
            do()
    assert not desk._store.is_there()
    assert {path.name for path in file.parent.iterdir()} <= {DATABASE, TURN}
    assert file.is_symlink()
