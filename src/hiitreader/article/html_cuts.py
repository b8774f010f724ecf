"""Goes through HTML once, mark by mark: cuts it into pieces and takes away what would hold a parser up.

Deep nesting, endless tags and what scripts hold are left out here. It is no cleaner: what it lets through is cleaned
and parsed by others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from hiitreader.article.assembly import cut_at
from hiitreader.article.html_names import CUT_BEFORE, ENDED_BY_NEXT, FORMATS, PARTS, RAW, TRANSPARENT, VOID
from hiitreader.article.limits import MAX_FORMATS_DEEP, MAX_TAG_LENGTH, MAX_TAGS_DEEP
from hiitreader.article.pieces import Piece, Sizes

_MARK = re.compile(
    r"""<(?:!--|[!?]|(?P<close>/?)(?P<name>[a-zA-Z][^\s/<>]*+)"""
    r"""(?P<rest>(?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+')*+)(?P<end>>?))"""
)
_PLAIN_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/<>]*+)(?P<rest>[^<>]*+)(?P<end>>?)")
_DATA = re.compile(r"""\s\w+\s*=\s*(?:"data:[^"]*"|'data:[^']*'|data:[^\s>]*)""", re.IGNORECASE)
_START = re.compile(r"""\sstart\s*=\s*["']?([0-9]{1,9})""", re.IGNORECASE)
_ENTITY = re.compile(r"&[#\w]{0,32}$")


_PAGE = frozenset({"html", "body"})


@dataclass(slots=True, eq=False)
class _Open:
    """An element that is open: whether its tag was kept, and for a list where its numbers stand."""

    name: str
    kept: bool
    number: int = 1


class HtmlCutter:
    """Cuts one HTML source, from its beginning to its end."""

    def __init__(self, html: str, sizes: Sizes) -> None:
        self._html = html
        self._sizes = sizes
        self._goal = sizes.first
        self._out: list[str] = []
        self._size = 0
        self._open: list[_Open] = []
        self._names: Counter[str] = Counter()
        self._formats = 0
        self._lingering: Counter[str] = Counter()
        self._kept = 0
        self._opaque = 0
        self._endless: set[str] = set()

    def pieces(self) -> Iterator[Piece]:
        """The pieces in order; each is HTML that can be cleaned and parsed by itself."""
        html, position = self._html, 0
        while position < len(html):
            mark = _MARK.search(html, position)
            yield from self._text(position, mark.start() if mark else len(html))
            if mark is None:
                break
            if mark["name"] and not mark["end"]:
                mark = _PLAIN_TAG.match(html, mark.start()) or mark
            if self._may_cut_before(mark):
                yield self._finish(mark.start())
            position = self._take(mark)
        yield self._finish(len(html))

    def _text(self, start: int, end: int) -> Iterator[Piece]:
        """Take text; a run that would make the piece far too long is cut, but not within a character's name."""
        while self._size + end - start > 2 * self._sizes.most:
            limit = start + max(1, 2 * self._sizes.most - self._size)
            cut = cut_at(self._html, start, limit)
            entity = _ENTITY.search(self._html, max(start, cut - 40), cut)
            if entity and entity.start() > start:
                cut = entity.start()
            self._put(self._html[start:cut])
            yield self._finish(cut, joint=" " if self._html[cut - 1].isspace() else "")
            start = cut
        self._put(self._html[start:end])

    def _may_cut_before(self, mark: re.Match[str]) -> bool:
        name = (mark["name"] or "").lower()
        if self._size < self._goal or mark["close"] or not name:
            return False
        if not self._opaque:
            return name in CUT_BEFORE
        return self._size >= self._sizes.most and (name in CUT_BEFORE or name in PARTS)

    def _finish(self, end: int, joint: str | None = None) -> Piece:
        """End a piece, and begin the next within the same elements."""
        piece = Piece("".join(self._out), end, joint)
        self._goal = self._sizes.following
        self._out, self._size = [], 0
        self._lingering.clear()
        for element in self._open:
            if element.kept and element.name not in _PAGE:
                numbers = f" start={element.number}" if element.name == "ol" else ""
                self._out.append(f"<{element.name}{numbers}>")
        return piece

    def _put(self, text: str) -> None:
        self._out.append(text)
        self._size += len(text)

    def _take(self, mark: re.Match[str]) -> int:
        """Take one mark, and say where to go on."""
        if mark["name"] is None:
            return self._skip_to("-->" if mark[0] == "<!--" else ">", mark.end())
        name = mark["name"].lower()
        if not mark["end"]:
            self._put(f"&lt;{mark[0][1:]}")
        elif name in RAW:
            return mark.end() if mark["close"] else self._skip_raw(name, mark.end())
        elif mark["close"]:
            self._close(name)
        else:
            self._begin(name, mark[0])
        return mark.end()

    def _begin(self, name: str, tag: str) -> None:
        kept = True
        if name == "li" and self._open:
            self._open[-1].number += 1
        if name not in VOID and name not in ENDED_BY_NEXT:
            is_format = name in FORMATS
            kept = self._kept < MAX_TAGS_DEEP and not (is_format and self._formats_open() >= MAX_FORMATS_DEEP)
            start = _START.search(tag) if name == "ol" and len(tag) <= MAX_TAG_LENGTH else None
            self._open.append(_Open(name, kept, int(start[1]) if start else 1))
            self._names[name] += 1
            self._opaque += name not in TRANSPARENT
            self._kept += kept
            self._formats += is_format and kept
        if kept:
            self._put(_shortened(name, tag))

    def _close(self, name: str) -> None:
        if name in ENDED_BY_NEXT:
            self._put(f"</{name}>")
            return
        if not self._names[name]:
            if self._lingering[name]:
                self._lingering[name] -= 1
                self._put(f"</{name}>")
            return
        near = self._near(name) if name in FORMATS else None
        if near is not None:  # it ends by itself: what was begun in it goes on
            element = self._left(self._open.pop(near))
        else:
            while (element := self._left(self._open.pop())).name != name:
                if element.kept and element.name in FORMATS:  # the parser goes on with it until its own end comes
                    self._lingering[element.name] += 1
        if element.kept:
            self._put(f"</{name}>")

    def _near(self, name: str) -> int | None:
        """Where an element is among the last ones that are open; so far a parser goes, too."""
        last = len(self._open) - 1
        back = range(last, max(-1, last - 2 * MAX_TAGS_DEEP), -1)
        return next((at for at in back if self._open[at].name == name), None)

    def _left(self, element: _Open) -> _Open:
        self._names[element.name] -= 1
        self._opaque -= element.name not in TRANSPARENT
        self._kept -= element.kept
        self._formats -= element.kept and element.name in FORMATS
        return element

    def _formats_open(self) -> int:
        return self._formats + self._lingering.total()

    def _skip_to(self, end: str, position: int) -> int:
        """Where to go on after `end`; right here when it never comes."""
        found = -1 if end in self._endless else self._html.find(end, position)
        if found < 0:
            self._endless.add(end)
            return position
        return found + len(end)

    def _skip_raw(self, name: str, position: int) -> int:
        """Leave out what a script or its like holds; as in a browser it has no end when it is not closed."""
        found = re.compile(rf"</{name}(?=[\s/>])[^<>]*>?", re.IGNORECASE).search(self._html, position)
        return found.end() if found else len(self._html)


def _shortened(name: str, tag: str) -> str:
    if len(tag) > MAX_TAG_LENGTH:
        tag = _DATA.sub("", tag)
    return tag if len(tag) <= MAX_TAG_LENGTH else f"<{name}>"
