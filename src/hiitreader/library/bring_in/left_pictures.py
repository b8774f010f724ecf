"""Copies of pictures whose article is no longer on the shelf: taken away when it can't be put back any more.

It never touches anything but files that were made as copies, in a folder named after an article's key, and follows no
link out of there.
"""

import os
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from hiitreader.library.entries import DATABASE, PICTURES

RESTING = 3_600.0
"""Seconds without a change after which a folder is certainly not that of an article that is just being brought in."""
_KEY = re.compile(r"[0-9a-f]{32}")
# A copy as it is called, and what is left of one that was being written.
_COPY = re.compile(r"\d{1,9}\.(?:png|jpg|gif|bmp|webp)|\.\d{1,9}\.[a-z]{3,4}\.[\w-]{1,60}\.part")


def forget_pictures(folder: Path, keys: Iterable[str]) -> None:
    """Take away the copies of these articles' pictures. What can't be taken away stays, until the next time.

    Args:
        folder: the folder of all copies.
        keys: the articles.
    """
    for key in keys:
        if _KEY.fullmatch(key):
            _take_away(folder / key)


def forget_left_pictures(data: Path, is_there: Callable[[str], bool], now: float | None = None) -> None:
    """Take away the copies of pictures of every article that is not on the shelf: its removal was not seen to its end.

    Without the shelf's file, or with a damaged one kept beside it, all stay: some articles may still be rescued.

    Args:
        data: the data folder.
        is_there: whether the article with a key is on the shelf.
        now: seconds since 1970, the system's clock when left out.

    Raises:
        WorldProblem: the shelf can't be read.
    """
    folder = data / PICTURES
    resting = _resting(folder, (time.time() if now is None else now) - RESTING)
    if resting and (data / DATABASE).exists() and not any(data.glob(f"{DATABASE}.damaged-*")):
        forget_pictures(folder, [key for key in resting if not is_there(key)])


def _resting(folder: Path, before: float) -> list[str]:
    """The keys whose folders were not changed for a while."""
    found = list[str]()
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _KEY.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                with suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < before:
                        found.append(entry.name)
    return found


def _take_away(folder: Path) -> None:
    if folder.is_symlink() or folder.parent.is_symlink():
        return  # whatever it leads to was not made here
    with suppress(OSError):
        with os.scandir(folder) as entries:
            copies = [Path(one) for one in entries if _COPY.fullmatch(one.name) and one.is_file(follow_symlinks=False)]
        for copy in copies:
            with suppress(OSError):
                copy.unlink()
        folder.rmdir()  # not while anything else is in it
