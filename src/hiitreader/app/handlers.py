"""What each command does, by its id: the commands of the table tied to the parts of the program.

It never holds anything of its own.
"""

from collections.abc import Callable
from functools import partial

from hiitreader.reading.preferences import Preferences
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


def reading_handlers(preferences: Preferences, themes: Callable[[], list[str]]) -> Handlers:
    """The commands that change the page.

    Args:
        preferences: takes the changes.
        themes: the ids of the themes to step through.
    """
    handlers: Handlers = {
        f"reading.{name}": partial(preferences.step, setting, times) for name, (setting, times) in _STEPS.items()
    }
    handlers["reading.default_text"] = partial(preferences.reset, "text_size")
    handlers["reading.next_theme"] = lambda: preferences.step("theme", 1, themes())
    handlers["reading.previous_theme"] = lambda: preferences.step("theme", -1, themes())
    handlers["reading.undo"] = lambda: _do(preferences.undo)
    handlers["reading.redo"] = lambda: _do(preferences.redo)
    handlers["reading.reset"] = preferences.reset_all
    for command in COMMANDS:
        if command.group == "presets":
            handlers[command.id] = partial(preferences.apply_preset, command.id.removeprefix("preset."))
    return handlers


def _do(change: Callable[[], bool]) -> None:
    change()
