"""A post of a site or a feed becomes an article of the shelf, unless it is there already.

It never asks the site for anything but, when the reader wants them, the post's pictures.
"""

import re
from html import escape, unescape
from typing import NamedTuple

from hiitreader.article.blocks import Article
from hiitreader.article.characters import clean_line
from hiitreader.article.door import article_from_html
from hiitreader.article.source import digest_of
from hiitreader.errors import N_, InputProblem
from hiitreader.library.bring_in.addresses import whole, with_addresses
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Tally
from hiitreader.library.bring_in.subscriptions import KnownPost
from hiitreader.library.entries import Meta
from hiitreader.library.first_words import beginning

MOST_TAGS = 30
_LONGEST_TITLE, _DAY = 200, 10
_TAGS = re.compile(r"<[^<>]{0,1000}>")
LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,6}")


class Post(NamedTuple):
    """A post as it was published.

    `version` changes when the post does. `html` is its text; `link` its page, which addresses in the text start from.
    """

    identity: str
    version: str
    title: str
    html: str
    link: str
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""

    @property
    def name(self) -> str:
        """What it is called when it is left out."""
        return self.title or self.link or self.identity


def plain(html: str, most: int = _LONGEST_TITLE) -> str:
    """The words of a short piece of HTML, on one line."""
    return clean_line(unescape(_TAGS.sub("", html[: most * 10])))[:most]


def put_post(post: Post, seen: dict[str, KnownPost], tally: Tally, pictures: PictureCopies | None) -> None:
    """Put a post on the shelf, in the place of its older version, and note in `seen` that it was.

    One that is there already gets its pictures, if they are asked for and were not before.

    Raises:
        WorldProblem: the shelf can't be written.
    """
    before = seen.get(post.identity)
    if before is not None and before.version == post.version and not _lacks_pictures(post, before, tally, pictures):
        tally.knows()
        return
    key = before.key if before else ""
    try:
        article = article_of(post, pictures)
    except InputProblem as problem:
        tally.leave(post.name, problem)
    else:
        meta = Meta(summary=post.summary, tags=post.tags[:MOST_TAGS], date=post.date[:_DAY])
        key = tally.put(article, meta, post.link, key)
    seen[post.identity] = KnownPost(key, post.version, post.date)


def _lacks_pictures(post: Post, known: KnownPost, tally: Tally, pictures: PictureCopies | None) -> bool:
    if pictures is None or not known.key or "<img" not in post.html.lower():
        return False
    return not pictures.has(known.key) and tally.has(known.key)


def article_of(post: Post, pictures: PictureCopies | None) -> Article:
    """The article that a post makes; its key is that of its text, whatever becomes of its pictures.

    Raises:
        InputProblem: there is nothing in it to read.
    """
    heading = f"<h1>{escape(post.title, quote=False)}</h1>\n" if post.title else ""
    html = with_addresses(post.html.strip(), lambda to: whole(to, post.link), lambda to: whole(to, post.link))
    key = digest_of(f"{heading}{html}".encode("utf-8", "replace"))
    page = None
    if pictures is not None:
        copies = pictures.of(key)
        page = copies.page
        html = with_addresses(html, lambda to: to, copies.fetched)
    article = article_from_html(heading + html, page)
    if heading and len(article.blocks) == 1:
        raise InputProblem(N_("{name} holds nothing to read."), name=post.name)
    title = post.title or article.title or beginning(article)
    return article._replace(title=title, digest=key, language=post.language or article.language, source=post.link)
