"""Searches a view's flow in slices between two paints, and again from where the text changed.

It never moves the caret and shows nothing.
"""

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.article.find import FindQuery
from hiitreader.article.hits import Hits
from hiitreader.ui.article_view import ArticleView

NOTHING = FindQuery("")
SLICE_SECONDS = 0.008
"""How long one slice may take, so that a frame (16 ms) still has room to be painted."""
TOLD_EVERY = 0.1
"""Seconds between two times that more matches are told of: each time the page is painted, which takes its time too."""


class SlicedSearch(QObject):
    """The matches of one query, growing while the search goes on.

    `progressed` comes when the first of them are found, now and then while there are more, and when all are.

    Args:
        view: whose flow is searched.
        parent: the owner.
    """

    progressed = Signal()

    def __init__(self, view: ArticleView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._paused = False
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._slice)
        self.query: FindQuery | None = None
        self.hits = Hits(view.flow, NOTHING)
        self._told = 0
        self._told_at = 0.0
        view.flow_changed.connect(self._flow_changed)

    @property
    def is_going_on(self) -> bool:
        """Whether there is text that was not looked at yet."""
        return self._next.isActive()

    def ask(self, query: FindQuery | None) -> None:
        """Search for this from the top, the first slice at once; None ends the search and forgets the matches."""
        self._next.stop()
        self.query, self.hits, self._paused = query, Hits(self._view.flow, query or NOTHING), False
        self._told, self._told_at = 0, 0.0
        if query is None:
            self.progressed.emit()
        else:
            self._slice()

    def pause(self) -> None:
        """Stop where it is, until `go_on` or `ask`."""
        self._paused = True
        self._next.stop()

    def go_on(self) -> None:
        """Look at what was not looked at yet, later."""
        self._paused = False
        if self.query is not None and not self.hits.is_whole:
            self._next.start()

    def first_from(self, position: int) -> int:
        """The index of the first match that begins at a position or later; the number of matches when none does."""
        return self.hits.first_from(position)

    def first_after(self, position: int) -> int:
        """The index of the first match that begins after a position; the number of matches when none does."""
        return self.hits.first_from(position + 1)

    def _slice(self) -> None:
        until = perf_counter() + SLICE_SECONDS
        while not self.hits.is_whole and perf_counter() < until:
            self.hits.look_further()
        if not self.hits.is_whole:
            self._next.start()
        first = len(self.hits) and not self._told
        if self.hits.is_whole or first or perf_counter() > self._told_at + TOLD_EVERY:
            self._tell()

    def _tell(self) -> None:
        self._told, self._told_at = len(self.hits), perf_counter()
        self.progressed.emit()

    def _flow_changed(self, first: int) -> None:
        """Keep the matches before the first changed block and look at the rest again."""
        if self.query is None or (first >= self.hits.searched and self.hits.is_whole):
            return
        self.hits.forget_from(first)
        if not self._paused:
            self._next.start()
        self._tell()
