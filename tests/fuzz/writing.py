"""The doors out, and books that pass every first look: what strangers wrote is written, printed, and read again."""

import io
import json
import zipfile

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.article.test_writers_hostile import alive, by_common_mark, by_python_markdown
from tests.library.bringing import CONTAINER, PNG
from tests.library.fuzzing import HTML, MARKDOWN, OPF, Door, book, pieces
from tests.system.hostile_text import steers, turns_on

from hiitreader.article.blocks import Article
from hiitreader.article.door import article_from_html, article_from_markdown
from hiitreader.article.source import SourceKind, decoded
from hiitreader.article.writers import as_html, as_markdown, as_text
from hiitreader.system.plain_output import json_line, lines, one_line

LARGEST = 60_000
_EVIL = (
    b"<script>", b"javascript:alert(1)", b" onclick=a", b"{: onclick=a }", b"<h2 id='a onclick=b'>",
    b"<a href='#fn:a]: <b'>",
    b"<sup><a href='#fn:1'>1</a></sup>", b"<pre>&lt;script&gt;", b"<li><pre>&lt;b onclick=a&gt;",
    b"<code>a|&lt;b&gt;</code>",
    b"<a href='mailto:a@b?attach=c'>", b"<a href='http://a\\'>", b"&lt;", b"&gt;", b"&quot;", b"---\ntitle: !!a\n---\n",
    b"<title>", b"</title>", b"<ol start=3>", b"<blockquote>", b"~~~", b"\xe2\x80\xa8",
)  # fmt: skip


def _written(article: Article) -> None:
    assert not [*alive(as_html(article))]
    assert as_text(article).endswith("\n")
    if sum(len(block.text) for block in article.blocks) > LARGEST // 4:
        as_markdown(article)
        return
    text = as_markdown(article)
    body = text.partition("\n---\n\n")[2] if text.startswith("---\n") else text
    for render in (by_common_mark, by_python_markdown):
        try:
            html = render(body)
        except (RecursionError, AssertionError, ValueError, IndexError, KeyError, AttributeError, TypeError):
            continue  # theirs to mend: the program reads on without it
        assert not [*alive(html)], body[:500]


def export_of_html(data: bytes) -> None:
    _written(article_from_html(decoded(data[:LARGEST], SourceKind.HTML)[0]))


def export_of_markdown(data: bytes) -> None:
    _written(article_from_markdown(decoded(data[:LARGEST], SourceKind.MARKDOWN)[0]))


def terminal(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    said = one_line(text)
    assert not steers(said)
    assert not turns_on(said)
    said = lines(text)
    assert not [letter for letter in steers(said) if letter not in "\n\t"]
    assert not any(turns_on(line) for line in said.split("\n"))
    assert json.loads(json_line([text], "utf-8")) == [text]


_ELEMENTS = (
    "dc:title", "dc:creator", "dc:language", "dc:subject", "dc:date", "dc:description", "meta", "item", "itemref",
    "spine",
    "navPoint", "navLabel", "text", "content", "pageTarget", "x", "a", "p", "rootfile",
)  # fmt: skip
_ATTRIBUTES = (
    "", ' id="a"', ' idref="a"', ' href="a.xhtml"', ' href="a%1b.xhtml"', ' src="a.xhtml#b"', ' properties="nav"',
    ' linear="no"',
    ' media-type="application/xhtml+xml"', ' xml:base="../"', ' toc="ncx"', ' full-path="OPS/book.opf"',
    f' x="{"a" * 3000}"',
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> str:
    """XML without a fault: elements in one another and beside one another, any number of times."""
    made = draw(st.sampled_from(("", "a", "a b ", "&amp;", "é" * 300)))
    for _ in range(draw(st.integers(0, 6))):
        name = draw(st.sampled_from(_ELEMENTS))
        begin, end = f"<{name}{draw(st.sampled_from(_ATTRIBUTES))}>", f"</{name}>"
        times = draw(st.sampled_from((1, 1, 2, 30, 1_000, 9_000)))
        times = max(1, min(times, 900_000 // (len(begin) + len(end) + len(made))))
        within = draw(st.booleans())
        made = begin * times + made + end * times if within else (begin + made + end) * times
        if len(made) > 300_000:
            break
    return made


@st.composite
def whole_books(draw: st.DrawFn) -> bytes:
    """A book whose archive, container and list of parts are good, with anything else in it."""
    pages = draw(st.lists(pieces(HTML), min_size=1, max_size=3))
    names = [f"p{number}.xhtml" for number in range(len(pages))]
    kind = "application/xhtml+xml"
    items = "".join(f'<item id="i{name}" href="{name}" media-type="{kind}"/>' for name in names)
    refs = "".join(f'<itemref idref="i{name}"/>' for name in names)
    nav = draw(
        st.sampled_from(('<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>', ""))
    )
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"{draw(trees())}</metadata><manifest>{items}{nav}"
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f'</manifest><spine toc="ncx">{refs}</spine>{draw(trees())}</package>'
    )
    links = b"".join(f'<a href="{name}#a">'.encode() for name in names)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", draw(st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", opf)
        archive.writestr("OPS/toc.ncx", f"<ncx xmlns:dc='b'><navMap>{draw(trees())}</navMap></ncx>")
        archive.writestr("OPS/nav.xhtml", links + draw(pieces((*HTML, *OPF))))
        archive.writestr("OPS/a.png", PNG)
        for name, page in zip(names, pages, strict=True):
            archive.writestr(f"OPS/{name}", b"<html><body><p>words</p>" + page)
    return made.getvalue()


_letters = st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
_steering = (
    b"\x1b]0;a\x07",
    b"\x9b",
    "\u202e\u2067".encode(),
    "\u2069\u202c".encode(),
    b"\r",
    b"\n",
    b"\xff",
    b"\xc2\x9b",
)
WRITING: dict[str, tuple[Door, SearchStrategy[bytes]]] = {
    "whole book": (book, whole_books()),
    "export, html": (export_of_html, pieces((*HTML, *_EVIL))),
    "export, md": (export_of_markdown, st.one_of(pieces((*MARKDOWN, *_EVIL)), pieces(MARKDOWN))),
    "terminal": (terminal, st.one_of(pieces((*_steering, *HTML)), _letters, st.binary(max_size=300))),
}
