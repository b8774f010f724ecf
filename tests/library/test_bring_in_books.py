"""A book is one article with its chapters as headings; a locked, damaged or hostile one is refused by name."""

import struct
import zipfile
from pathlib import Path

import pytest
from tests.library.bringing import CONTAINER, PNG, PaperShelf, Steps, package, page, write_book
from tests.watchdog import bounded

from hiitreader.article.blocks import BlockKind, SpanKind
from hiitreader.library.bring_in import archive, epub, files, folder
from hiitreader.library.bring_in.pictures import PictureCopies

ONE = page(
    """<h1 id="top">First</h1><p>See <a href="two.xhtml#x">that</a>, <a href="two.xhtml">all of it</a>,
    <a href="#top">above</a>, <a href="gone.xhtml">nothing</a> and <a href="https://example.org/">a site</a>.</p>
    <p><img src="../pictures/leg.png" alt="A leg"/></p><ul><li>a</li></ul>"""
)
TWO = page('<p id="x">No heading here.</p><ul><li>b</li></ul>')
NCX = """<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>The second</text></navLabel>
<content src="text/two.xhtml#x"/></navPoint></navMap></ncx>"""
PAGES = {"OPS/text/one.xhtml": ONE, "OPS/text/two.xhtml": TWO, "OPS/pictures/leg.png": PNG}
OPF = package(["text/one.xhtml", "text/two.xhtml"])


@pytest.fixture
def shelf() -> PaperShelf:
    return PaperShelf()


def test_a_book(tmp_path: Path, shelf: PaperShelf) -> None:
    more = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    opf = package(["text/one.xhtml", "text/two.xhtml"], more=more, toc="ncx")
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": opf, "OPS/toc.ncx": NCX})
    steps = Steps()
    report = epub.bring_in(path, shelf, steps)
    (entry,) = report.added
    assert (entry.title, entry.language, entry.tags, entry.date) == (
        "Strong Legs",
        "en-GB",
        ("legs", "rest"),
        "2020-05-01",
    )
    assert entry.summary == "About legs."
    assert [tuple(step) for step in steps.seen] == [(0, 2, "OPS/text/one.xhtml"), (1, 2, "The second")]
    article = shelf.articles[entry.key]
    assert [(block.text, block.level) for block in article.blocks if block.kind is BlockKind.HEADING] == [
        ("Strong Legs", 1), ("First", 2), ("The second", 2),
    ]  # fmt: skip
    assert article.blocks[1].text == "Ann Writer"
    links = next(block for block in article.blocks if block.text.startswith("See"))
    where = {links.text[span.start : span.end]: span.target for span in links.spans if span.kind is SpanKind.LINK}
    anchors = {block.anchor: block.text for block in article.blocks if block.anchor}
    assert anchors[where["that"][1:]] == "No heading here."
    assert anchors[where["all of it"][1:]] == "The second"
    assert anchors[where["above"][1:]] == "First"
    assert where["a site"] == "https://example.org/"
    assert "nothing" not in where
    lists = {block.within[0].id: block.text for block in article.blocks if block.within}
    assert sorted(lists.values()) == ["a", "b"]
    assert not any(block.target for block in article.blocks)


def test_chapters_by_the_book_s_navigation(tmp_path: Path, shelf: PaperShelf) -> None:
    more = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    nav = page('<nav><ol><li><a href="text/two.xhtml">The <i>other</i> one</a></li></ol></nav>')
    opf = package(["text/one.xhtml", "text/two.xhtml"], more=more)
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": opf, "OPS/nav.xhtml": nav})
    epub.bring_in(path, shelf)
    assert "The other one" in shelf.text("Strong Legs")


def test_pictures_only_when_asked(tmp_path: Path, shelf: PaperShelf) -> None:
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": OPF})
    report = epub.bring_in(path, shelf, pictures=PictureCopies(tmp_path / "data"))
    article = shelf.articles[report.added[0].key]
    (image,) = [block for block in article.blocks if block.kind is BlockKind.IMAGE]
    assert Path(image.target).read_bytes() == PNG
    assert Path(image.target).is_relative_to(tmp_path / "data")
    assert image.text == "A leg"


def test_a_chapter_that_can_t_be_read_is_named(tmp_path: Path, shelf: PaperShelf) -> None:
    path = write_book(
        tmp_path / "b.epub", {"OPS/text/one.xhtml": ONE, "OPS/text/two.xhtml": b"\0" * 50, "OPS/book.opf": OPF}
    )
    report = epub.bring_in(path, shelf)
    assert len(report.added) == 1
    assert [one.name for one in report.not_taken] == ["b.epub: OPS/text/two.xhtml"]


