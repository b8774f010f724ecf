"""RSS and Atom feeds: their posts are put on the shelf, and only what is new or changed the next time.

The feed is fetched by the bounded client and given to the parser as bytes. It never lets the parser fetch or open
anything itself, and refuses a feed that defines entities.
"""

import io
import re
from contextlib import suppress
from html import escape
from time import struct_time
from typing import Any, NamedTuple, Protocol, cast
from urllib.parse import urlsplit

from hiitreader.article.limits import MEGABYTE
from hiitreader.article.source import digest_of
from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.library.bring_in.addresses import whole
from hiitreader.library.bring_in.asking import NOT_MODIFIED, OK, Asking, Opener, Said, open_web, web_address
from hiitreader.library.bring_in.page_links import named_by
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.posts import LANGUAGE, Post, plain, put_post
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, Tally, never, quiet
from hiitreader.library.bring_in.subscriptions import Known, KnownPost, Subscriptions
from hiitreader.library.bring_in.xml_text import xml_text
from hiitreader.system.web import WebAnswer

KIND = "feed"
MOST_BYTES, MOST_CHARACTERS = 16 * MEGABYTE, 4 * MEGABYTE
"""Bytes of a feed, and characters of it that are read: what is longer is read to the last whole post before that."""
MOST_MARKS, MOST_REFERENCES = 40_000, 400_000
"""Tags and the like in a feed, and references to characters: what takes the parser its time."""
LONGEST_TAG = 4_096
"""Characters of a tag: the parser compares each attribute with all before it."""
MOST_PREFIXES = 64
"""Names for kinds of elements: the parser looks through them at each element."""
MOST_POSTS = 1_000
_LONGEST_TITLE, _LONGEST_SUMMARY = 200, 2_000
_TAGS_LOOKED_AT = 50
_LONG_TAG = re.compile(rf"<[^!<>][^<>]{{{LONGEST_TAG}}}")
_PREFIX = re.compile(r"\bxmlns:([^\s=<>]{1,200})")
_PROLOG = (("<!--", "-->"), ("<?", "?>"), ("<!", ">"))
_MOST_BEFORE = 50
_ENDS = ("</item>", "</entry>")
_NOT_WHITE = re.compile(r"\S")
_PAGES = ("text/html", "application/xhtml+xml")


def bring_in(
    source: str,
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    *,
    subscriptions: Subscriptions,
    pictures: PictureCopies | None = None,
    opener: Opener = open_web,
    from_page: bool = False,
) -> Report:
    """Put the posts of a feed on the shelf.

    Args:
        source: the feed's address.
        shelf: where they are put.
        progress: told of each post.
        cancelled: asked before each post.
        subscriptions: knows what was brought in before.
        pictures: where copies of the pictures are made; none are when left out.
        opener: opens a web at an address.
        from_page: the address may be that of a page that names its feed.
    """
    tally = Tally(shelf, progress, cancelled)
    try:
        address = web_address(source)
        known = subscriptions.of(address, KIND)
        if tally.goes_on(0, 0, address):
            with Asking(address, opener) as asking:
                said = asking.get(address, _conditions(known, pictures))
                named = _named_by(said, asking) if from_page else ""
                if named:
                    known = subscriptions.of(named, KIND)
                    said = asking.get(named, _conditions(known, pictures))
                if said.answer.status == NOT_MODIFIED:
                    tally.knows(len(known.posts))
                else:
                    copies = pictures and pictures.at_home(said.address, asking.peer(said.address))
                    _Taking(known, subscriptions, tally, copies).take(asking.good(said), said.address)
    except Problem as problem:
        tally.leave(source, problem)
    return tally.report()


class Feed(NamedTuple):
    """What a feed holds: its title and language, its posts, the newest first; `cut` when only the first were read."""

    title: str
    language: str
    posts: tuple[Post, ...]
    cut: bool = False


