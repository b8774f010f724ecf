"""The words of a page that are selected, as lines that can be quoted.

It never changes the selection and never asks what the words are.
"""

from hiitreader.article.blocks import LINE_BREAK, Block, ContainerKind
from hiitreader.article.flow import Flow, cut
from hiitreader.replies.words import without_turns

_LISTS = (ContainerKind.LIST, ContainerKind.NUMBERED_LIST)


def selected_words(flow: Flow, start: int, end: int) -> str:
    """The words between two positions: a line for each line, an empty one between two blocks; "" for no word.

    Items keep their marker, a bullet as Markdown has it; those of one list follow one another without an empty line.
    """
    if start >= end or not len(flow):
        return ""
    parts: list[str] = []
    before: Block | None = None
    for index in range(flow.index_at(start), flow.index_at(end - 1) + 1):
        block = flow[index]
        begin = flow.text_start(index)
        words = cut(block.text, start - begin, end - begin).strip()
        if not words:
            continue
        marker = "-" if block.marker == "•" else block.marker
        whole = start <= begin
        if before is not None:
            parts.append("\n" if block.continued or _follow(before, block) else "\n\n")
        lines = without_turns(words).replace(LINE_BREAK, "\n")
        parts.append(f"{marker} {lines}" if marker and whole and _listed(block) else lines)
        before = block
    return "".join(parts)


def _listed(block: Block) -> bool:
    """Whether its marker is one of a list in the text, not that of a whole reply."""
    return not any(one.label for one in block.within[-1:])


def _follow(before: Block, block: Block) -> bool:
    held = {one for one in before.within if one.kind in _LISTS}
    return bool(block.marker) and _listed(block) and any(one in held for one in block.within)
