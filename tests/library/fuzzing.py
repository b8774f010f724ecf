"""What doors are tried with: pieces of what they know, put together wrongly, over and over; and who watches meanwhile.

A door is a function that takes bytes. Whatever they are, it gives an article or a `Problem`, asks nobody, and opens no
file but its own.
"""

import io
import os
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.library.bringing import CONTAINER, package, page

from hiitreader.article.blocks import LINE_BREAK, Article, BlockKind
from hiitreader.article.door import article_from_html, article_from_markdown, article_from_text
from hiitreader.article.limits import MAX_CONTAINERS, MAX_RUN
from hiitreader.article.source import SourceKind, decoded
from hiitreader.errors import InputProblem
from hiitreader.library.bring_in import epub, feeds, pasted
from hiitreader.library.bring_in.page_links import named_by
from hiitreader.library.bring_in.posts import article_of
from hiitreader.library.first_words import beginning
from hiitreader.library.front_matter import read

Door = Callable[[bytes], None]

MARKDOWN = (
    b"# Head\n", b"\n\n", b"* item\n", b"1. item\n", b"> quote\n", b"    code\n", b"```\n", b"~~~\n", b"*a*", b"**b**",
    b"[a](", b"[a]: http://x.org\n", b"![a](b.png)", b"[^1]", b"[^1]: note\n", b"<div>", b"</div>", b"<b>", b"<!--",
    b"-->", b"|a|b|\n", b"|-|-|\n", b"Term\n: said\n", b"---\n", b"===\n", b"&amp;", b"&#0;", b"\\", b"`", b"_", b"*",
    b"<http://x.org>", b"{: #a .b}", b"*[A]: B\n", b"<script>", b"<a href='x'>", b"\t", b"<table>", b"<?", b"<![CDATA[",
)  # fmt: skip
HTML = (
    b"<p>", b"</p>", b"<div>", b"</div>", b"<ul>", b"<li>", b"<ol start=99999999999>", b"<table>", b"<tr>", b"<td>",
    b"<td colspan=9999 rowspan=9999>", b"<th>", b"<h1>", b"<h7>", b"<blockquote>", b"<pre>", b"<a href='", b"'>",
    b"<img src='../../etc/passwd' alt='", b"<img src=\"file:///etc/passwd\">", b"<script>", b"</script>", b"<style>",
    b"<svg>", b"<math>", b"<template>", b"<iframe src=http://127.0.0.1/>", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<meta charset=utf-7>", b"<meta charset=iso-2022-jp>", b"<meta charset=gb18030>", b"<meta charset=iso-8859-12>",
    b"<title>", b"<html lang=", b"&#x110000;", b"&nbsp;", b"&amp", b"<dl><dt>", b"<dd>", b"<b>", b"<i>", b"<sup id=a>",
    b"<base href='http://x.org/'>", b"<link rel=stylesheet href=http://x.org/>", b"<br>", b"<hr>", b"<p id=", b"<",
    b"<a><div><b>x</a>", b"<b></p>a", b"</b>", b"</a>",
)  # fmt: skip
FEED = (
    b"<?xml version='1.0'?>", b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>",
    b"<description>", b"</description>", b"<link>http://x.org/", b"</link>", b"<guid>", b"</guid>", b"<pubDate>",
    b"Mon, 01 Jan 2024 00:00:00 GMT", b"</pubDate>", b"<content:encoded>", b"<![CDATA[", b"]]>", b"&lt;p&gt;",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"</entry>", b"<content type='xhtml'>", b"<div>",
    b"<content type='base64'>", b"<summary>", b"<category term='a'/>", b"<id>", b"<updated>2024-01-01T00:00:00Z",
    b"<!DOCTYPE rss [", b"<!ENTITY a 'aaa'>", b"]>", b"&a;", b"&nbsp;", b"<link rel='alternate' href='", b"'/>",
    b"xml:base='http://x.org/'", b"<rdf:RDF>", b"<itunes:summary>", b"<geo:lat>", b"<enclosure url='http://x.org'/>",
    b"<media:content url='file:///etc/passwd'/>", b"<?xml-stylesheet href='http://x.org'?>", b"<!--", b"-->", b"</a>",
)  # fmt: skip
HEAD = (
    b"<link ", b"<LINK ", b"<base ", b">", b"/>", b"rel=", b"rel='alternate'", b"type=", b'"application/rss+xml"',
    b"href=", b"href='http://[", b"'/feed'", b"'//x.org/feed'", b"'javascript:a()'", b"'file:///etc/passwd'",
    b"https://api.w.org/", b"'", b'"', b"<!--", b"-->", b"<", b"=", b" ", b"\t", b"&amp;", b"&#x110000;", b"</head>", b"<http://x.org/>;",
    b",",
)  # fmt: skip
MATTER = (
    b"---\n", b"title: a\n", b"tags: [a, b]\n", b"tags:\n  - a\n", b"date: 2024-01-01\n", b"&a ", b"*a",
    b"{", b"}", b"[", b"]", b": ", b"- ", b"|\n", b">\n", b"'", b'"', b"<<: *a\n", b"? ", b"language: en\n", b"\n",
    b"sources: ", b"companion: yes\n", b"!!binary ", b"0x1F", b"1e999", b"~", b"%YAML 1.2\n", b"...\n", b"#", b"@",
    b"!!python/object", b"\t",
)  # fmt: skip


