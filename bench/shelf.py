"""A shelf of ten thousand articles of a thousand words: finding words, what is like an article, adding one more.

    python bench/shelf.py FOLDER [COUNT]

Prints the most that one call took, then one line of JSON: milliseconds of each call, and of this program's work alone
("cpu"), which other programs do not change. Between two that are added the shelf is tended as the window does it. The
texts are made up, of words that are as common and as rare as in
real ones, each article about one of two hundred things. It never opens a window and never asks a server.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TypeVar

from hiitreader.article.blocks import Article, Block, BlockKind
from hiitreader.library.entries import Meta
from hiitreader.library.shelf import Shelf
from samples import WORDS

T = TypeVar("T")

COUNT, LENGTH, SUBJECTS = 10_000, 1_000, 200
ASKED, ADDED = 30, 120
COMMON = (
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not", "he",
    "his", "but", "at", "are", "this", "have", "from", "or", "had", "an",
)  # fmt: skip
SYLLABLES = ("ba", "cor", "del", "fi", "gan", "hu", "jo", "kel", "lim", "mo", "nar", "pu", "qua", "rin", "sta", "tev")


def word(number: int) -> str:
    """The made-up word with this number: no two are alike."""
    parts = []
    for _ in range(2):
        number, left = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[left])
    while number:
        number, left = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[left])
    return "".join(parts)


class Texts:
    """Articles, the same each time: half of their words are in every text, a seventh belong to their subject."""

    def __init__(self) -> None:
        self._chance = Random(7)
        self._rest = [word(number) for number in range(40_000)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._rest))))
        self._common = list(accumulate(1 / (rank + 1) for rank in range(len(COMMON))))

    def article(self, number: int) -> tuple[Article, Meta, str]:
        """The article with this number."""
        subject = number % SUBJECTS
        chance = self._chance
        words = chance.choices(COMMON, cum_weights=self._common, k=LENGTH // 2)
        words += [word(50_000 + subject * 60 + int(60 * chance.random() ** 2)) for _ in range(LENGTH // 7)]
        words += chance.choices(self._rest, cum_weights=self._weights, k=LENGTH - len(words))
        chance.shuffle(words)
        title = f"{word(50_000 + subject * 60)} {word(50_001 + subject * 60)} {WORDS[number % len(WORDS)]} {number}"
        lines = [f"{' '.join(words[at : at + 80]).capitalize()}." for at in range(0, LENGTH, 80)]
        blocks = (Block(BlockKind.HEADING, title, level=1), *(Block(BlockKind.PARAGRAPH, line) for line in lines))
        meta = Meta(tags=(f"subject {subject}",) if number % 3 == 0 else ())
        return Article(title, blocks, f"{number:032x}", "en"), meta, f"{number}.md"


def queries(chance: Random) -> Iterator[str]:
    """What people type: the beginnings of words, common and rare ones, several, phrases."""
    for number in range(ASKED):
        subject = 50_000 + chance.randrange(SUBJECTS) * 60
        yield word(subject)[:3]
        yield word(subject)
        yield f"{word(subject)} {word(subject + 1)}"
        yield f'"{word(subject)} {word(subject + 1)}"'
        yield f"{word(number)} {word(number * 40 + 7)[:4]}"
        yield COMMON[number % len(COMMON)]
        yield f"{COMMON[number % len(COMMON)]} {word(number)}"
        yield word(number)[:2]


class Taken:
    """What calls took, in milliseconds: `name` by the clock, `name, cpu` of this thread's work."""

    def __init__(self) -> None:
        self.found: dict[str, list[float]] = {}

    def call(self, name: str, deed: Callable[[], T]) -> T:
        """Measure one call."""
        began, worked = time.perf_counter(), time.thread_time()
        answer = deed()
        worked, took = time.thread_time() - worked, time.perf_counter() - began
        for one, seconds in ((name, took), (f"{name}, cpu", worked)):
            self.found.setdefault(one, []).append(seconds * 1000)
        return answer

    def most(self) -> str:
        """The most that one call took."""
        return "; ".join(f"{name} {max(values):.1f} ms" for name, values in self.found.items())


def measure(folder: Path, count: int) -> Taken:
    """Fill a shelf and measure each of the three."""
    texts, shelf, taken = Texts(), Shelf(folder), Taken()
    began = time.perf_counter()
    for _added in shelf.add_many(texts.article(number) for number in range(count)):
        pass
    taken.found["filled"] = [(time.perf_counter() - began) * 1000 / count]
    shelf.close()
    shelf = Shelf(folder)
    shelf.search("warm")
    chance = Random(11)
    for query in queries(chance):
        taken.call("search", lambda query=query: shelf.search(query))
        if "--slow" in sys.argv:
            print(f"{taken.found['search'][-1]:.1f} ms: {query}", file=sys.stderr)
    for _ in range(ASKED):
        key = f"{chance.randrange(count):032x}"
        taken.call("similar", lambda key=key: shelf.similar(key))
    for number in range(count, count + ADDED):
        article, meta, origin = texts.article(number)
        taken.call("add", lambda one=(article, meta, origin): shelf.add(*one))
        while taken.call("tend", shelf.tend):
            pass
        taken.call("settle", shelf.settle)
    shelf.close()
    return taken


if __name__ == "__main__":
    told = measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT)
    print(f"most: {told.most()}")
    print(json.dumps(told.found))
