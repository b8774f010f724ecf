"""Counted in parts and found when asked for, the matches are those that a search of the whole finds."""

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.article import hits as hits_module
from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.find import Finder, FindQuery, find_all
from hiitreader.article.flow import Flow
from hiitreader.article.hits import Hits, find_first

LETTERS = "aAkKsS \u00a0\u212a\u017fiı.-'’e\u0301é\u2028🦵"
BLOCKS = st.builds(Block, st.just(BlockKind.PARAGRAPH), st.text(LETTERS, max_size=8), marker=st.sampled_from(["", "•"]))
SOME = st.lists(BLOCKS, max_size=8)
QUERIES = st.builds(FindQuery, st.text(LETTERS, min_size=1, max_size=3), st.booleans(), st.booleans())


@pytest.fixture(autouse=True, scope="module")
def small_parts() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hits_module, "PART", 3)
        yield


def _whole(hits: Hits) -> Hits:
    while not hits.is_whole:
        hits.look_further()
    return hits


@given(SOME, QUERIES)
def test_they_are_those_of_the_whole(blocks: list[Block], query: FindQuery) -> None:
    flow = Flow(blocks)
    hits, expected = _whole(Hits(flow, query)), find_all(flow, query)
    assert len(hits) == len(expected)
    assert [hits[number] for number in reversed(range(len(hits)))] == expected[::-1]
    assert hits[1:] == expected[1:]
    for position in range(-1, flow.length + 2):
        assert hits.first_from(position) == bisect_left(expected, (position, 0))


@given(SOME, SOME, QUERIES, st.integers(0, 8), st.booleans())
def test_what_changed_is_looked_at_again(
    blocks: list[Block], more: list[Block], query: FindQuery, kept: int, asked: bool
) -> None:
    flow = Flow(blocks)
    hits = _whole(Hits(flow, query))
    assert not asked or list(hits) == find_all(flow, query)
    kept = min(kept, len(flow))
    flow.truncate(kept)
    flow.append(more)
    hits.forget_from(kept)
    assert list(hits) == find_all(Flow(blocks[:kept]), query)
    assert list(_whole(hits)) == find_all(flow, query)


@given(SOME, QUERIES)
def test_as_many_are_counted_as_are_found(blocks: list[Block], query: FindQuery) -> None:
    flow, finder = Flow(blocks), Finder(query)
    assert finder.count(flow, 0, len(flow)) == len(finder.ranges(flow, 0, len(flow)))


@given(SOME, QUERIES)
def test_the_first_is_found_by_itself(blocks: list[Block], query: FindQuery) -> None:
    flow = Flow(blocks)
    assert find_first(flow, query) == next(iter(find_all(flow, query)), None)


def test_there_is_none_beyond_the_last() -> None:
    hits = _whole(Hits(Flow([Block(BlockKind.PARAGRAPH, "one, one")]), FindQuery("one")))
    assert (hits[-1], hits[0]) == ((5, 8), (0, 3))
    with pytest.raises(IndexError):
        hits[2]
    with pytest.raises(IndexError):
        hits[-3]