LARGEST = 200_000
"""Bytes of what comes to a door at most."""


def pieces(known: tuple[bytes, ...]) -> SearchStrategy[bytes]:
    """Some bytes that a door half knows."""
    letters = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(_utf8)
    strange = st.one_of(letters, letters, letters, letters, st.text(max_size=4).map(_utf8), st.binary(max_size=8))
    one = st.one_of(st.sampled_from(known), st.sampled_from(known), st.sampled_from(known), strange)
    again = st.sampled_from((1, 1, 1, 1, 1, 2, 3, 7, 50, 300, 3_000))
    some = st.lists(st.tuples(one, again), max_size=30).map(lambda made: b"".join(part * many for part, many in made))
    whole = st.tuples(some, st.sampled_from((1, 1, 1, 1, 2, 20))).map(lambda made: made[0] * made[1])
    return whole.map(lambda data: data[:LARGEST])


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def books(draw: st.DrawFn) -> bytes:
    """An archive that is nearly a book."""
    sound = st.sampled_from((True,) * 9 + (False,))
    more = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    ncx = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    listed = package(
        ["a.xhtml", "b.xhtml", "a/../c.xhtml"], more=draw(st.sampled_from((more, ncx))), toc="ncx"
    ).encode()
    another = st.sampled_from(("d.xhtml", "../b.xhtml", "/b", "META-INF/encryption.xml", "META-INF/rights.xml"))
    parts = {
        "META-INF/container.xml": CONTAINER.encode() if draw(sound) else draw(pieces(OPF)),
        "OPS/book.opf": listed if draw(sound) else draw(pieces(OPF)),
        "OPS/a.xhtml": page("<p>text</p>").encode() + draw(pieces(HTML + OPF)),
        "OPS/b.xhtml": draw(pieces(HTML)),
        "OPS/nav.xhtml": draw(pieces(OPF + HTML)),
        "OPS/toc.ncx": b"<ncx>" + draw(pieces(OPF)),
        "OPS/c.xhtml" if draw(sound) else draw(another): draw(pieces(OPF)),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", draw(st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    data = bytearray(made.getvalue())
    for _ in range(draw(st.sampled_from((0, 0, 0, 0, 1, 3)))):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.sampled_from((len(data),) * 9 + (len(data) - 30,)))])


OPF = (
    b"<package>", b"</package>", b"<manifest>", b"<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>",
    b"<item id='n' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>", b"<spine toc='n'>",
    b"<itemref idref='a'/>", b"</spine>", b"</manifest>", b"<item href='../../etc/passwd' id='p'/>", b"<!DOCTYPE a [",
    b"<!ENTITY x SYSTEM 'file:///etc/passwd'>", b"]>", b"&x;", b"<rootfile full-path='OPS/book.opf'/>", b"<navPoint>",
    b"<navLabel><text>a</text></navLabel>", b"<content src='a.xhtml#b'/>", b"<a href='a.xhtml'>", b"</a>", b"<nav>",
    b"<EncryptionMethod Algorithm='x'/>", b"<dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'>", b"<", b"&", b" ",
)  # fmt: skip


# -- the doors ---------------------------------------------------------------------------------------------------


