"""Asking a site for what it publishes: by its own address, encrypted, with bounds.

It never follows an address to another site, nor one from an encrypted to an open one.
"""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urljoin, urlsplit, urlunsplit

from hiitreader.article.limits import MEGABYTE
from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.system.addresses import is_open, typed_address
from hiitreader.system.web import Web, WebAnswer

MOST_BYTES = 16 * MEGABYTE
"""Bytes of one answer."""
SECONDS = 60.0
MOST_REDIRECTS = 5
OK, NOT_MODIFIED = 200, 304
_MOVED = frozenset({301, 302, 303, 307, 308})
_GONE, _REFUSED, _BUSY = frozenset({404, 410}), frozenset({401, 403}), 429
_UNCHANGED = N_("The shelf is as it was.")

Opener = Callable[[str], Web]


def open_web(url: str) -> Web:
    """A web that takes as much as a site's posts may be."""
    return Web(url, most=MOST_BYTES, whole=SECONDS)


def web_address(typed: str) -> str:
    """The address that was typed, whole: with its scheme, without user and fragment.

    Raises:
        InputProblem: it is none, or is not encrypted and not on this computer.
    """
    try:
        parts = typed_address(typed)
    except ValueError:
        raise _no_address(typed) from None
    if is_open(parts):
        raise InputProblem(
            N_("{url} has no encryption: others could read along, and change what comes."),
            safe=_UNCHANGED,
            todo=N_("Use an address that begins with https://."),
            url=typed,
        )
    return urlunsplit(parts._replace(path=parts.path or "/"))


class Said(NamedTuple):
    """What was answered, and the address that answered it in the end."""

    address: str
    answer: WebAnswer


class Asking:
    """Asks one site, on one connection.

    Args:
        address: an address of the site, as `web_address` gives it.
        opener: opens a web at an address.
    """

    def __init__(self, address: str, opener: Opener = open_web) -> None:
        self._host = _plain_host(address)
        self._opener = opener
        self._webs: dict[str, Web] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for web in self._webs.values():
            web.close()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Said:
        """Ask for an address, and for those on the site that it leads to.

        Raises:
            WorldProblem: nobody answers, it leads to another site or nowhere.
        """
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(address)
            top = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
            web = self._webs.setdefault(top, self._opener(top))
            answer = web.get(urlunsplit(("", "", parts.path or "/", parts.query, "")), headers)
            if answer.status not in _MOVED or "location" not in answer.headers:
                return Said(address, answer)
            address = self.led(address, answer.headers["location"])
        raise WorldProblem(N_("That address leads from one to the next without an end."), safe=_UNCHANGED)

    def peer(self, address: str) -> str:
        """The network address that answered at an address, "" when none did."""
        parts = urlsplit(address)
        web = self._webs.get(urlunsplit((parts.scheme, parts.netloc, "", "", "")))
        return "" if web is None else web.peer

    def led(self, at: str, location: str) -> str:
        """The address on the site that one leads to.

        Args:
            at: the address that leads there.
            location: where to, as it says.

        Raises:
            WorldProblem: it leads to another site.
        """
        try:
            to = urljoin(at, location.strip()).partition("#")[0]
            host = urlsplit(to).hostname or ""
        except ValueError:
            to, host = "", ""
        if not self.is_here(to) or (urlsplit(at).scheme, urlsplit(to).scheme) == ("https", "http"):
            raise WorldProblem(
                N_("That address leads to another site: {host}."),
                safe=N_("It was not followed."),
                todo=N_("Give the address of that site, if you trust it."),
                host=host,
            )
        return web_address(to)

    def good(self, said: Said) -> WebAnswer:
        """The answer, when it is one.

        Raises:
            WorldProblem: the server says no.
        """
        status, host = said.answer.status, urlsplit(said.address).hostname or ""
        if status == OK:
            return said.answer
        if status in _GONE:
            raise WorldProblem(N_("There is nothing at {url}."), safe=_UNCHANGED, url=said.address)
        if status in _REFUSED:
            raise WorldProblem(N_("{host} does not let everyone read that."), safe=_UNCHANGED, host=host)
        later = N_("Try later.") if status == _BUSY or status >= 500 else ""  # noqa: PLR2004 -- RFC 9110, 15.6
        raise WorldProblem(
            N_("{host} can't answer just now (it says {status})."),
            safe=_UNCHANGED,
            todo=later,
            host=host,
            status=status,
        )

    def is_here(self, address: str) -> bool:
        """Whether an address is on the site, and can be asked for."""
        try:
            web_address(address)
            return _plain_host(address) == self._host
        except (InputProblem, ValueError):
            return False


def _plain_host(address: str) -> tuple[str, int | None]:
    """A site's host: with or without "www." it is the same one."""
    parts = urlsplit(address)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return (parts.hostname or "").removeprefix("www."), None if parts.port == usual else parts.port


def _no_address(typed: str) -> InputProblem:
    return InputProblem(
        N_("“{url}” is not the address of a site."),
        safe=_UNCHANGED,
        todo=N_("Give an address such as https://example.com."),
        url=typed,
    )
