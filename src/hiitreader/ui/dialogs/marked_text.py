"""Words of which some are marked, by their weight and a line under them: never by colour alone (WCAG 2.2, 1.4.1).

It never decides what is marked.
"""

from collections.abc import Iterable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout


def marked_text(text: str, font: QFont, width: int, marks: Iterable[tuple[int, int]]) -> QTextLayout:
    """The words broken to a width, ready to be drawn; its `boundingRect` says how high they are.

    Args:
        text: the words; a line break begins a new line.
        font: their font.
        width: in pixels.
        marks: where marked words begin and how long they are, in UTF-16 units.
    """
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    look.setFontUnderline(True)
    layout.setFormats([_range(start, length, look) for start, length in marks])
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _range(start: int, length: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, look
    return made
