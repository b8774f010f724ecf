"""Keeps the same words at the top of the window while the page around them is set anew.

It moves the scroll bar; it never changes the page or the caret.
"""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QScrollBar, QWidget

from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.page_layout import PageLayout

_ATTEMPTS = 4
TAIL = -1
"""The position of a `Top` that is held by what stands below the last line; `above` is then in pixels from there."""


class Top(NamedTuple):
    """The line that holds a position, and how much of it is above the window's upper edge.

    That is 0 to 1, or less than 0 when the line before it is partly seen. A line is counted from the end of what stands
    above it. So whatever the size of text and gaps becomes, the line is where it was, and a page shown from its
    beginning stays so. More than 1 means below the last line: what is more is the share of the page's tail.
    """

    position: int
    above: float = 0.0


class ScrollAnchor:
    """Holds the words at the top of `viewport`; lets go of them when the reader scrolls, by whatever means."""

    def __init__(self, page: PageLayout, flow: Flow, bar: QScrollBar, viewport: QWidget) -> None:
        self._page = page
        self._flow = flow
        self._bar = bar
        self._viewport = viewport
        self._held: Top | None = None
        self._held_at = 0
        self._settling = False
        self._returning = False
        self._in_tail: Callable[[], bool] = lambda: False

    def hold_tail_while(self, in_tail: Callable[[], bool]) -> None:
        """While `in_tail()`, what stands below the last line is held, not the words: the reader is busy there."""
        self._in_tail = in_tail

    def hold(self) -> Top:
        """The words at the top: the same ones until the bar is moved, however often the page is set anew."""
        top = self._bar.value()
        in_tail = self._in_tail()
        if self._held is None or self._held_at != top or (self._held.position == TAIL) is not in_tail:
            self._held = Top(TAIL, top - self._page.text_bottom) if in_tail else self._top_at(top)
            self._held_at = top
        return self._held

    @property
    def position(self) -> int:
        """The position of the first word of the line at the top."""
        held = self.hold()
        return held.position if held.position != TAIL else self._top_at(self._bar.value()).position

    @property
    def holds(self) -> bool:
        """Whether words are held: a scroll that happens now is the page's doing, not the reader's."""
        return self._returning or (self._held is not None and self._held_at == self._bar.value())

    def release(self) -> None:
        """Let go: the reader goes elsewhere."""
        self._held = None

    def return_to(self, place: Top) -> None:
        """Scroll so that the words of `place` are where they were, and hold them."""
        self._returning = True
        try:
            self._scroll(lambda: self._scrolled_to(place))
        finally:
            self._returning = False
        self._held = place
        self._held_at = self._bar.value()

    def move_to(self, position: int, offset: float) -> None:
        """Scroll so that the line that holds a position begins `offset` pixels below the upper edge."""
        self.release()
        self._scroll(lambda: max(0, round(self.line_top(position) - offset)))

    def _scroll(self, goal: Callable[[], int]) -> None:
        if not len(self._flow):
            return
        self._settling = True
        try:
            # What is set on the way can move the goal: a strip above it was guessed too small or too large.
            for _attempt in range(_ATTEMPTS):
                wanted = goal()
                self._page.lay_between(wanted, wanted + self._viewport.height())
                after = goal()
                self._bar.setValue(after)
                if after == wanted:
                    break
        finally:
            self._settling = False

    def settle(self) -> None:
        """Set what is on the screen; a strip above that grows or shrinks moves the bar, not the words."""
        if self._settling or not len(self._flow):
            return
        self._settling = True
        try:
            top = self._bar.value()
            after = round(self._page.lay_between(top, top + self._viewport.height()))
            if after != self._bar.value():
                self._bar.setValue(after)
                if self._held_at == top:
                    self._held_at = self._bar.value()
        finally:
            self._settling = False

    def line_top(self, position: int) -> float:
        """The top of the line that holds a position, in pixels from the page's top."""
        return self.line_box(position).top()

    def line_box(self, position: int) -> QRectF:
        """The rectangle of the line that holds a position, on the page."""
        index = self._flow.index_at(position)
        if index < 0:
            return QRectF()
        box = self._page.block_box(index)
        layout = self._page.document().findBlockByNumber(index).layout()
        line = layout.lineForTextPosition(min(position, self._flow.end(index)) - self._flow.start(index))
        return line.rect().translated(box.topLeft()) if line.isValid() else box

    def _top_at(self, top: float) -> Top:
        """The first line of which the better half can be seen."""
        if not len(self._flow) or not top:
            return Top(0)
        position = max(0, self._page.position_at(self._page.style.left, top))
        while self.line_box(position).center().y() < top:
            after = self._next_line(position)
            if after >= self._flow.length:
                break
            position = after
        begin, end = self._page.line_slot(position)
        if top > end:
            return Top(position, 1 + (top - end) / max(1.0, self._page.documentSize().height() - end))
        return Top(position, (top - begin) / max(1.0, end - begin))

    def _next_line(self, position: int) -> int:
        """The first position of the line after the one that holds a position; the flow's length after the last."""
        index = self._flow.index_at(position)
        start = self._flow.start(index)
        line = self._page.document().findBlockByNumber(index).layout().lineForTextPosition(position - start)
        after = start + line.textStart() + line.textLength() if line.isValid() else position
        return max(position + 1, after if after < self._flow.end(index) else self._flow.end(index) + 1)

    def _scrolled_to(self, place: Top) -> int:
        if place.position == TAIL:
            return max(0, round(self._page.text_bottom + place.above))
        begin, end = self._page.line_slot(place.position)
        if place.above > 1:
            return round(end + (place.above - 1) * (self._page.documentSize().height() - end))
        return max(0, round(begin + place.above * (end - begin)))

    def keep(self) -> None:
        """The page became longer or shorter: the bar may have been cut to it, which is not the reader's doing."""
        if not self._settling and self._held is not None:
            self.return_to(self._held)
