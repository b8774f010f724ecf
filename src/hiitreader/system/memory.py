"""Memory that the process holds and does not use, given back to the system. It never frees anything by itself."""

import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def give_back() -> None:
    """Have the C library hand back what it keeps for later; only glibc's, on Linux, has to be asked (malloc_trim(3)).

    What a long article was read with lies between what stays of it: 5 MB after 10 MB of Markdown.
    """
    if sys.platform != "linux":
        return
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> "Callable[[int], object] | None":
    """The C library's own function; asked for once, for each time makes types that are rings."""
    import ctypes

    return getattr(ctypes.CDLL(None), "malloc_trim", None)
