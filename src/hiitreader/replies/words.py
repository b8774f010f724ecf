"""The words of a reply as blocks, through the article's own doors with a shorter list of what is let in.

It never raises, whatever a server sends, and never loads anything: what can't be read as it claims to be is plain text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hiitreader.article.blocks import LINE_BREAK, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.characters import clean_line, clean_prose
from hiitreader.replies.thread import TextFormat

if TYPE_CHECKING:
    from markdown import Markdown
    from nh3 import Cleaner

MOST_CHARACTERS = 100_000
"""Of a reply's source; servers take 65,535 bytes, and a WordPress answers with more than it was given."""
LONGEST_RUN = 2_000
"""Characters of one block: each may be a line of its own."""
MOST_BLOCKS = 300
"""Of one reply; what comes after them runs on as plain text."""
DEEPEST = 6
"""Lists, items and quotes that a block of a reply stands in."""
MOST_SPANS = 200
"""Runs of links and emphasis in one block."""
MOST_MARKS = 2_000
"""Lines, tags or entities in a reply in Markdown; more of them cost the parser seconds, and nobody writes them."""
LONGEST_NAME = 100

_CUT = "…"
_SHORT_LIST = frozenset({"p", "br", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote"})
_SAME_AS = frozenset({"b", "i", "del", "s", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Other names for what is on the list, struck words, and headings, which come out as bold paragraphs."""
_PARTS = re.compile(r"(?=</?(?:div|section|article|table|tr|td|th|dt|dd|figure|figcaption|hr)\b)", re.IGNORECASE)
_SPANS = frozenset({SpanKind.EMPHASIS, SpanKind.STRONG, SpanKind.CODE, SpanKind.LINK, SpanKind.DELETED})
_HOLDERS = frozenset({ContainerKind.LIST, ContainerKind.NUMBERED_LIST, ContainerKind.ITEM, ContainerKind.QUOTE})
_LISTS = frozenset({ContainerKind.LIST, ContainerKind.NUMBERED_LIST})
# Embeddings, overrides and isolates: they reach over line breaks, and what a reply opens it need not close.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TURNING_OR_MARK = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9](?: ?[A-Za-z0-9._-])*")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"\u2028]{1,2000}", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?'*_…"
_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
# What parsers of Markdown and HTML have been seen to raise on input that no person would write.
_MISHAPS = (RecursionError, AssertionError, ValueError, IndexError, KeyError, AttributeError, TypeError)


class Words:
    """Reads the texts of replies, one after another; what it needs for that is made when it is first needed.

    One is used by one thread at a time.
    """

    def __init__(self) -> None:
        self._markdown: Markdown | None = None
        self._cleaner: Cleaner | None = None

    def blocks(self, text: str, form: TextFormat) -> tuple[Block, ...]:
        """A reply's text as paragraphs, code, lists and quotes; empty for a text without a word.

        Its containers are numbered from 1. Every link leads to an absolute http or https address. No block has a
        heading's level, an anchor or a picture, or a character that turns the direction of the text around it.
        """
        source = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        if len(source) > MOST_CHARACTERS:
            source = source[:MOST_CHARACTERS] + _CUT
        try:
            found = self._read(source, form)
        except _MISHAPS:
            found = _plain(source)
        return _bounded(found)

    def _read(self, source: str, form: TextFormat) -> tuple[Block, ...]:
        if form is TextFormat.PLAIN:
            return _plain(source)
        if form is TextFormat.HTML:
            return self._of_html(source)
        from hiitreader.article.markdown_costs import TOO_LONG, seconds

        if any(source.count(mark) > MOST_MARKS for mark in "\n<&") or seconds(source) > TOO_LONG:
            return _plain(source)
        return self._of_html(self._parser().reset().convert(source))

    def _of_html(self, html: str) -> tuple[Block, ...]:
        from hiitreader.article.assembly import Assembly
        from hiitreader.article.html_cuts import HtmlCutter
        from hiitreader.article.html_door import TreeMaker
        from hiitreader.article.pieces import WHOLE

        assembly = Assembly(LONGEST_RUN)
        maker = TreeMaker(assembly, None, self._short_list())
        # A part that is not let in still ends the word before it.
        apart = _PARTS.sub(" ", html)
        rough = [block for piece in HtmlCutter(apart, WHOLE).pieces() for block in maker.rough(piece.source)]
        return assembly.finish(rough)

    def _parser(self) -> "Markdown":
        if self._markdown is None:
            from importlib import import_module

            from markdown import Markdown

            # By their modules: by name the library would search every installed package for others of that name. A
            # line's end stays one: who writes a reply does not know that Markdown would join the lines.
            names = ("fenced_code", "sane_lists", "nl2br")
            self._markdown = Markdown(
                extensions=[import_module(f"markdown.extensions.{name}").makeExtension() for name in names]
            )
        return self._markdown

    def _short_list(self) -> "Cleaner":
        if self._cleaner is None:
            import nh3

            from hiitreader.article.html_names import VANISHING

            self._cleaner = nh3.Cleaner(
                tags=set(_SHORT_LIST | _SAME_AS),
                clean_content_tags=set(VANISHING),
                attributes={"a": {"href"}, "ol": {"start"}, "li": {"value"}},
                url_schemes={"http", "https"},
                link_rel=None,
            )
        return self._cleaner


def author_name(name: str) -> str:
    """An author's name as plain text on one line, such that it turns nothing that stands beside it; "" for none.

    A name with letters that run from right to left is isolated (UAX #9, 2.4).
    """
    if len(name) <= LONGEST_NAME and _PLAIN_NAME.fullmatch(name):
        return name
    line = without_turns(clean_line(name))
    if len(line) > LONGEST_NAME:
        line = line[:LONGEST_NAME].rstrip() + _CUT
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in line):
        return ""
    turned = not line.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in line)
    return f"\u2068{line}\u2069" if turned else line


def without_turns(text: str) -> str:
    """The text without the characters that turn the direction of what stands around them."""
    return _TURNING_OR_MARK.sub("", text)


def paragraphs(text: str) -> Iterator[str]:
    """What was typed, as paragraphs: an empty line parts two, a line's end within one becomes U+2028."""
    for part in _EMPTY_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        lines = [clean_prose(line).strip() for line in part.split("\n")]
        if joined := LINE_BREAK.join(line for line in lines if line):
            yield joined


def _plain(text: str) -> tuple[Block, ...]:
    from hiitreader.article.assembly import Assembly, RoughBlock

    return Assembly(LONGEST_RUN).finish(RoughBlock(BlockKind.PARAGRAPH, one) for one in paragraphs(text))


def _bounded(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """What is on the short list, and no more of it than is good."""
    kept = [_marked(one) for one in map(_simple, blocks) if one.text]
    if len(kept) <= MOST_BLOCKS:
        return tuple(kept)
    rest = "\n\n".join(block.text.replace(LINE_BREAK, "\n") for block in kept[MOST_BLOCKS:])
    run_on = _plain(re.sub(r"\n+", "\n", rest))
    return (*kept[:MOST_BLOCKS], *map(_marked, run_on))


def _simple(block: Block) -> Block:
    """A block of one of the few kinds, in few containers, without what would turn the text's direction."""
    text, spans = _straight(block.text, block.spans)
    spans = tuple(one for one in spans if one.kind in _SPANS and (one.kind is not SpanKind.LINK or _leads(one.target)))
    kind = BlockKind.CODE if block.kind is BlockKind.CODE else BlockKind.PARAGRAPH
    if block.level and text:
        bold = Span(0, len(text), SpanKind.STRONG)
        spans = (bold, *(one for one in spans if one.kind is not SpanKind.STRONG))
    within = _few(block.within)
    return Block(kind, text, spans[:MOST_SPANS], 0, within, block.marker, continued=block.continued)


def _few(within: tuple[Container, ...]) -> tuple[Container, ...]:
    """The outermost containers; none of another kind, and no list without its item."""
    kept = tuple(one for one in within if one.kind in _HOLDERS)[:DEEPEST]
    return kept[:-1] if kept and kept[-1].kind in _LISTS else kept


def _straight(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    turning = [found.start() for found in _TURNING.finditer(text)]
    if not turning:
        return text, spans

    def moved(offset: int) -> int:
        return offset - sum(1 for place in turning if place < offset)

    kept = (span._replace(start=moved(span.start), end=moved(span.end)) for span in spans)
    return _TURNING.sub("", text), tuple(span for span in kept if span.start < span.end)


def _leads(target: str) -> bool:
    """Whether an address is an absolute one on the web."""
    try:
        parts = urlsplit(target)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _marked(block: Block) -> Block:
    """The block with the addresses in its text as links, where none is yet."""
    if block.kind is BlockKind.CODE or "://" not in block.text or len(block.spans) >= MOST_SPANS:
        return block
    taken = [span for span in block.spans if span.kind in {SpanKind.LINK, SpanKind.CODE}]
    found = []
    for match in _ADDRESS.finditer(block.text):
        address = match[0].rstrip(_AFTER_ADDRESS)
        if address.endswith((")", "]")) and not ({"(", "["} & set(address)):
            address = address[:-1].rstrip(_AFTER_ADDRESS)
        start, end = match.start(), match.start() + len(address)
        apart = all(end <= span.start or start >= span.end for span in block.spans if span in taken)
        whole = all(
            not (span.start < start < span.end < end or start < span.start < end < span.end) for span in block.spans
        )
        if apart and whole and _leads(address):
            found.append(Span(start, end, SpanKind.LINK, address))
    spans = sorted((*block.spans, *found[: MOST_SPANS - len(block.spans)]), key=lambda span: (span.start, -span.end))
    return block._replace(spans=tuple(spans))
