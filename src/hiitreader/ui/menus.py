"""The menu bar, from the table of commands. A menu is filled when first opened, so starting pays for its title only.

It never runs a command.
"""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import Command, Group


def add_menus(
    bar: QMenuBar, action: Callable[[str], QAction], commands: Iterable[Command], groups: Iterable[Group]
) -> None:
    """Put a menu for each group without a parent into the bar, in the table's order.

    Args:
        bar: the window's menu bar; owns the menus.
        action: gives a command's action by its id (`Actions.action`); first asked when a menu opens.
        commands: the table.
        groups: the table's groups.
    """
    table, all_groups = tuple(commands), tuple(groups)
    for group in all_groups:
        if not group.parent:
            bar.addMenu(_menu(bar, group, action, table, all_groups))


def _menu(
    parent: QMenuBar | QMenu,
    group: Group,
    action: Callable[[str], QAction],
    commands: tuple[Command, ...],
    groups: tuple[Group, ...],
) -> QMenu:
    menu = QMenu(_(group.label), parent)
    menu.setObjectName(group.id)

    def fill() -> None:
        if not menu.isEmpty():
            return
        menu.addActions([action(command.id) for command in commands if command.group == group.id])
        inner = [other for other in groups if other.parent == group.id]
        if inner:
            menu.addSeparator()
        for other in inner:
            menu.addMenu(_menu(menu, other, action, commands, groups))

    menu.aboutToShow.connect(fill)
    return menu
