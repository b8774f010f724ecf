"""Where a word is broken that is longer than its line: after a sign inside it, else anywhere.

It never breaks a word that fits, and never changes what a screen reader is given.
"""

import re
from collections.abc import Callable, Iterator

BREAK = "\u200b"
"""A zero-width space: a line may end here."""
_WORD = re.compile(r"\S+")
_PART = re.compile(r"[^-/@._+]*[-/@._+]*")


def breakable(text: str, width_of: Callable[[str], int], room: int) -> str:
    """The text with places to break in each word that is wider than `room`, in the unit of `width_of`."""

    def broken(found: re.Match[str]) -> str:
        word = found[0]
        return word if width_of(word) <= room else BREAK.join(pieces(word, width_of, room))

    return _WORD.sub(broken, text)


def pieces(word: str, width_of: Callable[[str], int], room: int) -> Iterator[str]:
    """A word in pieces of at most `room`, as long as they can be; one letter at the least."""
    line = ""
    for part in _PART.findall(word):
        if width_of(line + part) <= room:
            line += part
            continue
        if line:
            yield line
        line = ""
        for letter in part:
            if line and width_of(line + letter) > room:
                yield line
                line = ""
            line += letter
    if line:
        yield line
