"""The dialogs, each made when it is first opened and kept. It never decides what a command does."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from hiitreader.app.handlers import Handlers
from hiitreader.ui.actions import Actions
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.commands import COMMANDS, GROUPS
from hiitreader.ui.key_bindings import KeyBindings
from hiitreader.ui.window import ReaderWindow

if TYPE_CHECKING:
    from hiitreader.ui.dialogs.elements_list import ElementsList
    from hiitreader.ui.dialogs.help import KeyHelp
    from hiitreader.ui.dialogs.keys import ChangeKeys
    from hiitreader.ui.dialogs.palette import Palette


class Dialogs:
    """The dialogs of a window.

    Args:
        window: the window they belong to.
        view: the article's view.
        visit: goes to a position, with a way back.
        bindings: the keys in force.
        actions: the commands' actions, asked when the palette is first opened.
    """

    def __init__(
        self,
        window: ReaderWindow,
        view: ArticleView,
        visit: Callable[[int], None],
        bindings: KeyBindings,
        actions: Callable[[], Actions],
    ) -> None:
        self._window = window
        self._view = view
        self._visit = visit
        self._bindings = bindings
        self._actions = actions

    def commands(self) -> Handlers:
        """What to do for each command this knows, by the command's id."""
        return {
            "find.elements": self.find_elements,
            "help.keys": self.show_keys,
            "help.palette": self.find_command,
            "help.change_keys": self.change_keys,
        }

    def find_elements(self) -> None:
        """Open the list of headings, links and so on."""
        self._elements_list.begin()

    def show_keys(self) -> None:
        """Open the help on keys."""
        self._key_help.begin()

    def find_command(self) -> None:
        """Open the command palette."""
        self._palette.begin()

    def change_keys(self) -> None:
        """Open the dialog for changing keys."""
        self._change_keys.begin()

    @cached_property
    def _elements_list(self) -> "ElementsList":
        from hiitreader.ui.dialogs.elements_list import ElementsList

        return ElementsList(self._window, self._view, self._visit, self._window.say)

    @cached_property
    def _palette(self) -> "Palette":
        from hiitreader.ui.dialogs.palette import Palette

        return Palette(
            self._window,
            actions=self._actions(),
            commands=COMMANDS,
            groups=GROUPS,
            bindings=self._bindings,
            say=self._window.say,
        )

    @cached_property
    def _key_help(self) -> "KeyHelp":
        from hiitreader.ui.dialogs.help import KeyHelp

        return KeyHelp(
            self._window,
            commands=COMMANDS,
            groups=GROUPS,
            bindings=self._bindings,
            change_keys=self.change_keys,
            say=self._window.say,
        )

    @cached_property
    def _change_keys(self) -> "ChangeKeys":
        from hiitreader.ui.dialogs.keys import ChangeKeys

        return ChangeKeys(self._window, commands=COMMANDS, groups=GROUPS, bindings=self._bindings, say=self._window.say)
