"""Text from the clipboard, put on the shelf as an article.

It never looks at the clipboard itself, and never sends a request for what the text names.
"""

import re

from hiitreader.article.blocks import Article
from hiitreader.article.door import SourceKind, article_from_html, article_from_markdown, article_from_text
from hiitreader.article.limits import MAX_BYTES, MEGABYTE
from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, Tally, never, quiet
from hiitreader.library.entries import Meta
from hiitreader.library.first_words import beginning
from hiitreader.library.front_matter import read

ORIGIN = "pasted"
"""The origin of what was pasted."""
_LOOKED_AT = 64 * 1024
# What only someone writes who means Markdown: headings, quotes and lists at a line's beginning, fences, links, strong
# words; a heading underlined.
_MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|[-*+] \S|> \S|\d{1,9}\. \S|```|~~~|---\n\w)|^\S.{0,200}\n(?:={3,}|-{3,})$"
    r"|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*\S[^*\n]{0,200}\*\*",
    re.MULTILINE,
)
_HTML = re.compile(
    r"\s{0,100}(?:<!--.{0,500}?-->\s{0,100})?<(?:!doctype|html|head|body|meta|h[1-6]|p|div|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAKERS = {
    SourceKind.MARKDOWN: article_from_markdown,
    SourceKind.HTML: article_from_html,
    SourceKind.TEXT: article_from_text,
}


def bring_in(
    source: str,
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    kind: SourceKind | None = None,
) -> Report:
    """Put a text on the shelf.

    Args:
        source: the text.
        shelf: where it is put.
        progress: told once.
        cancelled: asked once.
        kind: what it is written in, as the clipboard says; guessed when left out.
    """
    tally = Tally(shelf, progress, cancelled)
    if tally.goes_on(0, 1):
        try:
            tally.put(*article_of(source, kind or kind_of_text(source)), ORIGIN)
        except Problem as problem:
            tally.leave("", problem)
    return tally.report()


def article_of(text: str, kind: SourceKind) -> tuple[Article, Meta]:
    """The article that a text makes; without a heading its title is the beginning of its first sentence.

    Raises:
        InputProblem: there is nothing in it to read, or too much.
    """
    if len(text) > MAX_BYTES:
        raise InputProblem(
            N_("The text is larger than {limit} MB, the most that can be brought in."),
            todo=N_("Bring in a part of it."),
            limit=MAX_BYTES // MEGABYTE,
        )
    if not text.strip():
        raise InputProblem(N_("There is no text to bring in."), todo=N_("Copy some text first."))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    article = _MAKERS[kind](text)
    matter = read(text)[0] if kind is SourceKind.MARKDOWN else None
    if not article.title:
        article = article._replace(title=beginning(article))
    return article, matter.meta if matter else Meta()


def kind_of_text(text: str) -> SourceKind:
    """What a text seems to be written in."""
    if _HTML.match(text):
        return SourceKind.HTML
    return SourceKind.MARKDOWN if _MARKDOWN.search(text, 0, _LOOKED_AT) else SourceKind.TEXT
