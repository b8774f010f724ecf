"""A notice above the page: a problem in full sentences, there until it is put away.

It never covers what is read and never takes the focus.
"""

from PySide6 import QtCore
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hiitreader.errors import Problem
from hiitreader.system.translations import gettext as _
from hiitreader.ui.status_line import Speak

_MOST = 3


def told(problem: Problem) -> str:
    """What a problem says, translated."""
    return " ".join(_(part).format(**problem.values) for part in problem.sentences())


class Notices(QWidget):
    """The notices that have not been put away, the latest one first; of many, the latest three."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._texts: list[tuple[str, QWidget]] = []
        self._speak: Speak | None = None
        self.hide()

    def tell(self, problem: Problem) -> None:
        """Show a problem; the same one is not shown twice."""
        text = told(problem)
        if any(text == shown for shown, _row in self._texts):
            return
        row = self._row(text)
        self._layout.insertWidget(0, row)
        self._texts.insert(0, (text, row))
        for _old, extra in self._texts[_MOST:]:
            extra.deleteLater()
        del self._texts[_MOST:]
        self.show()
        if self._speak is not None:
            self._speak(row, text, assertive=True)

    def speak_through(self, speak: Speak) -> None:
        """From now on, have notices spoken by a screen reader as well."""
        self._speak = speak

    def texts(self) -> tuple[str, ...]:
        """What is shown, the latest first."""
        return tuple(text for text, _row in self._texts)

    def _row(self, text: str) -> QWidget:
        row = QWidget()
        row.setObjectName("notice")
        row.setAttribute(QtCore.Qt.WidgetAttribute.WA_StyledBackground)
        words = QLabel(text)
        words.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(
            QtCore.Qt.TextInteractionFlag.TextSelectableByMouse | QtCore.Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.setAccessibleName(text)
        close = QPushButton(_("Dismiss"))
        close.setAccessibleDescription(text)
        close.clicked.connect(lambda: self._put_away(row))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addWidget(words, 1)
        layout.addWidget(close, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        return row

    def _put_away(self, row: QWidget) -> None:
        had_focus = row.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self._texts = [(text, other) for text, other in self._texts if other is not row]
        row.hide()
        row.deleteLater()
        self.setVisible(bool(self._texts))
        if had_focus:
            self.focusNextChild()
