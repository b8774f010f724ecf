"""The shelf, wired: similar posts for the page, opening one of them, going back to where one came from.

It never looks at the disk itself: that is done on the program's lane.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hiitreader.article.blocks import Article
from hiitreader.errors import N_, Problem
from hiitreader.library.shelf import Shelf
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.following import LinkFollower
from hiitreader.ui.post_cards import Card, with_site_posts
from hiitreader.ui.reply_blocks import asked_post
from hiitreader.ui.visited import Visited

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.library.entries import ShelfEntry

NO_GUIDE = N_("There is no user guide in this reader.")
NOT_THERE = N_("This post is not on the shelf any more.")
NO_SUCH = N_("This article is not on the shelf.")


class ShelfPart(QObject):
    """The shelf of the window.

    Args:
        program: the program.
        links: brings the links to similar posts that are pressed.
    """

    _told = Signal(object)

    def __init__(self, program: "Program", links: LinkFollower, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._shelf = Shelf(program.paths.data, program.clock)
        self._visited = Visited()
        self._told.connect(program.window.tell)
        program.window.closing.connect(lambda: program.lane.submit(self._shelf.close, Outcome.get))
        links.handle_with(self._follow)
        if program.session.current.digest:
            self._visited.arrive(program.session.current)
        program.session.opened.connect(self._visited.arrive)

    def cards(self, article: Article) -> tuple[Card, ...]:
        """The posts that are like an article, in words; to be called on the lane."""
        from hiitreader.library.bring_in.subscriptions import Subscriptions, keys_of

        found: tuple[Card, ...] = ()
        try:
            keys = keys_of(article.digest, Subscriptions(self._program.paths.data, self._shelf.tell))
            of_site = (self._shelf.entry(key) for key in keys)
            found = with_site_posts(self._shelf.similar(article), [one for one in of_site if one is not None])
        except Problem as problem:  # the article and its replies are shown without them
            self._told.emit(problem)
        for notice in iter(self._shelf.notice, None):
            self._told.emit(notice)
        return found

    @property
    def shelf(self) -> Shelf:
        """The shelf itself; to be used on a lane."""
        return self._shelf

    def open(self, key: str, then: Callable[[], None] | None = None) -> None:
        """Open the article with this key and do what is to be done then, or say that it is not there any more."""

        def opened(outcome: Outcome[Article | None]) -> None:
            if self._opened(outcome) and then is not None:
                then()

        self._program.lane.submit(lambda: self._shelf.open(key), opened)

    def open_guide(self) -> None:
        """Open the user guide, which is there even when it was taken off the shelf."""
        from hiitreader.library.bundled import open_guide

        self._submit(open_guide, NO_GUIDE)

    def open_first(self, is_it: "Callable[[ShelfEntry], bool]") -> None:
        """Open the first article on the shelf that is wanted, or say that there is none."""

        def look() -> Article | None:
            wanted = next(filter(is_it, self._shelf.entries()), None)
            return None if wanted is None else self._shelf.open(wanted.key)

        self._submit(look, NO_SUCH)

    def leave(self, *, forward: bool) -> bool:
        """Go to the article one was at before this one, or came back from; whether there is one."""
        wanted = self._visited.wanted(forward=forward)
        if wanted is None:
            return False
        if wanted.path is not None:
            self._program.session.open_file(wanted.path)
        else:
            self.open(wanted.digest)
        return True

    def _follow(self, target: str) -> bool:
        key = asked_post(target)
        if key is not None:
            self.open(key)
        return key is not None

    def _submit(self, look: Callable[[], Article | None], missing: str) -> None:
        def opened(outcome: Outcome[Article | None]) -> None:
            self._opened(outcome, missing)

        self._program.lane.submit(look, opened)

    def _opened(self, outcome: Outcome[Article | None], missing: str = NOT_THERE) -> bool:
        if isinstance(outcome.problem, Problem):
            self._program.window.tell(outcome.problem)
            return False
        article = outcome.get()
        if article is None:
            self._program.window.say(_(missing))
        else:
            self._program.session.show_article(article)
        return article is not None
