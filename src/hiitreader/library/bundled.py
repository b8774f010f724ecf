"""The articles that come with the program: the one it starts with, and what stands beside it on the shelf.

It never opens a reader's own file, and never asks the network for anything.
"""

from typing import TYPE_CHECKING, NamedTuple

from hiitreader.article import compiled
from hiitreader.article.blocks import Article
from hiitreader.system.paths import resources

if TYPE_CHECKING:
    from pathlib import Path

    from hiitreader.library.entries import ShelfEntry, SimilarPost

START = "start.json"
SHELF = "shelf.json"
ARTICLES = "articles"
"""The files in `resources/compiled`: the article the program starts with, what is known of all, a folder of the others.
"""
GUIDE = "user-guide"
"""The name of the article that tells how to use the program."""
FORM = 1
"""The form's number of `SHELF`: one with another is not read."""


class Bundled(NamedTuple):
    """What is known of one bundled article: the name of its file, its entry, and the posts that are like it."""

    name: str
    entry: "ShelfEntry"
    similar: "tuple[SimilarPost, ...]" = ()


def bundled_article() -> Article:
    """The article the program starts with: the compiled one, which needs no parsing, else the Markdown one.

    That the compiled one is made from the Markdown one is kept by a test, not looked at here.

    Raises:
        WorldProblem: neither can be read.
    """
    place = resources()
    try:
        return compiled.load((place / "compiled" / START).read_bytes())
    except (OSError, ValueError):
        return _written_anew(place)[0][1]


def bundled() -> tuple[Bundled, ...]:
    """What is known of every bundled article, that which the program starts with first.

    Raises:
        WorldProblem: neither what was compiled nor the articles themselves can be read.
    """
    place = resources()
    try:
        return load_shelf((place / "compiled" / SHELF).read_bytes())
    except (OSError, ValueError):
        return tuple(one for one, _article in _written_anew(place))


def open_bundled(key: str) -> Article | None:
    """The bundled article with this key; None when there is none.

    Raises:
        WorldProblem: it can't be read.
    """
    place = resources()
    known = bundled()
    number = next((index for index, one in enumerate(known) if one.entry.key == key), None)
    if number is None:
        return None
    name = f"{ARTICLES}/{known[number].name}.json" if number else START
    try:
        return compiled.load((place / "compiled" / name).read_bytes())
    except (OSError, ValueError):
        return next((article for one, article in _written_anew(place) if one.entry.key == key), None)


def open_guide() -> Article | None:
    """The article that tells how to use the program, whatever is on the shelf; None where a publisher has left it out.

    Raises:
        WorldProblem: it can't be read.
    """
    known = next((one for one in bundled() if one.name == GUIDE), None)
    return None if known is None else open_bundled(known.entry.key)


def dump_shelf(known: tuple[Bundled, ...]) -> bytes:
    """What is known of the bundled articles as JSON; the same always gives the same bytes."""
    import json

    articles = [{"name": one.name, "entry": one.entry._asdict(), "similar": _plain(one.similar)} for one in known]
    return f"{json.dumps({'form': FORM, 'articles': articles}, ensure_ascii=False, indent=1)}\n".encode()


def load_shelf(data: bytes) -> tuple[Bundled, ...]:
    """What `dump_shelf` made the bytes of.

    Raises:
        ValueError: the bytes are not such a list, or of another form.
    """
    import json

    from hiitreader.library.entries import ShelfEntry, SimilarPost

    try:
        value = json.loads(data)
        if value["form"] != FORM:
            raise ValueError(f"a list of form {FORM} was expected")
        return tuple(
            Bundled(
                one["name"],
                ShelfEntry(**one["entry"] | {"tags": tuple(one["entry"]["tags"])}),
                tuple(SimilarPost(**post | {"why": tuple(post["why"])}) for post in one["similar"]),
            )
            for one in value["articles"]
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is no list of the bundled articles") from error


def _plain(posts: "tuple[SimilarPost, ...]") -> list[dict[str, object]]:
    return [post._asdict() for post in posts]


def _written_anew(place: "Path") -> tuple[tuple[Bundled, Article], ...]:
    from hiitreader.library.bundling import entry_of_written, written_articles

    written = written_articles(place / ARTICLES)
    return tuple((Bundled(one.name, entry_of_written(one)), one.article) for one in written)
