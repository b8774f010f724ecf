"""Files, folders and pasted texts come to the shelf, each article once, and what does not come is named."""

import os
from pathlib import Path

import pytest
from tests.library.bringing import PNG, PaperShelf, Steps

from hiitreader.article.blocks import BlockKind
from hiitreader.article.door import SourceKind
from hiitreader.errors import WorldProblem
from hiitreader.library.bring_in import files, folder, pasted
from hiitreader.library.bring_in import pictures as copies
from hiitreader.library.bring_in.pictures import PictureCopies
from hiitreader.library.shelf import Shelf

LEGS = "---\ntitle: Legs\ntags: [strength, legs]\nsummary: How they grow.\ndate: 2024-02-03\n---\n\nLegs grow. Slowly."


@pytest.fixture
def shelf() -> PaperShelf:
    return PaperShelf()


def put(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_files_come_with_what_they_say_of_themselves(tmp_path: Path, shelf: PaperShelf) -> None:
    paths = [
        put(tmp_path / "legs.md", LEGS),
        put(tmp_path / "page.html", "<html lang=de><title>Beine</title><p>Sie wachsen."),
        put(tmp_path / "notes.txt", "Just notes."),
    ]
    steps = Steps()
    report = files.bring_in(paths, shelf, steps)
    assert [entry.title for entry in report.added] == ["Legs", "Beine", "notes"]
    legs, page, _ = report.added
    assert (legs.tags, legs.summary, legs.date) == (("strength", "legs"), "How they grow.", "2024-02-03")
    assert legs.origin == str(tmp_path / "legs.md")
    assert page.language == "de"
    assert [tuple(step) for step in steps.seen] == [(0, 3, "legs.md"), (1, 3, "page.html"), (2, 3, "notes.txt")]
    assert not report.not_taken
    assert not report.cancelled


@pytest.mark.skipif(os.name != "posix", reason="names of POSIX, which may be any bytes")
def test_a_file_whose_name_is_no_text_comes_too(tmp_path: Path) -> None:
    path = put(Path(os.fsdecode(os.fsencode(tmp_path / "caf") + b"\xe9.md")), LEGS)
    shelf = Shelf(tmp_path / "data")
    (entry,) = files.bring_in(path, shelf).added
    assert entry.origin == str(tmp_path / "caf?.md")
    assert shelf.open(entry.key) is not None
    shelf.close()


def test_the_same_text_twice_is_one(tmp_path: Path, shelf: PaperShelf) -> None:
    paths = [put(tmp_path / "a.md", LEGS), put(tmp_path / "b.md", LEGS)]
    assert files.bring_in(paths, shelf).known == 1
    again = files.bring_in(paths, shelf)
    assert (again.added, again.known) == ((), 2)
    assert shelf.titles == ["Legs"]


def test_what_is_not_taken_is_named_and_the_rest_comes(tmp_path: Path, shelf: PaperShelf) -> None:
    paths = [
        tmp_path / "gone.md",
        put(tmp_path / "film.txt", b"\0\1\2" * 100),
        put(tmp_path / "empty.html", "<p> "),
        put(tmp_path / "legs.md", LEGS),
    ]
    report = files.bring_in(paths, shelf)
    assert shelf.titles == ["Legs"]
    assert [(one.name, one.reason) for one in report.not_taken] == [
        ("gone.md", f"There is no file {tmp_path / 'gone.md'}."),
        ("film.txt", "This file holds no text that can be read."),
        ("empty.html", "empty.html holds nothing to read."),
    ]


def test_cancelling_keeps_what_came(tmp_path: Path, shelf: PaperShelf) -> None:
    paths = [put(tmp_path / f"{number}.md", f"# Number {number}\n\nText.") for number in range(4)]
    steps = Steps(2)
    report = files.bring_in(paths, shelf, steps, steps.cancelled)
    assert shelf.titles == ["Number 0", "Number 1"]
    assert report.cancelled


PICTURED = "# Legs\n\n![A leg](leg.png)\n\nAnd ![a film](film.png) in ![between](leg.png) words."


def test_pictures_are_copied_only_when_asked(tmp_path: Path, shelf: PaperShelf) -> None:
    path = put(tmp_path / "own" / "legs.md", PICTURED)
    put(tmp_path / "own" / "leg.png", PNG)
    put(tmp_path / "own" / "film.png", b"no picture at all")
    files.bring_in(path, shelf)
    (article,) = shelf.articles.values()
    image = next(block for block in article.blocks if block.kind is BlockKind.IMAGE)
    assert image.target == str(tmp_path / "own" / "leg.png")
    assert not (tmp_path / "data").exists()

    asked = PaperShelf()
    files.bring_in(path, asked, pictures=PictureCopies(tmp_path / "data"))
    (article,) = asked.articles.values()
    copied = tmp_path / "data" / article.digest / "1.png"
    image = next(block for block in article.blocks if block.kind is BlockKind.IMAGE)
    assert image.target == str(copied)
    assert copied.read_bytes() == PNG
    assert [one.name for one in copied.parent.iterdir()] == ["1.png"]
    assert list(asked.articles) == list(shelf.articles)


def test_an_article_that_is_there_without_copies_gets_them(tmp_path: Path) -> None:
    path = put(tmp_path / "own" / "legs.md", PICTURED)
    put(tmp_path / "own" / "leg.png", PNG)
    shelf = Shelf(tmp_path / "data")

    def image(pictures: PictureCopies | None) -> str:
        files.bring_in(path, shelf, pictures=pictures)
        (key,) = (entry.key for entry in shelf.entries() if entry.title == "Legs")
        article = shelf.open(key)
        assert article is not None
        return next(block.target for block in article.blocks if block.kind is BlockKind.IMAGE)

    assert image(None) == str(tmp_path / "own" / "leg.png")
    copied = image(PictureCopies(tmp_path / "pictures"))
    assert Path(copied).is_relative_to(tmp_path / "pictures")
    assert image(None) == copied, "and keeps them"
    shelf.close()


def test_copies_are_held_to_a_size_and_a_number(
    tmp_path: Path, shelf: PaperShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"{number}.png" for number in range(6)]
    for name in names:
        put(tmp_path / name, PNG + name.encode())
    put(tmp_path / "0.png", PNG * 10)
    path = put(tmp_path / "a.md", "\n\n".join(f"![{name}]({name})" for name in names))
    monkeypatch.setattr(copies, "MOST", 4)
    monkeypatch.setattr(copies, "MOST_BYTES", 100)
    monkeypatch.setattr(copies, "MOST_OF_ALL", 120)
    files.bring_in(path, shelf, pictures=PictureCopies(tmp_path / "data"))
    (article,) = shelf.articles.values()
    kept = [bool(block.target) for block in article.blocks]
    assert kept == [False, True, True, False, False, False]
    assert [block.text for block in article.blocks] == names


def test_a_folder_with_the_folders_in_it(tmp_path: Path, shelf: PaperShelf) -> None:
    top = tmp_path / "articles"
    put(top / "b.md", "# B\n\nText.")
    put(top / "A.txt", "Text of A.")
    put(top / "deep" / "er" / "c.html", "<h1>C</h1><p>Text.")
    put(top / "deep" / "film.mp4", b"\0")
    put(top / ".hidden" / "d.md", "# D\n\nText.")
    put(top / ".e.md", "# E\n\nText.")
    put(tmp_path / "outside.md", "# Secret\n\nText.")
    (top / "link.md").symlink_to(tmp_path / "outside.md")
    (top / "round").symlink_to(top, target_is_directory=True)
    steps = Steps()
    report = folder.bring_in(top, shelf, steps)
    assert shelf.titles == ["A", "B", "C"]
    assert [step.name for step in steps.seen] == ["A.txt", "b.md", os.path.join("deep", "er", "c.html")]  # noqa: PTH118
    assert {(one.name, one.reason) for one in report.not_taken} == {
        ("link.md", "It is a link to another place, and links are not followed."),
        ("articles", "Files of other kinds, which were not taken: 2."),
    }


def test_a_folder_has_bounds(tmp_path: Path, shelf: PaperShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        put(tmp_path / f"{number}.md", f"# Number {number}\n\nText.")
    put(tmp_path.joinpath("x", *"abc", "far.md"), "# Far\n\nText.")
    monkeypatch.setattr(folder, "MOST_FILES", 3)
    monkeypatch.setattr(folder, "MOST_DEEP", 3)
    report = folder.bring_in(tmp_path, shelf)
    assert shelf.titles == ["Number 0", "Number 1", "Number 2"]
    assert [(one.name, one.reason) for one in report.not_taken] == [
        ("3.md", "The folder holds more than 3 files, the most that are looked at."),
        ("4.md", "The folder holds more than 3 files, the most that are looked at."),
        (os.path.join("x", "a", "b"), "The folders are nested more than 3 deep."),  # noqa: PTH118
    ]
    monkeypatch.setattr(folder, "MOST_SEEN", 2)
    assert len(folder.bring_in(tmp_path, PaperShelf()).added) == 2


def test_a_folder_that_is_not_there(tmp_path: Path, shelf: PaperShelf) -> None:
    with pytest.raises(WorldProblem, match="can't be read"):
        folder.bring_in(tmp_path / "gone", shelf)


PASTED = {
    "plain": ("Legs grow. Slowly they do.", SourceKind.TEXT, "Legs grow"),
    "numbers are no markup": ("5 * 3 is - as #1 said - 15.", SourceKind.TEXT, "5 * 3 is - as #1 said - 15"),
    "markdown": ("Legs\n====\n\nThey *grow*.", SourceKind.MARKDOWN, "Legs"),
    "markdown link": ("See [legs](https://example.org/) now.", SourceKind.MARKDOWN, "See legs now"),
    "front matter": (LEGS, SourceKind.MARKDOWN, "Legs"),
    "html": ("\n<!-- from a page --><h2>Legs</h2><p>They grow.", SourceKind.HTML, "Legs"),
}


@pytest.mark.parametrize("name", PASTED)
def test_pasted(name: str, shelf: PaperShelf) -> None:
    text, kind, title = PASTED[name]
    assert pasted.kind_of_text(text) is kind
    report = pasted.bring_in(text, shelf)
    assert [entry.title for entry in report.added] == [title]
    assert report.added[0].origin == pasted.ORIGIN
    assert pasted.bring_in(text, shelf).known == 1


def test_pasted_as_the_clipboard_says(shelf: PaperShelf) -> None:
    pasted.bring_in("Just <b>bold</b> words", shelf, kind=SourceKind.HTML)
    assert shelf.text("Just bold words") == ["Just bold words"]


def test_a_long_first_sentence_is_cut_for_the_title(shelf: PaperShelf) -> None:
    (entry,) = pasted.bring_in("word " * 100, shelf).added
    assert entry.title.startswith("word word")
    assert entry.title.endswith("word…")
    assert len(entry.title) <= 81


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_pasted(text: str, shelf: PaperShelf) -> None:
    report = pasted.bring_in(text, shelf)
    assert [one.reason for one in report.not_taken] == ["There is no text to bring in."]
