"""The article on the command line: which one is meant, printing it, writing it to a file.

It never fetches anything and never replaces a file unasked.
"""

from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.library.bundled import bundled, bundled_article, open_bundled
from hiitreader.library.entries import WITH
from hiitreader.system.paths import find_paths, licences_file
from hiitreader.system.translations import gettext as _


def article(wanted: str | None) -> Article:
    """The bundled article with an id, which is the name of its file; the one the program starts with for None.

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


def article_on_shelf(wanted: str | None, data_dir: Path | None) -> Article:
    """The article with an id: the name of a bundled one, or the beginning of the key of any on the shelf.

    Raises:
        InputProblem: there is none with this id, or more than one.
        WorldProblem: the shelf can't be read.
    """
    if wanted is None or wanted in {one.name for one in bundled()}:
        return article(wanted)
    from hiitreader.cli.library import open_named
    from hiitreader.library.shelf import Shelf

    shelf = Shelf(find_paths(data_dir).data)
    try:
        return open_named(shelf, wanted)
    finally:
        shelf.close()


def read(terminal: Terminal, wanted: str | None, data_dir: Path | None) -> int:
    """Print an article as plain text."""
    from hiitreader.article.writers import as_text

    terminal.say(as_text(article_on_shelf(wanted, data_dir)).rstrip("\n"))
    return 0


def licences(terminal: Terminal) -> int:
    """Print the licences of the program and of its parts, as they are written.

    Raises:
        WorldProblem: they are not there.
    """
    terminal.say(licence_text().rstrip("\n"))
    return 0


def licence_text() -> str:
    """The licences' text, which every copy of the program has to come with.

    Raises:
        WorldProblem: they are not there.
    """
    try:
        return licences_file().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorldProblem(N_("The licences can't be read: {reason}."), reason=error) from error


def export(terminal: Terminal, file: Path, wanted: str | None, data_dir: Path | None, *, force: bool) -> int:
    """Write an article in the format that the file's name ends in."""
    from hiitreader.library.export import export_article

    export_article(article_on_shelf(wanted, data_dir), file, replace=force)
    terminal.say(_("Written: {file}").format(file=file))
    return 0
