"""Books in EPUB, each put on the shelf as one article whose chapters are headings.

One, because a book is read from its beginning to its end: one place is kept in it, the contents panel lists its
chapters, and what is looked for is found in all of them. It never opens a locked book, nor an address a book names.
"""

import re
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from posixpath import dirname
from typing import NamedTuple

from hiitreader.article.blocks import Article, Block, BlockKind, Span, SpanKind
from hiitreader.article.door import article_from_html
from hiitreader.article.limits import MAX_BYTES, MEGABYTE
from hiitreader.article.source import SourceKind, decoded
from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.library.bring_in.addresses import with_addresses
from hiitreader.library.bring_in.archive import Archive
from hiitreader.library.bring_in.epub_contents import INSIDE, Contents, contents_of, within
from hiitreader.library.bring_in.pictures import MOST_BYTES, ArticlePictures, PictureCopies
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, Tally, never, quiet
from hiitreader.library.entries import Meta

MOST_CHAPTER_BYTES = 16 * MEGABYTE
_CHAPTER_LINK = re.compile(re.escape(INSIDE) + r"(\d{1,5})(?:#(.*))?", re.DOTALL)
_LEVELS = 6
_FIRST_LEVEL = 2
"""The level of chapters: the book's title is above them."""

Goes = Callable[[int, int, str], bool]
"""Told before each chapter: its number, how many there are, its name. Says whether to go on."""


def bring_in(
    source: Path,
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    pictures: PictureCopies | None = None,
) -> Report:
    """Put a book on the shelf; chapters that can't be read are left out and named.

    Args:
        source: its file.
        shelf: where it is put.
        progress: told of each chapter before it is read.
        cancelled: asked before each chapter; of a book that is not read to its end nothing is put there.
        pictures: where copies of the pictures are made; none are when left out.
    """
    tally = Tally(shelf, progress, cancelled)
    try:
        book = read_book(source, tally.goes_on, tally.leave, pictures)
    except Problem as problem:
        tally.leave(source.name, problem)
        return tally.report()
    if book is not None:
        tally.put(*book, str(source))
    return tally.report()


def read_book(
    path: Path, goes_on: Goes, leave: Callable[[str, Problem], None], pictures: PictureCopies | None = None
) -> tuple[Article, Meta] | None:
    """The article that a book makes, and what it says of itself; None when `goes_on` says no.

    Args:
        path: its file.
        goes_on: told before each chapter.
        leave: told of each chapter that can't be read, and why.
        pictures: where copies of the pictures are made.

    Raises:
        WorldProblem: the file can't be read.
        InputProblem: it is no book, is locked, damaged or hostile, or nothing in it can be read.
    """
    with Archive(path) as archive:
        contents = contents_of(archive)
        digest = _digest(path)
        making = _Making(archive, contents, pictures.of(digest) if pictures else None)
        read: list[_Chapter] = []
        for number, page in enumerate(contents.pages):
            name = contents.chapters.get(page, page)
            if not goes_on(number, len(contents.pages), name):
                return None
            try:
                chapter = making.chapter(number)
            except InputProblem as problem:
                leave(f"{path.name}: {name}", problem)
                continue
            if chapter.blocks:
                read.append(chapter)
    if not read:
        raise InputProblem(N_("{name} holds nothing to read."), name=path.name)
    title = contents.title or path.stem
    blocks = (*_beginning(title, contents.writers), *_joined(read))
    language = contents.language or next((one.language for one in read if one.language), "")
    return Article(title, blocks, digest, language, str(path)), contents.meta


class _Chapter(NamedTuple):
    """A chapter's number, its blocks as the door made them, its language."""

    number: int
    blocks: tuple[Block, ...]
    language: str


