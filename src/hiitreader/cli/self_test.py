"""Is this installation complete? Each part is tried and named, good or not.

It changes nothing: what it writes to try the data folder it takes away again.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

from hiitreader.cli.terminal import Terminal, translated
from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.system.paths import find_paths, make_missing, resources
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import languages, ngettext

Check = Callable[[], str]


class _NotThere(WorldProblem):
    """A part that the program can do without."""


def self_test(terminal: Terminal, data_dir: Path | None) -> int:
    """Try every part, say a line about each; 1 when something the program needs is not there.

    What it can do without is called neither good nor bad.
    """
    code = 0
    good, absent, bad = _("good"), _("not there"), _("NOT GOOD")
    for name, check in _checks(data_dir):
        try:
            terminal.say(f"{good}: {_(name)}: {check()}")
        except _NotThere as lack:
            terminal.say(f"{absent}: {_(name)}: {translated(lack)}")
        except Problem as problem:
            terminal.warn(f"{bad}: {_(name)}: {translated(problem)}")
            code = 1
        except (ImportError, OSError, ValueError, LookupError) as error:
            terminal.warn(f"{bad}: {_(name)}: {type(error).__name__}: {error}")
            code = 1
    return code


def _checks(data_dir: Path | None) -> Iterator[tuple[str, Check]]:
    yield N_("resources"), _resources
    yield N_("article"), _article
    yield N_("themes"), _themes
    yield N_("languages"), _languages
    yield N_("reply servers"), _reply_servers
    yield N_("formats"), _formats
    yield N_("licences"), _licences
    yield N_("database"), _database
    yield N_("shelf"), _shelf
    yield N_("encryption"), _encryption
    yield N_("keyring"), _keyring
    yield N_("window"), _window
    yield N_("data folder"), lambda: _data_folder(data_dir)


def _resources() -> str:
    folder = resources()
    if not folder.is_dir():
        raise WorldProblem(N_("{folder} is missing."), folder=folder)
    return str(folder)


def _article() -> str:
    from hiitreader.library.bundled import bundled_article

    found = bundled_article()
    if not found.blocks:
        raise WorldProblem(N_("It is empty."))
    return found.title


def _themes() -> str:
    from hiitreader.reading.themes import bundled

    names = [theme.name for theme in bundled()]
    if not names:
        raise WorldProblem(N_("There are none."))
    return ", ".join(names)


def _languages() -> str:
    return ", ".join(languages())


def _reply_servers() -> str:
    from hiitreader.replies.servers.kinds import KINDS

    return ", ".join(KINDS)


def _formats() -> str:
    from importlib import import_module

    names = ("markdown", "nh3", "selectolax.lexbor")
    for name in names:
        import_module(name)
    return ", ".join(name.partition(".")[0] for name in names)


def _licences() -> str:
    """Whether the licences are there, with that of Qt and how to replace it."""
    from hiitreader.cli.articles import licence_text

    parts, _parted, texts = licence_text().partition("\n## Texts\n")
    if "You may replace them." not in parts or "GNU LESSER GENERAL PUBLIC LICENSE" not in texts:
        raise WorldProblem(N_("They are not complete."))
    count = parts.count("\n### ")
    return ngettext("{count} part", "{count} parts", count).format(count=count)


def _database() -> str:
    import sqlite3

    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        except sqlite3.OperationalError as error:
            raise WorldProblem(N_("SQLite has no full-text search (FTS5).")) from error
    return f"SQLite {sqlite3.sqlite_version}, FTS5"


def _shelf() -> str:
    """Whether the articles that come along are there, and words are cut to their stems."""
    from hiitreader.library.bundled import bundled, open_bundled
    from hiitreader.library.terms import terms_of

    keys = [one.entry.key for one in bundled()]
    if not all(open_bundled(key) for key in keys) or len(terms_of("", "the muscle of muscles", "en")) != 1:
        raise WorldProblem(N_("It is not complete."))
    return ngettext("{count} article", "{count} articles", len(keys)).format(count=len(keys))


def _encryption() -> str:
    import ssl

    context = ssl.create_default_context()
    if context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
        raise WorldProblem(N_("Certificates are not checked."))
    return ssl.OPENSSL_VERSION


def _keyring() -> str:
    """Which keyring there is; none is not a fault: the program then asks in each session."""
    from hiitreader.replies.passwords import keyring_state

    name, keeps = keyring_state()
    if not keeps:
        raise _NotThere(
            N_("Passwords can't be kept ({keyring}); the program asks for them again each time it is started."),
            keyring=name,
        )
    return name


def _window() -> str:
    """Whether Qt can be loaded, tried in a process of its own. Not a fault when it can't: all else works."""
    if find_spec("PySide6") is None:
        raise _NotThere(N_("Qt (PySide6) is not installed; everything but the window works."))
    from importlib.metadata import PackageNotFoundError, version

    if not getattr(sys, "frozen", False):
        import subprocess

        tried = subprocess.run(
            [sys.executable, "-c", "import PySide6.QtWidgets"], capture_output=True, text=True, check=False, timeout=60
        )
        if tried.returncode != 0:
            reason = (tried.stderr.strip().splitlines() or ["?"])[-1]
            raise _NotThere(N_("Qt can't be loaded ({reason}); everything but the window works."), reason=reason)
    try:
        return f"PySide6 {version('PySide6-Essentials')}"
    except PackageNotFoundError:
        return "PySide6"


def _data_folder(data_dir: Path | None) -> str:
    from tempfile import TemporaryFile

    folder = find_paths(data_dir).data
    make_missing(folder)
    with TemporaryFile(dir=folder) as file:
        file.write(b"hiitreader")
        file.flush()
    return str(folder)
