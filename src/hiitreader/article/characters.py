"""Which characters a block may hold: cleans text of controls, and makes names for headings.

It never knows about markup.
"""

import re

from hiitreader.article.blocks import LINE_BREAK

__all__ = ["LINE_BREAK", "clean_code", "clean_line", "clean_prose", "name_of"]

# White space as HTML counts it, then the vertical tab, the next-line control and the separators that mean the same.
_GAP = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2029]+")
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x85\u2029]")

# Controls (but tab and line feed, which are white space and handled before), the soft hyphen (nothing here hyphenates,
# and it splits words for search and speech), the byte order mark, and the overrides U+202D and U+202E, which make text
# look other than it is spoken. U+206A-206F are deprecated format controls.
_UNWANTED = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u202d\u202e\u206a-\u206f\ufeff"
# In code every bidirectional control is unwanted: code must be shown in the order in which it runs and is spoken.
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNWANTED_RE = re.compile(f"[{_UNWANTED}]")
_UNWANTED_IN_CODE_RE = re.compile(f"[{_UNWANTED}{_BIDI}\x1c-\x1f]")
# Halves of pairs, noncharacters (a text document keeps U+FDD0 and U+FDD1 for itself), the object character.
_BROKEN_RE = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff"
    + "".join(chr((plane << 16) + low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_NOT_IN_NAMES = re.compile(r"[^\w\- ]+")


def clean_prose(text: str) -> str:
    """Text with each run of white space as one space, without controls; U+2028 and the no-break space stay."""
    return _sound(_UNWANTED_RE.sub("", _GAP.sub(" ", text)))


def clean_code(text: str) -> str:
    """Text as it stands, its line ends as U+2028, its tabs kept, without other controls."""
    return _sound(_UNWANTED_IN_CODE_RE.sub("", _LINE_ENDS.sub(LINE_BREAK, text)))


def clean_line(text: str) -> str:
    """Text on one line, trimmed: for titles, names and addresses."""
    return clean_prose(text).replace(LINE_BREAK, " ").strip()


def _sound(text: str) -> str:
    return text if text.isascii() else _BROKEN_RE.sub("\ufffd", text)


def name_of(heading: str) -> str:
    """The name that `#name` links give a heading: its words in lower case, joined by hyphens."""
    return _NOT_IN_NAMES.sub("", heading.replace(LINE_BREAK, " ").lower()).strip().replace(" ", "-")
