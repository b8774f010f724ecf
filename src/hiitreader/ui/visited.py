"""The articles one was at in this window, to go back and forward through them like through the pages of a browser.

Pure: it opens none and keeps no place in one.
"""

from hiitreader.ui.reading_session import Opened

MOST = 100
"""Articles to come back to."""


class Visited:
    """Where one was, where one is, and where one came back from."""

    def __init__(self) -> None:
        self._behind: list[Opened] = []
        self._ahead: list[Opened] = []
        self._here: Opened | None = None

    def wanted(self, *, forward: bool) -> Opened | None:
        """The article that going back or forward leads to; None when there is none. It counts once it is opened."""
        source = self._ahead if forward else self._behind
        return source[-1] if source else None

    def arrive(self, opened: Opened) -> None:
        """An article was opened: the one before or the next one when it is that, else a new one after this."""
        here, self._here = self._here, opened
        if here is None or _same(here, opened):
            return
        back, forward = self.wanted(forward=False), self.wanted(forward=True)
        if back is not None and _same(back, opened):
            self._behind.pop()
            self._ahead.append(here)
        elif forward is not None and _same(forward, opened):
            self._ahead.pop()
            self._behind.append(here)
        else:
            self._ahead.clear()
            self._behind.append(here)
            del self._behind[:-MOST]


def _same(one: Opened, other: Opened) -> bool:
    """Whether both are one article: the same file, whatever was changed in it since, or the same words."""
    return one.path == other.path if one.path or other.path else one.digest == other.digest
