"""How far the articles that came along were read, kept beside the shelf while it has no file of its own.

A reader who only reads what came along needs no database for it. It never keeps anything of another article.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.system.files import read_bytes_or_none, set_aside, write_private

if TYPE_CHECKING:
    from datetime import datetime

FILE = "read.json"
"""The file in the data folder."""
FORM = 1


class Marks:
    """The file. `told` are the problems that reading it met, to be taken from there by who tells them.

    Args:
        data: the data folder.
        now: the time, for the name of a damaged file set aside.
    """

    def __init__(self, data: Path, now: "Callable[[], datetime]") -> None:
        self._path = data / FILE
        self._now = now
        self._readable = True
        self.told: list[Problem] = []

    def read(self) -> dict[str, float]:
        """How far each article was read, 0 to 1, by its key.

        Nothing when the file is not there; of a damaged one, which is set aside, what still makes sense.
        """
        try:
            found = read_bytes_or_none(self._path)
        except WorldProblem as problem:
            self.told += [problem] if self._readable else []
            self._readable = False
            return {}
        if found is None:
            return {}
        marks, sound = _marks(found)
        if not sound:
            self._set_aside(marks)
        return marks

    def keep(self, key: str, progress: float) -> None:
        """Keep how far an article was read; a file that could not be read is set aside first.

        Raises:
            WorldProblem: it can't be written.
        """
        marks = {**self.read(), key: min(1.0, max(0.0, progress))}
        if not self._readable:
            set_aside(self._path, self._now())
            self._readable = True
        self._write(marks)

    def forget(self) -> None:
        """Forget all of it.

        Raises:
            WorldProblem: it can't be written.
        """
        if self.read():
            write_private(self._path, b"{}\n")

    def _write(self, marks: dict[str, float]) -> None:
        written = json.dumps({"form": FORM, "read": marks}, separators=(",", ":"))
        write_private(self._path, f"{written}\n".encode())

    def _set_aside(self, marks: dict[str, float]) -> None:
        try:
            aside = set_aside(self._path, self._now())
            if marks:
                self._write(marks)
        except WorldProblem as problem:
            self.told.append(problem)
            return
        self.told.append(
            WorldProblem(
                N_("The file of how far you have read was damaged."),
                safe=N_("It is kept as {name}; what could be read of it still holds. Your articles are untouched."),
                name=aside.name,
                path=aside,
            )
        )


def _marks(data: bytes) -> tuple[dict[str, float], bool]:
    """What a file says, and whether all of it makes sense."""
    try:
        value = json.loads(data)
        if value == {}:  # all was forgotten
            return {}, True
        found = dict(value["read"])
        sound = value["form"] == FORM
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}, False
    marks = {
        key: min(1.0, max(0.0, float(part)))
        for key, part in found.items()
        if isinstance(part, int | float) and part == part and abs(part) < 1e9  # noqa: PLR0124, PLR2004 -- no NaN
    }
    return (marks, sound and len(marks) == len(found)) if sound else ({}, False)
