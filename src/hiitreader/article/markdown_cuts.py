"""Cuts Markdown into pieces at places where no block reaches across.

It knows just enough of Markdown to see fences, raw HTML, lists and definitions; it never makes blocks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown.util import BLOCK_LEVEL_ELEMENTS

from hiitreader.article.assembly import cut_at
from hiitreader.article.blocks import LINE_BREAK
from hiitreader.article.pieces import Piece, Sizes

_FENCE = re.compile(r"(`{3,20}|~{3,20}) *(?:\{[^\n]*\}|\.?[\w#.+-]* *(?:hl_lines=[^\n]*)?)$")
_HTML = re.compile(r" {0,3}<([a-zA-Z][a-zA-Z0-9-]*)")
_HEADING = re.compile(r"#{1,6}[^#\n]")
_LISTED = re.compile(r"(?:[*+-]|[0-9]+\.) |>")
_DEFINED = re.compile(r"\n {0,3}:[ \t]")
_TABLE = re.compile(r"([^\n]*\|[^\n]*\n[ |:\-]*-[ |:\-]*\n)")
_OPENING_QUOTES = "\"'“‘«„"
_LONGEST_PARAGRAPH = 8 * 1024
_LONGEST_CODE = 2 * 1024 * 1024
_VOID = frozenset({"hr"})


class Fences:
    """Finds where fenced code ends, looking through the text no more than once for each kind of fence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._none_before: dict[str, int] = {}

    def end(self, line: str, line_end: int) -> int:
        """Where the fence that `line` opens is over (after its closing line's last character); -1 when none opens."""
        opening = _FENCE.match(line) if line.startswith(("```", "~~~")) else None
        if opening is None:
            return -1
        fence = opening[1]
        limit = line_end + _LONGEST_CODE
        start = max(line_end, self._none_before.get(fence, 0))
        closing = re.compile(rf"\n{fence} *(?=\n|\Z)").search(self._text, start, limit) if start < limit else None
        if closing is None:
            self._none_before[fence] = max(start, limit - len(fence) - 1)
            return -1
        return closing.end()


