"""Finding out what takes the replies to a page, from the page's address or the site's. Posts nothing.

Redirects are followed by hand, of GETs alone, and to another host only when the reader trusts it. It never follows one
from an encrypted address to one that is not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit, urlunsplit

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.found import Found, NoReplies, OtherHost
from hiitreader.replies.page import PageMarks, marks
from hiitreader.replies.server import NoAnswer
from hiitreader.replies.server_settings import address_parts
from hiitreader.replies.servers.about import names
from hiitreader.system.addresses import is_open
from hiitreader.system.web import Web, WebAnswer

MOST_REDIRECTS = 5
MOST_ASKED = 20
PAGE_BYTES = 2 * 1024 * 1024
PAGE_SECONDS = 30.0

Opener = Callable[[str], Web]


def open_web(url: str) -> Web:
    """A web for looking: what is looked at is smaller than a list of replies."""
    return Web(url, most=PAGE_BYTES, whole=PAGE_SECONDS)


@dataclass(frozen=True, slots=True)
class Page:
    """What answered at an address: the address in the end, the status, and what the page says of replies."""

    address: str
    status: int
    is_html: bool
    marks: PageMarks


class Asking:
    """Asks one server after another, none that the reader has not named or trusted.

    Args:
        url: the address the reader gave.
        trusted: hosts they trust besides, as `host_of` names them.
        opener: opens a web at an address.
    """

    def __init__(self, url: str, trusted: frozenset[str], opener: Opener) -> None:
        self._trusted = trusted | {host_of(url)}
        self._opener = opener
        self._left = MOST_ASKED

    def get(self, url: str) -> tuple[str, WebAnswer]:
        """Ask for an address, and for those it leads to; the last of them and its answer.

        Raises:
            OtherHost: it leads to a host that is not trusted.
            NoAnswer: nobody answers, or it leads nowhere.
        """
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(at, lambda web, path: web.get(path))
            if answer.status not in _MOVED or "location" not in answer.headers:
                return at, answer
            at = _led(at, answer.headers["location"])
        raise NoAnswer(N_("That address leads from one to the next without an end."), safe=_UNCHANGED)

    def options(self, url: str) -> WebAnswer:
        """Ask what may be done at an address; no redirect is followed."""
        return self._once(url, lambda web, path: web.options(path))

    def web(self, url: str) -> Web:
        """A web at an address.

        Raises:
            OtherHost: its host is not trusted.
        """
        if host_of(url) not in self._trusted:
            raise OtherHost(url, host_of(url))
        _encrypted(url)
        self._left -= 1
        if self._left < 0:
            raise NoAnswer(N_("That address leads from one to the next without an end."), safe=_UNCHANGED)
        return self._opener(url)

    def _once(self, url: str, way: Callable[[Web, str], WebAnswer]) -> WebAnswer:
        parts = urlsplit(url)
        web = self.web(urlunsplit((parts.scheme, parts.netloc, "", "", "")))
        try:
            return way(web, urlunsplit(("", "", parts.path or "/", parts.query, "")))
        except WorldProblem as problem:
            raise unanswered(problem) from problem
        finally:
            web.close()


Looker = Callable[[Page, Asking], Found | None]
"""Recognises one kind of server by a page: what was found, None when it is another kind's."""


def search(typed: str, trusted: frozenset[str], lookers: tuple[Looker, ...], opener: Opener = open_web) -> Found:
    """Find out what takes the replies at an address.

    Args:
        typed: the address of a page, of a site or of a server, as the reader typed it.
        trusted: hosts that the reader agreed to be led to.
        lookers: recognise the kinds there are, tried in turn.
        opener: opens a web at an address.

    Raises:
        InputProblem: it can't be an address, or is http but not on this computer.
        OtherHost: it leads to a host that is not trusted yet.
        NoReplies: nothing there takes replies.
        NoAnswer: nobody answers, or not so that it can be understood.
    """
    url = page_address(typed)
    asking = Asking(url, trusted, opener)
    page = look(url, asking)
    for looker in lookers:
        found = looker(page, asking)
        if found is not None:
            return found
    raise _nothing(page)


def look(url: str, asking: Asking) -> Page:
    """Fetch a page and read its marks."""
    at, answer = asking.get(url)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_html = kind in {"text/html", "application/xhtml+xml"}
    text = answer.body.decode("utf-8", "replace") if is_html and answer.status == HTTPStatus.OK else ""
    return Page(at, answer.status, is_html, marks(at, answer.headers.get("link", ""), text))


def page_address(typed: str) -> str:
    """The address of a page as it is asked for: as `address` keeps one, and with its query and last slash.

    Raises:
        InputProblem: it can't be an address, or is http but not on this computer.
    """
    parts = address_parts(typed)
    return urlunsplit(parts._replace(path=parts.path or "/"))


def host_of(url: str) -> str:
    """A host as the reader is asked about it: its name, and its port when that is not the usual one."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    return name if parts.port in {None, usual} else f"{name}:{parts.port}"


def unanswered(problem: WorldProblem) -> NoAnswer:
    """A request's problem as one of asking: nothing was posted anyway."""
    return NoAnswer(problem.happened, safe=_UNCHANGED, todo=problem.todo, **problem.values)


def busy(url: str, status: int) -> NoAnswer:
    """What is told when a server has a fault of its own, or too much to do."""
    return NoAnswer(
        N_("{host} can't answer just now (it says {status})."),
        safe=_UNCHANGED,
        todo=N_("Try later."),
        host=host_of(url),
        status=status,
    )


_MOVED = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = N_("Nothing was changed.")


def _led(at: str, location: str) -> str:
    """Where a redirect leads, absolute and without its fragment."""
    try:
        target = urljoin(at, location.strip()).partition("#")[0]
        parts = urlsplit(target)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
        _ = parts.port
    except ValueError:
        usable = False
    if not usable or not target.isprintable() or " " in target:
        raise NoAnswer(N_("That address leads to one that can't be understood."), safe=_UNCHANGED)
    if parts.scheme == "http" and urlsplit(at).scheme == "https":
        raise _no_encryption(target)
    return target


def _encrypted(url: str) -> None:
    if is_open(urlsplit(url)):
        raise _no_encryption(url)


def _no_encryption(url: str) -> NoAnswer:
    return NoAnswer(
        N_("That address leads to {host} without encryption: your email address could be read on the way."),
        safe=N_("It was not followed."),
        todo=N_("Tell those who run the site."),
        host=host_of(url),
    )


def _nothing(page: Page) -> WorldProblem:
    values = {"url": page.address, "host": host_of(page.address)}
    if page.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NoReplies(
            N_("There is nothing at {url}."), safe=_UNCHANGED, todo=N_("Check the address, letter by letter."), **values
        )
    if page.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return NoReplies(N_("{host} does not let this program see {url}."), safe=_UNCHANGED, todo="", **values)
    if page.status == HTTPStatus.TOO_MANY_REQUESTS or page.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return busy(page.address, page.status)
    if page.status == HTTPStatus.OK and not page.is_html:
        return NoReplies(
            N_("{url} is not a web page."),
            safe=_UNCHANGED,
            todo=N_("Give the address of the article's page."),
            **values,
        )
    return NoReplies(
        N_("Nothing that this program knows takes replies at {url}."),
        safe=_UNCHANGED,
        todo=N_("It knows {kinds}. Give the address of the article's page, or of the server itself."),
        kinds=names(),
        **values,
    )
