"""The article on the command line: which one is meant, printing it, writing it to a file.

It never fetches anything and never replaces a file unasked.
"""

from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, InputProblem
from hiitreader.library.bundled import bundled, bundled_article, open_bundled
from hiitreader.library.entries import WITH
from hiitreader.system.translations import gettext as _


def article(wanted: str | None) -> Article:
    """The article with an id, which is the name of its file; the one the program starts with when None is given.

    Raises:
        InputProblem: there is none with this id.
    """
    if wanted is None:
        return bundled_article()
    known = {one.name: one.entry.key for one in bundled()}
    found = open_bundled(known[wanted]) if wanted in known else None
    if found is None:
        names = WITH.join(known)
        raise InputProblem(
            N_("There is no article with the id “{id}”."), todo=N_("There is: {known}."), id=wanted, known=names
        )
    return found


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
