"""Exchanges blocks of a page for others, while caret, selection and the words at the top stay what they are.

It never looks at what the blocks say.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from hiitreader.article.blocks import Block
from hiitreader.article.flow import Flow

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView


class Exchanged:
    """Where positions are after the blocks from `begin` to before `end` were exchanged for others.

    Make it before the flow is changed.
    """

    def __init__(self, flow: Flow, begin: int, end: int) -> None:
        self._flow = flow
        self._after = len(flow) - end
        self._old_length = flow.length
        self._cut = flow.start(begin) if begin < len(flow) else flow.length
        self._old_end = flow.start(end) if self._after else flow.length

    def position(self, old: int) -> int:
        """Where the words that were at a position are now, or the nearest to them. Ask after the flow is changed."""
        flow = self._flow
        if old < self._cut:
            return old
        if old >= self._old_end and self._after:
            return old + flow.length - self._old_length
        end = flow.start(len(flow) - self._after) if self._after else flow.length
        return max(0, min(old, end - 1))


def unlike(old: Sequence[Block], new: Sequence[Block]) -> tuple[int, int]:
    """How many blocks at the beginning, and then at the end, are the same in both."""
    most = min(len(old), len(new))
    begin = 0
    while begin < most and old[begin] == new[begin]:
        begin += 1
    most -= begin
    same = 0
    while same < most and old[-1 - same] == new[-1 - same]:
        same += 1
    return begin, same


def exchange(view: "ArticleView", first: int, blocks: tuple[Block, ...]) -> None:
    """Show `blocks` in place of those from index `first` on; what is the same in both is left alone."""
    old = view.flow.blocks(first)
    begin, same = unlike(old, blocks)
    if not begin == len(old) == len(blocks):
        splice(view, first + begin, len(view.flow) - same, blocks[begin : len(blocks) - same])


def splice(view: "ArticleView", begin: int, end: int, blocks: Sequence[Block]) -> None:
    """Show `blocks` in place of those from index `begin` to before `end`."""
    flow, page, anchor = view.flow, view.page, view.anchor
    exchanged = Exchanged(flow, begin, end)
    top = anchor.hold()
    old = view.textCursor()
    old_anchor, old_caret = old.anchor(), old.position()
    with page.editing():
        _write(view, begin, end, blocks)
    page.splice(begin, end, begin + len(blocks))
    kept = view.textCursor()
    wanted = exchanged.position(old_anchor), exchanged.position(old_caret)
    if wanted != (kept.anchor(), kept.position()):
        kept.setPosition(wanted[0])
        kept.setPosition(wanted[1], QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(kept)
    anchor.return_to(top._replace(position=exchanged.position(top.position)))
    view.take_in(begin)


def _write(view: "ArticleView", begin: int, end: int, blocks: Sequence[Block]) -> None:
    """Change the document's words and the flow.

    With something before and after, a separator is taken and given before the new blocks, never after them: Qt then
    leaves the block after them, with its lines, alone.
    """
    flow = view.flow
    cursor = QTextCursor(view.document())
    cursor.setPosition(flow.end(begin - 1) if begin else 0)
    if end == len(flow):
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    elif begin:
        cursor.setPosition(flow.end(end - 1), QTextCursor.MoveMode.KeepAnchor)
    else:
        cursor.setPosition(flow.start(end), QTextCursor.MoveMode.KeepAnchor)
    before = "\n" if begin and blocks else ""
    after = "\n" if not begin and blocks and end < len(flow) else ""
    flow.splice(begin, end, blocks)
    cursor.insertText(before + flow.text(begin, begin + len(blocks)) + after)
