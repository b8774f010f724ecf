"""The page: the article, and at its foot what is not text, scrolled as one.

The foot is a widget beside the article in the order of Tab and of the screen reader, laid over the room that the page
leaves below its last block. It never knows what the foot holds.
"""

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.colours import sizes

_BELOW_TEXT = 12
_BELOW_FOOT = 56
_MARGIN = 24
"""Kept free above and below what has the focus when the page scrolls to it."""


class ArticlePage(QWidget):
    """The article view with a foot below its last block."""

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        view.setParent(self)
        self._window = QWidget(self)
        self._window.setVisible(False)
        self._foot: QWidget | None = None
        self._arranging = False
        self.setFocusProxy(view)
        view.scrolled.connect(self._arrange)
        view.flow_changed.connect(self._arrange)
        view.page.documentSizeChanged.connect(self._arrange)

    def set_foot(self, foot: QWidget) -> None:
        """Put a widget below the last block, as wide as the column; the page owns it."""
        self._foot = foot
        foot.setParent(self._window)
        foot.installEventFilter(self)
        foot.show()
        self._window.show()
        QWidget.setTabOrder(self.view, foot)
        self.view.anchor.hold_tail_while(self._is_in_foot)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self._arrange()

    def _foot_top(self) -> int:
        return round(self.view.page.text_bottom) + _BELOW_TEXT

    def _arrange(self, _cause: object = None) -> None:
        """Give the foot its room on the page and move it to where that room is in the window."""
        if self._foot is None or self._arranging:
            return
        self._arranging = True
        try:
            left, width = self._beside()
            height = max(self._foot.heightForWidth(width), self._foot.minimumSizeHint().height())
            self.view.page.set_tail_height(_BELOW_TEXT + height + _BELOW_FOOT)
            top = self._foot_top() - self.view.verticalScrollBar().value()
            whole = QRect(left, top, width, height)
            seen = whole & self.view.viewport().geometry()
            if seen.isEmpty():
                # Out of sight but not hidden: what is hidden can't be reached with Tab.
                seen = QRect(whole.left(), self.view.height() if top > 0 else 0, width, 0)
            self._window.setGeometry(seen)
            self._foot.setGeometry(0, whole.top() - seen.top(), width, height)
        finally:
            self._arranging = False

    def _beside(self) -> tuple[int, int]:
        """Where the foot begins and how wide it is: so that what it shows is as wide as the column.

        Its fields keep room around them for the ring that shows the focus. It takes the margins too if it needs them.
        """
        style = self.view.page.style
        edge = sizes(max(1, self.font().pixelSize()))["edge"]
        least = self._foot.minimumSizeHint().width() if self._foot else 0
        width = min(max(round(style.column) + 2 * edge, least), self.view.viewport().width())
        return round(style.left + (style.column - width) / 2), width

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        # Not at once: when something that had the focus is hidden, Qt puts the focus here for a moment on its way.
        if self._foot is not None and new is not None and self._foot.isAncestorOf(new):
            QTimer.singleShot(0, self, self._reveal_focus)

    def _is_in_foot(self) -> bool:
        """Whether the reader is at something in the foot, and sees it."""
        focus = QApplication.focusWidget()
        return (
            self._foot is not None
            and focus is not None
            and self._foot.isAncestorOf(focus)
            and not focus.visibleRegion().isEmpty()
        )

    def _reveal_focus(self) -> None:
        new = QApplication.focusWidget()
        if self._foot is None or new is None or not self._foot.isAncestorOf(new):
            return
        top = self._foot_top() + new.mapTo(self._foot, QPoint(0, 0)).y()
        self._reveal(top, new.height())

    def _reveal(self, top: int, height: int) -> None:
        bar = self.view.verticalScrollBar()
        room = self.view.viewport().height()
        label = 3 * _MARGIN  # the field's label stands above it
        if top - label < bar.value() or height + label > room:
            bar.setValue(top - label)
        elif top + height + _MARGIN > bar.value() + room:
            bar.setValue(top + height + _MARGIN - room)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The article fills the page."""
        super().resizeEvent(event)
        self.view.setGeometry(self.rect())
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the foot when it wants another height."""
        if watched is self._foot and event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """A wheel turned over the foot scrolls the page."""
        bar = self.view.verticalScrollBar()
        if event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier:
            self.view.wheelEvent(event)
            return
        bar.setValue(bar.value() - event.angleDelta().y() * bar.singleStep() * 3 // 120)
        event.accept()
