"""Files that are whole or not there: written beside, then put in place; damaged ones set aside, never thrown away.

It knows nothing of what is in a file.
"""

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hiitreader.errors import N_, WorldProblem
from hiitreader.system.paths import make_missing, make_private

if TYPE_CHECKING:
    from datetime import datetime

FILE_MODE = 0o600
REMAINS_SECONDS = 60
_USUAL_MODE = 0o666
# Windows would turn line feeds into two characters without O_BINARY; other systems don't know it.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def read_bytes_or_none(path: Path) -> bytes | None:
    """The bytes of a file, None when there is none.

    Raises:
        WorldProblem: there is something, but it can't be read.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise WorldProblem(
            N_("{path} can't be read: {reason}."),
            todo=N_("Check that the file may be read and that its disk is there."),
            path=path,
            reason=_reason(error),
        ) from error


def write_atomically(path: Path, data: bytes, mode: int = FILE_MODE) -> None:
    """Write a whole file or leave the old one as it was; on the disk when this returns, even if power fails.

    The bytes go to a file beside it, are flushed to the disk, and take its name in one step. Missing folders are made
    private. What was there before is not changed: a folder keeps its permissions, a file its permissions and its owner,
    and a symbolic link stays one: the file it points to is replaced.

    Args:
        path: the file.
        data: all of its new bytes.
        mode: the permissions of a file that was not there, for its owner only unless told otherwise.

    Raises:
        WorldProblem: it could not be written; the old file is whole.
    """
    try:
        target = Path(os.path.realpath(path))
    except OSError as error:  # the folder one is in is gone
        raise _not_written(path, error) from error
    make_missing(target.parent)
    beside = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(8).hex()}.part")
    try:
        before = _replaceable(target)
        _write_through(beside, data, mode, before)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _not_written(path, error) from error
    _flush_folder(target.parent)
    _clear_remains(target)


def write_private(path: Path, data: bytes) -> None:
    """Write a file of the program's own as `write_atomically` does, in a folder that it keeps to its owner.

    Raises:
        WorldProblem: it could not be written; the old file is whole.
    """
    make_private(path.parent)
    write_atomically(path, data)


def write_export(file: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file under a name that the reader gave. What had that name is whole until the new one is there.

    A link of that name is replaced, and what it leads to stays. No folder is made.

    Args:
        file: the file.
        data: all of its bytes.
        private: for its owner only, whatever the one before was; otherwise as that one, or as new files usually are.

    Raises:
        WorldProblem: it could not be written.
    """
    beside = file.with_name(f".{file.name}.{os.getpid()}-{os.urandom(8).hex()}.part")
    try:
        # In a folder of everybody's, somebody may have put a link there: only what is made here is written to.
        made = os.open(beside, _NEW, FILE_MODE if private else _usual_mode(file))
        try:
            with open(made, "wb") as part:  # noqa: PTH123 -- it is open already
                part.write(data)
                part.flush()
                os.fsync(part.fileno())
            beside.replace(file)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise WorldProblem(N_("{file} was not written: {reason}."), file=file, reason=_reason(error)) from error


def set_aside(path: Path, now: "datetime", *, leave: bool = False) -> Path:
    """Keep a damaged file under a name with the date and time, `NAME.damaged-20260131-235900`, and return that path.

    Args:
        path: the damaged file.
        now: the moment for the name.
        leave: leave the file in its place too, and keep a copy aside.

    Raises:
        WorldProblem: it can't be renamed or copied.
    """
    stem = f"{path.name}.damaged-{now:%Y%m%d-%H%M%S}"
    aside, number = path.with_name(stem), 1
    try:
        while aside.exists():
            number += 1
            aside = path.with_name(f"{stem}-{number}")
        if leave:
            write_atomically(aside, path.read_bytes())
        else:
            path.rename(aside)
    except OSError as error:
        raise _not_written(aside, error) from error
    return aside


def _replaceable(target: Path) -> os.stat_result | None:
    """What is to be replaced, None for nothing; an error where another file in its place would not be the same."""
    try:
        found = target.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    if os.name == "posix" and os.geteuid() not in {0, found.st_uid}:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
    return found


def _write_through(path: Path, data: bytes, mode: int, before: os.stat_result | None) -> None:
    with open(os.open(path, _NEW, mode), "wb") as file:  # noqa: PTH123 -- Path.open takes no mode
        if before is not None and os.name == "posix":
            _make_like(file.fileno(), before)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _usual_mode(file: Path) -> int:
    """The permissions of the file that is replaced, as far as this system lets new files have them."""
    with suppress(OSError):
        there = file.lstat().st_mode
        if stat.S_ISREG(there):
            return stat.S_IMODE(there) & _USUAL_MODE
    return _USUAL_MODE


def _make_like(handle: int, before: os.stat_result) -> None:
    """Give a new file the owner, the group and the permissions of the one whose place it takes."""
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (before.st_uid, before.st_gid):
        with suppress(PermissionError):  # a group that its owner has left
            os.fchown(handle, before.st_uid, before.st_gid)
    with suppress(PermissionError):  # some disks know no permissions
        os.fchmod(handle, stat.S_IMODE(before.st_mode))


def _clear_remains(target: Path) -> None:
    # A program killed while it wrote leaves its part behind. A young one may be another program's, being written now.
    remains = re.compile(rf"\.{re.escape(target.name)}\.\d+-[0-9a-f]+\.part")
    with suppress(OSError):
        written = target.stat().st_mtime
        for part in target.parent.iterdir():
            if remains.fullmatch(part.name) and written - part.stat().st_mtime > REMAINS_SECONDS:
                part.unlink()


def _flush_folder(folder: Path) -> None:
    # The new name survives a power cut only when the folder is flushed too. Windows can't open a folder; some network
    # disks refuse: the file itself is whole either way.
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _not_written(path: Path, error: OSError) -> WorldProblem:
    if error.errno in FULL:
        return WorldProblem(
            N_("{path} was not saved: the disk is full."),
            safe=N_("What was saved before is untouched."),
            todo=N_("Free some space, then save again."),
            path=path,
        )
    if error.errno in FORBIDDEN:
        return WorldProblem(
            N_("{path} was not saved: it may not be written to."),
            safe=N_("What was saved before is untouched."),
            todo=N_("Allow writing there or choose another folder with --data-dir."),
            path=path,
        )
    return WorldProblem(
        N_("{path} was not saved: {reason}."),
        safe=N_("What was saved before is untouched."),
        todo=N_("Try again, or choose another folder with --data-dir."),
        path=path,
        reason=_reason(error),
    )


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
