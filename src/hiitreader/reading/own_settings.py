"""The page settings that single articles have for themselves: one JSON file, whole or not there.

It decides nothing about settings, and writes to the disk only when `save` is called.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.reading.settings import Settings, page_values, validated
from hiitreader.system.files import read_bytes_or_none, set_aside, write_atomically

if TYPE_CHECKING:
    from datetime import datetime

VERSION = 1
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
        self._path = path
        self._now = now
        self._writing = Lock()
        self._unsaved = False
        self._readable = True
        self.problem: Problem | None = None
        self._kept = self._read()  # replaced, never changed: `save` may be looking

    @property
    def unsaved(self) -> bool:
        """Whether the file is behind."""
        return self._unsaved

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
        self._unsaved = True

    def forget(self, digest: str, source: str = "") -> None:
        """The article has none of its own any more."""
        self._kept = {one.digest: one for one in self._kept.values() if not _is_of(one, digest, source)}
        self._unsaved = True

    def forget_all(self) -> None:
        """No article has any, and nothing is to be written: whoever erases everything deletes the file."""
        self._kept, self._unsaved, self._readable = {}, False, True

    def save(self) -> None:
        """Write them, if any changed since; a file that could not be read is set aside first.

        Raises:
            WorldProblem: they could not be written; the old file is whole, and they are still unsaved.
        """
        with self._writing:
            if not self._unsaved:
                return
            self._unsaved = False  # before they are looked at: what is kept from here on is unsaved again
            try:
                if not self._readable:
                    set_aside(self._path, self._now())
                    self._readable = True
                articles = [
                    {"digest": one.digest, "source": one.source, "settings": page_values(one.settings)}
                    for one in self._kept.values()
                ]
                values = {"version": VERSION, "articles": articles}
                write_atomically(self._path, json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
            except WorldProblem:
                self._unsaved = True
                raise

    def _read(self) -> Mapping[str, _Kept]:
        try:
            data = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            self.problem, self._readable = problem, False
            return {}
        if data is None:
            return {}
        try:
            kept = [
                _Kept(str(one["digest"]), str(one["source"]), validated(dict(one["settings"])).settings)
                for one in json.loads(data)["articles"]
            ]
        except (ValueError, TypeError, KeyError, RecursionError):
            self.problem = self._set_aside()
            return {}
        return {one.digest: one for one in kept}

    def _set_aside(self) -> Problem:
        try:
            aside = set_aside(self._path, self._now())
        except WorldProblem as problem:
            return problem
        return WorldProblem(
            N_("The file of the settings of single articles was damaged and could not be read."),
            safe=N_("It is kept as {name}; your settings for all articles are untouched."),
            name=aside.name,
            path=aside,
        )


def _is_of(one: _Kept, digest: str, source: str) -> bool:
    return one.digest == digest or (bool(source) and one.source == source)
