"""The article that comes with the program, and what stands beside it on the shelf.

It never opens a reader's own file, and never asks the network for anything.
"""

from typing import NamedTuple

from hiitreader.article import compiled
from hiitreader.article.blocks import Article
from hiitreader.system.paths import resources

NAME = "hiit-leg-size"


class SimilarPost(NamedTuple):
    """An article on the shelf that is like another one: what it is, and why it is like it. `key` opens it."""

    title: str
    summary: str
    why: str
    key: str


def bundled_article() -> Article:
    """The bundled article: the compiled one, which needs no parsing, else the Markdown one.

    That the compiled one is made from the Markdown one is kept by a test, not looked at here.

    Raises:
        WorldProblem: neither can be read.
    """
    place = resources()
    try:
        return compiled.load((place / "compiled" / f"{NAME}.json").read_bytes())
    except (OSError, ValueError):
        from hiitreader.article.door import open_article

        return open_article(place / "articles" / f"{NAME}.md")._replace(source="")


def similar_posts(article: Article) -> tuple[SimilarPost, ...]:  # noqa: ARG001 -- the shelf holds no other article yet
    """The articles on the shelf that are most like this one, the likest first; none when nothing is like it."""
    return ()
