"""Text as one writes it who means harm to a terminal, and what tells whether it would still do some.

It never decides what becomes of it.
"""

import re
import unicodedata

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

HARMLESS_MARKS = "\u200c\u200d\u200e\u200f\u061c"
"""Joiners, and marks that turn nothing: words need them."""
STEERING = (
    "\x1b[2J", "\x1b]0;owned\x07", "\x1b]8;;http://x.example\x1b\\", "\x1bP", "\x9b31m", "\x9d0;a\x9c", "\x90", "\x07",
    "\x08", "\r", "\x7f", "\x0e", "\x00", "\n", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\u202e", "\u202d",
    "\u202a", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069", "\ud83d", "\udc1b", "\udc9b", "\udcff",
)  # fmt: skip
WRITTEN = ("&#27;", "&#x1b;", "&#155;", "&#x9b;", "&#7;", "&#8238;", "%1B%5D0;a%07", "\\x1b", "\\u001b", "&amp;#27;")
HONEST = ("a", "Tea ", "é", "中文", "שלום", "مرحبا", "می\u200cخواهم", "🙂", "\u200f", "{", "}", "%s", "<b>", "&", "'")


def hostile(most: int = 12) -> SearchStrategy[str]:
    """Such text."""
    part = st.one_of(st.sampled_from(STEERING), st.sampled_from(STEERING + WRITTEN + HONEST), st.text(max_size=3))
    return st.lists(part, max_size=most).map("".join)


def steers(text: str) -> list[str]:
    """The controls in a text, all of which a terminal may obey."""
    return [letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")]


def turns_on(line: str) -> bool:
    """Whether a line shows letters in another order than they are read in, or turns what comes after it."""
    if re.search("[\u202d\u202e]", line):
        return True
    opened: list[str] = []
    for letter in line:
        if letter in "\u202a\u202b":
            opened.append("\u202c")
        elif letter in "\u2066\u2067\u2068":
            opened.append("\u2069")
        elif letter in "\u202c\u2069" and (not opened or opened.pop() != letter):
            return True
    return bool(opened)
