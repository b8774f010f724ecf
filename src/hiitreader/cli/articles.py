"""The article on the command line: which one is meant, printing it, writing it to a file.

It never fetches anything and never replaces a file unasked.
"""

from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, InputProblem
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
    from hiitreader.library.export import export_article

    export_article(article(wanted), file, replace=force)
    terminal.say(_("Written: {file}").format(file=file))
    return 0
