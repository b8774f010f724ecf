"""Similar posts as the page shows them: title, first sentence, how long it takes to read, why it is there.

Pure: values in, words out. It never looks for a post.
"""

from collections.abc import Iterable
from typing import NamedTuple

from hiitreader.library.entries import WITH, SimilarPost
from hiitreader.system.translations import gettext as _

ENDS = (".", "!", "?", "…", "。")


class Card(NamedTuple):
    """One similar post in words; `key` opens it."""

    title: str
    summary: str
    why: str
    key: str


def cards(posts: Iterable[SimilarPost]) -> tuple[Card, ...]:
    """The posts in words, in their order."""
    return tuple(Card(one.title, one.first_sentence, _reasons(one), one.key) for one in posts)


def minutes_to_read(low: int, high: int) -> str:
    """A reading time as a range: "2 to 3 minutes to read"."""
    if high <= 1:
        return _("A minute to read")
    if low == high:
        return _("About {minutes} minutes to read").format(minutes=low)
    return _("{low} to {high} minutes to read").format(low=low, high=high)


def _reasons(post: SimilarPost) -> str:
    time = minutes_to_read(post.low_minutes, post.high_minutes)
    if not post.why:
        return f"{time}."
    shares = _("Shares: {terms}").format(terms=WITH.join(post.why))
    return f"{time}. {shares}{'' if shares.endswith(ENDS) else '.'}"
