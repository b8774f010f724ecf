"""Ties the table of commands to what the window does: one QAction a command, with the keys in force.

It never decides what a command does and makes no menu.
"""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from hiitreader.errors import N_, Bug
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import Command, Scope, scope_of
from hiitreader.ui.key_bindings import KeyBindings
from hiitreader.ui.tips import set_tip

Handlers = Mapping[str, Callable[[], None]]

_MENU_ROLES = {"file.quit": QAction.MenuRole.QuitRole, "view.settings": QAction.MenuRole.PreferencesRole}


class Actions(QObject):
    """The commands, ready to be put into menus and to be run.

    Keys that type a character work on `article` alone and only while it has the focus itself; all others anywhere in
    `window`. Keys of two steps stand in the menus; `lead_keys.LeadKeys` waits for them. A change in `bindings` holds
    at once.

    Args:
        window: the window; owns everything made here.
        article: the view of the article.
        commands: the table.
        bindings: the keys in force.
        handlers: what each command does, by its id. A `Bug` when one is missing or one too many.
    """

    def __init__(
        self, window: QWidget, article: QWidget, commands: Iterable[Command], bindings: KeyBindings, handlers: Handlers
    ) -> None:
        super().__init__(window)
        self._article = article
        self._bindings = bindings
        self._commands = {command.id: command for command in commands}
        self._check(handlers)
        self._actions = {name: self._made(command, handlers[name]) for name, command in self._commands.items()}
        self._letters: dict[str, list[QShortcut]] = {}
        window.addActions(list(self._actions.values()))
        self._bind()
        self.destroyed.connect(bindings.listen(self._bind))

    def action(self, command_id: str) -> QAction:
        """The action of a command; a `Bug` when there is no such command."""
        try:
            return self._actions[command_id]
        except KeyError:
            raise Bug(N_("There is no command called {id}."), id=command_id) from None

    def run(self, command_id: str) -> None:
        """Do what a command does."""
        self.action(command_id).trigger()

    def set_on(self, command_id: str, *, on: bool) -> None:
        """Say whether a command that toggles is on. Its handler is not run."""
        self.action(command_id).setChecked(on)

    def rest_letters(self, *, on: bool) -> None:
        """Let the keys that work in the article alone rest, or work again: the next letter means something else."""
        for shortcut in (one for bound in self._letters.values() for one in bound):
            shortcut.setEnabled(not on)

    def _check(self, handlers: Handlers) -> None:
        missing = sorted(self._commands.keys() - handlers.keys())
        unknown = sorted(handlers.keys() - self._commands.keys())
        if missing:
            raise Bug(N_("Nothing is done for these commands: {ids}."), ids=", ".join(missing))
        if unknown:
            raise Bug(N_("There are no commands called {ids}."), ids=", ".join(unknown))

    def _made(self, command: Command, handler: Callable[[], None]) -> QAction:
        action = QAction(_(command.label), self)
        action.setObjectName(command.id)
        set_tip(action, _(command.help))
        action.setStatusTip(_(command.help))
        action.setAutoRepeat(command.repeats)
        action.setCheckable(command.toggles)
        action.setMenuRole(_MENU_ROLES.get(command.id, QAction.MenuRole.NoRole))
        action.triggered.connect(lambda _on: handler())
        return action

    def _bind(self) -> None:
        for name, action in self._actions.items():
            keys = self._bindings.keys(name)
            anywhere = [QKeySequence(key) for key in keys if scope_of(key) is Scope.WINDOW]
            if action.shortcuts() != anywhere:
                action.setShortcuts(anywhere)
            self._bind_letters(name, [key for key in keys if scope_of(key) is Scope.ARTICLE])

    def _bind_letters(self, name: str, keys: list[str]) -> None:
        bound = self._letters.get(name, [])
        if [one.key().toString(QKeySequence.SequenceFormat.PortableText) for one in bound] == keys:
            return
        for shortcut in bound:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._letters[name] = [self._letter(name, key) for key in keys]

    def _letter(self, name: str, key: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self._article, context=Qt.ShortcutContext.WidgetShortcut)
        shortcut.setAutoRepeat(self._commands[name].repeats)
        shortcut.activated.connect(self._actions[name].trigger)
        return shortcut
