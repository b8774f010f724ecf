"""Cells of a database as the values they were kept as, with the bytes in them marked that are no text.

What strangers say is brought within the same bounds before it is kept. It never mends a cell: one that can't be what it
was is a ValueError, without its words.
"""

from datetime import UTC, datetime
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Kept = TypeVar("Kept")
T = TypeVar("T")


class Row(Protocol):
    """A row that gives its cells by their columns' names."""

    def __getitem__(self, name: str, /) -> Any: ...


MARKED = partial(str, encoding="utf-8", errors="surrogateescape")
"""Makes text of a cell's bytes. What is no UTF-8 becomes half a character that no text has, and back (PEP 383)."""


class UnreadableError(ValueError):
    """A row that does not hold what was kept in it. It names the table, and no word of the row."""


def readable(table: str) -> "Callable[[Callable[[Kept], T]], Callable[[Kept], T]]":
    """Have what reads a row of a table raise `UnreadableError`, whatever stands in the row's way.

    It takes nothing but what is kept: a value of a caller's that can't be asked for is no damage, and is bound before.
    """

    def wrap(read: "Callable[[Kept], T]") -> "Callable[[Kept], T]":
        @wraps(read)
        def wrapped(kept: Kept) -> T:
            try:
                return read(kept)
            except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
                raise UnreadableError(table) from None

        return wrapped

    return wrap


EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, 23, 59, 59, 999_999, UTC)
"""The bounds of a moment that is kept: within them every zone can tell it, and a wait can be added to it."""

MOST_COUNTED = 1 << 31
"""Counts that are kept are below it."""


def nearest(said: datetime) -> datetime:
    """A moment that a stranger named, brought within the bounds of those that are kept."""
    return min(max(said, EARLIEST), LATEST)


def counted(said: int | None) -> int | None:
    """A count that a stranger named; None, as for one that is not known, when it is none that is kept."""
    return said if said is not None and 0 <= said < MOST_COUNTED else None


def text(row: Row, name: str) -> str:
    """A text without marks. Raises ValueError."""
    value = row[name]
    if not isinstance(value, str) or not is_sound(value):
        raise ValueError(name)
    return value


def is_sound(value: str) -> bool:
    """Whether a text has no mark in it: nothing with half a character was ever kept."""
    if value.isascii():
        return True
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def text_or_none(row: Row, name: str) -> str | None:
    """A text without marks, or nothing. Raises ValueError."""
    return None if row[name] is None else text(row, name)


def moment(row: Row, name: str) -> datetime:
    """An aware moment kept as ISO 8601. Raises ValueError."""
    found = datetime.fromisoformat(text(row, name))
    if found.tzinfo is None or not EARLIEST <= found <= LATEST:
        raise ValueError(name)
    return found


def moment_or_none(row: Row, name: str) -> datetime | None:
    """An aware moment, or nothing. Raises ValueError."""
    return None if row[name] is None else moment(row, name)


def whole(row: Row, name: str) -> int:
    """A count: 0 or more, and no more than can be counted with. Raises ValueError."""
    value = row[name]
    if not isinstance(value, int) or counted(value) is None:
        raise ValueError(name)
    return value


def whole_or_none(row: Row, name: str) -> int | None:
    """A count, or nothing. Raises ValueError."""
    return None if row[name] is None else whole(row, name)


def flag(row: Row, name: str) -> bool:
    """A yes or no, kept as 1 or 0. Raises ValueError."""
    if whole(row, name) > 1:
        raise ValueError(name)
    return bool(row[name])
