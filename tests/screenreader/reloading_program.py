"""A window with an article of ten thousand nodes, reloaded again and again while a screen reader walks it.

A program of its own, started by the stress test: `reloading_program.py RELOADS`. Prints one line of JSON for every
fiftieth reload and one at its clean end. It never stops by itself before all reloads are done.
"""

import gc
import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMainWindow

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.reading.settings import Settings
from hiitreader.reading.themes import bundled
from hiitreader.ui.accessible import install
from hiitreader.ui.accessible.document import ArticleDocument
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.typeset.fonts import Fonts
from hiitreader.ui.typeset.style import PageStyle

NODES = 10_000
REPORT_EVERY = 50
PAUSE = 40
"""Milliseconds between two reloads, in which the walker's questions are answered."""
ALL_MET_EVERY = 500
"""Before the first reload and after every so many, the walker is given the time to meet all nodes."""
LONGEST = 180.0
"""Seconds after which it must have met them."""


def article(version: int) -> list[Block]:
    """About ten thousand nodes: sections of a heading, a paragraph with a link, and a list of two items."""
    blocks: list[Block] = []
    for number in range(NODES // 6 + 1):
        listed = Container(ContainerKind.LIST, 3 * number, 0, 2)
        items = [Container(ContainerKind.ITEM, 3 * number + 1 + place, place) for place in range(2)]
        blocks += [
            Block(BlockKind.HEADING, f"Section {number} of version {version}", level=1 + number % 6),
            Block(BlockKind.PARAGRAPH, "Words with a link in them.", (Span(13, 17, SpanKind.LINK, "#a"),)),
            *(Block(BlockKind.PARAGRAPH, "An item", within=(listed, item), marker="•") for item in items),
        ]
    return blocks


def resident() -> int:
    """The memory this process holds, in kB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def met(document: ArticleDocument) -> int:
    """How many nodes of the tree have been asked for."""
    waiting = list(document.tree.made())
    count = 0
    while waiting:
        count += 1
        waiting += waiting.pop().made()
    return count


class Reloading:
    """Reloads all, the last quarter or a tail in turn, and reports."""

    def __init__(self, application: QApplication, view: ArticleView, reloads: int) -> None:
        self._application = application
        self._view = view
        self._left = reloads
        self._done = 0
        self._waited_since = 0.0
        self._versions = [article(version) for version in range(2)]
        view.show_blocks(self._versions[0])

    def when_all_are_met(self) -> None:
        """Wait until the walker has asked for every node, then go on."""
        now = time.monotonic()
        self._waited_since = self._waited_since or now
        document = QAccessible.queryAccessibleInterface(self._view)
        count = met(document) if isinstance(document, ArticleDocument) else 0
        if count >= NODES or now - self._waited_since > LONGEST:
            self._waited_since = 0.0
            print(json.dumps({"reloads": self._done, "met": count, "kB": resident()}), flush=True)
            self.once()
        else:
            QTimer.singleShot(500, self.when_all_are_met)

    def once(self) -> None:
        """Do one reload and plan the next."""
        self._done += 1
        blocks = self._versions[self._done % 2]
        match self._done % 3:
            case 0:
                self._view.show_blocks(blocks)
            case 1:
                self._view.set_tail(blocks[: 8 + self._done % 5])
            case _:
                self._view.set_tail([])
                self._view.article_length = 3 * len(blocks) // 4
                self._view.append_blocks(blocks[self._view.article_length :])
        if self._done % REPORT_EVERY == 0:
            gc.collect()
            print(json.dumps({"reloads": self._done, "kB": resident()}), flush=True)
        if self._done == self._left:
            self._application.quit()
        elif self._done % ALL_MET_EVERY == 0:
            self._view.show_blocks(blocks)
            self.when_all_are_met()
        else:
            QTimer.singleShot(PAUSE, self.once)


def main() -> int:
    application = QApplication(sys.argv)
    application.setApplicationName("reloading")
    install(ArticleView)
    window = QMainWindow()
    view = ArticleView(PageStyle(Settings(), bundled()[0], Fonts(), 800.0))
    view.setAccessibleName("Article")
    window.setCentralWidget(view)
    window.resize(800, 700)
    window.show()
    view.setFocus()
    reloading = Reloading(application, view, int(sys.argv[1]))
    QTimer.singleShot(1000, reloading.when_all_are_met)
    code = application.exec()
    print(json.dumps({"clean": code == 0}), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
