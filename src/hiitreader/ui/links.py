"""Links on the page: the pointer over them, pressing them by mouse or key, walking them with Tab.

It says which address was pressed; it never follows one.
"""

from PySide6 import QtCore
from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTextBrowser

from hiitreader.article.blocks import SpanKind
from hiitreader.article.flow import Flow
from hiitreader.ui.typeset.page_layout import PageLayout

_CLICK_SLACK = 4


class Link:
    """A link and its range of positions."""

    __slots__ = ("end", "start", "target")

    def __init__(self, target: str, start: int, end: int) -> None:
        self.target = target
        self.start = start
        self.end = end


def link_at(flow: Flow, position: int) -> Link | None:
    """The link that holds a position; None where there is none."""
    index = flow.index_at(position)
    return next((link for link in links_of(flow, index) if link.start <= position < link.end), None)


def links_of(flow: Flow, index: int) -> list[Link]:
    """The links of block `index`, in order; none for an index outside."""
    if not 0 <= index < len(flow) or not flow[index].spans:
        return []
    spans = (span for span in flow[index].spans if span.kind is SpanKind.LINK)
    return [Link(span.target, *flow.span_range(index, span)) for span in spans]


def link_beside(flow: Flow, position: int, *, forward: bool) -> Link | None:
    """The first link that begins after a position, or the last one before it; of the link there itself, neither."""
    here = None if forward else link_at(flow, position)
    position = here.start if here else position
    index = flow.index_at(position)
    step = 1 if forward else -1
    while 0 <= index < len(flow):
        if flow[index].spans:  # asked here already, for there may be a hundred thousand blocks on the way
            links = links_of(flow, index)[::step]
            found = next((link for link in links if (link.start - position) * step > 0), None)
            if found:
                return found
        index += step
    return None


class LinkPointer(QObject):
    """Is told of the mouse over a view's page and emits `pressed` with a link's address."""

    pressed = Signal(str)

    def __init__(self, view: QTextBrowser, flow: Flow, page: PageLayout) -> None:
        super().__init__(view)
        self._view = view
        self._flow = flow
        self._page = page
        self._down: tuple[str, QPoint] | None = None
        view.viewport().setMouseTracking(True)

    def moved(self, event: QMouseEvent) -> None:
        """Show a hand over a link."""
        if not event.buttons():
            over = self._target(event.position().toPoint())
            shape = QtCore.Qt.CursorShape.PointingHandCursor if over else QtCore.Qt.CursorShape.IBeamCursor
            self._view.viewport().setCursor(shape)
            self._show_tip(over if over and not over.startswith("#") else "")

    def _show_tip(self, address: str) -> None:
        if address or self._view.viewport().toolTip():
            from hiitreader.ui.tips import set_tip

            set_tip(self._view.viewport(), address)

    def went_down(self, event: QMouseEvent) -> None:
        """Take note of the link that the left button went down on."""
        if event.button() == QtCore.Qt.MouseButton.LeftButton:
            point = event.position().toPoint()
            target = self._target(point)
            self._down = (target, point) if target else None

    def came_up(self, event: QMouseEvent) -> None:
        """Press the link that the left button went down and up on."""
        if self._down is not None:
            (target, start), self._down = self._down, None
            point = event.position().toPoint()
            if (point - start).manhattanLength() <= _CLICK_SLACK and self._target(point) == target:
                self.pressed.emit(target)

    def press_at(self, position: int) -> bool:
        """Press the link at a position; returns whether there was one."""
        link = link_at(self._flow, position)
        if link:
            self.pressed.emit(link.target)
        return link is not None

    def _target(self, point: QPoint) -> str:
        position = self._page.position_at(point.x(), point.y() + self._view.verticalScrollBar().value(), exact=True)
        link = link_at(self._flow, position) if position >= 0 else None
        return link.target if link else ""


class LinkedText(QTextBrowser):
    """A view that tells `links` of the mouse.

    It does so in its own handlers: for the first event that comes to an event filter, PySide loads all kinds of them.
    """

    links: LinkPointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show a hand over a link."""
        self.links.moved(event)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A link may be pressed, or a selection begun."""
        self.links.went_down(event)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Press the link that the button went down and up on."""
        self.links.came_up(event)
        super().mouseReleaseEvent(event)


def presses_link(event: QKeyEvent) -> bool:
    """Whether a key presses the link the caret is in: Enter, with nothing held."""
    plain = event.modifiers() in {QtCore.Qt.KeyboardModifier.NoModifier, QtCore.Qt.KeyboardModifier.KeypadModifier}
    return plain and event.key() in {QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter}
