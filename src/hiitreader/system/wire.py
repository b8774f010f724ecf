"""The connection below a request, which ends when the request has had its time or its bytes.

Every read is counted: headers that drip, answers that never come to an end and polite notes without number end here
too. It never lets one request take more than it was granted.
"""

import socket
import ssl
import time
from collections.abc import Callable, Iterable

import httpcore


class OutOfTime(Exception):  # noqa: N818 -- what happened, not whose fault it is
    """A request has had all its time."""


class OutOfBytes(Exception):  # noqa: N818
    """An answer is larger than was granted."""


class Grant:
    """The time and the bytes one request may take; granted anew for each."""

    def __init__(self) -> None:
        self._until = 0.0
        self._bytes = 0
        self.began = False
        """Whether a byte of the request may have left."""
        self.answered = False
        """Whether a byte of an answer has come."""

    def renew(self, seconds: float, most: int) -> None:
        """Grant a request `seconds` for all of it, and `most` bytes of answer, its headers among them."""
        self._until, self._bytes = time.monotonic() + seconds, most
        self.began = self.answered = False

    def patience(self, seconds: float | None) -> float:
        """How long one step may wait: `seconds`, or what is left."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return left if seconds is None else min(seconds, left)

    def over(self) -> bool:
        """Whether the time is used up."""
        return time.monotonic() >= self._until

    def take(self, count: int) -> None:
        """Bytes have come."""
        self.answered = self.answered or count > 0
        self._bytes -= count
        if self._bytes < 0:
            raise OutOfBytes


_NOWHERE = "it has no address that may be connected to"


class GrantedBackend(httpcore.NetworkBackend):
    """Opens connections whose every step is held to a grant.

    Args:
        grant: what each request may take.
        may_reach: says of a network address whether it may be connected to; all may when left out. It is asked with the
            very address that is then connected to, so that neither a way of writing one nor a name server that
            answers differently the second time leads elsewhere.

    `peer` is the network address that was connected to last, "" before.
    """

    def __init__(self, grant: Grant, may_reach: Callable[[str], bool] | None = None) -> None:
        self._grant = grant
        self._may_reach = may_reach
        self._plain = httpcore.SyncBackend()
        self.peer = ""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host."""
        if self._may_reach is None:
            stream = self._plain.connect_tcp(host, port, self._grant.patience(timeout), local_address, socket_options)
        else:
            stream = self._connect_to(self._allowed(host, port), port, timeout, local_address, socket_options)
        peer = stream.get_extra_info("server_addr")
        self.peer = str(peer[0]) if isinstance(peer, tuple) else ""
        return _GrantedStream(stream, self._grant)

    def through_proxy(self, host: str) -> None:
        """A proxy connects to the host, not this program: look at where the host is as far as it is known here.

        Raises:
            httpcore.ConnectError: it is at an address that may not be connected to.
        """
        if self._may_reach is None:
            return
        try:
            numbers = self._numbers(host, 0)
        except httpcore.ConnectError:  # the proxy may know it, where this computer does not
            numbers = []
        if not all(map(self._may_reach, numbers)):
            raise httpcore.ConnectError(_NOWHERE)
        self._may_reach = None

    def _allowed(self, host: str, port: int) -> list[str]:
        """The network addresses of a host that may be connected to."""
        may_reach = self._may_reach
        return [number for number in self._numbers(host, port) if may_reach is None or may_reach(number)]

    def _numbers(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        return [*dict.fromkeys(str(place[0]) for *_kind, place in found)]

    def _connect_to(
        self,
        numbers: list[str],
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of these addresses that answers."""
        lost: httpcore.ConnectError | httpcore.ConnectTimeout = httpcore.ConnectError(_NOWHERE)
        for number in numbers:
            patience = self._grant.patience(timeout)
            try:
                return self._plain.connect_tcp(number, port, patience, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                lost = error
        raise lost


class _GrantedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, grant: Grant) -> None:
        self._stream = stream
        self._grant = grant

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        found = self._stream.read(max_bytes, self._grant.patience(timeout))
        self._grant.take(len(found))
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        patience = self._grant.patience(timeout)
        self._grant.began = True
        self._stream.write(buffer, patience)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._grant.patience(timeout))
        return _GrantedStream(stream, self._grant)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def open_pool(
    backend: GrantedBackend, host: str, *, encrypted: bool, verify: ssl.SSLContext | None, keep: bool, direct: bool
) -> httpcore.ConnectionPool:
    """What requests to one host go through: one connection, kept open between two requests when `keep`.

    Args:
        backend: opens the connection.
        host: the host, to find the proxy for it.
        encrypted: whether it is asked by https.
        verify: what certificates to trust, the usual ones when None.
        keep: whether the connection is kept.
        direct: never through a proxy.

    Raises:
        httpcore.UnsupportedProtocol: the proxy that is set is of a kind that can't be used.
        httpcore.ConnectError: the host is at an address that may not be connected to.
    """
    proxy = None if direct else _proxy(host, "https" if encrypted else "http")
    if proxy is not None:
        backend.through_proxy(host)
    return httpcore.ConnectionPool(
        ssl_context=(verify or _usual()) if encrypted else None,
        proxy=proxy,
        max_connections=1,
        max_keepalive_connections=1 if keep else 0,
        network_backend=backend,
    )


def _usual() -> ssl.SSLContext:
    """The usual authorities; those of SSL_CERT_FILE or SSL_CERT_DIR instead, where someone has set them."""
    import os

    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context()
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _proxy(host: str, scheme: str) -> httpcore.Proxy | None:
    """The proxy that the system has set for a host; one that can't be used is no reason to go without."""
    from urllib.parse import unquote, urlsplit
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    address = proxies.get(scheme) or proxies.get("all")
    if not address or proxy_bypass(host):
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise httpcore.UnsupportedProtocol(parts.scheme)
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    port = parts.port or (443 if parts.scheme == "https" else 80)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return httpcore.Proxy(f"{parts.scheme}://{name}:{port}", auth=auth)
