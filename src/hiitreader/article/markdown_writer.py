"""An article as Markdown that reads back as the same article.

Where a mark of Markdown could be misread it writes the HTML tag that stands for it. It never writes an image's path
outside the article's folder.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from urllib.parse import quote

from hiitreader.article.blocks import LINE_BREAK, Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.characters import name_of
from hiitreader.article.html_writer import relative_source
from hiitreader.article.nesting import Step, marked, steps, whole

_SIGNS = re.compile(r"[\\`*_{}\[\]#|!>]|&(?=[#\w])|<|\u00a0")
_NAMED = {"&": "&amp;", "<": "&lt;", "\u00a0": "&nbsp;"}
_AT_START = re.compile(r"([0-9]+)[.)]|[-+:~=]")
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
_NOTE = "fn:"
_BACK = "#fnref"
# Names that no dialect of Markdown takes for anything else; others are left out. What follows a space in `{: #a b=c }`
# would be an attribute, and a bracket ends a note's name.
_NAME = re.compile(r"[^\W_]+(?:[-_.:][^\W_]+)*")
# Titles that YAML takes for nothing but text (YAML 1.2, 7.3.3) and not for a number, a truth or a tag.
_PLAIN_TITLE = re.compile(r"""[^\W\d_][^:#"'\\\[\]{},&*!|<>%@`~=?]*""")
_NO_TITLES = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def as_markdown(article: Article) -> str:
    """The article as Markdown, its language and title in front matter; ends with a line feed."""
    blocks = whole(article.blocks)
    folder = Path(article.source).parent if article.source else None
    values = [("title", _titled(article.title)), ("language", article.language)]
    front = "".join(f"{name}: {value}\n" for name, value in values if value)
    writer = _Markdown(blocks, folder)
    return (f"---\n{front}---\n\n" if front else "") + "\n".join(writer.lines()).strip("\n") + "\n"


class _Markdown:
    """Writes the blocks of one article; it also is the marks for their text."""

    def __init__(self, blocks: Sequence[Block], folder: Path | None) -> None:
        self._blocks = blocks
        self._folder = folder
        self._names: dict[str, int] = {}
        self._begin(blocks[0] if blocks else Block(BlockKind.PARAGRAPH, ""))

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

    def _begin(self, block: Block) -> None:
        """Make ready for the text of a block."""
        self._block = block
        self._starts = [span.start for span in block.spans]
        self._edges = Counter(edge for span in block.spans for edge in (span.start, span.end))

    def _written(self, step: Step) -> list[str]:
        block = step.block
        self._begin(block)
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
        if block.kind is BlockKind.CODE and any(one.kind is ContainerKind.ITEM for one in step.begins):
            # Right after the item's mark it would be taken for text, and what it shows for markup.
            written = [_APART, "", *written]
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
        return "" if block.anchor == expected or not _NAME.fullmatch(block.anchor) else f" {{: #{block.anchor} }}"

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
                self._begin(step.block)
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
        inside = list(islice(self._inside(span), 2))
        if span.kind is SpanKind.SUPERSCRIPT and len(inside) == 1 and (name := _note_name(inside[0].target[1:])):
            return f"[^{name}]"
        safe = not inside and not {"`", LINE_BREAK, "\\", "|"} & set(words) and words == words.strip()
        if span.kind is SpanKind.CODE and safe:
            return f"`{words}`"
        return None

    def _inside(self, span: Span) -> Iterator[Span]:
        """The spans within another one."""
        for place in range(bisect_left(self._starts, span.start), len(self._starts)):
            one = self._block.spans[place]
            if one.start >= span.end:
                break
            if one is not span and one.end <= span.end:
                yield one

    def _is_simple(self, span: Span, words: str) -> bool:
        """Whether stars can't be misread here: letters inside, none outside, no other stars next to them."""
        if span.kind not in _SIMPLE or not (words[0].isalnum() and words[-1].isalnum()):
            return False
        text = self._block.text
        if text[span.start - 1 : span.start].isalnum() or text[span.end : span.end + 1].isalnum():
            return False
        return self._edges[span.start] == 1 == self._edges[span.end]

    def _image(self, target: str, words: str) -> str:
        return f"![{self.plain(words)}](<{relative_source(target, self._folder)}>)"


_CELLS = (ContainerKind.CELL, ContainerKind.HEADER_CELL)


def _inner(block: Block, kind: ContainerKind) -> Container | None:
    return next((one for one in reversed(block.within) if one.kind is kind), None)


def _address(target: str) -> str:
    if target.startswith("#"):
        return f"#{quote(target[1:])}"
    # A backslash would take away what the mark after it means.
    return f"<{target.replace('&', '&amp;').replace('<', '%3C').replace('>', '%3E').replace(chr(92), '%5C')}>"


def _note_name(target: str) -> str:
    """The name of the note that a target means, "" for none that can be written as one."""
    name = target.removeprefix(_NOTE) if target.startswith(_NOTE) else ""
    return name if _NAME.fullmatch(name) else ""


def _titled(title: str) -> str:
    """A title as YAML that can't be taken for anything else."""
    if not title or (_PLAIN_TITLE.fullmatch(title) and title.lower() not in _NO_TITLES):
        return title
    escaped = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


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
    if note and (name := _note_name(block.anchor)):
        return f"[^{name}]: "
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
