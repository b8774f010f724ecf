"""Where articles are to come from.

It never looks whether anything is there.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hiitreader.article.door import SourceKind


class Sources(NamedTuple):
    """Files and folders, addresses, a text, and what that is written in if known."""

    paths: tuple[Path, ...] = ()
    addresses: tuple[str, ...] = ()
    text: str = ""
    kind: "SourceKind | None" = None
