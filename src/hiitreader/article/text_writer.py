"""An article as plain text for a terminal or a file: wrapped, its structure told by plain signs.

It never uses a sign that a screen reader would have to spell out at length, such as a line of equals signs.
"""

from collections.abc import Callable
from textwrap import TextWrapper

from hiitreader.article.blocks import LINE_BREAK, Article, Block, BlockKind, ContainerKind, Span, SpanKind
from hiitreader.article.nesting import Step, marked, steps, whole
from hiitreader.errors import N_

LINKS = N_("Links")
IMAGE = N_("Image: {words}")
RULE = "* * *"
_MAX_QUOTES = 4


def as_text(article: Article, width: int = 80, translate: Callable[[str], str] = str) -> str:
    """The article as text; ends with a line feed.

    A heading has as many signs `#` before it as its level says. Links are numbered, and their addresses stand at the
    end, each once. Quotes have `>` before each line, code is indented by four, a table's row is one line.

    Args:
        article: what to write.
        width: columns; lines are longer only where one word is.
        translate: gives the two words of the program's own (`LINKS`, `IMAGE`) in the reader's language.
    """
    writer = _Text(width, translate)
    parts = writer.parts(whole(article.blocks))
    if writer.links:
        parts.append(f"# {translate(LINKS)}")
        parts.append("\n".join(f"[{number}] {target}" for target, number in writer.links.items()))
    return "\n\n".join(parts) + "\n"


class _Text:
    def __init__(self, width: int, translate: Callable[[str], str]) -> None:
        self._width = width
        self._translate = translate
        self.links: dict[str, int] = {}

    def parts(self, blocks: tuple[Block, ...]) -> list[str]:
        """Paragraphs, table rows and so on, those that belong close together already joined."""
        parts: list[list[str]] = []
        row: list[str] = []
        table: list[str] = []
        close = False
        for step in steps(blocks):
            if any(one.kind is ContainerKind.TABLE for one in step.block.within):
                row.append(" ".join(self._text(step.block).split()))
                if any(one.kind is ContainerKind.ROW for one in step.ends):
                    table.append(self._prefix(step.block) + " | ".join(row))
                    row = []
                if any(one.kind is ContainerKind.TABLE for one in step.ends):
                    parts.append(["\n".join(table)])
                    table = []
                continue
            text = self._block(step)
            if close and parts:
                parts[-1].append(text)
            else:
                parts.append([text])
            close = _close(step)
        return ["\n".join(part) for part in parts]

    def _block(self, step: Step) -> str:
        block = step.block
        prefix = self._prefix(block)
        if block.kind is BlockKind.RULE:
            return prefix + RULE
        if block.kind is BlockKind.CODE:
            return "\n".join(f"{prefix}    {line}".rstrip() for line in self._text(block).split(LINE_BREAK))
        if block.kind is BlockKind.HEADING:
            return f"{prefix}{'#' * block.level} {self._text(block).replace(LINE_BREAK, ' ')}"
        text = self._text(block)
        if block.kind is BlockKind.IMAGE:
            text = f"[{self._translate(IMAGE).format(words=text)}]"
        if block.kind is BlockKind.DESCRIPTION:
            prefix += "    "
        first = prefix
        if block.marker:
            first = prefix[: len(prefix) - len(block.marker) - 1] + f"{'-' if block.marker == '•' else block.marker} "
        return "\n".join(self._wrapped(text, first, prefix))

    def _prefix(self, block: Block) -> str:
        prefix, quotes = "", 0
        for container in block.within:
            if container.kind is ContainerKind.QUOTE and quotes < _MAX_QUOTES:
                quotes += 1
                prefix += "> "
            elif container.kind is ContainerKind.ITEM:
                prefix += " " * (len(str(container.number)) + 2 if container.number else 2)
        return prefix

    def _wrapped(self, text: str, first: str, prefix: str) -> list[str]:
        lines: list[str] = []
        for part in text.split(LINE_BREAK):
            wrapper = TextWrapper(
                max(self._width, len(prefix) + 20),
                initial_indent=prefix if lines else first,
                subsequent_indent=prefix,
                break_long_words=False,
                break_on_hyphens=False,
            )
            lines += wrapper.wrap(part) or [(prefix if lines else first).rstrip()]
        return lines

    def _text(self, block: Block) -> str:
        return marked(block, self).rstrip()

    def plain(self, text: str) -> str:
        return text

    def opening(self, span: Span, words: str) -> str:  # noqa: ARG002 -- as `Marks` has it
        return "^" if span.kind is SpanKind.SUPERSCRIPT else ""

    def closing(self, span: Span, words: str) -> str:
        """A link's number; none for one within the article, and none where the words are the address."""
        if (
            span.kind is not SpanKind.LINK
            or span.target.startswith("#")
            or words == span.target.removeprefix("mailto:")
        ):
            return ""
        return f" [{self.links.setdefault(span.target, len(self.links) + 1)}]"

    def instead(self, span: Span, words: str) -> str | None:
        """An image's words, marked as such; nothing for the way back from a footnote, which is for clicking only."""
        if span.kind is SpanKind.IMAGE:
            return f"[{self._translate(IMAGE).format(words=words)}]"
        return "" if span.target.startswith("#fnref") else None


def _close(step: Step) -> bool:
    """Whether the next block belongs right under this one: the items of a list, a term and what it means."""
    last = step.ends[-1] if step.ends else None
    return step.block.kind is BlockKind.TERM or (last is not None and last.kind is ContainerKind.ITEM)
