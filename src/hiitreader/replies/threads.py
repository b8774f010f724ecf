"""The replies a server listed, kept for reading offline, with their words as blocks.

It never asks a server and never changes what the reader wrote.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from hiitreader.article.compiled import dump_blocks
from hiitreader.replies.likeness import is_anothers, is_under_its_number
from hiitreader.replies.outbox import read_row
from hiitreader.replies.reply import CONFIRMED, Reply
from hiitreader.replies.server import Listing
from hiitreader.replies.store import Store
from hiitreader.replies.thread import TextFormat, ThreadReply
from hiitreader.replies.words import Words
from hiitreader.system.cells import Row, flag, is_sound, moment, moment_or_none, readable, text, whole_or_none

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Pulled:
    """What is known of when a thread was fetched.

    `at` is when it last was, `swept` when all of it last was (None: never), `newest` when the newest reply in it was
    written, `total` how many the server said there are (None: it didn't), `count` how many are kept here. Times are
    aware, in UTC.
    """

    at: datetime
    swept: datetime | None
    newest: datetime | None
    total: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a listing came to: how many replies the thread has here now, and how many new ones answer one's own.

    `answers` counts only those that this listing brought.
    """

    count: int
    answers: int


class Threads:
    """What each server listed of each thread when it was last asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, server: str, thread: str, listing: Listing, now: datetime) -> Kept:
        """Keep a listing: a whole one in place of what was there, a partial one in addition to it, by id.

        A reply that was not known and answers one of the reader's own is marked as new, until `seen`. Its words are
        made blocks here, so that reading them is quick.
        """
        known = {reply.id: reply for reply in self.kept(server, thread)[0]}
        numbered = self._numbered(server, listing.replies)
        anothers = {one.id for one in listing.replies if one.id in numbered and is_anothers(one, numbered[one.id])}
        mine = numbered.keys() - anothers
        words = Words()
        listed: dict[str, ThreadReply] = {}
        answers = 0
        for reply in listing.replies:
            if not reply.id:
                continue
            before = known.get(reply.id)
            is_answer = before is None and reply.parent in mine and reply.id not in mine and not reply.deleted
            answers += is_answer and reply.id not in listed
            listed[reply.id] = replace(reply, new=is_answer, compiled=_compiled(reply, before, words))
        after = listed if listing.whole else known | listed
        with self._store.writing() as connection:
            for id_ in self._still_new(connection, server, thread) & listed.keys():
                listed[id_] = replace(listed[id_], new=not listed[id_].deleted)
            self._put_pull(connection, (server, thread), listing, after, now)
            if listing.whole:
                connection.execute("DELETE FROM thread_replies WHERE server = ? AND thread = ?", (server, thread))
            place = {reply: number for number, reply in enumerate(after)}
            connection.executemany(
                "INSERT OR REPLACE INTO thread_replies (server, thread, place, id, parent, author, website, text,"
                " written, changed, awaiting, deleted, format, blocks, new)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(server, thread, place[reply.id], *_row(reply)) for reply in listed.values()],
            )
        return Kept(len(after), answers)

    def kept(self, server: str, thread: str) -> tuple[tuple[ThreadReply, ...], datetime | None]:
        """A thread's replies in the server's order with the reader's own marked, and when they were listed."""
        key = (server, thread)
        replies = self._store.rows(
            read_listed,
            "SELECT id, author, text, written, parent, website, changed, awaiting, deleted, format, new, blocks"
            " FROM thread_replies WHERE server = ? AND thread = ? ORDER BY place",
            *key,
        )
        pulls = self._store.rows(read_pull, "SELECT * FROM pulls WHERE server = ? AND thread = ?", *key)
        numbered = self._numbered(server, replies)
        replies = tuple(
            replace(one, own=True) if _is_own(one, numbered) else one for one in replies if not _is_over(one, numbered)
        )
        return replies, pulls[0].at if pulls else None

    def pulled(self, server: str, thread: str) -> Pulled | None:
        """When a thread was fetched, and what the server said of it; None for never."""
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT *, (SELECT count(*) FROM thread_replies AS kept"
                " WHERE kept.server = pulls.server AND kept.thread = pulls.thread) AS count"
                " FROM pulls WHERE server = ? AND thread = ?",
                (server, thread),
            ).fetchone()
            return None if row is None else replace(read_pull(row), count=row["count"])

    def asked(self, server: str, thread: str, now: datetime) -> None:
        """Note that a thread which is known here was asked for and did not come: others have their turn first."""
        with self._store.writing() as connection:
            connection.execute(
                "UPDATE pulls SET pulled = ? WHERE server = ? AND thread = ?", (now.isoformat(), server, thread)
            )

    def seen(self, server: str, thread: str) -> int:
        """The reader has been at the new answers: none is new any more. Returns how many were."""
        with self._store.writing() as connection:
            return connection.execute(
                "UPDATE thread_replies SET new = 0 WHERE server = ? AND thread = ? AND new", (server, thread)
            ).rowcount

    def answers(self, server: str) -> int:
        """How many answers to one's own replies are still new, in all threads."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT count(*) FROM thread_replies WHERE server = ? AND new", (server,))
            return int(row.fetchone()[0])

    def _still_new(self, connection: "sqlite3.Connection", server: str, thread: str) -> frozenset[str]:
        """The ids of what is new now: the reader may have seen some while words were made blocks."""
        rows = connection.execute(
            "SELECT id FROM thread_replies WHERE server = ? AND thread = ? AND new", (server, thread)
        )
        return frozenset(row[0] for row in rows)

    def _numbered(self, server: str, there: "Sequence[ThreadReply]") -> dict[str, Reply]:
        """The reader's own by their numbers, each of which may be someone else's by now, or have been before."""
        if not there:
            return {}
        marks = ", ".join("?" for _ in CONFIRMED)
        own_rows = self._store.rows(
            read_row,
            f"SELECT * FROM replies WHERE server = ? AND server_id <> '' AND state IN ({marks})",  # noqa: S608
            server,
            *(state.value for state in CONFIRMED),
        )
        return {own.server_id: own for own in own_rows}

    def _put_pull(
        self,
        connection: "sqlite3.Connection",
        key: tuple[str, str],
        listing: Listing,
        after: "Mapping[str, ThreadReply]",
        now: datetime,
    ) -> None:
        newest = max((reply.written for reply in after.values()), default=None)
        connection.execute(
            "INSERT INTO pulls (server, thread, pulled, swept, newest, total) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (server, thread) DO UPDATE SET pulled = excluded.pulled, newest = excluded.newest,"
            " swept = coalesce(excluded.swept, swept), total = coalesce(excluded.total, total)",
            (
                *key,
                now.isoformat(),
                now.isoformat() if listing.whole else None,
                None if newest is None else newest.isoformat(),
                listing.total,
            ),
        )


def _is_own(one: ThreadReply, numbered: "Mapping[str, Reply]") -> bool:
    return one.id in numbered and is_under_its_number(one, numbered[one.id])


def _is_over(one: ThreadReply, numbered: "Mapping[str, Reply]") -> bool:
    """Whether it is gone from its server: one of the reader's got its number after it."""
    own = numbered.get(one.id)
    return own is not None and own.written is not None and one.written < own.written


def _compiled(reply: ThreadReply, before: ThreadReply | None, words: Words) -> str:
    if before is not None and before.compiled and (before.text, before.format) == (reply.text, reply.format):
        return before.compiled
    return dump_blocks(words.blocks(reply.text, reply.format))


def _row(reply: ThreadReply) -> tuple[object, ...]:
    strings = (reply.id, reply.parent, reply.author, reply.website, reply.text)
    return (
        *(text if text.isascii() else _sound(text) for text in strings), reply.written.isoformat(),
        None if reply.changed is None else reply.changed.isoformat(), int(reply.awaiting), int(reply.deleted),
        reply.format.value, reply.compiled, int(reply.new),
    )  # fmt: skip


def _sound(text: str) -> str:
    """The text without halves of characters, which a server's JSON may have and a file can't."""
    return text.encode("utf-8", "replace").decode("utf-8")


@readable("thread_replies")
def read_listed(row: Row) -> ThreadReply:
    """The reply in a row of what was listed. Raises `UnreadableError` when it holds none."""
    strings = [row[name] for name in ("id", "author", "text", "parent", "website", "blocks", "format")]
    number, author, words, parent, website, blocks, form = strings
    if not is_sound("".join([*strings[:5], blocks or ""])):
        raise ValueError("text")
    return ThreadReply(
        number, author, words, moment(row, "written"), parent, website, moment_or_none(row, "changed"),
        flag(row, "awaiting"), False, flag(row, "deleted"), _FORMATS[form], flag(row, "new"), blocks or "",
    )  # fmt: skip


@readable("pulls")
def read_pull(row: Row) -> Pulled:
    """When a thread was fetched, as a row has it. Raises `UnreadableError` when it holds none."""
    text(row, "server"), text(row, "thread")
    return Pulled(
        at=moment(row, "pulled"),
        swept=moment_or_none(row, "swept"),
        newest=moment_or_none(row, "newest"),
        total=whole_or_none(row, "total"),
        count=0,
    )


_FORMATS = {form.value: form for form in TextFormat}
