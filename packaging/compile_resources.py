"""Make what starts quickly from what is written by hand.

    python packaging/compile_resources.py [--check] [--resources FOLDER]

With a folder of one's own only its articles are made.

Each step gives the files it makes, with their bytes; a test asks the same steps whether the files kept are fresh.
It never changes what is written by hand.
"""

# ruff: noqa: PLC0415 -- the program and babel are imported by the step that needs them

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hiitreader.reading.themes import Theme

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
THEME_ORDER = ("light", "sepia", "dark", "high-contrast-dark", "high-contrast-light", "yellow-on-black")


def themes() -> Mapping[Path, bytes]:
    """Every theme in one JSON file, in the order of the menu, then by name: the start needs no TOML reader."""
    from hiitreader.reading.themes import load_theme

    known = sorted((RESOURCES / "themes").glob("*.toml"), key=lambda path: (_rank(path.stem), path.stem))
    compiled = json.dumps([_plain(load_theme(path)) for path in known], indent=1, ensure_ascii=False)
    return {RESOURCES / "compiled" / "themes.json": f"{compiled}\n".encode()}


def _plain(theme: "Theme") -> dict[str, object]:
    return theme._asdict() | {"colours": theme.colours._asdict()}


def translations() -> Mapping[Path, bytes]:
    """A .mo beside each .po, as the standard library's gettext reads it."""
    written = sorted((RESOURCES / "translations").glob("*.po"))
    if not written:
        return {}
    from babel.messages.catalog import Catalog, Message
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    class Compiled(Catalog):
        """A catalogue whose header holds only what gettext reads: no date, and not the name of what wrote it."""

        def __iter__(self) -> Iterator[Message]:
            yield Message("", f"Content-Type: text/plain; charset=utf-8\nPlural-Forms: {self.plural_forms}\n")
            yield from (message for message in Catalog.__iter__(self) if message.id)

    made = {}
    for path in written:
        with path.open("rb") as file:
            written_by_hand = read_po(file, locale=path.stem, abort_invalid=True)
        compiled = Compiled(locale=path.stem)
        for message in written_by_hand:
            if message.id:
                compiled[message.id] = message
        data = io.BytesIO()
        write_mo(data, compiled)
        made[path.with_suffix(".mo")] = data.getvalue()
    return made


def articles(resources: Path = RESOURCES) -> Mapping[Path, bytes]:
    """Every bundled article as blocks in JSON, and what is known of them all: the start needs no Markdown parser."""
    from hiitreader.article.compiled import dump
    from hiitreader.library.bundled import ARTICLES, SHELF, START, dump_shelf
    from hiitreader.library.bundling import shelf_of, written_articles

    written = written_articles(resources / ARTICLES)
    names = [START, *(f"{ARTICLES}/{one.name}.json" for one in written[1:])]
    compiled = resources / "compiled"
    made = {compiled / name: dump(one.article) for name, one in zip(names, written, strict=True)}
    made[compiled / SHELF] = dump_shelf(shelf_of(written))
    return made


STEPS: tuple[Callable[[], Mapping[Path, bytes]], ...] = (themes, translations, articles)


def stale(steps: tuple[Callable[[], Mapping[Path, bytes]], ...] = STEPS) -> dict[Path, bytes]:
    """The files that are missing or not what their step makes now, with the bytes they should have."""
    made = {path: data for step in steps for path, data in step().items()}
    return {path: data for path, data in made.items() if not path.is_file() or path.read_bytes() != data}


def left_over(resources: Path = RESOURCES) -> tuple[Path, ...]:
    """The compiled articles whose source is gone."""
    made = articles(resources)
    return tuple(path for path in sorted((resources / "compiled" / "articles").glob("*.json")) if path not in made)


def main() -> int:
    """Write what is stale and delete what is left over; with --check only name it, and exit 1 when there is any."""
    parser = argparse.ArgumentParser(description="Make what starts quickly from what is written by hand.")
    parser.add_argument("--check", action="store_true", help="only name what is stale")
    parser.add_argument("--resources", type=Path, metavar="FOLDER", help="make the articles of this folder only")
    wanted = parser.parse_args()
    resources = (wanted.resources or RESOURCES).resolve()
    from hiitreader.errors import Problem

    try:
        old = stale((lambda: articles(resources),)) if wanted.resources else stale()
        gone = left_over(resources)
    except Problem as problem:
        raise SystemExit(f"hiitreader: {problem}") from problem
    for path, data in old.items():
        print(path.relative_to(resources))
        if not wanted.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for path in gone:
        print(f"{path.relative_to(resources)}: its article is gone")
        if not wanted.check:
            path.unlink()
    return 1 if wanted.check and (old or gone) else 0


def _rank(name: str) -> int:
    return THEME_ORDER.index(name) if name in THEME_ORDER else len(THEME_ORDER)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    raise SystemExit(main())
