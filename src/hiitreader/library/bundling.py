"""Makes the articles that come along from a folder of Markdown files, when the program is built.

The running program reads what was made, and comes here only when that is gone. It never writes.
"""

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from hiitreader.article.blocks import Article
from hiitreader.article.door import article_from_markdown
from hiitreader.errors import N_, WorldProblem
from hiitreader.library.bundled import Bundled
from hiitreader.library.companions import with_matter
from hiitreader.library.entries import BUNDLED, ShelfEntry
from hiitreader.library.first_words import entry_of
from hiitreader.library.front_matter import FrontMatter, read
from hiitreader.library.shelving import put, terms_of_article
from hiitreader.library.similar import similar, vector_of
from hiitreader.library.tables import MIGRATIONS
from hiitreader.system.database_shape import migrate


class Written(NamedTuple):
    """One article of the folder: its file's name without the ending, what it became, what its file says of itself.

    `text` is the article without what is shown of its front matter.
    """

    name: str
    article: Article
    text: Article
    matter: FrontMatter


def written_articles(folder: Path) -> tuple[Written, ...]:
    """Every article of a folder; first the one whose front matter says `start: true`, the others by file name.

    Raises:
        WorldProblem: there is none, one can't be read, or more than one says it is the start.
        InputProblem: one holds nothing to read.
    """
    try:
        texts = [(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]
    except (OSError, ValueError) as error:
        raise WorldProblem(N_("{path} can't be read: {reason}."), path=folder, reason=error) from error
    made = sorted((_written(path, text) for path, text in texts), key=lambda one: not one.matter.start)
    if not made:
        raise WorldProblem(N_("There is no article in {folder}."), folder=folder)
    starts = [one.name for one in made if one.matter.start]
    if len(starts) > 1:
        raise WorldProblem(N_("More than one article says that it is the start: {names}."), names=", ".join(starts))
    return tuple(made)


def entry_of_written(one: Written) -> ShelfEntry:
    """What the shelf says of an article that comes along."""
    return entry_of(one.text, one.matter.meta, BUNDLED)


def shelf_of(written: tuple[Written, ...]) -> tuple[Bundled, ...]:
    """What is known of the articles that come along, with those of them that each is like."""
    import sqlite3

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, MIGRATIONS)
        entries = [entry_of_written(one) for one in written]
        numbers = [
            put(connection, entry, one.article, terms_of_article(one.article))
            for entry, one in zip(entries, written, strict=True)
        ]
        return tuple(
            Bundled(one.name, entry, similar(connection, vector_of(connection, number, entry.tags), number))
            for one, entry, number in zip(written, entries, numbers, strict=True)
        )


def _written(path: Path, text: str) -> Written:
    matter, _body = read(text)
    # The whole text goes through the door: it knows front matter too, and the digest is that of the file.
    article = article_from_markdown(text)
    return Written(path.stem, with_matter(article, matter), article, matter)
