"""What find finds, and where."""

import itertools
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.door import article_from_markdown
from hiitreader.article.find import FindQuery, find_all
from hiitreader.article.flow import Flow


def flow(*texts: str) -> Flow:
    return Flow(Block(BlockKind.PARAGRAPH, text) for text in texts)


def found(shown: Flow, query: FindQuery) -> list[str]:
    text = shown.text().encode("utf-16-le")
    return [text[2 * start : 2 * end].decode("utf-16-le") for start, end in find_all(shown, query)]


CASES = [
    ("Legs, legs and LEGS", FindQuery("legs"), ["Legs", "legs", "LEGS"]),
    ("Legs, legs and LEGS", FindQuery("legs", match_case=True), ["legs"]),
    ("leg legs leg's _leg leg", FindQuery("leg", whole_word=True), ["leg", "leg", "leg"]),
    ("Größe größer GRÖSSE GRÖßE", FindQuery("größe"), ["Größe", "größe", "GRÖßE"]),
    ("Größe größer", FindQuery("größe", whole_word=True), ["Größe"]),
    ("resume résumé re\u0301sume\u0301", FindQuery("résumé"), ["résumé", "re\u0301sume\u0301"]),
    ("resume résumé re\u0301sume\u0301", FindQuery("resume"), ["resume"]),
    ("cafe\u0301", FindQuery("cafe", whole_word=True), []),
    ("ΣΑΣ σας", FindQuery("σας"), ["ΣΑΣ", "σας"]),
    ("a.b axb (a.b)", FindQuery("a.b"), ["a.b", "a.b"]),
    ("C++ C C++x", FindQuery("C++", whole_word=True), ["C++", "C++"]),
    ("one\u2028two one  two one\u00a0two", FindQuery(" one two "), ["one\u2028two", "one  two", "one\u00a0two"]),
    ("don’t “say” ‘x’ non\u2011stop", FindQuery("don't"), ["don’t"]),
    ("don’t “say” ‘x’", FindQuery('"say"'), ["“say”"]),
    ("aaaa", FindQuery("aa"), ["aa", "aa"]),
    ("anything", FindQuery("   "), []),
    ("日本語の本", FindQuery("本"), ["本", "本"]),
]


@pytest.mark.parametrize(("text", "query", "expected"), CASES)
def test_find(text: str, query: FindQuery, expected: list[str]) -> None:
    assert found(flow(text), query) == expected


def test_across_spans_but_not_across_blocks() -> None:
    shown = Flow(article_from_markdown("* 🦵 a **strong** le*g*\n* end\n\nof it").blocks)
    assert found(shown, FindQuery("strong leg")) == ["strong leg"]
    assert found(shown, FindQuery("end of")) == []
    assert found(shown, FindQuery("•")) == []


def test_positions_count_utf_16_units() -> None:
    assert find_all(flow("🦵🦵 leg 🦵 leg", "leg"), FindQuery("leg")) == [(5, 8), (12, 15), (16, 19)]


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=3), st.booleans(), st.booleans())
def test_what_is_found_is_there_in_order(texts: list[str], wanted: str, case: bool, word: bool) -> None:
    shown = flow(*texts)
    hits = find_all(shown, FindQuery(wanted, match_case=case, whole_word=word))
    assert all(0 <= start < end <= shown.length for start, end in hits)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(hits))


LETTERS = "aAkK \u00a0\u212aſsİiı_1 .-'’e\u0301é\u2028🦵"


@given(
    st.lists(st.text(LETTERS, max_size=12), max_size=4),
    st.text(LETTERS, min_size=1, max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_the_quick_way_finds_the_same(texts: list[str], words: str, match_case: bool, whole_word: bool) -> None:
    query, shown = FindQuery(words, match_case, whole_word), flow(*texts)
    every_text = SimpleNamespace(knows=False, may_be_in=lambda _text: True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hiitreader.article.find._Plain", lambda _query: every_text)
        slowly = find_all(shown, query)
    assert find_all(shown, query) == slowly
