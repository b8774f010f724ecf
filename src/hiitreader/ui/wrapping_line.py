"""A line of widgets that becomes several where it is narrow.

It only puts widgets in their places; it never shows or hides one.
"""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

SIDES = 4
"""Pixels by which widgets on a line are nearer to each other than lines are: controls keep as much more at their sides
than above and below (`sheet`)."""


class WrappingLine(QLayout):
    """Widgets side by side while they fit, and on lines of their own when they do not.

    A widget whose size policy is Expanding takes what is left of its line. Its least width is that of its widest
    widget, so nothing is cut in 320 pixels. `gap` is in pixels, between lines; between widgets it is less by
    `SIDES`, for controls have room at their sides already.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}
        self._gap = gap
        self._between = max(0, gap - SIDES)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 -- Qt's name
        """Take one more widget."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets it holds."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """The widget's item at `index`; None beyond the end, as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Give up the widget's item at `index`; None beyond the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """It takes all the width it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Narrower means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """The height of all lines in `width` pixels."""
        if width not in self._heights:
            self._heights[width] = self._lay_out(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was reckoned: a widget changed, came or went."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """All side by side."""
        items = self._shown()
        width = sum(item.sizeHint().width() for item in items) + self._between * max(0, len(items) - 1)
        return QSize(width, max((item.sizeHint().height() for item in items), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest widget alone."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wanted = _least_width(item)
            if not lines or used + self._between + wanted > width:
                lines.append([item])
                used = wanted
            else:
                lines[-1].append(item)
                used += self._between + wanted
        return lines

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        top = rect.y()
        for line in self._lines(rect.width()):
            spare = rect.width() - sum(_least_width(item) for item in line) - self._between * (len(line) - 1)
            growing = sum(_grows(item) for item in line)
            widths = [min(_least_width(i) + (spare // growing if _grows(i) else 0), rect.width()) for i in line]
            heights = [_height(item, width) for item, width in zip(line, widths, strict=True)]
            height = max(heights)
            left = rect.x()
            for item, width, own in zip(line, widths, heights, strict=True):
                if move:  # each as high as it is, in the middle of the line
                    high = height if _grows_high(item) else own
                    item.setGeometry(QRect(QPoint(left, top + (height - high) // 2), QSize(width, high)))
                left += width + self._between
            top += height + self._gap
        return max(0, top - self._gap - rect.y())


def _grows(item: QLayoutItem) -> bool:
    return Qt.Orientation.Horizontal in item.expandingDirections()


def _grows_high(item: QLayoutItem) -> bool:
    return Qt.Orientation.Vertical in item.expandingDirections()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _least_width(item: QLayoutItem) -> int:
    """What a widget needs on a line: one that grows can begin small."""
    return item.minimumSize().width() if _grows(item) else item.sizeHint().width()
