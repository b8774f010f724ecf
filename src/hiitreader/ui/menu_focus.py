"""Gives the focus back when the menu bar is left.

Qt forgets whose it was when a menu is asked for by its letter while the bar is already active: Escape then leaves the
focus in a bar that does nothing with it. This never opens or closes a menu.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenuBar, QWidget
from shiboken6 import isValid


class MenuFocus(QObject):
    """Watches a menu bar, and remembers who had the focus before it."""

    def __init__(self, bar: QMenuBar, application: QApplication) -> None:
        super().__init__(bar)
        self._bar = bar
        self._before: QWidget | None = None
        bar.installEventFilter(self)
        application.focusChanged.connect(self._remember)

    def _remember(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self._bar and old is not None and old is not self._bar:
            self._before = old

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """When Escape has done its work, see whether the bar was left with the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            QTimer.singleShot(0, self, self._give_back)
        return super().eventFilter(watched, event)

    def _give_back(self) -> None:
        if not self._bar.hasFocus() or self._bar.activeAction() is not None:
            return
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.MenuBarFocusReason)
