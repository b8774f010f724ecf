"""One sender at a time: whoever holds the turn may send, and a program that ends, however it ends, gives it back.

It never waits, and it holds no data: the file it locks stays empty.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hiitreader.errors import N_, WorldProblem
from hiitreader.system.files import FILE_MODE
from hiitreader.system.locks import lock
from hiitreader.system.paths import make_private


class TurnTaken(WorldProblem):
    """Another window or program is sending."""


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Hold the turn for the length of the block.

    Args:
        path: the lock file, made when it is missing. The system drops the lock when the process ends.

    Raises:
        TurnTaken: another window or program holds it.
        WorldProblem: the file can't be made.
    """
    make_private(path.parent)
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE)
    except OSError as error:
        raise WorldProblem(
            N_("Nothing was sent or erased: {path} can't be written ({reason})."),
            safe=N_("Your replies stay as they were."),
            path=path,
            reason=error.strerror or type(error).__name__,
        ) from error
    try:
        if not lock(handle):
            raise TurnTaken(
                N_("Another window or program is sending replies just now."),
                safe=N_("Your replies stay as they were."),
                todo=N_("Wait until it is done."),
            )
        yield
    finally:
        os.close(handle)
