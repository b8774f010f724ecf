"""A folder of articles, with the folders in it, put on the shelf.

It never follows a link out of the folder, and never goes on without an end.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from hiitreader.article.source import BOOKS, kind_of
from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.library.bring_in.files import put_file
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.bring_in.report import Cancelled, Progress, Report, Shelf, Tally, never, quiet

MOST_DEEP = 16
"""Folders within one another that are looked into."""
MOST_SEEN = 100_000
"""Names that are looked at."""
MOST_FILES = 10_000
"""Files that are brought in at one go."""


def bring_in(
    source: Path,
    shelf: Shelf,
    progress: Progress = quiet,
    cancelled: Cancelled = never,
    pictures: PictureCopies | None = None,
) -> Report:
    """Put every Markdown, HTML and text file and every book of a folder on the shelf.

    Files and folders whose name begins with a dot are left alone. Links are named and not followed.

    Args:
        source: the folder.
        shelf: where the articles are put.
        progress: told of each file before it is read; `of` is known from the first on.
        cancelled: asked before each file.
        pictures: where copies of the pictures are made; none are when left out.

    Raises:
        WorldProblem: the folder can't be read.
    """
    tally = Tally(shelf, progress, cancelled)
    look = _Look(source, tally)
    paths = list(look.files(source, 0))
    for number, path in enumerate(paths):
        name = str(path.relative_to(source))
        if not tally.goes_on(number, len(paths), name):
            break
        put_file(path, name, tally, pictures)
    if look.others:
        words = N_("Files of other kinds, which were not taken: {count}.")
        tally.leave(source.name, InputProblem(words, count=look.others), by_rule=True)
    return tally.report()


class _Look:
    """Looks for the files of a folder that can be brought in."""

    def __init__(self, top: Path, tally: Tally) -> None:
        self._top = top
        self._tally = tally
        self._seen = 0
        self._found = 0
        self.others = 0

    def files(self, folder: Path, deep: int) -> Iterator[Path]:
        """Those of a folder by name, then those of the folders in it."""
        try:
            with os.scandir(folder) as entries:
                known = sorted(self._counted(entries), key=lambda entry: entry.name.casefold())
        except OSError as error:
            problem = WorldProblem(
                N_("{path} can't be read: {reason}."), path=folder, reason=error.strerror or type(error).__name__
            )
            if folder == self._top:
                raise problem from error
            self._leave(folder, problem)
            return
        for entry in known:
            if not entry.is_dir(follow_symlinks=False):
                yield from self._file(entry)
        for entry in known:
            if entry.is_dir(follow_symlinks=False):
                if deep + 1 >= MOST_DEEP:
                    words = N_("The folders are nested more than {most} deep.")
                    self._leave(Path(entry.path), InputProblem(words, most=MOST_DEEP))
                else:
                    yield from self.files(Path(entry.path), deep + 1)

    def _counted(self, entries: "Iterator[os.DirEntry[str]]") -> "Iterator[os.DirEntry[str]]":
        for entry in entries:
            if entry.name.startswith("."):
                continue
            self._seen += 1
            if self._seen > MOST_SEEN:
                self._tally.leave(self._top.name, _too_many(MOST_SEEN))
                return
            yield entry

    def _file(self, entry: "os.DirEntry[str]") -> Iterator[Path]:
        path = Path(entry.path)
        if not _can_be_brought_in(path):
            self.others += 1
        elif entry.is_symlink():
            words = N_("It is a link to another place, and links are not followed.")
            self._leave(path, InputProblem(words), by_rule=True)
        elif self._found >= MOST_FILES:
            self._leave(path, _too_many(MOST_FILES))
        else:
            self._found += 1
            yield path

    def _leave(self, path: Path, why: Problem, *, by_rule: bool = False) -> None:
        self._tally.leave(str(path.relative_to(self._top)), why, by_rule=by_rule)


def _can_be_brought_in(path: Path) -> bool:
    return path.suffix.lower() in BOOKS or kind_of(path) is not None


def _too_many(most: int) -> Problem:
    return InputProblem(N_("The folder holds more than {most} files, the most that are looked at."), most=most)
