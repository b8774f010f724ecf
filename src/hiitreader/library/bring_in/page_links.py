"""What a web page says of itself in its head: where its feeds are, and where its WordPress answers.

Only tags are looked at, one after another: no tree is built, so that no page takes long. It never asks for what it
finds, and an address it gives is not yet to be trusted.

Source: HTML, 4.6.7.1 (link type "alternate") and 4.2.3 (base); web linking (RFC 8288); WordPress's discovery
(developer.wordpress.org/rest-api/using-the-rest-api/discovery).
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from hiitreader.library.bring_in.addresses import whole

LOOKED_AT = 512 * 1024
"""Characters of a page that are looked at; the head is at its beginning."""
MOST_TAGS = 2_000
MOST_FEEDS = 3
"""Feeds of a page that are told: the first is the site's, others are those of its replies or of one subject."""
_LONGEST = 4_096
_API = "https://api.w.org/"
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml"})
_TAG = re.compile(rf"<(?:(!--)|(link|base)(?=[\s/])([^<>]{{0,{_LONGEST}}})>)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-z]+)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_HEADER = re.compile(rf"<([^<>]{{1,{_LONGEST}}})>([^<>]{{0,{_LONGEST}}})")


class Named(NamedTuple):
    """What a page names: the root of its WordPress's REST API, "" for none, and its feeds, in its order."""

    api: str = ""
    feeds: tuple[str, ...] = ()


def named_by(address: str, header: str, page: str) -> Named:
    """What a page names, in its Link header first.

    Args:
        address: the page's own; what it names starts from there.
        header: its Link header, "" for none.
        page: its HTML.
    """
    api, feeds = "", dict[str, None]()
    for values in (*_in_header(address, header), *_in_page(address, page)):
        relations, target = values.get("rel", "").lower().split(), _as_safe(values.get("href", ""), address)
        if _API in relations:
            api = api or target
        elif "alternate" in relations and _FEEDS.intersection(values.get("type", "").replace(";", " ").lower().split()):
            feeds.setdefault(target)
    return Named(api, tuple(feed for feed in feeds if is_web(feed))[:MOST_FEEDS])


def _as_safe(target: str, address: str) -> str:
    """What an encrypted page names by an open address, as old sites do, is asked for encrypted too."""
    if address.lower().startswith("https://") and target.lower().startswith("http://"):
        return f"https{target[len('http') :]}"
    return target


def is_web(address: str) -> bool:
    """Whether it is an address on the web."""
    return address.lower().startswith(("https://", "http://"))


def _in_header(address: str, header: str) -> Iterator[Mapping[str, str]]:
    for found in _HEADER.finditer(header[:LOOKED_AT]):
        yield {**_attributes(found[2].replace(";", " ")), "href": whole(found[1].strip(), address)}


def _in_page(address: str, page: str) -> Iterator[Mapping[str, str]]:
    base = address
    for name, written in _tags(page[:LOOKED_AT]):
        values = _attributes(written)
        to = whole(values.get("href", "").strip(), base)
        if name == "link":
            yield {**values, "href": to}
        elif base is address and to:
            base = to


def _tags(page: str) -> Iterator[tuple[str, str]]:
    """Each tag that names something, with what is in it; those in comments are none."""
    at = 0
    for _ in range(MOST_TAGS):
        found = _TAG.search(page, at)
        if found is None:
            return
        at = found.end()
        if not found[1]:
            yield found[2].lower(), found[3]
        elif (at := page.find("-->", at)) < 0:
            return


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.finditer(written)
    return {one[1].lower(): unescape(one[2] or one[3] or one[4] or "") for one in found}
