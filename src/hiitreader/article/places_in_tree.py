"""The lists and tables that a walk through a tree stands in: counts items, rows and columns.

It never looks at a tree itself.
"""

import re
from dataclasses import dataclass, field

from hiitreader.article.assembly import Assembly, Draft
from hiitreader.article.blocks import ContainerKind
from hiitreader.article.limits import MAX_COLUMNS

BULLET = "•"
_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,9})\s*")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3_999


def number_in(value: str | None, default: int) -> int:
    """The whole number an attribute holds, `default` when it holds none of up to nine digits."""
    found = _NUMBER.fullmatch(value or "")
    return int(found[1]) if found else default


@dataclass(slots=True, eq=False)
class OpenList:
    """A list being read. `draft` is None for one so deep that it is not kept."""

    draft: Draft | None
    numbered: bool
    style: str = "1"
    next: int = 1

    def item(self, value: str | None) -> tuple[int, str]:
        """Count one more item: its number (0 without numbers) and its marker."""
        if self.draft is not None:
            self.draft.of += 1
        if not self.numbered:
            return 0, BULLET
        number = number_in(value, self.next)
        self.next = number + 1
        return number, f"{_counted(number, self.style)}."


def _counted(number: int, style: str) -> str:
    """A number as a list's `type` says: 1, a, A, i or I (HTML, the ol element)."""
    if style in ("a", "A") and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(style) + rest) + letters
        return letters
    if style in ("i", "I") and 0 < number <= _MOST_ROMAN:
        letters = ""
        for value, sign in _ROMAN:
            times, number = divmod(number, value)
            letters += sign * times
        return letters if style == "i" else letters.upper()
    return str(number)


@dataclass(slots=True, eq=False)
class OpenTable:
    """A table being read; `taken` says for how many more rows a column is filled by a cell from above."""

    draft: Draft
    rows: int = 0
    column: int = 0
    taken: dict[int, int] = field(default_factory=dict)
    cell: Draft | None = None

    def row(self, assembly: Assembly) -> Draft:
        """Begin the next row."""
        row = assembly.draft(ContainerKind.ROW, self.rows)
        self.rows += 1
        self.column = 0
        self.cell = None
        return row

    def next_cell(self, assembly: Assembly, kind: ContainerKind, across: int, down: int) -> Draft:
        """Begin the next cell; beyond the last column allowed it is the last cell again."""
        while self.column < MAX_COLUMNS and self.taken.get(self.column, 0) > 0:
            self.taken[self.column] -= 1
            self.column += 1
        if self.column >= MAX_COLUMNS and self.cell is not None:
            return self.cell
        self.cell = assembly.draft(kind, min(self.column, MAX_COLUMNS - 1))
        for _ in range(max(1, min(across, MAX_COLUMNS - self.column))):
            self.taken[self.column] = max(down - 1, 0)
            self.column += 1
        self.draft.of = max(self.draft.of, min(self.column, MAX_COLUMNS))
        return self.cell
