"""Articles opened one after the other: what each of them needed goes with it."""

import gc
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

from hiitreader.article.door import article_from_markdown
from hiitreader.article.writers import as_html, as_text

SECTION = """\
## Part {n}

Some *words* of **part {n}**, with [a link](https://e.org/{n}) and `code`, and a note.[^{n}]

- one
- two

> Quoted.

| a | b |
| --- | --- |
| {n} | x |

```
rest = {n}
```

<div markdown="1">Raw <b>words</b>.</div>

[^{n}]: A note.
"""
WARM, ROUNDS, MORE = 8, 3, 16
"""Openings until everything is made that is made once, and how often so many more are counted."""
OBJECTS, BYTES = 500, 200_000
"""That may be more after a round: lists that are kept up to a number of entries, and those of Qt."""


@pytest.fixture
def articles(tmp_path: Path) -> list[Path]:
    """An article in each form that is read, one with a picture and one that is no picture."""
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(str(tmp_path / "red.png"))
    (tmp_path / "none.png").write_text("<svg/>")
    text = "# An article\n\n" + "\n".join(SECTION.format(n=n) for n in range(10))
    parsed = article_from_markdown(text)
    forms = {
        "long.md": text,
        "pictures.md": "# Pictures\n\n![Red](red.png)\n\n![None](none.png)\n\nWords.\n",
        "page.html": as_html(parsed),
        "plain.txt": as_text(parsed),
    }
    for name, words in forms.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
    return [tmp_path / name for name in forms]


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def opened(one: Running, articles: list[Path], times: int) -> None:
    done: list[bool] = []
    connection = one.program.session.complete.connect(lambda: done.append(True))
    for number in range(times):
        done.clear()
        one.program.session.open_file(articles[number % len(articles)])
        one.wait(lambda: bool(done))
        QApplication.processEvents()
    one.program.session.complete.disconnect(connection)
    one.settle()


def objects() -> int:
    """How many there are that Python's search for rings knows, garbage that it does not look at included."""
    gc.collect()
    gc.unfreeze()
    count = len(gc.get_objects())
    gc.freeze()
    return count


@pytest.mark.slow
@pytest.mark.usefixtures("traced")
def test_memory_does_not_grow_with_each_article(start: Start, articles: list[Path]) -> None:
    one = start(articles[0])
    one.run("view.contents")
    opened(one, articles, WARM)
    parts, sizes = len(one.window.findChildren(QObject)), [(objects(), tracemalloc.get_traced_memory()[0])]
    for _round in range(ROUNDS):
        opened(one, articles, MORE)
        sizes.append((objects(), tracemalloc.get_traced_memory()[0]))
    # The least of the rounds: what is loaded once comes in one of them, what each article leaves behind in all.
    more = [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(sizes)]
    assert min(count for count, _size in more) < OBJECTS, more
    assert min(size for _count, size in more) < BYTES, more
    assert len(one.window.findChildren(QObject)) <= parts + 5
