"""Which article is on the page, how it gets there, and the place in it that is kept.

It never parses: slices come from the door through a background lane. It never decides how the page looks.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.article.blocks import Article
from hiitreader.errors import Problem
from hiitreader.reading.place import Place, place_of, position_of
from hiitreader.reading.places import Places
from hiitreader.system.lanes import Outcome
from hiitreader.system.memory import give_back
from hiitreader.system.rings import RingSearch
from hiitreader.ui.article_view import COMFORTABLE, ArticleView
from hiitreader.ui.gui_lane import GuiLane

if TYPE_CHECKING:
    from hiitreader.article.slices import Slice

AT_ONCE = 2_000
"""Blocks that are put on the page in one go when all of an article is there: what takes a hundredth of a second."""
STILL = 400
"""Milliseconds without a move after which the place is kept."""
FIRST_LOOK = 30
"""Milliseconds that the first screen has for itself: parsing the rest beside it would make it come later."""


class Opened(NamedTuple):
    """What is open: the article's title, digest and language, and the file it came from, if any."""

    title: str
    digest: str = ""
    language: str = ""
    path: Path | None = None


class _Reading(NamedTuple):
    """An article that comes: its slices, and the number of its opening, so that a late slice of another is dropped."""

    number: int
    path: Path | None
    slices: "Iterator[Slice]"


