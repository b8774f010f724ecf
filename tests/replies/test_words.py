"""A reply's words: the same few kinds of block from every format, whatever a server sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.article.blocks import Block, BlockKind, ContainerKind, SpanKind
from hiitreader.article.compiled import dump_blocks, load_blocks
from hiitreader.replies import words
from hiitreader.replies.thread import TextFormat
from hiitreader.replies.words import Words, author_name

EVERY_FORMAT = list(TextFormat)


@pytest.fixture
def reader() -> Words:
    return Words()


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


def links(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    spans = [(block, span) for block in blocks for span in block.spans]
    return [(block.text[one.start : one.end], one.target) for block, one in spans if one.kind is SpanKind.LINK]


def check(blocks: tuple[Block, ...]) -> None:
    """What every reply's blocks promise."""
    assert len(blocks) <= words.MOST_BLOCKS + words.MOST_CHARACTERS // words.LONGEST_RUN + 2
    for block in blocks:
        assert block.text
        assert len(block.text) <= words.LONGEST_RUN
        assert block.kind in {BlockKind.PARAGRAPH, BlockKind.CODE}
        assert (block.level, block.anchor, block.target) == (0, "", "")
        assert len(block.within) <= words.DEEPEST
        assert {one.kind for one in block.within} <= {
            ContainerKind.LIST, ContainerKind.NUMBERED_LIST, ContainerKind.ITEM, ContainerKind.QUOTE,
        }  # fmt: skip
        assert not any(ord(letter) < 32 and letter != "\t" for letter in block.text)
        assert not set(block.text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2029")
        block.text.encode()
        assert len(block.spans) <= words.MOST_SPANS
        assert list(block.spans) == sorted(block.spans, key=lambda one: (one.start, -one.end))
        for one in block.spans:
            assert 0 <= one.start < one.end <= len(block.text)
            assert one.kind is SpanKind.LINK or not one.target
            if one.kind is SpanKind.LINK:
                assert one.target.lower().startswith(("http://", "https://"))
    assert load_blocks(dump_blocks(blocks)) == blocks


def test_markdown_has_lists_quotes_code_emphasis_and_links(reader: Words) -> None:
    source = "Hello *you*,\nsee [this](https://example.org/a).\n\n- one\n- two\n\n> said\n\n```\na < b\n```"
    blocks = reader.blocks(source, TextFormat.MARKDOWN)
    check(blocks)
    assert said(blocks) == ["Hello you,\u2028see this.", "one", "two", "said", "a < b"]
    assert links(blocks) == [("this", "https://example.org/a")]
    assert [one.kind for one in blocks[1].within] == [ContainerKind.LIST, ContainerKind.ITEM]
    assert blocks[1].within[0] == blocks[2].within[0]
    assert blocks[1].within[0].of == 2
    assert [one.kind for one in blocks[3].within] == [ContainerKind.QUOTE]
    assert blocks[4].kind is BlockKind.CODE


def test_html_is_let_in_by_a_short_list(reader: Words) -> None:
    source = (
        '<p onclick="x()">One <b>two</b><br>three <span style="color:red">four</span></p><script>bad()</script>'
        "<style>p {}</style><div>five</div><div>six</div><img src='file:///etc/passwd' alt='picture'>"
        "<table><tr><td>7</td><td>8</td></tr></table><ol start=3><li>nine</li></ol>"
    )
    blocks = reader.blocks(source, TextFormat.HTML)
    check(blocks)
    assert " ".join(said(blocks)).split(" ") == ["One", "two\u2028three", "four", "five", "six", "7", "8", "nine"]
    assert blocks[-1].marker == "3."


def test_headings_are_bold_paragraphs(reader: Words) -> None:
    for source, form in [
        ("# First\n## Second\nText", TextFormat.MARKDOWN),
        ("<h1>First</h1><h2>Second</h2><p>Text", TextFormat.HTML),
    ]:
        blocks = reader.blocks(source, form)
        check(blocks)
        assert said(blocks) == ["First", "Second", "Text"]
        assert [span.kind for span in blocks[0].spans] == [SpanKind.STRONG]
        assert not blocks[2].spans


def test_plain_text_is_taken_at_its_word(reader: Words) -> None:
    blocks = reader.blocks("1 < 2 & *so* <b>on</b>\nnext\n\n- no list", TextFormat.PLAIN)
    assert said(blocks) == ["1 < 2 & *so* <b>on</b>\u2028next", "- no list"]
    assert not any(block.spans or block.within for block in blocks)


@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_addresses_in_the_text_are_links(reader: Words, form: TextFormat) -> None:
    found = links(reader.blocks("See https://example.org/a_(b), (http://e.org/x) and https://.", form))
    assert found == [("https://example.org/a_(b)",) * 2, ("http://e.org/x",) * 2]


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@example.com", "//example.org/x", "/x",
     "#own:discard:1", "#reply-to:1", "ftp://example.org", "http:///x", "https://[", "vbscript:x", " java\tscript:x"],
)  # fmt: skip
def test_only_absolute_addresses_on_the_web_are_links(reader: Words, target: str) -> None:
    assert links(reader.blocks(f"[words]({target})", TextFormat.MARKDOWN)) == []
    blocks = reader.blocks(f'<a href="{target}">words</a>', TextFormat.HTML)
    assert (links(blocks), said(blocks)) == ([], ["words"])


