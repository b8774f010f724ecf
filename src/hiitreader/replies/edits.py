"""The words of a reply that is being changed on its server, kept while they are typed.

It never changes the reply itself, and never asks a server.
"""

from datetime import datetime

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.store import Store
from hiitreader.system.cells import Row, moment, readable, text


class ReplyGone(WorldProblem):
    """The reply that is being changed is no longer kept here."""

    def __init__(self) -> None:
        super().__init__(
            N_("This reply is no longer here: another window or program has erased it."),
            safe=N_("What you are typing is still in the form."),
            todo=N_("Copy it, or make it a new reply."),
        )


class Edits:
    """The edits that are begun and not yet on the server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, uuid: str) -> str:
        """The comment that was being typed, "" when there is none."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT comment FROM edits WHERE reply = ?", (uuid,)).fetchone()
        return "" if row is None else str(row[0])

    def all(self) -> dict[str, str]:
        """Every comment that was being typed, by its reply's UUID."""
        with self._store.reading() as connection:
            return {str(row[0]): str(row[1]) for row in connection.execute("SELECT reply, comment FROM edits")}

    def keep(self, uuid: str, comment: str, now: datetime) -> None:
        """Keep what is typed; on the disk when this returns.

        Raises:
            ReplyGone: the reply itself was erased meanwhile.
        """
        sound = comment.encode("utf-8", "replace").decode("utf-8")
        with self._store.writing() as connection:
            if connection.execute("SELECT 1 FROM replies WHERE uuid = ?", (uuid,)).fetchone() is None:
                raise ReplyGone
            connection.execute(
                "INSERT OR REPLACE INTO edits (reply, comment, changed) VALUES (?, ?, ?)",
                (uuid, sound, now.isoformat()),
            )

    def drop(self, uuid: str) -> None:
        """Keep it no longer."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM edits WHERE reply = ?", (uuid,))


@readable("edits")
def read_edit(row: Row) -> tuple[str, str]:
    """The reply's UUID and the comment in a row of the table. Raises `UnreadableError` when it holds none."""
    moment(row, "changed")
    return text(row, "reply"), text(row, "comment")
