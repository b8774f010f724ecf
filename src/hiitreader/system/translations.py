"""What is shown, in the reader's language: messages are English sentences, looked up in one catalogue at a time.

English needs no catalogue and no import. It never decides which language to use: whoever starts the program does.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from hiitreader.system.paths import resources

ENGLISH = "en"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_NEEDS_NO_CATALOGUE = frozenset({ENGLISH, "C", "POSIX", ""})


class Catalogue(Protocol):
    """What a language offers; gettext.GNUTranslations does."""

    def gettext(self, message: str, /) -> str:
        """The translation, or the message itself."""

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        """The translation in the form that fits the number."""


class English:
    """The language the messages are written in."""

    def gettext(self, message: str, /) -> str:
        """The message itself."""
        return message

    def ngettext(self, one: str, many: str, number: int, /) -> str:
        """`one` for exactly one, else `many`."""
        return one if number == 1 else many


class _Spoken:
    """The language in use: the one thing here that changes, and only through `use`."""

    catalogue: Catalogue = English()
    language: str = ENGLISH


def gettext(message: str) -> str:
    """The message in the language in use; the English one where there is no translation."""
    return _Spoken.catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """The message in the language in use and the form that fits `number`; holds no number itself."""
    return _Spoken.catalogue.ngettext(one, many, number)


def languages(folder: Path | None = None) -> tuple[str, ...]:
    """The languages there are, English first, as `de` or `pt_BR`."""
    found = sorted(path.stem for path in (folder or _folder()).glob("*.mo"))
    return (ENGLISH, *found)


def language() -> str:
    """The language in use."""
    return _Spoken.language


def wanted_language(environ: Mapping[str, str]) -> str:
    """The language the system is set to, as `use` takes it: LC_ALL, else LC_MESSAGES, else LANG (POSIX, 8.2)."""
    return next((value for name in _VARIABLES if (value := environ.get(name))), ENGLISH)


def use(wanted: str, folder: Path | None = None) -> str:
    """Speak the wanted language from now on, or the nearest there is, and return which.

    Args:
        wanted: as systems write it: `de`, `de_AT.UTF-8`, `de-AT`. Without a catalogue of its own `de_AT` falls back
            to `de`, then to English.
        folder: where the catalogues are, the program's own when left out.
    """
    spelled = wanted.partition(".")[0].partition("@")[0].replace("-", "_")
    plain = spelled.partition("_")[0]
    for name in () if plain in _NEEDS_NO_CATALOGUE else (spelled, plain):
        path = (folder or _folder()) / f"{name}.mo"
        if name.replace("_", "").isalnum() and path.is_file():
            _Spoken.catalogue, _Spoken.language = _read(path), name
            return name
    _Spoken.catalogue, _Spoken.language = English(), ENGLISH
    return ENGLISH


def _read(path: Path) -> Catalogue:
    from gettext import GNUTranslations

    with path.open("rb") as file:
        return GNUTranslations(file)


def _folder() -> Path:
    return resources() / "translations"
