"""The blocks of one tree as they are being made: knows what the next block will be and what it stands in.

It never looks at a tree; the one who walks it says what begins and what ends.
"""

from collections.abc import Callable

from hiitreader.article.assembly import Draft, RoughBlock
from hiitreader.article.blocks import BlockKind, Span, SpanKind
from hiitreader.article.characters import clean_line
from hiitreader.article.limits import MAX_CONTAINERS
from hiitreader.article.runs import Run

Leave = Callable[[], None]

_BACK_REFERENCE = "fnref"


class RoughPage:
    """Blocks so far, and the text of the block that is being read.

    `kind` and `within` are those of the next block; `marker` is shown before it; `code` counts the elements around it
    that keep white space.
    """

    def __init__(self) -> None:
        self.run = Run()
        self.blocks: list[RoughBlock] = []
        self.kind = BlockKind.PARAGRAPH
        self.within: tuple[Draft, ...] = ()
        self.marker = ""
        self.code = 0
        self._level = 0
        self._anchor = ""

    def context(self, name: str | None, kind: BlockKind, level: int = 0, *drafts: Draft | None) -> Leave:
        """Set what the blocks from here on are, and return what sets it back."""
        self.flush()
        self.name(name)
        before = (self.kind, self._level, self.within)
        deeper = tuple(draft for draft in drafts if draft is not None)
        if len(self.within) + len(deeper) <= MAX_CONTAINERS:
            self.within = (*self.within, *deeper)
        if kind is not BlockKind.HEADING or level:  # an element within a heading leaves its level alone
            self.kind, self._level = kind, level

        def leave() -> None:
            self.flush()
            self.kind, self._level, self.within = before

        return leave

    def name(self, name: str | None) -> None:
        """Take an element's name as the anchor of the next block; footnotes' references are found by their links."""
        name = clean_line(name or "")
        if name and not self._anchor and not name.startswith(_BACK_REFERENCE):
            self._anchor = name

    def never_empty(self, leave: Leave) -> Leave:
        """An item or a cell without a word is a block without text, so that it can be counted and seen."""
        before = len(self.blocks)

        def end() -> None:
            self.flush()
            if len(self.blocks) == before:
                self.emit(BlockKind.PARAGRAPH, "")
            leave()

        return end

    def flush(self) -> None:
        """End the block that is being read; nothing happens when it has no text. Only an image in it: an image."""
        text, spans = self.run.take(code=self.kind is BlockKind.CODE)
        if not text:
            return
        image = next((span for span in spans if span.kind is SpanKind.IMAGE), None)
        if image is not None and self.kind is not BlockKind.HEADING and (image.start, image.end) == (0, len(text)):
            others = tuple(span for span in spans if span is not image)
            self.emit(BlockKind.IMAGE, text, others, target=image.target)
        else:
            self.emit(self.kind, text, spans)

    def emit(self, kind: BlockKind, text: str, spans: tuple[Span, ...] = (), target: str = "") -> None:
        """Add a block where the walk stands now."""
        self.blocks.append(RoughBlock(kind, text, spans, self._level, self.within, self.marker, self._anchor, target))
        self.marker = self._anchor = ""
