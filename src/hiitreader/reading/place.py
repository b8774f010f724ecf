"""A place in an article, kept by its words: it finds the same word again though blocks around it came, went or changed.

It measures in words and blocks, never in pixels, so it holds whatever the layout is. It never scrolls or shows.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hiitreader.article.flow import Flow, units

WORD = re.compile(r"\S+")
WORDS_BEFORE = 6
WORDS_AFTER = 10
LONGEST_WORD = 80
NEIGHBOURS = 2
FEWEST_SHARED = 2
NEAR_BLOCKS = 1000


class Place(NamedTuple):
    """One position in an article, by content.

    `block` is its block's index when it was taken. `mark` stands for the block's words, `before` and `after` for those
    of the blocks beside it, the nearest first. `word` is the word's number in its block from 0; `within` the position
    inside it in UTF-16 units (negative in an item's marker, more than the word's length in the gap after it).
    `said_before` and `said` are some words up to it and from it on, to find it again when its own block was edited.
    """

    block: int
    mark: str
    word: int
    within: int
    said_before: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def place_of(flow: Flow, position: int) -> Place:
    """The place of a position (UTF-16 units) in a flow; the beginning for an empty one."""
    index = flow.index_at(position)
    if index < 0:
        return Place(0, _mark(""), 0, 0)
    words = _words(flow, index)
    position = min(max(position, flow.start(index)), flow.end(index))
    word = max(0, sum(start <= position for start, _text in words) - 1)
    texts = tuple(text[:LONGEST_WORD] for _start, text in words[max(0, word - WORDS_BEFORE) : word + WORDS_AFTER])
    split = min(word, WORDS_BEFORE)
    return Place(
        block=index,
        mark=_mark_of(flow, index),
        word=word,
        within=position - words[word][0],
        said_before=texts[:split],
        said=texts[split:],
        before=tuple(_mark_of(flow, at) for at in range(index - 1, max(-1, index - 1 - NEIGHBOURS), -1)),
        after=tuple(_mark_of(flow, at) for at in range(index + 1, min(len(flow), index + 1 + NEIGHBOURS))),
    )


def position_of(flow: Flow, place: Place) -> int:
    """Where a place is in a flow, in UTF-16 units: the same position in the same article, else the same word.

    Looked for in this order: its block with the same neighbours; a block with the same words, the one with most of the
    same neighbours and the nearest; the words around it in a block that was edited; the gap between its neighbours; the
    block that stands at its index now.
    """
    if not len(flow):
        return 0
    if place.block < len(flow) and _mark_of(flow, place.block) == place.mark and _same_beside(flow, place):
        return _in_block(flow, place.block, place.word, place.within)
    marks = _Marks(flow)
    if (index := _same_block(flow, marks, place)) is not None:
        return _in_block(flow, index, place.word, place.within)
    expected = _expected(marks, place)
    found = _same_words(flow, place, expected)
    if found is not None:
        return _in_block(flow, found[0], found[1], max(0, place.within))
    return flow.text_start(expected)


class _Marks:
    """The marks of a flow's blocks, each worked out when it is first asked for."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._flow)

    def __getitem__(self, index: int) -> str:
        if index not in self._known:
            self._known[index] = _mark_of(self._flow, index)
        return self._known[index]

    def among(self, indexes: range) -> set[str]:
        """The marks of some blocks; indexes there are no blocks for are passed over."""
        return {self[index] for index in indexes if 0 <= index < len(self)}


def _words(flow: Flow, index: int) -> Sequence[tuple[int, str]]:
    """A block's own words with their positions; one empty word for a block without any."""
    text = flow[index].text
    start = flow.text_start(index)
    if units(text) == len(text):
        return [(start + found.start(), found.group()) for found in WORD.finditer(text)] or [(start, "")]
    words, done = [], 0
    for found in WORD.finditer(text):
        start += units(text[done : found.start()])
        words.append((start, found.group()))
        done = found.start()
    return words or [(start, "")]


