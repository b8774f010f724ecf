"""Markdown to blocks: Python-Markdown makes HTML of it, and that takes the same way in as any HTML.

Raw HTML in it is cleaned like all other; a piece that would take too long, or on which the parser fails, is shown as
the plain text it is. It never lets one piece spoil the others.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from markdown import Markdown

from hiitreader.article.assembly import Assembly, RoughBlock
from hiitreader.article.blocks import Block
from hiitreader.article.html_cuts import HtmlCutter
from hiitreader.article.html_door import TreeMaker
from hiitreader.article.markdown_costs import TOO_LONG, seconds
from hiitreader.article.markdown_cuts import MarkdownCutter
from hiitreader.article.markdown_names import Footnotes, Names, References
from hiitreader.article.pieces import WHOLE, Piece, Sizes
from hiitreader.article.text_door import rough_text

# The parts of the library's "extra" but footnotes, which ours stands for. Asked for by their modules: by name the
# library would first search every installed package for others of that name.
_EXTENSIONS = ("fenced_code", "attr_list", "def_list", "tables", "abbr", "md_in_html", "sane_lists")

# What the parser and the parser of raw HTML in it have been seen to raise on input that no person would write.
_MISHAPS = (RecursionError, AssertionError, ValueError, IndexError, KeyError, AttributeError, TypeError)


class MarkdownMaker:
    """Parses the pieces of one Markdown text, one after another.

    Args:
        text: the whole text, for what it defines.
        maker: makes blocks of HTML.
    """

    def __init__(self, text: str, maker: TreeMaker) -> None:
        self._names = names = Names(text)
        self._maker = maker
        self._notes = Footnotes(names)
        extensions = [import_module(f"markdown.extensions.{name}").makeExtension() for name in _EXTENSIONS]
        self._markdown = Markdown(extensions=[*extensions, self._notes])
        self._markdown.references = References(names)

    def rough(self, piece: Piece, *, last: bool) -> list[RoughBlock]:
        """The blocks of one piece; after the last one come the footnotes."""
        if seconds(piece.source) > TOO_LONG:
            return rough_text(piece.source)
        self._notes.begin(piece.source, last=last)
        try:
            html = self._markdown.reset().convert(piece.source)
        except _MISHAPS:
            return rough_text(piece.source)
        return [block for part in HtmlCutter(html, WHOLE).pieces() for block in self._maker.rough(part.source)]

    def end(self) -> None:
        """Let go of all that was read."""
        self._names.forget()
        # The parser is a ring of a hundred parts: it would stay, with its trees, until the collector comes by.
        vars(self._markdown.parser).clear()
        vars(self._markdown).clear()


def markdown_slices(
    text: str, folder: Path | None, sizes: Sizes, start: int = 0
) -> Iterator[tuple[tuple[Block, ...], int]]:
    """The blocks of a Markdown text from `start` on, slice by slice, each with the offset in `text` it reaches to."""
    assembly = Assembly()
    maker = MarkdownMaker(text, TreeMaker(assembly, folder))
    try:
        for piece in MarkdownCutter(text, sizes, start).pieces():
            rough = maker.rough(piece, last=piece.end >= len(text))
            yield assembly.finish(rough, piece.joint), piece.end
    finally:
        maker.end()
