"""The window's frame: menu bar, notices, the panes, the find bar's place, the status line.

It puts things in their places and tells when it was first painted and when it closes. It never knows what they do.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMenuBar, QVBoxLayout, QWidget

from hiitreader.errors import Problem
from hiitreader.system.translations import gettext as _
from hiitreader.ui.commands import GROUPS
from hiitreader.ui.notice import Notices
from hiitreader.ui.page import ArticlePage
from hiitreader.ui.panes import Panes
from hiitreader.ui.status_line import StatusLine

PROGRAM_NAME = "hiitreader"
FIRST_SIZE = (900, 800)
LEAST_SIZE = (320, 240)
WORDS_WITHIN = 500
"""Milliseconds after which an empty page counts as the first picture: menus must not wait for a slow disk."""


class ReaderWindow(QMainWindow):
    """The frame around a page.

    `first_painted` comes once, when the first picture with words is on the screen: what that picture does not need is
    made then, and `ready` comes when that is done.
    Before it closes, `may_close` is asked; `closing` comes when it does.
    """

    first_painted = Signal()
    ready = Signal()
    closing = Signal()

    def __init__(self, page: ArticlePage) -> None:
        super().__init__()
        self.page = page
        self.notices = Notices()
        self.panes = Panes(page)
        self.status = StatusLine()
        self._bottom = QVBoxLayout()
        self.may_close: Callable[[], bool] = lambda: True
        self._patience = QTimer(self, singleShot=True, interval=WORDS_WITHIN)
        self._patience.timeout.connect(self._tell_painted)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.notices)
        layout.addWidget(self.panes, 1)
        layout.addLayout(self._bottom)
        layout.addWidget(self.status)
        self.setCentralWidget(body)
        self.setMenuBar(self._titles_only())
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*FIRST_SIZE)
        page.view.painted.connect(self._look_for_words)

    def show_title(self, title: str) -> None:
        """Name the window after the article."""
        self.setWindowTitle(f"{title} – {PROGRAM_NAME}" if title else PROGRAM_NAME)

    def put_below(self, widget: QWidget) -> None:
        """Put a widget (the find bar) below the panes."""
        self._bottom.addWidget(widget)

    def tell(self, problem: Problem) -> None:
        """Show a problem until it is put away."""
        self.notices.tell(problem)

    def say(self, message: str, *, important: bool = False, shown: str = "") -> None:
        """Show a message in the status line and have it spoken; what is shown may be shorter."""
        self.status.say(message, important=important, shown=shown)

    def _titles_only(self) -> QMenuBar:
        bar = QMenuBar()
        for group in GROUPS:
            if not group.parent:
                bar.addMenu(_(group.label))
        return bar

    def _look_for_words(self) -> None:
        """An article from a file comes a moment after the window: until then nothing is made that would hold it up."""
        if len(self.page.view.flow):
            self._tell_painted()
        elif not self._patience.isActive():
            self._patience.start()

    def _tell_painted(self) -> None:
        """Let the first picture reach the screen before anything else is done."""
        self.page.view.painted.disconnect(self._look_for_words)
        self._patience.stop()
        QTimer.singleShot(0, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Let everything be kept before the window goes; stay when that is asked for."""
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
