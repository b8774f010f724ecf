from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.flow import Flow, units
from hiitreader.reading.place import Place, place_of, position_of

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
BLOCKS = st.builds(
    lambda text, marker: Block(BlockKind.PARAGRAPH, text, marker=marker), TEXTS, st.sampled_from(["", "•", "12."])
)


def paragraphs(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def word_at(flow: Flow, position: int) -> str:
    """The words from a position to the end of its block."""
    index = flow.index_at(position)
    data = flow.shown(index).encode("utf-16-le")
    return data[2 * (position - flow.start(index)) :].decode("utf-16-le")


def position_of_word(flow: Flow, index: int, word: int) -> int:
    found = -1
    text = flow[index].text
    for _ in range(word + 1):
        found = next(
            at for at in range(found + 1, len(text)) if not text[at].isspace() and (at == 0 or text[at - 1] == " ")
        )
    return flow.text_start(index) + units(text[:found])


@given(st.lists(BLOCKS, min_size=1, max_size=8), st.data())
def test_in_the_same_article_it_is_the_same_position(blocks: list[Block], data: st.DataObject) -> None:
    flow = Flow(blocks)
    position = data.draw(st.integers(0, flow.length - 1))
    assert position_of(flow, place_of(flow, position)) == position
    assert position_of(Flow(blocks), place_of(flow, position)) == position


@given(st.lists(BLOCKS, max_size=6), st.data())
def test_a_position_outside_is_taken_to_the_nearest(blocks: list[Block], data: st.DataObject) -> None:
    flow = Flow(blocks)
    position = data.draw(st.integers(-10, flow.length + 10))
    assert 0 <= position_of(flow, place_of(flow, position)) <= max(0, flow.length - 1)


@given(st.lists(BLOCKS, max_size=6), BLOCKS, st.lists(BLOCKS, max_size=6), st.data())
def test_the_same_word_though_other_blocks_came_went_or_changed(
    above: list[Block], target: Block, below: list[Block], data: st.DataObject
) -> None:
    assume(target.text)
    before = Flow([*above, target, *below])
    index = len(above)
    word = data.draw(st.integers(0, len(target.text.split()) - 1))
    position = position_of_word(before, index, word)
    place = place_of(before, position)
    new_above, new_below = data.draw(edited(above)), data.draw(edited(below))
    assume(all(block.text.split() != target.text.split() for block in (*new_above, *new_below)))
    after = Flow([*new_above, target, *new_below])
    assert position_of(after, place) == position_of_word(after, len(new_above), word)


@st.composite
def edited(draw: st.DrawFn, blocks: Sequence[Block]) -> list[Block]:
    """Some blocks left out, some altered, some put in between."""
    kept: list[Block] = []
    for block in blocks:
        kept.extend(draw(st.lists(BLOCKS, max_size=2)))
        what = draw(st.sampled_from(["keep", "alter", "drop"]))
        if what != "drop":
            kept.append(block if what == "keep" else draw(BLOCKS))
    return [*kept, *draw(st.lists(BLOCKS, max_size=2))]


def test_words_are_counted_in_utf_16_units_of_the_position() -> None:
    flow = Flow([Block(BlockKind.PARAGRAPH, "𝟔𝟔𝟔 one two", marker="𝟏.")])
    position = flow.end(0) - len("two")
    place = place_of(flow, position)
    assert (place.word, place.within, place.said) == (2, 0, ("two",))
    assert place_of(flow, position - 1).word == 1


def test_a_number_in_front_of_an_item_may_change() -> None:
    item = "squats and lunges every other day"
    before = Flow([Block(BlockKind.PARAGRAPH, item, marker="9.")])
    after = Flow([*paragraphs("A new one."), Block(BlockKind.PARAGRAPH, item, marker="10.")])
    place = place_of(before, before.text_start(0) + item.index("lunges"))
    assert word_at(after, position_of(after, place)) == "lunges every other day"


def test_a_place_in_a_marker_stays_in_its_block() -> None:
    before = Flow([*paragraphs("One."), Block(BlockKind.PARAGRAPH, "two", marker="10.")])
    place = place_of(before, before.start(1))
    assert position_of(before, place) == before.start(1)
    after = Flow([Block(BlockKind.PARAGRAPH, "two", marker="•")])
    assert position_of(after, place) == 0


def test_of_many_alike_the_one_between_the_same_neighbours() -> None:
    before = Flow(paragraphs("Yes.", "Do squats grow legs?", "Yes.", "Do runs?", "Yes."))
    place = place_of(before, before.start(2))
    after = Flow(paragraphs("Yes.", "A new question?", "Yes.", "Do squats grow legs?", "Yes.", "Do runs?", "Yes."))
    assert position_of(after, place) == after.start(4)


LONG = "Muscles grow when the work they are given is more than they are used to and the rest is long enough"


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (LONG.replace("Muscles grow", "It is known that muscles become larger"), "used to and"),
        (LONG.replace("long enough", "what they need"), "used to and"),
        (LONG.replace("they are given", "we give them"), "used to and"),
        (f"A sentence before it. {LONG}", "used to and"),
        (LONG.replace("used to", "accustomed to"), None),
    ],
    ids=range(5),
)
def test_the_words_around_are_found_when_the_block_itself_was_edited(edit: str, found: str | None) -> None:
    before = Flow(paragraphs("First.", "Second.", LONG, "Last."))
    place = place_of(before, before.start(2) + LONG.index("used to"))
    after = Flow(paragraphs("New.", "First, altered.", edit, "Another.", "Last, altered."))
    there = position_of(after, place)
    if found is None:
        assert after.index_at(there) == 2
    else:
        assert word_at(after, there).startswith(found)


def test_a_block_that_is_gone_leaves_the_gap_between_its_neighbours() -> None:
    before = Flow(paragraphs("First.", "Second.", "Something else entirely.", "Third.", "Fourth."))
    place = place_of(before, before.start(2) + 10)
    after = Flow(paragraphs("New one.", "New two.", "New three.", "First.", "Second.", "Third.", "Fourth."))
    assert position_of(after, place) == after.start(5)


def test_another_article_or_none_gives_a_position_that_is_there() -> None:
    place = place_of(Flow(paragraphs(*(f"Paragraph number {n}." for n in range(50)))), 800)
    assert position_of(Flow(), place) == 0
    other = Flow(paragraphs("Nothing", "alike"))
    assert 0 <= position_of(other, place) < other.length


def test_a_place_from_a_damaged_file_is_harmless() -> None:
    flow = Flow(paragraphs("One two three.", "Four."))
    for place in (Place(10**9, "", 10**9, 10**9), Place(0, place_of(flow, 0).mark, 10**9, -(10**9), after=("x",))):
        assert 0 <= position_of(flow, place) < flow.length
