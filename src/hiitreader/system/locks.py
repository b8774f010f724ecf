"""Locks on files between programs: the system takes one back when its holder ends, however it ends.

It never waits and never opens a file.
"""

import errno
import sys

_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


def lock(handle: int) -> bool:
    """Lock an open file until it is closed; False when another program, or another handle here, has locked it.

    Where a disk knows no locks the answer is True: one that can't be had must not keep everyone out for ever.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _HELD
    return True
