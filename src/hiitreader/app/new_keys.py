"""Tells once that keys have changed, to those who had the program before: a newcomer has nothing to learn anew.

It is asked after the first picture, and never on the window's own thread. It changes no key.
"""

import json
from collections.abc import Callable
from pathlib import Path

from hiitreader.errors import Problem
from hiitreader.system.files import read_bytes_or_none, write_private
from hiitreader.system.lanes import Outcome
from hiitreader.system.paths import Paths
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import LEAD, after_lead
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.key_bindings import spoken_key
from hiitreader.ui.notice import Notices, Way

TOLD_FILE = "told.json"
"""In the folder of the settings: what has been told once."""


def tell_new_keys(paths: Paths, lane: GuiLane, notices: Notices, show_keys: Callable[[], None]) -> None:
    """Look whether it has to be told, and tell it.

    Args:
        paths: where what is kept is.
        lane: the disk's.
        notices: where it is told.
        show_keys: opens the list of all keys.
    """

    def looked(outcome: Outcome[bool]) -> None:
        if outcome.get():
            notices.news(_words(), Way(_("Show the keys"), show_keys))

    lane.submit(lambda: has_to_be_told(paths), looked)


def has_to_be_told(paths: Paths) -> bool:
    """Whether a window was closed here before, and nothing told of the keys of two steps; it counts as told then.

    Where that can't be kept, it is told again at the next start.
    """
    told = paths.config / TOLD_FILE
    was_here = False
    try:
        if told.exists():
            return False
        was_here = _was_here(paths.config / "window.json")
        write_private(told, json.dumps({"keys": LEAD}).encode() + b"\n")
    except OSError:
        return False  # what stands in the way of files is told by those that hold something
    except Problem:
        return was_here
    return was_here


def _was_here(window_file: Path) -> bool:
    """Whether there is what a window leaves behind when it closes."""
    data = read_bytes_or_none(window_file)
    try:
        kept = json.loads(data or b"")
    except (ValueError, RecursionError):
        return False
    return isinstance(kept, dict) and "version" in kept


def _words() -> str:
    return _(
        "Some keys have changed, because Ctrl and Alt type characters on many keyboards. Instead of holding Ctrl and "
        "Alt, press {lead} and then the letter: {example} goes to the next heading."
    ).format(lead=spoken_key(LEAD), example=spoken_key(after_lead("H")))
