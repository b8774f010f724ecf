"""Asking a web server, with every bound there is: time, bytes, no redirects, no encryption left out.

The only place that knows the http library, which is imported when a server is first asked. It never repeats a request.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hiitreader import __version__
from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.server_settings import is_loopback

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    import httpx

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 20.0
WHOLE_SECONDS = 45.0
MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """A whole answer: the status, the headers with lower-case names, the body's bytes."""

    status: int
    headers: "Mapping[str, str]"
    body: bytes


class NotReached(WorldProblem):
    """The request certainly reached nobody."""


class AnswerLost(WorldProblem):
    """The request was, or may have been, received; no whole answer came."""


class Web:
    """A server's web interface below one address.

    Args:
        url: the address that every path is added to; https, or http on this computer.
        silence: seconds without a byte before a request is given up.
        whole: seconds for a whole request.
        verify: what certificates to trust, the usual ones when left out.
    """

    def __init__(
        self,
        url: str,
        *,
        silence: float = SILENCE_SECONDS,
        whole: float = WHOLE_SECONDS,
        verify: "ssl.SSLContext | None" = None,
    ) -> None:
        self._url = url
        self._silence = silence
        self._whole = whole
        self._verify = verify
        self._asking: httpx.Client | None = None

    def get(self, path: str) -> WebAnswer:
        """Ask for a path (with its query).

        Raises:
            NotReached: nobody was reached.
            AnswerLost: no whole answer came.
        """
        if self._asking is None:
            self._asking = self._client(keep_alive=True)
        return self._ask(self._asking, "GET", path, b"", {})

    def post(self, path: str, body: bytes, content_type: str) -> WebAnswer:
        """Post a body, on a connection of its own: on a kept one that is gone it would be unsure what was received.

        Raises:
            NotReached: nobody was reached.
            AnswerLost: it may have been received.
        """
        client = self._client(keep_alive=False)
        try:
            return self._ask(client, "POST", path, body, {"Content-Type": content_type})
        finally:
            client.close()

    def close(self) -> None:
        """Let go of the connections."""
        if self._asking is not None:
            self._asking.close()
            self._asking = None

    def _client(self, *, keep_alive: bool) -> "httpx.Client":
        import httpx

        here = is_loopback(urlsplit(self._url).hostname or "")
        return httpx.Client(
            follow_redirects=False,
            timeout=httpx.Timeout(self._silence, connect=min(CONNECT_SECONDS, self._silence)),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1 if keep_alive else 0),
            trust_env=not here,  # a proxy is for other computers
            verify=True if self._verify is None else self._verify,
            headers={"User-Agent": f"hiitreader/{__version__}", "Accept-Encoding": "identity"},
        )

    def _ask(self, client: "httpx.Client", method: str, path: str, body: bytes, headers: dict[str, str]) -> WebAnswer:
        import httpx

        try:
            with client.stream(method, self._url + path, content=body or None, headers=headers) as response:
                return self._read(response)
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.ProxyError,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
        ) as error:
            raise _not_reached(self._url, error) from error
        except httpx.TimeoutException as error:
            raise AnswerLost(N_("The server did not answer in time.")) from error
        except httpx.HTTPError as error:
            raise AnswerLost(N_("The connection broke before the server's answer was complete.")) from error

    def _read(self, response: "httpx.Response") -> WebAnswer:
        until = time.monotonic() + self._whole
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise AnswerLost(N_("The server's answer is packed, which it was asked not to do."))
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > MOST_BYTES:
                raise AnswerLost(N_("The server's answer is too large."))
            if time.monotonic() > until:
                raise AnswerLost(N_("The server took too long to answer."))
        headers = {name.lower(): value for name, value in response.headers.items()}
        return WebAnswer(response.status_code, headers, bytes(body))


def _not_reached(url: str, error: Exception) -> NotReached:
    safe, host = N_("Nothing was sent."), urlsplit(url).hostname or url
    if "CERTIFICATE" in str(error).upper():
        return NotReached(
            N_("The certificate of {host} is not right, so the connection is not safe."), safe=safe, host=host
        )
    return NotReached(
        N_("{host} can't be reached."), safe=safe, todo=N_("Check the connection and the address."), host=host
    )
