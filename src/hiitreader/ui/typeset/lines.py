"""One block's text broken into lines within a width. It knows nothing of the page around it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, cast

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextLayout, QTextLine

from hiitreader.article.blocks import Block, Span, SpanKind
from hiitreader.article.flow import MARKER_GAP, units
from hiitreader.ui.typeset.style import Look, PageStyle, runs_right_to_left

_PLAIN: frozenset[SpanKind] = frozenset()
_ENDLESS = 1e6


class Lines(NamedTuple):
    """What came of setting a block, in pixels: its height, and how far its lines stand in to leave its marker room."""

    height: float
    hang: float = 0.0


def set_lines(layout: QTextLayout, block: Block, style: PageStyle, width: float, hang: float = 0.0) -> Lines:
    """Break the text of `block` into lines of `width` pixels in `layout`, with the style's line height.

    `hang` is the room beside the text in which an item's marker stands: the first line begins that far out by the
    marker's own width, so that its text and that of the other lines are flush. The room is to the left of text that
    runs from left to right, and to the right of text that runs from right to left. It belongs to the layout: nothing
    has a place left of 0, for Qt would not say where it is.
    """
    look = style.look(block)
    layout.setTextOption(style.option(block))
    layout.setFormats(format_ranges(block, look, style))
    hang = hang if block.marker else 0.0
    room = min(hang, _marker_width(layout, block)) if hang else 0.0
    left = 0.0 if runs_right_to_left(block) else hang
    layout.beginLayout()
    y = 0.0
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1.0, width + room))
        # A script whose letters are taller than those of the reader's font gets that much more.
        height = look.line_height + max(0.0, line.height() - max(look.line_height, look.natural_height))
        line.setPosition(QPointF(left - room if left else 0.0, y + (height - line.height()) / 2))
        y += height
        room = 0.0
    layout.endLayout()
    return Lines(max(y, look.line_height), hang)


def format_ranges(block: Block, look: Look, style: PageStyle) -> list[QTextLayout.FormatRange]:
    """The formats of a block's runs, one after another without a gap, in UTF-16 units of its shown text."""
    lead = units(block.marker + MARKER_GAP) if block.marker else 0
    if not block.spans:
        total = lead + units(block.text)
        return [_range(0, total, style, look, _PLAIN)] if total else []
    ranges = [_range(0, lead, style, look, _PLAIN)] if lead else []
    at = lead
    for start, end, kinds in _runs(block.text, block.spans):
        length = units(block.text[start:end])
        ranges.append(_range(at, at + length, style, look, kinds))
        at += length
    return ranges


def _runs(text: str, spans: tuple[Span, ...]) -> Iterator[tuple[int, int, frozenset[SpanKind]]]:
    """The runs of a text with the same spans over them, from its beginning to its end."""
    starts = sorted((span.start, span.kind.value, span.kind) for span in spans)
    ends = sorted((span.end, span.kind.value, span.kind) for span in spans)
    open_now: Counter[SpanKind] = Counter()
    opened = closed = at = 0
    for edge in sorted({len(text), *(span.start for span in spans), *(span.end for span in spans)}):
        if edge > at:
            yield at, edge, frozenset(kind for kind, count in open_now.items() if count)
            at = edge
        while opened < len(starts) and starts[opened][0] == edge:
            open_now[starts[opened][2]] += 1
            opened += 1
        while closed < len(ends) and ends[closed][0] == edge:
            open_now[ends[closed][2]] -= 1
            closed += 1


def _range(start: int, end: int, style: PageStyle, look: Look, kinds: frozenset[SpanKind]) -> QTextLayout.FormatRange:
    result = QTextLayout.FormatRange()
    result.start = start
    result.length = end - start
    result.format = style.format(look, kinds)
    return result


def _marker_width(layout: QTextLayout, block: Block) -> float:
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(_ENDLESS)
    marker = units(block.marker) + 1
    width = abs(cursor_x(line, marker) - cursor_x(line, 0)) if line.isValid() else 0.0
    layout.endLayout()
    return width


def cursor_x(line: QTextLine, position: int) -> float:
    """Where in a line, in pixels from its layout's left, the caret stands at a position of the layout's text."""
    return cast("tuple[float, int]", line.cursorToX(position))[0]
