"""Tool tips, which show words as they were written: Qt would take what looks like HTML in them for HTML.

A tip says headings, addresses and names that strangers chose. As HTML they could open files, ask hosts for pictures and
hold the window for minutes. It never changes what is said anywhere else.
"""

import re
import textwrap

from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QWidget

LONGEST, WIDEST = 600, 60
"""Characters of a tip, and of one of its lines: Qt breaks none, and letters may be four times as large as usual."""
_MARKUP = re.compile("[<&]")
_JOINER = "\u2060"  # has no width and allows no break, and no name of an element begins with it


def as_tip(words: str) -> str:
    """Words in the form in which a tool tip shows them: never HTML to Qt (`Qt.mightBeRichText`), cut when very long."""
    shown = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    if len(shown) > WIDEST:
        lines = (textwrap.wrap(line, WIDEST, break_on_hyphens=False) for line in shown.splitlines())
        shown = "\n".join(part for line in lines for part in line or [""])
    if _MARKUP.search(shown) and Qt.mightBeRichText(shown):
        return _MARKUP.sub(rf"\g<0>{_JOINER}", shown)
    return shown


def set_tip(owner: QWidget | QAction, words: str) -> None:
    """Give a widget or an action its tool tip; "" takes it away."""
    owner.setToolTip(as_tip(words))
