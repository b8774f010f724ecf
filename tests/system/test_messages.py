"""What the program says and its translations: found where it is said, and filled in with the same values."""

import ast
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from hiitreader.reading.presets import presets
from hiitreader.reading.settings import specs
from hiitreader.reading.themes import bundled
from hiitreader.system.paths import resources

ROOT = Path(__file__).resolve().parent.parent.parent
EXTRACT = runpy.run_path(str(ROOT / "packaging" / "extract_messages.py"))
FILES = sorted((resources() / "translations").glob("*.po"))


@pytest.fixture(scope="module")
def said() -> Catalog:
    return EXTRACT["all_messages"]()


def test_marked_sentences_are_found(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text(
        'TITLE = N_("Title")\n'
        'shown = _("Two " "parts")\n'
        "# Translators: a count of replies\n"
        'count = ngettext("{count} reply", "{count} replies", number)\n'
        'plain = "not for translation"\n',
        encoding="utf-8",
    )
    found = {message.id: message for message in EXTRACT["messages"](tmp_path) if message.id}
    assert list(found) == ["Title", "Two parts", ("{count} reply", "{count} replies")]
    assert found["{count} reply", "{count} replies"].auto_comments == ["a count of replies"]


@pytest.mark.slow
def test_everything_declared_for_the_settings_and_themes_can_be_translated(said: Catalog) -> None:
    declared = {text for one in specs() for text in (one.label, one.help, one.group)}
    declared |= {label for one in specs() for _value, label in one.choices}
    declared |= {text for one in presets() for text in (one.label, one.help)}
    declared |= {theme.name for theme in bundled()}
    assert {text for text in declared if text not in said} == set()


def test_bringing_up_keeps_what_is_translated_and_drops_what_is_not_said(tmp_path: Path) -> None:
    said = Catalog()
    said.add("Font")
    said.add("Theme")
    path = tmp_path / "de.po"
    old = Catalog(locale="de")
    old.add("Font", "Schrift")
    old.add("Fonts", "Schriften")
    with path.open("wb") as file:
        write_po(file, old)
    new = EXTRACT["bring_up"](path, said)
    assert {message.id: message.string for message in new if message.id} == {"Font": "Schrift", "Theme": None}
    assert not new.obsolete
    assert {message.id for message in EXTRACT["bring_up"](tmp_path / "fr.po", said) if message.id} == {"Font", "Theme"}


def test_no_sentence_stands_inside_another_string() -> None:
    """Python before 3.12 hides what is inside an f-string from whoever gathers sentences."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in EXTRACT["KEYWORDS"]
        if any(isinstance(part, ast.Constant) for part in call.args)
    ]
    assert hidden == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_translation_has_every_sentence_that_is_said_and_no_other(path: Path, said: Catalog) -> None:
    with path.open("rb") as file:
        known = {message.id for message in read_po(file, locale=path.stem) if message.id}
    wanted = {message.id for message in said if message.id}
    assert (wanted - known, known - wanted) == (set(), set()), "run make messages, then make resources"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_translation_has_the_same_fields_as_the_sentence(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem, abort_invalid=True)
    translated = [message for message in catalogue if message.id and any(strings(message))]
    assert translated
    assert not any(message.fuzzy for message in translated)
    for message in translated:
        ids = [message.id] if isinstance(message.id, str) else message.id
        for text in strings(message):
            # "One reply" may do without the number that "{count} replies" has.
            assert any(fields(text) == fields(one) for one in ids), text
            assert (text[:1].isspace(), text[-1:].isspace()) == (ids[0][:1].isspace(), ids[0][-1:].isspace()), text
            assert text.count("&") == ids[0].count("&"), text


def strings(message: Message) -> Iterator[str]:
    yield from [message.string] if isinstance(message.string, str) else message.string or ()


def fields(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)[^}]*}", text))
