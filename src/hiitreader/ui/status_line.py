"""The line at the window's foot: what has just happened, and where one is in the article.

Messages stay until the next one, so that nobody has to be quick to read them (WCAG 2.2, 2.2.1). It never asks anything.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from hiitreader.system.translations import gettext as _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QProgressBar

    from hiitreader.ui.capped_area import CappedArea
    from hiitreader.ui.wrapping_button import WrappingButton

_ALL = 100
_GAP = 8
_PLAIN_TEXT = 0  # `Qt.TextFormat.PlainText`
_LEAST_MESSAGE = 20
"""Characters of a message that stand on one line at least."""
_MOST = 0.25
"""The part of the window's height that a message may take."""


class Speak(Protocol):
    """Gives a message to the screen reader (`announce.Announcer`)."""

    def __call__(self, widget: QWidget, message: str, *, assertive: bool = False) -> bool:
        """Have it spoken."""


class Say(Protocol):
    """Shows a sentence in the status line and has it spoken; an important one may break into what is being said."""

    def __call__(self, message: str, *, important: bool = False, shown: str = "") -> None:
        """Say it; `shown` stands in the status line in its place, where the eye finds the rest elsewhere."""


class StatusLine(QFrame):
    """A message to the left, how far the article is loaded, how many replies wait, and the place to the right.

    `waiting_pressed` comes when the reader presses the button that says how many replies wait.
    """

    waiting_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._message = _plain_label()
        self._message.setWordWrap(True)
        self._message.setObjectName("message")
        self._place = _plain_label()
        self._place.setObjectName("place")
        self._waiting: WrappingButton | None = None
        self._waits = ("", "")
        self._said = ""
        self._area: CappedArea | None = None
        self._progress: QProgressBar | None = None
        self._speak: Speak | None = None
        line = QHBoxLayout()
        line.setSpacing(_GAP)
        line.addWidget(self._message, 1)
        line.addWidget(self._place)
        self._line: QLayout = line
        self._wraps = False
        self._around = QVBoxLayout(self)
        self._around.setContentsMargins(12, 4, 12, 4)
        self._around.addLayout(self._line)

    def say(self, message: str, *, important: bool = False, shown: str = "") -> None:
        """Show a message and have it spoken; `shown` in its place, where the eye finds the rest elsewhere."""
        self._wrap()
        self._said = message
        self._message.setText(shown or message)
        self._message.setAccessibleName(message)
        if self._area is not None:
            self._area.fit(_LEAST_MESSAGE * self.fontMetrics().averageCharWidth() if message else 0)
        if self._speak is not None:
            self._speak(self._message, message, assertive=important)

    def speak_through(self, speak: "Speak") -> None:
        """From now on, have messages spoken by a screen reader as well."""
        self._speak = speak

    @property
    def message(self) -> str:
        """What was said last."""
        return self._said

    def show_place(self, text: str) -> None:
        """Show where one is."""
        self._place.setText(text)

    @property
    def waiting(self) -> str:
        """How many replies wait, as it is shown; "" when none does."""
        return self._waits[0]

    def show_waiting(self, text: str, short: str = "") -> None:
        """Show how many replies wait, as a button that leads to them; "" takes it away.

        Where there is no room for it on one line, `short` stands there in its place; a screen reader gets the whole.
        """
        if (text, short) == self._waits:
            return
        self._waits = (text, short)
        if self._waiting is None:
            from hiitreader.ui.form_rows import push_button

            self._waiting = push_button(text)
            self._waiting.setProperty("slim", True)
            self._waiting.setAutoDefault(False)  # a default's bold words would need more room
            self._waiting.setObjectName("waiting")
            self._waiting.setAccessibleDescription(_("Shows the outbox."))
            self._waiting.clicked.connect(self.waiting_pressed)
            self._wrap()
            self._put_before_place(self._waiting)
        self._fit_waiting()
        self._waiting.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Say it in fewer words where there is less room."""
        super().resizeEvent(event)
        self._fit_waiting()

    def _fit_waiting(self) -> None:
        if self._waiting is None:
            return
        text, short = self._waits
        self._waiting.set_words(text)
        wanted = self._waiting.sizeHint().width() + _GAP + self._place.sizeHint().width()
        if short and wanted > self._line.geometry().width():
            self._waiting.set_words(short)
        self._waiting.setAccessibleName(text)

    def show_progress(self, done: float) -> None:
        """Show how much of a long article is there (0 to 1); 1 takes the bar away."""
        if done >= 1:
            if self._progress is not None:
                self._progress.deleteLater()
                self._progress = None
            return
        if self._progress is None:
            from PySide6.QtWidgets import QProgressBar

            self._progress = QProgressBar()
            self._progress.setRange(0, _ALL)
            self._progress.setMaximumWidth(160)
            self._progress.setTextVisible(False)  # it would stand half on the one ground, half on the other
            self._progress.setAccessibleName(_("Article loaded"))
            self._put_before_place(self._progress)
        self._progress.setValue(round(done * _ALL))

    def _wrap(self) -> None:
        """Put below what does not fit beside; the first picture has nothing to wrap, and need not load it."""
        if self._wraps:
            return
        from PySide6.QtWidgets import QSizePolicy

        from hiitreader.ui.capped_area import CappedArea
        from hiitreader.ui.wrapping_line import WrappingLine

        self._wraps = True
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._message.setSizePolicy(policy)
        plain, self._line = self._line, WrappingLine(gap=_GAP)
        items = iter(lambda: plain.takeAt(0), None)
        others = [item for item in items if item.widget() is not self._message]
        self._area = CappedArea(self._message, _MOST, words=True)
        self._line.addWidget(self._area)
        for item in others:
            self._line.addItem(item)
        self._around.removeItem(plain)
        plain.deleteLater()
        self._around.addLayout(self._line)

    def _put_before_place(self, widget: QWidget) -> None:
        self._line.removeWidget(self._place)
        self._line.addWidget(widget)
        self._line.addWidget(self._place)


def _plain_label() -> QLabel:
    """A label that takes nothing for HTML; by number, for the enumerations of Qt's namespace are slow to load."""
    label = QLabel()
    label.setProperty("textFormat", _PLAIN_TEXT)
    return label
