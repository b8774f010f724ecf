"""Walks a tree of cleaned HTML and makes blocks of it, without ever calling itself.

It never parses or cleans HTML, and what it does not know it reads as plain text.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from hiitreader.article.assembly import Assembly, Draft, RoughBlock
from hiitreader.article.blocks import BlockKind, ContainerKind, SpanKind
from hiitreader.article.characters import clean_line
from hiitreader.article.limits import MAX_CONTAINERS
from hiitreader.article.link_targets import link_target
from hiitreader.article.pictures import Pictures
from hiitreader.article.places_in_tree import OpenList, OpenTable, number_in
from hiitreader.article.rough import Leave, RoughPage

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SPANS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), SpanKind.EMPHASIS),
    **dict.fromkeys(("strong", "b"), SpanKind.STRONG),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), SpanKind.CODE),
    **dict.fromkeys(("del", "s", "strike"), SpanKind.DELETED),
    "sup": SpanKind.SUPERSCRIPT,
    "sub": SpanKind.SUBSCRIPT,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    {"ins", "u", "mark", "abbr", "small", "big", "span", "font", "label", "time", "bdi", "bdo", "acronym"}
)


class TreeReader:
    """Reads one tree. Make one for each slice.

    Args:
        assembly: what runs on from slice to slice.
        pictures: where images are found.
    """

    def __init__(self, assembly: Assembly, pictures: Pictures) -> None:
        self._assembly = assembly
        self._pictures = pictures
        self._page = RoughPage()
        self._lists: list[OpenList] = []
        self._tables: list[OpenTable | None] = []
        self._layout: frozenset[int] = frozenset()

    def read(self, tree: "LexborHTMLParser") -> list[RoughBlock]:
        """The blocks of the whole tree."""
        self._layout = _layout_tables(tree)
        root = tree.body
        node = root.first_child if root is not None else None
        above: list[tuple[LexborNode, Leave | None]] = []
        while node is not None:
            leave = self._enter(node)
            inner = node.first_child
            if inner is not None:
                above.append((node, leave))
                node = inner
                continue
            if leave is not None:
                leave()
            following = node.next
            while following is None and above:
                node, leave = above.pop()
                if leave is not None:
                    leave()
                following = node.next
            node = following
        self._page.flush()
        return self._page.blocks

    def _enter(self, node: "LexborNode") -> Leave | None:
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if self._page.code:
                self._page.run.add_code(text)
            else:
                self._page.run.add(text)
            return None
        if tag is None or tag.startswith("-"):
            return None
        if tag in _SPANS:
            return self._span(node, _SPANS[tag])
        if tag in _INLINE:
            self._named(node)
            return None
        entering = _ENTERING.get(tag)
        if entering is not None:
            return entering(self, node)
        if tag in _HEADINGS:
            return self._page.context(node.attributes.get("id"), BlockKind.HEADING, _HEADINGS[tag])
        return self._begin(node, self._page.kind)

    def _begin(self, node: "LexborNode", kind: BlockKind, *drafts: Draft | None) -> Leave:
        return self._page.context(node.attributes.get("id"), kind, 0, *drafts)

    def _named(self, node: "LexborNode") -> None:
        self._page.name(node.attributes.get("id"))

    def _pre(self, node: "LexborNode") -> Leave:
        leave = self._begin(node, BlockKind.CODE)
        self._page.code += 1

        def end() -> None:
            leave()
            self._page.code -= 1

        return end

    def _list(self, node: "LexborNode") -> Leave:
        numbered = node.tag == "ol"
        attributes = node.attributes
        kind = ContainerKind.NUMBERED_LIST if numbered else ContainerKind.LIST
        draft = self._assembly.draft(kind) if len(self._page.within) + 1 < MAX_CONTAINERS else None
        leave = self._begin(node, BlockKind.PARAGRAPH, draft)
        self._lists.append(
            OpenList(draft, numbered, attributes.get("type") or "1", number_in(attributes.get("start"), 1))
        )

        def end() -> None:
            leave()
            self._lists.pop()

        return end

    def _item(self, node: "LexborNode") -> Leave:
        if not self._lists:
            return self._begin(node, BlockKind.PARAGRAPH)
        current = self._lists[-1]
        number, marker = current.item(node.attributes.get("value"))
        draft = self._assembly.draft(ContainerKind.ITEM, number) if current.draft is not None else None
        leave = self._begin(node, BlockKind.PARAGRAPH, draft)
        self._page.marker = marker
        return self._page.never_empty(leave)

    def _quote(self, node: "LexborNode") -> Leave:
        return self._begin(node, BlockKind.PARAGRAPH, self._assembly.draft(ContainerKind.QUOTE))

    def _definitions(self, node: "LexborNode") -> Leave:
        return self._begin(node, BlockKind.PARAGRAPH, self._assembly.draft(ContainerKind.DEFINITION_LIST))

    def _term(self, node: "LexborNode") -> Leave:
        return self._begin(node, BlockKind.TERM)

    def _description(self, node: "LexborNode") -> Leave:
        return self._begin(node, BlockKind.DESCRIPTION)

    def _division(self, node: "LexborNode") -> Leave:
        notes = node.attributes.get("class") == "footnote"
        return self._page.context(
            node.attributes.get("id"),
            self._page.kind,
            0,
            self._assembly.draft(ContainerKind.FOOTNOTES) if notes else None,
        )

    def _table(self, node: "LexborNode") -> Leave:
        layout = node.mem_id in self._layout or len(self._page.within) + 3 > MAX_CONTAINERS
        table = None if layout else OpenTable(self._assembly.draft(ContainerKind.TABLE))
        leave = self._begin(node, BlockKind.PARAGRAPH, table.draft if table is not None else None)
        self._tables.append(table)

        def end() -> None:
            leave()
            self._tables.pop()

        return end

    def _row(self, node: "LexborNode") -> Leave:
        table = self._tables[-1] if self._tables else None
        return self._begin(node, BlockKind.PARAGRAPH, table.row(self._assembly) if table is not None else None)

    def _cell(self, node: "LexborNode") -> Leave:
        table = self._tables[-1] if self._tables else None
        if table is None:
            return self._begin(node, BlockKind.PARAGRAPH)
        attributes = node.attributes
        kind = ContainerKind.HEADER_CELL if node.tag == "th" else ContainerKind.CELL
        across, down = (number_in(attributes.get(name), 1) for name in ("colspan", "rowspan"))
        cell = table.next_cell(self._assembly, kind, across, down)
        return self._page.never_empty(self._begin(node, BlockKind.PARAGRAPH, cell))

    def _caption(self, node: "LexborNode") -> Leave:
        """A table's caption is a paragraph before the table."""
        leave = self._begin(node, BlockKind.PARAGRAPH)
        if self._tables and self._tables[-1] is not None:
            self._page.within = self._page.within[:-1]
        return leave

    # What stands within a line.

    def _span(self, node: "LexborNode", kind: SpanKind) -> Leave | None:
        self._named(node)
        if kind is SpanKind.CODE and self._page.code:
            return None
        span = self._page.run.open(kind)
        return lambda: self._page.run.close(span)

    def _link(self, node: "LexborNode") -> Leave | None:
        self._named(node)
        target = link_target(node.attributes.get("href"))
        if not target:
            return None
        span = self._page.run.open(SpanKind.LINK, target)
        return lambda: self._page.run.close(span)

    def _image(self, node: "LexborNode") -> None:
        self._named(node)
        path = self._pictures.find(clean_line(node.attributes.get("src") or ""))
        words = clean_line(node.attributes.get("alt") or "") or clean_line(path.replace("\\", "/").rpartition("/")[2])
        if words:
            span = self._page.run.open(SpanKind.IMAGE, path)
            self._page.run.add(words)
            self._page.run.close(span)

    def _break(self, node: "LexborNode") -> None:
        self._named(node)
        if self._page.code:
            self._page.run.add_code("\n")
        else:
            self._page.run.add_break()

    def _quotation(self, node: "LexborNode") -> Leave:
        self._named(node)
        self._page.run.add("\u201c")
        return lambda: self._page.run.add("\u201d")

    def _rule(self, node: "LexborNode") -> None:
        self._page.flush()
        self._named(node)
        if not (self._page.within and self._page.within[-1].kind is ContainerKind.FOOTNOTES):
            self._page.emit(BlockKind.RULE, "")


