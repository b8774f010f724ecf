"""Links on the page: the pointer over them, pressing them by mouse or key, walking them with Tab.

It says which address was pressed; it never follows one.
"""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QPoint, Signal
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
    """Watches the mouse over a view's page and emits `pressed` with a link's address."""

    pressed = Signal(str)

    def __init__(self, view: QTextBrowser, flow: Flow, page: PageLayout) -> None:
        super().__init__(view)
        self._view = view
        self._flow = flow
        self._page = page
        self._down: tuple[str, QPoint] | None = None
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Press a link that the left button went down and up on; show a hand over one."""
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            point = event.position().toPoint()
            if event.type() == QEvent.Type.MouseMove and not event.buttons():
                over = self._target(point)
                shape = QtCore.Qt.CursorShape.PointingHandCursor if over else QtCore.Qt.CursorShape.IBeamCursor
                self._view.viewport().setCursor(shape)
                self._view.viewport().setToolTip(over if over and not over.startswith("#") else "")
            elif event.type() == QEvent.Type.MouseButtonPress and event.button() == QtCore.Qt.MouseButton.LeftButton:
                target = self._target(point)
                self._down = (target, point) if target else None
            elif event.type() == QEvent.Type.MouseButtonRelease and self._down:
                target, start = self._down
                self._down = None
                if (point - start).manhattanLength() <= _CLICK_SLACK and self._target(point) == target:
                    self.pressed.emit(target)
        return super().eventFilter(watched, event)

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


def presses_link(event: QKeyEvent) -> bool:
    """Whether a key presses the link the caret is in: Enter, with nothing held."""
    plain = event.modifiers() in {QtCore.Qt.KeyboardModifier.NoModifier, QtCore.Qt.KeyboardModifier.KeypadModifier}
    return plain and event.key() in {QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter}
