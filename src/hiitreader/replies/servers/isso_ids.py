"""Which ids are in use on an Isso, by asking for one after the other: those that are held are in no list.

It counts the ids up and uses the next one after the highest. Deletions, and the purging of held replies, leave gaps,
beyond which there may be more. It never asks without end.
"""

from collections.abc import Callable, Iterator

NEAR = 50
"""How many ids in a row must be free for the highest one to be noted."""

FAR = 10 * NEAR
"""How many in a row must be free for nothing to have come: where one was perhaps sent it pays to look long."""

MOST_LOOKS = 1_300
_FURTHEST = 2**20
_LONGEST_STEP = 2**32


class TooManyError(Exception):
    """More ids would have to be asked for than is decent, or gaps are so long that what lies beyond can't be seen."""


class Ids:
    """The ids of one Isso.

    Args:
        exists: asks whether an id is in use.
    """

    def __init__(self, exists: Callable[[int], bool]) -> None:
        self._exists = exists
        self._looks = 0

    def highest(self, start: int, *once: int) -> int:
        """The highest id in use.

        Args:
            start: one that is in use, 0 for none.
            once: ids that were in use once.

        Raises:
            TooManyError: it has not been found after many looks, or can't be trusted to be the highest.
        """
        highest = self._end_of_row(start)
        while True:
            beyond = self._next(highest, NEAR)
            if beyond is None:
                beyond = next((id_ for id_ in sorted(once, reverse=True) if id_ > highest and self._is_used(id_)), None)
            if beyond is None:
                beyond = next((id_ for one in once if one > highest for id_ in self._around(one)), None)
            if beyond is None:
                break
            highest = self._end_of_row(beyond)
        if self._lies_far(highest, NEAR, 1) is not None:
            raise TooManyError
        return highest

    def above(self, noted: int) -> Iterator[int]:
        """Every id in use above a noted one, through gaps twice as long as those that noting bridged.

        Raises:
            TooManyError: not all of them can be seen.
        """
        last = noted
        while (found := self._next(last, FAR)) is not None:
            yield found
            last = found
        if (found := self._lies_far(last, FAR, 8)) is not None:
            yield found
            raise TooManyError

    def _next(self, last: int, reach: int) -> int | None:
        return next((id_ for id_ in range(last + 1, last + 1 + reach) if self._is_used(id_)), None)

    def _around(self, id_: int) -> Iterator[int]:
        return (one for one in range(id_ + 1, id_ + 1 + NEAR // 2) if self._is_used(one))

    def _lies_far(self, last: int, reach: int, fineness: int) -> int | None:
        """One beyond what was looked through, if one is met there.

        It is looked for in steps that grow with the way, each longer by one part in `fineness`: what a purge leaves is
        the newest, as many in a row as came since.
        """
        way = reach + 1
        while way <= _FURTHEST:
            if self._is_used(last + way):
                return last + way
            way += max(way // fineness, 1)
        return None

    def _end_of_row(self, start: int) -> int:
        """An id in use from which the next is free, at least `start`: in growing steps, then by halving."""
        step = 1
        while step < _LONGEST_STEP and self._is_used(start + step):
            step *= 2
        low, high = start + step // 2, start + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is_used(middle) else (low, middle)
        return low

    def _is_used(self, id_: int) -> bool:
        self._looks += 1
        if self._looks > MOST_LOOKS:
            raise TooManyError
        return self._exists(id_)
