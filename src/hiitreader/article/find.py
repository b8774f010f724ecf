"""Finds words in a flow.

It finds what is written, not what is meant: accents are never folded. It never shows or moves anything.
"""

import re
from dataclasses import dataclass
from unicodedata import normalize

from hiitreader.article.flow import Flow, units


@dataclass(frozen=True, slots=True)
class FindQuery:
    """What is looked for: words, with case or not, as whole words or also within others."""

    text: str
    match_case: bool = False
    whole_word: bool = False


# What a word is made of: letters, digits, the underscore, and marks that stand on a letter.
_WORD = r"[\w\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
# What a keyboard types for what is printed.
_TYPED = {"'": "['\u2018\u2019\u02bc]", '"': '["\u201c\u201d\u201e]', "-": "[-\u2010\u2011]"}


def find_all(flow: Flow, query: FindQuery) -> list[tuple[int, int]]:
    """Where the words are: (position of the first character, position after the last), in reading order.

    Positions are UTF-16 units. Matches don't overlap and don't cross blocks; a space in the query stands for any run
    of white space, a typed apostrophe or quotation mark also for the printed ones. No words, no matches.
    """
    words = query.text.split()
    if not words:
        return []
    pattern = _pattern(query)
    found = []
    for index, block in enumerate(flow):
        text, start, counted = block.text, -1, 0
        for match in pattern.finditer(text):
            if start < 0:
                start = flow.text_start(index)
            start += units(text[counted : match.start()])
            end = start + units(match[0])
            found.append((start, end))
            start, counted = end, match.end()
    return found


def _pattern(query: FindQuery) -> re.Pattern[str]:
    """The query as a pattern; letters with their accents match whether they are written in one piece or two."""
    forms = dict.fromkeys(normalize(form, query.text) for form in ("NFC", "NFD"))
    either = "|".join(_edged(form, whole_word=query.whole_word) for form in forms)
    return re.compile(either, 0 if query.match_case else re.IGNORECASE)


def _edged(text: str, *, whole_word: bool) -> str:
    """The words, where they may begin and end: a sign at the edge of the query ends a word by itself.

    Never within a letter, so that "e" does not find half of an "é" that is written in two pieces.
    """
    words = text.split()
    before = f"(?<!{_WORD})" if whole_word and re.match(_WORD, words[0][0]) else ""
    after = f"(?!{_WORD})" if whole_word and re.match(_WORD, words[-1][-1]) else "(?![\u0300-\u036f])"
    return before + r"\s+".join(_literal(word) for word in words) + after


def _literal(word: str) -> str:
    return "".join(_TYPED.get(letter, re.escape(letter)) for letter in word)
