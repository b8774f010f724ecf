"""A dialog that gives the focus back to where it was.

It never decides what a dialog holds.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QStyle, QWidget

_TIMES = 3
"""How often a dialog is measured before it is shown: without its scroll bar its lines are longer, and fewer."""


class ReturningDialog(QDialog):
    """Closed in whatever way, it puts the focus on the control that had it when the dialog was opened.

    Show it with `open()`: it is modal for its window, and Escape closes it.

    Args:
        parent: the window it belongs to.
        title: its translated title.
        columns: how wide it is at first, in characters of its font; never wider than the screen.
        lines: how high it is at first, in lines; 0, as high as what it holds.
    """

    def __init__(self, parent: QWidget, title: str, *, columns: int = 64, lines: int = 26) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._characters: tuple[int, int] | None = (columns, lines)
        self._came_from: QWidget | None = None
        self.finished.connect(self._give_back)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Remember who has the focus before the dialog takes it."""
        if not event.spontaneous():
            self._size_once()
            parent = self.parentWidget()
            self._came_from = QApplication.focusWidget() or (parent and parent.window().focusWidget())
        super().showEvent(event)

    def _size_once(self) -> None:
        # Not before it is shown: only then is it known how large the reader's letters are.
        if self._characters is None:
            return
        columns, lines = self._characters
        self._characters = None
        self.ensurePolished()
        metrics = self.fontMetrics()
        # How high the frame will be is not known before it is shown.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
        room = self.screen().availableSize() - QSize(0, bar)
        width = min(columns * metrics.averageCharWidth(), room.width())
        height = lines * metrics.lineSpacing() if lines else self._content_height(width)
        self.resize(QSize(width, height).boundedTo(room))
        if not lines:
            self._show_all(room)

    def _show_all(self, room: QSize) -> None:
        """Be higher by what would have to be scrolled to: only laid out, some parts know how high they are."""
        area = self.findChild(QScrollArea)
        if area is None:
            return
        for _time in range(_TIMES):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            hidden = area.verticalScrollBar().maximum()
            if not hidden:
                return
            self.resize(QSize(self.width(), self.height() + hidden).boundedTo(room))

    def _content_height(self, width: int) -> int:
        """How high what it holds is in `width` pixels, with all of it in sight."""
        area = self.findChild(QScrollArea)
        body: QWidget = (area and area.widget()) or self
        for part in body.findChildren(QWidget):
            part.ensurePolished()  # what the sheet puts round it is part of its height
            if (inner := part.layout()) is not None:
                inner.invalidate()
        layout = body.layout()
        if layout is None:
            return body.sizeHint().height()
        return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()

    def _give_back(self) -> None:
        came_from, self._came_from = self._came_from, None
        if came_from is not None and came_from.isVisible():
            came_from.window().activateWindow()
            came_from.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