def read_feed(data: bytes, address: str, content_type: str = "") -> Feed:
    """Read a feed.

    Args:
        data: its bytes.
        address: where it is; its links start from there.
        content_type: what its server calls it.

    Raises:
        InputProblem: it is no feed, or too large.
        Hostile: it defines entities.
    """
    if len(data) > MOST_BYTES:
        raise _too_large()
    text = _without_prolog(xml_text(data, _charset(content_type)))
    read = _bounded(text)
    prefixes = {found[1] for found in _PREFIX.finditer(read)}
    if read.count("&") > MOST_REFERENCES or _LONG_TAG.search(read) or len(prefixes) > MOST_PREFIXES:
        raise _too_large()
    feed = _feed(_parsed(read), address)
    return feed._replace(cut=feed.cut or read is not text)


def _bounded(text: str) -> str:
    """As many whole posts as are read at one go."""
    at = -1
    for _ in range(MOST_MARKS):
        at = text.find("<", at + 1, MOST_CHARACTERS)
        if at < 0:
            break
    end = MOST_CHARACTERS if at < 0 else at
    if at < 0 and len(text) <= MOST_CHARACTERS:
        return text
    last, mark = max((text.rfind(mark, 0, end), mark) for mark in _ENDS)
    if last < 0:
        raise _too_large()
    return text[: last + len(mark)]


def _without_prolog(text: str) -> str:
    """A feed from its first element on: before it the parser looks at every line of white space again and again."""
    at = 0
    for _ in range(_MOST_BEFORE):
        at = _not_white(text, at)
        end = next((mark for begin, mark in _PROLOG if text.startswith(begin, at)), "")
        found = text.find(end, at) if end else -1
        if found < 0:
            break
        at = found + len(end)
    return text[at:]


def _not_white(text: str, at: int) -> int:
    found = _NOT_WHITE.search(text, at)
    return found.start() if found else len(text)


class _Table(Protocol):
    """What the parser makes: a table that gives None for what is not there."""

    def get(self, name: str, /) -> object: ...

    def __contains__(self, name: object, /) -> bool: ...


def _parsed(text: str) -> _Table:
    import feedparser

    # It has no setting for what it looks for.
    mixin = feedparser.mixin._FeedParserMixin  # noqa: SLF001
    mixin._sync_author_detail, mixin._add_tag = _no_author, _few_tags  # noqa: SLF001
    # A stream, for the parser takes a string for an address or a file. The door cleans what the texts hold.
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        found = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError) as error:
        raise _no_feed() from error
    return cast("_Table", found)


def _no_author(_parser: object, _key: str = "author") -> None:
    """In the place of what looks for an address in an author's name: a long name takes it minutes."""


def _few_tags(parser: Any, term: object, scheme: object, label: object) -> None:
    """In the place of what keeps every category of a post, and compares each with all before it."""
    tags = parser._get_context().setdefault("tags", [])  # noqa: SLF001
    tag = {"term": term, "scheme": scheme, "label": label}
    if any(tag.values()) and len(tags) < _TAGS_LOOKED_AT and tag not in tags:
        tags.append(tag)


def _feed(found: _Table, address: str) -> Feed:
    about, entries = cast("_Table | None", found.get("feed")) or {}, cast("list[_Table]", found.get("entries")) or []
    if not found.get("version") and not entries:
        raise _no_feed()
    language = _text(about, "language")
    language = language if LANGUAGE.fullmatch(language) else ""
    posts = [_post(entry, address, language) for entry in entries[:MOST_POSTS]]
    return Feed(plain(_text(about, "title")), language, tuple(posts), len(entries) > MOST_POSTS)


