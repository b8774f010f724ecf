"""The line at the window's foot: what has just happened, and where one is in the article.

Messages stay until the next one, so that nobody has to be quick to read them (WCAG 2.2, 2.2.1). It never asks anything.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from hiitreader.system.translations import gettext as _
from hiitreader.ui.announce import announce

_ALL = 100


class StatusLine(QWidget):
    """A message to the left, how far the article is loaded, and the place to the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._message = QLabel()
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        self._message.setObjectName("message")
        self._place = QLabel()
        self._place.setTextFormat(Qt.TextFormat.PlainText)
        self._place.setObjectName("place")
        self._progress: QProgressBar | None = None
        self.wanted_announcements = "all"
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 4)
        self._layout.setSpacing(16)
        self._layout.addWidget(self._message, 1)
        self._layout.addWidget(self._place)

    def say(self, message: str, *, important: bool = False) -> None:
        """Show a message and have it spoken."""
        self._message.setText(message)
        self._message.setAccessibleName(message)
        announce(self._message, message, assertive=important, wanted=self.wanted_announcements)

    @property
    def message(self) -> str:
        """What was said last."""
        return self._message.text()

    def show_place(self, text: str) -> None:
        """Show where one is."""
        self._place.setText(text)

    def show_progress(self, done: float) -> None:
        """Show how much of a long article is there (0 to 1); 1 takes the bar away."""
        if done >= 1:
            if self._progress is not None:
                self._progress.deleteLater()
                self._progress = None
            return
        if self._progress is None:
            self._progress = QProgressBar()
            self._progress.setRange(0, _ALL)
            self._progress.setMaximumWidth(160)
            self._progress.setAccessibleName(_("Article loaded"))
            self._layout.insertWidget(1, self._progress)
        self._progress.setValue(round(done * _ALL))
