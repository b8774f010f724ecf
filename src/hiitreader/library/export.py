"""Writing an article to a file of the reader's, as HTML, plain text or Markdown.

It never replaces a file unasked, and a file that is replaced is whole until the new one is.
"""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.system.translations import gettext


def export_article(article: Article, file: Path, *, replace: bool = False) -> None:
    """Write an article in the format that the file's name ends in.

    Raises:
        InputProblem: the name ends in no format that can be written, or the file is there and `replace` is not set.
        WorldProblem: it could not be written.
    """
    from hiitreader.article.writers import as_html, as_markdown, as_text

    text: Callable[[Article], str] = partial(as_text, translate=gettext)
    writers = {".html": as_html, ".htm": as_html, ".txt": text, ".md": as_markdown}
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise InputProblem(
            N_("“{file}” ends in no format that can be written."),
            safe=N_("Nothing was written."),
            todo=N_("Use .html, .txt or .md."),
            file=file.name,
        )
    if not replace and os.path.lexists(file):
        raise InputProblem(
            N_("{file} is there already."),
            safe=N_("It was not touched."),
            todo=N_("Choose another name, or use --force to replace it."),
            file=file,
        )
    _write(file, writer(article).encode("utf-8"))


def _write(file: Path, data: bytes) -> None:
    # Beside it first: a full disk must not cost the reader the file that is being replaced. Not through
    # `system.files`, which would make missing folders.
    beside = file.with_name(f".{file.name}.{os.getpid()}-{os.urandom(8).hex()}.part")
    try:
        # In a folder of everybody's, somebody may have put a link there: only what is made here is written to.
        made = os.open(beside, _NEW, _mode(file))
        try:
            with open(made, "wb") as part:  # noqa: PTH123 -- it is open already
                part.write(data)
            beside.replace(file)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise WorldProblem(
            N_("{file} was not written: {reason}."), file=file, reason=error.strerror or type(error).__name__
        ) from error


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_USUAL_MODE = 0o666


def _mode(file: Path) -> int:
    """The permissions of the file that is replaced, as far as this system lets new files have them."""
    with suppress(OSError):
        there = file.lstat().st_mode
        if stat.S_ISREG(there):
            return stat.S_IMODE(there) & _USUAL_MODE
    return _USUAL_MODE
