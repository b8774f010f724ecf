"""Similar posts as the page shows them: title, first sentence, how long it takes to read, why it is there.

Pure: values in, words out. It never looks for a post.
"""

from collections.abc import Iterable
from typing import NamedTuple

from hiitreader.article.outline import reading_minutes
from hiitreader.errors import N_
from hiitreader.library.entries import WITH, ShelfEntry, SimilarPost
from hiitreader.system.translations import gettext as _

MOST, MOST_OF_SITE = 5, 2
"""Cards that are shown, and how many of them may be there only for their categories."""
SAME_CATEGORIES = N_("In the same categories as this article.")
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


def with_site_posts(posts: Iterable[SimilarPost], of_site: Iterable[ShelfEntry]) -> tuple[Card, ...]:
    """Similar posts, with some from the article's own site in the same categories, told as such.

    Args:
        posts: the similar posts, the likest first.
        of_site: the site's posts in the article's categories, the latest first.
    """
    similar = tuple(posts)
    own = {one.key: one for one in of_site}
    joining = [one for one in own.values() if one.key not in {post.key for post in similar}][:MOST_OF_SITE]
    told = []
    for post, card in zip(similar, cards(similar), strict=True):
        told.append(card._replace(why=f"{card.why} {_(SAME_CATEGORIES)}") if post.key in own else card)
    return (*told[: MOST - len(joining)], *(_site_card(one) for one in joining))


def _site_card(entry: ShelfEntry) -> Card:
    low, high = reading_minutes(entry.words)
    post = SimilarPost(entry.key, entry.title, entry.first_sentence, low, high, (), entry.origin)
    return Card(entry.title, entry.first_sentence, f"{_reasons(post)} {_(SAME_CATEGORIES)}", entry.key)


def minutes_to_read(low: int, high: int) -> str:
    """A reading time as a range: "2 to 3 minutes to read"; no full stop at its end."""
    if high <= 1:
        return _("A minute to read")
    if low == high:
        return _("About {minutes} minutes to read").format(minutes=low)
    return _("{low} to {high} minutes to read").format(low=low, high=high)


def _reasons(post: SimilarPost) -> str:
    sentences = [minutes_to_read(post.low_minutes, post.high_minutes)]
    if post.why:
        sentences.append(_("Shares: {terms}").format(terms=WITH.join(post.why)))
    site = _site(post.origin)
    if site:
        sentences.append(_("From {site}").format(site=site))
    return " ".join(sentence if sentence.endswith(ENDS) else f"{sentence}." for sentence in sentences)


def _site(origin: str) -> str:
    """The site that a post was brought in from, "" for one that is from no site."""
    if not origin.startswith(("https://", "http://")):
        return ""
    return origin.partition("://")[2].partition("/")[0].rpartition("@")[2].removeprefix("www.")
