"""Short ways to write down blocks, for the tests of this folder."""

from hiitreader.article.blocks import Article, Block, BlockKind, Container, ContainerKind
from hiitreader.article.pieces import WHOLE, Sizes
from hiitreader.article.slices import slices_of
from hiitreader.article.source import Source, SourceKind

LIST_KINDS = (ContainerKind.LIST, ContainerKind.NUMBERED_LIST)


def line(block: Block) -> str:
    """A block on one line: its containers, kind, level, marker, and its text with spans in brackets."""
    places = "".join(f"{_short(container)}>" for container in block.within)
    kind = f"h{block.level}" if block.kind is BlockKind.HEADING else block.kind.value[:4]
    marker = f"{block.marker} " if block.marker else ""
    more = "+" if block.continued else ""
    return f"{places}{more}{kind}: {marker}{spanned(block)}".replace("\u2028", "⏎")


def spanned(block: Block) -> str:
    """The text with its spans: `[strong words]`, `[link words|target]`."""
    opened = sorted(block.spans, key=lambda span: (span.start, -span.end))
    text = ""
    for position in range(len(block.text) + 1):
        for span in reversed(opened):
            if span.end == position:
                text += f"|{span.target}]" if span.target else "]"
        for span in opened:
            if span.start == position:
                text += f"[{span.kind.value} "
        text += block.text[position : position + 1]
    return text


def lines(article: Article) -> list[str]:
    return [line(block) for block in article.blocks]


def parsed(text: str, kind: SourceKind = SourceKind.MARKDOWN, sizes: Sizes = WHOLE) -> list[Block]:
    return [block for one in slices_of(Source(text, kind, ""), sizes) for block in one.blocks]


def _short(container: Container) -> str:
    names = {
        ContainerKind.LIST: f"ul{container.of}",
        ContainerKind.NUMBERED_LIST: f"ol{container.of}",
        ContainerKind.ITEM: f"li{container.number or ''}",
        ContainerKind.QUOTE: "q",
        ContainerKind.TABLE: f"table{container.of}",
        ContainerKind.ROW: f"r{container.number}",
        ContainerKind.CELL: f"c{container.number}",
        ContainerKind.HEADER_CELL: f"th{container.number}",
        ContainerKind.DEFINITION_LIST: "dl",
        ContainerKind.FOOTNOTES: "notes",
    }
    return names[container.kind]
