"""The posts of a WordPress, by its REST API, put on the shelf: only what is new or changed the next time.

What was true of WordPress 6.1 to 6.8 is written where it is used. It tells by the second when a post was changed: one
that is changed twice within a second, and read in between, counts as unchanged until its next change. This module never
signs in, so it sees what everyone sees, and never takes a post off the shelf because its site has.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.library.bring_in.asking import Asking, Opener, open_web, web_address
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.posts import put_post
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, Tally, never, quiet
from hiitreader.library.bring_in.subscriptions import Known, KnownPost, Subscriptions
from hiitreader.library.bring_in.wordpress_site import PAGE, Site, SitePost, find_site
from hiitreader.system.cells import nearest

KIND = "wordpress"
MOST_POSTS = 20_000
OVERLAP = timedelta(days=1)
"""How far before the newest known change the site is asked for changes: its clock is set back an hour in autumn, and
`after` leaves out the same second. What is known is not taken twice."""


def bring_in(
    source: str,
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    *,
    subscriptions: Subscriptions,
    pictures: PictureCopies | None = None,
    opener: Opener = open_web,
) -> Report:
    """Put the posts of a WordPress on the shelf.

    A post that was changed takes the place of the older one. One that is gone from the site stays on the shelf, and is
    told. One that is protected by a password is not taken.

    Args:
        source: the site's address, or that of one of its pages.
        shelf: where the posts are put.
        progress: told of each post.
        cancelled: asked before each post.
        subscriptions: knows what was brought in before.
        pictures: where copies of the pictures are made; none are when left out.
        opener: opens a web at an address.
    """
    tally = Tally(shelf, progress, cancelled)
    gone: tuple[str, ...] = ()
    try:
        address = web_address(source)
        if tally.goes_on(0, 0, address):
            with Asking(address, opener) as asking:
                site = find_site(address, asking)
                copies = pictures and pictures.at_home(site.root, asking.peer(site.root))
                taking = _Taking(site, subscriptions, shelf, tally, copies)
                try:
                    gone = taking.take()
                    taking.note_pictures()
                finally:
                    taking.keep()
    except Problem as problem:
        tally.leave(source, problem)
    return tally.report(gone)


class _Taking:
    """Takes what is new on a site."""

    def __init__(
        self, site: Site, subscriptions: Subscriptions, shelf: Shelf, tally: Tally, pictures: PictureCopies | None
    ) -> None:
        self._site = site
        self._subscriptions = subscriptions
        self._shelf = shelf
        self._tally = tally
        self._pictures = pictures
        self._known = subscriptions.of(site.root, KIND)
        self._seen: dict[str, KnownPost] = dict(self._known.posts)
        self._done = 0
        self._has_pictures = False

    def take(self) -> tuple[str, ...]:
        """Take what is new and changed; the titles of posts that are gone."""
        for question in self._questions():
            if not self._take_all(question):
                return ()
        if self._site.count() == len(self._seen):
            return ()
        there = self._site.identities()
        missed = [one for one in there if one not in self._seen]
        for start in range(0, len(missed), PAGE):
            if not self._take_all({"include": ",".join(missed[start : start + PAGE])}):
                return ()
        return self._gone(set(there))

    def keep(self) -> None:
        """Keep what is known now."""
        known = Known(self._site.root, KIND, self._site.title, pictures=self._has_pictures)
        self._subscriptions.keep(known.with_posts(self._seen))

    def note_pictures(self) -> None:
        """All was taken: note whether with its pictures."""
        if not self._tally.stopped():
            nothing_new = self._known.pictures and self._seen == self._known.posts
            self._has_pictures = self._pictures is not None or nothing_new

    def _questions(self) -> Iterator[dict[str, str]]:
        """What to ask for: everything, or what was changed or published since.

        Both are asked: a post that was written ahead and comes out on its day counts as changed on the day it was
        written, and one that was brought in from elsewhere may be dated long ago.
        """
        changed = max((post.version for post in self._seen.values()), default="")
        dated = max((post.date for post in self._seen.values()), default="")
        since = {"modified_after": _before(changed), "after": _before(dated)}
        lack_pictures = self._pictures is not None and not self._known.pictures
        if not self._seen or lack_pictures or not all(since.values()):
            yield {}
        else:
            yield from ({name: moment} for name, moment in since.items())

    def _take_all(self, question: dict[str, str]) -> bool:
        """Take the posts that answer a question; False when the reader has cancelled."""
        offset, of = 0, 1
        while offset < min(of, MOST_POSTS):
            posts, of = self._site.posts(question, offset, self._tally.leave)
            for post in posts:
                if not self._tally.goes_on(self._done, max(of, self._done + 1), post.post.name):
                    return False
                self._take(post)
            offset += PAGE
            self.keep()
        return True

    def _take(self, post: SitePost) -> None:
        self._done += 1
        if post.protected:
            before = self._seen.get(post.post.identity)
            if before is None or before.version != post.post.version:
                self._tally.leave(post.post.name, InputProblem(N_("It is protected by a password.")), by_rule=True)
            key = before.key if before else ""
            self._seen[post.post.identity] = KnownPost(key, post.post.version, post.post.date)
        else:
            put_post(post.post, self._seen, self._tally, self._pictures)

    def _gone(self, there: set[str]) -> tuple[str, ...]:
        titles = []
        for one in [one for one in self._seen if one not in there]:
            entry = self._shelf.entry(self._seen.pop(one).key)
            if entry is not None:
                titles.append(entry.title)
        return tuple(titles)


def _before(moment: str) -> str:
    """A while before a moment in UTC, as the site is asked; "" for none, and for one that no clock ever said."""
    try:
        parsed = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    except ValueError:
        return ""
    return (parsed - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ") if parsed == nearest(parsed) else ""
