"""The text of one block while it is being read: characters come in, white space is collapsed, spans are kept.

It never knows which element the text came from, or which block it will be.
"""

from dataclasses import dataclass

from hiitreader.article.blocks import LINE_BREAK, Span, SpanKind
from hiitreader.article.characters import clean_code, clean_prose
from hiitreader.article.limits import MAX_FORMATS_DEEP

_EDGES = f" {LINE_BREAK}"


@dataclass(slots=True, eq=False)
class OpenSpan:
    """A span that has begun in the text so far; `end` is -1 until it is closed."""

    kind: SpanKind
    target: str
    start: int
    end: int = -1


class Run:
    """Collects one block's text after another; spans left open carry on in the next block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[OpenSpan] = []
        self._open: dict[tuple[SpanKind, str], OpenSpan] = {}

    def add(self, text: str) -> None:
        """Add prose: white space is one space, and none at the start of a line."""
        text = clean_prose(text)
        if text.startswith(" ") and self._last() in ("", " ", LINE_BREAK):
            text = text[1:]
        self._put(text)

    def add_code(self, text: str) -> None:
        """Add text that keeps its white space."""
        self._put(clean_code(text))

    def add_break(self) -> None:
        """Add a line break within the block; none at its start."""
        if self._last() == " ":
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
        if self._length:
            self._put(LINE_BREAK)

    def open(self, kind: SpanKind, target: str = "") -> OpenSpan:
        """Begin a span here; within one that is the same, or within very many, it says nothing new."""
        span = OpenSpan(kind, target, self._length)
        if (kind, target) not in self._open and len(self._open) < MAX_FORMATS_DEEP:
            self._open[kind, target] = span
            self._spans.append(span)
        return span

    def close(self, span: OpenSpan) -> None:
        """End a span here."""
        span.end = self._length
        if self._open.get((span.kind, span.target)) is span:
            del self._open[span.kind, span.target]

    def take(self, *, code: bool = False) -> tuple[str, tuple[Span, ...]]:
        """The text so far, trimmed, with its spans; what follows begins a new block.

        Of code only the last line's end is taken away.
        """
        text = "".join(self._parts)
        kept = text.removesuffix(LINE_BREAK) if code else text.strip(_EDGES)
        lead = 0 if code else len(text) - len(text.lstrip(_EDGES))
        spans = self._settled(kept, lead, edges="" if code else _EDGES) if kept else ()
        carried = list(self._open.values())
        for span in carried:
            span.start = 0
        self._parts, self._length, self._spans = [], 0, carried
        return kept, spans

    def _settled(self, text: str, lead: int, edges: str) -> tuple[Span, ...]:
        settled = []
        for span in self._spans:
            start = max(span.start - lead, 0)
            end = min((self._length if span.end < 0 else span.end) - lead, len(text))
            while start < end and text[start] in edges:
                start += 1
            while start < end and text[end - 1] in edges:
                end -= 1
            if start < end:
                settled.append(Span(start, end, span.kind, span.target))
        return tuple(sorted(settled, key=lambda span: (span.start, -span.end)))

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            self._length += len(text)

    def _last(self) -> str:
        return self._parts[-1][-1:] if self._parts else ""
