"""Rows are read from the pages of a file as SQLite reads them, and past damage at which SQLite stops."""

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from hiitreader.system.sqlite_log import read_log
from hiitreader.system.sqlite_pages import Pages, Value, page_size

Rows = dict[int, tuple[Value, ...]]


def written(path: Path, seed: int, *, log: bool) -> tuple[sqlite3.Connection, Rows]:
    """A file with rows of all sizes and types, some changed and deleted since, and what SQLite says of it."""
    drawn = Random(seed)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {drawn.choice([512, 1024, 4096, 8192])}")
    connection.execute(f"PRAGMA journal_mode = {'wal' if log else 'delete'}")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE things (words TEXT, mixed, part REAL)")
    connection.execute("CREATE INDEX by_words ON things (words)")
    for _number in range(150):
        words = "é" * drawn.randrange(drawn.choice([5, 300, 6000]))
        mixed = drawn.choice([None, 0, 1, -5, 1 << 40, -(1 << 62), 3.5, b"ab" * drawn.randrange(900)])
        connection.execute("INSERT INTO things VALUES (?, ?, ?)", (words, mixed, drawn.random()))
        if drawn.random() < 0.2:
            connection.execute("DELETE FROM things WHERE rowid = ?", (drawn.randrange(1, 150),))
    found = connection.execute("SELECT rowid, * FROM things").fetchall()
    return connection, {row[0]: row[1:] for row in found}


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_a_sound_file_is_read_as_sqlite_reads_it(tmp_path: Path, seed: int, *, log: bool) -> None:
    path = tmp_path / "f"
    connection, there = written(path, seed, log=log)
    data, wal = path.read_bytes(), (tmp_path / "f-wal").read_bytes() if log else b""
    read = read_log(wal, page_size(data))
    pages = Pages(data, wal, read.newest())
    assert not read.broken
    assert {one.rowid: one.values for one in pages.rows("things")} == there
    assert all(one.certain for one in pages.rows("things"))
    listed = {entry[-1] for entry in pages.entries("by_words")}  # long ones are left out
    assert listed <= there.keys()
    assert listed >= {number for number, row in there.items() if len(str(row[0])) < 20}
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(pages.image())
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM things").fetchone() == (len(there),)
    connection.close()


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_bytes_are_it_ends_and_no_row_is_made_up(tmp_path: Path, seed: int) -> None:
    path, drawn = tmp_path / "f", Random(seed)
    connection, there = written(path, seed % 3, log=False)
    connection.close()
    data = bytearray(path.read_bytes())
    for _ in range(drawn.choice([1, 20, 400])):
        data[drawn.randrange(len(data))] ^= drawn.randrange(1, 256)
    pages = Pages(bytes(data))
    for one in [*pages.rows("things"), *pages.strays()]:
        assert len(one.values) <= 2000
    assert len([*pages.entries("by_words")]) <= 2 * len(data)
    assert len(there) > 50


@pytest.mark.parametrize("data", [b"", b"x", b"SQLite format 3\0", b"\0" * 5000, bytes(range(256)) * 80])
def test_what_is_no_database_has_no_rows(data: bytes) -> None:
    pages = Pages(data)
    assert [*pages.rows("things")] == []
    assert all(len(one.values) > 0 for one in pages.strays())


@pytest.mark.parametrize("where", ["head", "list", "leaf in the middle of the tree"])
def test_rows_are_found_when_what_leads_to_them_is_damaged(tmp_path: Path, where: str) -> None:
    path = tmp_path / "f"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE things (name TEXT, words TEXT)")
        rows = [(f"name {number}", "words " * 60) for number in range(100)]
        connection.executemany("INSERT INTO things VALUES (?, ?)", rows)
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master").fetchone()
    data = bytearray(path.read_bytes())
    leaf = next(at for at in range(4096, len(data), 4096) if data[at] == 0x0D)
    if where == "head":
        data[:100] = b"\xff" * 100
    elif where == "list":
        data[leaf + 3 : leaf + 12] = b"\xff" * 9
    else:
        data[(root - 1) * 4096 : root * 4096] = bytes(4096)
    pages = Pages(bytes(data))
    found = {one.values for one in [*pages.rows("things"), *pages.strays()]}
    assert found >= set(rows)


def test_a_deleted_row_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE things (name TEXT, words TEXT)")
        connection.executemany("INSERT INTO things VALUES (?, ?)", [(str(one), "w" * 700) for one in range(200)])
        connection.execute("DELETE FROM things WHERE rowid > 20")
    pages = Pages(path.read_bytes())
    assert len([*pages.rows("things")]) == 20
    assert [*pages.strays()] == []


@pytest.mark.parametrize("seed", range(5))
def test_a_flipped_byte_in_the_log_is_seen_and_a_torn_end_is_none(tmp_path: Path, seed: int) -> None:
    path, drawn = tmp_path / "f", Random(seed)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE things (name TEXT)")
        for number in range(20):
            connection.execute("INSERT INTO things VALUES (?)", (str(number) * 200,))
        log = (tmp_path / "f-wal").read_bytes()
        data = path.read_bytes()
        size = page_size(data)
    step = size + 24
    frames = (len(log) - 32) // step
    assert read_log(log, size).committed == frames
    broken = bytearray(log)
    broken[32 + drawn.randrange((frames - 1) * step)] ^= 1 + drawn.randrange(255)
    assert read_log(bytes(broken), size).broken
    torn = log[: len(log) - drawn.randrange(1, size)]
    assert not read_log(torn, size).broken
    assert read_log(torn, size).committed == frames - 1
    half = bytearray(log)
    half[-size // 2 :] = bytes(size // 2)
    assert not read_log(bytes(half), size).broken
