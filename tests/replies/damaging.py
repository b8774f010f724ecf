"""Files of replies, and damage done to them: bytes flipped at drawn places, the same ones for the same seed."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

BEGAN = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
STATES = ("draft", "queued", "unsure", "published", "awaiting moderation", "rejected", "discarded")


class Written(NamedTuple):
    """What was written into a file: the words of each reply, by its UUID."""

    words: dict[str, str]


def fill(file: Path, count: int, seed: int) -> Written:
    """Put replies of all lengths and states into a file that is of today's shape."""
    drawn = random.Random(seed)
    words = {_uuid(drawn): _words(drawn, number) for number in range(count)}
    with closing(sqlite3.connect(file)) as connection, connection:
        for number, (uuid, said) in enumerate(words.items()):
            put(connection, uuid, said, STATES[number % len(STATES)], number)
        connection.execute(
            "INSERT OR REPLACE INTO server (one, url, kind, agreed) VALUES (1, ?, 'isso', ?)",
            ("https://comments.example.org", BEGAN.isoformat()),
        )
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Written(words)


def put(connection: sqlite3.Connection, uuid: str, words: str, state: str, number: int) -> None:
    """One reply with a try in the log and, where its server has it, an edit that is being typed."""
    at = (BEGAN + timedelta(minutes=number)).isoformat()
    server = "" if state in {"draft", "queued"} else "https://comments.example.org"
    values = {
        "uuid": uuid, "thread": f"/articles/{number % 17}-{uuid[:4]}/", "title": f"Article {number % 17}", "parent": "",
        "comment": words, "name": "Ann Reader", "email": "ann@example.org", "website": "", "state": state,
        "before": "queued" if state == "discarded" else None, "reason": "", "field": "", "created": at, "changed": at,
        "server": server, "body": '{"text": "x"}' if server else "", "noted": "", "doubtful": int(state == "unsure"),
        "ask": 0, "server_id": str(number) if state in {"published", "awaiting moderation"} else "",
        "not_before": None, "tries": 1,
    }  # fmt: skip
    marks = ", ".join("?" for _ in values)
    connection.execute(f"INSERT INTO replies ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
    connection.execute("INSERT INTO tries VALUES (?, 1, ?, ?, 'queued', 'Not now.')", (uuid, at, at))
    if state == "published":
        connection.execute("INSERT INTO edits VALUES (?, ?, ?)", (uuid, f"{words} Edited.", at))


def flip(file: Path, bytes_: int, seed: int) -> bytes:
    """Change as many bytes of a file, wherever; what the file then is."""
    drawn = random.Random(seed)
    data = bytearray(file.read_bytes())
    for _ in range(bytes_):
        data[drawn.randrange(len(data))] ^= drawn.randrange(1, 256)
    file.write_bytes(data)
    return bytes(data)


def by_rowid(file: Path, count: int) -> dict[str, str]:
    """The replies that SQLite gives for one row's number after the other: the words of each by its UUID."""
    found = dict[str, str]()
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        for number in range(1, count + 1):
            with suppress(sqlite3.Error, UnicodeDecodeError):
                row = connection.execute("SELECT uuid, comment FROM replies WHERE rowid = ?", (number,)).fetchone()
                if row is not None and all(isinstance(one, str) for one in row):
                    found[row[0]] = row[1]
    return found


def cells(file: Path) -> Iterator[tuple[str, int, str]]:
    """Every cell of a file: its table, the number of its row, its column."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [str(column[1]) for column in connection.execute(f"PRAGMA table_info({table})")]
            for (number,) in connection.execute(f"SELECT rowid FROM {table}").fetchall():
                yield from ((table, int(number), column) for column in columns)


def _uuid(drawn: random.Random) -> str:
    digits = f"{drawn.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _words(drawn: random.Random, number: int) -> str:
    said = " ".join(drawn.choice(("Squats", "held", "my", "legs", "für", "gut", "—", "日本")) for _ in range(12))
    return f"Reply {number}. " + said * drawn.choice((1, 2, 5, 10, 90 if number % 20 == 0 else 3))
