"""The menu bar, from the table of commands. A menu is filled when first opened, so starting pays for its title only.

It never runs a command.
"""

from collections.abc import Iterable

from PySide6.QtWidgets import QMenu, QMenuBar

from hiitreader.system.translations import gettext as _
from hiitreader.ui.actions import Actions
from hiitreader.ui.commands import Command, Group


def add_menus(bar: QMenuBar, actions: Actions, commands: Iterable[Command], groups: Iterable[Group]) -> None:
    """Put a menu for each group without a parent into the bar, in the table's order.

    Args:
        bar: the window's menu bar; owns the menus.
        actions: the commands' actions.
        commands: the table.
        groups: the table's groups.
    """
    table, all_groups = tuple(commands), tuple(groups)
    for group in all_groups:
        if not group.parent:
            bar.addMenu(_menu(bar, group, actions, table, all_groups))


def _menu(
    parent: QMenuBar | QMenu, group: Group, actions: Actions, commands: tuple[Command, ...], groups: tuple[Group, ...]
) -> QMenu:
    menu = QMenu(_(group.label), parent)
    menu.setObjectName(group.id)
    menu.setToolTipsVisible(False)

    def fill() -> None:
        if not menu.isEmpty():
            return
        menu.addActions([actions.action(command.id) for command in commands if command.group == group.id])
        inner = [other for other in groups if other.parent == group.id]
        if inner:
            menu.addSeparator()
        for other in inner:
            menu.addMenu(_menu(menu, other, actions, commands, groups))

    menu.aboutToShow.connect(fill)
    return menu
