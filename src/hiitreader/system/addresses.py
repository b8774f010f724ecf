"""Addresses on the web, as people type them: their parts, and whether others could read on the way what is sent there.

It never asks a name server.
"""

import re
from urllib.parse import SplitResult, urlsplit

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):(?://)?", re.IGNORECASE)
"""RFC 3986, 3.1; of two letters at least, as one letter and a colon are a disk of Windows."""
_WITHOUT_SLASHES = frozenset(
    {"about", "blob", "data", "feed", "geo", "javascript", "magnet", "mailto", "sms", "tel", "urn"}
)
"""Schemes that stand before a colon alone."""


def scheme_of(words: str) -> str:
    """The scheme of what is meant as an address, in small letters: "" for what may be the name of a file.

    With `//` it is one whatever the scheme, without only where such addresses have none (`mailto:`, `data:`).
    """
    found = _SCHEME.match(words.strip())
    if found is None:
        return ""
    scheme = found[1].lower()
    return scheme if found[0].endswith("//") or scheme in _WITHOUT_SLASHES else ""


def is_loopback(host: str) -> bool:
    """Whether a host is this very computer."""
    import ipaddress

    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(number: str) -> bool:
    """Whether a network address, as a name server gives it, is one of the internet and not of a network of one's own.

    Not so are private, loopback, link-local, shared (RFC 6598), multicast, unspecified and reserved ones, nor those of
    IPv6 that lead to such a one of IPv4 (RFC 4291, 2.5.5; RFC 6052, 2.1), nor 6to4 and Teredo, which lead anywhere.
    """
    import ipaddress

    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        embedded = next((one for one in map(ipaddress.ip_network, _EMBEDDING) if address in one), None)
        if embedded is not None:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        if address.sixtofour is not None or address.teredo is not None or address.is_site_local:
            return False
    nowhere = address.is_multicast or address.is_unspecified or address.is_reserved or address.is_link_local
    return address.is_global and not nowhere and not address.is_loopback


_EMBEDDING = ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "::ffff:0:0:0/96")
"""Networks whose last 32 bits are an address of IPv4: mapped, compatible, translated (NAT64, SIIT)."""


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
