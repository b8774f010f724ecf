"""What a stranger wrote stays words when it is written out: no markup of theirs comes to life in what is exported."""

import re
from collections.abc import Callable, Iterator
from importlib import import_module

import markdown
import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser
from tests.watchdog import bounded

from hiitreader.article.blocks import Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.characters import clean_code, clean_line, clean_prose
from hiitreader.article.door import article_from_html, article_from_markdown
from hiitreader.article.link_targets import link_target
from hiitreader.article.writers import as_html, as_markdown, as_text

pytestmark = pytest.mark.slow

Render = Callable[[str], str]
EVIL = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "[a](javascript:alert(1))",
    "{: onclick=a }",
    "{: #a onclick=alert(1) }", "{#a .b style=x}", "} onclick=a", "a onclick=b", '" onclick="a', "' onclick='a",
    "]: <script>",
    "](javascript:alert(1))", "[^1]: <script>", "[a]: javascript:alert(1)", "```", "~~~", "`", "``", "|",
    "| <b onclick=a> |", "-->",
    "<!-- -->", "<!--", "<!", "<?", "]]>", "&lt;script&gt;", "&#60;script&#62;", "\\", "\\<", "&", "&amp;", "*",
    "_", "**", "1. ",
    "1) ", "- ", "+ ", "> ", "# ", "===", "---", "    <script>", "\t<script>", ": ", "*[A]: <b>", "$$",
    "<a href=javascript:alert(1)>",
    "<javascript:alert(1)>", "<style>*{}</style>", "<iframe src=//x>", "</p>", "</pre>", "</code>", "</div>",
    "</title>", "<b",
    "a", " ", "word ", "é", "\u2028", "%0A", "http://x.example/", "<http://x.example/ onclick=a>",
)  # fmt: skip
evil = st.lists(st.sampled_from(EVIL), min_size=1, max_size=6).map("".join)
names = st.one_of(evil, evil.map(lambda text: f"fn:{text}"), evil.map(lambda text: f"fnref:{text}")).map(clean_line)
targets = st.one_of(
    names.map(lambda name: link_target(f"#{name}")),
    evil.map(lambda text: link_target(f"https://x.example/{text}")),
    evil.map(lambda text: link_target(f"mailto:a@b.example?subject={text}")),
)


