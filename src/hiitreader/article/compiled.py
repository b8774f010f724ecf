"""Articles in a form that is read back in no time: compact JSON, with no parsing of markup.

It never decides whether such a file is still right; who keeps one knows what it was made from.
"""

import json
from collections.abc import Iterable
from typing import Any

from hiitreader.article.blocks import Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind

FORM = 1
"""The form's number: a file with another one is not read."""

# Looked up here: asking an enumeration takes ten times as long, and there may be a hundred thousand blocks.
_BLOCK_KINDS = {kind.value: kind for kind in BlockKind}
_SPAN_KINDS = {kind.value: kind for kind in SpanKind}
_CONTAINER_KINDS = {kind.value: kind for kind in ContainerKind}


def dump(article: Article) -> bytes:
    """The article as UTF-8 JSON; the same article always gives the same bytes."""
    containers, withins, blocks = _parts(article.blocks)
    value = {
        "form": FORM,
        "title": article.title,
        "digest": article.digest,
        "language": article.language,
        "source": article.source,
        "notes": article.notes,
        "containers": containers,
        "within": withins,
        "blocks": blocks,
    }
    # A file's name may hold bytes that are no letters.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def load(data: bytes) -> Article:
    """The article that `dump` made the bytes of.

    Raises:
        ValueError: the bytes are not such an article, or of another form.
    """
    try:
        value: dict[str, Any] = json.loads(data)
        if value["form"] != FORM:
            raise ValueError(f"a compiled article of form {FORM} was expected")
        blocks = _joined(value["containers"], value["within"], value["blocks"])
        strings = [str(value[name]) for name in ("title", "digest", "language", "source")]
        title, digest, language, source = strings
        return Article(title, blocks, digest, language, source, tuple(value["notes"]))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError("this is not a compiled article") from error


def dump_blocks(blocks: Iterable[Block]) -> str:
    """Some blocks as JSON, to be kept beside what they were made from; the same blocks always give the same text."""
    return json.dumps(_parts(blocks), ensure_ascii=False, separators=(",", ":"))


def load_blocks(text: str) -> tuple[Block, ...]:
    """The blocks that `dump_blocks` made the text of.

    Raises:
        ValueError: the text is not such blocks.
    """
    try:
        return _joined(*json.loads(text))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError("these are not compiled blocks") from error


def _parts(blocks: Iterable[Block]) -> tuple[list[Any], list[Any], list[Any]]:
    """Containers, the rows of them that blocks stand in, and the blocks, each naming its row."""
    blocks = tuple(blocks)
    containers: dict[Container, int] = {}
    withins: dict[tuple[Container, ...], int] = {(): 0}
    for block in blocks:
        for container in block.within:
            containers.setdefault(container, len(containers))
        withins.setdefault(block.within, len(withins))
    return (
        [[one.kind.value, one.id, one.number, one.of] for one in containers],
        [[containers[one] for one in within] for within in withins],
        [_trimmed(_block(block, withins[block.within])) for block in blocks],
    )


def _joined(kept: list[Any], rows: list[Any], entries: list[Any]) -> tuple[Block, ...]:
    containers = [Container(_CONTAINER_KINDS[kind], *numbers) for kind, *numbers in kept]
    withins = [tuple(containers[index] for index in within) for within in rows]
    return tuple(_read(entry, withins) for entry in entries)


def _block(block: Block, within: int) -> list[object]:
    spans = [[span.start, span.end, span.kind.value, span.target] for span in block.spans]
    kind, continued = block.kind.value, block.continued
    return [kind, block.text, spans, block.level, within, block.marker, block.anchor, block.target, continued]


def _trimmed(entry: list[object]) -> list[object]:
    while not entry[-1] and len(entry) > 2:  # noqa: PLR2004 -- the kind and the text always stay
        entry.pop()
    return entry


def _read(entry: list[Any], withins: list[tuple[Container, ...]]) -> Block:
    kind, text, spans, level, within, marker, anchor, target, continued = (
        entry + [[], 0, 0, "", "", "", False][len(entry) - 2 :]
    )
    read = tuple([Span(start, end, _SPAN_KINDS[name], address) for start, end, name, address in spans])
    return Block(_BLOCK_KINDS[kind], text, read, level, withins[within], marker, anchor, target, bool(continued))
