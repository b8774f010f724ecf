"""The page in strips: every block in one of them, rows whole, and heights that add up."""

from hypothesis import given
from hypothesis import strategies as st
from tests.ui.pages import paragraph, table

from hiitreader.article.blocks import Block
from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.strips import STRIP_BLOCKS, STRIP_CHARACTERS, Strip, Strips, row_of

lengths = st.lists(st.integers(0, 9000), min_size=1, max_size=120)


def flow_of(sizes: list[int]) -> Flow:
    return Flow([paragraph("x" * size) for size in sizes])


def assert_whole(strips: Strips, flow: Flow) -> None:
    """Each block is in one strip, in order."""
    at = 0
    for number in range(len(strips)):
        strip = strips[number]
        assert strip.first == at < strip.last
        at = strip.last
        assert strip.characters == sum(len(flow[index].text) for index in range(strip.first, strip.last))
        assert all(strips.holding(index) == number for index in range(strip.first, strip.last))
    assert at == len(flow)


@given(lengths)
def test_every_block_is_in_one_strip_and_none_is_large(sizes: list[int]) -> None:
    flow, strips = flow_of(sizes), Strips()
    strips.rebuild(flow)
    assert_whole(strips, flow)
    for number in range(len(strips)):
        strip = strips[number]
        assert strip.last - strip.first <= STRIP_BLOCKS
        assert strip.characters <= STRIP_CHARACTERS or strip.last - strip.first == 1


def test_a_row_is_never_cut() -> None:
    blocks: list[Block] = table([["x" * 700] * 7 for _row in range(40)])
    flow, strips = Flow(blocks), Strips()
    strips.rebuild(flow)
    assert_whole(strips, flow)
    assert len(strips) > 10
    for number in range(1, len(strips)):
        first = strips[number].first
        assert row_of(flow[first]) != row_of(flow[first - 1])


@given(lengths, lengths, st.integers(0, 200), st.integers(0, 200))
def test_what_stands_before_and_after_a_change_stays_set(
    sizes: list[int], more: list[int], cut: int, gone: int
) -> None:
    flow, strips = flow_of(sizes), Strips()
    strips.rebuild(flow)
    strips.guess(lambda strip: float(strip.characters))
    for number in range(len(strips)):
        strips[number].placed = ()
    old = {id(strips[number]) for number in range(len(strips))}
    begin = min(cut, len(flow))
    end = min(begin + gone, len(flow))
    flow.splice(begin, end, [paragraph("y" * size) for size in more])
    first, now_after = strips.splice(flow, begin, end, begin + len(more))
    assert_whole(strips, flow)
    if first < len(strips):
        assert strips[first].first <= max(0, begin - 1)
    if now_after < len(strips):
        assert strips[now_after].first > begin + len(more)
    kept = {number for number in range(len(strips)) if id(strips[number]) in old}
    assert kept == {*range(first), *range(now_after, len(strips))}
    assert all(strips[number].placed is not None for number in kept)


@given(lengths, st.data())
def test_tops_add_up_and_a_height_finds_its_strip(sizes: list[int], data: st.DataObject) -> None:
    def guess(strip: Strip) -> float:
        return 1.0 + strip.characters

    flow, strips = flow_of(sizes), Strips()
    strips.rebuild(flow)
    strips.guess(guess)
    number = data.draw(st.integers(0, len(strips) - 1))
    grown = strips.set_height(number, 77.0)
    assert grown == 77.0 - guess(strips[number])
    assert strips.height == sum(strips[n].height for n in range(len(strips)))
    for n in range(len(strips)):
        assert strips.top(n) == sum(strips[m].height for m in range(n))
        assert strips.at(strips.top(n)) == n
        assert strips.at(strips.top(n) + strips[n].height / 2) == n
    assert strips.at(-5) == 0
    assert strips.at(strips.height + 5) == len(strips) - 1


def test_of_no_blocks_there_are_no_strips() -> None:
    strips = Strips()
    strips.rebuild(Flow())
    assert len(strips) == 0
    assert strips.height == 0
