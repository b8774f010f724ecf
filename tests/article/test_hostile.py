"""Files made to hang or crash a reader become pages whose parts stay within the limits."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.article.showing import parsed
from tests.counting import calls

from hiitreader.article.assembly import Assembly
from hiitreader.article.blocks import Block, BlockKind, ContainerKind
from hiitreader.article.door import article_from_html, article_from_markdown, article_from_text, open_in_slices
from hiitreader.article.html_cuts import HtmlCutter
from hiitreader.article.html_door import TreeMaker
from hiitreader.article.html_names import ALLOWED, ENDED_BY_NEXT, FORMATS, PARTS, TRANSPARENT, VANISHING, VOID
from hiitreader.article.limits import MAX_BYTES, MAX_COLUMNS, MAX_CONTAINERS, MAX_FORMATS_DEEP, MAX_RUN, MAX_TAGS_DEEP
from hiitreader.article.markdown_costs import TOO_LONG, seconds
from hiitreader.article.markdown_door import MarkdownMaker
from hiitreader.article.pieces import WHOLE, Sizes
from hiitreader.article.source import SourceKind
from hiitreader.errors import InputProblem

MILLION = 1_000_000
KINDS = list(SourceKind)


def kept_within_limits(blocks: tuple[Block, ...] | list[Block]) -> None:
    for block in blocks:
        assert len(block.text) <= MAX_RUN + 1
        assert len(block.within) <= MAX_CONTAINERS
        assert not any(letter in block.text for letter in "\n\r\x00\u2029\ufdd0\ufffc")
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
        assert list(block.spans) == sorted(block.spans, key=lambda span: (span.start, -span.end))


MARKUP = {
    "60 tables in one another": "<table><tr><td>a" * 60 + "core" + "</td></tr></table>" * 60,
    "20,000 elements in one another": "<div>" * 20_000 + "core" + "</div>" * 20_000,
    "20,000 quotes": "<blockquote>a" * 20_000 + "core",
    "20,000 lists": "<ul><li>a" * 20_000 + "core",
    "20,000 kinds of emphasis": "<b><i><em>" * 7_000 + "core",
    "emphasis that never ends": "".join(f"<b id={number}><p>a" for number in range(5_000)) + "core",
    "100,000 attributes": "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">core",
    "tags that never end": "<a " * 50_000 + "core",
    "quotes that never end": '<a title="' * 20_000 + "core",
    "comments that never end": "<!--" * 50_000 + "core",
    "declarations": "<![CDATA[" * 20_000 + "core",
    "ends without beginnings": "</div></p>" * 20_000 + "core",
    "scripts": "<script>a</script><style>b</style>" * 10_000 + "core",
    "a very wide table": "<table><tr>" + "<td>a" * 3_000 + "<td>core</table>",
    "cells over many rows": "<table>"
    + ("<tr>" + "<td rowspan=65534 colspan=1000>a" * 5) * 300
    + "<tr><td>core</table>",
    "drawings": "<svg><g>" * 20_000 + "</g></svg>" * 20_000 + "core",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MARKUP)
def test_markup(name: str) -> None:
    blocks = article_from_html(MARKUP[name]).blocks
    kept_within_limits(blocks)
    assert "core" in "".join(block.text for block in blocks)
    kept_within_limits(article_from_markdown(MARKUP[name] + "\n\nEnd.").blocks)


def _depth(html: str) -> int:
    """How many elements stand in one another at most."""
    node, deep, deepest = LexborHTMLParser(html).root, 1, 1
    while node is not None:
        if node.first_child is not None:
            node, deep = node.first_child, deep + 1
            deepest = max(deepest, deep)
            continue
        while node is not None and node.next is None:
            node, deep = node.parent, deep - 1
        node = node.next if node is not None else None
    return deepest


EVERY_TAG = sorted(
    {*ALLOWED, *VANISHING, *ENDED_BY_NEXT, *FORMATS, *TRANSPARENT, *PARTS, *VOID, "ruby", "frameset", "menu", "x"}
)


@pytest.mark.slow
@pytest.mark.parametrize("between", ["", "a", "<i>", "<span>", "<div>", "<table>", "<button>", "</p>"])
def test_no_element_stands_in_itself_without_end(between: str) -> None:
    """What goes into the one before takes a time that grows with the square of how many. A table brings four."""
    for tag in EVERY_TAG:
        for piece in HtmlCutter(f"<{tag}>{between}" * 1_000 + "core", WHOLE).pieces():
            assert _depth(piece.source) <= 5 * MAX_TAGS_DEEP, tag


@pytest.mark.parametrize(
    "piece",
    [
        "<a><div><b>x</a>", "<b></p>a", "<div><b id={}>x</div>", "<table><b id={}>x</table>", "<b><i id={}>x</b>",
        "<div><section><b id={}>x</div>", "<i><a href=http://x.org/{}><div>x</i>", "<a href=http://x.org/{}><p>x</i>",
    ],
)  # fmt: skip
def test_what_ends_in_the_wrong_order_is_not_repeated_without_end(piece: str) -> None:
    """What a parser begins anew in each element that follows takes a time that grows with the square of how many."""
    html = "".join(map(piece.format, range(500)))
    for cut in HtmlCutter(html, WHOLE).pieces():
        assert len(LexborHTMLParser(cut.source).css("*")) < 20 * 500
    blocks = article_from_html(html).blocks
    assert max(len(block.spans) for block in blocks) < 2 * 500
    assert sum(len(block.spans) for block in blocks) <= MAX_FORMATS_DEEP * 500
    assert all(len(set(block.spans)) == len(block.spans) for block in blocks)


def test_what_is_closed_far_outside_takes_no_longer_than_what_is_near() -> None:
    few, many = (
        calls(lambda often=often: list(HtmlCutter("<b>" * often + "<div>" * often + "</b>" * often, WHOLE).pieces()))
        for often in (1_000, 4_000)
    )
    assert many < 6 * few


def test_notes_of_ruby_need_no_end() -> None:
    ruby = "<ruby>\u6f22<rt>kan<rp>)<rb>\u5b57<rt>ji</ruby> "
    blocks = article_from_html(f"<p>{ruby * 500}</p><p>core").blocks
    assert [block.text for block in blocks if not block.continued][-1] == "core"
    assert sum(block.text.count("\u5b57") for block in blocks) == 500


def test_tables_in_one_another_are_text() -> None:
    blocks = article_from_html(MARKUP["60 tables in one another"]).blocks
    tables = {container.id for block in blocks for container in block.within if container.kind is ContainerKind.TABLE}
    assert len(blocks) == 60
    assert len(tables) == 1
    assert [block.text for block in blocks] == ["a"] * 59 + ["acore"]


def test_columns_end_somewhere() -> None:
    blocks = article_from_html(MARKUP["a very wide table"]).blocks
    assert max(block.within[-1].number for block in blocks) == MAX_COLUMNS - 1
    assert {block.within[0].of for block in blocks} == {MAX_COLUMNS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_million_characters_without_a_break(kind: SourceKind) -> None:
    blocks = parsed("a" * MILLION, kind, Sizes())
    kept_within_limits(blocks)
    assert "".join(block.text for block in blocks) == "a" * MILLION
    assert sum(not block.continued for block in blocks) == 1
    assert len(blocks) < 200


def test_letters_are_not_torn_from_their_marks() -> None:
    for text in ("e\u0301" * 20_000, "👨\u200d" * 20_000):
        blocks = article_from_text(text).blocks
        assert "".join(block.text for block in blocks) == text
        assert not any(block.text.startswith(("\u0301", "\u200d")) for block in blocks)


# fmt: off
SIGNS = [
    "[", "[ ", "![", "[a](", "[[a](<", '[](")', "[^", "[]", "]", "*", "*a ", "*a*", "**a", "_a ", "`", "`a ", "``a`",
    "<", "<a ", "<div>\n\n", "<!--", "<![CDATA[", "<?", "&", "> ", ">", "- ", "1. ", "#", "\\", "|", "a\n: ",
    "*[a]: b\n", "[a]: b\n", "[^a]: b\n", "~~~\n", "```a\n", "-", "a\n=\n", "# a {: #a}\n", "a  \n",
    '<div markdown="1">', "<b>x</b>", "[^1]", "\t", "(", "{:", "    - a\n",
]
# fmt: on


@pytest.mark.parametrize("sign", SIGNS)
def test_one_sign_over_and_over(sign: str) -> None:
    text = f"Start.\n\n{sign * (20_000 // len(sign))}\n\nEnd."
    blocks = article_from_markdown(text).blocks
    kept_within_limits(blocks)
    assert blocks[0].text == "Start."


@pytest.mark.parametrize(
    "text",
    [
        "[" * 5_000,
        "*a*" * 16_000,
        "\\*" * 24_000,
        "a*" * 24_000,
        "`a`" * 16_000,
        "<q>" * 16_000,
        "a*_" * 16_000,
        "*a`" * 16_000,
        "[^1]" * 12_000,
    ],
)
def test_what_would_take_too_long_is_shown_as_it_is(text: str) -> None:
    assert seconds(text) > TOO_LONG
    assert "".join(block.text for block in article_from_markdown(text).blocks) == text


@pytest.mark.parametrize("sign", ["a\n\n", "* a\n", "1. a\n", "|a|b|\n", "a\n: b\n\n", "```\n\n```\n\n"])
def test_marks_that_are_quick_each_add_up(sign: str) -> None:
    """A piece of nothing but marks is shown as it is; the same in a text of words is what it was meant to be."""
    assert seconds(sign * (48_000 // len(sign))) > TOO_LONG
    assert seconds((sign * 30 + "\n\nWords and words and more words. " * 40) * 10) < TOO_LONG / 2


def test_what_people_write_is_never_too_long() -> None:
    paragraph = "Legs [grow](http://x.org) and `shrink` (or [not]) <b>at all</b>, see [1, 2) & *so* on. "
    for text in (
        (paragraph * 10 + "\n\n") * 40,
        "".join(f"* {paragraph}\n" for _number in range(300)),
        "".join(f"[{number}]: http://example.org/a/rather/long/address/{number}\n" for number in range(500)),
        "".join(f"Term {number}\n:   Meaning of it.\n\n" for number in range(500)),
        "".join(f"```python\nx[{number}] = a < b\n```\n\n" for number in range(500)),
        "**Legs** *grow* " * 2_000,
        "| a | b |\n|---|---|\n" + "| [x](http://y.org) | `z` |\n" * 1_000,
    ):
        assert seconds(text) < TOO_LONG * 2 / 3


def test_lists_and_quotes_within_one_another() -> None:
    text = "".join("    " * depth + "* a\n" for depth in range(300)) + "\n\n" + "> " * 400 + "core"
    kept_within_limits(article_from_markdown(text).blocks)
    kept_within_limits(article_from_markdown("1. " * 3_000).blocks)


@given(
    st.lists(
        st.sampled_from(
            [*SIGNS, "a", " ", "\n", "\n\n", "</b>", '"', "'", ")", "](", "<p>", "\x02", "\x03", "wzxhzdk:0"]
        ),
        max_size=60,
    )
)
def test_any_mixture_of_signs(signs: list[str]) -> None:
    text = "Start.\n\n" + "".join(signs)
    for kind in KINDS:
        blocks = parsed(text, kind, Sizes(first=30, following=30, most=60))
        kept_within_limits(blocks)
        assert blocks


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    for kind in KINDS:
        kept_within_limits(parsed(f"Start.\n\n{text}", kind))


@pytest.mark.parametrize("suffix", [".md", ".html", ".txt"])
def test_fifty_megabytes(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"large{suffix}"
    path.write_bytes(b"Words of an article.\n\n" * (MAX_BYTES // 22))
    first = next(open_in_slices(path))
    assert first.done < 0.01
    assert first.blocks[0].text.startswith("Words of an article.")
    with path.open("ab") as file:
        file.write(b"x" * 22)
    with pytest.raises(InputProblem, match="larger than 50 MB"):
        next(open_in_slices(path))


def test_words_that_would_change_a_place_in_the_text() -> None:
    block = article_from_html("<p>a\u202eb\ufdd0c\ufdd1d\ufffce&#13;f").blocks[0]
    assert block.kind is BlockKind.PARAGRAPH
    assert block.text == "ab\ufffdc\ufffdd\ufffde f"


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["[a{0}]: http://b.org/{0}\n", "[^{0}]: note\n\n", "```x\n", "]:" * 40, "~~~~~~\n{0}\n", "x[{0}]: y\n"]
)
def test_a_large_file_of_definitions_and_fences(line: str) -> None:
    text = "See [a][a7] and [^7].\n\n" + "".join(line.format(number) for number in range(20_000))
    blocks = parsed(text, sizes=Sizes())
    kept_within_limits(blocks)
    assert blocks[0].text.startswith("See ")


@pytest.mark.parametrize("more", ["", "> "])
def test_what_a_link_is_called_at_a_distance_is_not_repeated_without_end(more: str) -> None:
    """Its title nobody is shown; its address goes into the text again wherever it is named."""
    title, address = (f'{more}[a]: b "{"c" * 9_000}"', f"{more}[a]: http://x.org/{'c' * 3_987}")
    for definition, most in ((title, 4_000), (address, 1_000_000)):
        maker = MarkdownMaker(definition, TreeMaker(Assembly(), None))
        html = maker._markdown.convert(f"{definition}\n\n" + "[a]. " * 1_000)
        assert html.count("<a href=") == 1_000
        assert len(html) < most + 1_000 * len('<a href="b">a</a>. ')
        assert maker._markdown.convert(f"{definition}\n\n[a]").count("<a href=") == 1
    blocks = article_from_markdown(f"{address}\n\nA [a].").blocks
    assert [len(span.target) for span in blocks[-1].spans] == [4_000]
