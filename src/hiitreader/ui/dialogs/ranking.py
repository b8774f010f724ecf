"""How well words fit what is typed: the beginning of a name first, scattered letters last.

Pure: no Qt, no state.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar
from unicodedata import combining, normalize

T = TypeVar("T")
Rank = tuple[int, int]

START, WORDS_IN_ORDER, WORDS, INSIDE, KEYS, ELSEWHERE, SCATTERED = range(7)


def folded(text: str) -> str:
    """The text without case and accents, so that "Résumé" is found by "resume"."""
    return "".join(one for one in normalize("NFKD", text.casefold()) if not combining(one))


def rank(typed: str, name: str, keys: Iterable[str] = (), elsewhere: str = "") -> Rank | None:
    """How well a name fits, smaller is better; None when it does not.

    Best: the name begins with what is typed; then its words begin with the typed words, in order or not; then it is
    somewhere inside; then it is a key; then every typed word stands in `elsewhere` or the name; then the name has the
    letters in order. The second number tells two of a kind apart.

    Args:
        typed: folded.
        name: the name, folded.
        keys: the keys, folded.
        elsewhere: other words that belong to it (its group, its help), folded.
    """
    if name.startswith(typed):
        return START, len(name)
    typed_words, words = typed.split(), name.split()
    if _in_order(typed_words, words):
        return WORDS_IN_ORDER, len(name)
    if all(any(word.startswith(part) for word in words) for part in typed_words):
        return WORDS, len(name)
    if typed in name:
        return INSIDE, name.index(typed)
    if any(key == typed or key.replace("+", " ") == typed for key in keys):
        return KEYS, 0
    if all(part in name or part in elsewhere for part in typed_words):
        return ELSEWHERE, len(name)
    spread = _spread(typed.replace(" ", ""), name)
    return None if spread is None else (SCATTERED, spread)


def best_first(items: Iterable[T], fit: Callable[[T], Rank | None]) -> list[T]:
    """The items that fit, best first; equals stay in their order."""
    ranked = ((fit(item), item) for item in items)
    return [item for _, item in sorted(((rank, item) for rank, item in ranked if rank is not None), key=_by_rank)]


def _by_rank(pair: tuple[Rank, T]) -> Rank:
    return pair[0]


def _in_order(parts: list[str], words: list[str]) -> bool:
    left = iter(words)
    return all(any(word.startswith(part) for word in left) for part in parts)


def _spread(letters: str, name: str) -> int | None:
    """How many letters of the name lie between the first and the last of `letters`, None when they are not all there.

    One letter alone, or letters wider apart than the name's half, are no match: they would find nearly everything.
    """
    first = last = name.find(letters[:1])
    for letter in letters[1:]:
        last = name.find(letter, last + 1)
        if last < 0:
            return None
    spread = last - first
    return spread if first >= 0 and len(letters) > 1 and spread <= max(len(name) // 2, 3 * len(letters)) else None
