"""Where sentences and words begin and end, and moving the caret by them in a way a screen reader says well.

It never decides which keys do it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTextBoundaryFinder

from hiitreader.article.flow import Flow

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView

CARET_UNIT = "caretUnit"
"""The view's dynamic property that names what the caret is just moved by; see `move_by_sentence`."""
SENTENCE = "sentence"

_Reason = QTextBoundaryFinder.BoundaryReason


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Each sentence's first position and the position after it (its trailing spaces included), in UTF-16 units."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Sentence, text)
    begin, end = 0, finder.toNextBoundary()
    while end != -1:
        yield begin, end
        begin, end = end, finder.toNextBoundary()


def block_sentences(flow: Flow, index: int) -> list[tuple[int, int]]:
    """The sentences of block `index` as positions; its bullet or number is part of the first."""
    start, begin = flow.start(index), flow.text_start(index)
    found = [(begin + first, begin + last) for first, last in sentences(flow[index].text)]
    if not found:
        return [(start, flow.end(index))] if begin > start else []
    return [(start, found[0][1]), *found[1:]]


def next_word_end(text: str, position: int) -> int:
    """Where the next word ends after `position`, -1 when none does; UTF-16 units.

    Orca speaks what the caret passed over. It expects the caret to stop behind a word, as GTK's and Firefox's do on
    Linux; where Qt stops, at the start of the next word, it finds nothing to say the first time.
    """
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(position)
    while (place := finder.toNextBoundary()) != -1:
        if finder.boundaryReasons() & _Reason.EndOfItem:
            return place
    return -1


def previous_word_start(text: str, position: int) -> int:
    """Where the word before `position` starts, -1 when there is none; UTF-16 units."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, text)
    finder.setPosition(position)
    while (place := finder.toPreviousBoundary()) != -1:
        if finder.boundaryReasons() & _Reason.StartOfItem:
            return place
    return -1


def next_sentence(flow: Flow, position: int) -> int | None:
    """Where the next sentence starts after `position`; None after the last one."""
    for index in range(max(0, flow.index_at(position)), len(flow)):
        for begin, _end in block_sentences(flow, index):
            if begin > position:
                return begin
    return None


def previous_sentence(flow: Flow, position: int) -> int | None:
    """Where the sentence before `position` starts: this one's start when inside it; None at the first."""
    for index in range(flow.index_at(position), -1, -1):
        before = [begin for begin, _end in block_sentences(flow, index) if begin < position]
        if before:
            return before[-1]
    return None


def move_by_sentence(view: "ArticleView", *, forward: bool) -> bool:
    """Put the caret at the start of the next or previous sentence; False when there is none.

    A screen reader is told that the sentence has the focus, and so speaks the sentence.
    """
    seek = next_sentence if forward else previous_sentence
    position = seek(view.flow, view.caret())
    if position is None:
        return False
    view.setProperty(CARET_UNIT, SENTENCE)
    view.go_to(position)
    view.setProperty(CARET_UNIT, None)
    return True
