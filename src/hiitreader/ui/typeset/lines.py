"""One block's text broken into lines within a width. It knows nothing of the page around it."""

from itertools import pairwise
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextLayout, QTextLine

from hiitreader.article.blocks import Block, SpanKind
from hiitreader.article.flow import MARKER_GAP, units
from hiitreader.ui.typeset.style import Look, PageStyle

_PLAIN: frozenset[SpanKind] = frozenset()


class Lines(NamedTuple):
    """What came of setting a block: the height in pixels and the width its longest line takes."""

    height: float
    used: float


def set_lines(layout: QTextLayout, block: Block, style: PageStyle, width: float, hang: float = 0.0) -> Lines:
    """Break the text of `block` into lines of `width` pixels in `layout`, with the style's line height.

    `hang` is the room to the left of the text in which an item's marker stands: the first line begins that far out
    by the marker's own width, so that its text and that of the other lines are flush.
    """
    look = style.look(block)
    layout.setTextOption(style.option(block))
    layout.setFormats(format_ranges(block, look, style))
    outdent = _marker_width(layout, block) if block.marker and hang else 0.0
    layout.beginLayout()
    y = 0.0
    used = 0.0
    first = True
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        room = outdent if first else 0.0
        line.setLineWidth(max(1.0, width + room))
        height = look.line_height
        line.setPosition(QPointF(-room, y + (height - line.height()) / 2))
        used = max(used, line.naturalTextWidth() - room)
        y += height
        first = False
    layout.endLayout()
    return Lines(max(y, look.line_height), used)


def format_ranges(block: Block, look: Look, style: PageStyle) -> list[QTextLayout.FormatRange]:
    """The formats of a block's runs, one after another without a gap, in UTF-16 units of its shown text."""
    lead = units(block.marker + MARKER_GAP) if block.marker else 0
    total = lead + units(block.text)
    if not block.spans:
        return [_range(0, total, style, look, _PLAIN)] if total else []
    text = block.text
    ascii_only = text.isascii()

    def unit(offset: int) -> int:
        return lead + (offset if ascii_only else units(text[:offset]))

    edges = sorted({0, len(text), *(s.start for s in block.spans), *(s.end for s in block.spans)})
    ranges = [_range(0, lead, style, look, _PLAIN)] if lead else []
    for start, end in pairwise(edges):
        kinds = frozenset(s.kind for s in block.spans if s.start <= start and s.end >= end)
        ranges.append(_range(unit(start), unit(end), style, look, kinds))
    return ranges


def _range(start: int, end: int, style: PageStyle, look: Look, kinds: frozenset[SpanKind]) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = start
    result.length = end - start
    result.format = style.format(look, kinds)
    return result


def _marker_width(layout: QTextLayout, block: Block) -> float:
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    width = cursor_x(line, units(block.marker) + 1) if line.isValid() else 0.0
    layout.endLayout()
    return width


def cursor_x(line: QTextLine, position: int) -> float:
    """Where in a line, in pixels from its layout's left, the caret stands at a position of the layout's text."""
    return cast("tuple[float, int]", line.cursorToX(position))[0]
