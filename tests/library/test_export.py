"""An article is written to a file of the reader's; nobody who shares the folder leads the writing elsewhere."""

import os
import stat
from pathlib import Path

import pytest

from hiitreader.article.door import article_from_markdown
from hiitreader.errors import WorldProblem
from hiitreader.library.export import export_article

ARTICLE = article_from_markdown("# Legs\n\nWords.\n")
LINKS = pytest.mark.skipif(os.name != "posix", reason="links need no permission here")


def _lay_links(folder: Path, name: str, to: Path) -> None:
    """Links under every name that was ever known for a part of this process."""
    for made in (f".{name}.{os.getpid()}.part", f"{name}.part", f".{name}.part"):
        (folder / made).symlink_to(to)


@LINKS
def test_a_link_that_lies_in_wait_is_not_written_through(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine")
    _lay_links(tmp_path, "a.md", mine)
    export_article(ARTICLE, tmp_path / "a.md")
    assert mine.read_text() == "mine"
    assert not (tmp_path / "a.md").is_symlink()
    assert "Words." in (tmp_path / "a.md").read_text(encoding="utf-8")


@LINKS
@pytest.mark.parametrize("lies", ["link", "file", "folder"])
def test_whatever_has_the_name_of_the_part_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lies: str
) -> None:
    """Even one who guesses the name gets nothing: only what is made now is written to, and taken away again."""
    monkeypatch.setattr(os, "urandom", lambda count: b"\0" * count)
    mine = tmp_path / "mine"
    mine.write_text("mine")
    part = tmp_path / f".a.md.{os.getpid()}-{'00' * 8}.part"
    {"link": lambda: part.symlink_to(mine), "file": lambda: part.write_text("theirs"), "folder": part.mkdir}[lies]()
    with pytest.raises(WorldProblem):
        export_article(ARTICLE, tmp_path / "a.md")
    assert mine.read_text() == "mine"
    assert os.path.lexists(part)
    assert not (tmp_path / "a.md").exists()


@LINKS
def test_a_file_that_is_replaced_keeps_what_others_may_do_with_it(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("old")
    file.chmod(0o600)
    export_article(ARTICLE, file, replace=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["a.html"]
