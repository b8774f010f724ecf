"""What keyboards type, and which keys desktops and screen readers have for themselves.

The tables stand beside this file, in words and signs; nothing here knows a key of the program.
"""

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DEAD = "dead_"
ALONE, SHIFT, ALTGR, BOTH = "plain", "shift", "altgr", "shift+altgr"


class Typed(NamedTuple):
    """What a key types: the key by what it types alone, what is held, and the character or the dead key."""

    key: str
    held: str
    text: str


def layouts() -> dict[str, tuple[Typed, ...]]:
    """Every layout's characters, by its name."""
    return {name: tuple(_typed(lines)) for name, lines in _parts("layouts.txt")}


def taken() -> dict[str, tuple[str, tuple[str, ...]]]:
    """The system and the keys, by who has them."""
    found = {}
    for title, lines in _parts("taken.txt"):
        name, _colon, system = title.partition(": ")
        found[name] = (system, tuple(key for word in " ".join(lines).split() for key in _each(word)))
    return found


def _parts(file: str) -> Iterator[tuple[str, list[str]]]:
    text = (HERE / file).read_text(encoding="utf-8")
    for part in re.split(r"^\[", text, flags=re.MULTILINE)[1:]:
        title, _bracket, rest = part.partition("]\n")
        yield title, rest.strip().splitlines()


def _typed(lines: list[str]) -> Iterator[Typed]:
    rows = {held: line.split() for held, _colon, line in (one.partition(": ") for one in lines)}
    keys = rows[ALONE]
    for held, texts in rows.items():
        assert len(texts) == len(keys), held
        yield from (Typed(key, held, text) for key, text in zip(keys, texts, strict=True) if text != "-")


def _each(word: str) -> Iterator[str]:
    for short, long in (("A-Z", string.ascii_uppercase), ("0-9", string.digits)):
        if word.endswith(short):
            yield from (word.removesuffix(short) + one for one in long)
            return
    if word.endswith("F1-F12"):
        yield from (word.removesuffix("1-F12") + str(number) for number in range(1, 13))
    else:
        yield word