class ReadingSession(QObject):
    """Opens articles into a view and keeps the reader's place in each.

    `opened` comes when the first screen of an article is there, `progress` (0 to 1) as the rest comes, `complete` when
    all of it is there, `problem` with what stood in the way (the article that was open stays), `noted` with a remark on
    how a file was read.
    """

    opened = Signal(object)
    progress = Signal(float)
    complete = Signal()
    problem = Signal(object)
    noted = Signal(str)

    def __init__(self, view: ArticleView, places: Places, lane: GuiLane, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._places = places
        self._lane = lane
        self._asked = 0
        self._shown = 0
        self._wanted: Place | None = None
        self._finished = False
        self._by_caret = True
        self._saving_fails = False
        # Python's search through all blocks of a long article, again and again, would hold the window.
        self._rings = RingSearch()
        self._waiting: list[Callable[[], object]] = []
        self.current = Opened("")
        self._still = QTimer(self, singleShot=True, interval=STILL)
        self._still.timeout.connect(self.keep_place)
        view.scrolled.connect(self._scrolled)
        view.cursorPositionChanged.connect(self._caret_moved)

    @property
    def finished(self) -> bool:
        """Whether all of the article is on the page."""
        return self._finished

    def show_article(self, article: Article) -> None:
        """Show an article that is all there; of a very long one the beginning, and the rest in slices."""
        self.keep_place()
        if self._shown and not self._finished:
            self._rings.go_on()
        self._asked += 1
        self._shown = self._asked
        self._waiting.clear()
        self._finished = len(article.blocks) <= AT_ONCE
        self._wanted = self._places.find(article.digest, article.source)
        self._view.show_blocks(article.blocks[:AT_ONCE])
        self.current = Opened(article.title, article.digest, article.language)
        self._go_to_wanted()
        self.opened.emit(self.current)
        if self._finished:
            self._end()
        else:
            self._ask_for_more(_Reading(self._shown, None, _slices(article)))

    def when_whole(self, then: Callable[[], object]) -> None:
        """Do something once all of the article is on the page, now or later; not when another one is opened before."""
        if self._finished:
            then()
        else:
            self._waiting.append(then)

    def open_file(self, path: Path) -> None:
        """Read a file: its first screen as soon as it is there, the rest in slices while one reads."""
        with suppress(OSError):  # the folder that the program was started in may be gone
            path = path.absolute()  # by this its place is kept: a name alone may be another file's elsewhere
        self._asked += 1
        number = self._asked
        self._lane.submit(lambda: _begin(number, path), self._begun)

    def keep_place(self) -> None:
        """Keep where the reader is, in memory and on the disk."""
        self._still.stop()
        digest = self.current.digest
        if not digest or not len(self._view.flow) or self._wanted is not None:
            return
        source = str(self.current.path) if self.current.path else ""
        self._places.keep(digest, place_of(self._view.flow, self._here()), source)
        self._lane.submit(self._places.save, self._saved)

    def article(self) -> Article:
        """The article as far as it is on the page."""
        blocks = self._view.flow.blocks()[: self._view.article_length]
        source = str(self.current.path or "")
        return Article(self.current.title, blocks, self.current.digest, self.current.language, source)

    def _here(self) -> int:
        """Where the caret is, or the words at the top when the reader has scrolled away from it."""
        here = self._view.caret() if self._by_caret or self._caret_is_seen() else self._view.top_position()
        last = self._view.flow.end(self._view.article_length - 1) if self._view.article_length else 0
        return min(last, here)

    def _caret_is_seen(self) -> bool:
        return self._view.viewport().rect().intersects(self._view.char_rect(self._view.caret()))

    def _caret_moved(self) -> None:
        self._by_caret = True
        self._moved()

    def _scrolled(self) -> None:
        # While the words at the top are held it is the layout that changed, and the caret is still where one reads.
        if self._by_caret and not self._view.anchor.holds:
            self._by_caret = self._caret_is_seen()
        self._moved()

    def _moved(self) -> None:
        if self.current.digest:
            self._still.start()

    def _saved(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.problem, Problem):
            if not self._saving_fails:  # told once, not at each step, until it works again
                self.problem.emit(outcome.problem)
            self._saving_fails = True
            return
        outcome.get()
        self._saving_fails = False

    # -- a file, slice by slice -----------------------------------------------------------------------------------

    def _begun(self, outcome: "Outcome[tuple[_Reading, Slice]]") -> None:
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
            return
        reading, first = outcome.get()
        if reading.number != self._asked:
            return
        self.keep_place()
        self._shown = reading.number
        self._waiting.clear()
        self._finished = False
        self.current = Opened(first.title, first.digest, first.language, reading.path)
        self._wanted = self._places.find(first.digest, str(reading.path))
        self._view.show_blocks(first.blocks)
        self.opened.emit(self.current)
        for note in first.notes:
            self.noted.emit(note)
        self._took(first)
        QTimer.singleShot(FIRST_LOOK, self, lambda: self._ask_for_more(reading))

    def _took(self, piece: "Slice") -> None:
        self._rings.rest()
        self.progress.emit(piece.done)
        self._go_to_wanted()

    def _ask_for_more(self, reading: _Reading) -> None:
        if reading.number == self._shown:
            self._lane.submit(lambda: next(reading.slices, None), lambda outcome: self._more(reading, outcome))

    def _more(self, reading: _Reading, outcome: "Outcome[Slice | None]") -> None:
        if reading.number != self._shown:
            return
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
            piece = None
        else:
            piece = outcome.get()
        if piece is None:
            self._rings.go_on()
            self._end()
            self._lane.submit(give_back, Outcome.get)
            return
        self._view.append_blocks(piece.blocks)
        self._took(piece)
        self._ask_for_more(reading)

    def _end(self) -> None:
        """All of the article is on the page."""
        self._finished = True
        self._go_to_wanted()
        self.progress.emit(1.0)
        self.complete.emit()
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then()

    def _go_to_wanted(self) -> None:
        """Go to the place kept, once as much of the article is there as it needs; not if the reader went elsewhere."""
        if self._view.caret() or self._view.verticalScrollBar().value():
            self._wanted = None
        place = self._wanted
        if place is None or (place.block >= self._view.article_length and not self._finished):
            return
        self._wanted = None
        position = position_of(self._view.flow, place)
        self._view.go_to(position, focus=False)
        if position:
            self._view.scroll_to(position, COMFORTABLE * self._view.viewport().height())


def _begin(number: int, path: Path) -> "tuple[_Reading, Slice]":
    from hiitreader.article.slices import open_in_slices

    slices = open_in_slices(path)
    return _Reading(number, path, slices), next(slices)


def _slices(article: Article) -> "Iterator[Slice]":
    """The slices of an article but for its beginning."""
    from hiitreader.article.slices import Slice

    count = len(article.blocks)
    for start in range(AT_ONCE, count, AT_ONCE):
        end = min(count, start + AT_ONCE)
        yield Slice(article.blocks[start:end], end / count, article.title, article.language, article.digest)
