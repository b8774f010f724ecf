"""Holds Python's search for rings of garbage back while a great many values are made that stay.

The search looks at every value there is, and holds all threads while it does: with ten thousand replies a tenth of a
second, again and again. It never lets garbage be that is no ring: that goes at once, as ever.
"""

import gc

FEW = 10_000
"""Values that are looked through in a few milliseconds."""


class RingSearch:
    """Switches the search off for a while. What is there when it goes on is not looked through again."""

    def __init__(self) -> None:
        self._was_on = False
        self._rests = False

    def rest(self) -> None:
        """Search no more until `go_on`. May be called again and again: another part may have switched it on."""
        self._was_on = self._was_on or gc.isenabled()
        self._rests = True
        gc.disable()

    def go_on(self) -> None:
        """Search again, as before, but only through what is made from now on; nothing if it did not rest.

        Garbage that is there by now would stay for good: where few values were made, as for most articles, it is looked
        for once more.
        """
        if not self._rests:
            return
        self._rests = False
        if gc.get_count()[0] <= FEW:
            gc.collect()
        gc.freeze()
        if self._was_on:
            self._was_on = False
            gc.enable()
