"""A field that takes the next key pressed as its value, or the next two, where the first is the lead.

Tab, Enter and Escape do in it what they do everywhere, so no one is caught in it (WCAG 2.1.2). It never judges a key.
"""

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from hiitreader.ui.commands import LEAD, after_lead
from hiitreader.ui.key_bindings import shown_key
from hiitreader.ui.lead_keys import MODIFIERS

_LEFT_ALONE = {
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
}
_NO_KEY = MODIFIERS | {Qt.Key.Key_unknown}


class KeyField(QLineEdit):
    """Shows the key that was pressed in it; Backspace empties it.

    `lead_pressed` comes when it is the first of two steps: `key` is still "" then.
    """

    key_changed = Signal(str)
    lead_pressed = Signal()
    enter_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._led = False
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)

    def set_key(self, key: str) -> None:
        """Show a key ("" for none) by its portable name."""
        self.key = key
        self._led = False
        self.setText(shown_key(key))
        self.key_changed.emit(key)

    def event(self, event: QEvent) -> bool:
        """Take keys that would be shortcuts elsewhere."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not _is_left_alone(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Take a key as the value."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if _is_left_alone(event):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.enter_pressed.emit()
            else:
                event.ignore()
        elif plain and event.key() == Qt.Key.Key_Backspace:
            self.set_key("")
        elif event.key() not in _NO_KEY:
            self._take(_portable(event.modifiers(), event.key()), event)

    def _take(self, key: str, event: QKeyEvent) -> None:
        if key == LEAD:
            self.set_key("")
            self._led = True
            self.setText(f"{shown_key(LEAD)}, …")
            self.lead_pressed.emit()
        elif self._led:
            # Ctrl may still be held, as it may when the key is used.
            self.set_key(after_lead(_portable(event.modifiers() & ~Qt.KeyboardModifier.ControlModifier, event.key())))
        else:
            self.set_key(key)


def _portable(modifiers: Qt.KeyboardModifier, key: int) -> str:
    """The key's name. AltGr is Ctrl and Alt, which is what it is where Qt is not told to tell them apart."""
    modifiers &= ~Qt.KeyboardModifier.KeypadModifier
    if modifiers & Qt.KeyboardModifier.GroupSwitchModifier:
        modifiers &= ~Qt.KeyboardModifier.GroupSwitchModifier
        modifiers |= Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    sequence = QKeySequence(QKeyCombination(modifiers, Qt.Key(key)))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def _is_left_alone(event: QKeyEvent) -> bool:
    return event.key() in _LEFT_ALONE and not event.modifiers() & ~(
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    )
