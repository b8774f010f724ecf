"""HTML to blocks: a short list of tags is let in, the rest is text.

It never lets a script, a style or an address of another kind through, and never sends a request.
"""

from collections.abc import Iterator
from pathlib import Path

import nh3
from selectolax.lexbor import LexborHTMLParser

from hiitreader.article.assembly import Assembly, RoughBlock
from hiitreader.article.blocks import Block
from hiitreader.article.html_cuts import HtmlCutter
from hiitreader.article.html_names import ALLOWED, VANISHING
from hiitreader.article.pictures import Pictures
from hiitreader.article.pieces import Sizes
from hiitreader.article.trees import TreeReader

_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "table": {"role"},
}


class TreeMaker:
    """Cleans HTML and reads it into rough blocks.

    Args:
        assembly: what runs on from slice to slice.
        folder: the folder in which the article's images may be, None when there is none.
        cleaner: lets in less than what an article may have.
    """

    def __init__(self, assembly: Assembly, folder: Path | None, cleaner: nh3.Cleaner | None = None) -> None:
        self._assembly = assembly
        self._pictures = Pictures(folder)
        self._cleaner = cleaner or nh3.Cleaner(
            tags=set(ALLOWED),
            clean_content_tags=set(VANISHING),
            attributes=_ATTRIBUTES,
            allowed_classes={"div": {"footnote"}},
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )

    def rough(self, html: str) -> list[RoughBlock]:
        """The blocks of HTML that is not nested too deep; `HtmlCutter` sees to that."""
        tree = LexborHTMLParser(self._cleaner.clean(html))
        return TreeReader(self._assembly, self._pictures).read(tree)


def html_slices(html: str, folder: Path | None, sizes: Sizes) -> Iterator[tuple[tuple[Block, ...], int]]:
    """The blocks of an HTML document, slice by slice, each with the offset in `html` it reaches to."""
    assembly = Assembly()
    maker = TreeMaker(assembly, folder)
    for piece in HtmlCutter(html, sizes).pieces():
        yield assembly.finish(maker.rough(piece.source), piece.joint), piece.end
