"""Files of the reader's own, put on the shelf: Markdown, HTML, plain text, and books.

It never changes a file, and reads no other than those it is given and, when pictures are wanted, the pictures beside.
"""

from collections.abc import Iterable
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.article.door import SourceKind, joined
from hiitreader.article.slices import slices_of
from hiitreader.article.source import BOOKS, read_source
from hiitreader.errors import Problem
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, Tally, never, quiet
from hiitreader.library.entries import Meta
from hiitreader.library.front_matter import read


def bring_in(
    source: Path | Iterable[Path],
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    pictures: PictureCopies | None = None,
) -> Report:
    """Put files on the shelf; one that can't be read is left out and named.

    Args:
        source: one file, or several.
        shelf: where they are put.
        progress: told of each file before it is read.
        cancelled: asked before each file.
        pictures: where copies of the pictures are made; none are when left out.
    """
    paths = [source] if isinstance(source, Path) else list(source)
    tally = Tally(shelf, progress, cancelled)
    for number, path in enumerate(paths):
        if not tally.goes_on(number, len(paths), path.name):
            break
        put_file(path, path.name, tally, pictures)
    return tally.report()


def put_file(path: Path, name: str, tally: Tally, pictures: PictureCopies | None) -> None:
    """Put one file on the shelf; `name` is what it is called when it is left out."""
    try:
        if path.suffix.lower() in BOOKS:
            from hiitreader.library.bring_in import epub

            read_in = epub.read_book(path, lambda *_step: not tally.stopped(), tally.leave, pictures)
        else:
            read_in = read_file(path)
            if pictures is not None:
                read_in = pictures.of_files(read_in[0]), read_in[1]
    except Problem as problem:
        tally.leave(name, problem)
        return
    if read_in is not None:
        tally.put(*read_in, str(path))


def read_file(path: Path) -> tuple[Article, Meta]:
    """The article in a file, and what it says of itself.

    Raises:
        WorldProblem: the file is missing or can't be read.
        InputProblem: it holds nothing that can be shown.
    """
    source = read_source(path)
    meta = read(source.text)[0].meta if source.kind is SourceKind.MARKDOWN else Meta()
    return joined(slices_of(source)), meta
