"""What stands after the article, shown bit by bit: made in the background, put on the page in turns.

A thread of ten thousand replies then holds the window no longer than one of ten. It never decides what is told.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.article.blocks import Block
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.exchange import splice
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_blocks import Piece
from hiitreader.ui.reply_tree import Numbers, Told

FIRST, MORE = 300, 1_200
"""Blocks that are shown at once, and that are added in each turn after that."""
FIRST_ID = 10_000_000
"""Containers of the tail are numbered from here: more than any article has."""


class Change(NamedTuple):
    """What the tail becomes: `blocks`, of which so many at the `begin`ning and at the end (`same`) are there already.

    Those show the same words; `renewed` says that they are told to stand elsewhere (a list has more items, say).
    `told` are the replies by the ids of their items. `more` gives what comes before the last block, when that is not
    all there yet.
    """

    blocks: tuple[Block, ...]
    begin: int
    same: int
    renewed: bool
    told: dict[int, Told]
    more: Iterator[Piece] | None = None


class Tail(QObject):
    """The blocks after the article of one view.

    Args:
        view: shows them.
        lane: makes them.

    `complete` comes when all of them are on the page.
    """

    complete = Signal()

    def __init__(self, view: ArticleView, lane: GuiLane, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._lane = lane
        self._run = 0
        self._numbers = Numbers(FIRST_ID)
        self.told: dict[int, Told] = {}

    def show(self, make: Callable[[Numbers], Iterator[Piece]], last: Block) -> None:
        """Show the pieces that `make` gives, and `last` below them, in place of what is there.

        `make` runs in the background, and so does what it gives.
        """
        self._run += 1
        run = self._run
        old = self._view.flow.blocks(self._view.article_length)

        def begin() -> Change:
            return changed(old, make(self._numbers), last)

        self._lane.submit(begin, lambda outcome: self._take(run, outcome.get()))

    def forget(self) -> None:
        """Another article is on the page: what is still being made is for the one before."""
        self._run += 1
        self.told = {}

    def told_at(self, index: int) -> Told | None:
        """The reply that block `index` of the flow is a part of."""
        flow = self._view.flow
        if not self._view.article_length <= index < len(flow):
            return None
        return next((self.told[one.id] for one in reversed(flow[index].within) if one.id in self.told), None)

    def heading(self, anchor: str) -> int | None:
        """The index of the heading with this anchor, None when it is not there."""
        flow = self._view.flow
        for index in range(self._view.article_length, len(flow)):
            if flow[index].anchor == anchor:
                return index
        return None

    # -- in turns -------------------------------------------------------------------------------------------------

    def _take(self, run: int, change: Change) -> None:
        if run != self._run:
            return
        first = self._view.article_length
        self.told = change.told
        if change.renewed:
            self._view.flow.renew(first, change.blocks[: change.begin])
            self._view.flow.renew(len(self._view.flow) - change.same, change.blocks[len(change.blocks) - change.same :])
        middle = change.blocks[change.begin : len(change.blocks) - change.same]
        at, end = first + change.begin, len(self._view.flow) - change.same
        if middle or at < end:
            splice(self._view, at, end, middle[:MORE])
        self._go_on(run, at + MORE, middle[MORE:], change.more)

    def _go_on(self, run: int, at: int, blocks: Sequence[Block], more: Iterator[Piece] | None) -> None:
        if blocks:
            QTimer.singleShot(0, self, lambda: self._put(run, at, blocks, more))
        elif more is not None:
            self._lane.submit(lambda: _some(more, MORE), lambda outcome: self._add(run, more, *outcome.get()))
        else:
            self.complete.emit()

    def _put(self, run: int, at: int, blocks: Sequence[Block], more: Iterator[Piece] | None) -> None:
        if run == self._run:
            splice(self._view, at, at, blocks[:MORE])
            self._go_on(run, at + MORE, blocks[MORE:], more)

    def _add(self, run: int, more: Iterator[Piece], blocks: tuple[Block, ...], told: dict[int, Told]) -> None:
        """Put in what came before the last block, which is there already."""
        if run != self._run:
            return
        self.told |= told
        last = len(self._view.flow) - 1
        if not blocks:
            self._go_on(run, last, (), None)
            return
        splice(self._view, last, last, blocks)
        self._go_on(run, last, (), more)


def changed(old: Sequence[Block], pieces: Iterator[Piece], last: Block) -> Change:
    """How to get from `old` to what `pieces` give, with `last` below it.

    When much comes where little was, only to the beginning of it: the rest is `more`.
    """
    blocks, told = _some(pieces, FIRST)
    more = pieces if len(blocks) >= FIRST else None
    if more is not None and len(old) > FIRST:
        rest, others = _some(more, None)
        blocks, told, more = blocks + rest, told | others, None
    new = (*blocks, last)
    begin = same = 0
    most = min(len(old), len(new))
    while begin < most and _alike(old[begin], new[begin]):
        begin += 1
    while same < most - begin and _alike(old[-1 - same], new[-1 - same]):
        same += 1
    kept = len(old) - same
    renewed = old[:begin] != new[:begin] or old[kept:] != new[len(new) - same :]
    return Change(new, begin, same, renewed, told, more)


def _alike(old: Block, new: Block) -> bool:
    """Whether two blocks look the same on the page: a list may count more items, an item be labelled otherwise."""
    return old == new or (
        old._replace(within=()) == new._replace(within=())
        and [(one.kind, one.id, one.number) for one in old.within]
        == [(one.kind, one.id, one.number) for one in new.within]
    )


def _some(pieces: Iterable[Piece], most: int | None) -> tuple[tuple[Block, ...], dict[int, Told]]:
    """The blocks of the next pieces, until they are `most` (None: all), and the replies among them."""
    blocks: list[Block] = []
    told: dict[int, Told] = {}
    for piece in pieces:
        blocks += piece.blocks
        if piece.told is not None:
            told[piece.item] = piece.told
        if most is not None and len(blocks) >= most:
            break
    return tuple(blocks), told
