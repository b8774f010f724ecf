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
        self._made = 0

    def rest(self) -> None:
        """Search no more until `go_on`. May be called again and again: another part may have switched it on.

        Each time it looks through what was made since the last time, if that is little: what a slice left behind.
        """
        self._was_on = self._was_on or gc.isenabled()
        gc.disable()
        if self._rests:
            self._look()
        else:
            self._rests, self._made = True, 0

    def go_on(self) -> None:
        """Search again, as before, but only through what is made from now on; nothing if it did not rest.

        Garbage that is there by now would stay for good. So it is looked for once more: in all that was made, where
        that is little, as for most articles.
        """
        if not self._rests:
            return
        self._rests = False
        if self._look() <= FEW:
            gc.collect()
        gc.freeze()
        if self._was_on:
            self._was_on = False
            gc.enable()

    def _look(self) -> int:
        """Look through what was made since the last look; how much was made since the search rests."""
        made = gc.get_count()[0]
        self._made += made
        if made <= FEW:
            gc.collect(0)
        return self._made
