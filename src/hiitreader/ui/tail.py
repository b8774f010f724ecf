"""What stands after the article, shown bit by bit: made in the background, put on the page in turns.

A thread of ten thousand replies then holds the window no longer than one of ten. It never decides what is told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.article.blocks import Block
from hiitreader.system.rings import RingSearch
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.exchange import splice
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_blocks import Piece
from hiitreader.ui.reply_tree import Numbers, Told

FIRST, MORE = 300, 1_200
"""Blocks that are shown at once, and that are added in each turn after that."""
MOST_HUNKS = 40
"""Places that are changed one by one; when there are more, all between the first and the last is put in anew."""
FIRST_ID = 10_000_000
"""Containers of the tail are numbered from here: more than any article has."""


class Hunk(NamedTuple):
    """Blocks `begin` to before `end` of the old tail are those from `new_begin` to before `new_end` of the new one."""

    begin: int
    end: int
    new_begin: int
    new_end: int


class Change(NamedTuple):
    """What the tail becomes: `blocks`, by way of `hunks`, in their order.

    What is in no hunk looks the same, but may be told to stand elsewhere: a list has more items, say. `told` are the
    replies by the ids of their items. `more` gives what comes before the last block, when that is not all there yet.
    """

    blocks: tuple[Block, ...]
    hunks: tuple[Hunk, ...]
    told: dict[int, Told]
    more: Iterator[Piece] | None = None


class _Put(NamedTuple):
    """Blocks to be put in place of those from index `at` to before `end` of the tail."""

    at: int
    end: int
    blocks: tuple[Block, ...]


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
        self._rings = RingSearch()
        self.told: dict[int, Told] = {}

    def show(self, make: Callable[[Numbers], Iterator[Piece] | None], last: Block) -> None:
        """Show the pieces that `make` gives, and `last` below them, in place of what is there.

        `make` runs in the background, and so does what it gives; None says that what is there is right.
        """
        self._run += 1
        self._rings.rest()
        run = self._run
        old = self._view.flow.blocks(self._view.article_length)

        def begin() -> Change | None:
            pieces = make(self._numbers)
            return None if pieces is None else changed(old, pieces, last)

        self._lane.submit(begin, lambda outcome: self._take(run, outcome.get()))

    def forget(self) -> None:
        """Another article is on the page: what is still being made is for the one before."""
        self._run += 1
        self._rings.go_on()
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

    def _take(self, run: int, change: Change | None) -> None:
        if run != self._run:
            return
        if change is None:
            self._ask_for_more(run, None)
            return
        self.told = change.told
        self._go_on(run, change, list(_steps(change)))

    def _go_on(self, run: int, change: Change, steps: list[_Put]) -> None:
        """Put what comes next on the page, and the rest at the next turns."""
        if run != self._run:
            return
        self._rings.rest()
        first = self._view.article_length
        if steps:
            step = steps.pop(0)
            splice(self._view, first + step.at, first + step.end, step.blocks)
        if steps:
            QTimer.singleShot(0, self, lambda: self._go_on(run, change, steps))
            return
        self._view.flow.renew(first, change.blocks)
        self._ask_for_more(run, change.more)

    def _ask_for_more(self, run: int, more: Iterator[Piece] | None) -> None:
        if more is None:
            self._rings.go_on()
            self.complete.emit()
        else:
            self._lane.submit(lambda: _some(more, MORE), lambda outcome: self._add(run, more, *outcome.get()))

    def _add(self, run: int, more: Iterator[Piece], blocks: tuple[Block, ...], told: dict[int, Told]) -> None:
        """Put in what came before the last block, which is there already."""
        if run != self._run:
            return
        self._rings.rest()
        self.told |= told
        if blocks:
            last = len(self._view.flow) - 1
            splice(self._view, last, last, blocks)
        self._ask_for_more(run, more if blocks else None)


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
    return Change(new, tuple(hunks(old, new)), told, more)


def hunks(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Hunk]:
    """Where two tails differ, from the beginning to the end.

    Blocks are found again by the item they stand in; one that went further up counts as another.
    """
    places = {key: index for index, key in enumerate(_keys(old))}
    begin = new_begin = 0
    for index, key in enumerate(_keys(new)):
        at = places.get(key, -1)
        if at >= begin and _alike(old[at], new[index]):
            if at > begin or index > new_begin:
                yield Hunk(begin, at, new_begin, index)
            begin, new_begin = at + 1, index + 1
    if begin < len(old) or new_begin < len(new):
        yield Hunk(begin, len(old), new_begin, len(new))


def _keys(blocks: Iterable[Block]) -> Iterator[tuple[object, int]]:
    """What names a block: the innermost container it is in, or its anchor, and how many of those came before."""
    counted: Counter[object] = Counter()
    for block in blocks:
        name = block.within[-1].id if block.within else block.anchor
        yield name, counted[name]
        counted[name] += 1


def _steps(change: Change) -> Iterator[_Put]:
    """The hunks from the last to the first, so that none moves another, each in parts that a turn has time for."""
    found = change.hunks
    if len(found) > MOST_HUNKS:
        first, last = found[0], found[-1]
        found = (Hunk(first.begin, last.end, first.new_begin, last.new_end),)
    for hunk in reversed(found):
        blocks = change.blocks[hunk.new_begin : hunk.new_end]
        yield _Put(hunk.begin, hunk.end, blocks[:MORE])
        for start in range(MORE, len(blocks), MORE):
            yield _Put(hunk.begin + start, hunk.begin + start, blocks[start : start + MORE])


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
