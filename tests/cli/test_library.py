"""The shelf on the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hiitreader.__main__ import main
from hiitreader.errors import InputProblem
from hiitreader.library.bring_in import feeds, wordpress
from hiitreader.library.bring_in.report import NotTaken, Report
from hiitreader.library.bring_in.subscriptions import Subscriptions
from hiitreader.system.translations import use

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIITREADER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    front = "---\ntitle: Sprints\ntags: [legs, speed]\n---\n"
    (texts / "sprints.md").write_text(f"{front}# Sprints\n\nSprints build strong legs.\n", encoding="utf-8")
    (texts / "tea.txt").write_text("Tea\n\nGreen tea wants less heat.\n", encoding="utf-8")
    (texts / "picture.png").write_bytes(b"\x89PNG")
    return texts


def asked(capsys: Capture, *words: str) -> object:
    assert main(["library", *words, "--json"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return json.loads(said.out)


def titles(found: object) -> list[str]:
    assert isinstance(found, list)
    return [one["title"] for one in found]


def test_a_folder_is_put_there_once_and_what_is_left_is_named(folder: Path, capsys: Capture) -> None:
    assert main(["library", "add", str(folder)]) == 0
    said = capsys.readouterr()
    assert "Sprints" in said.out
    assert said.out.endswith("2 articles are new on the shelf.\n")
    assert said.err == "Not taken: texts. Files of other kinds, which were not taken: 1.\n"
    again = asked(capsys, "add", str(folder / "tea.txt"), str(folder / "sprints.md"))
    assert again == {"added": [], "known": 2, "not_taken": [], "gone": []}


def test_what_can_not_be_taken_is_told(tmp_path: Path, data: Path, capsys: Capture) -> None:
    assert main(["library", "add", str(tmp_path / "none.md")]) == 1
    said = capsys.readouterr()
    assert "Not taken: none.md. There is no file" in said.err
    assert "0 articles are new" in said.out
    assert not data.exists()


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
@pytest.mark.parametrize("bad", ["missing.md", "empty.txt", "passwd", "ftp://example.org/a.md", "no-folder/"])
def test_what_fails_beside_what_comes_is_told_and_makes_it_one(
    folder: Path, tmp_path: Path, capsys: Capture, bad: str, order: slice
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "passwd").write_text("root:x:0:0", encoding="utf-8")
    wrong = bad if "://" in bad else str(tmp_path / bad)
    sources = [str(folder / "sprints.md"), wrong][order]
    for times, came in enumerate(("1 article is new", "1 was there already")):
        assert main(["library", "add", *sources]) == 1, times
        said = capsys.readouterr()
        assert came in said.out
        assert bad.strip("/") in said.err
    assert main(["library", "add", "--json", *sources]) == 1


@pytest.mark.parametrize("scheme", ["ftp", "FTP", "sftp", "gopher", "file", "smb", "ws", "about", "x-y.z+1"])
def test_an_address_that_is_not_of_the_web_is_not_fetched(
    scheme: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_any: object, **_more: object) -> Report:
        raise AssertionError("asked")

    monkeypatch.setattr(feeds, "bring_in", nobody)
    monkeypatch.setattr(wordpress, "bring_in", nobody)
    address = f"{scheme}://example.org/a.md"
    assert main(["library", "add", address]) == 1
    assert capsys.readouterr().err.startswith(
        f"Not taken: {address}. Addresses that begin with “{scheme.lower()}:” are"
    )


def test_a_file_whose_name_looks_like_an_address_is_a_file(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data:1.md").write_text("# Numbers\n\nOne.\n", encoding="utf-8")
    assert main(["library", "add", "data:1.md"]) == 0
    assert "Numbers" in capsys.readouterr().out


def test_an_address_is_asked_as_the_likelier_kind_first(
    monkeypatch: pytest.MonkeyPatch, data: Path, capsys: Capture
) -> None:
    asked_for: list[tuple[str, str]] = []

    def nowhere(kind: str) -> Callable[..., Report]:
        def bring_in(source: str, *_rest: object, subscriptions: Subscriptions, **_more: object) -> Report:
            asked_for.append((kind, source))
            if kind == "wordpress" and source.endswith("blog/"):
                return Report(known=3, gone=("Old",))
            return Report(not_taken=(NotTaken(source, InputProblem(f"No {kind}.")),))

        return bring_in

    monkeypatch.setattr(feeds, "bring_in", nowhere("feed"))
    monkeypatch.setattr(wordpress, "bring_in", nowhere("wordpress"))
    assert main(["library", "add", "https://example.org"]) == 1
    assert capsys.readouterr().err == "Not taken: https://example.org. No wordpress.\n"
    assert main(["library", "add", "https://example.org/blog/"]) == 0
    assert "3 were there already.\nGone from its site, and still on the shelf: Old\n" in capsys.readouterr().out
    assert [kind for kind, _source in asked_for] == ["wordpress", "feed", "feed", "wordpress"]
    assert not data.exists()


def test_the_shelf_is_listed(folder: Path, capsys: Capture) -> None:
    assert len(titles(asked(capsys, "list"))) == 6
    main(["library", "add", str(folder)])
    capsys.readouterr()
    assert titles(asked(capsys, "list"))[0] in {"Sprints", "tea"}
    assert titles(asked(capsys, "list", "--tag", "SPEED", "--unread")) == ["Sprints"]
    assert titles(asked(capsys, "list", "--sort", "words"))[0] == "How to use this reader"
    assert main(["library", "list", "--tag", "speed"]) == 0
    assert "    5 words; legs, speed; unread\n" in capsys.readouterr().out
    assert main(["library", "list", "--tag", "none"]) == 0
    assert capsys.readouterr().out == "There is no such article on the shelf.\n"


def test_words_are_found(folder: Path, capsys: Capture) -> None:
    main(["library", "add", str(folder)])
    capsys.readouterr()
    assert main(["library", "search", "strong leg"]) == 0
    assert capsys.readouterr().out == "Nothing was found.\n"
    assert main(["library", "search", "strong", "leg"]) == 0
    assert "    Sprints Sprints build *strong* *legs*.\n" in capsys.readouterr().out
    (hit,) = asked(capsys, "search", "strong legs")  # type: ignore[misc]
    assert hit["title"] == "Sprints"
    assert hit["excerpt"] == "strong legs."
    assert {"text": "strong legs", "hit": True} in hit["snippet"]
    assert len(asked(capsys, "search", "the", "--limit", "2")) == 2  # type: ignore[arg-type]


def test_what_is_alike_is_listed(folder: Path, capsys: Capture) -> None:
    assert len(titles(asked(capsys, "similar"))) == 4
    assert titles(asked(capsys, "similar", "how-muscles-grow"))[0].startswith("What HIIT is")
    assert main(["library", "similar"]) == 0
    assert "    Shares: HIIT, hypertrophy, muscle\n" in capsys.readouterr().out
    assert main(["library", "similar", "user-guide"]) == 0
    assert capsys.readouterr().out == "No article on the shelf is like it.\n"


def test_an_article_is_taken_off_and_read_by_its_key(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    main(["library", "add", str(folder)])
    capsys.readouterr()
    (one,) = asked(capsys, "list", "--tag", "speed")  # type: ignore[misc]
    short = one["key"][:6]
    assert main(["read", "--article", short]) == 0
    assert "Sprints build strong legs." in capsys.readouterr().out
    assert main(["export", "out.md", "--article", short.upper()]) == 0
    assert "strong legs" in (tmp_path / "out.md").read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["library", "remove", short]) == 0
    assert capsys.readouterr().out == "Taken off the shelf: Sprints\n"
    assert main(["library", "remove", short]) == 1
    assert f"There is no article with the id “{short}”." in capsys.readouterr().err


def test_a_reply_is_left_under_an_article_of_the_shelf(folder: Path, capsys: Capture) -> None:
    main(["library", "add", str(folder)])
    capsys.readouterr()
    (one,) = asked(capsys, "list", "--tag", "speed")  # type: ignore[misc]
    words = ["--name", "Ada", "--email", "ada@example.com", "--comment", "How often?"]
    assert main(["reply", "--article", one["key"][:6], *words]) == 0
    capsys.readouterr()
    assert main(["replies", "--article", one["key"]]) == 0
    assert "How often?" in capsys.readouterr().out
    assert main(["replies"]) == 0
    assert "How often?" not in capsys.readouterr().out


def test_a_picture_in_plain_text_has_the_readers_language(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.md").write_text("# One\n\n![a leg](leg.png)\n", encoding="utf-8")
    assert main(["library", "add", str(tmp_path / "one.md")]) == 0
    key = capsys.readouterr().out[:10]
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    try:
        assert main(["read", "--article", key]) == 0
        assert main(["export", str(tmp_path / "one.txt"), "--article", key]) == 0
    finally:
        use("en")
    assert "[Bild: a leg]" in capsys.readouterr().out
    assert "[Bild: a leg]" in (tmp_path / "one.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ["", "c", "frob"])
def test_a_key_that_is_none_or_too_short_is_told(key: str, capsys: Capture) -> None:
    assert main(["library", "remove", key]) == 1
    assert "There is no article with the id" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["add"], ["search"], ["remove"], ["list", "--sort", "colour"], ["frob"]])
def test_wrong_usage_is_two(words: list[str], capsys: Capture) -> None:
    assert main(["library", *words]) == 2
    assert "usage: hiitreader library" in capsys.readouterr().err


@pytest.mark.parametrize("number", [str(1 << 63), str(-(1 << 63) - 1), "0", "-1", "x", "9" * 5000])
def test_a_number_that_can_not_be_asked_for_costs_nothing(
    number: str, folder: Path, data: Path, capsys: Capture
) -> None:
    assert main(["library", "add", str(folder / "tea.txt")]) == 0
    capsys.readouterr()
    assert main(["library", "search", "tea", f"--limit={number}"]) == 2
    said = capsys.readouterr().err
    assert "is no whole number from 1 to" in said
    assert len(said) < 1_000
    assert titles(asked(capsys, "search", "tea", "--limit", "1000000")) == ["tea"]
    assert not list(data.glob("*.damaged*"))


@pytest.mark.parametrize(
    "words",
    [
        ("library", "add", ""),
        ("library", "add", "texts/tea.txt", ""),
        ("library", "list", "--data-dir", ""),
        ("library", "list", "--data-dir="),
        ("--data-dir", "", "library", "list"),
        ("--data-dir", ""),
        ("--data-dir=", "texts/tea.txt"),
        ("--self-test", "--data-dir="),
        ("export", ""),
        ("mine", "export", ""),
        ("--", ""),
    ],
)
def test_an_empty_word_names_no_file_and_no_folder(
    words: tuple[str, ...], folder: Path, data: Path, capsys: Capture
) -> None:
    assert main(words) == 2
    assert "usage: " in capsys.readouterr().err
    assert not data.exists()


@pytest.mark.parametrize("name", ["a" * 300 + ".md", "~" + "a" * 300, "abcdefghi/" * 600 + "a.md", "ring", "x\0.md"])
def test_a_name_that_no_file_can_have_is_told_and_the_others_are_taken(
    name: str, folder: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "ring").symlink_to("ring")
    assert main(["library", "add", name, str(folder / "tea.txt")]) == 1
    said = capsys.readouterr()
    assert said.out.endswith("1 article is new on the shelf.\n")
    assert "can't be read: " in said.err or "There is no file" in said.err
    if "\0" not in name:  # no program is started with one
        assert main(["library", "list", "--data-dir", name]) in {0, 1}
