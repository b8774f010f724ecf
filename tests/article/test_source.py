"""Files that can't be opened are told apart in clear words; encodings are found out."""

import os
from pathlib import Path

import pytest

from hiitreader.article import source
from hiitreader.article.door import article_from_text, open_article, open_in_slices
from hiitreader.article.limits import MAX_BYTES
from hiitreader.article.source import NOT_UNICODE, SourceKind, kind_of
from hiitreader.errors import InputProblem, Problem, WorldProblem


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refused(path: Path, kind: type[Problem]) -> str:
    with pytest.raises(Problem) as caught:
        next(open_in_slices(path))
    assert type(caught.value) is kind
    assert caught.value.happened
    assert caught.value.safe
    assert caught.value.todo
    said = caught.value.said()
    assert "{" not in said
    return said


def test_missing(tmp_path: Path) -> None:
    assert f"There is no file {tmp_path / 'no.md'}." in refused(tmp_path / "no.md", WorldProblem)


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refused(tmp_path, InputProblem)


def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert "not a file that can be read" in refused(tmp_path / "pipe.md", InputProblem)


def test_not_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "a.md", b"text")

    def refuse(*_arguments: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "can't be read: Permission denied" in refused(path, WorldProblem)


@pytest.mark.parametrize("name", ["loop.md", "x" * 300, "nul\0.md"])
def test_names_the_system_refuses(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    assert "can't be read" in refused(tmp_path / name, WorldProblem)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty(tmp_path: Path, data: bytes) -> None:
    assert "a.md is empty" in refused(written(tmp_path, "a.md", data), InputProblem)


@pytest.mark.parametrize(
    ("name", "data"), [("a.md", b"<!-- a -->"), ("a.html", b"<script>x</script>"), ("a.txt", b"\x01")]
)
def test_nothing_to_read(tmp_path: Path, name: str, data: bytes) -> None:
    refused(written(tmp_path, name, data), InputProblem)


@pytest.mark.parametrize(
    "data", [b"a\0b", b"%PDF-1.7 text", b"PK\x03\x04 text", b"\x89PNG\r\n", b"ab\x01\x02\x03cd", b"{\\rtf1 a}"]
)
def test_binary(tmp_path: Path, data: bytes) -> None:
    assert "holds no text" in refused(written(tmp_path, "a.txt", data), InputProblem)


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert "larger than 50 MB" in refused(path, InputProblem)


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 3)
    monkeypatch.setattr(os, "fstat", lambda _number: os.stat_result((0,) * 10))
    assert "larger than" in refused(written(tmp_path, "a.md", b"four"), InputProblem)


ENCODED = {
    "utf-8": ("a.md", "é“ 🦵".encode(), "é“ 🦵", False),
    "utf-8 with a mark": ("a.md", "é".encode("utf-8-sig"), "é", False),
    "utf-16": ("a.md", "é🦵".encode("utf-16"), "é🦵", False),
    "utf-16 big": ("a.txt", b"\xfe\xff" + "é🦵".encode("utf-16-be"), "é🦵", False),
    "utf-32": ("a.txt", "é🦵".encode("utf-32"), "é🦵", False),
    "neither": ("a.md", "é“ €".encode("cp1252"), "é“ €", True),
    "bytes without a letter": ("a.txt", b"caf\xe9 \x81", "café \ufffd", True),
    "html says so": ("a.html", b"<meta charset=koi8-r><p>" + "Привет".encode("koi8-r"), "Привет", False),
    "html says it the old way": (
        "a.html",
        b'<meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><p>' + "日本".encode("shift_jis"),
        "日本",
        False,
    ),
    "html names letters that never came to be": ("a.html", b"<meta charset=iso-8859-12><p>\xc3\xa9", "é", False),
    "html names letters of another spelling": ("a.html", b"<meta charset=iso88592><p>\xc3\xa9", "é", False),
    "html names one code page too many": ("a.html", b"<meta charset=windows-1259><p>\xc3\xa9", "é", False),
    "html names no letters": ("a.html", b"<meta charset=utf-7><p>" + "é".encode(), "é", False),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encoding(tmp_path: Path, name: str) -> None:
    file, data, text, noted = ENCODED[name]
    article = open_article(written(tmp_path, file, data))
    assert article.blocks[-1].text == text
    assert article.notes == ((NOT_UNICODE,) if noted else ())


def test_line_ends(tmp_path: Path) -> None:
    article = open_article(written(tmp_path, "a.md", b"# A\r\n\r\nb\r\rc"))
    assert [block.text for block in article.blocks] == ["A", "b", "c"]


def test_kinds(tmp_path: Path) -> None:
    names = ["a.md", "A.MARKDOWN", "a.htm", "a.xhtml", "a.txt", "README", "a.rst"]
    md, html, text = SourceKind.MARKDOWN, SourceKind.HTML, SourceKind.TEXT
    assert [kind_of(Path(name)) for name in names] == [md, md, html, html, text, None, None]


@pytest.mark.parametrize("name", ["page", "index.php", "page.html.1"])
@pytest.mark.parametrize("start", [b"<!DOCTYPE html>", b"\xef\xbb\xbf\n<HTML>", b"<!-- saved --><body>"])
def test_an_html_document_says_what_it_is(tmp_path: Path, name: str, start: bytes) -> None:
    article = open_article(written(tmp_path, name, start + b"<p>a<p>b"))
    assert [block.text for block in article.blocks] == ["a", "b"]


@pytest.mark.parametrize(
    "name", ["passwd", "id_rsa", ".netrc", "settings.json", "notes.log", "a.py", ".md", "README", "a.txt~", "a.md.bak"]
)
def test_text_is_not_taken_for_an_article_just_because_it_is_text(tmp_path: Path, name: str) -> None:
    said = refused(written(tmp_path, name, b"root:x:0:0:root:/root:/bin/bash\n"), InputProblem)
    assert name in said
    assert ".md, .markdown" in said
    assert ".txt" in said


def test_a_file_of_the_systems_own_is_not_taken_for_an_article() -> None:
    assert "passwd" in refused(Path("/etc/passwd"), InputProblem)


def test_a_book_is_for_the_shelf(tmp_path: Path) -> None:
    assert "the shelf" in refused(written(tmp_path, "a.EPUB", b"PK\x03\x04"), InputProblem)


def test_the_digest_is_of_the_bytes(tmp_path: Path) -> None:
    article = open_article(written(tmp_path, "a.txt", b"abc"))
    assert article.digest == "cf4ab791c62b8d2b2109c90275287816"
    assert article.digest == article_from_text("abc").digest
    assert article.source == str(tmp_path / "a.txt")
