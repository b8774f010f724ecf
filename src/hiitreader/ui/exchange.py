"""Exchanges the last blocks of a page for others, while caret, selection and the words at the top stay what they are.

It never looks at what the blocks say.
"""

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from hiitreader.article.blocks import Block
from hiitreader.article.flow import Flow

if TYPE_CHECKING:
    from hiitreader.ui.article_view import ArticleView


class Exchanged:
    """Where positions are after the blocks from `first` on were exchanged for `blocks`.

    What stands the same at the end of both is taken to be the same words. Make it before the flow is changed.
    """

    def __init__(self, flow: Flow, first: int, blocks: tuple[Block, ...]) -> None:
        old = [flow[index] for index in range(first, len(flow))]
        self.begin = first
        for was, block in zip(old, blocks, strict=False):
            if was != block:
                break
            self.begin += 1
        head = self.begin - first
        self.blocks = blocks[head:]
        most = min(len(old), len(blocks)) - head
        same = 0
        while same < most and old[-1 - same] == blocks[-1 - same]:
            same += 1
        self.nothing = head == len(old) == len(blocks)
        self._flow = flow
        self._same = same
        self._old_length = flow.length
        self._cut = flow.start(self.begin) if self.begin < len(flow) else flow.length
        self._old_end = flow.start(len(flow) - same) if same else flow.length

    def position(self, old: int) -> int:
        """Where the words that were at a position are now, or the nearest to them. Ask after the flow is changed."""
        flow = self._flow
        if old < self._cut:
            return old
        if old >= self._old_end and self._same:
            return old + flow.length - self._old_length
        end = flow.start(len(flow) - self._same) if self._same else flow.length
        return max(0, min(old, end - 1))


def exchange(view: "ArticleView", first: int, blocks: tuple[Block, ...]) -> int | None:
    """Show `blocks` in place of those from index `first` on; the index of the first one that is new, None for none."""
    flow, page, anchor = view.flow, view.page, view.anchor
    exchanged = Exchanged(flow, first, blocks)
    if exchanged.nothing:
        return None
    begin = exchanged.begin
    top = anchor.hold()
    old = view.textCursor()
    old_anchor, old_caret = old.anchor(), old.position()
    with page.editing():
        cursor = QTextCursor(view.document())
        cursor.setPosition(flow.end(begin - 1) if begin else 0)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        flow.truncate(begin)
        flow.append(exchanged.blocks)
        cursor.insertText(("\n" if begin and exchanged.blocks else "") + flow.text(begin))
    page.rebuild(begin)
    kept = view.textCursor()
    wanted = exchanged.position(old_anchor), exchanged.position(old_caret)
    if wanted != (kept.anchor(), kept.position()):
        kept.setPosition(wanted[0])
        kept.setPosition(wanted[1], QTextCursor.MoveMode.KeepAnchor)
        view.setTextCursor(kept)
    anchor.return_to(top._replace(position=exchanged.position(top.position)))
    return begin