@dataclass(slots=True, eq=False)
class _Scan:
    """One piece being looked for: where it begins, should end and must end, and the best places to end it so far.

    `block` is where the block in hand begins, `blank` says that nothing stands before the line in hand.
    `places` holds for each rank the last place of it with its joint; a lower rank is a better place.
    `header` is the head of the table that the piece begins in. `endless` names the elements that have no end before
    the limit.
    """

    start: int
    goal: int
    limit: int
    places: dict[int, tuple[int, str | None]]
    block: int
    blank: bool = True
    header: str = ""
    endless: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a piece ends, what must be added to it, and what the next one must begin with."""

    end: int
    joint: str | None = None
    suffix: str = ""
    prefix: str = ""
    fence_end: int = 0


class MarkdownCutter:
    """Cuts one Markdown text, from `start` to its end."""

    def __init__(self, text: str, sizes: Sizes, start: int = 0) -> None:
        self._text = text
        self._sizes = sizes
        self._start = start
        self._fences = Fences(text)

    def pieces(self) -> Iterator[Piece]:
        """The pieces in order; each is Markdown that can be parsed by itself."""
        text, size = self._text, self._sizes.first
        cut = _Cut(self._start)
        while cut.end < len(text) or cut.end == self._start == len(text):
            start, prefix = cut.end, cut.prefix
            cut = self._next(cut, size)
            yield Piece(f"{prefix}{text[start : cut.end]}{cut.suffix}", cut.end, cut.joint)
            size = self._sizes.following
            if cut.end == start:
                break

    def _next(self, before: _Cut, size: int) -> _Cut:
        start, text = before.end, self._text
        if len(text) - start <= min(size + size // 2, self._sizes.most):
            return _Cut(len(text))
        scan = _Scan(start, start + size, start + self._sizes.most, {}, start)
        position = start
        scan.header = "" if before.fence_end else before.prefix
        if before.fence_end > scan.limit:
            return self._cut_in_fence(scan, before.prefix, before.fence_end)
        if before.fence_end:
            position, scan.blank = before.fence_end + 1, False
        while position < len(text):
            end = text.find("\n", position, scan.limit + 1)
            if end < 0:
                break
            line = text[position:end]
            if not line or line.isspace():
                scan.blank, position = True, end + 1
                continue
            if self._ends_at(scan, position, line):
                return _Cut(position)
            over = self._fences.end(line, end)
            if over > scan.limit:
                early = scan.blank and position > start + size // 4
                return _Cut(position) if early else self._cut_in_fence(scan, f"{line}\n", over)
            position = max(end, over, self._html_end(scan, line, position)) + 1
            scan.blank = False
        return _Cut(len(text)) if len(text) <= scan.limit else self._forced(scan)

    def _ends_at(self, scan: _Scan, position: int, line: str) -> bool:
        """Whether the piece ends before this line; if not, but it may have to, the place is remembered."""
        if scan.blank:
            scan.block = position
        if position <= scan.goal:
            return False
        if scan.blank and self._safe(position, line):
            return True
        if line[0] in " \t":
            scan.places[3] = (position, None)
        elif scan.blank:
            scan.places[0] = (position, None)
        elif _LISTED.match(line):
            scan.places[1] = (position, None)
        else:
            scan.places[2] = (position, " ")
        return False

    def _safe(self, position: int, line: str) -> bool:
        """Whether a block that has nothing to do with those before begins here: a heading or a plain paragraph."""
        if _HEADING.match(line):
            return True
        if not (line[0].isalpha() or line[0] in _OPENING_QUOTES):
            return False
        end = self._text.find("\n\n", position, position + _LONGEST_PARAGRAPH)
        if end < 0:
            return False
        rest = self._text[end : end + 200].lstrip("\n")
        return not (_DEFINED.search(self._text, position, end) or rest.lstrip(" ").startswith(":"))

    def _forced(self, scan: _Scan) -> _Cut:
        """End a piece in the midst of something: a long list, a long table, one endless paragraph."""
        if not scan.places:
            end = cut_at(self._text, scan.start, scan.limit)
            return _Cut(end, joint=" " if self._text[end - 1].isspace() else "")
        end, joint = scan.places[min(scan.places)]
        table = _TABLE.match(self._text, scan.block)
        header = table[1] if table else scan.header if scan.block == scan.start else ""
        return _Cut(end, prefix=header) if header and joint else _Cut(end, joint)

    def _cut_in_fence(self, scan: _Scan, opening: str, fence_end: int) -> _Cut:
        """End a piece within code: the fence is closed here and opened again in the next piece."""
        end = self._text.rfind("\n", scan.start + 1, scan.limit) + 1
        whole_line = end > scan.start + 1
        if not whole_line:
            end = scan.limit
        fence = opening[: len(opening) - len(opening.lstrip(opening[0]))]
        suffix = f"{fence}\n" if whole_line else f"\n{fence}\n"
        return _Cut(end, LINE_BREAK if whole_line else "", suffix, opening, fence_end)

    def _html_end(self, scan: _Scan, line: str, position: int) -> int:
        """Where raw HTML that begins on this line ends, -1 when none begins or it has no end before the limit."""
        text, limit = self._text, scan.limit
        opening = _HTML.match(line) if "<" in line[:4] else None
        name = opening[1].lower() if opening else "!--" if line.startswith("<!--") else ""
        if not name or name in scan.endless or (opening and (name in _VOID or name not in BLOCK_LEVEL_ELEMENTS)):
            return -1
        found = text.find("-->", position, limit) if opening is None else self._closing(name, position, limit)
        if found < 0:
            scan.endless.add(name)
            return -1
        return text.find("\n", found, limit)

    def _closing(self, name: str, position: int, limit: int) -> int:
        depth = 0
        for tag in re.compile(rf"<(/?){name}(?=[\s/>])", re.IGNORECASE).finditer(self._text, position, limit):
            depth += -1 if tag[1] else 1
            if depth <= 0:
                return tag.start()
        return -1
