"""Where things are: the reader's own folders, and the resources that come with the program.

It finds folders and makes them private; it never reads or writes a file in them.
"""

import errno
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hiitreader.errors import N_, WorldProblem

PROGRAM = "hiitreader"
DATA_DIR_VARIABLE = "HIITREADER_DATA_DIR"
PORTABLE_MARKER = "portable"
PRIVATE = 0o700


class Paths(NamedTuple):
    """The reader's folders, absolute; none of them need exist.

    `data` is what must not be lost (replies, places, the reader's own themes), `config` the settings,
    `state` the log.
    """

    data: Path
    config: Path
    state: Path

    @property
    def themes(self) -> Path:
        """The folder of the reader's own themes."""
        return self.data / "themes"

    @property
    def sources(self) -> Path:
        """The folder that says which sites and feeds were added to the shelf."""
        return self.data / "sources"

    @property
    def settings_file(self) -> Path:
        """The file of the reading settings and profiles."""
        return self.config / "settings.json"

    @property
    def places_file(self) -> Path:
        """The file of the places in articles."""
        return self.data / "places.json"

    @property
    def own_settings_file(self) -> Path:
        """The file of the settings that single articles have for themselves."""
        return self.data / "article-settings.json"


def find_paths(
    override: Path | None = None, environ: Mapping[str, str] = os.environ, program: Path | None = None
) -> Paths:
    """Find the reader's folders, without making them: reading must go on where nothing can be written.

    In this order: `override` (the `--data-dir` option), the variable HIITREADER_DATA_DIR, the folder `data` beside a
    file named `portable` in the program's own folder, the system's rule (XDG on Linux) as platformdirs knows it.

    Args:
        override: a folder for everything, relative ones from the working directory.
        environ: the environment to ask for HIITREADER_DATA_DIR.
        program: the program's own folder, found when left out.

    Raises:
        WorldProblem: it can't be told where a folder is that was named.
    """
    if override is not None:
        return _all_below(override)
    if wanted := environ.get(DATA_DIR_VARIABLE):
        return _all_below(Path(wanted))
    beside = program or program_folder()
    if (beside / PORTABLE_MARKER).is_file():
        return _all_below(beside / "data")
    return _system_paths()


def program_folder() -> Path:
    """The folder a `portable` marker is looked for in.

    A built program's own folder, a checkout's top, or the environment an installed package is in.
    """
    if getattr(sys, "frozen", False):
        return Path(sys.executable).parent
    package = _package()
    return Path(sys.prefix) if (package / "resources").is_dir() else package.parent.parent


def is_portable(paths: Paths) -> bool:
    """Whether these are the folders beside a program that is carried about with them."""
    beside = program_folder()
    return paths.data == beside / "data" and (beside / PORTABLE_MARKER).is_file()


def outside_folder() -> Path:
    """The system's own folder for what need not be kept, which stays behind when a data folder is copied."""
    return _system_paths().state


def make_private(folder: Path) -> None:
    """Make a folder for the reader's data, and the ones above it that are missing, each open to its owner only (0700).

    A folder that was there already is tightened when it is ours, that is named `hiitreader` or empty; one that holds
    other things belongs to the reader and is left as it is, and so does one that is shared or another's.

    Raises:
        WorldProblem: it can't be made.
    """
    make_missing(folder)
    try:
        found = folder.stat()
        loose = found.st_mode & 0o077 and _is_ours(found) and (folder.name == PROGRAM or not any(folder.iterdir()))
    except OSError as error:
        raise _not_made(folder, error) from error
    if loose:
        with suppress(OSError):  # some disks know no permissions
            folder.chmod(PRIVATE)


def make_missing(folder: Path) -> None:
    """Make `folder` and the ones above it that are missing, each open to its owner only; those there stay as they are.

    Raises:
        WorldProblem: it can't be made.
    """
    missing = []
    above = folder
    try:
        while not above.exists():
            missing.append(above)
            above = above.parent
        if not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        for one in reversed(missing):
            one.mkdir(mode=PRIVATE, exist_ok=True)
    except OSError as error:
        raise _not_made(folder, error) from error


def resources() -> Path:
    """The folder of everything that comes with the program: articles, themes, translations, icons.

    In the package where it was installed or built, in the checkout where it runs from one. This is the one place that
    knows; importlib.resources is not used because the first picture would wait for it.
    """
    package = _package()
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent.parent / "resources"


def licences_file() -> Path:
    """The licences of this program and of all that comes with it, as a Markdown article."""
    return resources() / "licences" / "licences.md"


def _package() -> Path:
    return Path(__file__).resolve().parent.parent


def _all_below(folder: Path) -> Paths:
    try:
        top = Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 -- resolve() would follow links the reader set
    except (OSError, RuntimeError):  # the folder one is in is gone; a person of that name there is none
        raise _not_made(folder, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))) from None
    return Paths(data=top, config=top, state=top / "log")


def _system_paths() -> Paths:
    home = os.environ.get("HOME", "")
    if sys.platform == "linux" and home.startswith("/"):
        # The three lines of the rule that are needed; the library knows all the others, and takes longer to load.
        return Paths(*(_xdg(variable, Path(home, folder)) for variable, folder in _XDG))
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(PROGRAM, appauthor=False)
    return Paths(dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)


_XDG = (
    ("XDG_DATA_HOME", ".local/share"),
    ("XDG_CONFIG_HOME", ".config"),
    ("XDG_STATE_HOME", ".local/state"),
)
"""Variables, and what holds below the home folder without them (XDG Base Directory Specification 0.8)."""


def _xdg(variable: str, otherwise: Path) -> Path:
    wanted = os.environ.get(variable, "")
    return Path(wanted if wanted.startswith("/") else otherwise, PROGRAM)  # relative ones are to be ignored


def _is_ours(found: os.stat_result) -> bool:
    """Whether a folder is this person's own, and none that several write to (as /tmp, which root owns)."""
    return os.name != "posix" or (found.st_uid == os.geteuid() and not found.st_mode & (stat.S_ISVTX | stat.S_ISGID))


def _not_made(folder: Path, error: OSError) -> WorldProblem:
    return WorldProblem(
        N_("The folder {folder} can't be made: {reason}."),
        safe=N_("What was saved before is untouched."),
        todo=N_("Free some space or choose another folder with --data-dir."),
        folder=folder,
        reason=error.strerror or type(error).__name__,
    )
