"""Bringing articles from several sources at one go: all come, what does not is named, cancelling ends all of it."""

from pathlib import Path

from hiitreader.app.bringing import Bringing
from hiitreader.library.shelf import Shelf
from hiitreader.ui.dropping import Sources


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text(f"# {name}\n\nWords of {name}.\n")
    return folder


def test_files_folders_and_a_text_come_together(tmp_path: Path) -> None:
    folder = write(tmp_path / "more", "b.md", "c.md")
    file = write(tmp_path, "a.md") / "a.md"
    shelf = Shelf(tmp_path / "data")
    sources = Sources((file, folder, tmp_path / "gone.md"), text="# Pasted\n\nWords.")
    report = Bringing(shelf, tmp_path / "data").bring_in(sources)
    shelf.close()
    assert [one.title for one in report.added] == ["a.md", "b.md", "c.md", "Pasted"]
    assert [one.name for one in report.not_taken] == ["gone.md"]


def test_cancelling_ends_what_would_come_after(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, f"{name}.md") for name in ("one", "two")]
    shelf = Shelf(tmp_path / "data")
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return True

    report = Bringing(shelf, tmp_path / "data", cancelled=cancelled).bring_in(Sources(tuple(folders)))
    shelf.close()
    assert report.cancelled
    assert report.added == ()
    assert len(asked) <= 2


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "data")
    report = Bringing(shelf, tmp_path / "data").bring_in(Sources(addresses=("not an address",)))
    shelf.close()
    assert [one.name for one in report.not_taken] == ["not an address"]
