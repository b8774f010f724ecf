"""The bundled articles are there whatever happened to their compiled form."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from hiitreader.errors import WorldProblem
from hiitreader.library import bundled as module
from hiitreader.library.bundled import SHELF, START, bundled, bundled_article, dump_shelf, load_shelf, open_bundled
from hiitreader.library.first_words import first_sentence
from hiitreader.system.paths import resources

NAMES = ["hiit-leg-size", "body-composition", "fat-in-one-place", "how-muscles-grow", "user-guide", "what-hiit-is"]


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for room in ("articles", "compiled"):
        copytree(resources() / room, tmp_path / room)
    monkeypatch.setattr(module, "resources", lambda: tmp_path)
    return tmp_path


def test_both_forms_give_the_same_articles(own_resources: Path) -> None:
    keys = [one.entry.key for one in bundled()]
    compiled = bundled_article(), [open_bundled(key) for key in keys], [one.entry for one in bundled()]
    rmtree(own_resources / "compiled")
    assert (bundled_article(), [open_bundled(key) for key in keys], [one.entry for one in bundled()]) == compiled
    assert compiled[0].title == "Does HIIT workout result in larger or smaller leg muscles?"
    assert compiled[1][0] == compiled[0]


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b'{"form": 1, "articles": [{}]}'])
def test_a_damaged_compiled_form_is_passed_over(own_resources: Path, data: bytes) -> None:
    for name in (START, SHELF, "articles/body-composition.json"):
        (own_resources / "compiled" / name).write_bytes(data)
    assert bundled_article().blocks
    found = open_bundled(bundled()[1].entry.key)
    assert found is not None
    assert found.title == "What body composition means"


def test_the_compiled_form_is_what_is_read(own_resources: Path) -> None:
    rmtree(own_resources / "articles")
    assert bundled_article().blocks
    assert all(open_bundled(one.entry.key) for one in bundled())


def test_a_folder_without_articles_is_told(own_resources: Path) -> None:
    rmtree(own_resources / "compiled")
    for path in (own_resources / "articles").glob("*.md"):
        path.unlink()
    with pytest.raises(WorldProblem, match="There is no article in"):
        bundled_article()


def test_two_starts_are_told(own_resources: Path) -> None:
    rmtree(own_resources / "compiled")
    (own_resources / "articles" / "own.md").write_text("---\nstart: true\n---\n# Own\n", encoding="utf-8")
    with pytest.raises(WorldProblem, match="More than one article says that it is the start: hiit-leg-size, own"):
        bundled_article()


def test_what_the_shelf_says_of_them() -> None:
    known = bundled()
    assert [one.name for one in known] == NAMES
    first = known[0].entry
    assert (first.key, first.title, first.language) == (bundled_article().digest, bundled_article().title, "en")
    assert first.tags[:2] == ("HIIT", "leg size")
    assert 400 < first.words < 500
    assert first.first_sentence == first_sentence(bundled_article())
    assert first.first_sentence.startswith("High-Intensity Interval Training (HIIT) has gained popularity")
    assert first.first_sentence.endswith("and fat loss.")
    assert known[3].entry.first_sentence == "The growth of muscle has a name of its own: hypertrophy."
    assert [one.entry.companion for one in known] == [False, True, True, True, False, True]


def test_nothing_has_an_unknown_key() -> None:
    assert open_bundled("") is None


def test_the_list_comes_back() -> None:
    assert load_shelf(dump_shelf(bundled())) == bundled()
    with pytest.raises(ValueError, match="form 1"):
        load_shelf(b'{"form": 2, "articles": []}')