def _in_block(flow: Flow, index: int, word: int, within: int) -> int:
    words = _words(flow, index)
    word = min(word, len(words) - 1)
    start = words[word][0]
    last = words[word + 1][0] - 1 if word + 1 < len(words) else flow.end(index)
    return min(max(start + within, flow.start(index)), last)


def _mark_of(flow: Flow, index: int) -> str:
    return _mark(flow[index].text)


def _mark(text: str) -> str:
    # A checksum, not a hash: it guards nothing, a neighbour's mark settles a chance match, and hashlib would cost the
    # start its import. Its length makes a chance match rarer still.
    words = " ".join(text.split())
    from zlib import crc32

    return f"{crc32(words.encode('utf-8', 'surrogatepass')):08x}{len(words):x}"


def _same_beside(flow: Flow, place: Place) -> bool:
    below = range(place.block + 1, min(len(flow), place.block + 1 + NEIGHBOURS))
    above = range(place.block - 1, max(-1, place.block - 1 - NEIGHBOURS), -1)
    return tuple(_mark_of(flow, at) for at in above) == place.before and (
        tuple(_mark_of(flow, at) for at in below) == place.after
    )


def _same_block(flow: Flow, marks: _Marks, place: Place) -> int | None:
    """The block with the same words, the most of the same neighbours, and the nearest of those."""
    wanted = place.said[0] if place.said else ""
    # Looking for one word is much quicker than marking every block of a long article.
    hopeful = (index for index, block in enumerate(flow) if wanted in block.text and (wanted or not block.text.strip()))
    same = [index for index in hopeful if marks[index] == place.mark]
    return max(same, key=lambda index: (_beside(marks, index, place), -abs(index - place.block)), default=None)


def _beside(marks: _Marks, index: int, place: Place) -> int:
    """How many of the place's neighbours stand within reach of a block."""
    above = marks.among(range(index - NEIGHBOURS, index))
    below = marks.among(range(index + 1, index + 1 + NEIGHBOURS))
    return sum(mark in above for mark in place.before) + sum(mark in below for mark in place.after)


def _expected(marks: _Marks, place: Place) -> int:
    """Where a block that is not there any more would be: by its neighbours, else by its index."""
    last = len(marks) - 1
    for beside, step in ((place.before, 1), (place.after, -1)):
        for distance, mark in enumerate(beside, 1):
            for index in _from(place.block, len(marks)):
                if marks[index] == mark:
                    return min(max(index + step * distance, 0), last)
    return min(place.block, last)


def _same_words(flow: Flow, place: Place, expected: int) -> tuple[int, int] | None:
    """The block and word with the most of the same words around it, near where it is expected; None if too few."""
    wanted = place.said[0] if place.said else ""
    if not wanted:
        return None
    best, best_shared = None, FEWEST_SHARED
    alone = len(place.said_before) + len(place.said) <= FEWEST_SHARED
    for index in _from(expected, len(flow)):
        if wanted not in flow[index].text:
            continue
        texts = [text[:LONGEST_WORD] for _start, text in _words(flow, index)]
        for word, text in enumerate(texts):
            if text == wanted:
                shared = _shared(texts, word, place) + (1 if alone else 0)
                if shared > best_shared:
                    best, best_shared = (index, word), shared
    return best


def _shared(texts: Sequence[str], word: int, place: Place) -> int:
    """How many of the words around the place stand around this one, itself counted."""
    before = texts[max(0, word - len(place.said_before) - 1) : word]
    after = texts[word : word + len(place.said) + 1]
    return sum(one in before for one in place.said_before) + sum(one in after for one in place.said)


def _from(middle: int, count: int) -> Iterator[int]:
    """Indexes from the middle outwards, as far as an edit is likely to have moved a block."""
    middle = min(middle, count - 1)
    yield middle
    for by in range(1, NEAR_BLOCKS):
        if middle + by < count:
            yield middle + by
        if middle >= by:
            yield middle - by
