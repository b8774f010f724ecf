"""A list that is kept as one JSON file, whole or not there: read once, a damaged file set aside, written as a whole.

It never decides when it is saved, and knows nothing of what the list is of.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from hiitreader.errors import Problem, WorldProblem
from hiitreader.system.files import read_bytes_or_none, set_aside, write_private

if TYPE_CHECKING:
    from datetime import datetime

T = TypeVar("T")

VERSION = 1


class KeptList:
    """The file. `problem` is what reading it met, None when it was fine; `unsaved` whether it is behind.

    `save` may run on another thread than the rest.

    Args:
        path: the file; it need not exist.
        now: the time, for the name of a damaged file set aside.
        name: what the list is called in the file.
        damaged: what to tell the reader, given where the damaged file is kept now.
    """

    def __init__(
        self, path: Path, now: "Callable[[], datetime]", name: str, damaged: Callable[[Path], Problem]
    ) -> None:
        self._path = path
        self._now = now
        self._name = name
        self._damaged = damaged
        self._readable = True
        self._saving = Lock()
        self.problem: Problem | None = None
        self.unsaved = False

    def read(self, entry: Callable[[Any], T]) -> tuple[T, ...]:
        """What is in it; nothing when it is not there or can't be read.

        A damaged file is set aside; what still makes sense in it is given, and is to be saved.

        Args:
            entry: understands one entry; raises ValueError, TypeError or KeyError for what is none.
        """
        try:
            data = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            self.problem, self._readable = problem, False
            return ()
        if data is None:
            return ()
        found, sound = _understood(data, self._name, entry)
        if not sound:
            self.problem = self._set_aside()
            self.unsaved = bool(found)
        return found

    def save(self, entries: Callable[[], Iterable[Mapping[str, object]]]) -> None:
        """Write all of it if it is behind; a file that could not be read is set aside first.

        Args:
            entries: asked for what is in the list now. The list is a value that is replaced, never changed.

        Raises:
            WorldProblem: it could not be written; the old file is whole, and it is still behind.
        """
        with self._saving:
            if not self.unsaved:
                return
            self.unsaved = False  # before the list is looked at: what is changed from here on is unsaved again
            try:
                self._write(entries())
            except WorldProblem:
                self.unsaved = True
                raise

    def take_for_empty(self) -> None:
        """What is there need not be kept, and nothing is to be written: for whoever erases everything."""
        self._readable, self.unsaved = True, False

    def _write(self, entries: Iterable[Mapping[str, object]]) -> None:
        if not self._readable:
            set_aside(self._path, self._now())
            self._readable = True
        values = {"version": VERSION, self._name: [*entries]}
        write_private(self._path, json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))

    def _set_aside(self) -> Problem:
        try:
            return self._damaged(set_aside(self._path, self._now()))
        except WorldProblem as problem:
            self._readable = False  # it is set aside before anything is written in its place
            return problem


def _understood(data: bytes, name: str, entry: Callable[[Any], T]) -> tuple[tuple[T, ...], bool]:
    """The entries in a file, and whether all of it makes sense."""
    try:
        entries = json.loads(data)[name]
    except (ValueError, TypeError, KeyError, RecursionError):
        return (), False
    if not isinstance(entries, list):
        return (), False
    found = list[T]()
    for one in entries:
        with suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError):
            found.append(entry(one))
    return tuple(found), len(found) == len(entries)
