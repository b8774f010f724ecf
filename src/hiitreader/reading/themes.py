"""Themes: a page's and a window's colours, each theme one TOML file, the reader's own beside those that come along.

It reads and chooses themes; it never paints, and whether colours can be told apart is `contrast`'s business.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from hiitreader.errors import N_, InputProblem, Problem, WorldProblem
from hiitreader.system.files import read_bytes_or_none
from hiitreader.system.paths import resources
from hiitreader.system.translations import gettext as _

FOLLOW_SYSTEM = "system"
SCHEMES = ("light", "dark")
CONTRASTS = ("normal", "high")
LONGEST_NAME = 60
LARGEST_FILE = 100_000


class Colours(NamedTuple):
    """A theme's colours, each `#rrggbb` in lower case.

    The page: `page` is its ground; `text`, `heading`, `link` and `muted` (captions, markers, a quote's bar) stand on
    it; `code_ground` is behind code; `rule` is a line between parts and round a table's cells; `find_current_*` is the
    match one is at, `find_*` the others. The window: `window` is the ground of panels and dialogs, `control` that of
    fields and buttons, `control_border` the line round them, `accent` what is switched on or pressed first. `focus` is
    the ring round what has the keyboard, on the page, the window and a control alike.
    """

    page: str
    text: str
    heading: str
    link: str
    muted: str
    selection: str
    selection_text: str
    code_ground: str
    rule: str
    focus: str
    find_ground: str
    find_text: str
    find_current_ground: str
    find_current_text: str
    window: str
    window_text: str
    control: str
    control_text: str
    control_border: str
    accent: str
    accent_text: str
    error: str
    disabled_text: str


class Theme(NamedTuple):
    """A theme. `id` is its file's name without `.toml`; `name` an English message id, or the reader's own words."""

    id: str
    name: str
    scheme: str
    contrast: str
    colours: Colours


class Available(NamedTuple):
    """The themes there are, and why some files of the reader's are not among them."""

    themes: tuple[Theme, ...]
    problems: tuple[Problem, ...] = ()


class Chosen(NamedTuple):
    """The theme to show, and what was wrong with the one that was wanted, if anything."""

    theme: Theme
    problem: Problem | None = None


COLOUR_NAMES = Colours._fields


@lru_cache(maxsize=1)
def bundled() -> tuple[Theme, ...]:
    """The themes that come with the program, as compiled from their TOML files: no tomllib at the start."""
    compiled = json.loads((resources() / "compiled" / "themes.json").read_bytes())
    return tuple(
        Theme(one["id"], one["name"], one["scheme"], one["contrast"], Colours(**one["colours"])) for one in compiled
    )


def available(folders: Iterable[Path] = ()) -> Available:
    """The bundled themes, then the ones in the reader's folders by name; one with a bundled theme's id replaces it."""
    found = {theme.id: theme for theme in bundled()}
    problems: list[Problem] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            try:
                theme = load_theme(path)
            except Problem as problem:
                problems.append(problem)
            else:
                found[theme.id] = theme
    return Available(tuple(found.values()), tuple(problems))


def choose(setting: str, scheme: str, contrast: str, themes: Iterable[Theme] | None = None) -> Theme:
    """The theme a setting asks for; for "system", or an id there is no theme for, the one that suits the system.

    Args:
        setting: a theme's id or "system".
        scheme: the system's wish, "light" or "dark".
        contrast: the system's wish, "normal" or "high".
        themes: what to choose from, the bundled ones when left out.
    """
    known = {theme.id: theme for theme in (bundled() if themes is None else themes)}
    suits = f"high-contrast-{scheme}" if contrast == "high" else scheme
    return known.get(setting) or known.get(suits) or next(theme for theme in bundled() if theme.id == suits)


def theme_for(setting: str, scheme: str, contrast: str, folder: Path) -> Chosen:
    """Like `choose`, from the bundled themes and the reader's folder, opening no more than the one file wanted.

    A theme of the reader's that can't be read gives the one that suits the system, and the problem.
    """
    suited = choose(setting, scheme, contrast)
    wanted = suited.id if setting == FOLLOW_SYSTEM else setting
    path = folder / f"{wanted}.toml"
    try:
        if path.parent == folder and _is_there(path):
            return Chosen(load_theme(path))
    except Problem as problem:
        return Chosen(suited, problem)
    if wanted == suited.id:
        return Chosen(suited)
    missing = InputProblem(
        N_("There is no theme named {name} any more."),
        safe=N_("The page has the colours that suit your system."),
        todo=N_("Choose another theme."),
        name=wanted,
    )
    return Chosen(suited, missing)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into, a name that no disk takes
        return False


def load_theme(path: Path) -> Theme:
    """Read a theme's TOML file: `name`, `scheme`, `contrast` and the table `colours` with every colour.

    Raises:
        WorldProblem: the file can't be read.
        InputProblem: it is no theme; the sentence names the line or the key.
    """
    data = read_bytes_or_none(path)
    if data is None:
        raise WorldProblem(N_("There is no file {path}."), path=path)
    if len(data) > LARGEST_FILE:
        raise _wrong(path, N_("The file {path} is too large for a theme."))
    return parse_theme(data, path)


def parse_theme(data: bytes, path: Path) -> Theme:
    """A theme from the bytes of its file; `path` gives its id and is named when something is wrong.

    Raises:
        InputProblem: it is no theme; the sentence names the line or the key.
    """
    import tomllib

    try:
        text = data.decode("utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _wrong(path, N_("The theme {path} is not UTF-8 text at line {line}."), line=line) from error
    except tomllib.TOMLDecodeError as error:
        raise _wrong(path, N_("The theme {path} is not valid TOML: {reason}."), reason=error) from error
    except RecursionError as error:
        raise _wrong(path, N_("The theme {path} is nested too deeply.")) from error
    return _theme(values, path, text)


def _theme(values: Mapping[str, object], path: Path, text: str) -> Theme:
    name = values.get("name", path.stem)
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise _wrong_key(path, text, "name", _("a short name in quotes"))
    colours = values.get("colours")
    if not isinstance(colours, dict):
        raise _wrong_key(path, text, "colours", _("a table [colours]"))
    for key in (*COLOUR_NAMES, *colours):
        if key not in COLOUR_NAMES:
            raise _wrong_key(path, text, key, _("one of the colours that themes have"))
        if not isinstance(colours.get(key), str) or not re.fullmatch("#[0-9a-fA-F]{6}", colours[key]):
            raise _wrong_key(path, text, key, _('a colour like "#1a2b3c"'))
    return Theme(
        id=path.stem,
        name=name.strip(),
        scheme=_one_of(values, path, text, "scheme", SCHEMES),
        contrast=_one_of(values, path, text, "contrast", CONTRASTS),
        colours=Colours(**{key: colours[key].lower() for key in COLOUR_NAMES}),
    )


def _one_of(values: Mapping[str, object], path: Path, text: str, key: str, known: tuple[str, str]) -> str:
    value = values.get(key)
    if value not in known:
        raise _wrong_key(path, text, key, f'"{known[0]}" or "{known[1]}"')
    return str(value)


def _wrong_key(path: Path, text: str, key: str, wanted: str) -> InputProblem:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[]=]", line):
            return _wrong(
                path,
                N_("In the theme {path}, line {line}, “{key}” should be {wanted}."),
                line=number,
                key=key,
                wanted=wanted,
            )
    return _wrong(path, N_("In the theme {path}, “{key}” is missing; it should be {wanted}."), key=key, wanted=wanted)


def _wrong(path: Path, sentence: str, **values: object) -> InputProblem:
    return InputProblem(
        sentence,
        safe=N_("The other themes are not touched by it."),
        todo=N_("Mend the file, then choose the theme again."),
        path=path,
        **values,
    )
