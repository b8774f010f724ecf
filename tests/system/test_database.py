"""A database of any kind: as at first without a file, begun once, and damage that is met later set aside."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiitreader.errors import WorldProblem
from hiitreader.system.database import Database
from hiitreader.system.database_faults import Sentences
from hiitreader.system.database_shape import Rescued, Shape, migrate, version_of


class Clock:
    def now(self) -> datetime:
        return datetime(2026, 3, 3, tzinfo=UTC)


def one(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE things (name TEXT NOT NULL, more TEXT NOT NULL DEFAULT '') STRICT")


def two(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE INDEX by_name ON things (name)")


def begin(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO things (name) VALUES ('begun')")


def rescue(_aside: Path, connection: sqlite3.Connection) -> Rescued:
    connection.execute("INSERT INTO things (name) VALUES ('rescued')")
    return Rescued(1)


SAID = Sentences(
    *((f"{name} {{path}}" if name in {"damaged", "newer"} else name, "", "") for name in Sentences._fields)
)
SHAPE = Shape((one, two), SAID, rescue, begin, durable=False)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "things.sqlite3", Clock(), SHAPE, patience=0.05)


def names(database: Database) -> list[str]:
    with database.reading() as connection:
        return [str(name) for (name,) in connection.execute("SELECT name FROM things ORDER BY rowid")]


def test_without_a_file_it_is_as_at_first_and_none_is_made(database: Database, tmp_path: Path) -> None:
    assert names(database) == ["begun"]
    assert names(database) == ["begun"]
    assert not database.is_there()
    assert database.rows(tuple, "SELECT * FROM things") == ()
    assert list(tmp_path.iterdir()) == []


def test_it_begins_at_each_opening(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO things (name) VALUES ('own')")
    assert database.is_there()
    assert names(database) == ["begun", "own"]
    database.close()
    assert names(database) == ["begun", "own", "begun"]
    assert (tmp_path / "things.sqlite3").stat().st_mode & 0o777 == 0o600
    database.close()


def test_damage_that_is_met_later_is_set_aside_the_next_time(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        connection.executemany("INSERT INTO things VALUES (?, ?)", [(str(number), "x" * 900) for number in range(500)])
    database.close()
    file = tmp_path / "things.sqlite3"
    data = bytearray(file.read_bytes())
    data[3 * 4096 :] = b"\xff" * (len(data) - 3 * 4096)
    file.write_bytes(data)
    with pytest.raises(WorldProblem, match=r"damaged .*things\.sqlite3"):
        names(database)
    assert names(database) == ["rescued", "begun"]
    notice = database.notice()
    assert notice is not None
    assert notice.values["saved"] == 1
    assert [path.name for path in tmp_path.glob("*.damaged-20260303-000000")] == [
        "things.sqlite3.damaged-20260303-000000"
    ]
    database.close()


def test_what_no_database_is_is_set_aside_at_once(database: Database, tmp_path: Path) -> None:
    (tmp_path / "things.sqlite3").write_bytes(b"no database at all" * 100)
    assert names(database) == ["rescued", "begun"]
    database.close()


def test_a_newer_one_is_left_alone(database: Database, tmp_path: Path) -> None:
    with database.writing() as connection:
        connection.execute("PRAGMA user_version = 3")
    database.close()
    with pytest.raises(WorldProblem, match="newer"):
        names(database)


def test_a_step_that_fails_leaves_the_version_before() -> None:
    def fail(_connection: sqlite3.Connection) -> None:
        raise ValueError("no")

    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(ValueError, match="no"):
        migrate(connection, (one, fail))
    assert version_of(connection) == 0
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()
