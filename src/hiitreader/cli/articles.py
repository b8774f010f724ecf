"""The article on the command line: which one is meant, printing it, writing it to a file.

It never fetches anything and never replaces a file unasked.
"""

import os
from contextlib import suppress
from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.library.bundled import NAME, bundled_article
from hiitreader.system.translations import gettext as _


def article(wanted: str | None) -> Article:
    """The article with an id, the bundled one when None is given. No other has an id yet.

    Raises:
        InputProblem: there is none with this id.
    """
    if wanted not in {None, NAME}:
        raise InputProblem(
            N_("There is no article with the id “{id}”."), todo=N_("There is: {known}."), id=wanted, known=NAME
        )
    return bundled_article()


def read(terminal: Terminal, wanted: str | None) -> int:
    """Print an article as plain text."""
    from hiitreader.article.writers import as_text

    terminal.say(as_text(article(wanted)).rstrip("\n"))
    return 0


def export(terminal: Terminal, file: Path, wanted: str | None, *, force: bool) -> int:
    """Write an article in the format that the file's name ends in."""
    from hiitreader.article.writers import as_html, as_markdown, as_text

    writers = {".html": as_html, ".htm": as_html, ".txt": as_text, ".md": as_markdown}
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise InputProblem(
            N_("“{file}” ends in no format that can be written."),
            safe=N_("Nothing was written."),
            todo=N_("Use .html, .txt or .md."),
            file=file.name,
        )
    if not force and os.path.lexists(file):
        raise InputProblem(
            N_("{file} is there already."),
            safe=N_("It was not touched."),
            todo=N_("Choose another name, or use --force to replace it."),
            file=file,
        )
    _write(file, writer(article(wanted)).encode("utf-8"))
    terminal.say(_("Written: {file}").format(file=file))
    return 0


def _write(file: Path, data: bytes) -> None:
    # Beside it first: a full disk must not cost the reader the file that is being replaced.
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise WorldProblem(
            N_("{file} was not written: {reason}."), file=file, reason=error.strerror or type(error).__name__
        ) from error
