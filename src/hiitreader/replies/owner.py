"""Whether the folder of the replies is the only one of them: a copy of it must not send what the first may send too.

A mark in the folder names the computers and the place it was used at, and outside it is kept how much was sent from it
(docs/adr/0016). It never sends or holds back anything itself, and a mark that can't be read or written stops nobody.
"""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import PENDING
from hiitreader.replies.store import MARK
from hiitreader.system.computer import this_computer
from hiitreader.system.files import read_bytes_or_none, write_private
from hiitreader.system.paths import Paths, is_portable, outside_folder

FILE = MARK
_OUTSIDE = "folders"
_FORM = 1
_MOST_COMPUTERS = 50


class Copied(WorldProblem):
    """What waits here may be sent from another copy of the folder too."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is kept in the folder: its name, digests of the computers that send from it, where it last was."""

    name: str
    salt: str
    computers: tuple[str, ...]
    path: str


class Owner:
    """The mark of one folder of replies.

    Args:
        data: the folder.
        outside: a folder that does not go along when it is copied; None where there is to be no trace outside.
        outbox: what is in the folder.
        computer: gives a digest of this computer for a salt, "" when it can't be told from others.
    """

    def __init__(
        self, data: Path, outside: Path | None, outbox: Outbox, computer: Callable[[str], str] = this_computer
    ) -> None:
        self._data = data
        self._outside = outside
        self._outbox = outbox
        self._computer = computer

    def held(self) -> Copied | None:
        """Why nothing may be sent from here before the reader has said so; None when nothing waits, or all is well."""
        mark = self._read()
        copied = None if mark is None else self._compared(mark)
        return copied if copied is not None and self._waits() else None

    def settle(self) -> None:
        """Mark a folder that has no mark, or of which nothing waits that another one could send too."""
        mark = self._read()
        if mark is None or (self._compared(mark) is not None and not self._waits()):
            with suppress(WorldProblem):  # what can't be written here can't be sent from here either: that is told
                self.take()

    def take(self) -> None:
        """From now on this folder, at this place, is the one that sends.

        Raises:
            WorldProblem: the mark could not be written.
        """
        mark = self._read() or _Mark("", uuid4().hex, (), "")
        own = self._computer(mark.salt)
        others = [one for one in mark.computers if one != own][-_MOST_COMPUTERS:]
        self._write(_Mark(uuid4().hex, mark.salt, (*others, own), str(self._data)))
        self.note()

    def note(self) -> None:
        """Keep how much was sent, and where the folder now is, when that has changed."""
        mark = self._read()
        if mark is None or self._compared(mark) is not None:
            return
        if mark.path != str(self._data):
            with suppress(WorldProblem):  # it is known again by its computer
                self._write(replace(mark, path=str(self._data)))
        tries, file = self._outbox.count_tries(), self._file_outside(mark)
        if file is not None and tries > _tries_in(file):
            with suppress(WorldProblem):
                write_private(file, json.dumps({"form": _FORM, "tries": tries}).encode())

    def marks(self) -> tuple[Path, ...]:
        """The files that tell this folder from others, here and outside: they go when nothing is left to be sent."""
        mark = self._read()
        files = [self._data / FILE, None if mark is None else self._file_outside(mark)]
        return tuple(file for file in files if file is not None and os.path.lexists(file))

    def _waits(self) -> bool:
        return any(reply.state in PENDING for reply in self._outbox.all())

    def _compared(self, mark: _Mark) -> Copied | None:
        if self._computer(mark.salt) not in mark.computers:
            return _copied(_ELSEWHERE)
        if mark.path != str(self._data) and self._is_still_at(mark):
            return _copied(_TWICE, path=mark.path)
        file = self._file_outside(mark)
        if file is not None and _tries_in(file) > self._outbox.count_tries():
            return _copied(_OLDER)
        return None

    def _is_still_at(self, mark: _Mark) -> bool:
        """Whether the folder is still where it was too, and was not moved or reached by another name."""
        there = Path(mark.path)
        with suppress(OSError, WorldProblem):
            other = _mark_in(read_bytes_or_none(there / FILE))
            return other is not None and other.name == mark.name and not there.samefile(self._data)
        return False

    def _file_outside(self, mark: _Mark) -> Path | None:
        return None if self._outside is None else self._outside / _OUTSIDE / f"{mark.name}.json"

    def _read(self) -> _Mark | None:
        with suppress(WorldProblem):
            return _mark_in(read_bytes_or_none(self._data / FILE))
        return None

    def _write(self, mark: _Mark) -> None:
        value = {"form": _FORM, "name": mark.name, "salt": mark.salt, "computers": mark.computers, "path": mark.path}
        write_private(self._data / FILE, json.dumps(value).encode("utf-8", "replace"))


class Unwatched:
    """In the place of an `Owner` where a folder is meant to go from one computer to the next."""

    def held(self) -> Copied | None:
        """Nothing is held."""
        return None

    def settle(self) -> None:
        """Nothing is marked."""

    def take(self) -> None:
        """It sends anyway."""

    def note(self) -> None:
        """Nothing is kept."""

    def marks(self) -> tuple[Path, ...]:
        """There are none."""
        return ()


Watch = Callable[[Outbox], Owner | Unwatched]
"""Gives who watches over the folder of an outbox."""


def watch_over(paths: Paths) -> Watch:
    """Who watches over the reader's folder; nobody over a portable one: it is made to be carried about."""
    if is_portable(paths):
        return lambda _outbox: Unwatched()
    return lambda outbox: Owner(paths.data, outside_folder(), outbox)


def _mark_in(data: bytes | None) -> _Mark | None:
    try:
        value = json.loads(data or b"")
        if value["form"] != _FORM or not value["name"].isalnum():
            return None
        computers = tuple(str(one) for one in value["computers"])
        return _Mark(value["name"], str(value["salt"]), computers, str(value["path"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _tries_in(file: Path) -> int:
    try:
        return int(json.loads(read_bytes_or_none(file) or b"")["tries"])
    except (WorldProblem, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return 0


def _copied(happened: str, **values: object) -> Copied:
    return Copied(happened, safe=_SAFE, todo=_TODO, **values)


_ELSEWHERE = N_("This folder of replies comes from another computer or user, where what waits may be sent too.")
_TWICE = N_("This folder of replies is a copy of {path}, from which what waits may be sent too.")
_OLDER = N_("The replies in this folder are older than what was last sent from it, as after a backup was put back.")
_SAFE = N_("Nothing is sent from here, so that nothing is sent twice; your replies are kept.")
_TODO = N_(
    "If this is where you go on, discard what was sent already, then choose “Send from here” "
    "(“hiitreader outbox send-from-here”)."
)