def _post(entry: _Table, address: str, language: str) -> Post:
    link = whole(_text(entry, "link"), address) or address
    summary, contents = _text(entry, "summary"), entry.get("content")
    full = contents[0].get("value") if isinstance(contents, list) and contents else None
    if isinstance(full, str) and full.strip():
        html, summary = full, plain(summary, _LONGEST_SUMMARY)
    else:  # all there is; the rest is on the site
        html = summary if link == address else f'{summary}\n<p><a href="{escape(link)}">{escape(link)}</a></p>'
        summary = ""
    title = plain(_text(entry, "title"))
    version = digest_of(f"{title}\n{html}".encode("utf-8", "replace"))
    tags = entry.get("tags")
    names = (plain(_text(tag, "term")) for tag in (tags[:_TAGS_LOOKED_AT] if isinstance(tags, list) else ()))
    return Post(
        identity=_text(entry, "id") or (link if link != address else version),
        version=version,
        title=title,
        html=html,
        link=link,
        date=next((_day(entry.get(name)) for name in ("published_parsed", "updated_parsed") if name in entry), ""),
        language=language,
        tags=tuple(dict.fromkeys(name for name in names if name)),
        summary=summary,
    )


def _text(table: _Table, name: str) -> str:
    value = table.get(name)
    return value.strip() if isinstance(value, str) else ""


def _day(moment: object) -> str:
    if isinstance(moment, struct_time) and 1 <= moment.tm_year <= 9999:  # noqa: PLR2004 -- what a date can be
        return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}"
    return ""


def _conditions(known: Known, pictures: PictureCopies | None) -> dict[str, str]:
    """What asks for the feed only when it has changed (RFC 9110, 13.1), or when its pictures are asked for at last."""
    if pictures is not None and not known.pictures:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in named.items() if value.isascii() and value.isprintable() and value}


def _named_by(said: Said, asking: Asking) -> str:
    """The feed that a page names, "" when it names none or is no page; one on its own site before one elsewhere.

    Raises:
        WorldProblem: it is on another site.
    """
    headers = said.answer.headers
    if said.answer.status != OK or headers.get("content-type", "").partition(";")[0].strip().lower() not in _PAGES:
        return ""
    page = said.answer.body.decode("utf-8", "replace")
    found = named_by(said.address, headers.get("link", ""), page).feeds
    here = [feed for feed in found if asking.is_here(feed)]
    return asking.led(said.address, (here or found)[0]) if found else ""


class _Taking:
    """Takes what is new in a feed."""

    def __init__(
        self, known: Known, subscriptions: Subscriptions, tally: Tally, pictures: PictureCopies | None
    ) -> None:
        self._known = known
        self._subscriptions = subscriptions
        self._tally = tally
        self._pictures = pictures

    def take(self, answer: WebAnswer, address: str) -> None:
        """Put the posts of an answer on the shelf; what was taken is known even when the rest fails."""
        feed = read_feed(answer.body, address, answer.headers.get("content-type", ""))
        title = feed.title or urlsplit(address).hostname or ""
        if feed.cut:
            self._tally.leave(
                title, InputProblem(N_("The feed is long: its older posts were not taken.")), by_rule=True
            )
        seen = dict(self._known.posts)
        known = Known(self._known.address, KIND, title)  # until all was taken it has to be asked for again
        try:
            if self._take_all(feed.posts, seen):
                etag, modified = (answer.headers.get(name, "") for name in ("etag", "last-modified"))
                has_pictures = self._pictures is not None or (self._known.pictures and seen == self._known.posts)
                known = Known(known.address, KIND, title, etag, modified, pictures=has_pictures)
        finally:
            self._subscriptions.keep(known.with_posts(seen))

    def _take_all(self, posts: tuple[Post, ...], seen: dict[str, KnownPost]) -> bool:
        for number, post in enumerate(reversed(posts)):
            if not self._tally.goes_on(number, len(posts), post.name):
                return False
            put_post(post, seen, self._tally, self._pictures)
        return True


def _charset(content_type: str) -> str:
    from email.message import Message

    message = Message()
    with suppress(ValueError):
        message["content-type"] = content_type.replace("\n", " ").replace("\r", " ")
    charset = message.get_content_charset("")
    return charset if isinstance(charset, str) else ""


def _too_large() -> InputProblem:
    return InputProblem(N_("The feed is larger than what is read at one go."))


def _no_feed() -> InputProblem:
    return InputProblem(
        N_("There is no feed at that address."), todo=N_("Look for a link “RSS” or “Atom” on the site.")
    )
