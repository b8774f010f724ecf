import io
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import hiitreader
from hiitreader.reading.settings import shown, spec
from hiitreader.system import translations
from hiitreader.system.paths import resources
from hiitreader.system.translations import gettext, language, languages, ngettext, use

ROOT = Path(hiitreader.__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    use("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    catalogue = Catalog(locale="de")
    catalogue.add("Font", "Schrift")
    catalogue.add(("{count} reply", "{count} replies"), ("{count} Antwort", "{count} Antworten"))
    catalogue.add("Theme", "")
    made = io.BytesIO()
    write_mo(made, catalogue)
    (tmp_path / "de.mo").write_bytes(made.getvalue())
    return tmp_path


def test_english_is_itself() -> None:
    assert use("en_GB.UTF-8") == language() == "en"
    assert gettext("Font") == "Font"
    assert gettext("") == ""
    assert [ngettext("reply", "replies", number) for number in (0, 1, 2)] == ["replies", "reply", "replies"]


@pytest.mark.parametrize("wanted", ["de", "de_AT.UTF-8", "de-CH", "de_DE@euro"])
def test_a_language_is_found_as_systems_write_it(folder: Path, wanted: str) -> None:
    assert use(wanted, folder) == language() == "de"
    assert gettext("Font") == "Schrift"
    assert gettext("Theme") == "Theme"
    assert gettext("Not in the catalogue") == "Not in the catalogue"
    assert gettext("") == ""
    assert [ngettext("{count} reply", "{count} replies", number) for number in (1, 5)] == [
        "{count} Antwort",
        "{count} Antworten",
    ]


@pytest.mark.parametrize("wanted", ["fr", "", "C", "../de", "POSIX", "../../de"])
def test_a_language_that_is_not_there_is_english(folder: Path, wanted: str) -> None:
    use("de", folder)
    (folder / "below").mkdir()
    assert use(wanted, folder / "below" if ".." in wanted else folder) == "en"
    assert gettext("Font") == "Font"


def test_a_language_is_a_name_and_not_a_path(folder: Path) -> None:
    assert use(f"{folder.name}/de", folder.parent) == "en"


def test_the_languages_there_are(folder: Path) -> None:
    assert languages(folder) == ("en", "de")
    assert languages(folder / "none") == ("en",)


def test_every_language_that_comes_along_can_be_used() -> None:
    for name in languages():
        assert use(name) == name
        assert gettext("Font")


def test_compiled_files_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_resources = runpy.run_path(str(ROOT / "packaging" / "compile_resources.py"))
    assert [path.relative_to(ROOT) for path in compile_resources["stale"]()] == []


def test_a_stale_file_is_noticed(tmp_path: Path) -> None:
    compile_resources = runpy.run_path(str(ROOT / "packaging" / "compile_resources.py"))
    (tmp_path / "old").write_bytes(b"old")
    made = {tmp_path / "old": b"new", tmp_path / "missing": b"new"}
    assert compile_resources["stale"]((lambda: made,)) == made
    (tmp_path / "old").write_bytes(b"new")
    (tmp_path / "missing").write_bytes(b"new")
    assert compile_resources["stale"]((lambda: made,)) == {}


def test_english_imports_no_gettext() -> None:
    program = (
        "import sys\nfrom hiitreader.system.translations import use, gettext\nuse('en_GB')\n"
        "sys.exit(gettext('Font') != 'Font' or 'gettext' in sys.modules)"
    )
    surroundings = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", program], check=False, env=surroundings, timeout=60)
    assert done.returncode == 0


def test_the_catalogues_are_where_the_program_looks() -> None:
    assert translations._folder() == resources() / "translations"


def test_german_is_spoken() -> None:
    use("de_DE.UTF-8")
    assert gettext("Text size") == "Schriftgröße"
    assert shown(spec("column_width"), 66) == "66 Zeichen"
    assert [ngettext("{count} command", "{count} commands", number) for number in (1, 2)] == [
        "{count} Befehl",
        "{count} Befehle",
    ]