@pytest.mark.parametrize("form", EVERY_FORMAT)
def test_nothing_turns_the_direction_of_the_text_around_it(reader: Words, form: TextFormat) -> None:
    blocks = reader.blocks("a\u202eb\u2067c \u202ahttps://example.org/\u202cd\n\u2066e", form)
    check(blocks)
    assert "abc" in blocks[0].text
    assert all(block.text[one.start : one.end].startswith("https") for block in blocks for one in block.spans)
    for source in ("&#8238;abc&#x2067;", "&rlo;abc"):
        check(reader.blocks(source, form))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ann", "Ann"),
        ("  Ann\n<b>\tLee</b>\x07 ", "Ann <b> Lee</b>"),
        ("Ann\u202e, admin", "Ann, admin"),
        ("דנה", "\u2068דנה\u2069"),
        ("\u2067דנה", "\u2068דנה\u2069"),
        ("\u200b\u2060 \u200f", ""),
        ("", ""),
        ("x" * 500, "x" * 100 + "…"),
    ],
)
def test_names_are_plain_text_on_one_line_and_turn_nothing(name: str, shown: str) -> None:
    assert author_name(name) == shown


HOSTILE = {
    "deep quotes": ">" * 5_000 + " x",
    "deep lists": "\n".join("  " * n + "- x" for n in range(500)),
    "deep tags": "<blockquote>" * 20_000 + "x",
    "deep spans": "<em><strong>" * 20_000 + "x",
    "brackets": "[" * 50_000,
    "links": "[a](https://e.org)" * 10_000,
    "addresses": "https://e.org " * 8_000,
    "unclosed": "<a href='https://e.org" * 5_000,
    "backticks": "`" * 60_000,
    "stars": "*a " * 30_000,
    "one word": "x" * 1_000_000,
    "one line each": "a\n" * 100_000,
    "one paragraph each": "a\n\n" * 100_000,
    "entities": "&amp;" * 100_000,
    "half pairs": "\ud800 \udfff \x00 \ufdd0 \uffff",
    "comment": "<!--" * 20_000,
    "tables": "<table><tr><td>" * 5_000,
    "styles": "<style>" * 20_000 + "x",
    "attributes": "<a " + "x=1 " * 20_000 + ">x</a>",
    "fence": "```\n" * 20_000,
    "definitions": "[a]: https://e.org\n" * 5_000 + "[a]",
    "emphasis": "_" * 50_000,
    "right to left": "\u202e\u05d0" * 20_000,
    "marks": "a" + "\u0301" * 50_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("form", EVERY_FORMAT)
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_is_only_text(reader: Words, case: str, form: TextFormat) -> None:
    check(reader.blocks(HOSTILE[case], form))


def test_what_no_parser_takes_is_plain_text(reader: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_source: str) -> str:
        raise RecursionError

    monkeypatch.setattr(reader, "_of_html", fails)
    assert said(reader.blocks("<p>*x*", TextFormat.MARKDOWN)) == ["<p>*x*"]


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "<a href=https://e.org>", "</a>", "<ul><li>", "> ", "- ", "1. ", "```", "`", "**", "_", "\n",
     "\n\n", "[x](https://e.org)", "https://e.org", "\u202e", "\u2067", "&lt;", "<script>", "<!--", "]]>", "\t", "א"]
)  # fmt: skip


@given(st.lists(_PIECES | st.text(max_size=8), max_size=40).map("".join), st.sampled_from(EVERY_FORMAT))
def test_whatever_is_sent_blocks_keep_their_promises(text: str, form: TextFormat) -> None:
    check(Words().blocks(text, form))
