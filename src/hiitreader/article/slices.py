"""An article as it comes in: a small slice at once, the rest slice by slice.

It reads a file once and parses what is asked for; it keeps nothing, and never shows anything.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hiitreader.article.blocks import Block, BlockKind
from hiitreader.article.characters import clean_line
from hiitreader.article.front_matter import About, about_html, about_markdown
from hiitreader.article.pieces import Sizes
from hiitreader.article.source import CHOOSE_ANOTHER, NOTHING_CHANGED, Source, SourceKind, read_source
from hiitreader.errors import N_, InputProblem

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Slice:
    """Some blocks of an article, to be put after those of the slice before.

    `done` is the part of the source read so far, 0 to 1. `title`, `language`, `digest`, `source` and `notes` are as in
    `Article` and the same in every slice of one article.
    """

    blocks: tuple[Block, ...]
    done: float
    title: str
    language: str
    digest: str
    source: str = ""
    notes: tuple[str, ...] = ()


def open_in_slices(path: Path) -> Iterator[Slice]:
    """Read a file and parse it while it is iterated over; a problem with the file is raised at the first step.

    Raises:
        WorldProblem: the file is missing or can't be read.
        InputProblem: it holds nothing that can be shown.
    """
    yield from slices_of(read_source(path))


def slices_of(source: Source, sizes: Sizes | None = None) -> Iterator[Slice]:
    """The slices of a source that was read.

    Raises:
        InputProblem: no slice has a single block.
    """
    about, parts = _parsed(source, sizes or Sizes())
    title, shown = "", False
    for blocks, end in parts:
        if not shown and not blocks and end < len(source.text):
            continue
        title = title or about.title or _title(blocks) or (clean_line(source.path.stem) if source.path else "")
        shown = shown or bool(blocks)
        if not shown:
            break
        done = min(1.0, end / len(source.text))
        path = str(source.path) if source.path else ""
        yield Slice(blocks, done, title[:_LONGEST_TITLE], about.language, source.digest, path, source.notes)
    if not shown:
        name = source.path.name if source.path else ""
        raise InputProblem(N_("{name} holds nothing to read."), safe=NOTHING_CHANGED, todo=CHOOSE_ANOTHER, name=name)


def _parsed(source: Source, sizes: Sizes) -> tuple[About, Iterator[tuple[tuple[Block, ...], int]]]:
    """What the source says about itself, and its blocks. Parsers are imported only when they are needed."""
    folder = source.path.parent if source.path else None
    if source.kind is SourceKind.MARKDOWN:
        from hiitreader.article.markdown_door import markdown_slices

        about = about_markdown(source.text)
        return about, markdown_slices(source.text, folder, sizes, about.start)
    if source.kind is SourceKind.HTML:
        from hiitreader.article.html_door import html_slices

        return about_html(source.text), html_slices(source.text, folder, sizes)
    from hiitreader.article.text_door import text_slices

    return About(), text_slices(source.text, sizes)


def _title(blocks: Iterable[Block]) -> str:
    """The first heading of the first level, else the first heading, "" without one."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING and block.text]
    first = next((block for block in headings if block.level == 1), headings[0] if headings else None)
    return clean_line(first.text) if first else ""
