"""A place as high as what it holds, but at most a part of the window: with large letters the page stays in sight.

What does not fit is scrolled to, with the wheel, with Tab, or with the arrow keys. It never shortens anything.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class CappedArea(QScrollArea):
    """The place.

    Args:
        content: what it holds; its height follows from its width.
        part: how much of the window's height it may take at most, from 0 to 1.
        words: it holds nothing that Tab stops at, so Tab stops at the place itself while not all is in sight.
    """

    def __init__(self, content: QWidget, part: float, *, words: bool = False) -> None:
        super().__init__()
        self._content = content
        self._part = part
        self._words = words
        self._least = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setObjectName("cappedArea")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(content)
        content.installEventFilter(self)

    def fit(self, least: int) -> None:
        """What it holds has changed; from now on it wants to be at least this many pixels wide."""
        self._least = least
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """As what it holds would like it."""
        return self._content.sizeHint() + self._around()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One line."""
        return QSize(self._least, self.fontMetrics().height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height of what it holds, or what it may have of the window."""
        around = self._around()
        most = max(self.fontMetrics().height(), round(self.window().height() * self._part))
        return min(self._content.heightForWidth(width - around.width()) + around.height(), most)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Ask for another height, and be a stop of Tab or none, when what it holds has changed its own."""
        if watched is self._content and event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self.updateGeometry()
            if self._words:
                words = self._content.accessibleName()
                hidden = bool(words) and self._content.height() > self.viewport().height()
                self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if hidden else Qt.FocusPolicy.NoFocus)
                # Named only as a stop, or a screen reader would come upon the same words twice.
                self.setAccessibleName(words if hidden else "")
        return super().eventFilter(watched, event)

    def _around(self) -> QSize:
        """The ring that shows the focus."""
        margins = self.contentsMargins()
        return QSize(margins.left() + margins.right(), margins.top() + margins.bottom())
