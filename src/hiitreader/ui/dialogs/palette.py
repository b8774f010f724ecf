"""The command palette: type a few letters of what you want, Enter does it.

It lists what the table of commands has and runs nothing itself: `Actions` does, once the focus is back.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import Command, Group, plain
from hiitreader.ui.dialogs.filter_list import FilterList, list_column
from hiitreader.ui.dialogs.help import group_titles
from hiitreader.ui.dialogs.ranking import best_first, folded, rank
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.key_bindings import KeyBindings, shown_key, spoken_key

PALETTE = "help.palette"
ON_NOW = N_("on")
STEP = 20
"""Milliseconds between two looks whether the window has the focus again, and how often it is looked for."""
PATIENCE = 15


class Palette(ReturningDialog):
    """The palette. Make one for a window and call `begin()` each time.

    Args:
        window: the window it belongs to.
        actions: runs a command, and knows which can be run just now.
        commands: the table.
        groups: the table's groups.
        bindings: the keys in force.
        say: tells a screen reader.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        actions: Actions,
        commands: Iterable[Command],
        groups: Iterable[Group],
        bindings: KeyBindings,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window, _("Find a command"))
        self._window = window.window()
        self._actions = actions
        self._bindings = bindings
        self._groups = group_titles(groups)
        self._commands = [command for command in commands if command.id != PALETTE]
        self._folded = {command.id: _folded(command, self._groups[command.group]) for command in self._commands}
        self._wanted = ""
        self.box = FilterList(_("Command"), _("Commands"), self._find, say)
        self.box.chosen.connect(self._chosen)
        list_column(self, self.box)
        self.finished.connect(self._run)

    def begin(self) -> None:
        """Open it with an empty field."""
        self._wanted = ""
        self.box.start()
        self.open()

    def _find(self, typed: str) -> tuple[Sequence[Row], str]:
        text = folded(typed)

        def fit(command: Command) -> tuple[int, int] | None:
            name, elsewhere = self._folded[command.id]
            return rank(text, name, [folded(key) for key in self._bindings.keys(command.id)], elsewhere)

        found = best_first(self._commands, fit) if text else self._commands
        if not found:
            return (), _("No command found")
        count = ngettext("{count} command", "{count} commands", len(found)).format(count=len(found))
        return [self._row(command) for command in found], count

    def _row(self, command: Command) -> Row:
        label, group = plain(_(command.label)), self._groups[command.group]
        keys = self._bindings.keys(command.id)
        states = [_(ON_NOW)] if self._actions.action(command.id).isChecked() else []
        spoken = ", ".join([label, *states, group, *(spoken_key(key) for key in keys)])
        return Row(command.id, " · ".join([label, group, *states]), spoken, tuple(shown_key(key) for key in keys[:2]))

    def _chosen(self, command_id: object) -> None:
        self._wanted = str(command_id)
        self.accept()

    def _run(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            QTimer.singleShot(0, self._actions, lambda: self._run_in_window(wanted, PATIENCE))

    def _run_in_window(self, command_id: str, patience: int) -> None:
        # The window system gives the window its focus back when it likes; the command should find it there.
        if patience and not self._window.isActiveWindow():
            QTimer.singleShot(STEP, self._actions, lambda: self._run_in_window(command_id, patience - 1))
        else:
            self._actions.run(command_id)


def _folded(command: Command, group: str) -> tuple[str, str]:
    return folded(plain(_(command.label))), folded(f"{group} {_(command.help)}")
