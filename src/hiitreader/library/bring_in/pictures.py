"""Local copies of an article's pictures, made only when the reader asks for them.

Each is held to a size and all of an article's to a number and a sum. It never keeps what is no picture, and never asks
this computer or one beside it for a picture that a page from elsewhere names.
"""

import ipaddress
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from hiitreader.article.blocks import Article, Block, BlockKind, SpanKind
from hiitreader.article.limits import MEGABYTE
from hiitreader.article.picture_bytes import kind_of, read_regular
from hiitreader.errors import Problem
from hiitreader.system.files import write_atomically
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

Opener = Callable[[str], Web]


def open_web(url: str) -> Web:
    """A web that takes no more than a picture."""
    return Web(url, most=MOST_BYTES, whole=SECONDS)


def suffix_of(data: bytes) -> str:
    """The ending of a picture's name by its first bytes, "" for what is no picture that can be shown."""
    kind = kind_of(data)
    return {"": "", "jpeg": ".jpg"}.get(kind, f".{kind}")


class PictureCopies:
    """Makes copies of pictures, each article's in a folder of its own.

    Args:
        folder: the folder of all of them.
        opener: opens a web at an address.
    """

    def __init__(self, folder: Path, opener: Opener = open_web) -> None:
        self._folder = folder
        self._opener = opener

    def of(self, key: str) -> "ArticlePictures":
        """The copies of one article's pictures."""
        return ArticlePictures(self._folder / key, self._opener)

    def has(self, key: str) -> bool:
        """Whether there are copies of one article's pictures."""
        return (self._folder / key).is_dir()

    def of_files(self, article: Article) -> Article:
        """The article with copies in the place of the pictures that are files."""
        copies = self.of(article.digest)
        return article._replace(blocks=tuple(_copied(block, copies) for block in article.blocks))


class ArticlePictures:
    """The copies of one article's pictures."""

    def __init__(self, folder: Path, opener: Opener) -> None:
        self._folder = folder
        self._opener = opener
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

    def fetched(self, address: str, page: str) -> str:
        """The name, beside the page, of a copy of the picture at an address; "" when there is none.

        Args:
            address: the picture's, whole.
            page: that of the page that names it.
        """
        return self._keep(address, lambda: self._ask(address)) if _may_be_asked(address, page) else ""

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
        write_atomically(self._folder / name, data)
        self._bytes += len(data)
        return name

    def _ask(self, address: str) -> bytes:
        parts = urlsplit(address)
        web = self._opener(urlunsplit((parts.scheme, parts.netloc, "", "", "")))
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


def _may_be_asked(address: str, page: str) -> bool:
    """Whether a page may have its reader's computer ask there: by https, and not its own network, but for itself."""
    try:
        parts, own = urlsplit(address), urlsplit(page)
        if (parts.scheme, parts.hostname, parts.port) == (own.scheme, own.hostname, own.port):
            return True
        host = parts.hostname or ""
        usable = parts.scheme == "https" and "." in host.strip(".") and parts.username is None
    except ValueError:
        return False
    if not usable or host.rstrip(".").endswith((".local", ".localhost", ".internal", ".home.arpa")):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True
