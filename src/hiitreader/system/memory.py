"""Memory that the process holds and does not use, given back to the system. It never frees anything by itself."""

import sys


def give_back() -> None:
    """Have the C library hand back what it keeps for later; only glibc's, on Linux, has to be asked (malloc_trim(3)).

    What a long article was read with lies between what stays of it: 5 MB after 10 MB of Markdown.
    """
    if sys.platform != "linux":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
