"""How much is done, counted: what a busy machine does not change. It never looks at a clock."""

import sys
from collections.abc import Callable
from types import FrameType


def calls(doing: Callable[[], object]) -> int:
    """How many functions, of Python and of C, are called while something is done."""
    counted = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        doing()
    finally:
        sys.setprofile(before)
    return counted