def test_cancelled_in_the_middle_there_is_no_half_book(tmp_path: Path, shelf: PaperShelf) -> None:
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": OPF})
    steps = Steps(1)
    report = epub.bring_in(path, shelf, steps, steps.cancelled)
    assert report.cancelled
    assert not shelf.titles


def test_books_among_files_and_in_folders(tmp_path: Path, shelf: PaperShelf) -> None:
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": OPF})
    assert len(files.bring_in(path, shelf).added) == 1
    assert folder.bring_in(tmp_path, shelf).known == 1


def cd_with(path: Path, at: int, form: str, value: int) -> Path:
    """Change a field of the first part's entry in the archive's list."""
    data = bytearray(path.read_bytes())
    struct.pack_into(form, data, data.index(b"PK\x01\x02") + at, value)
    path.write_bytes(data)
    return path


def climbing(path: Path) -> Path:
    return write_book(path, PAGES | {"OPS/book.opf": OPF, "../../evil.xhtml": ONE})


def rooted(path: Path) -> Path:
    return write_book(path, PAGES | {"OPS/book.opf": OPF, "/etc/passwd": ONE})


def windows(path: Path) -> Path:
    return write_book(path, PAGES | {"OPS/book.opf": OPF, "C:/evil": ONE})


def bomb(path: Path) -> Path:
    return write_book(path, PAGES | {"OPS/book.opf": OPF, "OPS/text/one.xhtml": b" " * 20_000_000})


