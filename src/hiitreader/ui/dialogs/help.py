"""The key help: every command by group, with its keys and what it does, to read through or to search.

It is made from the table of commands and changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.commands import Command, Group, group_path, plain
from hiitreader.ui.dialogs.filter_list import FilterList, list_column
from hiitreader.ui.dialogs.ranking import folded
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.form_rows import push_button
from hiitreader.ui.key_bindings import KeyBindings, shown_key, spoken_keys

NO_KEY = N_("no key")


def group_titles(groups: Iterable[Group]) -> dict[str, str]:
    """What each group is called where it stands alone ("Go: Next"), by its id, in the table's order."""
    table = tuple(groups)
    return {group.id: ": ".join(plain(_(one.label)) for one in group_path(table, group.id)) for group in table}


def command_rows(
    commands: Iterable[Command], groups: Iterable[Group], bindings: KeyBindings, typed: str
) -> tuple[list[Row], int]:
    """A row for each group and for its commands that have every typed word, and how many commands these are."""
    table, parts = tuple(commands), folded(typed).split()
    titles = group_titles(groups)
    rows: list[Row] = []
    total = 0
    for group_id, title in titles.items():
        inside = [
            row
            for command in table
            if command.group == group_id
            for row in [_row(command, bindings)]
            if all(part in folded(f"{row.spoken} {' '.join(row.keys)} {title}") for part in parts)
        ]
        if inside:
            count = ngettext("{count} command", "{count} commands", len(inside)).format(count=len(inside))
            rows += [Row(None, title, f"{title}, {count}", title=True), *inside]
            total += len(inside)
    return rows, total


def _row(command: Command, bindings: KeyBindings) -> Row:
    label, help_, keys = plain(_(command.label)), _(command.help), bindings.keys(command.id)
    said = spoken_keys(keys) or _(NO_KEY)
    return Row(command.id, label, f"{label}: {said}. {help_}", tuple(map(shown_key, keys)), help_, indent=1)


def found_commands(
    commands: Iterable[Command], groups: Iterable[Group], bindings: KeyBindings, typed: str
) -> tuple[Sequence[Row], str]:
    """The rows of `command_rows`, and a sentence that says how many commands these are."""
    rows, total = command_rows(commands, groups, bindings, typed)
    if not rows:
        return (), _("No command found")
    return rows, ngettext("{count} command", "{count} commands", total).format(count=total)


class KeyHelp(ReturningDialog):
    """The key help. Make one for a window and call `begin()` each time.

    Args:
        window: the window it belongs to.
        commands: the table.
        groups: the table's groups.
        bindings: the keys in force.
        change_keys: opens the dialog for changing keys, after this one has closed.
        say: tells a screen reader.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        commands: Iterable[Command],
        groups: Iterable[Group],
        bindings: KeyBindings,
        change_keys: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        super().__init__(window, _("Keys and commands"), columns=80, lines=32)
        self._commands, self._groups = tuple(commands), tuple(groups)
        self._bindings = bindings
        self.box = FilterList(_("Search"), _("Keys and commands"), self._find, say)
        change = push_button(_("&Change keys…"))
        close = push_button(_("C&lose"))
        for button in (change, close):
            button.setAutoDefault(False)
        change.clicked.connect(self.accept)
        change.clicked.connect(lambda _on: change_keys())
        close.clicked.connect(self.reject)
        list_column(self, self.box, (change, close))

    def begin(self) -> None:
        """Open it with all commands."""
        self.box.start()
        self.open()

    def _find(self, typed: str) -> tuple[Sequence[Row], str]:
        return found_commands(self._commands, self._groups, self._bindings, typed)
