"""The words around what was found in a text: where the most of it stands together, rather from a sentence's start on.

It goes over a text once, however often something was found in it, and never looks anything up.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

OPEN, CLOSE, CUT = "\x02", "\x03", "…"
APART = "\u200b"
"""Stands between words that no space is put between."""
WORDS = 24
_LONGEST = 200
"""Letters after which a word counts as another."""
_NEW = 1_000
"""What a word counts that was found the first time in a snippet; one that was found before counts one."""
_SENTENCE, _START = 100, 120
"""What it counts that a snippet begins with a sentence, or with the text."""
_MARKS_AND_SPACES = f" \t\r\n{OPEN}{CLOSE}"
_NO_LETTERS = (
    f"\\s{APART}{OPEN}{CLOSE}!-/:-@\\[-`{{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    "\u2010-\u205e\u3001-\u3003\u3008-\u301f"
)
_WORD = re.compile(f"[{OPEN}{CLOSE}]|[^{_NO_LETTERS}]{{1,{_LONGEST}}}")


class _Words(NamedTuple):
    """Where the words of a text are; by their numbers, those that were found and those that a sentence begins with."""

    spans: list[tuple[int, int]]
    found: dict[int, str]
    beginning: set[int]


def snippet(text: str) -> str:
    """The words around those of a text that stand between `OPEN` and `CLOSE`, "" when there are none.

    Where others were left out there is `CUT`. It is chosen as FTS5 does, which compares each found word with each.
    """
    words = _words(text)
    if not words.found or len(words.spans) <= WORDS:
        return text if words.found else ""
    first = _best(words)
    last = first + WORDS - 1
    begin = words.spans[first][0] if first else 0
    end = words.spans[last][1] if last < len(words.spans) - 1 else len(text)
    before = (CUT + OPEN if first in words.found else CUT) if first else ""
    after = (CLOSE + CUT if last in words.found else CUT) if end < len(text) else ""
    return before + text[begin:end] + after


def _words(text: str) -> _Words:
    words, inside, ended = _Words([], {}, {0}), False, 0
    for match in _WORD.finditer(text):
        if match[0] in (OPEN, CLOSE):
            inside = match[0] == OPEN
            continue
        if (gap := text[ended : match.start()]) and gap.rstrip(_MARKS_AND_SPACES).endswith((".", ":")):
            words.beginning.add(len(words.spans))
        if inside:
            words.found[len(words.spans)] = match[0].casefold()
        words.spans.append(match.span())
        ended = match.end()
    return words


def _best(words: _Words) -> int:
    """The number of the word that a snippet begins with."""
    most, best = 0, 0
    for start, last, score in _weighed(words):
        value, begin = score, start
        if start in words.beginning:
            value += _SENTENCE if start else _START
        else:  # what was found stands in the middle
            begin = start - (WORDS - (last + 1 - start)) // 2
        if value > most:
            most, best = value, begin
    return max(0, min(best, len(words.spans) - WORDS))


def _weighed(words: _Words) -> Iterator[tuple[int, int, int]]:
    """Words that a snippet may begin with, each with the last found one from it on and what all of them count."""
    numbers, among = list(words.found), Counter[str]()
    low = high = 0
    for start in sorted({*numbers, *_beginnings(words)}):
        while high < len(numbers) and numbers[high] < start + WORDS:
            among[words.found[numbers[high]]] += 1
            high += 1
        while low < high and numbers[low] < start:
            word = words.found[numbers[low]]
            among[word] -= 1
            if not among[word]:
                del among[word]
            low += 1
        if low < high:
            yield start, numbers[high - 1], len(among) * _NEW + high - low - len(among)


def _beginnings(words: _Words) -> Iterator[int]:
    """Where the sentences begin in which something was found."""
    before = 0
    for number in sorted({*words.found, *words.beginning}):
        if number in words.beginning:
            before = number
        if number in words.found:
            yield before
