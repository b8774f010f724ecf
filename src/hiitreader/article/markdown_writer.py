"""An article as Markdown that reads back as the same article.

Where a mark of Markdown could be misread it writes the HTML tag that stands for it. It never writes an image's path
outside the article's folder.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from hiitreader.article.blocks import LINE_BREAK, Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.characters import name_of
from hiitreader.article.html_writer import relative_source
from hiitreader.article.nesting import Step, marked, steps, whole

_SIGNS = re.compile(r"[\\`*_{}\[\]#|!>]|&(?=[#\w])|<|\u00a0")
_NAMED = {"&": "&amp;", "<": "&lt;", "\u00a0": "&nbsp;"}
_AT_START = re.compile(r"([0-9]+)\.|[-+:~=]")
_TAGS = {
    SpanKind.EMPHASIS: "em",
    SpanKind.STRONG: "strong",
    SpanKind.CODE: "code",
    SpanKind.SUPERSCRIPT: "sup",
    SpanKind.SUBSCRIPT: "sub",
    SpanKind.DELETED: "del",
}
_SIMPLE = {SpanKind.EMPHASIS: "*", SpanKind.STRONG: "**"}
_APART = "<!-- -->"
_KEPT_APART = (ContainerKind.LIST, ContainerKind.NUMBERED_LIST, ContainerKind.QUOTE, ContainerKind.DEFINITION_LIST)
_NOTE = "#fn:"
_BACK = "#fnref"


def as_markdown(article: Article) -> str:
    """The article as Markdown, its language and title in front matter; ends with a line feed."""
    blocks = whole(article.blocks)
    folder = Path(article.source).parent if article.source else None
    values = [("title", article.title), ("language", article.language)]
    front = "".join(f"{name}: {value}\n" for name, value in values if value)
    writer = _Markdown(blocks, folder)
    return (f"---\n{front}---\n\n" if front else "") + "\n".join(writer.lines()).strip("\n") + "\n"


class _Markdown:
    """Writes the blocks of one article; it also is the marks for their text."""

    def __init__(self, blocks: Sequence[Block], folder: Path | None) -> None:
        self._blocks = blocks
        self._folder = folder
        self._block = blocks[0] if blocks else Block(BlockKind.PARAGRAPH, "")
        self._names: dict[str, int] = {}

    def lines(self) -> list[str]:
        lines: list[str] = []
        before: Step | None = None
        table: list[Step] = []
        for step in steps(self._blocks):
            if any(one.kind is ContainerKind.TABLE for one in step.block.within):
                table.append(step)
                if not any(one.kind is ContainerKind.TABLE for one in step.ends):
                    continue
                lines += [*_between(before, table[0]), *self._table(table)]
                table = []
            else:
                written = self._written(step)
                if not written:
                    continue
                lines += [*_between(before, step), *written]
            before = step
        return lines

    def _written(self, step: Step) -> list[str]:
        self._block = block = step.block
        if block.kind is BlockKind.CODE:
            written = self._code(block)
        elif block.kind is BlockKind.RULE:
            written = ["***"]
        else:
            text = marked(block, self).replace(LINE_BREAK, "<br>").strip()
            if any(span.target.startswith(_BACK) for span in block.spans):
                text = text.removesuffix("&nbsp;")
                if not text:
                    return []
            written = [self._finished(block, text)]
        first, rest = _prefixes(step)
        return [f"{first if not number else rest}{line}".rstrip() for number, line in enumerate(written)]

    def _finished(self, block: Block, text: str) -> str:
        if block.kind is BlockKind.IMAGE:
            image = self._image(block.target, block.text)
            link = next((span for span in block.spans if span.kind is SpanKind.LINK), None)
            return f"[{image}]({_address(link.target)})" if link else image
        if block.kind is BlockKind.HEADING:
            return f"{'#' * block.level} {text}{self._own_name(block)}"
        start = _AT_START.match(text)
        if start:
            sign = text[0]
            text = f"{start[1]}\\{text[len(start[1]) :]}" if start[1] else f"&#{ord(sign)};{text[1:]}"
        return f":   {text}" if block.kind is BlockKind.DESCRIPTION else text

    def _own_name(self, block: Block) -> str:
        """The name of a heading where it is not the one it would get by itself."""
        usual = name_of(block.text)
        times = self._names.get(usual, -1) + 1
        self._names[usual] = times
        expected = usual if not times else f"{usual}-{times}"
        return "" if block.anchor == expected or not block.anchor else f" {{: #{block.anchor} }}"

    def _code(self, block: Block) -> list[str]:
        code = block.text.split(LINE_BREAK)
        if block.within:
            return ["    " + line for line in code]
        longest = max((len(run) for run in re.findall("~+", block.text)), default=0)
        fence = "~" * max(3, longest + 1)
        return [fence, *code, fence]

    def _table(self, cells: Sequence[Step]) -> list[str]:
        prefix = _prefixes(cells[0])
        columns = next(one.of for one in cells[0].block.within if one.kind is ContainerKind.TABLE)
        rows: list[str] = []
        for _row, steps_of_row in groupby(cells, lambda step: _inner(step.block, ContainerKind.ROW)):
            texts: dict[int, list[str]] = {}
            for step in steps_of_row:
                self._block = step.block
                column = next(one.number for one in reversed(step.block.within) if one.kind in _CELLS)
                texts.setdefault(column, []).append(marked(step.block, self).replace(LINE_BREAK, "<br>"))
            rows.append("| " + " | ".join("<br>".join(texts.get(column, [])) for column in range(columns)) + " |")
        rows.insert(1, "|" + " --- |" * columns)
        return [f"{prefix[0] if not number else prefix[1]}{row}" for number, row in enumerate(rows)]

    # The marks within a line.

    def plain(self, text: str) -> str:
        return _SIGNS.sub(lambda sign: _NAMED.get(sign[0], f"\\{sign[0]}"), text)

    def opening(self, span: Span, words: str) -> str:
        if span.kind is SpanKind.LINK:
            return "["
        return _SIMPLE[span.kind] if self._is_simple(span, words) else f"<{_TAGS[span.kind]}>"

    def closing(self, span: Span, words: str) -> str:
        if span.kind is SpanKind.LINK:
            return f"]({_address(span.target)})"
        return _SIMPLE[span.kind] if self._is_simple(span, words) else f"</{_TAGS[span.kind]}>"

    def instead(self, span: Span, words: str) -> str | None:
        if span.kind is SpanKind.IMAGE:
            return self._image(span.target, words)
        if span.target.startswith(_BACK):
            return ""
        inside = [
            one for one in self._block.spans if one is not span and span.start <= one.start and one.end <= span.end
        ]
        if span.kind is SpanKind.SUPERSCRIPT and len(inside) == 1 and inside[0].target.startswith(_NOTE):
            return f"[^{inside[0].target.removeprefix(_NOTE)}]"
        safe = not inside and not {"`", LINE_BREAK, "\\"} & set(words) and words == words.strip()
        if span.kind is SpanKind.CODE and safe:
            return f"`{words}`"
        return None

    def _is_simple(self, span: Span, words: str) -> bool:
        """Whether stars can't be misread here: letters inside, none outside, no other stars next to them."""
        if span.kind not in _SIMPLE or not (words[0].isalnum() and words[-1].isalnum()):
            return False
        text = self._block.text
        if text[span.start - 1 : span.start].isalnum() or text[span.end : span.end + 1].isalnum():
            return False
        edges = {span.start, span.end}
        others = (one for one in self._block.spans if one is not span)
        return not any({one.start, one.end} & edges for one in others)

    def _image(self, target: str, words: str) -> str:
        return f"![{self.plain(words)}](<{relative_source(target, self._folder)}>)"


