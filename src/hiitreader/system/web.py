"""Asking a web server, with every bound there is: time, bytes, no redirects, no encryption left out.

The only place, with `wire.py` below it, that knows the http library, which is imported when a server is first asked.
It never repeats a request that could change anything, and never gives a password to another host than its own.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from hiitreader import __version__
from hiitreader.errors import N_, Bug, WorldProblem
from hiitreader.system.addresses import is_loopback, is_open
from hiitreader.system.json_table import Table, rows
from hiitreader.system.json_text import read_json

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import httpcore

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0
WHOLE_SECONDS = 45.0
MOST_BYTES = 8 * 1024 * 1024
HEADER_BYTES = 128 * 1024
_LONGEST_DATE = 40
"""Characters of a date: "Wednesday, 31-Dec-2026 23:59:59 +0000" is the longest form, and two are longer."""
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
"""What a server's clock shows is between them."""


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """A whole answer: the status, the headers with lower-case names, the body's bytes.

    Headers that came several times are one, joined by ", " (RFC 9110, 5.3).
    """

    status: int
    headers: "Mapping[str, str]"
    body: bytes

    def table(self) -> Table:
        """The object that the body's JSON is; an empty one for anything else, and for more than this program reads."""
        return Table(self._json())

    def rows(self) -> tuple[Table, ...] | None:
        """What is in the list that the body's JSON is, as `json_table.rows`; None for anything else, as above."""
        return rows(self._json())

    def _json(self) -> object:
        try:
            return read_json(self.body)
        except (ValueError, RecursionError):
            return None

    def sent(self) -> "datetime | None":
        """When it was sent, by the sender's clock, in whole seconds (Date, RFC 9110, 6.6.1); None when not told.

        Several dates tell nothing, and neither does one that no clock shows.
        """
        from datetime import UTC
        from email.utils import parsedate_to_datetime

        told = self.headers.get("date", "")
        if len(told) > _LONGEST_DATE:
            return None
        try:
            moment = parsedate_to_datetime(told)
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
        return moment if _FIRST_YEAR <= moment.year < _LAST_YEAR else None


class NotReached(WorldProblem):
    """The request certainly reached nobody."""


class WrongCertificate(NotReached):
    """Whoever answers can't prove to be the host that was asked."""


class AnswerLost(WorldProblem):
    """The request was, or may have been, received; no whole answer came."""


