"""What a bundled article shows of its front matter: that it is a companion, and what it cites.

Pure: an article in, an article out. It never changes a word of the text itself.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hiitreader.article.blocks import Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.library.entries import SOURCES
from hiitreader.library.front_matter import FrontMatter

# A DOI and a number of PubMed Central, as they are written in a line about a source.
_LINKS = (
    (re.compile(r"\bdoi:\s?(10\.\d{4,9}/[^\s\"<>]*[\w)])"), "https://doi.org/{}"),
    (re.compile(r"\b(PMC\d{4,10})\b"), "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
)


class _Words(NamedTuple):
    companion: str
    sources: str


# In the language of the article, not in that of the window: they are read as a part of it.
_WORDS = {
    "en": _Words("A companion of this program.", "Sources"),
    "de": _Words("Ein Begleittext zu diesem Programm.", "Quellen"),
}


def with_matter(article: Article, matter: FrontMatter) -> Article:
    """The article with a line below its title when it is a companion, and its sources as a list at its end."""
    words = _WORDS.get(article.language.partition("-")[0].lower(), _WORDS["en"])
    blocks = article.blocks
    if matter.companion:
        after = 1 if blocks and blocks[0].kind is BlockKind.HEADING else 0
        said = (Span(0, len(words.companion), SpanKind.EMPHASIS),)
        blocks = (*blocks[:after], Block(BlockKind.PARAGRAPH, words.companion, said), *blocks[after:])
    if matter.sources:
        blocks = (*blocks, *_sources(blocks, matter.sources, words.sources))
    return article._replace(blocks=blocks)


def _sources(blocks: tuple[Block, ...], sources: tuple[str, ...], title: str) -> Iterator[Block]:
    taken = {block.anchor for block in blocks}
    anchor = next(name for name in (SOURCES, *(f"{SOURCES}-{n}" for n in range(len(taken) + 1))) if name not in taken)
    yield Block(BlockKind.HEADING, title, level=2, anchor=anchor)
    first = max((held.id for block in blocks for held in block.within), default=0) + 1
    listed = Container(ContainerKind.LIST, first, of=len(sources))
    for number, source in enumerate(sources, first + 1):
        within = (listed, Container(ContainerKind.ITEM, number))
        yield Block(BlockKind.PARAGRAPH, source, tuple(_links(source)), within=within, marker="•")


def _links(source: str) -> Iterator[Span]:
    found = ((match, address) for pattern, address in _LINKS for match in pattern.finditer(source))
    for match, address in sorted(found, key=lambda one: one[0].start()):
        yield Span(match.start(), match.end(), SpanKind.LINK, address.format(match[1]))
