"""The outbox: everything the reader wrote, kept in the database with a log of every try.

It keeps what it is given and decides nothing about a reply's way; it never speaks to a server.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING

from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.replies.form import Field, ReplyForm
from hiitreader.replies.reply import STUCK, Reply, ReplyState, Thread, Try
from hiitreader.replies.store import Store
from hiitreader.system.addresses import is_web
from hiitreader.system.cells import Row, flag, is_sound, moment, moment_or_none, readable, text, text_or_none, whole

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = (
    "uuid", "thread", "title", "parent", "comment", "name", "email", "website", "state", "before", "reason", "field",
    "created", "changed", "server", "body", "noted", "doubtful", "ask", "server_id", "not_before", "tries",
    "token", "expires", "checked", "parent_server", "settling", "written",
)  # fmt: skip
_INSERT = f"INSERT INTO replies ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' for _ in _COLUMNS)})"  # noqa: S608
_UPDATE = (
    f"UPDATE replies SET {', '.join(f'{column} = ?' for column in _COLUMNS[1:])}"  # noqa: S608 -- our own names
    " WHERE uuid = ? AND state = ? AND changed = ?"
)
_DRAFT = "SELECT * FROM replies WHERE thread = ? AND parent = ? AND state = 'draft'"


class ChangedMeanwhile(WorldProblem):
    """Another window or program has changed a reply since it was read."""


class Outbox:
    """The reader's own replies, drafts among them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def draft(self, thread: str, parent: str) -> Reply | None:
        """The draft for a thread and the reply it answers ("" for the article)."""
        return next(iter(self._store.rows(read_row, _DRAFT, thread, parent)), None)

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
        # Half a character, as a terminal gives what is no UTF-8, is in no number and can't be asked for.
        found = self._store.rows(read_row, "SELECT * FROM replies WHERE uuid = ?", uuid) if is_sound(uuid) else ()
        if not found:
            raise InputProblem(N_("There is no reply with the number {uuid}."), uuid=uuid)
        return found[0]

    def all(self) -> tuple[Reply, ...]:
        """Every reply in every state, oldest first."""
        return self._store.rows(read_row, "SELECT * FROM replies ORDER BY created, rowid")

    def of_thread(self, thread: str) -> tuple[Reply, ...]:
        """A thread's replies in every state, oldest first."""
        return self._store.rows(read_row, "SELECT * FROM replies WHERE thread = ? ORDER BY created, rowid", thread)

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
                "SELECT max(coalesce(ended, began)) AS last FROM tries JOIN replies ON uuid = reply"
                " WHERE server = ? AND (ended IS NULL OR ended > began)",
                (server,),
            ).fetchone()
            return _last(row)

    def count_tries(self) -> int:
        """How many tries were ever made, of all replies."""
        return sum(reply.tries for reply in self.all())

    def tries(self, uuid: str) -> tuple[Try, ...]:
        """The log of a reply's tries, oldest first."""
        with self._store.reading() as connection:
            rows = connection.execute("SELECT * FROM tries WHERE reply = ? ORDER BY number", (uuid,))
            return tuple(map(read_try, rows))

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


@readable("replies")
def read_row(row: Row) -> Reply:
    """The reply in a row of the table. Raises `UnreadableError` when it holds none."""
    before, field, body = text_or_none(row, "before"), text(row, "field"), text(row, "body")
    if body.startswith("{"):
        json.loads(body)  # it is sent as it is
    return Reply(
        uuid=_named(row, "uuid"),
        thread=Thread(_named(row, "thread"), text(row, "title")),
        parent=text(row, "parent"),
        form=ReplyForm(*(text(row, name) for name in ("comment", "name", "email", "website"))),
        state=ReplyState(text(row, "state")),
        before=None if before is None else ReplyState(before),
        reason=text(row, "reason"),
        field=field and Field(field).value,
        created=moment(row, "created"),
        changed=moment(row, "changed"),
        server=_address(row, "server"),
        body=body,
        noted=text(row, "noted"),
        doubtful=flag(row, "doubtful"),
        ask=flag(row, "ask"),
        server_id=text(row, "server_id"),
        not_before=moment_or_none(row, "not_before"),
        tries=whole(row, "tries"),
        token=text(row, "token"),
        expires=moment_or_none(row, "expires"),
        checked=moment_or_none(row, "checked"),
        parent_server=_address(row, "parent_server"),
        settling=text(row, "settling"),
        written=moment_or_none(row, "written"),
    )


@readable("tries")
def _last(row: Row) -> datetime | None:
    return moment_or_none(row, "last")


@readable("tries")
def read_try(row: Row) -> Try:
    """The try in a row of the log. Raises `UnreadableError` when it holds none."""
    outcome = text(row, "outcome")
    _named(row, "reply")
    return Try(
        whole(row, "number"),
        moment(row, "began"),
        moment_or_none(row, "ended"),
        outcome and ReplyState(outcome).value,
        text(row, "said"),
    )


def put_row(connection: "sqlite3.Connection", reply: Reply) -> None:
    """Put a reply that is not there into the table, in a transaction of the caller's."""
    connection.execute(_INSERT, _row(reply))


def _draft(connection: "sqlite3.Connection", thread: str, parent: str) -> Reply | None:
    row = connection.execute(_DRAFT, (thread, parent)).fetchone()
    return None if row is None else read_row(row)


def _swap(connection: "sqlite3.Connection", old: Reply, new: Reply) -> None:
    from sqlite3 import IntegrityError

    values = (*_row(new)[1:], old.uuid, old.state.value, old.changed.isoformat())
    try:
        swapped = connection.execute(_UPDATE, values).rowcount == 1
    except IntegrityError:  # there is another draft in its place by now
        swapped = False
    if not swapped:
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
        reply.parent_server, reply.settling, _moment(reply.written),
    )  # fmt: skip


def _address(row: Row, name: str) -> str:
    found = text(row, name)
    if found and not is_web(found):
        raise ValueError(name)
    return found


def _named(row: Row, name: str) -> str:
    found = text(row, name)
    if not found:
        raise ValueError(name)
    return found


def _storable(text: str) -> str:
    """The same text without lone surrogates, which no UTF-8 file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _moment(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
