"""Which server replies go to, and what addresses can be one.

It never asks a server anything.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hiitreader.errors import N_, InputProblem
from hiitreader.replies.store import Store
from hiitreader.system.addresses import is_web
from hiitreader.system.cells import Row, flag, moment_or_none, readable, text, whole

if TYPE_CHECKING:
    import sqlite3
    from urllib.parse import SplitResult


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The server that was set.

    Attributes:
        url: the address of the site or of the Isso, without a slash at the end; replies are marked with it.
        kind: one of `kinds.KINDS`.
        api: the root of WordPress's REST interface ("https://x/wp-json" or "https://x/?rest_route="), "" on others.
        form: the address that WordPress's own form posts to, "" on others.
        user: the name replies are sent under, "" for nobody's: signed in as no one.
    """

    url: str
    kind: str
    api: str = ""
    form: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class ServerHealth:
    """How the server that was set has been lately.

    `agreed` is when the reader agreed to what is sent there (None: not yet; nothing is sent), `failures` how many
    syncs in a row failed, `not_before` until when it is asked nothing, `told` whether the server itself named
    that moment, `asked` when it last was asked. Times are aware, in UTC.
    """

    agreed: datetime | None = None
    failures: int = 0
    not_before: datetime | None = None
    told: bool = False
    asked: datetime | None = None


class ServerChoice:
    """The server the reader chose and how it has been, kept in the database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self) -> ServerSettings | None:
        """The server, None when none is set."""
        rows = self._store.rows(read_server, "SELECT * FROM server")
        return rows[0][0] if rows else None

    def put(self, settings: ServerSettings, agreed: datetime | None) -> None:
        """Set the server, in place of the one before; nothing is known yet of how it is."""
        with self._store.writing() as connection:
            put_server(connection, settings, None if agreed is None else agreed.isoformat())

    def forget(self) -> None:
        """Set none."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM server")

    def health(self) -> ServerHealth:
        """How the server that is set has been."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT * FROM server").fetchone()
            return ServerHealth() if row is None else read_server(row)[1]

    def agree(self, now: datetime) -> None:
        """The reader has seen what is sent to the server that is set, and agreed."""
        with self._store.writing() as connection:
            connection.execute("UPDATE server SET agreed = ?", (now.isoformat(),))

    def was(self, url: str, health: ServerHealth) -> None:
        """Keep how the server `url` is now, but for `agreed`; nothing happens when another one was set meanwhile."""
        not_before = None if health.not_before is None else health.not_before.isoformat()
        asked = None if health.asked is None else health.asked.isoformat()
        with self._store.writing() as connection:
            connection.execute(
                "UPDATE server SET failures = ?, not_before = ?, told = ?, asked = ? WHERE url = ?",
                (health.failures, not_before, int(health.told), asked, url),
            )


def put_server(connection: "sqlite3.Connection", settings: ServerSettings, agreed: str | None) -> None:
    """Set the server in a transaction of the caller's."""
    connection.execute(
        "INSERT OR REPLACE INTO server (one, url, kind, api, form, user, agreed) VALUES (1, ?, ?, ?, ?, ?, ?)",
        (settings.url, settings.kind, settings.api, settings.form, settings.user, agreed),
    )


@readable("server")
def read_server(row: Row) -> tuple[ServerSettings, ServerHealth]:
    """The server in a row of the table, and how it has been. Raises `UnreadableError` when it holds none."""
    url, *others = (text(row, name) for name in ("url", "kind", "api", "form", "user"))
    if not all(is_web(one) for one in (url, *others[1:3]) if one or one is url):
        raise ValueError("an address")
    health = ServerHealth(
        agreed=moment_or_none(row, "agreed"),
        failures=whole(row, "failures"),
        not_before=moment_or_none(row, "not_before"),
        told=flag(row, "told"),
        asked=moment_or_none(row, "asked"),
    )
    return ServerSettings(url, *others), health


def address(typed: str) -> str:
    """The address as it is kept: with its scheme, without user, query, fragment or a slash at the end.

    Raises:
        InputProblem: it can't be a server's address, or it is http to another computer.
    """
    parts = address_parts(typed)
    return parts._replace(path=parts.path.rstrip("/"), query="").geturl()


def address_parts(typed: str) -> "SplitResult":
    """The parts of the address that was typed, as `typed_address` gives them.

    `https` unless the computer itself is meant: replies carry an email address, which no one on the way shall read.

    Raises:
        InputProblem: it can't be a server's address, or it is http to another computer.
    """
    from hiitreader.system.addresses import is_open, typed_address

    try:
        parts = typed_address(typed)
    except ValueError:
        raise _no_address(typed) from None
    if is_open(parts):
        raise InputProblem(
            N_("{url} has no encryption: your email address could be read on the way."),
            safe=N_("Nothing was changed."),
            todo=N_("Use an address that begins with https://."),
            url=typed,
        )
    return parts


def _no_address(typed: str) -> InputProblem:
    return InputProblem(
        N_("“{url}” is not the address of a server."),
        safe=N_("Nothing was changed."),
        todo=N_("Give an address such as https://comments.example.com."),
        url=typed,
    )