# Not in the reader itself: a ring that holds every block would stay in memory until the collector comes by.
_ENTERING: dict[str, Callable[[TreeReader, "LexborNode"], Leave | None]] = {
    "pre": TreeReader._pre,  # noqa: SLF001
    "ul": TreeReader._list,  # noqa: SLF001
    "ol": TreeReader._list,  # noqa: SLF001
    "li": TreeReader._item,  # noqa: SLF001
    "blockquote": TreeReader._quote,  # noqa: SLF001
    "table": TreeReader._table,  # noqa: SLF001
    "tr": TreeReader._row,  # noqa: SLF001
    "td": TreeReader._cell,  # noqa: SLF001
    "th": TreeReader._cell,  # noqa: SLF001
    "caption": TreeReader._caption,  # noqa: SLF001
    "dl": TreeReader._definitions,  # noqa: SLF001
    "dt": TreeReader._term,  # noqa: SLF001
    "dd": TreeReader._description,  # noqa: SLF001
    "a": TreeReader._link,  # noqa: SLF001
    "img": TreeReader._image,  # noqa: SLF001
    "br": TreeReader._break,  # noqa: SLF001
    "hr": TreeReader._rule,  # noqa: SLF001
    "q": TreeReader._quotation,  # noqa: SLF001
    "div": TreeReader._division,  # noqa: SLF001
}


def _layout_tables(tree: "LexborHTMLParser") -> frozenset[int]:
    """The tables that only place things on a page: those that hold another table, and those that say so.

    Reading such a table cell by cell would hide what it holds, so its cells are read as plain blocks.
    """
    layout = set()
    for table in tree.css("table"):
        if (table.attributes.get("role") or "") in ("presentation", "none"):
            layout.add(table.mem_id)
        outer = table.parent
        while outer is not None:
            if outer.tag == "table":
                layout.add(outer.mem_id)
                break
            outer = outer.parent
    return frozenset(layout)
