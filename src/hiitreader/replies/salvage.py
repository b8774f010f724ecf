"""Saving what can still be read from a damaged database into a new one.

It never writes to the damaged file, and it takes nothing that would not be a whole reply.
"""

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.replies.outbox import put_row, read_row
from hiitreader.replies.server_settings import ServerSettings, put_server
from hiitreader.replies.servers.kinds import KINDS

if TYPE_CHECKING:
    import sqlite3


def salvage(damaged: Path, into: "sqlite3.Connection") -> int:
    """Copy what can be read of what the reader wrote and chose. Reading a table ends where the damage begins.

    Args:
        damaged: the file that was set aside, its log beside it.
        into: a new database, in a transaction.

    Returns:
        How many replies were saved.
    """
    import sqlite3

    saved = 0
    with closing(sqlite3.connect(f"{damaged.as_uri()}?mode=ro", uri=True)) as source:
        source.row_factory = sqlite3.Row
        for row in _rows(source, "SELECT * FROM replies NOT INDEXED"):
            try:
                put_row(into, read_row(row))
            except (ValueError, TypeError, LookupError, sqlite3.Error):
                continue
            saved += 1
        for row in _rows(source, "SELECT * FROM server"):
            told = {name: row[name] for name in _SERVER if name in row.keys()}  # noqa: SIM118 -- a row is no mapping
            agreed = told.pop("agreed", None)
            if all(isinstance(value, str) for value in (*told.values(), agreed or "")) and told["kind"] in KINDS:
                put_server(into, ServerSettings(**told), agreed)
        for table, columns in _ALIKE.items():
            names, marks = ", ".join(columns), ", ".join("?" for _ in columns)
            for row in _rows(source, f"SELECT {names} FROM {table}"):  # noqa: S608 -- our own names
                with suppress(sqlite3.Error):
                    into.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row))  # noqa: S608
    return saved


_SERVER = ("url", "kind", "api", "form", "user", "agreed")
_ALIKE = {
    "edits": ("reply", "comment", "changed"),
    "remembered": ("one", "name", "email", "website"),
    "places": ("server", "thread", "remote", "title", "page", "open"),
}
"""What is taken as it is, row by row: the tables let in nothing of another type, nor edits of what is gone."""


def _rows(source: "sqlite3.Connection", query: str) -> Iterator["sqlite3.Row"]:
    import sqlite3

    try:
        yield from source.execute(query)
    except sqlite3.Error:
        return
