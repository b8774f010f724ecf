"""A notice above the page: a problem, or news, in full sentences, there until it is put away.

It never covers what is read and never takes the focus.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6 import QtCore
from PySide6.QtWidgets import QApplication, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from hiitreader.errors import Problem
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.colours import sizes
from hiitreader.ui.status_line import Speak

if TYPE_CHECKING:
    from hiitreader.ui.wrapping_button import WrappingButton

_MOST = 3
_LEAST_WORDS = 16
"""Characters that stand on a line beside the button, at least."""


class Way(NamedTuple):
    """What can be done about a notice: the words of its button, and what pressing it does."""

    words: str
    go: Callable[[], None]


def told(problem: Problem) -> str:
    """What a problem says, translated."""
    return " ".join(_(part).format(**problem.values) for part in problem.sentences())


class Notices(QWidget):
    """The notices that have not been put away, the latest one first.

    The latest is in sight, and a button for the others, so that many take no more of the page than one. It brings
    three into sight; the rest follow.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._texts: list[tuple[str, QWidget]] = []
        self._news: set[str] = set()
        self._speak: Speak | None = None
        self._came_from: QWidget | None = None
        self._more: WrappingButton | None = None
        self._unfolded = False
        self.hide()

    def tell(self, problem: Problem) -> None:
        """Show a problem; the same one is not shown twice."""
        self._add(told(problem), None, assertive=True)

    def take_back(self, problem: Problem) -> None:
        """Put a problem away that is over, unless the focus is on it: then it stays until it is left or dismissed."""
        text = told(problem)
        for shown, row in tuple(self._texts):
            if shown == text and not _has_focus(row):
                self._put_away(row)

    def news(self, text: str, way: Way | None = None) -> None:
        """Show something that happened, with what can be done about it; it is put away when that is done."""
        self._add(text, way, assertive=False)
        self._news.add(text)

    def forget_news(self) -> None:
        """Put all news away: what they tell of is gone."""
        for text, row in tuple(self._texts):
            if text in self._news:
                self._put_away(row)
        self._news.clear()

    def _add(self, text: str, way: Way | None, *, assertive: bool) -> None:
        if any(text == shown for shown, _row in self._texts):
            return
        if not self._texts:
            _application().focusChanged.connect(self._remember)
        row = self._row(text, way)
        self._layout.insertWidget(0, row)
        self._texts.insert(0, (text, row))
        self._arrange()
        if self._speak is not None:
            self._speak(row, text, assertive=assertive)

    def speak_through(self, speak: Speak) -> None:
        """From now on, have notices spoken by a screen reader as well; those that are there already, too."""
        self._speak = speak
        for text, row in reversed(self._texts):
            speak(row, text, assertive=True)

    def texts(self) -> tuple[str, ...]:
        """What has not been put away, the latest first."""
        return tuple(text for text, _row in self._texts)

    def _arrange(self) -> None:
        self._unfolded = self._unfolded and len(self._texts) > 1
        in_sight = _MOST if self._unfolded else 1
        for number, (_text, row) in enumerate(self._texts):
            row.setVisible(number < in_sight or _has_focus(row))
        self._tell_more(sum(row.isHidden() for _text, row in self._texts))
        self.setVisible(bool(self._texts))

    def _tell_more(self, hidden: int) -> None:
        """Show the button for those that are out of sight, or that folds them again."""
        if self._more is None and hidden:
            from hiitreader.ui.form_rows import push_button

            self._more = push_button("", quiet=True)
            self._more.clicked.connect(self._fold)
            self._layout.addWidget(self._more, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
        if self._more is None:
            return
        told = ngettext("Show {count} more notice", "Show {count} more notices", hidden).format(count=hidden)
        self._more.set_words(_("Show the latest notice only") if self._unfolded else told)
        wanted = self._unfolded or hidden > 0
        had_focus = not wanted and self._more.hasFocus()
        self._more.setVisible(wanted)
        if had_focus:
            self._give_back()

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._arrange()

    def _row(self, text: str, way: Way | None) -> QWidget:
        row = QWidget()
        row.setObjectName("notice")
        row.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground)
        words = QLabel(text)
        words.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setIndent(0)
        words.setTextInteractionFlags(
            QtCore.Qt.TextInteractionFlag.TextSelectableByMouse | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.setAccessibleName(text)
        from hiitreader.ui.form_rows import push_button
        from hiitreader.ui.wrapping_line import WrappingLine

        close = push_button(_("Dismiss"))
        close.setAccessibleDescription(text)
        close.clicked.connect(lambda: self._put_away(row))
        bar = sizes(max(1, row.font().pixelSize()))["wide"]  # the coloured one at its left, which the sheet draws
        layout = QVBoxLayout(row)
        layout.setContentsMargins(bar + 12, 8, 12, 8)
        if way is None:
            layout.addLayout(_side_by_side(words, close))
            return row
        layout.addWidget(words)
        go = push_button(way.words)
        go.setAccessibleDescription(text)
        go.clicked.connect(lambda: self._take(row, way))
        buttons = WrappingLine()
        for button in (go, close):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        return row

    def _take(self, row: QWidget, way: Way) -> None:
        self._put_away(row)
        way.go()

    def _put_away(self, row: QWidget) -> None:
        had_focus = _has_focus(row)
        self._texts = [(text, other) for text, other in self._texts if other is not row]
        self._arrange()
        if had_focus:
            self._give_back()
        row.hide()
        row.deleteLater()
        if not self._texts:
            self._came_from = None
            _application().focusChanged.disconnect(self._remember)

    def _remember(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and new is not None and self.isAncestorOf(new) and not self.isAncestorOf(old):
            self._came_from = old

    def _give_back(self) -> None:
        """Put the focus on the next notice, or else where it was before it came here."""
        if self._texts:
            self._texts[0][1].findChildren(QPushButton)[0].setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        elif self._came_from is not None and isValid(self._came_from) and self._came_from.isVisible():
            self._came_from.setFocus(QtCore.Qt.FocusReason.OtherFocusReason)
        else:
            self.focusNextChild()


def _side_by_side(words: QLabel, close: QPushButton) -> QLayout:
    """The words with the button at their right, or below them where they would have too little room."""
    from PySide6.QtWidgets import QSizePolicy

    from hiitreader.ui.wrapping_line import WrappingLine

    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    words.setSizePolicy(policy)
    words.setMinimumWidth(_LEAST_WORDS * words.fontMetrics().averageCharWidth())
    line = WrappingLine()
    line.addWidget(words)
    line.addWidget(close)
    return line


def _has_focus(row: QWidget) -> bool:
    focus = row.window().focusWidget()
    return focus is not None and row.isAncestorOf(focus)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)  # there are widgets
    return application
