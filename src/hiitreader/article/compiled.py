"""Articles in a form that is read back in no time: compact JSON, with no parsing of markup.

It never decides whether such a file is still right; who keeps one knows what it was made from.
"""

import json
from typing import Any

from hiitreader.article.blocks import Article, Block, BlockKind, Container, ContainerKind, Span, SpanKind

FORM = 1
"""The form's number: a file with another one is not read."""


def dump(article: Article) -> bytes:
    """The article as UTF-8 JSON; the same article always gives the same bytes."""
    containers: dict[Container, int] = {}
    withins: dict[tuple[Container, ...], int] = {(): 0}
    for block in article.blocks:
        for container in block.within:
            containers.setdefault(container, len(containers))
        withins.setdefault(block.within, len(withins))
    value = {
        "form": FORM,
        "title": article.title,
        "digest": article.digest,
        "language": article.language,
        "source": article.source,
        "notes": article.notes,
        "containers": [[one.kind.value, one.id, one.number, one.of] for one in containers],
        "within": [[containers[one] for one in within] for within in withins],
        "blocks": [_trimmed(_block(block, withins[block.within])) for block in article.blocks],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def load(data: bytes) -> Article:
    """The article that `dump` made the bytes of.

    Raises:
        ValueError: the bytes are not such an article, or of another form.
    """
    try:
        value: dict[str, Any] = json.loads(data)
        if value["form"] != FORM:
            raise ValueError(f"a compiled article of form {FORM} was expected")
        containers = [Container(ContainerKind(kind), *numbers) for kind, *numbers in value["containers"]]
        withins = [tuple(containers[index] for index in within) for within in value["within"]]
        blocks = tuple(_read(entry, withins) for entry in value["blocks"])
        strings = [str(value[name]) for name in ("title", "digest", "language", "source")]
        title, digest, language, source = strings
        return Article(title, blocks, digest, language, source, tuple(value["notes"]))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError("this is not a compiled article") from error


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
    read = tuple(Span(start, end, SpanKind(name), address) for start, end, name, address in spans)
    return Block(BlockKind(kind), text, read, level, withins[within], marker, anchor, target, bool(continued))
