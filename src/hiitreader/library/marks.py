"""How far the articles that came along were read, kept beside the shelf while it has no file of its own.

A reader who only reads what came along needs no database for it. It never keeps anything of another article.
"""

import json
from pathlib import Path

from hiitreader.errors import Problem
from hiitreader.system.files import read_bytes_or_none, write_atomically

FILE = "read.json"
"""The file in the data folder."""
FORM = 1


def read_marks(data: Path) -> dict[str, float]:
    """How far each article was read, 0 to 1, by its key; nothing when the file is not there or makes no sense."""
    try:
        value = json.loads(read_bytes_or_none(data / FILE) or b"{}")
        found = value["read"] if value["form"] == FORM else {}
        return {str(key): min(1.0, max(0.0, float(part))) for key, part in found.items()}
    except (Problem, ValueError, TypeError, KeyError, AttributeError):
        return {}


def keep_mark(data: Path, key: str, progress: float) -> None:
    """Keep how far an article was read.

    Raises:
        WorldProblem: it can't be written.
    """
    marks = {**read_marks(data), key: min(1.0, max(0.0, progress))}
    written = json.dumps({"form": FORM, "read": marks}, separators=(",", ":"))
    write_atomically(data / FILE, f"{written}\n".encode())


def forget_marks(data: Path) -> None:
    """Forget all of it.

    Raises:
        WorldProblem: it can't be written.
    """
    if read_marks(data):
        write_atomically(data / FILE, b"{}\n")
