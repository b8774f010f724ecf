"""The database's shape, and how an older one becomes today's: one function for each step, never changed once released.

It never opens a file and never loses a row.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def _outbox(connection: "sqlite3.Connection") -> None:
    """Version 1: replies, the log of their tries, the server."""
    connection.execute(
        """
        CREATE TABLE replies (
            uuid TEXT NOT NULL PRIMARY KEY,
            thread TEXT NOT NULL,
            title TEXT NOT NULL,
            parent TEXT NOT NULL,
            comment TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            website TEXT NOT NULL,
            state TEXT NOT NULL,
            before TEXT,
            reason TEXT NOT NULL,
            field TEXT NOT NULL,
            created TEXT NOT NULL,
            changed TEXT NOT NULL,
            server TEXT NOT NULL,
            body TEXT NOT NULL,
            noted TEXT NOT NULL,
            doubtful INTEGER NOT NULL,
            ask INTEGER NOT NULL,
            server_id TEXT NOT NULL,
            not_before TEXT,
            tries INTEGER NOT NULL
        ) STRICT
        """
    )
    connection.execute("CREATE UNIQUE INDEX one_draft ON replies (thread, parent) WHERE state = 'draft'")
    connection.execute("CREATE INDEX replies_of_a_thread ON replies (thread, created)")
    connection.execute(
        """
        CREATE TABLE tries (
            reply TEXT NOT NULL REFERENCES replies (uuid) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            began TEXT NOT NULL,
            ended TEXT,
            outcome TEXT NOT NULL,
            said TEXT NOT NULL,
            PRIMARY KEY (reply, number)
        ) STRICT
        """
    )
    connection.execute(
        "CREATE TABLE server (one INTEGER PRIMARY KEY CHECK (one = 1), url TEXT NOT NULL, kind TEXT NOT NULL) STRICT"
    )


def _threads(connection: "sqlite3.Connection") -> None:
    """Version 2: what servers listed, kept for reading offline."""
    connection.execute(
        "CREATE TABLE pulls (server TEXT NOT NULL, thread TEXT NOT NULL, pulled TEXT NOT NULL,"
        " PRIMARY KEY (server, thread)) STRICT"
    )
    connection.execute(
        """
        CREATE TABLE thread_replies (
            server TEXT NOT NULL,
            thread TEXT NOT NULL,
            place INTEGER NOT NULL,
            id TEXT NOT NULL,
            parent TEXT NOT NULL,
            author TEXT NOT NULL,
            website TEXT NOT NULL,
            text TEXT NOT NULL,
            written TEXT NOT NULL,
            changed TEXT,
            awaiting INTEGER NOT NULL,
            deleted INTEGER NOT NULL,
            PRIMARY KEY (server, thread, id),
            FOREIGN KEY (server, thread) REFERENCES pulls (server, thread) ON DELETE CASCADE
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX thread_in_order ON thread_replies (server, thread, place)")


def _several_kinds(connection: "sqlite3.Connection") -> None:
    """Version 3: what servers of several kinds need, edits and what came of them, threads fetched in steps."""
    for column in (
        "api TEXT NOT NULL DEFAULT ''",
        "form TEXT NOT NULL DEFAULT ''",
        "user TEXT NOT NULL DEFAULT ''",
        "agreed TEXT",
        "failures INTEGER NOT NULL DEFAULT 0",
        "not_before TEXT",
        "told INTEGER NOT NULL DEFAULT 0",
        "asked TEXT",
    ):
        connection.execute(f"ALTER TABLE server ADD COLUMN {column}")
    connection.execute(
        "CREATE TABLE places (server TEXT NOT NULL, thread TEXT NOT NULL, remote TEXT NOT NULL, title TEXT NOT NULL,"
        " page TEXT NOT NULL, open INTEGER, PRIMARY KEY (server, thread)) STRICT"
    )
    for column in ("token TEXT NOT NULL DEFAULT ''", "expires TEXT", "checked TEXT"):
        connection.execute(f"ALTER TABLE replies ADD COLUMN {column}")
    for column in ("format TEXT NOT NULL DEFAULT 'markdown'", "blocks TEXT", "new INTEGER NOT NULL DEFAULT 0"):
        connection.execute(f"ALTER TABLE thread_replies ADD COLUMN {column}")
    for column in ("swept TEXT", "newest TEXT", "total INTEGER"):
        connection.execute(f"ALTER TABLE pulls ADD COLUMN {column}")
    connection.execute(
        "CREATE TABLE edits (reply TEXT NOT NULL PRIMARY KEY REFERENCES replies (uuid) ON DELETE CASCADE,"
        " comment TEXT NOT NULL, changed TEXT NOT NULL) STRICT"
    )
    connection.execute(
        "CREATE TABLE remembered (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL, email TEXT NOT NULL,"
        " website TEXT NOT NULL) STRICT"
    )


def _answers(connection: "sqlite3.Connection") -> None:
    """Version 4: which server the reply is on that a reply answers."""
    connection.execute("ALTER TABLE replies ADD COLUMN parent_server TEXT NOT NULL DEFAULT ''")


def _doubts(connection: "sqlite3.Connection") -> None:
    """Version 5: since when a server is let alone with what is in doubt; and what was refused in doubt is in doubt."""
    connection.execute("ALTER TABLE replies ADD COLUMN settling TEXT NOT NULL DEFAULT ''")
    connection.execute(
        "UPDATE replies SET state = 'unsure', ask = 1 WHERE doubtful AND server_id = ''"
        " AND state IN ('needs a change', 'needs sign-in', 'replies closed', 'rejected')"
    )


def _moments(connection: "sqlite3.Connection") -> None:
    """Version 6: when a confirmed reply was written, by its server's word."""
    connection.execute("ALTER TABLE replies ADD COLUMN written TEXT")


MIGRATIONS: tuple[Callable[["sqlite3.Connection"], None], ...] = (
    _outbox,
    _threads,
    _several_kinds,
    _answers,
    _doubts,
    _moments,
)
"""Step n brings a database from version n to n + 1."""

VERSION = len(MIGRATIONS)
