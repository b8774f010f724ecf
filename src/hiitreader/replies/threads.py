"""The replies a server listed, kept for reading offline.

It never asks a server and never changes what the reader wrote.
"""

from collections.abc import Iterable
from datetime import datetime

from hiitreader.replies.store import Store
from hiitreader.replies.thread import ThreadReply


class Threads:
    """What each server listed of each thread when it was last asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, server: str, thread: str, replies: Iterable[ThreadReply], now: datetime) -> int:
        """Keep `replies` as all of a thread, in their order, in place of what was there.

        Returns:
            How many there are.
        """
        rows = [
            (
                server, thread, place, reply.id, reply.parent, reply.author, reply.website, reply.text,
                reply.written.isoformat(), None if reply.changed is None else reply.changed.isoformat(),
                int(reply.awaiting), int(reply.deleted),
            )
            for place, reply in enumerate(replies)
        ]  # fmt: skip
        with self._store.writing() as connection:
            connection.execute("DELETE FROM pulls WHERE server = ? AND thread = ?", (server, thread))
            connection.execute("INSERT INTO pulls VALUES (?, ?, ?)", (server, thread, now.isoformat()))
            connection.executemany(
                "INSERT INTO thread_replies (server, thread, place, id, parent, author, website, text, written,"
                " changed, awaiting, deleted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
        return len(rows)

    def kept(self, server: str, thread: str) -> tuple[tuple[ThreadReply, ...], datetime | None]:
        """A thread's replies in the server's order with the reader's own marked, and when they were listed."""
        with self._store.reading() as connection:
            pulled = connection.execute(
                "SELECT pulled FROM pulls WHERE server = ? AND thread = ?", (server, thread)
            ).fetchone()
            rows = connection.execute(
                """
                SELECT thread_replies.*, EXISTS (
                    SELECT 1 FROM replies WHERE replies.server = thread_replies.server AND server_id = id
                ) AS own
                FROM thread_replies WHERE server = ? AND thread = ? ORDER BY place
                """,
                (server, thread),
            ).fetchall()
        replies = tuple(
            ThreadReply(
                id=row["id"],
                parent=row["parent"],
                author=row["author"],
                website=row["website"],
                text=row["text"],
                written=datetime.fromisoformat(row["written"]),
                changed=None if row["changed"] is None else datetime.fromisoformat(row["changed"]),
                awaiting=bool(row["awaiting"]),
                own=bool(row["own"]),
                deleted=bool(row["deleted"]),
            )
            for row in rows
        )
        return replies, None if pulled is None else datetime.fromisoformat(pulled["pulled"])