@st.composite
def blocks(draw: st.DrawFn, number: int) -> Block:
    """A block as the door would make it of the worst."""
    kind = draw(st.sampled_from([one for one in BlockKind if one is not BlockKind.IMAGE]))
    clean = clean_code if kind is BlockKind.CODE else clean_prose
    text = "" if kind is BlockKind.RULE else clean(draw(evil)).strip(" \u2028") or "a"
    spans: list[Span] = []
    if text and kind is not BlockKind.CODE and draw(st.booleans()):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, draw(st.sampled_from([one for one in SpanKind if one is not SpanKind.LINK]))))
        if target := draw(targets):
            spans.append(Span(start, end, SpanKind.LINK, target))
    within = {
        0: (),
        1: (Container(ContainerKind.LIST, number, 0, 1), Container(ContainerKind.ITEM, number + 1)),
        2: (Container(ContainerKind.QUOTE, number),),
        3: (
            Container(ContainerKind.TABLE, number, 0, 1),
            Container(ContainerKind.ROW, number + 1),
            Container(ContainerKind.CELL, number + 2),
        ),
        4: (
            Container(ContainerKind.FOOTNOTES, number),
            Container(ContainerKind.NUMBERED_LIST, number + 1, 0, 1),
            Container(ContainerKind.ITEM, number + 2, 1),
        ),
        5: (Container(ContainerKind.DEFINITION_LIST, number),),
    }[draw(st.integers(0, 5)) if kind not in (BlockKind.HEADING, BlockKind.TERM) else 0]
    level = draw(st.integers(1, 6)) if kind is BlockKind.HEADING else 0
    return Block(kind, text, tuple(spans), level, within, "", draw(names), "")


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article whose every word is meant to come to life."""
    made = tuple(draw(blocks(10 * number)) for number in range(draw(st.integers(1, 4))))
    return Article(clean_line(draw(evil)) or "a", made, "0" * 32, "en")


EXTENSIONS = ("fenced_code", "footnotes", "attr_list", "def_list", "tables", "abbr", "md_in_html", "sane_lists")


def by_python_markdown(text: str) -> str:
    """By modules: for names the library would look through every package that is installed."""
    made = [import_module(f"markdown.extensions.{name}").makeExtension() for name in EXTENSIONS]
    return markdown.markdown(text, extensions=made)


def by_common_mark(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(text)


KNOWN = (
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
    ),
    *("dl", "dt", "dd", "div", "pre", "code", "em", "strong", "del", "s", "sup", "sub", "a", "img", "br", "hr"),
    *("html", "head", "body", "main", "title", "meta"),
)
ATTRIBUTES = {
    "a": {"id", "href", "class", "title"},
    "img": {"src", "alt"},
    "div": {"class", "role", "id"},
    "meta": {"charset", "name", "content"},
    "html": {"lang"},
    "th": {"scope", "style", "id"},
    "td": {"style", "id"},
    "ol": {"type", "start", "id"},
    "li": {"value", "id"},
    "code": {"class"},
}
CLASSES = re.compile(r"footnote(?:-ref|-backref)?|language-.*")


def alive(html: str) -> Iterator[str]:
    """Whatever is in a page that could do more than be read."""
    for node in LexborHTMLParser(html).css("*"):
        tag, attributes = node.tag or "", node.attributes
        if tag.startswith("-") or tag in ("script", "style"):
            yield from [f"<{tag}>"] if tag in ("script", "style") else []
        elif tag not in KNOWN:
            yield f"<{tag}>"
        for name, value in attributes.items():
            allowed = name in ATTRIBUTES.get(tag, {"id"})
            if name == "style":
                allowed = allowed and re.fullmatch(r"text-align: ?\w+;?", value or "") is not None
            if name == "class":
                allowed = allowed and CLASSES.fullmatch(value or "") is not None
            if name in ("href", "src"):
                allowed = allowed and re.match(r"https?://|mailto:|#|[\w%./-]*$", value or "") is not None
            if not allowed:
                yield f"{tag} {name}={value}"


RENDERERS = pytest.mark.parametrize("render", [by_python_markdown, by_common_mark])


@RENDERERS
@settings(suppress_health_check=list(HealthCheck))
@given(articles())
def test_nothing_in_markdown_comes_to_life(render: Render, article: Article) -> None:
    written = as_markdown(article).partition("\n---\n\n")[2]
    assert list(alive(render(written))) == []


@settings(suppress_health_check=list(HealthCheck))
@given(articles())
def test_nothing_in_html_comes_to_life(article: Article) -> None:
    assert list(alive(as_html(article))) == []


@given(evil)
@example("!!python/object/apply:os.system [a]")
@example("a: b")
@example("a #b")
@example("1e3")
@example("no")
@example('it\'s “so” "so" \\ so')
def test_a_title_is_nothing_but_a_title(text: str) -> None:
    title = clean_line(clean_line(text)) or "a"
    written = as_markdown(Article(title, (Block(BlockKind.PARAGRAPH, "Words."),), "0" * 32, "en"))
    front = written.removeprefix("---\n").partition("\n---\n\n")[0]
    assert yaml.safe_load(front) == {"title": title, "language": "en"}
    assert article_from_markdown(written).title == title


@pytest.mark.parametrize(
    "name",
    [
        "a onclick=b",
        "a}",
        "x }",
        'a" onclick="b',
        "a=b",
        "_a_",
        "*a*",
        "a`b",
        "<b>",
        "[a](b)",
        "a\\",
        "{a",
        "a#b .c",
        "&lt;b",
    ],
)
def test_a_name_that_could_come_to_life_is_left_out(name: str) -> None:
    heading = Block(BlockKind.HEADING, "Head", level=2, anchor=name)
    assert as_markdown(Article("", (heading,), "0" * 32)) == "## Head\n"


@pytest.mark.parametrize("name", ["a", "a-b", "A_b.c:d", "kapitel-1", "ünïc"])
def test_an_honest_name_stays(name: str) -> None:
    heading = Block(BlockKind.HEADING, "Head", level=2, anchor=name)
    written = as_markdown(Article("", (heading,), "0" * 32))
    assert article_from_markdown(written).blocks[0].anchor == name


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("mailto:a@b.example?attach=/etc/passwd", "mailto:a@b.example"),
        (
            "mailto:a@b.example?subject=Hi&attach=/etc/passwd&body=One%0ATwo",
            "mailto:a@b.example?subject=Hi&body=One%0ATwo",
        ),
        ("mailto:a@b.example?ATTACHMENT=a&Bcc=c@d.example&cc=e@f.example", "mailto:a@b.example?cc=e@f.example"),
        ("mailto:a@b.example?%61ttach=a", "mailto:a@b.example"),
        ("mailto:?to=a@b.example&insert=/etc/passwd", "mailto:?to=a@b.example"),
        ("mailto:a@b.example?subject=a%0D%0ABcc:c@d.example", "mailto:a@b.example"),
        ("mailto:a@b.example%0ABcc:c@d.example", ""),
        (
            "mailto:a@b.example?subject=a'%22,attachment='/etc/passwd",
            "mailto:a@b.example?subject=a%27%22,attachment%3D%27%2Fetc%2Fpasswd",
        ),
        ("mailto:a@b.example?subject=x;attach=y", "mailto:a@b.example?subject=x%3Battach%3Dy"),
        ("mailto:", ""),
        ("mailto:?attach=a", ""),
        ("MAILTO:a+b@c.example,d@e.example", "mailto:a+b@c.example,d@e.example"),
        ("mailto:a@b.example?subject=Gr%C3%BC%C3%9Fe", "mailto:a@b.example?subject=Gr%C3%BC%C3%9Fe"),
    ],
)
def test_a_letter_takes_nothing_of_the_readers_along(address: str, kept: str) -> None:
    assert link_target(address) == kept
    assert link_target(kept) == kept


@given(
    evil, st.sampled_from(("attach", "attachment", "bcc", "from", "in-reply-to", "insert", "Attach", "%61ttach", "x"))
)
def test_whatever_is_asked_of_a_letter_only_the_safe_fields_stay(text: str, name: str) -> None:
    kept = link_target(f"mailto:a@b.example?{name}={text}&subject=x&{name}={text}")
    fields = [one.partition("=")[0] for one in kept.partition("?")[2].split("&") if one]
    assert set(fields) <= {"to", "cc", "subject", "body"}


SLOW = {
    "references to a note": "[^1] " * 20_000 + "\n\n[^1]: a\n",
    "marks": "*a* " * 30_000,
    "strong marks": "**a**b " * 20_000,
    "code": "`a` " * 30_000,
    "links": "[a](http://b.example) " * 8_000,
    "items": "* a\n" * 30_000,
    "numbered items": "1. a\n" * 30_000,
    "terms": "a\n: b\n\n" * 10_000,
    "one long run": "a" * 1_000_000,
    "one long run of marks": "*a*" * 60_000,
    "headings": "# a\n" * 20_000,
    "rows": "|a|b|\n|-|-|\n" + "|a|b|\n" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("write", [as_markdown, as_html, as_text])
@pytest.mark.parametrize("name", SLOW)
def test_what_is_read_is_written_in_no_time(name: str, write: Callable[[Article], str]) -> None:
    article = article_from_markdown(SLOW[name])
    with bounded(5.0):
        assert write(article)


@pytest.mark.parametrize("write", [as_markdown, as_html, as_text])
def test_a_paragraph_full_of_marks_is_written_in_no_time(write: Callable[[Article], str]) -> None:
    words = "a b " * 60_000
    kinds = (SpanKind.EMPHASIS, SpanKind.CODE, SpanKind.SUPERSCRIPT, SpanKind.LINK)
    spans = tuple(
        Span(start, start + 1, kind, "#fn:1" if kind is SpanKind.LINK else "")
        for start, kind in zip(range(0, len(words), 2), kinds * len(words), strict=False)
    )
    with bounded():
        assert write(Article("a", (Block(BlockKind.PARAGRAPH, words, spans),), "0" * 32))


@pytest.mark.parametrize("write", [as_markdown, as_html, as_text])
def test_a_run_that_was_cut_is_written_in_no_time(write: Callable[[Article], str]) -> None:
    piece = Block(BlockKind.PARAGRAPH, "a " * 4_000, (Span(0, 8_000, SpanKind.EMPHASIS),), continued=True)
    with bounded():
        written = write(Article("a", (piece._replace(continued=False), *[piece] * 3_000), "0" * 32))
    assert written.count("a a") > 3_000


def test_items_are_put_together_in_no_time() -> None:
    items = "".join(f"<li>{number}" for number in range(60_000))
    article = article_from_html(f"<ul>{items}</ul>")
    with bounded():
        assert as_text(article).count("\n") > 59_000