class _Making:
    """Makes blocks of a book's chapters."""

    def __init__(self, archive: Archive, contents: Contents, pictures: ArticlePictures | None) -> None:
        self._archive = archive
        self._contents = contents
        self._pictures = pictures
        self._numbers = {page: number for number, page in enumerate(contents.pages)}
        self._left = MAX_BYTES

    def chapter(self, number: int) -> _Chapter:
        """A chapter; without blocks when there is nothing in it to read.

        Raises:
            InputProblem: it is damaged, too large, or no text.
        """
        page = self._contents.pages[number]
        data = self._archive.read(page, MOST_CHAPTER_BYTES)
        self._left -= len(data)
        if self._left < 0:
            raise InputProblem(
                N_("The book is longer than {limit} MB, the most that is read."), limit=MAX_BYTES // MEGABYTE
            )
        html = with_addresses(decoded(data, SourceKind.HTML)[0], self._link(number, page), self._picture(page))
        try:
            article = article_from_html(html, self._pictures.page if self._pictures else None)
        except InputProblem:  # a page with a picture alone, as covers are
            return _Chapter(number, (), "")
        blocks, name = article.blocks, self._contents.chapters.get(page, "")
        if name and not any(block.kind is BlockKind.HEADING for block in blocks):
            blocks = (Block(BlockKind.HEADING, name, level=1), *blocks)
        return _Chapter(number, blocks, article.language)

    def _link(self, number: int, page: str) -> Callable[[str], str]:
        folder = dirname(page)

        def changed(address: str) -> str:
            if address.startswith("#"):
                return f"{INSIDE}{number}{address}"
            to = self._numbers.get(within(folder, address))
            if to is None:
                return address
            _, mark, anchor = address.partition("#")
            return f"{INSIDE}{to}{mark}{anchor}"

        return changed

    def _picture(self, page: str) -> Callable[[str], str]:
        folder = dirname(page)

        def changed(address: str) -> str:
            name = within(folder, address)
            if self._pictures is None or name not in self._archive:
                return ""
            return self._pictures.held(name, lambda: self._picture_bytes(name))

        return changed

    def _picture_bytes(self, name: str) -> bytes:
        try:
            return self._archive.read(name, MOST_BYTES)
        except InputProblem:  # its words are shown
            return b""


def _beginning(title: str, writers: tuple[str, ...]) -> tuple[Block, ...]:
    heading = Block(BlockKind.HEADING, title, level=1, anchor="title")
    if not writers:
        return (heading,)
    names = ", ".join(writers)
    return heading, Block(BlockKind.PARAGRAPH, names, (Span(0, len(names), SpanKind.EMPHASIS),))


def _joined(chapters: list[_Chapter]) -> list[Block]:
    """The blocks of all chapters, with names and numbers that are no other chapter's, and links that lead to them."""
    levels = [block.level for one in chapters for block in one.blocks if block.level]
    deeper = _FIRST_LEVEL - min(levels, default=_FIRST_LEVEL)
    anchors = {f"{one.number}-{block.anchor}" for one in chapters for block in one.blocks if block.anchor}
    firsts = {one.number: f"{one.number}-{one.blocks[0].anchor or 'chapter'}" for one in chapters}
    joined: list[Block] = []
    containers = 0
    for one in chapters:
        first = containers
        for block in one.blocks:
            within_these = tuple(held._replace(id=first + held.id) for held in block.within)
            containers = max([containers, *(held.id for held in within_these)])
            joined.append(
                block._replace(
                    level=min(_LEVELS, block.level + deeper) if block.level else 0,
                    anchor=f"{one.number}-{block.anchor}" if block.anchor else "",
                    spans=tuple(_led(span, anchors, firsts) for span in block.spans if _leads(span, anchors, firsts)),
                    within=within_these,
                )
            )
        start = len(joined) - len(one.blocks)
        joined[start] = joined[start]._replace(anchor=firsts[one.number])
    return joined


def _leads(span: Span, anchors: set[str], firsts: dict[int, str]) -> bool:
    return not span.target.startswith(INSIDE) or bool(_led(span, anchors, firsts).target)


def _led(span: Span, anchors: set[str], firsts: dict[int, str]) -> Span:
    """A link with the place in the article it leads to; "" for a place that is not there."""
    found = _CHAPTER_LINK.fullmatch(span.target)
    if found is None:
        return span
    number, anchor = int(found[1]), found[2]
    if anchor and f"{number}-{anchor}" in anchors:
        return span._replace(target=f"#{number}-{anchor}")
    return span._replace(target=f"#{firsts[number]}" if number in firsts else "")


def _digest(path: Path) -> str:
    """The key of a book, as `article.source.digest_of` makes one of bytes, without holding all of them."""
    made = blake2b(digest_size=16)
    with path.open("rb") as file:
        while piece := file.read(MEGABYTE):
            made.update(piece)
    return made.hexdigest()
