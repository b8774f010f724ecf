"""Local copies of an article's pictures, made only when the reader asks for them.

Each is held to a size and all of an article's to a number and a sum. It never keeps what is no picture, and never asks
this computer or one beside it for a picture that a page from elsewhere names, however the address is written and
whatever a name server says: what counts is where the connection leads.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from hiitreader.article.blocks import Article, Block, BlockKind, SpanKind
from hiitreader.article.limits import MEGABYTE
from hiitreader.article.picture_bytes import kind_of, read_regular
from hiitreader.errors import Problem
from hiitreader.system.addresses import is_public
from hiitreader.system.files import write_private
from hiitreader.system.web import Web

MOST = 200
"""Pictures of one article."""
MOST_BYTES = 8 * MEGABYTE
"""Bytes of one picture."""
MOST_OF_ALL = 64 * MEGABYTE
"""Bytes of all pictures of an article."""
SECONDS = 20.0
_OK = 200
_PAGE = "page.html"

MayReach = Callable[[str], bool]
"""Says of a network address whether it may be connected to."""
Opener = Callable[[str, MayReach], Web]


class Home(NamedTuple):
    """The site that a person named and that a page came from: its address, and the network address that answered.

    Its own pictures may be had from there, even where it is in the reader's own network; no other's may.
    """

    address: str = ""
    peer: str = ""


def open_web(url: str, may_reach: MayReach) -> Web:
    """A web that takes no more than a picture."""
    return Web(url, most=MOST_BYTES, whole=SECONDS, may_reach=may_reach)


def suffix_of(data: bytes) -> str:
    """The ending of a picture's name by its first bytes, "" for what is no picture that can be shown."""
    kind = kind_of(data)
    return {"": "", "jpeg": ".jpg"}.get(kind, f".{kind}")


class PictureCopies:
    """Makes copies of pictures, each article's in a folder of its own.

    Args:
        folder: the folder of all of them.
        opener: opens a web at an address, for those network addresses that may be connected to.
        home: the site that the articles come from, none for files.
    """

    def __init__(self, folder: Path, opener: Opener = open_web, home: Home | None = None) -> None:
        self._folder = folder
        self._opener = opener
        self._home = home or Home()

    def at_home(self, address: str, peer: str) -> "PictureCopies":
        """The same, for the articles of a site that a person named.

        Args:
            address: where the site was asked.
            peer: the network address that answered, "" when that is not known.
        """
        return PictureCopies(self._folder, self._opener, Home(address, peer))

    def of(self, key: str) -> "ArticlePictures":
        """The copies of one article's pictures."""
        return ArticlePictures(self._folder / key, self._opener, self._home)

    def has(self, key: str) -> bool:
        """Whether there are copies of one article's pictures."""
        return (self._folder / key).is_dir()

    def of_files(self, article: Article) -> Article:
        """The article with copies in the place of the pictures that are files."""
        copies = self.of(article.digest)
        return article._replace(blocks=tuple(_copied(block, copies) for block in article.blocks))


class ArticlePictures:
    """The copies of one article's pictures."""

    def __init__(self, folder: Path, opener: Opener, home: Home) -> None:
        self._folder = folder
        self._opener = opener
        self._home = home
        self._bytes = 0
        self._known: dict[str, str] = {}

    @property
    def page(self) -> Path:
        """Where the article's page would be, for the door to find its pictures beside."""
        return self._folder / _PAGE

    def file(self, path: str) -> str:
        """The path of a copy of a picture's file, "" when there is none."""
        return str(self._folder / name) if (name := self._keep(path, lambda: _read(Path(path)))) else ""

    def held(self, name: str, data: Callable[[], bytes]) -> str:
        """The name, beside the page, of a copy of a picture called `name`; "" when there is none."""
        return self._keep(name, data)

    def fetched(self, address: str) -> str:
        """The name, beside the page, of a copy of the picture at an address, a whole one; "" when there is none."""
        return self._keep(address, lambda: self._ask(address)) if self._may_be_asked(address) else ""

    def _may_be_asked(self, address: str) -> bool:
        """Whether a page may have its reader's computer ask there: by https, or its own site as it was asked itself."""
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
            if _is_at(address, self._home.address):
                return True
            usable = parts.scheme == "https" and "." in host.strip(".") and parts.username is None
        except ValueError:
            return False
        return usable and not host.rstrip(".").endswith((".local", ".localhost", ".internal", ".home.arpa"))

    def _may_reach(self, address: str) -> MayReach:
        """Which network addresses a picture's may mean: those of the internet, and for its own site the one it has."""
        own = self._home.peer if _is_at(address, self._home.address) else ""
        return lambda number: is_public(number) or (number == own and bool(own))

    def _keep(self, name: str, data: Callable[[], bytes]) -> str:
        if name not in self._known:
            self._known[name] = ""
            if len(self._known) <= MOST and self._bytes < MOST_OF_ALL:
                self._known[name] = self._write(data())
        return self._known[name]

    def _write(self, data: bytes) -> str:
        suffix = suffix_of(data)
        if not suffix or len(data) > MOST_BYTES or self._bytes + len(data) > MOST_OF_ALL:
            return ""
        name = f"{len(self._known)}{suffix}"
        write_private(self._folder / name, data)
        self._bytes += len(data)
        return name

    def _ask(self, address: str) -> bytes:
        parts = urlsplit(address)
        web = self._opener(urlunsplit((parts.scheme, parts.netloc, "", "", "")), self._may_reach(address))
        try:
            answer = web.get(urlunsplit(("", "", parts.path or "/", parts.query, "")))
        except Problem:  # a picture that can't be had leaves its words
            return b""
        finally:
            web.close()
        return answer.body if answer.status == _OK else b""


def _copied(block: Block, copies: ArticlePictures) -> Block:
    if block.kind is BlockKind.IMAGE and block.target:
        block = block._replace(target=copies.file(block.target))
    if any(span.kind is SpanKind.IMAGE and span.target for span in block.spans):
        spans = (
            span._replace(target=copies.file(span.target)) if span.kind is SpanKind.IMAGE and span.target else span
            for span in block.spans
        )
        block = block._replace(spans=tuple(spans))
    return block


def _read(path: Path) -> bytes:
    try:
        data = read_regular(path, MOST_BYTES)
    except (OSError, ValueError):
        return b""
    return data if len(data) <= MOST_BYTES else b""


def _is_at(address: str, home: str) -> bool:
    """Whether an address is at the very place of a site: scheme, host and port."""
    parts, own = urlsplit(address), urlsplit(home)
    return bool(home) and (parts.scheme, parts.hostname, parts.port) == (own.scheme, own.hostname, own.port)
