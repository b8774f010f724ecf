"""The addresses in HTML of links and pictures: made whole, or replaced, before it goes through the door.

It reads tags only as far as it must to find an address, and never decides what may be shown: the door does.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin

_LONGEST = 4_096
_TAG = re.compile(rf"<(a|img)\b([^<>]{{0,{_LONGEST}}})>", re.IGNORECASE)
_ADDRESS = {
    "a": re.compile(r"(\shref\s{0,9}=\s{0,9})(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE),
    "img": re.compile(r"(\ssrc\s{0,9}=\s{0,9})(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE),
}

Change = Callable[[str], str]
"""Gives the address that stands in the place of another."""


def with_addresses(html: str, link: Change, picture: Change) -> str:
    """HTML with other addresses in its links and pictures."""

    def tag(match: re.Match[str]) -> str:
        name = match[1].lower()
        change = link if name == "a" else picture

        def attribute(found: re.Match[str]) -> str:
            given = unescape(found[2].strip("\"'")).strip()
            return f'{found[1]}"{escape(change(given))}"'

        return f"<{match[1]}{_ADDRESS[name].sub(attribute, match[2], count=1)}>"

    return _TAG.sub(tag, html)


def whole(address: str, base: str) -> str:
    """An address as it is meant on a page at `base`; one within the page, or that makes no sense, stays as it is."""
    if not address or address.startswith("#") or len(address) > _LONGEST:
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address
