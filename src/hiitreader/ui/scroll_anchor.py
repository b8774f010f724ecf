"""Keeps the same words at the top of the window while the page around them is set anew.

It moves the scroll bar; it never changes the page or the caret.
"""

from typing import NamedTuple

from PySide6.QtWidgets import QScrollBar, QWidget

from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.page_layout import PageLayout


class Top(NamedTuple):
    """A position in the flow and how far below the window's upper edge its line begins, in pixels."""

    position: int
    offset: float


class ScrollAnchor:
    """Holds the words at the top of `viewport`; lets go of them when the reader scrolls."""

    def __init__(self, page: PageLayout, flow: Flow, bar: QScrollBar, viewport: QWidget) -> None:
        self._page = page
        self._flow = flow
        self._bar = bar
        self._viewport = viewport
        self._held: Top | None = None
        self._settling = False

    def hold(self) -> Top:
        """The words at the top: the same ones until `release`, however often the page is set anew."""
        if self._held is None:
            top = self._bar.value()
            position = max(0, self._page.position_at(self._page.style.left, top + 2.0))
            self._held = Top(position, self.line_top(position) - top)
        return self._held

    @property
    def holds(self) -> bool:
        """Whether words are held: a scroll that happens now is the page's doing, not the reader's."""
        return self._held is not None

    def release(self) -> None:
        """Let go: the reader has scrolled or gone elsewhere."""
        self._held = None

    def return_to(self, place: Top) -> None:
        """Scroll so that the words of `place` are where they were, and hold them."""
        if not len(self._flow):
            return
        self._settling = True
        try:
            # What is set on the way can move the goal: a strip above it was guessed too small or too large.
            for _attempt in range(3):
                wanted = round(self.line_top(place.position) - place.offset)
                after = round(self._page.lay_between(wanted, wanted + self._viewport.height()))
                self._bar.setValue(after)
                if round(self.line_top(place.position) - place.offset) == after:
                    break
        finally:
            self._settling = False
        self._held = place

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
        finally:
            self._settling = False

    def line_top(self, position: int) -> float:
        """The top of the line that holds a position, in pixels from the page's top."""
        index = self._flow.index_at(position)
        if index < 0:
            return 0.0
        box = self._page.block_box(index)
        layout = self._page.document().findBlockByNumber(index).layout()
        line = layout.lineForTextPosition(min(position, self._flow.end(index)) - self._flow.start(index))
        return box.top() + (line.y() if line.isValid() else 0.0)
