"""What bringing articles in tells while it goes on and when it is done: steps, what came, what was not taken and why.

It never reads or keeps an article itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from hiitreader.article.blocks import Article
from hiitreader.errors import Problem
from hiitreader.library.entries import Added, Meta, ShelfEntry
from hiitreader.system.translations import gettext as _


class Step(NamedTuple):
    """How far it is: `done` of `of` (0 while nobody knows), and what is being read."""

    done: int
    of: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Something that was not put on the shelf: its name, and why not.

    `by_rule` is what comes with what was asked for and is never taken: a folder's other files and links, a site's posts
    that have a password, the older ones of a long feed.
    """

    name: str
    why: Problem
    by_rule: bool = False

    @property
    def reason(self) -> str:
        """Why, in the language in use."""
        return _(self.why.happened).format(**self.why.values)


class Report(NamedTuple):
    """What became of it.

    `added` are new on the shelf, `known` were there already. `renewed` took the place of an older text of the same
    post. `gone` are titles of posts that are no longer where they came from; they are still on the shelf.
    `cancelled` when the reader stopped it: what came before that is kept.
    """

    added: tuple[ShelfEntry, ...] = ()
    known: int = 0
    not_taken: tuple[NotTaken, ...] = ()
    renewed: tuple[ShelfEntry, ...] = ()
    gone: tuple[str, ...] = ()
    cancelled: bool = False

    @property
    def failed(self) -> tuple[NotTaken, ...]:
        """What was asked for and was not taken."""
        return tuple(one for one in self.not_taken if not one.by_rule)


Progress = Callable[[Step], None]
Cancelled = Callable[[], bool]


class Shelf(Protocol):
    """What articles are put on; `hiitreader.library.shelf.Shelf` is one."""

    def add(self, article: Article, meta: Meta = ..., origin: str = "") -> Added:
        """Put an article there, unless it is there already."""

    def remove(self, key: str) -> object:
        """Take one away."""

    def entry(self, key: str) -> ShelfEntry | None:
        """The entry of the article with this key, None when it is not there."""

    def note_progress(self, key: str, progress: float) -> None:
        """How much of an article has been read."""

    def tend(self) -> bool:
        """A little of the work that adding leaves for later."""


def quiet(_step: Step) -> None:
    """Progress that nobody looks at."""


def never() -> bool:
    """Nobody cancels."""
    return False


class Tally:
    """Counts what becomes of the articles of one source.

    Args:
        shelf: where they are put.
        progress: told of each step.
        cancelled: asked before each step.
    """

    def __init__(self, shelf: Shelf, progress: Progress, cancelled: Cancelled) -> None:
        self._shelf = shelf
        self._progress = progress
        self._cancelled = cancelled
        self._added: list[ShelfEntry] = []
        self._renewed: list[ShelfEntry] = []
        self._not_taken: list[NotTaken] = []
        self._known = 0
        self._stopped = False

    def goes_on(self, done: int, of: int = 0, name: str = "") -> bool:
        """Tell of a step, unless the reader has cancelled."""
        self._stopped = self._stopped or self._cancelled()
        if not self._stopped:
            self._progress(Step(done, of, name))
        return not self._stopped

    def stopped(self) -> bool:
        """Whether the reader has cancelled."""
        self._stopped = self._stopped or self._cancelled()
        return self._stopped

    def put(self, article: Article, meta: Meta, origin: str, before: str = "") -> str:
        """Put an article on the shelf, in the place of the one whose key is `before`; its key.

        What the reader took away is not brought back by its author's next change.
        """
        old = self._shelf.entry(before) if before else None
        if before and old is None:
            self._known += 1
            return article.digest
        entry, new = self._shelf.add(article, meta, origin)
        if not new:
            self._known += 1
        elif old is None:
            self._added.append(entry)
        else:
            self._renewed.append(entry)
        if old is not None and old.key != entry.key:
            if not old.unread:
                self._shelf.note_progress(entry.key, old.progress)
            self._shelf.remove(old.key)
        self._shelf.tend()
        return entry.key

    def has(self, key: str) -> bool:
        """Whether the article with this key is on the shelf."""
        return self._shelf.entry(key) is not None

    def knows(self, count: int = 1) -> None:
        """So many were on the shelf already."""
        self._known += count

    def leave(self, name: str, why: Problem, *, by_rule: bool = False) -> None:
        """Something is not taken."""
        self._not_taken.append(NotTaken(name, why, by_rule))

    def report(self, gone: tuple[str, ...] = ()) -> Report:
        """What became of all."""
        return Report(
            tuple(self._added), self._known, tuple(self._not_taken), tuple(self._renewed), gone, self._stopped
        )
