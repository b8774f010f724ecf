"""The bundled article is there whatever happened to its compiled form."""

from pathlib import Path
from shutil import copytree

import pytest

from hiitreader.library import bundled
from hiitreader.library.bundled import NAME, bundled_article, similar_posts
from hiitreader.system.paths import resources


@pytest.fixture
def own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for room in ("articles", "compiled"):
        copytree(resources() / room, tmp_path / room)
    monkeypatch.setattr(bundled, "resources", lambda: tmp_path)
    return tmp_path


def test_both_forms_give_the_same_article(own_resources: Path) -> None:
    compiled = bundled_article()
    (own_resources / "compiled" / f"{NAME}.json").unlink()
    assert bundled_article() == compiled
    assert compiled.title == "Does HIIT workout result in larger or smaller leg muscles?"


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe"])
def test_a_damaged_compiled_form_is_passed_over(own_resources: Path, data: bytes) -> None:
    (own_resources / "compiled" / f"{NAME}.json").write_bytes(data)
    assert bundled_article().blocks


def test_the_compiled_form_is_what_is_read(own_resources: Path) -> None:
    (own_resources / "articles" / f"{NAME}.md").unlink()
    assert bundled_article().blocks


def test_nothing_is_like_the_only_article() -> None:
    assert similar_posts(bundled_article()) == ()
