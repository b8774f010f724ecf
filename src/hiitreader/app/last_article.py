"""Opens an article of the shelf before the shelf's own parts are made: the one read last, when that is the start page.

It is loaded only then, and never keeps the shelf's file open.
"""

from contextlib import closing
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.library.shelf import Shelf


def open_kept(data: Path, key: str) -> Article | None:
    """The article with this key, None when it is not on the shelf; to be called on the lane.

    Raises:
        WorldProblem: the shelf can't be read.
    """
    with closing(Shelf(data)) as shelf:
        return shelf.open(key)
