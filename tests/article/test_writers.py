"""What is written out: text to read, and HTML and Markdown that read back as the same article."""

from html import escape
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.article.showing import lines
from tests.article.test_elements import TEXT

from hiitreader.article.blocks import Article
from hiitreader.article.door import article_from_html, article_from_markdown
from hiitreader.article.writers import as_html, as_markdown, as_text

# fmt: off
SIGNS = [
    "a", "b c", "Größe", "🦵", "*", "**x**", "_", "`", "``", "[", "]", "](", "(", ")", "<", ">", "<b>", "&", "&amp;",
    "#", "1.", "2)", "+", "-", "--", ":", "=", "~~~", "|", "\\", "!", "![", "^", "{: #a }", "...", "'", '"',
    "http://x.org", "a_b_c", "x*y", '\xa0z',
]
# fmt: on
WORDS = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map(lambda signs: " ".join(signs).strip())
TEXTS = WORDS.map(lambda words: escape(words, quote=False))
LINKED = st.sampled_from(["http://x.org/(a)_b*c*?d=1&amp;copy=2", "mailto:me@x.org", "#a b", "https://y.org/~me#é"])
TAGS = st.sampled_from(["em", "strong", "code", "sup", "sub", "del"])
INLINE = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.tuples(TAGS, inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"),
        st.tuples(LINKED, TEXTS).map(lambda pair: f'<a href="{pair[0]}">{pair[1]}</a>'),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]}<br>{pair[1]}"),
        st.tuples(TEXTS, inner).map(lambda pair: f"{pair[0]}<em>x</em>{pair[1]}"),
    ),
    max_leaves=4,
)
PARAGRAPHS = INLINE.map(lambda text: f"<p>{text}</p>")
HEADINGS = st.tuples(st.integers(1, 6), TEXTS).map(lambda pair: f"<h{pair[0]}>{pair[1]}</h{pair[0]}>")
CODE = st.lists(st.sampled_from(["if x:", "    y", "", "*z* & <b>", "~~~", "```", "# no"]), max_size=4).map(
    lambda rows: "<pre>\n" + escape("\n".join(["first", *rows, "last"])) + "</pre>"
)


def listed(tag: str, start: int, items: list[str]) -> str:
    first = f" start={start}" if tag == "ol" else ""
    return f"<{tag}{first}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


BLOCKS = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(["ul", "ol"]),
            st.integers(1, 120),
            st.lists(st.tuples(PARAGRAPHS, inner).map("".join) | PARAGRAPHS, min_size=1, max_size=3),
        ).map(lambda parts: listed(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"<blockquote>{''.join(parts)}</blockquote>"),
    ),
    max_leaves=4,
)
TABLES = st.lists(st.tuples(INLINE, TEXTS), min_size=1, max_size=3).map(
    lambda rows: (
        "<table><tr><th>one</th><th>two</th></tr>"
        + "".join(f"<tr><td>{row[0]}</td><td>{row[1]}</td></tr>" for row in rows)
        + "</table>"
    )
)
DEFINITIONS = st.lists(st.tuples(TEXTS, INLINE), min_size=1, max_size=3).map(
    lambda pairs: "<dl>" + "".join(f"<dt>{pair[0]}</dt><dd>{pair[1]}</dd>" for pair in pairs) + "</dl>"
)
PAGES = st.lists(
    st.one_of(
        BLOCKS, HEADINGS, CODE, TABLES, DEFINITIONS, st.just("<hr>"), st.just("<p><img src=a.png alt='A [leg]'></p>")
    ),
    min_size=1,
    max_size=5,
).map(lambda parts: f"<p>Start.</p>{''.join(parts)}")


def numbered(article: Article) -> list[str]:
    """The blocks, and which of them share a container."""
    ids: dict[int, int] = {}
    for block in article.blocks:
        for container in block.within:
            ids.setdefault(container.id, len(ids))
    shared = [[ids[container.id] for container in block.within] for block in article.blocks]
    return [
        f"{line} #{block.anchor} {own}" for line, block, own in zip(lines(article), article.blocks, shared, strict=True)
    ]


