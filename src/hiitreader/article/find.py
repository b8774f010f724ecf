"""Finds words in a flow.

It finds what is written, not what is meant: accents are never folded. It never shows or moves anything.
"""

import re
from collections.abc import Iterator
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
_ASCII = re.compile("[A-Za-z0-9]+")
_ONE_FORM = re.compile("[A-HJLM-RT-Za-hjlm-rt-z0-9]+")
_APART = "\0"
"""What stands between texts that are looked through as one: no text has it, and no match reaches over it."""
# What a keyboard types for what is printed.
_TYPED = {"'": "['\u2018\u2019\u02bc]", '"': '["\u201c\u201d\u201e]', "-": "[-\u2010\u2011]"}


def find_all(flow: Flow, query: FindQuery) -> list[tuple[int, int]]:
    """Where the words are: (position of the first character, position after the last), in reading order.

    Positions are UTF-16 units. Matches don't overlap and don't cross blocks; a space in the query stands for any run
    of white space, a typed apostrophe or quotation mark also for the printed ones. No words, no matches.
    """
    return Finder(query).ranges(flow, 0, len(flow))


class Finder:
    """Finds the words of one query in parts of a flow, as `find_all` says."""

    def __init__(self, query: FindQuery) -> None:
        self._words = bool(query.text.split())
        self._pattern = _pattern(query) if self._words else re.compile("")
        self._plain = _Plain(query)

    def ranges(self, flow: Flow, first: int, last: int) -> list[tuple[int, int]]:
        """The matches in the blocks from `first` to before `last`."""
        found: list[tuple[int, int]] = []
        for index in range(first, last if self._words else first):
            text = flow[index].text
            if self._plain.knows and text.isascii():
                spans = self._plain.spans(text)
                if spans:
                    start = flow.text_start(index)
                    found += [(start + begin, start + end) for begin, end in spans]
            elif self._plain.may_be_in(text):
                found += _counted(self._pattern, text, flow, index)
        return found

    def count(self, flow: Flow, first: int, last: int) -> int:
        """How many matches `ranges` gives, several times as quickly: plain texts are looked through as one."""
        if not self._words:
            return 0
        texts = [flow[index].text for index in range(first, last)]
        joined = _APART.join(texts)
        if self._plain.knows and joined.isascii():
            return self._plain.count(joined)
        return sum(self._count_in(text) for text in texts)

    def _count_in(self, text: str) -> int:
        if self._plain.knows and text.isascii():
            return self._plain.count(text)
        return sum(1 for _ in self._pattern.finditer(text)) if self._plain.may_be_in(text) else 0


class _Plain:
    """Looks through ASCII texts, which are nearly all in most languages' articles, several times as quickly.

    There a letter is one unit, and has no other form but its capital.
    """

    def __init__(self, query: FindQuery) -> None:
        words = query.text.split()
        joined = "".join(words)
        ascii_query = joined.isascii()
        # A few letters outside ASCII have a form in it, such as the Kelvin sign.
        forms = [way for form in ("NFC", "NFD") for way in _cases(normalize(form, joined))]
        foreign = not any(form.isascii() for form in forms) and "\u0130" not in joined
        self.knows = (ascii_query or foreign) and _APART not in joined
        self._match_case = query.match_case
        wanted = words if query.match_case else [word.lower() for word in words]
        # A piece that every match has: where it is not, there is none.
        self._sure: str = max(_ASCII.findall(" ".join(wanted)), key=len, default="") if ascii_query else ""
        # The same for all texts: of the letters that no other letter is another form of, as the Kelvin sign is of k.
        composed = normalize("NFC", " ".join(wanted))
        self._sure_in_all: str = max(_ONE_FORM.findall(composed), key=len, default="")
        pieces = [_literal(word) for word in wanted]
        if query.whole_word and re.match(r"\w", joined):
            # Looked back at when the word is there: so the search leaps from one such word to the next.
            pieces[0] += rf"(?<!\w{pieces[0]})"
        if query.whole_word and re.search(r"\w\Z", joined):
            pieces[-1] += r"\b"
        self._pattern = re.compile(r"\s+".join(pieces)) if ascii_query else None
        self._only_word = wanted[0] if len(wanted) == 1 and not query.whole_word else ""

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the matches in an ASCII text are."""
        if self._pattern is None:
            return []
        text = self._cased(text)
        return [match.span() for match in self._pattern.finditer(text)] if self._sure in text else []

    def count(self, text: str) -> int:
        """How many matches there are in an ASCII text, or in several with `_APART` between them."""
        if self._pattern is None:
            return 0
        text = self._cased(text)
        if self._only_word:
            return text.count(self._only_word)
        return len(self._pattern.findall(text)) if self._sure in text else 0

    def may_be_in(self, text: str) -> bool:
        """A first look at any text that passes over most of those without a match."""
        return self._sure_in_all in self._cased(text)

    def _cased(self, text: str) -> str:
        return text if self._match_case else text.lower()


def _cases(text: str) -> tuple[str, str]:
    return text.lower(), text.upper()


def _counted(pattern: re.Pattern[str], text: str, flow: Flow, index: int) -> Iterator[tuple[int, int]]:
    """The matches in a text whose letters may be two units each."""
    start, counted = -1, 0
    for match in pattern.finditer(text):
        if start < 0:
            start = flow.text_start(index)
        start += units(text[counted : match.start()])
        end = start + units(match[0])
        yield start, end
        start, counted = end, match.end()


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
