"""What each command does, by its id: the commands of the table tied to the parts of the program.

It never holds anything of its own.
"""

from collections.abc import Callable, Sequence
from functools import partial

from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import shown, specs
from hiitreader.reading.themes import Theme
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import COMMANDS

Handlers = dict[str, Callable[[], None]]

_STEPS = {
    "larger_text": ("text_size", 1),
    "smaller_text": ("text_size", -1),
    "more_line_height": ("line_height", 1),
    "less_line_height": ("line_height", -1),
    "more_letter_spacing": ("letter_spacing", 1),
    "less_letter_spacing": ("letter_spacing", -1),
    "more_word_spacing": ("word_spacing", 1),
    "less_word_spacing": ("word_spacing", -1),
    "more_paragraph_spacing": ("paragraph_spacing", 1),
    "less_paragraph_spacing": ("paragraph_spacing", -1),
    "wider_column": ("column_width", 1),
    "narrower_column": ("column_width", -1),
}


class ReadingCommands:
    """The commands that change the page, each telling what it changed: a key gives no other sign to who only hears.

    Args:
        preferences: takes the changes.
        themes: the themes to step through.
        say: shows a message and has it spoken.
    """

    def __init__(
        self, preferences: Preferences, themes: Callable[[], Sequence[Theme]], say: Callable[[str], None]
    ) -> None:
        self._preferences = preferences
        self._themes = themes
        self._say = say

    def handlers(self) -> Handlers:
        """What to do for each command, by the command's id."""
        preferences = self._preferences
        changes: dict[str, Callable[[], object]] = {
            f"reading.{name}": partial(preferences.step, setting, times) for name, (setting, times) in _STEPS.items()
        }
        changes["reading.default_text"] = partial(preferences.reset, "text_size")
        changes["reading.next_theme"] = partial(self._step_theme, 1)
        changes["reading.previous_theme"] = partial(self._step_theme, -1)
        changes["reading.undo"] = preferences.undo
        changes["reading.redo"] = preferences.redo
        changes["reading.reset"] = preferences.reset_all
        for command in COMMANDS:
            if command.group == "presets":
                changes[command.id] = partial(preferences.apply_preset, command.id.removeprefix("preset."))
        return {name: partial(self._tell, change) for name, change in changes.items()}

    def _step_theme(self, times: int) -> None:
        self._preferences.step("theme", times, [theme.id for theme in self._themes()])

    def _tell(self, change: Callable[[], object]) -> None:
        old = self._preferences.settings
        change()
        new = self._preferences.settings
        names = {theme.id: _(theme.name) for theme in self._themes()} if old.theme != new.theme else {}
        told = [
            f"{_(one.label)}: {shown(one, getattr(new, one.name), names)}"
            for one in specs()
            if getattr(old, one.name) != getattr(new, one.name)
        ]
        self._say(". ".join(told) if told else _("Nothing changed."))
