"""Going from element to element, and to what a link names."""

import pytest

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.door import article_from_markdown
from hiitreader.article.elements import (
    ElementKind,
    elements,
    next_element,
    position_of_anchor,
    previous_element,
)
from hiitreader.article.flow import Flow

TEXT = """# 🦵 Legs

Intro with [a link](http://x.org) and 🦵 [another](#two).

## Two

* one
    1. inner

        More.

* [two](http://y.org)

> Quoted.
>
> > Deeper.

| A | B |
|---|---|
| c | d |

Term
:   Said[^n].

![Leg](leg.png)

```
code
```

Last[^n].

[^n]: Note.
"""


@pytest.fixture
def flow() -> Flow:
    return Flow(article_from_markdown(TEXT).blocks)


LABELS = {
    ElementKind.HEADING: ["🦵 Legs", "Two"],
    ElementKind.HEADING_1: ["🦵 Legs"],
    ElementKind.HEADING_2: ["Two"],
    ElementKind.HEADING_3: [],
    ElementKind.LINK: ["a link", "another", "two", "1", "1", "↩", "↩"],
    ElementKind.LIST: ["one", "inner", "Term", "Note.\u00a0↩↩"],
    ElementKind.PARAGRAPH: ["Intro with a link and 🦵 another.", "More.", "Quoted.", "Deeper.", "Last1."],
    ElementKind.TABLE: ["A"],
    ElementKind.QUOTE: ["Quoted.", "Deeper."],
    ElementKind.IMAGE: ["Leg"],
    ElementKind.CODE: ["code"],
}


def shown(flow: Flow, position: int, end: int) -> str:
    return flow.text().encode("utf-16-le")[2 * position : 2 * end].decode("utf-16-le")


@pytest.mark.parametrize("kind", LABELS)
def test_labels(flow: Flow, kind: ElementKind) -> None:
    assert [element.label for element in elements(flow, kind)] == LABELS[kind]


@pytest.mark.parametrize("kind", LABELS)
def test_stepping_passes_every_element_both_ways(flow: Flow, kind: ElementKind) -> None:
    starts = [element.position for element in elements(flow, kind)]
    assert starts == sorted(starts)
    forward, position = [], -1
    while (found := next_element(flow, kind, position)) is not None:
        forward.append(found.position)
        position = found.position
    backward, position = [], flow.length
    while (found := previous_element(flow, kind, position)) is not None:
        backward.append(found.position)
        position = found.position
    assert forward == sorted(set(starts))
    assert backward == forward[::-1]


def test_positions_count_utf_16_units(flow: Flow) -> None:
    for kind in (ElementKind.LINK, ElementKind.HEADING, ElementKind.PARAGRAPH):
        for element in elements(flow, kind):
            assert shown(flow, element.position, element.end) == element.label


def test_extents_levels_and_counts(flow: Flow) -> None:
    listed = elements(flow, ElementKind.LIST)
    assert shown(flow, listed[0].position, listed[0].end) == "•\u00a0one\n1.\u00a0inner\nMore.\n•\u00a0two"
    assert shown(flow, listed[1].position, listed[1].end) == "1.\u00a0inner\nMore."
    assert [element.count for element in listed] == [2, 1, 0, 1]
    table = elements(flow, ElementKind.TABLE)[0]
    assert (shown(flow, table.position, table.end), table.count) == ("A\nB\nc\nd", 2)
    assert [element.level for element in elements(flow, ElementKind.HEADING)] == [1, 2]
    assert elements(flow, ElementKind.LINK)[0].target == "http://x.org"


def test_from_within_an_element_one_goes_back_to_its_start(flow: Flow) -> None:
    heading = elements(flow, ElementKind.HEADING)[1]
    assert previous_element(flow, ElementKind.HEADING, heading.position + 2) == heading


def test_nothing_in_an_empty_flow() -> None:
    for kind in ElementKind:
        assert elements(Flow(), kind) == []
        assert next_element(Flow(), kind, 0) is None
        assert previous_element(Flow(), kind, 0) is None
    assert position_of_anchor(Flow(), "a") is None


def test_the_rest_of_a_cut_block_is_no_element_of_its_own() -> None:
    flow = Flow(article_from_markdown("word " * 5_000).blocks)
    assert len(flow) > 1
    assert len(elements(flow, ElementKind.PARAGRAPH)) == 1
    cut = Block(BlockKind.HEADING, "rest", level=2, continued=True)
    assert elements(Flow([cut]), ElementKind.HEADING) == []


def test_links_within_the_article(flow: Flow) -> None:
    assert position_of_anchor(flow, "two") == elements(flow, ElementKind.HEADING)[1].position
    links = elements(flow, ElementKind.LINK)
    assert position_of_anchor(flow, "fnref:n") == links[3].position
    assert position_of_anchor(flow, "fnref2:n") == links[4].position
    assert position_of_anchor(flow, "fnref3:n") is None
    note = position_of_anchor(flow, "fn:n")
    assert note is not None
    assert flow[flow.index_at(note)].text.startswith("Note.")
    assert position_of_anchor(flow, "nowhere") is None
    assert position_of_anchor(flow, "fnref9999999:n") == links[3].position
