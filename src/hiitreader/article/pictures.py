"""Which image files an article may show: those below its own folder.

It never opens an image and never looks at an address that could lead off this machine.
"""

import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from hiitreader.article.limits import MAX_IMAGE_BYTES

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})

WINDOWS = os.name == "nt"
# What Windows takes for a device in any folder, whatever follows the dot.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)", re.IGNORECASE
)


class Pictures:
    """Finds the images of one article.

    Args:
        folder: the folder the article's file is in; None when it has none, and then no image is found.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, str] = {}

    def find(self, address: str) -> str:
        """The absolute path of the image at a relative address, "" when there is none that may be shown."""
        if self._folder is None or not address:
            return ""
        if address not in self._known:
            self._known[address] = _below(self._folder, address)
        return self._known[address]


def _below(folder: Path, address: str) -> str:
    """Decide by the letters first: on some systems merely asking for `//host/share` sends a request to the host."""
    name = unquote(address.partition("#")[0].partition("?")[0])
    parts = PurePosixPath(name).parts
    if not parts or any(letter in name for letter in ":\\\0") or name.startswith("/") or ".." in parts:
        return ""
    if WINDOWS and any(_DEVICE.match(part) for part in parts):
        return ""
    if PurePosixPath(name).suffix.lower() not in _SUFFIXES:
        return ""
    try:
        home = folder.resolve()
        path = home.joinpath(*parts).resolve()
        fits = path.is_relative_to(home) and path.is_file() and path.stat().st_size <= MAX_IMAGE_BYTES
    except (OSError, RuntimeError, ValueError):  # a ring of links; a name that no file can have
        return ""
    return str(path) if fits else ""
