"""What a server says in JSON, each value of it asked for by its type: the one door for every answer that is read.

A server may say anything anywhere. What is not of the type that was asked for is the empty value of that type, so that
no place that reads an answer has to think of it. It never raises, and never gives a value as it came.
"""

import re
from math import isfinite
from typing import Final

MOST_ID: Final = 2**63
"""Ids are below it: those of every server, and of SQLite, are 64 bits wide."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def cleaned(text: str) -> str:
    """Text without control characters but line ends and tabs, and without halves of characters."""
    return _CONTROLS.sub("", text)


class Table:
    """An object of JSON.

    Args:
        found: a value of JSON; anything but an object is taken for an empty one.
    """

    __slots__ = ("_values",)

    def __init__(self, found: object = None) -> None:
        self._values: dict[str, object] = found if isinstance(found, dict) else {}

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, most: int | None = None, *, missing: str = "") -> str:
        """A text without control characters, cut at `most` characters; "" for anything else.

        Args:
            name: what it is called.
            most: characters that are looked at, all when left out.
            missing: what stands for one that is not there at all.
        """
        found = self._values.get(name, missing)
        return cleaned(found[:most]) if isinstance(found, str) else ""

    def id_of(self, name: str) -> int:
        """An id, from 1 to 2^63 - 1; 0 for anything else."""
        return _id(self._values.get(name))

    def ids(self, name: str, most: int) -> tuple[int, ...]:
        """The ids among the first `most` values of a list; none for anything else."""
        found = self._values.get(name)
        return tuple(filter(None, map(_id, found[:most]))) if isinstance(found, list) else ()

    def whole(self, name: str) -> int | None:
        """A whole number, None for anything else: true and false are none."""
        found = self._values.get(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def number(self, name: str) -> float | None:
        """A number that is one and is not infinite, None for anything else."""
        found = self._values.get(name)
        if isinstance(found, float):
            return found if isfinite(found) else None
        return self.whole(name)

    def is_true(self, name: str) -> bool:
        """Whether it is true itself, not something that could count as such."""
        return self._values.get(name) is True

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts in a list; none for anything else."""
        found = self._values.get(name)
        return tuple(cleaned(one) for one in found if isinstance(one, str)) if isinstance(found, list) else ()

    def table(self, name: str) -> "Table":
        """An object, an empty one for anything else."""
        return Table(self._values.get(name))

    def rows(self, name: str) -> "tuple[Table, ...] | None":
        """The objects of a list, as `rows`; None when it is no list."""
        return rows(self._values.get(name))


def rows(found: object) -> tuple[Table, ...] | None:
    """What is in a list, an empty object for what is none; None when it is no list."""
    return tuple(Table(one) for one in found) if isinstance(found, list) else None


def _id(found: object) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 < found < MOST_ID else 0