_CELLS = (ContainerKind.CELL, ContainerKind.HEADER_CELL)


def _inner(block: Block, kind: ContainerKind) -> Container | None:
    return next((one for one in reversed(block.within) if one.kind is kind), None)


def _address(target: str) -> str:
    if target.startswith("#"):
        return f"#{quote(target[1:])}"
    return f"<{target.replace('&', '&amp;').replace('<', '%3C').replace('>', '%3E')}>"


def _prefixes(step: Step) -> tuple[str, str]:
    """What stands before a block's first line and before its others."""
    first = rest = ""
    within = step.block.within
    for place, container in enumerate(within):
        if container.kind is ContainerKind.QUOTE:
            first, rest = f"{first}> ", f"{rest}> "
        elif container.kind is ContainerKind.ITEM:
            note = place > 1 and within[place - 2].kind is ContainerKind.FOOTNOTES
            begins = container in step.begins
            first += _marker(step.block, container, note=note) if begins else "    "
            rest += "    "
        elif container.kind is ContainerKind.DEFINITION_LIST and place + 1 < len(within):
            first, rest = f"{first}    ", f"{rest}    "
    if within and within[-1].kind is ContainerKind.DEFINITION_LIST and step.block.kind is BlockKind.CODE:
        first, rest = f"{first}    ", f"{rest}    "
    return first, rest


def _marker(block: Block, item: Container, *, note: bool) -> str:
    if note:
        return f"[^{block.anchor.removeprefix('fn:')}]: "
    return f"{item.number}. ".ljust(4) if block.marker and block.marker != "•" else "*   "


def _between(before: Step | None, step: Step) -> list[str]:
    """The blank line between two blocks, and what keeps two lists or quotes from becoming one."""
    if before is None:
        return []
    kinds = (before.block.kind, step.block.kind)
    if kinds in ((BlockKind.TERM, BlockKind.TERM), (BlockKind.TERM, BlockKind.DESCRIPTION)):
        return []
    shared = [one for one in step.block.within if one in before.block.within]
    quotes = "".join("> " if one.kind is ContainerKind.QUOTE else "    " for one in shared if one.kind in _INDENTING)
    blank = quotes.rstrip()
    place = len(shared)
    ended, begun = (one.within[place : place + 1] for one in (before.block, step.block))
    if ended and begun and ended[0].kind is begun[0].kind and begun[0].kind in _KEPT_APART:
        return [blank, f"{quotes}{_APART}", blank]
    return [blank]


_INDENTING = (ContainerKind.QUOTE, ContainerKind.ITEM)
