"""A dialog's contents in a column that can be scrolled: with large letters or in a small window not all fits.

It never scrolls sideways: what is too wide is broken.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

MARGIN = 12
"""Pixels between a dialog's edge and what it holds."""
APART = 16
"""Pixels between the parts of a form."""


def scrolled_column(dialog: QDialog, *parts: QWidget, gap: int = APART) -> tuple[QScrollArea, QVBoxLayout]:
    """Fill a dialog with a column; what is given stands in it first. Add the rest, and a stretch at its end."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(gap)
    for part in parts:
        column.addWidget(part)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(body)
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)
    return area, column


def bring_into_sight(area: QScrollArea, *parts: QWidget) -> None:
    """Scroll to parts of the column once their places are known; the last one is in sight in any case."""

    def reveal() -> None:
        for part in parts:
            area.ensureWidgetVisible(part, 0, 8)

    QTimer.singleShot(0, area, reveal)
