"""The other posts of a WordPress in the categories of an article that is a post there: a few, kept on the shelf.

It asks at most once a day, for what everyone may read, and never signs in.
"""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from hiitreader.errors import Problem
from hiitreader.library.bring_in.asking import Asking, Opener, open_web, web_address
from hiitreader.library.bring_in.posts import put_post
from hiitreader.library.bring_in.report import Shelf, Tally, never, quiet
from hiitreader.library.bring_in.subscriptions import SAME_CATEGORIES, Known, KnownPost, Subscriptions
from hiitreader.library.bring_in.wordpress_site import Site

MOST = 4
"""Posts that are fetched for an article."""
AGAIN = timedelta(days=1)
"""How long they are taken for the latest."""


def fetch(
    article: str,
    site: tuple[str, str],
    shelf: Shelf,
    subscriptions: Subscriptions,
    now: datetime,
    *,
    opener: Opener = open_web,
) -> bool:
    """Put the latest other posts of an article's categories on the shelf; whether they are others than before.

    Those that the reader took off the shelf are not brought back. A site that does not answer has none for today.

    Args:
        article: the key of the article.
        site: the root of the site's API, and the number that the article's post has there.
        shelf: where they are put.
        subscriptions: knows those of every article.
        now: the time, aware.
        opener: opens a web at an address.
    """
    known = subscriptions.of(article, SAME_CATEGORIES)
    if _is_fresh(known, now):
        return False
    root, post = site
    seen = dict(known.posts)
    try:
        here = _latest(root, post, seen, shelf, opener)
    except Problem:  # the article has its replies and its similar posts without them
        here = tuple(seen)
    kept = {one: seen[one] for one in here if one in seen}
    title = urlsplit(root).hostname or ""
    subscriptions.keep(Known(article, SAME_CATEGORIES, title=title, modified=now.isoformat()).with_posts(kept))
    return [*kept.items()] != [*known.posts.items()]


def _latest(root: str, post: str, seen: dict[str, KnownPost], shelf: Shelf, opener: Opener) -> tuple[str, ...]:
    """Put them on the shelf; their numbers."""
    tally = Tally(shelf, quiet, never)
    with Asking(web_address(root), opener) as asking:
        site = Site(root, "", "", asking)
        categories = site.categories_of(post)
        if not categories:
            return ()
        question = {
            "categories": ",".join(map(str, categories)),
            "exclude": post,
            "per_page": str(MOST),
            "orderby": "date",
            "order": "desc",
        }
        found = [one.post for one in site.posts(question, 0, tally.leave)[0] if not one.protected][:MOST]
        for one in found:
            put_post(one, seen, tally, None)
    return tuple(one.identity for one in found)


def _is_fresh(known: Known, now: datetime) -> bool:
    try:
        asked = datetime.fromisoformat(known.modified)
        return asked <= now < asked + AGAIN
    except (ValueError, TypeError):
        return False
