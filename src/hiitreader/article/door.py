"""The one door in: a file or a text in Markdown, HTML or plain text becomes an article.

Nothing else makes articles of foreign text. No request ever leaves, and no file is read but the one that was asked for.
"""

from collections.abc import Iterable
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.article.slices import Slice, open_in_slices, slices_of
from hiitreader.article.source import Source, SourceKind, digest_of, kind_of

__all__ = [
    "Slice",
    "SourceKind",
    "article_from_html",
    "article_from_markdown",
    "article_from_text",
    "joined",
    "kind_of",
    "open_article",
    "open_in_slices",
]


def open_article(path: Path) -> Article:
    """Read a whole file.

    Raises:
        WorldProblem: the file is missing or can't be read.
        InputProblem: it is a folder, empty, too large, or holds nothing that can be shown.
    """
    return joined(open_in_slices(path))


def article_from_markdown(text: str, path: Path | None = None) -> Article:
    """Make an article of Markdown; `path` is where it came from, its folder is where its images are."""
    return _article(text, SourceKind.MARKDOWN, path)


def article_from_html(text: str, path: Path | None = None) -> Article:
    """Make an article of HTML; `path` is where it came from, its folder is where its images are."""
    return _article(text, SourceKind.HTML, path)


def article_from_text(text: str, path: Path | None = None) -> Article:
    """Make an article of plain text; `path` is where it came from."""
    return _article(text, SourceKind.TEXT, path)


def joined(slices: Iterable[Slice]) -> Article:
    """The article that slices make together.

    Raises:
        ValueError: there are none.
    """
    all_slices = list(slices)
    if not all_slices:
        raise ValueError("an article has at least one slice")
    first = all_slices[0]
    blocks = tuple(block for one in all_slices for block in one.blocks)
    return Article(first.title, blocks, first.digest, first.language, first.source, first.notes)


def _article(text: str, kind: SourceKind, path: Path | None) -> Article:
    digest = digest_of(text.encode("utf-8", "surrogatepass"))
    return joined(slices_of(Source(text.replace("\r\n", "\n").replace("\r", "\n"), kind, digest, path)))
