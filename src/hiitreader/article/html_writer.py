"""An article as a complete HTML document.

It never writes a script, a style from outside, or the path of anything on this machine outside the article's folder.
"""

from collections import Counter
from html import escape
from pathlib import Path
from urllib.parse import quote

from hiitreader.article.blocks import LINE_BREAK, Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.nesting import Step, marked, steps, whole

_SPANS = {
    SpanKind.EMPHASIS: "em",
    SpanKind.STRONG: "strong",
    SpanKind.CODE: "code",
    SpanKind.SUPERSCRIPT: "sup",
    SpanKind.SUBSCRIPT: "sub",
    SpanKind.DELETED: "del",
    SpanKind.LINK: "a",
}
_CONTAINERS = {
    ContainerKind.LIST: "ul",
    ContainerKind.NUMBERED_LIST: "ol",
    ContainerKind.ITEM: "li",
    ContainerKind.QUOTE: "blockquote",
    ContainerKind.TABLE: "table",
    ContainerKind.ROW: "tr",
    ContainerKind.CELL: "td",
    ContainerKind.HEADER_CELL: "th",
    ContainerKind.DEFINITION_LIST: "dl",
    ContainerKind.FOOTNOTES: "div",
}
_BLOCKS = {BlockKind.PARAGRAPH: "p", BlockKind.CODE: "pre", BlockKind.TERM: "dt", BlockKind.DESCRIPTION: "dd"}
_OF_ONE_BLOCK = (ContainerKind.ITEM, ContainerKind.CELL, ContainerKind.HEADER_CELL)


def as_html(article: Article) -> str:
    """The article as HTML in UTF-8, with its title and language; ends with a line feed."""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    body = "\n".join(_Body(article).lines())
    return (
        f"<!DOCTYPE html>\n<html{language}>\n<head>\n"
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(article.title)}</title>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


class _Body:
    """Writes the blocks of one article; it also is the marks for their text."""

    def __init__(self, article: Article) -> None:
        self._blocks = whole(article.blocks)
        self._folder = Path(article.source).parent if article.source else None
        self._references: Counter[str] = Counter()

    def lines(self) -> list[str]:
        lines: list[str] = []
        for step in steps(self._blocks):
            anchor = step.block.anchor
            for container in step.begins:
                takes = container is step.begins[-1] and container.kind is ContainerKind.ITEM
                lines.append(_opening(container, step.block, anchor if takes else ""))
                anchor = "" if takes else anchor
            text = self._block(step, anchor)
            closings = [_closing(container, step.block) for container in step.ends]
            if _is_alone(step) and not anchor:
                lines[-1] += text + closings.pop(0)
            else:
                lines.append(text)
            lines += closings
        return lines

    def _block(self, step: Step, anchor: str) -> str:
        block, identity = step.block, _identity(anchor)
        inner = block.within[-1] if block.within else None
        if block.kind is BlockKind.RULE:
            text = f"<hr{identity}>"
        elif block.kind is BlockKind.IMAGE:
            text = f"<p{identity}>{self._lone_image(block)}</p>"
        elif block.kind is BlockKind.CODE:
            # A parser drops a line feed right after <pre>, so there is always one more.
            code = marked(block, self).replace(f"<br>{LINE_BREAK}", "\n")
            text = f"<pre{identity}>\n{code}</pre>"
        else:
            text = marked(block, self).replace(LINE_BREAK, "\n")
            name = f"h{block.level}" if block.kind is BlockKind.HEADING else _BLOCKS[block.kind]
            text = text if _is_alone(step) and not anchor else f"<{name}{identity}>{text}</{name}>"
        loose = inner is not None and inner.kind is ContainerKind.DEFINITION_LIST
        told = block.kind in (BlockKind.TERM, BlockKind.DESCRIPTION)
        return f"<dd>{text}</dd>" if loose and not told else text

    def _lone_image(self, block: Block) -> str:
        image = self._image(block.target, block.text)
        link = next((span for span in block.spans if span.kind is SpanKind.LINK), None)
        return f"{self.opening(link, '')}{image}{self.closing(link, '')}" if link else image

    def plain(self, text: str) -> str:
        return escape(text, quote=False).replace(LINE_BREAK, f"<br>{LINE_BREAK}")

    def opening(self, span: Span, words: str) -> str:  # noqa: ARG002 -- as `Marks` has it
        if span.kind is not SpanKind.LINK:
            return f"<{_SPANS[span.kind]}>"
        note = span.target.removeprefix("#fn:")
        if note == span.target:
            return f'<a href="{escape(span.target)}">'
        self._references[note] += 1
        times = self._references[note]
        name = f"fnref:{note}" if times == 1 else f"fnref{times}:{note}"
        return f'<a id="{escape(name)}" href="{escape(span.target)}">'

    def closing(self, span: Span, words: str) -> str:  # noqa: ARG002 -- as `Marks` has it
        return f"</{_SPANS[span.kind]}>"

    def instead(self, span: Span, words: str) -> str | None:
        return self._image(span.target, words) if span.kind is SpanKind.IMAGE else None

    def _image(self, target: str, words: str) -> str:
        source = relative_source(target, self._folder)
        return f'<img src="{escape(source)}" alt="{escape(words)}">' if source else escape(words, quote=False)


