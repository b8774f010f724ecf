"""What a book in EPUB says of itself: its title, its parts in reading order, the names of its chapters.

By EPUB 3.3 (OCF and Package Documents), and EPUB 2's NCX. It never reads the chapters themselves.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from hiitreader.article.characters import clean_line
from hiitreader.article.door import SourceKind, article_from_html
from hiitreader.article.limits import MEGABYTE
from hiitreader.article.source import decoded
from hiitreader.errors import N_, InputProblem
from hiitreader.library.bring_in.addresses import with_addresses
from hiitreader.library.bring_in.archive import Archive
from hiitreader.library.bring_in.xml_text import xml_tree
from hiitreader.library.entries import Meta

MOST_CHAPTERS = 5_000
_MOST_POINTS = 4 * MOST_CHAPTERS
"""Entries of a list of chapters that are looked at: several may lead into one chapter."""
INSIDE = "https://book.invalid/"
"""What links within a book are while they go through the door: a host that can't be (RFC 2606)."""
_LIST_BYTES, _NAVIGATION_BYTES = 4 * MEGABYTE, MEGABYTE
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_RIGHTS = ("META-INF/rights.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to hide fonts, which are not read here."""
_PAGES = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml"})
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,6}")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_LONGEST, _MOST_TAGS, _MOST_WRITERS, _DAY = 2_000, 30, 20, 10
_MOST_INSIDE = 20
"""Elements within a title or a chapter's name that are looked at."""


class Contents(NamedTuple):
    """What a book says of itself.

    `pages` are the names of its parts in reading order, `chapters` the names of chapters by the part they begin.
    """

    title: str
    writers: tuple[str, ...]
    language: str
    meta: Meta
    pages: tuple[str, ...]
    chapters: dict[str, str]


def contents_of(archive: Archive) -> Contents:
    """Read what a book says of itself.

    Raises:
        InputProblem: it is no EPUB, is damaged, or locked by its seller.
    """
    _look_for_locks(archive)
    package = _package_name(archive)
    root = xml_tree(archive.read(package, _LIST_BYTES))
    folder = dirname(package)
    items: dict[str, _Item] = {}
    spine: list[str] = []
    toc = ""
    for element in root.iter():
        name = _local(element)
        if name == "item":
            one = _Item.of(element, folder)
            items.setdefault(element.get("id", ""), one)
        elif name == "itemref" and element.get("linear") != "no":
            spine.append(element.get("idref", ""))
        elif name == "spine":
            toc = element.get("toc", "")
    pages = [items[key].path for key in spine if key in items and items[key].kind in _PAGES]
    pages = list(dict.fromkeys(page for page in pages if page))
    if not pages:
        raise InputProblem(N_("It has no chapters that can be read."))
    if len(pages) > MOST_CHAPTERS:
        raise InputProblem(N_("It has more than {most} chapters."), most=MOST_CHAPTERS)
    return _told(root, tuple(pages), _chapters(archive, items, toc))


class _Item(NamedTuple):
    path: str
    kind: str
    properties: frozenset[str]

    @classmethod
    def of(cls, element: ET.Element, folder: str) -> "_Item":
        properties = frozenset(element.get("properties", "").split())
        return cls(within(folder, element.get("href", "")), element.get("media-type", "").lower(), properties)


