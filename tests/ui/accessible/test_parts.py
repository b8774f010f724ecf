"""Which blocks stand together, and what stays when the article changes."""

from hypothesis import given
from hypothesis import strategies as st

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind
from hiitreader.article.flow import Flow
from hiitreader.ui.accessible.parts import Parts

_HOLDERS = [None, *(Container(ContainerKind.LIST, number) for number in range(3))]


def _blocks(numbers: list[int]) -> list[Block]:
    holders = [_HOLDERS[number] for number in numbers]
    return [
        Block(BlockKind.PARAGRAPH, str(place), within=(holder,) if holder else ())
        for place, holder in enumerate(holders)
    ]


def _shape(parts: Parts) -> list[tuple[int, int, bool]]:
    return [(parts[number].first, parts[number].last, parts[number].single) for number in range(len(parts))]


def test_consecutive_blocks_of_one_container_are_one_part() -> None:
    flow = Flow(_blocks([0, 1, 1, 2, 0, 0]))
    assert _shape(Parts(flow, 0, 6, 0)) == [
        (0, 1, True),
        (1, 3, False),
        (3, 4, False),
        (4, 5, True),
        (5, 6, True),
    ]


def test_an_item_with_one_block_is_that_block() -> None:
    holder = Container(ContainerKind.LIST, 1)
    one, two = Container(ContainerKind.ITEM, 2), Container(ContainerKind.ITEM, 3, 1)
    flow = Flow(Block(BlockKind.PARAGRAPH, "", within=(holder, item)) for item in (one, two, two))
    assert _shape(Parts(flow, 0, 3, 1)) == [(0, 1, True), (1, 3, False)]


def test_nothing_is_looked_at_before_it_is_asked_for() -> None:
    parts = Parts(Flow(_blocks([0, 1])), 0, 2, 0)
    assert not parts.known
    assert len(parts) == 2
    assert parts.known


@given(
    st.lists(st.integers(0, 3), max_size=12),
    st.lists(st.integers(0, 3), max_size=12),
    st.integers(0, 12),
    st.booleans(),
)
def test_a_change_leaves_the_same_parts_as_starting_anew(
    before: list[int], after: list[int], index: int, known: bool
) -> None:
    index = min(index, len(before))
    flow = Flow(_blocks(before))
    parts = Parts(flow, 0, len(flow), 0)
    if known:
        assert len(parts) >= 0
    old = _shape(parts) if known else []
    flow.truncate(index)
    flow.append(_blocks(after))
    kept = parts.change_from(index, len(flow))
    now = _shape(parts)
    assert now == _shape(Parts(flow, 0, len(flow), 0))
    assert now[:kept] == old[:kept]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_every_block_is_in_the_part_that_says_so(numbers: list[int]) -> None:
    flow = Flow(_blocks(numbers))
    parts = Parts(flow, 0, len(flow), 0)
    for index in range(len(flow)):
        part = parts[parts.number_of(index)]
        assert part.first <= index < part.last
