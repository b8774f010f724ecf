"""The outbox: everything the reader wrote, kept in the database with a log of every try.

It keeps what it is given and decides nothing about a reply's way; it never speaks to a server.
"""

from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import STUCK, Reply, ReplyState, Thread, Try
from hiitreader.replies.store import Store

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = (
    "uuid", "thread", "title", "parent", "comment", "name", "email", "website", "state", "before", "reason", "field",
    "created", "changed", "server", "body", "noted", "doubtful", "ask", "server_id", "not_before", "tries",
    "token", "expires", "checked", "parent_server", "settling",
)  # fmt: skip
_INSERT = f"INSERT INTO replies ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608
_UPDATE = (
    f"UPDATE replies SET {', '.join(f'{column} = ?' for column in _COLUMNS[1:])}"  # noqa: S608 -- our own names
    " WHERE uuid = ? AND state = ? AND changed = ?"
)
_DRAFT = "SELECT * FROM replies WHERE thread = ? AND parent = ? AND state = 'draft'"


class ChangedMeanwhile(WorldProblem):
    """Another window or program has changed a reply since it was read."""


class _SinceVersion3(TypedDict, total=False):
    token: str
    expires: datetime | None
    checked: datetime | None
    parent_server: str
    settling: str


class Outbox:
    """The reader's own replies, drafts among them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def draft(self, thread: str, parent: str) -> Reply | None:
        """The draft for a thread and the reply it answers ("" for the article)."""
        rows = self._store.rows(_DRAFT, thread, parent)
        return _reply(rows[0]) if rows else None

    def keep_draft(self, fresh: Reply) -> Reply:
        """Keep a draft's words: in the draft that is there, which keeps its UUID, or as `fresh`."""
        with self._store.writing() as connection:
            old = _draft(connection, fresh.thread.uri, fresh.parent)
            if old is None:
                connection.execute(_INSERT, _row(fresh))
                return fresh
            if old.form == fresh.form:
                return old
            new = old.rewritten(fresh.form, fresh.changed)
            _swap(connection, old, new)
            return new

    def drop_draft(self, thread: str, parent: str) -> None:
        """Forget a draft whose words the reader took out."""
        with self._store.writing() as connection:
            connection.execute(
                "DELETE FROM replies WHERE thread = ? AND parent = ? AND state = 'draft'", (thread, parent)
            )

    def add(self, fresh: Reply) -> Reply:
        """Keep a reply that was never a draft here."""
        with self._store.writing() as connection:
            connection.execute(_INSERT, _row(fresh))
        return fresh

    def queue(self, fresh: Reply, now: datetime) -> Reply:
        """Make the draft of `fresh`'s thread and parent, with `fresh`'s words, a queued reply: one transaction."""
        with self._store.writing() as connection:
            old = _draft(connection, fresh.thread.uri, fresh.parent)
            if old is None:
                queued = fresh.queued(now)
                connection.execute(_INSERT, _row(queued))
                return queued
            queued = old.rewritten(fresh.form, now).queued(now)
            _swap(connection, old, queued)
            return queued

    def get(self, uuid: str) -> Reply:
        """One reply.

        Raises:
            InputProblem: there is none with this UUID.
        """
        with self._store.reading() as connection:
            row = connection.execute("SELECT * FROM replies WHERE uuid = ?", (uuid,)).fetchone()
        if row is None:
            raise InputProblem(N_("There is no reply with the number {uuid}."), uuid=uuid)
        return _reply(row)

    def all(self) -> tuple[Reply, ...]:
        """Every reply in every state, oldest first."""
        return tuple(map(_reply, self._store.rows("SELECT * FROM replies ORDER BY created, rowid")))

    def of_thread(self, thread: str) -> tuple[Reply, ...]:
        """A thread's replies in every state, oldest first."""
        rows = self._store.rows("SELECT * FROM replies WHERE thread = ? ORDER BY created, rowid", thread)
        return tuple(map(_reply, rows))

    def known_ids(self, server: str) -> frozenset[str]:
        """The server's ids of all that this reader has there. A server may use one again of what is there no more."""
        with self._store.reading() as connection:
            rows = connection.execute(
                "SELECT server_id FROM replies WHERE server = ? AND server_id != '' AND state IN (?, ?)",
                (server, ReplyState.AWAITING_MODERATION.value, ReplyState.PUBLISHED.value),
            )
            return frozenset(row[0] for row in rows)

    def last_try(self, server: str) -> datetime | None:
        """When something was last posted, or may have been, to a server; None for never."""
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT max(coalesce(ended, began)) FROM tries JOIN replies ON uuid = reply"
                " WHERE server = ? AND (ended IS NULL OR ended > began)",
                (server,),
            ).fetchone()
        return _time_or_none(row[0])

    def count_tries(self) -> int:
        """How many tries were ever made, of all replies."""
        rows = self._store.rows("SELECT tries FROM replies WHERE tries > 0")
        return sum(int(row["tries"]) for row in rows)

    def tries(self, uuid: str) -> tuple[Try, ...]:
        """The log of a reply's tries, oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT * FROM tries WHERE reply = ? ORDER BY number", (uuid,))
            return tuple(
                Try(row["number"], _time(row["began"]), _time_or_none(row["ended"]), row["outcome"], row["said"])
                for row in rows
            )

    def swap(self, old: Reply, new: Reply) -> Reply:
        """Put `new` in the place of `old`, unless someone else has changed it in the meantime.

        Raises:
            ChangedMeanwhile: another window or program has.
        """
        with self._store.writing() as connection:
            _swap(connection, old, new)
        return new

    def begin_try(self, old: Reply, new: Reply) -> Reply:
        """Keep `new`, which is being sent, and open the log of this try; on the disk before a byte leaves."""
        with self._store.writing() as connection:
            _swap(connection, old, new)
            connection.execute(
                "INSERT INTO tries (reply, number, began, ended, outcome, said) VALUES (?, ?, ?, NULL, '', '')",
                (new.uuid, new.tries, new.changed.isoformat()),
            )
        return new

    def log_try(self, old: Reply, new: Reply, now: datetime, said: str) -> Reply:
        """Keep `new`, whose latest try ended before anything was posted, and log that try."""
        with self._store.writing() as connection:
            _swap(connection, old, new)
            connection.execute(
                "INSERT INTO tries (reply, number, began, ended, outcome, said) VALUES (?, ?, ?, ?, ?, ?)",
                (new.uuid, new.tries, now.isoformat(), now.isoformat(), new.state.value, said),
            )
        return new

    def refusals(self, uuid: str) -> int:
        """How many tries of a reply were refused since one left it in doubt."""
        outcomes = [one.outcome for one in self.tries(uuid)]
        if ReplyState.UNSURE.value not in outcomes:
            return 0
        since = outcomes[outcomes.index(ReplyState.UNSURE.value) :]
        return sum(since.count(state.value) for state in STUCK)

    def end_try(self, old: Reply, new: Reply, said: str, outcome: ReplyState | None = None) -> Reply:
        """Keep what a try led to, in the reply and in its log: there `outcome`, if it was another than the reply's."""
        with self._store.writing() as connection:
            _swap(connection, old, new)
            connection.execute(
                "UPDATE tries SET ended = ?, outcome = ?, said = ? WHERE reply = ? AND number = ?",
                (new.changed.isoformat(), (outcome or new.state).value, said, new.uuid, new.tries),
            )
        return new


