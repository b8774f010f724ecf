"""Tells in advance how long a piece of Markdown would take to parse, so that no file can hold the program up.

Some marks make the parser look through all that follows: brackets and tags that nothing closes are the worst. It only
counts; it never parses.
"""

import re

TOO_LONG = 0.4
"""Seconds (on a machine of 2020) after which a piece is better shown as plain text. What people write takes less than
a twentieth of that."""

# Seconds for each character looked through, measured with Python-Markdown 3.11.
_BRACKET = 0.25e-6
_PARENTHESIS = 0.1e-6
_TAG = 40e-9
_DECLARATION = 0.4e-6
_BACKTICK = 50e-9
_BREAK = 40e-9
_NAME = 3e-9
_FENCE = 15e-9
# For each character of the text that a span stands in: all of it is put together anew for each span that is found.
_JOINED = 1.6e-9
_SPAN = 0.5e-9
# For each one: a block, a list's item or a definition, a table's cell, a link, a note, a tag, another mark. Text that
# people write has few of them for its length; where nearly every letter is one, it adds up.
_BLOCK = 37e-6
_ITEM = 45e-6
_CELL = 35e-6
_LINK = 40e-6
_NOTE = 60e-6
_ANGLE = 25e-6
_MARK = 12e-6

_TOO_FEW = 10_000

_UNCLOSED_TAG = re.compile(r"<(?:[a-zA-Z/?]|(!))[^<>]*+(?=<|\Z)")
_BLANK = re.compile(r"\n[ \t]*\n")
_BULLETS = re.compile(r"\n(?=[ \t]*[*+-][ \t])")
_NUMBERS = re.compile(r"\n(?=[ \t]*[0-9]+\.[ \t])")
_ITEMS = re.compile(r"^[ \t]*(?:[*+-]|[0-9]+\.|:)[ \t]", re.MULTILINE)
_MARKS = re.compile(r"\*+|_+|`+|[\\<&\[]")
_TICKS = re.compile("`+")
# Where one emphasis ends, and the next begins without a space: *a**b*.
_JOINTS = re.compile(r"(?<=[^\s*])\*{2,}(?=[^\s*])")
_FENCES = re.compile(r"^(?:```|~~~)", re.MULTILINE)
# Twenty lists or quotes within one another, begun on one line.
_DEEP = re.compile(r"^(?:[ \t]*(?:[*+-]|[0-9]+\.)[ \t]|[ \t]*>){20}", re.MULTILINE)
# Lines after which the rest of a block is read anew: definitions, abbreviations, headings, rules.
_BREAKING = re.compile(r"^(?: {0,3}(?::|\*\[|(?:[*_-] *){3})|=+ *$|-+ *$|#)", re.MULTILINE)
_NAMING = re.compile(r"^ {0,3}\[", re.MULTILINE)


def seconds(source: str) -> float:
    """About how long parsing a piece will take beyond what its length alone takes; never much too low."""
    if _DEEP.search(source):
        return 2 * TOO_LONG
    cost = _tags(source) + _fences(source) + _each(source)
    for block in _BLANK.split(source):
        cost += len(block) * (len(_BREAKING.findall(block)) * _BREAK + len(_NAMING.findall(block)) * _NAME)
        cost += sum(_spans(unit) + _brackets(unit) + _ticks(unit) for unit in _units(block))
        if cost > TOO_LONG:
            break
    return cost


def _each(source: str) -> float:
    """What takes the same time wherever it stands."""
    cost = len(_BLANK.findall(source)) * _BLOCK + len(_ITEMS.findall(source)) * _ITEM
    links, notes, angles = map(source.count, ("[", "[^", "<"))
    cost += links * _LINK + notes * _NOTE + angles * _ANGLE + source.count("|") * _CELL
    return cost + (len(_MARKS.findall(source)) - links - angles) * _MARK


def _units(block: str) -> list[str]:
    """The parts of a block that are looked through by themselves: a list's items, else the whole."""
    first = block.lstrip()[:12]
    if first[:1] in ("*", "+", "-"):
        return _BULLETS.split(block)
    if first[:1].isdigit():
        return _NUMBERS.split(block)
    return [block]


def _spans(unit: str) -> float:
    """Spans of all kinds, as many as their marks allow."""
    if len(unit) < _TOO_FEW:
        return 0.0
    spans = len(_MARKS.findall(unit)) + unit.count("\n")
    return len(unit) * (len(_JOINTS.findall(unit)) * _JOINED + spans * _SPAN)


def _brackets(unit: str) -> float:
    cost = _looked_through(unit, "[", "]") * _BRACKET
    return cost + (_looked_through(unit, "(", ")") * _PARENTHESIS if "](" in unit else 0.0)


def _looked_through(unit: str, opening: str, closing: str) -> int:
    """Characters from each opening mark to the one that closes it, or to the end when none does."""
    if unit.count(opening) * len(unit) < _TOO_FEW:
        return 0
    opened: list[int] = []
    total = 0
    for mark in re.finditer(f"[{re.escape(opening + closing)}]", unit):
        if mark[0] == opening:
            opened.append(mark.start())
        elif opened:
            total += mark.start() - opened.pop()
    return total + sum(len(unit) - start for start in opened)


def _ticks(unit: str) -> float:
    """Backticks: from each run to the next one of its length; one without its like spoils the search for all."""
    following: dict[int, int] = {}
    total = 0
    runs = list(_TICKS.finditer(unit))
    opened: int | None = None
    for run in reversed(runs):
        length = run.end() - run.start()
        total += following.get(length, len(unit)) - run.start()
        following[length] = run.start()
    for run in runs:
        length = run.end() - run.start()
        opened = length if opened is None else None if opened == length else opened
    return (len(runs) * len(unit) if opened is not None else total) * _BACKTICK


def _tags(source: str) -> float:
    found = [match[1] for match in _UNCLOSED_TAG.finditer(source)] if "<" in source else []
    declarations = sum(mark is not None for mark in found)
    return len(source) * ((len(found) - declarations) * _TAG + declarations * _DECLARATION)


def _fences(source: str) -> float:
    """Fences that may have no end; those that come in pairs cost nothing worth counting."""
    kinds: dict[str, int] = {}
    for line in _FENCES.finditer(source):
        end = source.find("\n", line.start())
        text = source[line.start() : end if end >= 0 else len(source)].rstrip()
        bare = not text.strip("`~")
        kinds["bare" if bare else "named"] = kinds.get("bare" if bare else "named", 0) + 1
    unpaired = max(0, kinds.get("named", 0) - kinds.get("bare", 0))
    return unpaired * len(source) * _FENCE
