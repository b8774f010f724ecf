"""The file of faults: what went wrong and where in the program, for whoever mends it.

It never holds what the reader wrote: of most faults only the kind is noted, and never a value.
"""

import os
import platform
import re
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hiitreader import __version__
from hiitreader.errors import Problem
from hiitreader.system.files import FILE_MODE
from hiitreader.system.paths import make_private

NAME, OLDER = "faults.log", "faults.log.1"
LARGEST = 200_000
"""Bytes; a larger file becomes `faults.log.1`, in place of the one before, and the new one says so."""
MOST_FRAMES = 40
MOST_CAUSES = 5
_ABOUT_CODE = frozenset(
    {AttributeError, NameError, UnboundLocalError, ImportError, ModuleNotFoundError, TypeError, RuntimeError}
)
"""Kinds whose words are about the program, not about what it was given; a library's own kinds are not among them."""
_UP_TO_A_VALUE = re.compile(r"[^'\"‘“@]*(?:'[\w.<>()]{0,60}'[^'\"‘“@]*)*")
MOST_SAID = 300


def described(fault: BaseException, thread: str) -> str:
    """A fault with where it came from and what caused it, as it is noted; a line end at its end."""
    lines = [
        f"hiitreader {__version__}, Python {platform.python_version()}, {_qt()}, {platform.platform(terse=True)}",
        f"in thread {thread}",
    ]
    one: BaseException | None = fault
    for _cause in range(MOST_CAUSES):
        if one is None:
            break
        frames = traceback.extract_tb(one.__traceback__)[-MOST_FRAMES:]
        lines += [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(_said(one))
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if one is not None:
            lines.append("because of")
    return "\n".join(lines) + "\n"


def note(folder: Path, text: str) -> Path | None:
    """Add a fault to the file in `folder`; the file, or None when it can't be written."""
    path = folder / NAME
    head = ""
    try:
        make_private(folder)
        with suppress(FileNotFoundError):
            if path.stat().st_size > LARGEST:
                path.replace(path.with_name(OLDER))
                head = f"What came before is in {OLDER}; what is older than that was deleted.\n\n"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
        with open(handle, "a", encoding="utf-8") as file:  # noqa: PTH123 -- Path.open takes no mode
            file.write(f"{head}{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n{text}\n")
    except (OSError, Problem):
        return None
    return path


def _said(fault: BaseException) -> str:
    """The kind of a fault, and its words where they can't be the reader's."""
    kind = type(fault).__qualname__
    if isinstance(fault, Problem):
        return f"{kind}: {fault.happened}"  # without its values
    if isinstance(fault, OSError):
        return f"{kind}: {fault.errno} {fault.strerror if fault.errno else ''}".rstrip()
    if type(fault) in _ABOUT_CODE:
        return f"{kind}: {_about_code(str(fault))}"
    return kind


def _about_code(words: str) -> str:
    """The words up to the first thing in quotes that is no name, or what may be an address."""
    found = _UP_TO_A_VALUE.match(words)
    safe = found[0] if found else ""
    if "@" in words[len(safe) : len(safe) + 1]:
        safe = safe.rpartition(" ")[0]
    return safe[:MOST_SAID] + ("…" if len(safe) < len(words) else "")


def _short(file: str) -> str:
    """A file of the program or a library without the folders above it, which may bear a person's name."""
    parts = Path(file).parts
    for top in ("hiitreader", "site-packages", "dist-packages"):
        if top in parts:
            last = len(parts) - 1 - parts[::-1].index(top)
            return "/".join(parts[last:])
    return parts[-1] if parts else file


def _qt() -> str:
    qt = sys.modules.get("PySide6")
    return f"PySide6 {getattr(qt, '__version__', '?')}"
