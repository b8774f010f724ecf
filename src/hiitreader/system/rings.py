"""Holds Python's search for rings of garbage back while a great many values are made that stay.

The search looks at every value there is, and holds all threads while it does: with ten thousand replies a tenth of a
second, again and again. It never lets garbage be: what is no ring goes at once, as ever.
"""

import gc


class RingSearch:
    """Switches the search off for a while. What is there when it goes on is not looked through again."""

    def __init__(self) -> None:
        self._was_on = False

    def rest(self) -> None:
        """Search no more until `go_on`. May be called again and again: another part may have switched it on."""
        self._was_on = self._was_on or gc.isenabled()
        gc.disable()

    def go_on(self) -> None:
        """Search again, as before, but only through what is made from now on."""
        gc.freeze()
        if self._was_on:
            self._was_on = False
            gc.enable()