class Web:
    """A server's web interface below one address.

    Args:
        url: the address that every path is added to; https, or http on this computer.
        sign_in: user name and application password, sent with every request (HTTP Basic, RFC 7617) and only there.
        silence: seconds without a byte before a request is given up.
        whole: seconds for a whole request.
        most: bytes of the largest answer that is read.
        verify: what certificates to trust, the usual ones when left out.
        may_reach: says of a network address whether it may be connected to; all may when left out. Through a proxy it
            is asked of the host's addresses as they are known here, for the proxy connects.

    `path` is what is added to the address: "" or something that begins with "/", "?" or "&". All requests raise
    `NotReached` when nobody was reached and `AnswerLost` when they were perhaps received.
    """

    def __init__(
        self,
        url: str,
        *,
        sign_in: tuple[str, str] | None = None,
        silence: float = SILENCE_SECONDS,
        whole: float = WHOLE_SECONDS,
        most: int = MOST_BYTES,
        verify: "ssl.SSLContext | None" = None,
        may_reach: "Callable[[str], bool] | None" = None,
    ) -> None:
        if sign_in is not None and not _is_private(url):
            raise Bug(N_("A password was to be sent without encryption."))
        self._url = url
        self._sign_in = sign_in
        self._silence = silence
        self._whole = whole
        self._most = most
        self._verify = verify
        self._may_reach = may_reach
        self._kept: _Line | None = None

    @property
    def url(self) -> str:
        """The address that every path is added to."""
        return self._url

    @property
    def peer(self) -> str:
        """The network address that answers on the connection that is kept, "" while there is none."""
        return "" if self._kept is None else self._kept.peer

    def get(self, path: str, headers: "Mapping[str, str] | None" = None) -> WebAnswer:
        """Ask for a path (with its query), on a connection that is kept for the next question.

        Should the server have closed a kept one just now, the question is asked once more on a new one.
        """
        used = self._kept
        if used is not None:
            try:
                return self._ask(used, "GET", path, b"", headers)
            except AnswerLost:
                if used.grant.answered or used.grant.over():
                    raise
                self.close()
        self._kept = _Line(self._url, keep=True, verify=self._verify, may_reach=self._may_reach)
        return self._ask(self._kept, "GET", path, b"", headers)

    def options(self, path: str) -> WebAnswer:
        """Ask what may be done at a path (RFC 9110, 9.3.7); the answer's `allow` header says it."""
        return self._ask_once("OPTIONS", path, b"", None)

    def post(self, path: str, body: bytes, content_type: str, headers: "Mapping[str, str] | None" = None) -> WebAnswer:
        """Post a body."""
        return self._ask_once("POST", path, body, {"Content-Type": content_type, **(headers or {})})

    def put(self, path: str, body: bytes, content_type: str, headers: "Mapping[str, str] | None" = None) -> WebAnswer:
        """Put a body in the place of what is there."""
        return self._ask_once("PUT", path, body, {"Content-Type": content_type, **(headers or {})})

    def delete(self, path: str, headers: "Mapping[str, str] | None" = None) -> WebAnswer:
        """Ask for what is there to be deleted."""
        return self._ask_once("DELETE", path, b"", headers)

    def close(self) -> None:
        """Let go of the connections."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _ask_once(self, method: str, path: str, body: bytes, headers: "Mapping[str, str] | None") -> WebAnswer:
        """Ask on a connection of its own: on a kept one that is gone it would be unsure what was received."""
        line = _Line(self._url, keep=False, verify=self._verify, may_reach=self._may_reach)
        try:
            return self._ask(line, method, path, body, headers)
        finally:
            line.close()

    def _ask(
        self, line: "_Line", method: str, path: str, body: bytes, headers: "Mapping[str, str] | None"
    ) -> WebAnswer:
        if path and path[0] not in "/?&":
            raise Bug(N_("A path that could be read as another host was to be asked for."))
        import httpcore

        from hiitreader.system.wire import OutOfBytes, OutOfTime

        line.grant.renew(self._whole, self._most + HEADER_BYTES)
        try:
            pool = line.pool()
            timeouts = {"connect": min(CONNECT_SECONDS, self._silence), "read": self._silence, "write": self._silence}
            with pool.stream(
                method,
                ascii_address(self._url + path),
                headers=[*self._headers().items(), *(headers or {}).items()],
                content=body or (b"" if method in {"POST", "PUT"} else None),
                extensions={"timeout": timeouts},
            ) as response:
                return self._read(response)
        except (OutOfTime, httpcore.TimeoutException) as error:
            if line.grant.over():
                raise self._lost(line, error, N_("The server took too long to answer.")) from error
            raise self._lost(line, error, N_("The server did not answer in time.")) from error
        except OutOfBytes as error:
            raise self._lost(line, error, N_("The server's answer is too large.")) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, ValueError) as error:
            words = N_("The connection broke before the server's answer was complete.")
            raise self._lost(line, error, words) from error
        except httpcore.UnsupportedProtocol as error:
            raise _no_proxy(self._url) from error

    def _headers(self) -> dict[str, str]:
        headers = {"User-Agent": f"hiitreader/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity"}
        if self._sign_in is not None:
            from base64 import b64encode

            headers["Authorization"] = f"Basic {b64encode(':'.join(self._sign_in).encode()).decode()}"
        return headers

    def _read(self, response: "httpcore.Response") -> WebAnswer:
        headers: dict[str, str] = {}
        for raw, value in response.headers:
            name, text = raw.decode("latin-1").lower(), value.decode("utf-8", "replace")
            headers[name] = f"{headers[name]}, {text}" if name in headers else text
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise AnswerLost(N_("The server's answer is packed, which it was asked not to do."))
        body = bytearray()
        for piece in response.iter_stream():
            body += piece
            if len(body) > self._most:
                raise AnswerLost(N_("The server's answer is too large."))
        return WebAnswer(response.status, headers, bytes(body))

    def _lost(self, line: "_Line", error: Exception, happened: str) -> WorldProblem:
        """A problem for what went wrong: lost, or, when no byte of the request had left, certainly not sent."""
        import httpcore

        before = httpcore.ConnectError | httpcore.ConnectTimeout | httpcore.ProxyError
        certain = not line.grant.began or isinstance(error, before)
        return _not_reached(self._url, error) if certain else AnswerLost(happened)


class _Line:
    """What one request, or several one after another, go through; opened when it is first needed."""

    def __init__(
        self,
        url: str,
        *,
        keep: bool,
        verify: "ssl.SSLContext | None",
        may_reach: "Callable[[str], bool] | None",
    ) -> None:
        from hiitreader.system.wire import Grant, GrantedBackend

        self.grant = Grant()
        self._backend = GrantedBackend(self.grant, may_reach)
        self._url = url
        self._keep = keep
        self._verify = verify
        self._pool: httpcore.ConnectionPool | None = None

    @property
    def peer(self) -> str:
        """The network address that was connected to, "" before."""
        return self._backend.peer

    def pool(self) -> "httpcore.ConnectionPool":
        """The open one."""
        if self._pool is None:
            from hiitreader.system.wire import open_pool

            parts = urlsplit(self._url)
            host = parts.hostname or ""
            self._pool = open_pool(
                self._backend,
                host,
                encrypted=parts.scheme == "https",
                verify=self._verify,
                keep=self._keep,
                direct=is_loopback(host),  # a proxy is for other computers
            )
        return self._pool

    def close(self) -> None:
        """Close the connection."""
        if self._pool is not None:
            self._pool.close()


def ascii_address(url: str) -> str:
    """An address with nothing but ASCII in it: the host by IDNA 2008, the rest percent-encoded in UTF-8 (RFC 3987)."""
    if url.isascii() and url.isprintable() and " " not in url:
        return url
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host.isascii():
        import idna

        host = idna.encode(host, uts46=True).decode("ascii")
    name = f"[{host}]" if ":" in host else host
    netloc = name if parts.port is None else f"{name}:{parts.port}"
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"{parts.scheme}://{netloc}{quote(rest, safe=_LEFT)}"


def _is_private(url: str) -> bool:
    parts = urlsplit(url)
    return not is_open(parts)


_LEFT = "/?&=%:@!$'()*+,;~[]#"
"""What percent-encoding leaves as it is: the reserved characters, and "%" itself."""

_EXPIRED = frozenset({9, 10})
_OTHER_NAME = frozenset({62, 64})
"""Numbers of OpenSSL's X509_V_ERR_…: not yet or no longer valid; another host name or address."""


