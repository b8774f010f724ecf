"""Every table of the replies' file, with what reads a row of it: all of them looked through, before any is used.

It never changes a row, and never says a word that is in one.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from hiitreader.replies.edits import read_edit
from hiitreader.replies.mine import read_person
from hiitreader.replies.outbox import read_row, read_try
from hiitreader.replies.places import read_place
from hiitreader.replies.server_settings import ServerHealth, ServerSettings, read_server
from hiitreader.replies.servers.kinds import KINDS
from hiitreader.replies.threads import read_listed, read_pull
from hiitreader.system.cells import Row, UnreadableError

if TYPE_CHECKING:
    import sqlite3


def read_known_server(row: Row) -> tuple[ServerSettings, ServerHealth]:
    """The server in a row, which is of a kind that there is. Raises `UnreadableError` when it is not."""
    settings, health = read_server(row)
    if settings.kind not in KINDS:
        raise UnreadableError("server")
    return settings, health


READERS: Mapping[str, Callable[[Row], object]] = {
    "replies": read_row,
    "tries": read_try,
    "edits": read_edit,
    "remembered": read_person,
    "server": read_known_server,
    "places": read_place,
    "pulls": read_pull,
    "thread_replies": read_listed,
}
"""The tables, those first that others belong to."""

_LISTED = "thread_replies"
_OWNED = ("tries", "edits")
"""The tables whose rows belong to a reply."""


def look(connection: "sqlite3.Connection") -> None:
    """Read every row there is, but for what servers listed: of that there may be much, and it is read when it is shown.

    Raises:
        UnreadableError: one makes no sense, or belongs to a reply that is not there.
    """
    for table, read in READERS.items():
        if table == _LISTED:
            continue
        for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 -- our own names
            read(row)
    for table in _OWNED:
        lost = f"SELECT 1 FROM {table} WHERE reply NOT IN (SELECT uuid FROM replies) LIMIT 1"  # noqa: S608 -- ours
        if connection.execute(lost).fetchone():
            raise UnreadableError(table)