def liar(path: Path) -> Path:
    """Says that its first part is small."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("META-INF/container.xml", " " * 3_000_000 + CONTAINER)
        book.writestr("OPS/book.opf", OPF)
    return cd_with(path, 24, "<L", 500)


def many(path: Path) -> Path:
    return write_book(path, {f"{number}": "" for number in range(archive.MOST_PARTS + 1)})


def entities(path: Path) -> Path:
    opf = OPF.replace("<package", '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><package')
    return write_book(path, PAGES | {"OPS/book.opf": opf})


def hidden_entities(path: Path) -> Path:
    opf = OPF.replace("<package", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><package')
    return write_book(path, PAGES | {"OPS/book.opf": opf.encode("utf-16")})


def encrypted(path: Path) -> Path:
    return cd_with(write_book(path, PAGES | {"OPS/book.opf": OPF}), 8, "<H", 1)


def locked(path: Path) -> Path:
    lock = '<encryption><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></encryption>'
    return write_book(path, PAGES | {"OPS/book.opf": OPF, "META-INF/encryption.xml": lock})


def lent(path: Path) -> Path:
    return write_book(path, PAGES | {"OPS/book.opf": OPF, "META-INF/license.lcpl": "{}"})


def strangely_packed(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as book:
        book.writestr("META-INF/container.xml", CONTAINER)
    return path


def no_archive(path: Path) -> Path:
    path.write_bytes(b"PK\x03\x04 nothing")
    return path


def cut(path: Path) -> Path:
    write_book(path, PAGES | {"OPS/book.opf": OPF})
    path.write_bytes(path.read_bytes()[:-200])
    return path


def no_list(path: Path) -> Path:
    return write_book(path, PAGES, "<container/>")


def list_outside(path: Path) -> Path:
    return write_book(path, PAGES, CONTAINER.replace("OPS/book.opf", "../../book.opf"))


def no_chapters(path: Path) -> Path:
    return write_book(path, {"OPS/book.opf": package([])})


def chapters_outside(path: Path) -> Path:
    return write_book(
        path, PAGES | {"OPS/book.opf": package(["../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"])}
    )


def broken_list(path: Path) -> Path:
    return write_book(path, PAGES | {"OPS/book.opf": "<package>"})


def wide_archive(path: Path) -> Path:
    """Has the larger end record that says what the smaller one does not."""
    data = write_book(path, PAGES | {"OPS/book.opf": OPF}).read_bytes()
    at = data.rindex(b"PK\x05\x06")
    path.write_bytes(data[:at] + b"PK\x06\x07" + b"\0" * 16 + data[at:])
    return path


REFUSED = {
    climbing: "It holds a path that leads out of it: ../../evil.xhtml.",
    rooted: "It holds a path that leads out of it: /etc/passwd.",
    windows: "It holds a path that leads out of it: C:/evil.",
    bomb: "It is a zip bomb: it would grow to many times its size when it is unpacked.",
    liar: "A part of it is damaged: META-INF/container.xml.",
    many: "It has more than 10000 parts.",
    wide_archive: "It has more than 10000 parts.",
    entities: "It defines abbreviations that could grow without bounds.",
    hidden_entities: "It defines abbreviations that could grow without bounds.",
    encrypted: "It is encrypted.",
    locked: "It is locked by its seller (DRM), so only their own programs can open it.",
    lent: "It is locked by its seller (DRM), so only their own programs can open it.",
    strangely_packed: "It is packed in a way that books are not.",
    no_archive: "It is no book, or damaged.",
    cut: "It is no book, or damaged.",
    no_list: "It is no book: it has no list of its parts.",
    list_outside: "It is no book: it has no list of its parts.",
    no_chapters: "It has no chapters that can be read.",
    chapters_outside: "It has no chapters that can be read.",
    broken_list: "Its list of contents can't be read.",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_refused_by_name(make: object, tmp_path: Path, shelf: PaperShelf) -> None:
    assert callable(make)
    path = make(tmp_path / "b.epub")
    report = epub.bring_in(path, shelf)
    assert [(one.name, one.reason) for one in report.not_taken] == [("b.epub", REFUSED[make])]
    assert not shelf.titles


@pytest.mark.parametrize("name", [b"\0PS/c.xhtml", b"OPS/\0.xhtml", b"OPS/cxhtml\xff", b" " * 11])
def test_a_part_with_no_name_or_an_odd_one_is_passed(tmp_path: Path, shelf: PaperShelf, name: bytes) -> None:
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": OPF, "OPS/c.xhtml": "more"})
    path.write_bytes(path.read_bytes().replace(b"OPS/c.xhtml", name))
    assert len(epub.bring_in(path, shelf).added) == 1


def test_hidden_fonts_are_no_lock(tmp_path: Path, shelf: PaperShelf) -> None:
    lock = '<encryption><EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/></encryption>'
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": OPF, "META-INF/encryption.xml": lock})
    assert len(epub.bring_in(path, shelf).added) == 1


def test_what_is_unpacked_in_all_has_an_end(tmp_path: Path, shelf: PaperShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": OPF})
    monkeypatch.setattr(archive, "MOST_READ", len(CONTAINER) + len(OPF) + len(ONE) + 10)
    report = epub.bring_in(path, shelf)
    assert [one.reason for one in report.not_taken] == ["A part of it is too large to be read: OPS/text/two.xhtml."]
    assert len(report.added) == 1


def _nested(opening: str, closing: str, times: int, inner: str = "a") -> str:
    return opening * times + inner + closing * times


@pytest.mark.parametrize(
    "said",
    [
        _nested("<dc:title>", "</dc:title>", 45_000),
        _nested("<dc:title>a", "</dc:title>", 45_000),
        _nested("<dc:title><dc:creator>", "</dc:creator></dc:title>", 20_000),
        "<dc:subject>" + _nested("<x>", "</x>", 60_000) + "</dc:subject>",
        "<dc:creator>" + "<x/>" * 100_000 + "</dc:creator>",
        "<dc:creator>a</dc:creator>" * 38_000,
    ],
    ids=("titles", "titles with words", "two kinds", "others within", "others beside", "many"),
)
def test_what_a_book_says_of_itself_may_be_nested_as_it_likes(tmp_path: Path, shelf: PaperShelf, said: str) -> None:
    opf = package(["text/one.xhtml", "text/two.xhtml"], said=said)
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": opf})
    with bounded():
        report = epub.bring_in(path, shelf)
    (entry,) = report.added
    assert entry.title == "Strong Legs"


@pytest.mark.parametrize(
    "points",
    [
        _nested("<navPoint><navLabel>", "</navLabel></navPoint>", 22_000),
        _nested("<navPoint><navLabel><text>a", "</text></navLabel></navPoint>", 17_000),
        _nested("<navLabel>", "</navLabel>", 45_000),
        "<navPoint><navLabel>" + "<x>a</x>" * 100_000 + '</navLabel><content src="text/one.xhtml"/></navPoint>',
        '<navPoint><navLabel><text>a</text></navLabel><content src="text/one.xhtml"/></navPoint>' * 11_000,
    ],
    ids=("points", "points with words", "labels", "others in a label", "many"),
)
def test_a_list_of_chapters_may_be_nested_as_it_likes(tmp_path: Path, shelf: PaperShelf, points: str) -> None:
    more = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    opf = package(["text/one.xhtml", "text/two.xhtml"], more=more, toc="ncx")
    ncx = f"<ncx><navMap>{points}</navMap></ncx>"
    path = write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": opf, "OPS/toc.ncx": ncx})
    with bounded():
        report = epub.bring_in(path, shelf)
    assert len(report.added) == 1


def test_the_words_of_a_title_are_read_through_what_marks_them(tmp_path: Path, shelf: PaperShelf) -> None:
    opf = package(["text/one.xhtml", "text/two.xhtml"]).replace("Strong Legs", "<b>Str<i>on</i>g</b> L<i/>egs")
    report = epub.bring_in(write_book(tmp_path / "b.epub", PAGES | {"OPS/book.opf": opf}), shelf)
    assert [entry.title for entry in report.added] == ["Strong Legs"]
