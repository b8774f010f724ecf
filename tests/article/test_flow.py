"""Positions in a flow are those of its text, whatever was put in and taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.flow import Flow, cut, units

BLOCKS = st.builds(
    Block, st.just(BlockKind.PARAGRAPH), st.text("a é🦵", max_size=6), marker=st.sampled_from(["", "•", "12."])
)
SOME = st.lists(BLOCKS, max_size=6)


def _is_like(flow: Flow, blocks: list[Block]) -> bool:
    """Whether a flow is as if these blocks had been put into it at once."""
    fresh = Flow(blocks)
    starts = [[one.start(index) for index in range(len(blocks))] for one in (flow, fresh)]
    text = fresh.text()
    return (
        list(flow) == blocks
        and flow.length == fresh.length == (units(text) + 1 if blocks else 0)
        and starts[0] == starts[1]
        and all(flow.index_at(start) == index for index, start in enumerate(starts[0]))
    )


@given(SOME, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), SOME), max_size=4))
def test_blocks_put_in_place_of_others(first: list[Block], changes: list[tuple[int, int, list[Block]]]) -> None:
    flow, blocks = Flow(first), list(first)
    for one, other, new in changes:
        begin, end = sorted((min(one, len(blocks)), min(other, len(blocks))))
        flow.splice(begin, end, new)
        blocks[begin:end] = new
        assert _is_like(flow, blocks)


@given(SOME, SOME, st.integers(0, 6))
def test_blocks_taken_from_the_end_and_added(first: list[Block], more: list[Block], kept: int) -> None:
    flow = Flow(first)
    flow.truncate(kept)
    flow.append(more)
    assert _is_like(flow, first[:kept] + more)


@given(SOME, SOME)
def test_all_blocks_taken_out_are_handed_over(first: list[Block], more: list[Block]) -> None:
    flow = Flow(first)
    assert flow.take_out() == first
    assert _is_like(flow, [])
    flow.append(more)
    assert _is_like(flow, more)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [(0, 1, "a"), (1, 3, "\U0001f600"), (3, 4, "b"), (0, 4, "a\U0001f600b"), (-2, 99, "a\U0001f600b"), (4, 9, ""),
     (3, 1, ""), (1, 2, ""), (0, 2, "a")],
)  # fmt: skip
def test_words_are_cut_by_units_and_never_in_a_character(start: int, end: int, words: str) -> None:
    assert cut("a\U0001f600b", start, end) == words


def test_plain_words_are_cut_by_letters() -> None:
    assert [cut("über", start, end) for start, end in ((0, 1), (1, 4), (-1, 9))] == ["ü", "ber", "über"]
