"""A message as a screen reader meets it: a notification that no one sees.

It is never part of the page and never takes the focus.
"""

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hiitreader.ui.accessible.childless import Childless

_KEPT = 3
"""How many of a window's notifications the screen reader may still ask about."""


class Notification(Childless):
    """A message that seems to pop up over a widget; only a screen reader meets it."""

    def __init__(self, widget: QWidget, message: str) -> None:
        super().__init__()
        self._widget = widget
        self._message = message
        self._gone = False

    def retire(self) -> None:
        self._gone = True
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(self))

    def isValid(self) -> bool:
        return not self._gone and isValid(self._widget)

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._widget.window().windowHandle() if self.isValid() else None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return QAccessible.queryAccessibleInterface(self._widget.window()) if self.isValid() else None

    def text(self, t: QAccessible.Text) -> str:
        return self._message if t == QAccessible.Text.Name else ""

    def rect(self) -> QRect:
        return QRect()

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Notification

    def state(self) -> QAccessible.State:
        return QAccessible.State()


class _Shown(QObject):
    """Holds a window's notifications as long as the screen reader may ask about them."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.notifications: list[Notification] = []
        window.destroyed.connect(self.retire_all)

    def show(self, notification: Notification) -> None:
        """Tell of a notification, and let the oldest go."""
        self.notifications.append(notification)
        while len(self.notifications) > _KEPT:
            self.notifications.pop(0).retire()
        QAccessible.updateAccessibility(QAccessibleEvent(notification, QAccessible.Event.ObjectShow))

    def retire_all(self) -> None:
        """Let go of all of them."""
        while self.notifications:
            self.notifications.pop().retire()


def notify(widget: QWidget, message: str) -> None:
    """Tell a screen reader of a message as a notification; Orca speaks it in every version since 3."""
    window = widget.window()
    found = window.findChild(_Shown, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = found if isinstance(found, _Shown) else _Shown(window)
    shown.show(Notification(widget, message))