def read_row(row: "sqlite3.Row") -> Reply:
    """The reply in a row of the table; ValueError, TypeError or LookupError when it holds none."""
    return _reply(row)


def put_row(connection: "sqlite3.Connection", reply: Reply) -> None:
    """Put a reply that is not there into the table, in a transaction of the caller's."""
    connection.execute(_INSERT, _row(reply))


def _draft(connection: "sqlite3.Connection", thread: str, parent: str) -> Reply | None:
    row = connection.execute(_DRAFT, (thread, parent)).fetchone()
    return None if row is None else _reply(row)


def _swap(connection: "sqlite3.Connection", old: Reply, new: Reply) -> None:
    values = (*_row(new)[1:], old.uuid, old.state.value, old.changed.isoformat())
    if connection.execute(_UPDATE, values).rowcount != 1:
        raise ChangedMeanwhile(
            N_("This reply was changed by another window or program in the meantime."),
            safe=N_("What the other one did is kept."),
            todo=N_("Look at it again, then decide."),
        )


def _row(reply: Reply) -> tuple[str | int | None, ...]:
    form = reply.form
    return (
        reply.uuid, reply.thread.uri, reply.thread.title, reply.parent,
        _storable(form.comment), _storable(form.name), _storable(form.email), _storable(form.website),
        reply.state.value, None if reply.before is None else reply.before.value, reply.reason, reply.field,
        reply.created.isoformat(), reply.changed.isoformat(), reply.server, reply.body, reply.noted,
        int(reply.doubtful), int(reply.ask), reply.server_id,
        _moment(reply.not_before), reply.tries, reply.token, _moment(reply.expires), _moment(reply.checked),
        reply.parent_server, reply.settling,
    )  # fmt: skip


def _reply(row: "sqlite3.Row") -> Reply:
    return Reply(
        uuid=row["uuid"],
        thread=Thread(row["thread"], row["title"]),
        parent=row["parent"],
        form=ReplyForm(comment=row["comment"], name=row["name"], email=row["email"], website=row["website"]),
        state=ReplyState(row["state"]),
        before=None if row["before"] is None else ReplyState(row["before"]),
        reason=row["reason"],
        field=row["field"],
        created=_time(row["created"]),
        changed=_time(row["changed"]),
        server=row["server"],
        body=row["body"],
        noted=row["noted"],
        doubtful=bool(row["doubtful"]),
        ask=bool(row["ask"]),
        server_id=row["server_id"],
        not_before=_time_or_none(row["not_before"]),
        tries=row["tries"],
        **_since_version_3(row),
    )


def _since_version_3(row: "sqlite3.Row") -> "_SinceVersion3":
    """What an older, damaged file that is being read does not have."""
    there = row.keys()
    found: _SinceVersion3 = {}
    if "token" in there:
        found |= {
            "token": row["token"],
            "expires": _time_or_none(row["expires"]),
            "checked": _time_or_none(row["checked"]),
        }
    if "parent_server" in there:
        found["parent_server"] = row["parent_server"]
    if "settling" in there:
        found["settling"] = row["settling"]
    return found


def _storable(text: str) -> str:
    """The same text without lone surrogates, which no UTF-8 file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _moment(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time_or_none(text: str | None) -> datetime | None:
    return None if text is None else _time(text)
