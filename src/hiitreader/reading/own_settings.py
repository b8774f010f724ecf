"""The page settings that single articles have for themselves: one JSON file, whole or not there.

It decides nothing about settings, and writes to the disk only when `save` is called.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.reading.kept_list import KeptList
from hiitreader.reading.settings import Settings, page_values, validated

if TYPE_CHECKING:
    from datetime import datetime

MOST = 1_000
"""Articles that may have settings of their own; those set longest ago go first."""


class _Kept(NamedTuple):
    digest: str
    source: str
    settings: Settings


class OwnSettings:
    """The articles' own settings, in memory; `save` writes them and may run on another thread.

    Args:
        path: the file; it need not exist.
        now: the time, for the name of a damaged file set aside.
    """

    def __init__(self, path: Path, now: "Callable[[], datetime]") -> None:
        self._file = KeptList(path, now, "articles", _damaged)
        # Replaced, never changed: `save` may be looking.
        self._kept: Mapping[str, _Kept] = {one.digest: one for one in self._file.read(_kept)}

    @property
    def problem(self) -> Problem | None:
        """What reading the file met, None when it was fine."""
        return self._file.problem

    @property
    def unsaved(self) -> bool:
        """Whether the file is behind."""
        return self._file.unsaved

    def find(self, digest: str, source: str = "") -> Settings | None:
        """An article's own settings; those of the same file before it was edited; None when it has none.

        What is no page setting has its default in them.
        """
        if digest in self._kept:
            return self._kept[digest].settings
        return next((one.settings for one in self._kept.values() if source and one.source == source), None)

    def keep(self, digest: str, settings: Settings, source: str = "") -> None:
        """Keep an article's own settings, in the stead of those it had."""
        new = _Kept(digest, source, settings)
        others = [one for one in self._kept.values() if not _is_of(one, digest, source)]
        self._kept = {one.digest: one for one in [*others, new][-MOST:]}
        self._file.unsaved = True

    def forget(self, digest: str, source: str = "") -> None:
        """The article has none of its own any more."""
        self._kept = {one.digest: one for one in self._kept.values() if not _is_of(one, digest, source)}
        self._file.unsaved = True

    def forget_all(self) -> None:
        """No article has any, and nothing is to be written: whoever erases everything deletes the file."""
        self._kept = {}
        self._file.take_for_empty()

    def save(self) -> None:
        """Write them, if any changed since; a file that could not be read is set aside first.

        Raises:
            WorldProblem: they could not be written; the old file is whole, and they are still unsaved.
        """
        self._file.save(
            lambda: (
                {"digest": one.digest, "source": one.source, "settings": page_values(one.settings)}
                for one in self._kept.values()
            )
        )


def _kept(value: Mapping[str, Any]) -> _Kept:
    return _Kept(str(value["digest"]), str(value["source"]), validated(dict(value["settings"])).settings)


def _damaged(aside: Path) -> Problem:
    return WorldProblem(
        N_("The file of the settings of single articles was damaged."),
        safe=N_("It is kept as {name}; your settings for all articles are untouched."),
        name=aside.name,
        path=aside,
    )


def _is_of(one: _Kept, digest: str, source: str) -> bool:
    return one.digest == digest or (bool(source) and one.source == source)
