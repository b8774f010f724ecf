"""What an article is: a flat run of frozen blocks, each with its text, its spans and the containers it stands in.

No Qt, no input or output here. A block never holds markup: whoever shows it decides how it looks.
"""

from enum import Enum
from typing import NamedTuple

LINE_BREAK = "\u2028"
"""A line break within a block."""


class BlockKind(Enum):
    """What one block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CODE = "code"
    IMAGE = "image"
    RULE = "rule"
    TERM = "term"
    DESCRIPTION = "description"


class SpanKind(Enum):
    """What a run of characters inside a block is."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    IMAGE = "image"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    DELETED = "deleted"


class ContainerKind(Enum):
    """What a block stands in."""

    LIST = "list"
    NUMBERED_LIST = "numbered list"
    ITEM = "item"
    QUOTE = "quote"
    TABLE = "table"
    ROW = "row"
    CELL = "cell"
    HEADER_CELL = "header cell"
    DEFINITION_LIST = "definition list"
    FOOTNOTES = "footnotes"


class Span(NamedTuple):
    """A run `text[start:end]` of its block; offsets are code points, 0 <= start < end <= len(text).

    `target` is a link's address (http, https, mailto, or `#name` inside the article) or an image's local
    path; "" for every other kind. Spans of one block are sorted by (start, -end) and nest or are apart.
    """

    start: int
    end: int
    kind: SpanKind
    target: str = ""


class Container(NamedTuple):
    """One level of what a block stands in; equal containers are the same one.

    `id` is unique within the article, so blocks with an equal container share it. `number` is an item's own number in
    a numbered list, a row's or a cell's index from 0 (a cell's counts columns), 0 otherwise; `of` is how many items a
    list has, or columns a table has. `label` is what is said of an item besides its words, to those who can't see where
    it stands; "" for nothing, and never anything in an article.
    """

    kind: ContainerKind
    id: int
    number: int = 0
    of: int = 0
    label: str = ""


class Block(NamedTuple):
    """One block of text.

    `text` has no control characters but U+2028 (a line break within the block) and, in CODE, U+0009; never U+000A,
    U+2029 or a character outside the Basic Multilingual Plane's surrogate range broken in two.
    `level` is 1 to 6 for a heading, else 0. `marker` is the bullet or number shown before the first block of an item
    ("•" or "3."), else "". `within` runs from the outermost container in. `anchor` is the name that `#name` links
    go to. `target` is an IMAGE's local path, "" when only its alternative text (`text`) is to be had.
    `continued` says that the block carries on the one before (a very long run, cut), with no gap between them.
    """

    kind: BlockKind
    text: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    within: tuple[Container, ...] = ()
    marker: str = ""
    anchor: str = ""
    target: str = ""
    continued: bool = False


class Article(NamedTuple):
    """An article: its title, its language (BCP 47, "" when unknown), its blocks, and the hash of its source.

    `digest` is the lower-case hexadecimal BLAKE2b-128 of the source's bytes: the key for places and caches.
    `source` is the path or address it came from, for showing only. `notes` are untranslated sentences that the reader
    should be told about how it was read.
    """

    title: str
    blocks: tuple[Block, ...]
    digest: str
    language: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
