"""Which keys a command can't have, and why: those that type, and those of fields, screen readers and desktops.

It knows the portable names of keys, and no command. A key is judged alike on every system, so that a file of keys can
be taken from one to another; only macOS has some more for itself.
"""

import sys

from hiitreader.errors import N_
from hiitreader.ui.commands import LEAD, second_step

FIELDS = N_("{key} is needed by text fields, lists or menus.")
TYPING = N_("{key} is needed for typing on some keyboards.")
DESKTOP = N_("{key} is taken by the desktop on some computers.")
SCREEN_READER = N_("{key} is a key of a screen reader.")
BEGINS = N_("{key} begins the keys of two steps.")
SECOND = N_("After {lead} comes one character or an arrow key, alone or with Shift.")

ARROWS = ("Left", "Right", "Up", "Down")
MOVING = (*ARROWS, "Home", "End", "PgUp", "PgDown")
_EDITING = ("C", "X", "V", "A", "Z", "Y", "Shift+Z", "K", "U", "Ins", "Tab", "Shift+Tab")
_CONTROL = ("Tab", "Backtab", "Space", "Return", "Enter", "Esc", "Backspace", "Del", "Ins", "Menu", "Shift+F10", "F10")

_FIELDS = frozenset(
    [f"Ctrl+{key}" for key in (*_EDITING, *MOVING, "Backspace", "Del")]
    + [f"Ctrl+Shift+{key}" for key in MOVING]
    + [f"{shift}{key}" for shift in ("", "Shift+") for key in (*MOVING, *_CONTROL)]
)
_FIELDS_ON_A_MAC = frozenset(f"{held}{key}" for held in ("Alt+", "Alt+Shift+") for key in (*MOVING, "Backspace", "Del"))
"""Word by word, and paragraph by paragraph."""

_TYPING = frozenset(
    ["Ctrl+Space", "Ctrl+Shift+Space", "Ctrl+Shift+U", "Ctrl+.", "Ctrl+;"]  # input methods: on or off, Unicode, emoji
    + [f"Ctrl+Shift+{digit}" for digit in range(10)]  # Windows: one of its languages
)
_DESKTOP = frozenset(
    ["Ctrl+Esc", "Ctrl+Shift+Esc", "Alt+Ins", "Alt+Del"]
    + [f"Alt+{shift}{key}" for shift in ("", "Shift+") for key in ("Tab", "Backtab", "Esc", "Space")]
)
_DESKTOP_ON_A_MAC = frozenset(
    ["Ctrl+H", "Ctrl+M", "Ctrl+`", "Ctrl+Shift+`", "Ctrl+Shift+Q", "Ctrl+Shift+/", "Ctrl+?", "F11"]
)
_HABIT_ON_A_MAC = "Meta+Ctrl+F"
"""The key for the full screen, the one with Control that a program is meant to have."""
_SCREEN_READER = frozenset(f"Alt+Shift+{key}" for key in ARROWS)
"""Orca: from cell to cell. What else it has with these two is a letter, which types besides."""


def why_reserved(key: str, system: str = sys.platform) -> str:
    """The sentence, with fields `{key}` and `{lead}`, that says why no command can have a key; "" when one can.

    Args:
        key: its portable name, as Qt spells it.
        system: named as `sys.platform` names it.
    """
    second = second_step(key)
    if second:
        return "" if _can_be_second(second) else SECOND
    *held, name = _parts(key)
    mac = system == "darwin"
    if key == LEAD:
        return BEGINS
    if key in _FIELDS or (mac and key in _FIELDS_ON_A_MAC) or (held == ["Alt"] and len(name) == 1 and name.isalpha()):
        return FIELDS
    if "Meta" in held:
        return "" if mac and key == _HABIT_ON_A_MAC else DESKTOP
    if key in _DESKTOP or name == "Print" or (mac and key in _DESKTOP_ON_A_MAC):
        return DESKTOP
    if key in _TYPING or ("Alt" in held and _is_character(name)):
        return TYPING
    if key in _SCREEN_READER:
        return SCREEN_READER
    return DESKTOP if _desktops_take(held, name) else ""


def _desktops_take(held: list[str], name: str) -> bool:
    # Alt and the function keys are the window's own menu, Ctrl and them the desktops; Ctrl and Alt all sorts.
    return {"Ctrl", "Alt"} <= set(held) or (_is_function_key(name) and bool({"Ctrl", "Alt"} & set(held)))


def _can_be_second(key: str) -> bool:
    *held, name = _parts(key)
    return set(held) <= {"Shift"} and (_is_character(name) or name in MOVING)


def _parts(key: str) -> list[str]:
    """The modifiers, and the key in the last place: "Ctrl++" is Ctrl and the plus key."""
    head, _, name = key[:-1].rpartition("+")
    return [*filter(None, head.split("+")), name + key[-1:]]


def _is_character(name: str) -> bool:
    return len(name) == 1 or name == "Space"


def _is_function_key(name: str) -> bool:
    return name[:1] == "F" and name[1:].isdigit()
