"""Keys of two steps: after the lead the next key runs a command, wherever the focus is.

No key with Ctrl and Alt can do that: with them, or with AltGr, which is the same on Windows, keyboards type. The first
step is told at once and has no end of time (WCAG 2.2, 2.2.1); Escape ends it, and so does anything but a key that
comes second. It never decides which keys these are, nor what a command does.
"""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from hiitreader.system.translations import gettext as _
from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import LEAD, Command, after_lead, second_step
from hiitreader.ui.key_bindings import KeyBindings, shown_key, spelt_key, spoken_key
from hiitreader.ui.reserved_keys import why_reserved
from hiitreader.ui.status_line import StatusLine

MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}
"""Keys that are held with another one, and are no step by themselves."""
_ELSEWHERE = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.WindowDeactivate,
}


class LeadKeys(QObject):
    """Waits for the lead in a window, and then for the second key.

    The second key may come with Ctrl still held. Where it is held down, a command that repeats is run again, and
    nothing is typed.

    Args:
        window: the window; the lead works anywhere in it.
        actions: run the commands; their letters rest while the second key is waited for.
        commands: the table.
        bindings: the keys in force.
        status: where the first step is told.
    """

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        commands: Iterable[Command],
        bindings: KeyBindings,
        status: StatusLine,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._commands = tuple(commands)
        self._bindings = bindings
        self._status = status
        self._seconds: dict[str, QShortcut] = {}
        self._said = ""
        self._held: Command | None = None
        self._lead = QShortcut(QKeySequence(LEAD), window)
        self._lead.setAutoRepeat(False)
        self._lead.activated.connect(self._begin)

    @property
    def is_waiting(self) -> bool:
        """Whether the second key is waited for."""
        return bool(self._said)

    def _begin(self) -> None:
        if not self.is_waiting:
            self._stop_holding()
            self._actions.rest_letters(on=True)
            self._seconds = dict(self._made())
            _application().installEventFilter(self)
            _application().focusChanged.connect(self._end)
        said = _("{key}, and then?").format(key=spoken_key(LEAD))
        shown = _("{key}, and then? Press the second key, or Escape.").format(key=shown_key(LEAD))
        self._said = said
        self._status.say(said, shown=shown)

    def _end(self, *_focus: object) -> None:
        """Wait no longer. What was told of it goes too, unless something else was told meanwhile."""
        if not self.is_waiting:
            return
        application = _application()
        application.removeEventFilter(self)
        application.focusChanged.disconnect(self._end)
        for shortcut in self._seconds.values():
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._seconds = {}
        self._actions.rest_letters(on=False)
        said, self._said = self._said, ""
        if self._status.message == said:
            self._status.say("")

    def _made(self) -> Iterable[tuple[str, QShortcut]]:
        """A shortcut for each second key, so that Qt finds the letter on keyboards that have no Latin ones, too."""
        for command in self._commands:
            for second in filter(None, map(second_step, self._bindings.keys(command.id))):
                shortcut = QShortcut(QKeySequence(second), self._window)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(partial(self._run, command))
                yield second, shortcut

    def _run(self, command: Command) -> None:
        self._end()
        self._hold(command)
        self._actions.run(command.id)

    # -- what is pressed meanwhile ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Take the second key before any field does, or end."""
        if isinstance(event, QKeyEvent):
            if event.key() in MODIFIERS:
                return False
            return self._wait(event) if self.is_waiting else self._repeat(event)
        if event.type() in _ELSEWHERE or (
            isinstance(event, QInputMethodEvent) and (event.commitString() or event.preeditString())
        ):
            self._end()
            self._stop_holding()
        return super().eventFilter(watched, event)

    def _wait(self, event: QKeyEvent) -> bool:
        if event.type() is QEvent.Type.KeyRelease:
            return False
        first_look = event.type() is QEvent.Type.ShortcutOverride
        key = _second(event)
        known = key in self._seconds or key == LEAD
        if event.isAutoRepeat() or event.key() == Qt.Key.Key_Escape or (known and _with_control(event)):
            event.accept()  # it comes again as a press
            return True if first_look else self._press(event, key)
        if why_reserved(after_lead(key)) or event.modifiers() & Qt.KeyboardModifier.GroupSwitchModifier:
            self._end()  # a key that can't come second does what it always does
            return False
        if first_look:
            event.ignore()  # no field's: a shortcut's, if there is one
            return True
        return self._press(event, key)

    def _press(self, event: QKeyEvent, key: str) -> bool:
        if event.isAutoRepeat():
            return True
        if key == LEAD:
            self._begin()
        elif key in self._seconds:
            self._seconds[key].activated.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._end()
            self._status.say(_("Nothing was done."))
        else:
            self._end()
            self._status.say(_("No command has the key {key}.").format(key=spoken_key(after_lead(key))))
        return True

    # -- held down --------------------------------------------------------------------------------------------------

    def _hold(self, command: Command) -> None:
        self._held = command
        _application().installEventFilter(self)

    def _stop_holding(self) -> None:
        if self._held is not None:
            self._held = None
            _application().removeEventFilter(self)

    def _repeat(self, event: QKeyEvent) -> bool:
        command = self._held
        if command is None or not event.isAutoRepeat():
            self._stop_holding()
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress and command.repeats:
            self._actions.run(command.id)
        return True


def _with_control(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _second(event: QKeyEvent) -> str:
    """The key as it would come second: held Ctrl is left from the lead. The lead itself is the lead again."""
    combination = event.keyCombination()
    key = QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)
    if key == LEAD:
        return LEAD
    return spelt_key(key.replace("Ctrl+", "", 1)) if key.count("+") and not key.endswith("Ctrl+") else key


def _application() -> QApplication:
    application = QCoreApplication.instance()
    assert isinstance(application, QApplication)
    return application
