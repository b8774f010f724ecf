"""Where on a server an article's replies go, kept so that the server is asked only once.

It never asks a server anything.
"""

from dataclasses import dataclass

from hiitreader.replies.store import Store
from hiitreader.system.cells import Row, flag, readable, text


@dataclass(frozen=True, slots=True)
class Place:
    """An article's thread on one server.

    `remote` is what the server calls it; `title` and `page` are the server's own for it ("" when it told none); `open`
    says whether it takes replies, None when it didn't say.
    """

    remote: str
    title: str = ""
    page: str = ""
    open: bool | None = None


class Places:
    """The places that are known."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, server: str, thread: str) -> Place | None:
        """The place of a thread (its `uri`) on a server (its address), None while it is not known."""
        with self._store.reading() as connection:
            row = connection.execute(
                "SELECT * FROM places WHERE server = ? AND thread = ?", (server, thread)
            ).fetchone()
            return None if row is None else read_place(row)

    def put(self, server: str, thread: str, place: Place) -> None:
        """Keep a place, instead of the one that was known."""
        is_open = None if place.open is None else int(place.open)
        with self._store.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO places (server, thread, remote, title, page, open) VALUES (?, ?, ?, ?, ?, ?)",
                (server, thread, place.remote, place.title, place.page, is_open),
            )

    def forget(self, server: str, thread: str) -> None:
        """Forget a place that is no longer right."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM places WHERE server = ? AND thread = ?", (server, thread))


@readable("places")
def read_place(row: Row) -> Place:
    """The place in a row of the table. Raises `UnreadableError` when it holds none."""
    text(row, "server"), text(row, "thread")
    is_open = None if row["open"] is None else flag(row, "open")
    return Place(text(row, "remote"), text(row, "title"), text(row, "page"), is_open)
