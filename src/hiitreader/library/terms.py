"""The words that tell what a text is about: stems with their weights, by the rules of its language.

Words that every text has are left out (the lists are stopwordsiso's), the others are cut to their stems (Snowball's, by
PyStemmer), so that "muscles" is "muscle". It never looks at what other texts hold.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import NamedTuple, Protocol, cast
from unicodedata import normalize

MOST_TERMS = 96
"""Terms that are kept of one text, the heaviest."""
TITLE_WEIGHT = 2.0
"""What a word of the title weighs more; a word that is in the text once weighs 1."""
READ = 400_000
"""Characters of a text that are read; what a text is about is said by then."""
_GUESSED_BY = 400
"""Words by which a language is guessed."""
_SURE = 0.2
"""The part of them that must be words every text of the language has."""
_LONGEST = 40
_WORD = re.compile(r"[^\W\d_][\w]*(?:['’][^\W\d_]{2,})?")
# Scripts that put no space between words: each two letters beside each other stand for a word.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+")
_ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Snowball's names for languages (ISO 639-1)."""


class Term(NamedTuple):
    """A stem, the word it most often stands for in the text, and its weight there."""

    stem: str
    word: str
    weight: float


class _Stemmer(Protocol):
    def stemWords(self, words: list[str], /) -> list[str]: ...  # noqa: N802 -- its own name


def terms_of(title: str, text: str, language: str = "") -> tuple[Term, ...]:
    """The terms of a text, the heaviest first.

    A term that is in the text n times weighs 1 + ln n there; one of the title weighs 2 more.

    Args:
        title: its title.
        text: its words, the title's among them or not.
        language: a BCP 47 tag; guessed when it is "".
    """
    text = text[:READ]
    code = _code(language) or guessed(_words(text))
    times = Counter(_words(text))  # each word is looked at once: a long text has few that are its own
    spoken: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for stem, word in _stems(times, code):
        spoken[stem][word] += times[word]
    weights = {stem: 1 + log(forms.total()) for stem, forms in spoken.items()}
    for stem, word in dict(_stems(_words(title), code)).items():
        spoken[stem].setdefault(word, 1)
        weights[stem] = weights.get(stem, 0.0) + TITLE_WEIGHT
    heaviest = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_TERMS]
    return tuple(Term(stem, _shown(spoken[stem]), weights[stem]) for stem in heaviest)


def guessed(words: Iterable[str]) -> str:
    """The language (ISO 639-1) whose commonest words are most often among these, "" when none is sure."""
    first = [word.casefold() for _number, word in zip(range(_GUESSED_BY), words, strict=False)]
    if not first:
        return ""
    found = {code: sum(word in _stop_words(code) for word in first) for code in _languages()}
    best = max(found, key=lambda code: (found[code], code), default="")
    return best if found[best] >= _SURE * len(first) else ""


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(normalize("NFC", text)):
        word = match[0]
        if word.isascii() or not _UNSPACED_RUN.search(word):
            yield word[:_LONGEST]
            continue
        for run in _UNSPACED_RUN.findall(word):
            yield from (run[at : at + 2] for at in range(max(1, len(run) - 1)))


def _stems(words: Iterable[str], code: str) -> Iterator[tuple[str, str]]:
    """Each word that is not one of those every text has, with its stem."""
    stopped = _stop_words(code)
    kept = [(word.casefold(), word) for word in words]
    kept = [(folded, word) for folded, word in kept if len(folded) > 1 and folded not in stopped]
    stemmer = _stemmer(code)
    folds = [folded.replace("’", "'") for folded, _word in kept]
    stems = stemmer.stemWords(folds) if stemmer is not None else folds
    return ((stem, word) for stem, (_folded, word) in zip(stems, kept, strict=True) if stem)


def _shown(forms: Counter[str]) -> str:
    """The form to show: the one that is there most often, of those the one in lower case, of those the shortest."""
    return min(forms, key=lambda form: (-forms[form], not form.islower(), len(form), form))


def _code(language: str) -> str:
    return language.partition("-")[0].lower()


@lru_cache(maxsize=8)
def _stemmer(code: str) -> _Stemmer | None:
    if code not in _ALGORITHMS:
        return None
    import Stemmer

    return cast("_Stemmer", Stemmer.Stemmer(_ALGORITHMS[code]))


def _stop_words(code: str) -> frozenset[str]:
    return _lists().get("no" if code in {"nb", "nn"} else code, frozenset())


def _languages() -> tuple[str, ...]:
    return tuple(sorted(_lists()))


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, frozenset[str]]:
    """The words that every text has, by language.

    Read from the package's file: the package itself loads a good part of Python's library to tell its version, and with
    that takes 5 MB and ten times as long.
    """
    found = find_spec("stopwordsiso")
    folders = found.submodule_search_locations if found is not None else None
    if not folders:
        raise ModuleNotFoundError("stopwordsiso", name="stopwordsiso")
    lists: dict[str, list[str]] = json.loads(Path(folders[0], "stopwords-iso.json").read_bytes())
    return {code: frozenset(words) for code, words in lists.items()}
