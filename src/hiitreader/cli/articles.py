"""The article on the command line: which one is meant, printing it, writing it to a file.

It never fetches anything and never replaces a file unasked.
"""

from pathlib import Path

from hiitreader.article.blocks import Article
from hiitreader.cli.terminal import Terminal
from hiitreader.errors import N_, WorldProblem
from hiitreader.library.bundled import bundled_article
from hiitreader.system.paths import find_paths, licences_file
from hiitreader.system.translations import gettext as _


def article(wanted: str | None, data_dir: Path | None) -> Article:
    """The article that is meant: by the beginning of its key on the shelf, or by the name of one that comes along.

    None means the one that the program starts with.

    Raises:
        InputProblem: there is none, or more than one.
        WorldProblem: the shelf can't be read.
    """
    if wanted is None:
        return bundled_article()
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

    terminal.say_text(as_text(article(wanted, data_dir), translate=_).rstrip("\n"))
    return 0


def licences(terminal: Terminal) -> int:
    """Print the licences of the program and of its parts, as they are written.

    Raises:
        WorldProblem: they are not there.
    """
    terminal.say_text(licence_text().rstrip("\n"))
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

    export_article(article(wanted, data_dir), file, replace=force)
    terminal.say(_("Written: {file}").format(file=file))
    return 0
