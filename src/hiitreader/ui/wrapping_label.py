"""Words that wrap, and are broken inside a word rather than cut where even one word is wider than its place.

It never changes its words: `text()` and what a screen reader is given stay as they were set.
"""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from hiitreader.ui.breaking import breakable

LEAST = 6
"""Characters that a line has room for in the narrowest place a label asks for."""
_HIGHEST = 100_000
_WRAP = Qt.TextFlag.TextWordWrap.value


class WrappingLabel(QLabel):
    """A label of plain text, each line of it a paragraph with some room to the next. With a buddy it shows a mnemonic.

    Qt's own label breaks between words only, and a word that is too long is cut.

    Args:
        text: its words.
        one_line: it would like to stand on one line, and wraps only where there is no room for that.
    """

    def __init__(self, text: str = "", *, one_line: bool = False) -> None:
        super().__init__()
        self._one_line = one_line
        self._known: dict[int, list[tuple[str, int]]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setIndent(0)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 -- Qt's name
        """Show other words."""
        self._known.clear()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Other letters need other lines."""
        if event.type() is QEvent.Type.FontChange:
            self._known.clear()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        """What it would like."""
        if not self._one_line:
            return super().sizeHint()
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()), metrics.height()) + self._around()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As narrow as its longest word, but never wider than `LEAST` characters need."""
        whole = super().minimumSizeHint()
        least = LEAST * self.fontMetrics().averageCharWidth() + self._around().width()
        return QSize(min(whole.width(), least), whole.height())

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height of all lines in `width` pixels."""
        around = self._around()
        return self._height(self._paragraphs(width - around.width())) + around.height()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the frame that the style sheet gives it, and the words."""
        painter = QPainter(self)
        self.drawFrame(painter)
        area = self.contentsRect()
        paragraphs = self._paragraphs(area.width())
        top = area.top()
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top += max(0, area.height() - self._height(paragraphs)) // 2
        style, look = self.style(), (self.palette(), self.isEnabled())
        flags = _WRAP | (Qt.TextFlag.TextShowMnemonic.value if self.buddy() else 0)
        for words, high in paragraphs:
            place = QRect(area.left(), top, area.width(), high)
            style.drawItemText(painter, place, flags, *look, words, self.foregroundRole())
            top += high + self._gap()
        painter.end()

    def _paragraphs(self, room: int) -> list[tuple[str, int]]:
        """Its paragraphs, with places to break in words wider than `room`, and how high each is."""
        if room in self._known:
            return self._known[room]
        metrics = self.fontMetrics()
        made = self._known[room] = []
        for paragraph in self.text().split("\n"):
            words = breakable(paragraph, metrics.horizontalAdvance, room)
            box = metrics.boundingRect(QRect(0, 0, max(1, room), _HIGHEST), _WRAP, words)
            made.append((words, max(metrics.height(), box.height())))
        return made

    def _height(self, paragraphs: list[tuple[str, int]]) -> int:
        return sum(high for _words, high in paragraphs) + self._gap() * (len(paragraphs) - 1)

    def _gap(self) -> int:
        """Between two paragraphs: less than an empty line, enough to see where one ends."""
        return QFontMetrics(self.font()).height() // 3

    def _around(self) -> QSize:
        """What stands round the words: padding, border, margin."""
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