def _sound(article: Article) -> None:
    assert article.blocks
    for block in article.blocks:
        assert len(block.text) <= MAX_RUN + 1
        assert len(block.within) <= MAX_CONTAINERS
        assert not any(letter in block.text for letter in "\n\r\0\u2029\ufdd0\ufffc")
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
        assert not (block.kind is not BlockKind.CODE and "\t" in block.text)
        assert not block.target
    beginning(article)


def markdown(data: bytes) -> None:
    _sound(article_from_markdown(decoded(data, SourceKind.MARKDOWN)[0]))


def html(data: bytes) -> None:
    _sound(article_from_html(decoded(data, SourceKind.HTML)[0]))


def text(data: bytes) -> None:
    _sound(article_from_text(decoded(data, SourceKind.TEXT)[0]))


def matter(data: bytes) -> None:
    given = decoded(b"---\n" + data, SourceKind.MARKDOWN)[0]
    found, rest = read(given)
    assert given.endswith(rest)
    assert all(isinstance(tag, str) and LINE_BREAK not in tag for tag in found.tags)


def clipboard(data: bytes) -> None:
    given = data.decode("utf-8", "replace")
    _sound(pasted.article_of(given, pasted.kind_of_text(given))[0])


def feed(data: bytes) -> None:
    for post in feeds.read_feed(data, "https://example.org/feed").posts[:20]:
        try:
            _sound(article_of(post, None))
        except InputProblem:  # this one has nothing to read
            continue


def page_head(data: bytes) -> None:
    given = data.decode("utf-8", "replace")
    found = named_by("https://example.org/a/", given[:1_000].replace("\n", " "), given)
    assert all(feed.startswith(("https://", "http://")) for feed in found.feeds)


def book(data: bytes) -> None:
    path = OWN / "a.epub"
    path.write_bytes(data)
    made = epub.read_book(path, lambda *_step: True, lambda _name, _why: None)
    assert made is not None
    _sound(made[0])


OWN = Path(tempfile.gettempdir()) / f"hiitreader-doors-{os.getpid()}"
"""The one folder that is written to and read from meanwhile."""

DOORS: dict[str, tuple[Door, SearchStrategy[bytes]]] = {
    "markdown": (markdown, st.one_of(pieces(MARKDOWN), pieces(MARKDOWN + HTML))),
    "html": (html, pieces(HTML)),
    "text": (text, pieces(MARKDOWN)),
    "front matter": (matter, pieces(MATTER)),
    "pasted": (clipboard, st.one_of(pieces(MARKDOWN), pieces(HTML))),
    "page": (page_head, pieces(HEAD)),
    "feed": (feed, st.one_of(pieces(FEED), pieces(FEED).map(lambda data: FEED_BEGINS + data))),
    "book": (book, st.one_of(books(), books(), books(), pieces(OPF))),
}
FEED_BEGINS = b"<?xml version='1.0'?><rss version='2.0'><channel><title>a</title><item>"
WARM = (b"# a\n\nb", b"<p>a", page("<p>a</p>").encode(), FEED_BEGINS, b"---\ntitle: a\n---\nb")


# -- who watches -------------------------------------------------------------------------------------------------

_CODE = tuple(os.path.realpath(one) for one in (*sysconfig.get_paths().values(), Path(__file__).parents[2], sys.prefix))
_ASKED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.remove",
)


class Watch:
    """Listens to the interpreter while it is on: what is opened, and whether anybody is asked."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.on:
            return
        if event == "os.remove" and _allowed(arguments[0]):
            return  # one of its own
        if event in _ASKED:
            self.seen.append(f"{event} {arguments!r}"[:200])
        elif event == "open" and not _allowed(arguments[0]):
            self.seen.append(f"open {arguments[0]!r}"[:200])

    @contextmanager
    def watching(self) -> Iterator[None]:
        """On for a while; fails when anything was seen."""
        self.seen.clear()
        self.on = True
        try:
            yield
        finally:
            self.on = False
        assert not self.seen, self.seen


def _allowed(path: object) -> bool:
    if isinstance(path, int):
        return True
    where = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    code = where.endswith((".py", ".pyc", ".so")) and where.startswith(_CODE)
    return code or where.startswith(os.path.realpath(OWN))


WATCH = Watch()
