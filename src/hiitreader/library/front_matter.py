"""What an article's file says of itself between two lines `---` at its very beginning, in YAML.

It never builds anything but strings, lists and tables of strings, and never fails: what makes no sense is left out.
"""

from typing import NamedTuple

import yaml

from hiitreader.article.characters import clean_line
from hiitreader.article.front_matter import about_markdown
from hiitreader.library.entries import Meta

MOST_TAGS, MOST_SOURCES = 30, 200
LONGEST = 2_000
"""Characters of one value."""
MOST_OPENED = 1_000
"""Lists and tables begun within a line: the parser looks at all that are open before each next word."""
_TRUE = frozenset({"true", "yes", "on"})
_DAY = 10
"""Characters of a day, as 2026-01-31."""


class FrontMatter(NamedTuple):
    """What a file says of itself; "" and () for what it does not say.

    `sources` are what it cites, a line each. A `companion` was written for this program; the one that has `start` set
    is what the program begins with.
    """

    title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()
    companion: bool = False
    start: bool = False

    @property
    def meta(self) -> Meta:
        """What of it the shelf keeps."""
        return Meta(self.summary, self.tags, self.date, self.companion)


def read(text: str) -> tuple[FrontMatter, str]:
    """What a text says of itself, and the text after that. Line ends are line feeds.

    A beginning that is no front matter, of more than 100 lines, or no YAML is a part of the text or says nothing.
    """
    about = about_markdown(text)
    if not about.start:
        return FrontMatter(), text
    written = text[: about.start].strip().removeprefix("---").removesuffix("---")
    values = _values(written)
    return (
        FrontMatter(
            title=_line(values.get("title")) or about.title,
            summary=_line(values.get("summary", values.get("description"))),
            tags=_lines(values.get("tags", values.get("keywords")), MOST_TAGS),
            language=about.language,
            date=_line(values.get("date"))[:_DAY],
            sources=_lines(values.get("sources"), MOST_SOURCES, apart=False),
            companion=_line(values.get("companion")).lower() in _TRUE,
            start=_line(values.get("start")).lower() in _TRUE,
        ),
        text[about.start :],
    )


def _values(written: str) -> dict[str, object]:
    """The table that the YAML makes; names in lower case, the first of two that are alike."""
    if written.count("[") + written.count("{") > MOST_OPENED:
        return {}
    try:
        # The plainest loader: it makes strings of everything, so neither a number nor a day nor a tag can go wrong.
        made = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 -- it builds nothing but strings, lists, tables
    except (yaml.YAMLError, RecursionError, ValueError, LookupError):
        return {}
    values: dict[str, object] = {}
    if isinstance(made, dict):
        for name, value in made.items():
            values.setdefault(str(name).lower(), value)
    return values


def _line(value: object) -> str:
    return clean_line(value[:LONGEST]) if isinstance(value, str) else ""


def _lines(value: object, most: int, *, apart: bool = True) -> tuple[str, ...]:
    """A list of lines, each once; one line stands for itself, or with `apart` for the words between its commas."""
    if isinstance(value, str):
        value = value[: most * LONGEST].split(",") if apart else [value]
    if not isinstance(value, list):
        return ()
    lines = (_line(one) for one in value[:most])
    return tuple(dict.fromkeys(line for line in lines if line))