def _is_alone(step: Step) -> bool:
    """Whether the block is a paragraph and all that its item or cell holds: then it needs no element of its own."""
    inner = step.block.within[-1] if step.block.within else None
    kept = inner is not None and inner.kind in _OF_ONE_BLOCK and inner in step.begins and inner in step.ends
    return kept and step.block.kind is BlockKind.PARAGRAPH


def _opening(container: Container, block: Block, anchor: str) -> str:
    name = _CONTAINERS[container.kind]
    extra = _identity(anchor)
    if container.kind is ContainerKind.ITEM and container.number:
        extra += f' value="{container.number}"'
    elif container.kind is ContainerKind.NUMBERED_LIST:
        extra += _style(block)
    elif container.kind is ContainerKind.HEADER_CELL:
        extra += ' scope="col"' if _row(block) == 0 else ' scope="row"'
    elif container.kind is ContainerKind.FOOTNOTES:
        extra += ' class="footnote" role="doc-endnotes"'
    return f"{'<dd>' if _in_definitions(container, block) else ''}<{name}{extra}>"


def _closing(container: Container, block: Block) -> str:
    return f"</{_CONTAINERS[container.kind]}>{'</dd>' if _in_definitions(container, block) else ''}"


def _in_definitions(container: Container, block: Block) -> bool:
    """Whether a container stands right in a definition list, in which only terms and descriptions may stand."""
    place = block.within.index(container)
    return place > 0 and block.within[place - 1].kind is ContainerKind.DEFINITION_LIST


def _row(block: Block) -> int:
    return next((one.number for one in reversed(block.within) if one.kind is ContainerKind.ROW), 0)


def _style(block: Block) -> str:
    """The `type` of a list whose markers are letters or Roman numbers."""
    mark = block.marker.removesuffix(".")
    item = next((one for one in reversed(block.within) if one.kind is ContainerKind.ITEM), None)
    if not mark or not mark.isalpha() or item is None:
        return ""
    letter = len(mark) == 1 and ord(mark.lower()) - ord("a") + 1 == item.number
    kind = "a" if letter else "i"
    return f' type="{kind if mark.islower() else kind.upper()}"'


def relative_source(target: str, folder: Path | None) -> str:
    """An image's address relative to the article's folder, "" when it has none there."""
    path = Path(target)
    if not target or folder is None or not path.is_relative_to(folder.resolve()):
        return ""
    return quote(path.relative_to(folder.resolve()).as_posix())


def _identity(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""