@given(PAGES)
def test_markdown_reads_back_as_the_same(page: str) -> None:
    article = article_from_html(page)
    assert numbered(article_from_markdown(as_markdown(article))) == numbered(article)


@given(PAGES)
def test_html_reads_back_as_the_same(page: str) -> None:
    article = article_from_html(page.replace("<p><img src=a.png alt='A [leg]'></p>", ""))
    assert numbered(article_from_html(as_html(article))) == numbered(article)


def test_an_article_with_everything_reads_back() -> None:
    article = article_from_markdown(f"---\ntitle: All: of it\nlanguage: de\n---\n\n{TEXT}")
    written = as_markdown(article)
    again = article_from_markdown(written)
    assert (again.title, again.language, again.blocks) == ("All: of it", "de", article.blocks)
    assert as_markdown(again) == written


def test_blocks_cut_for_layout_are_written_in_one_piece() -> None:
    text = "*" + "word " * 4_000 + "end*"
    article = article_from_markdown(text)
    assert len(article.blocks) > 2
    assert as_markdown(article) == f"{text}\n"
    assert as_html(article).count("<p>") == 1
    assert as_text(article, width=40_000) == text.strip("*") + "\n"


def test_html_is_a_whole_document() -> None:
    written = as_html(article_from_markdown("---\nlanguage: en\n---\n\n# A < B\n\nText[^n].\n\n[^n]: Note."))
    assert written.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert "<title>A &lt; B</title>" in written
    assert '<h1 id="a--b">A &lt; B</h1>' in written
    assert '<sup><a id="fnref:n" href="#fn:n">1</a></sup>' in written
    assert '<li id="fn:n" value="1">' in written
    assert '<a href="#fnref:n">↩</a>' in written
    assert "<script" not in written
    assert "<html>" in as_html(article_from_markdown("text"))


def test_html_of_lists_and_tables() -> None:
    page = "<ol type=a start=3><li>x</ol><dl><dt>t<dd><ul><li>y</ul></dl><table><tr><th>h<tr><th>r</table>"
    body = as_html(article_from_html(page)).partition("<main>\n")[2].partition("\n</main>")[0]
    assert body.replace("\n", "") == (
        '<ol type="a"><li value="3">x</li></ol><dl><dt>t</dt><dd><ul><li>y</li></ul></dd></dl>'
        '<table><tr><th scope="col">h</th></tr><tr><th scope="row">r</th></tr></table>'
    )


def test_images_are_named_within_the_articles_folder_only(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one leg.png").write_bytes(b"x")
    article = article_from_markdown("![A leg](<pictures/one leg.png>) and text", tmp_path / "a.md")
    assert article.blocks[0].spans[0].target
    assert '<img src="pictures/one%20leg.png" alt="A leg"> and text' in as_html(article)
    assert as_markdown(article).endswith("![A leg](<pictures/one%20leg.png>) and text\n")
    elsewhere = Article(article.title, article.blocks, article.digest, source="/elsewhere/a.md")
    assert str(tmp_path) not in as_html(elsewhere) + as_markdown(elsewhere) + as_text(elsewhere)


PLAIN = """# 🦵 Legs

Intro with a link [1] and 🦵 another.

## Two

- one

  1. inner

     More.
- two [2]

> Quoted.

> > Deeper.

A | B
c | d

Term
    Said^1.

[Image: Leg]

    code

Last^1.

1. Note.

# Links

[1] http://x.org
[2] http://y.org
"""


def test_text() -> None:
    assert as_text(article_from_markdown(TEXT)) == PLAIN


def test_text_is_wrapped_and_in_the_readers_language() -> None:
    words = {"Links": "Verweise", "Image: {words}": "Bild: {words}"}
    article = article_from_markdown(
        f"* {'word ' * 12}\n\n![Bein](b.png)\n\n> [a](http://x.org/{'y' * 60})  \n> <http://z.org>"
    )
    text = as_text(article, 30, lambda sentence: words[sentence])
    assert text.splitlines() == [
        "- word word word word word",
        "  word word word word word",
        "  word word",
        "",
        "[Bild: Bein]",
        "",
        "> a [1]",
        "> http://z.org",
        "",
        "# Verweise",
        "",
        f"[1] http://x.org/{'y' * 60}",
    ]
