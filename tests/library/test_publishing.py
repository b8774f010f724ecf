"""What docs/publishing.md says is so: other articles in the folder make another reader."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hiitreader.article.blocks import SpanKind
from hiitreader.library import bundled as module
from hiitreader.library.bundled import bundled, bundled_article, open_bundled
from hiitreader.library.shelf import Shelf

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
MORE = """---
title: Sourdough
tags: [Bread]
language: en
companion: true
---
# Sourdough

Rye needs acid, and sourdough brings acid into the dough.
"""


def compiled(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "packaging" / "compile_resources.py"), "--resources", str(folder), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Resources with the article that the guide shows, and another one."""
    shown = re.search(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    assert shown is not None
    articles = tmp_path / "own" / "articles"
    articles.mkdir(parents=True)
    (articles / "rye.md").write_text(shown[1], encoding="utf-8")
    (articles / "acid.md").write_text(MORE, encoding="utf-8")
    monkeypatch.setattr(module, "resources", lambda: tmp_path / "own")
    return tmp_path / "own"


def test_the_reader_starts_with_the_publishers_article(folder: Path, tmp_path: Path) -> None:
    ran = compiled(folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.split() == ["compiled/start.json", "compiled/articles/acid.json", "compiled/shelf.json"]
    (folder / "articles" / "rye.md").unlink()  # what is read is what was made
    article = bundled_article()
    assert article.title == "Baking with rye"
    assert [block.text for block in article.blocks][-2] == "Sources"
    assert [span.target for span in article.blocks[-1].spans if span.kind is SpanKind.LINK] == [
        "https://doi.org/10.1000/rye"
    ]
    first, other = bundled()
    assert (first.name, other.name, other.entry.companion) == ("rye", "acid", True)
    (post,) = first.similar
    assert (post.title, post.why[0]) == ("Sourdough", "bread")
    opened = open_bundled(post.key)
    assert opened is not None
    assert opened.blocks[1].text == "A companion of this program."
    shelf = Shelf(tmp_path / "data")
    assert {one.title for one in shelf.entries()} == {"Baking with rye", "Sourdough"}
    assert [post.title for post in shelf.similar(first.entry.key)] == ["Sourdough"]
    shelf.close()


@pytest.mark.slow
def test_what_is_left_of_an_article_that_is_gone_is_deleted(folder: Path) -> None:
    assert compiled(folder, "--check").returncode == 1
    assert not (folder / "compiled").exists()
    compiled(folder)
    assert compiled(folder, "--check").returncode == 0
    (folder / "articles" / "acid.md").unlink()
    assert compiled(folder, "--check").returncode == 1
    ran = compiled(folder)
    assert ran.stdout.split("\n")[:2] == ["compiled/shelf.json", "compiled/articles/acid.json: its article is gone"]
    assert not (folder / "compiled" / "articles" / "acid.json").exists()
    assert [one.name for one in bundled()] == ["rye"]


def test_without_a_start_the_first_by_name_is_one(folder: Path) -> None:
    rye = folder / "articles" / "rye.md"
    rye.write_text(rye.read_text(encoding="utf-8").replace("start: true\n", ""), encoding="utf-8")
    compiled(folder)
    assert bundled_article().title == "Sourdough"


def test_what_is_wrong_is_told(folder: Path) -> None:
    (folder / "articles" / "acid.md").write_text(MORE.replace("companion", "start"), encoding="utf-8")
    ran = compiled(folder)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "hiitreader: More than one article says that it is the start: acid, rye.\n"


@pytest.mark.parametrize("key", sorted(module_key for module_key in re.findall(r"^\| `(\w+)", GUIDE, re.MULTILINE)))
def test_every_key_of_the_guide_is_known(key: str) -> None:
    from hiitreader.library.front_matter import FrontMatter

    assert key in FrontMatter._fields
