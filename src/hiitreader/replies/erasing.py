"""Files that go when everything about the reader is erased: which they are, and taking them away.

It never touches a file that the program did not make, and it opens none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hiitreader.errors import N_, WorldProblem
from hiitreader.system.paths import Paths

LEFT_IN_KEYRING = N_("The system's keyring may still have the password, as “{name}”. Delete it there.")


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: how many replies and drafts, and which files.

    `in_keyring` is what the system's keyring files a password under that it may still have, "" for none.
    """

    replies: int
    files: tuple[Path, ...]
    in_keyring: str = ""


def leavings(data: Path, paths: Paths | None) -> tuple[Path, ...]:
    """The files there are that have the reader's words or say what they read: damaged copies, logs, places.

    Args:
        data: the folder of the replies.
        paths: the reader's folders; without them, only what is left of the replies.
    """
    return tuple(sorted(set(_leavings(data, paths))))


def _leavings(data: Path, paths: Paths | None) -> Iterator[Path]:
    yield from data.glob("replies.sqlite3.damaged-*")
    yield from data.glob("replies.sqlite3.rescued*")
    yield from data.glob(".replies.sqlite3.*.part*")
    if paths is None:
        return
    for file in (paths.places_file, paths.own_settings_file):
        yield from file.parent.glob(f"{file.name}*")
        yield from file.parent.glob(f".{file.name}.*.part")
    yield from paths.data.glob("read.json.damaged-*")
    yield from paths.sources.glob("*.json*")  # sites and feeds, and which article was read beside which site
    yield from paths.state.glob("faults.log*")


def erase_files(files: Iterable[Path]) -> tuple[Path, ...]:
    """Take files away; those that are gone.

    Raises:
        WorldProblem: one can't be; the others are gone.
    """
    gone, left = [], []
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError:
            left.append(file)
        else:
            gone.append(file)
    if left:
        raise WorldProblem(
            N_("These files could not be erased: {files}."),
            safe=N_("Everything else is erased."),
            todo=N_("Delete them yourself."),
            files=", ".join(str(file) for file in left),
        )
    return tuple(gone)
