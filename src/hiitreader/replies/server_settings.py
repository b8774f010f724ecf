"""Which server replies go to, and what addresses can be one.

It never asks a server anything.
"""

from dataclasses import dataclass

from hiitreader.errors import N_, InputProblem
from hiitreader.replies.store import Store


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The server that was set: its address without a slash at the end, and its kind ("isso")."""

    url: str
    kind: str


class ServerChoice:
    """The server the reader chose, kept in the database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self) -> ServerSettings | None:
        """The server, None when none is set."""
        with self._store.reading() as connection:
            row = connection.execute("SELECT url, kind FROM server").fetchone()
        return None if row is None else ServerSettings(row["url"], row["kind"])

    def put(self, settings: ServerSettings) -> None:
        """Set the server, in place of the one before."""
        with self._store.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO server VALUES (1, ?, ?)", (settings.url, settings.kind))

    def forget(self) -> None:
        """Set none."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM server")


def address(typed: str) -> str:
    """The address as it is kept: with its scheme, without user, query, fragment or a slash at the end.

    `https` unless the computer itself is meant: replies carry an email address, which no one on the way shall read.

    Raises:
        InputProblem: it can't be a server's address, or it is http to another computer.
    """
    from urllib.parse import urlsplit, urlunsplit

    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _no_address(typed) from None
    if not host or parts.username is not None or not text.isprintable() or " " in text:
        raise _no_address(typed)
    scheme = parts.scheme or ("http" if is_loopback(host) else "https")
    if scheme not in {"http", "https"}:
        raise _no_address(typed)
    if scheme == "http" and not is_loopback(host):
        raise InputProblem(
            N_("{url} has no encryption: your email address could be read on the way."),
            safe=N_("Nothing was changed."),
            todo=N_("Use an address that begins with https://."),
            url=typed,
        )
    netloc = f"[{host}]" if ":" in host else host
    return urlunsplit((scheme, netloc if port is None else f"{netloc}:{port}", parts.path.rstrip("/"), "", ""))


def is_loopback(host: str) -> bool:
    """Whether a host is this very computer."""
    import ipaddress

    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _no_address(typed: str) -> InputProblem:
    return InputProblem(
        N_("“{url}” is not the address of a server."),
        safe=N_("Nothing was changed."),
        todo=N_("Give an address such as https://comments.example.com."),
        url=typed,
    )