def _not_reached(url: str, error: Exception) -> NotReached:
    import ssl

    safe, host = N_("Nothing was sent."), urlsplit(url).hostname or url
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return WrongCertificate(_certificate_words(cause.verify_code), safe=safe, todo=_CERTIFICATE_TODO, host=host)
        if isinstance(cause, ssl.SSLError):
            return NotReached(
                N_("{host} does not answer with the encryption it was asked for."),
                safe=safe,
                todo=N_("Check the address."),
                host=host,
            )
        cause = cause.__cause__ or cause.__context__
    return NotReached(
        N_("{host} can't be reached."), safe=safe, todo=N_("Check the connection and the address."), host=host
    )


_CERTIFICATE_TODO = N_("Check the address and this computer's date; if they are right, tell those who run the site.")


def _certificate_words(code: int) -> str:
    if code in _EXPIRED:
        return N_("The certificate of {host} is out of date, so the connection is not safe.")
    if code in _OTHER_NAME:
        return N_("The certificate that {host} shows is made out to another name, so the connection is not safe.")
    return N_("Nobody this computer trusts vouches for the certificate of {host}, so the connection is not safe.")


def _no_proxy(url: str) -> NotReached:
    return NotReached(
        N_("{host} can't be asked through the proxy that is set on this computer."),
        safe=N_("Nothing was sent."),
        todo=N_("Set a proxy that is reached by http."),
        host=urlsplit(url).hostname or url,
    )
