"""Going from element to element: headings, links, lists, paragraphs, tables, quotes, images, code.

It looks only at the blocks it passes, so that a step is quick in the longest article. It never moves anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from hiitreader.article.blocks import LINE_BREAK, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.flow import Flow
from hiitreader.article.outline import is_heading


class ElementKind(Enum):
    """What one can go to."""

    HEADING = "heading"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    HEADING_4 = "heading 4"
    HEADING_5 = "heading 5"
    HEADING_6 = "heading 6"
    LINK = "link"
    LIST = "list"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    QUOTE = "quote"
    IMAGE = "image"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a flow.

    It runs from `position` to before `end`; `index` is the block it begins in. `label` is its words, of one with many
    blocks those of its first, on one line. `level` is a heading's level, 0 for all others; `count` is how many items a
    list or columns a table has, else 0. `target` is where a link leads.
    """

    position: int
    end: int
    index: int
    label: str
    level: int = 0
    count: int = 0
    target: str = ""


_LEVELS = {ElementKind(f"heading {level}"): level for level in range(1, 7)}
_SPANS = {ElementKind.LINK: SpanKind.LINK, ElementKind.IMAGE: SpanKind.IMAGE}
_CONTAINERS = {
    ElementKind.LIST: (ContainerKind.LIST, ContainerKind.NUMBERED_LIST, ContainerKind.DEFINITION_LIST),
    ElementKind.TABLE: (ContainerKind.TABLE,),
    ElementKind.QUOTE: (ContainerKind.QUOTE,),
}
# A first look that passes over most blocks of a long article at little cost.
_MAY_HOLD: dict[ElementKind, Callable[[Block], object]] = {
    **dict.fromkeys((ElementKind.HEADING, *_LEVELS), attrgetter("level")),
    **dict.fromkeys(_CONTAINERS, attrgetter("within")),
    ElementKind.LINK: attrgetter("spans"),
    ElementKind.PARAGRAPH: attrgetter("text"),
    ElementKind.CODE: lambda block: block.kind is BlockKind.CODE,
    ElementKind.IMAGE: lambda block: block.spans or block.kind is BlockKind.IMAGE,
}
_CELLS = (ContainerKind.CELL, ContainerKind.HEADER_CELL)


def elements(flow: Flow, kind: ElementKind) -> list[Element]:
    """All elements of a kind, in reading order."""
    return elements_between(flow, kind, 0, len(flow))


def elements_between(flow: Flow, kind: ElementKind, first: int, last: int) -> list[Element]:
    """The elements of a kind that begin in the blocks from `first` to before `last`, in reading order."""
    may = _MAY_HOLD[kind]
    found: list[Element] = []
    for index in range(first, min(last, len(flow))):
        if may(flow[index]):
            found += _beginning_in(flow, index, kind)
    return found


def next_element(flow: Flow, kind: ElementKind, position: int) -> Element | None:
    """The first element of a kind that begins after `position`, None when there is none."""
    may = _MAY_HOLD[kind]
    for index in range(max(flow.index_at(position), 0), len(flow)):
        if may(flow[index]):
            for element in _beginning_in(flow, index, kind):
                if element.position > position:
                    return element
    return None


def previous_element(flow: Flow, kind: ElementKind, position: int) -> Element | None:
    """The last element of a kind that begins before `position`, None when there is none."""
    may = _MAY_HOLD[kind]
    for index in range(flow.index_at(position), -1, -1):
        if may(flow[index]):
            before = [element for element in _beginning_in(flow, index, kind) if element.position < position]
            if before:
                return before[-1]
    return None


def position_of_anchor(flow: Flow, name: str) -> int | None:
    """Where a link to `#name` leads, None when nothing has the name.

    The way back from a footnote (`#fnref:x`, for later references `#fnref2:x`) leads to the link in the text that
    leads to the note, so that the caret is at the very word.
    """
    for index, block in enumerate(flow):
        if block.anchor == name:
            return flow.start(index)
    reference, _colon, note = name.partition(":")
    if not note or not reference.startswith("fnref"):
        return None
    number = reference.removeprefix("fnref")
    times = int(number) if number.isdecimal() and number.isascii() and len(number) < 6 else 1  # noqa: PLR2004
    links = (link for link in _links(flow) if link.target == f"#fn:{note}")
    return next((link.position for count, link in enumerate(links, start=1) if count == times), None)


def _links(flow: Flow) -> Iterator[Element]:
    for index, block in enumerate(flow):
        if block.spans:
            yield from _beginning_in(flow, index, ElementKind.LINK)


def _beginning_in(flow: Flow, index: int, kind: ElementKind) -> Iterator[Element]:
    block = flow[index]
    if kind in _SPANS:
        if kind is ElementKind.IMAGE and block.kind is BlockKind.IMAGE:
            yield _block_element(flow, index, block)
        yield from (_span_element(flow, index, span) for span in block.spans if span.kind is _SPANS[kind])
    elif kind in _CONTAINERS:
        before = flow[index - 1].within if index else ()
        for container in block.within:
            if container.kind in _CONTAINERS[kind] and container not in before:
                yield _container_element(flow, index, container)
    elif _is(block, kind):
        yield _block_element(flow, index, block)


def _is(block: Block, kind: ElementKind) -> bool:
    if block.continued:
        return False
    if kind is ElementKind.PARAGRAPH:
        in_table = any(container.kind in _CELLS for container in block.within)
        return block.kind is BlockKind.PARAGRAPH and bool(block.text) and not block.marker and not in_table
    if kind is ElementKind.CODE:
        return block.kind is BlockKind.CODE
    return is_heading(block) and _LEVELS.get(kind, block.level) == block.level


def _block_element(flow: Flow, index: int, block: Block) -> Element:
    return Element(flow.start(index), flow.end(index), index, _line(block.text), block.level)


def _span_element(flow: Flow, index: int, span: Span) -> Element:
    start, end = flow.span_range(index, span)
    label = _line(flow[index].text[span.start : span.end])
    return Element(start, end, index, label, target=span.target if span.kind is SpanKind.LINK else "")


def _container_element(flow: Flow, index: int, container: Container) -> Element:
    last = index
    while last + 1 < len(flow) and container in flow[last + 1].within:
        last += 1
    return Element(flow.start(index), flow.end(last), index, _line(flow[index].text), count=container.of)


def _line(text: str) -> str:
    return text.replace(LINE_BREAK, " ")
