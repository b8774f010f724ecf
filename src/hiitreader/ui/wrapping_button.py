"""A button whose words go on on another line where they don't fit on one.

It never shortens them: a word that is wider than the button goes on on the next line too.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from hiitreader.ui.breaking import pieces

LEAST = 6
"""Characters of a word that stand on one line in the narrowest place a button asks for."""


class WrappingButton(QPushButton):
    """A push button that a narrow place makes higher, not cut. Its words are `words`, however they are broken."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(words.replace("&", ""))

    @property
    def words(self) -> str:
        """The words, unbroken."""
        return self._words

    def set_words(self, words: str) -> None:
        """Say something else."""
        if words != self._words:
            self._words = words
            self.setAccessibleName(words.replace("&", ""))
            self.setText(words)  # a button without words is measured by others, as wide as none would be seen
            self.setText("\n".join(self._lines(self.width() - self._around().width())))
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return presses it too, wherever it stands."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802
        """On one line."""
        return self._around() + self._size_of([self._words])

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One word a line, and of a long word a part."""
        least = self._size_of(self._words.split())
        most = LEAST * QFontMetrics(self.font()).averageCharWidth()
        return self._around() + QSize(min(least.width(), most), least.height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height of all lines in `width` pixels."""
        around = self._around()
        return around.height() + self._size_of(self._lines(width - around.width())).height()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Break the words anew."""
        super().resizeEvent(event)
        broken = "\n".join(self._lines(self.width() - self._around().width()))
        if broken != self.text():
            self.setText(broken)

    def _lines(self, room: int) -> list[str]:
        lines: list[str] = []
        for word in self._words.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._size_of([longer]).width() <= room:
                lines[-1] = longer
            else:
                lines += pieces(word, lambda part: self._size_of([part]).width(), room)
        return lines

    def _size_of(self, lines: list[str]) -> QSize:
        return QFontMetrics(self.font()).size(Qt.TextFlag.TextShowMnemonic, "\n".join(lines))

    def _around(self) -> QSize:
        """What stands round the words: padding, border, margin."""
        return super().sizeHint() - self._size_of([self.text()])
