"""Notices when the reader has been at the new answers: each was in the window, with the window in front.

It never marks anything itself; it says so once, when none is left that was not seen.
"""

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.tail import Tail

AFTER = 800
"""Milliseconds that the page must stand still: what rushes by is not seen."""


class NewAnswers(QObject):
    """Watches one page. `all_seen` comes once for each set of new answers."""

    all_seen = Signal()

    def __init__(self, view: ArticleView, tail: Tail, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._tail = tail
        self._seen: set[str] = set()
        self._still = QTimer(self, singleShot=True, interval=AFTER)
        self._still.timeout.connect(self.look)
        view.scrolled.connect(self._moved)
        view.cursorPositionChanged.connect(self._moved)
        tail.complete.connect(self._moved)

    def _new(self) -> set[str]:
        return {one.key for one in self._tail.told.values() if one.new}

    def _moved(self) -> None:
        if self._tail.told:
            self._still.start()

    def look(self) -> None:
        """See which of the new ones are in the window now."""
        new = self._new()
        if not new or new <= self._seen or not self._view.isActiveWindow():
            return
        area = self._view.viewport().rect()
        flow = self._view.flow
        top, bottom = (flow.index_at(self._view.position_at(at)) for at in (area.topLeft(), area.bottomLeft()))
        for index in (*range(top, bottom + 1), flow.index_at(self._view.caret())):
            told = self._tail.told_at(index)
            if told is not None and told.new:
                self._seen.add(told.key)
        if new <= self._seen:
            self.all_seen.emit()