def within(folder: str, address: str) -> str:
    """The name of the part that an address in a part of `folder` means; what leads out of the book means nothing."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path or ":" in path or path.startswith("/"):
        return ""
    name = normpath(join(folder, path))
    return "" if name.startswith("..") else name


def _look_for_locks(archive: Archive) -> None:
    locked = any(name in archive for name in _RIGHTS)
    if _ENCRYPTION in archive:
        ways = (
            one for one in xml_tree(archive.read(_ENCRYPTION, _LIST_BYTES)).iter() if _local(one) == "EncryptionMethod"
        )
        locked = locked or any(one.get("Algorithm", "") not in _FONTS for one in ways)
    if locked:
        raise InputProblem(
            N_("It is locked by its seller (DRM), so only their own programs can open it."),
            todo=N_("Ask the seller for a copy without a lock."),
        )


def _package_name(archive: Archive) -> str:
    if _CONTAINER not in archive:
        raise InputProblem(N_("It is no book: it has no list of its parts."))
    roots = xml_tree(archive.read(_CONTAINER, _LIST_BYTES)).iter()
    name = next((within("", one.get("full-path", "")) for one in roots if _local(one) == "rootfile"), "")
    if not name:
        raise InputProblem(N_("It is no book: it has no list of its parts."))
    return name


def _told(root: ET.Element, pages: tuple[str, ...], chapters: dict[str, str]) -> Contents:
    said: dict[str, list[str]] = {}
    for element in _outermost(root):
        text = _words(element)
        if text:
            said.setdefault(_local(element), []).append(text)
    language = next(iter(said.get("language", ())), "")
    summary = clean_line(unescape(_TAGS.sub("", unescape(next(iter(said.get("description", ())), "")))))
    return Contents(
        title=next(iter(said.get("title", ())), "")[:200],
        writers=tuple(said.get("creator", ())[:_MOST_WRITERS]),
        language=language if _LANGUAGE.fullmatch(language) else "",
        meta=Meta(
            summary=summary,
            tags=tuple(dict.fromkeys(said.get("subject", ())))[:_MOST_TAGS],
            date=next(iter(said.get("date", ())), "")[:_DAY],
        ),
        pages=pages,
        chapters=chapters,
    )


def _chapters(archive: Archive, items: dict[str, _Item], toc: str) -> dict[str, str]:
    """The names of chapters; none where the list of them is missing or damaged, for the book can be read without."""
    navigation = next((one for one in items.values() if "nav" in one.properties), None)
    by_ncx = items.get(toc)
    names: dict[str, str] = {}
    try:
        if navigation is not None:
            html = decoded(archive.read(navigation.path, _NAVIGATION_BYTES), SourceKind.HTML)[0]
            found = _by_navigation(html, dirname(navigation.path))
        elif by_ncx is not None:
            found = _by_ncx(xml_tree(archive.read(by_ncx.path, _LIST_BYTES)), dirname(by_ncx.path))
        else:
            return {}
        for path, label in found:
            names.setdefault(path, label)
    except InputProblem:
        pass
    return names


def _by_navigation(html: str, folder: str) -> Iterator[tuple[str, str]]:
    addresses: list[str] = []

    def numbered(address: str) -> str:
        addresses.append(address)
        return f"{INSIDE}{len(addresses) - 1}"

    for block in article_from_html(with_addresses(html, numbered, lambda _address: "")).blocks:
        for span in block.spans:
            if span.target.startswith(INSIDE):
                label = clean_line(block.text[span.start : span.end])
                yield within(folder, addresses[int(span.target.removeprefix(INSIDE))]), label[:200]


def _by_ncx(root: ET.Element, folder: str) -> Iterator[tuple[str, str]]:
    points = (one for one in root.iter() if _local(one) == "navPoint")
    for point in islice(points, _MOST_POINTS):
        label, address = "", ""
        for child in point:
            if _local(child) == "navLabel":
                label = _words(child)
            elif _local(child) == "content":
                address = child.get("src", "")
        if label and address:
            yield within(folder, address), label[:200]


def _outermost(root: ET.Element) -> Iterator[ET.Element]:
    """What a book says of itself, each with its name; what stands within one of them is none of its own."""
    above = [root]
    while above:
        element = above.pop()
        if isinstance(element.tag, str) and element.tag.startswith("{http://purl.org/dc/elements/"):
            yield element
        else:
            above += reversed(element)


def _words(element: ET.Element) -> str:
    """The words of a short element. Not all that it holds is looked at: it may hold others that hold others."""
    found: list[str] = []
    left, length = _MOST_INSIDE, 0
    above: list[tuple[ET.Element, bool]] = [(element, False)]
    while above and left and length < _LONGEST:
        one, is_over = above.pop()
        found.append(((one.tail if is_over else one.text) or "")[:_LONGEST])
        length += len(found[-1])
        if not is_over:
            left -= 1
            inner = list(islice(one, left))
            above += [step for child in reversed(inner) for step in ((child, True), (child, False))]
    return clean_line("".join(found)[:_LONGEST])


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
