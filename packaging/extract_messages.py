"""Bring the translations up to what the program says: `python packaging/extract_messages.py [LANGUAGE...]`.

Every sentence in `_("...")`, `N_("...")` or `ngettext("...", "...")`, and every theme's name, goes into each .po file
in resources/translations; what is translated stays, what is not said any more goes. A language named that has no file
yet gets one. It never translates, and it compiles nothing: packaging/compile_resources.py does.
"""

import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
HEADER = "# PROJECT in the language of this file: one sentence of the program, then its translation."
# A date that changed with every run would change every file; translators' programs write the revision's date.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def messages(folder: Path = ROOT / "src") -> Catalog:
    """Every sentence the program says, with the files that say it."""
    catalogue = _empty()
    for name, _line, message, comments, context in extract_from_dir(
        folder, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        catalogue.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def theme_names(folder: Path = ROOT / "resources" / "themes") -> dict[str, str]:
    """The name of every theme that comes with the program, with the file that gives it."""
    return {
        tomllib.loads(path.read_text(encoding="utf-8"))["name"]: path.name for path in sorted(folder.glob("*.toml"))
    }


def all_messages() -> Catalog:
    """All there is to translate: what the program says and what its themes are called."""
    catalogue = messages()
    for name, file in theme_names().items():
        catalogue.add(name, locations=[(file, 0)], auto_comments=["a theme"])
    return catalogue


def bring_up(path: Path, said: Catalog) -> Catalog:
    """A language's catalogue with exactly the sentences that are said; a new one when there is no file."""
    if not path.is_file():
        known = _empty(path.stem)
    else:
        with path.open("rb") as file:
            known = read_po(file, locale=path.stem, abort_invalid=True)
    # A guess at what a changed sentence means is worse than the English one.
    known.update(said, no_fuzzy_matching=True, update_creation_date=False)
    known.obsolete.clear()
    return known


def main() -> None:
    """Bring every file up and say how much of each is translated."""
    said = all_messages()
    names = {path.stem for path in FOLDER.glob("*.po")} | set(sys.argv[1:])
    for name in sorted(names):
        path = FOLDER / f"{name}.po"
        catalogue = bring_up(path, said)
        with path.open("wb") as file:
            write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True)
        done = sum(bool(one.string) and all(_forms(one.string)) for one in catalogue if one.id)
        print(f"{path.relative_to(ROOT)}: {done} of {len(said)}")


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        project="hiitreader",
        version="1",
        header_comment=HEADER,
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        msgid_bugs_address="hiitreader",
        last_translator="hiitreader",
        language_team="hiitreader",
        fuzzy=False,
    )


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    main()
