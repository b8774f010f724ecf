"""Addresses on the web, as people type them: their parts, and whether others could read on the way what is sent there.

It never asks a name server.
"""

from urllib.parse import SplitResult, urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host is this very computer."""
    import ipaddress

    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_open(address: SplitResult) -> bool:
    """Whether what is sent to an address could be read on the way: it is neither encrypted nor on this computer."""
    return address.scheme != "https" and not is_loopback(address.hostname or "")


def is_web(address: str) -> bool:
    """Whether an address that was kept is still one of the web."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def typed_address(typed: str) -> SplitResult:
    """The parts of the address that was typed, without user and fragment.

    Its scheme is `https` where none was typed, and `http` for this very computer.

    Raises:
        ValueError: it is not the address of anything on the web.
    """
    text = typed.strip()
    parts = urlsplit(text if "://" in text else f"//{text}")
    host, port = parts.hostname or "", parts.port
    if not host or parts.username is not None or not text.isprintable() or " " in text:
        raise ValueError("this is no address")
    scheme = parts.scheme or ("http" if is_loopback(host) else "https")
    if scheme not in {"http", "https"}:
        raise ValueError("this is not on the web")
    netloc = f"[{host}]" if ":" in host else host
    return SplitResult(scheme, netloc if port is None else f"{netloc}:{port}", parts.path, parts.query, "")
