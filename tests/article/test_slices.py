"""Slices put together are the article, wherever it is cut."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.article.showing import line, parsed

from hiitreader.article.assembly import RoughBlock
from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.door import joined, open_article, open_in_slices
from hiitreader.article.markdown_cuts import MarkdownCutter
from hiitreader.article.markdown_names import Names
from hiitreader.article.pieces import Sizes
from hiitreader.article.slices import slices_of
from hiitreader.article.source import Source, SourceKind
from hiitreader.article.trees import TreeReader

TINY = Sizes(first=40, following=80, most=4_000)
HARD = Sizes(first=40, following=60, most=100)

WORDS = st.lists(
    st.sampled_from(
        ["legs", "HIIT", "*much*", "**more**", "`code`", "Größe", "🦵", "[a link][ref]", "[^note]", "a_b", "3."]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=3).map(lambda lines: "Legs " + "\n".join(lines))
PARTS = st.one_of(
    PARAGRAPH,
    WORDS.map(lambda words: f"## {words}"),
    WORDS.map(lambda words: f"Title {words}\n==="),
    st.lists(WORDS, min_size=1, max_size=4).map(lambda items: "\n".join(f"* {item}" for item in items)),
    st.lists(WORDS, min_size=1, max_size=4).map(lambda items: "\n\n".join(f"1. {item}\n\n    More." for item in items)),
    WORDS.map(lambda words: f"* one\n\n    * {words}\n\n    second paragraph\n\n* two"),
    PARAGRAPH.map(lambda text: "> " + text.replace("\n", "\n> ") + "\n>\n> Second."),
    WORDS.map(lambda words: f"```python\n# {words}\n\nplain\n\n## no heading\n```"),
    WORDS.map(lambda words: f"| A | B |\n|---|---|\n| {words} | x |\n| y | z |"),
    WORDS.map(lambda words: f"Term\n:   {words}\n\n    More.\n\nOther\n:   Said."),
    WORDS.map(lambda words: f"<div>\n\nwords {words}\n\n</div>"),
    st.just("---"),
    st.just("    indented\n\n    code"),
    st.just("[ref]: http://x.org/a"),
    st.just("[^note]: Said.\n\n    At length."),
    st.just("<!-- one\n\ntwo -->"),
    st.just("![Leg](leg.png)"),
)
DOCUMENTS = st.lists(PARTS, min_size=1, max_size=30).map("\n\n".join)


def bare(blocks: list[Block]) -> list[str]:
    return [f"{line(block)} #{block.anchor} {[container.id for container in block.within]}" for block in blocks]


@given(DOCUMENTS)
def test_markdown_slices_are_the_whole(text: str) -> None:
    text = f"Legs.\n\n{text}\n\n[ref]: http://x.org/b\n"
    assert bare(parsed(text, sizes=TINY)) == bare(parsed(text))


HTML_PARTS = st.one_of(
    WORDS.map(lambda words: f"<p>{words}"),
    WORDS.map(lambda words: f"<h2 id=x>{words}</h2>"),
    WORDS.map(lambda words: f"<ol start=3><li>{words}<li><p>a</p><p>b</p></ol>"),
    WORDS.map(lambda words: f"<table><tr><th>{words}<tr><td>b</table>"),
    WORDS.map(lambda words: f"<div class=x><section>{words}<p>z</section></div>"),
    WORDS.map(lambda words: f"<blockquote><p>{words}</p><p>b</blockquote>"),
    WORDS.map(lambda words: f"loose {words} <b>bold</b>"),
    WORDS.map(lambda words: f"<script>'<p>{words}'</script><!-- <p> -->"),
)


@given(st.lists(HTML_PARTS, min_size=1, max_size=20).map("\n".join))
def test_html_slices_are_the_whole(text: str) -> None:
    text = f"<body><p>Legs.</p>{text}"
    assert bare(parsed(text, SourceKind.HTML, TINY)) == bare(parsed(text, SourceKind.HTML))


@given(st.lists(st.sampled_from(["a b", "Legs grow", "", "  x", "- y"]), max_size=60).map("\n".join))
def test_text_slices_are_the_whole(text: str) -> None:
    text = f"Legs.\n\n{text}"
    assert bare(parsed(text, SourceKind.TEXT, TINY)) == bare(parsed(text, SourceKind.TEXT))


@given(DOCUMENTS)
def test_a_cut_where_there_is_no_good_place_loses_no_word(text: str) -> None:
    text = f"Legs.\n\n{text}"
    pieces = list(MarkdownCutter(text, HARD).pieces())
    assert pieces[-1].end == len(text)
    assert [piece.end for piece in pieces] == sorted({piece.end for piece in pieces})
    sources = "".join(piece.source for piece in pieces)
    letters = {letter: text.count(letter) for letter in set(text) - set("`~\n|- ABpythonword")}
    assert all(sources.count(letter) >= count for letter, count in letters.items())


def test_a_paragraph_cut_in_two_carries_on() -> None:
    text = "word " * 60
    blocks = parsed(text, sizes=HARD)
    assert [block.continued for block in blocks] == [False] + [True] * (len(blocks) - 1)
    assert len(blocks) > 2
    assert "".join(block.text for block in blocks) == text.strip()


@pytest.mark.parametrize("kind", list(SourceKind))
def test_a_run_without_a_break_carries_on(kind: SourceKind) -> None:
    blocks = parsed("a" * 1_000, kind, HARD)
    assert len(blocks) > 2
    assert "".join(block.text for block in blocks) == "a" * 1_000
    assert not blocks[0].continued
    assert all(block.continued for block in blocks[1:])


def test_long_code_stays_code() -> None:
    rows = [f"# row {number}" for number in range(60)]
    text = "Before\n\n```python\n" + "\n".join(rows) + "\n```\n\n# After"
    blocks = parsed(text, sizes=HARD)
    code = [block for block in blocks if block.kind is BlockKind.CODE]
    assert len(code) > 2
    assert "".join(block.text for block in code) == "\u2028".join(rows)
    assert [block.continued for block in code] == [False] + [True] * (len(code) - 1)
    assert (blocks[0].text, blocks[-1].kind) == ("Before", BlockKind.HEADING)


def test_a_long_table_keeps_its_header() -> None:
    rows = "".join(f"| {number} | x |\n" for number in range(40))
    blocks = parsed(f"| A | B |\n|---|---|\n{rows}", sizes=HARD)
    tables = {block.within[0].id for block in blocks}
    assert len(tables) > 2
    assert all(block.within for block in blocks)
    assert [block.text for block in blocks if block.text.isdigit()] == [str(number) for number in range(40)]
    assert sum(block.text == "A" for block in blocks) == len(tables)


def test_a_long_list_keeps_its_numbers() -> None:
    for kind, text in (
        (SourceKind.MARKDOWN, "".join(f"{number}. item\n" for number in range(1, 60))),
        (SourceKind.HTML, "<ol>" + "<li>item" * 59 + "</ol>"),
    ):
        blocks = parsed(text, kind, HARD)
        assert [block.marker for block in blocks] == [f"{number}." for number in range(1, 60)]


def test_what_is_defined_at_the_far_end_is_known_at_once() -> None:
    text = "See [here][far] and[^n].\n\n" + "Words.\n\n" * 500 + "[FAR]: http://x.org 'T'\n\n[^n]: Note."
    slices = list(slices_of(Source(text, SourceKind.MARKDOWN, "d"), TINY))
    assert line(slices[0].blocks[0]) == "para: See [link here|http://x.org] and[superscript [link 1|#fn:n]]."
    assert slices[-1].blocks[-1].text == "Note.\u00a0↩"
    assert sum(block.anchor == "fn:n" for one in slices for block in one.blocks) == 1


def test_definitions_in_code_are_none() -> None:
    text = "A [ref] and [^n].\n\n```\n[ref]: http://x.org\n[^n]: no\n```\n"
    assert line(parsed(text)[0]) == "para: A [ref] and [^n]."
    assert line(parsed("```\nx\n```\n\nA [b].\n\n[b]: http://x.org")[1]) == "para: A [link b|http://x.org]."


@pytest.mark.slow
def test_progress_and_what_stays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Legs\n\n" + "Words are *many*.\n\n" * 6_000, encoding="utf-8")
    slices = list(open_in_slices(path))
    done = [one.done for one in slices]
    assert len(slices) > 3
    assert done == sorted(done)
    assert done[0] < 0.3
    assert done[-1] == 1.0
    assert {(one.title, one.digest, one.source) for one in slices} == {("Legs", open_article(path).digest, str(path))}
    assert joined(slices) == open_article(path)


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    slices: Iterator[object] = open_in_slices(tmp_path / "no.md")
    assert iter(slices) is slices


def test_joining_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        joined([])


@pytest.mark.slow
def test_nothing_of_the_reading_stays_in_memory_until_the_collector_comes(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("# Legs\n\n* They [grow][a].\n\n[a]: http://example.org/\n\n" * 3_000, encoding="utf-8")
    gc.collect()
    gc.disable()
    try:
        slices = list(open_in_slices(path))
        made = gc.get_objects()
    finally:
        gc.enable()
    assert len(slices) > 3
    assert not [one for one in made if isinstance(one, RoughBlock | TreeReader)]
    assert not [one for one in made if isinstance(one, Names) and one._text]
