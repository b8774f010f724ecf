"""The command line in one process: words in, results and reasons out, an exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from sqlite3 import connect

import pytest

from hiitreader import __version__
from hiitreader.__main__ import main

WORDS = ["--name", "Ann", "--email", "ann@example.com", "--comment", "Good one."]

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIITREADER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def test_the_version_is_told(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"hiitreader {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [["reply"], ["reply", "--name", "A", "--email", "a@example.com"], ["server"], ["server", "set"], ["export"],
     ["read", "x"], ["--frob"], ["server", "set", "https://example.com", "--kind", "frob"],
     ["reply", *WORDS, "--comm", "x"]],
)  # fmt: skip
def test_wrong_usage_is_two(words: list[str], capsys: Capture) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert "usage: hiitreader" in said.err
    assert said.out == ""


def test_the_article_is_printed_as_plain_text(capsys: Capture) -> None:
    assert main(["read"]) == 0
    read = capsys.readouterr().out
    assert "Does HIIT" in read
    assert main(["read", "--article", "hiit-leg-size"]) == 0
    assert capsys.readouterr().out == read


def test_an_unknown_article_is_named(capsys: Capture) -> None:
    assert main(["read", "--article", "frob"]) == 1
    said = capsys.readouterr()
    assert "no article with the id “frob”" in said.err
    assert "“library list” says which there are" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("ending", "sign"), [("html", "<!doctype html>"), ("txt", "Does HIIT"), ("md", "# Does HIIT")])
def test_the_article_is_written(tmp_path: Path, ending: str, sign: str, capsys: Capture) -> None:
    file = tmp_path / f"article.{ending}"
    assert main(["export", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    assert sign.lower() in file.read_text(encoding="utf-8").lower()
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_no_file_is_replaced_unasked(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "article.txt"
    file.write_text("mine")
    assert main(["export", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert main(["export", str(file), "--force"]) == 0
    assert "Does HIIT" in file.read_text(encoding="utf-8")


def test_a_format_that_is_none_and_a_place_that_is_none(tmp_path: Path, capsys: Capture) -> None:
    assert main(["export", "article.pdf"]) == 1
    assert ".html, .txt or .md" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "no" / "where.txt")]) == 1
    assert "was not written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_reply_is_kept_and_listed(capsys: Capture) -> None:
    assert main(["reply", *WORDS, "--website", "example.com"]) == 0
    uuid, sentence = capsys.readouterr().out.splitlines()
    assert sentence == "Kept on this computer and waiting to be sent."
    assert main(["replies"]) == 0
    listed = capsys.readouterr().out
    assert uuid in listed
    assert "    Good one." in listed
    assert main(["replies", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["theirs"] == []
    assert found["pulled"] is None
    (mine,) = found["own"]
    assert (mine["uuid"], mine["state"], mine["name"], mine["website"]) == (uuid, "queued", "Ann", "example.com")


def test_wrong_fields_are_named_and_nothing_is_kept(capsys: Capture) -> None:
    assert main(["reply", "--name", " ", "--email", "nope", "--comment", "x"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "--comment: The comment needs at least 3 characters.",
        "--name: Type your name.",
        "--email: Enter an email address such as name@example.com.",
    ]
    assert main(["replies"]) == 0
    assert capsys.readouterr().out == "There are no replies yet.\n"


def test_the_server_is_set_shown_and_forgotten(capsys: Capture) -> None:
    assert main(["server", "show"]) == 0
    assert main(["server", "show", "--json"]) == 0
    assert capsys.readouterr().out == "No server is set.\nnull\n"
    assert main(["server", "set", "comments.example.com/", "--kind", "isso"]) == 0
    assert main(["server", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (shown["url"], shown["kind"], shown["user"]) == ("https://comments.example.com", "isso", "")
    assert shown["agreed"], "who sets a server by hand has been told what is sent there"
    assert main(["server", "forget"]) == 0
    assert main(["server", "show"]) == 0
    assert capsys.readouterr().out == "No server is set.\nNo server is set.\n"


def test_a_server_without_encryption_is_refused(capsys: Capture) -> None:
    assert main(["server", "set", "http://comments.example.com", "--kind", "isso"]) == 1
    assert "no encryption" in capsys.readouterr().err
    assert main(["server", "show"]) == 0
    assert capsys.readouterr().out == "No server is set.\n"


def test_sync_without_a_server_keeps_everything(capsys: Capture) -> None:
    main(["reply", *WORDS])
    uuid = capsys.readouterr().out.splitlines()[0]
    assert main(["sync"]) == 1
    said = capsys.readouterr().err
    assert "No server is set" in said
    assert uuid in said


def test_the_data_folder_can_be_given_before_and_after(tmp_path: Path, data: Path, capsys: Capture) -> None:
    assert main(["--data-dir", str(tmp_path / "one"), "reply", *WORDS]) == 0
    assert main(["reply", *WORDS, "--data-dir", str(tmp_path / "two")]) == 0
    assert (tmp_path / "one" / "replies.sqlite3").is_file()
    assert (tmp_path / "two" / "replies.sqlite3").is_file()
    assert not data.exists()
    capsys.readouterr()


def test_a_damaged_database_is_said_and_the_command_is_done(data: Path, capsys: Capture) -> None:
    data.mkdir()
    (data / "replies.sqlite3").write_text("no database " * 500)
    assert main(["reply", *WORDS]) == 0
    said = capsys.readouterr()
    assert "was damaged" in said.err
    assert "waiting to be sent" in said.out
    assert len(list(data.glob("replies.sqlite3.damaged-*"))) == 1


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["reply", *WORDS, "--data-dir", str(tmp_path / "file")]) == 1
    assert "can't be made" in capsys.readouterr().err


def test_nothing_is_promised_of_what_a_command_does_not_keep(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["reply", *WORDS, "--data-dir", str(tmp_path / "file")]) == 1
    assert "is kept" not in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder that is in use stays")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["mine", "export", "y.json"], "y.json was not written"),
        (["export", "y.md"], "y.md was not written"),
        (["library", "list", "--data-dir", "x"], "The folder x can't be made"),
        (["outbox", "list", "--data-dir", "x"], "The folder x can't be made"),
        (["--self-test", "--data-dir", "x"], "The folder x can't be made"),
        (["--data-dir", "x"], "The folder x can't be made"),
        (["library", "list", "--data-dir", "~no such person/x"], "can't be made"),
        (["library", "add", "y.md"], "There is no file y.md"),
    ],
)
def test_a_folder_that_is_gone_under_the_program_is_told(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("gc.disable", lambda: None)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert main(words) == 1
    assert told in capfd.readouterr().err


def test_half_a_character_is_the_number_of_no_reply(capsys: Capture) -> None:
    assert main(["reply", *WORDS]) == 0
    capsys.readouterr()
    odd = os.fsdecode(b"\xff")
    for deed in ("discard", "restore", "retry", "send-again"):
        assert main(["outbox", deed, odd]) == 1
        assert capsys.readouterr().err == "There is no reply with the number \\xff.\n"
    assert main(["reply", *WORDS, "--to", odd]) == 1
    assert "There is no reply \\xff to answer." in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_an_export_is_an_ordinary_file(tmp_path: Path, capsys: Capture) -> None:
    old = os.umask(0o022)
    try:
        main(["export", str(tmp_path / "a.txt")])
    finally:
        os.umask(old)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_the_self_test_names_every_part(capsys: Capture, data: Path) -> None:
    code = main(["--self-test"])
    said = capsys.readouterr()
    assert said.err == ""
    assert code == 0
    parts = [line.split(":")[1].strip() for line in said.out.splitlines()]
    assert parts == [
        "resources", "article", "themes", "languages", "reply servers", "formats", "licences", "database", "shelf",
        "encryption", "keyring", "window", "data folder",
    ]  # fmt: skip
    assert list(data.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "no.such.Keyring", "os.Keyring", ""]
)
def test_a_keyring_that_keeps_nothing_is_not_called_good(kind: str) -> None:
    environ = os.environ | {"PYTHON_KEYRING_BACKEND": kind}
    command = [sys.executable, "-m", "hiitreader", "--self-test"]
    ran = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)
    (line,) = [line for line in ran.stdout.splitlines() if ": keyring: " in line]
    assert line.startswith("not there: keyring: Passwords can't be kept (")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_all_licences_are_printed(capsys: Capture) -> None:
    assert main(["--licences"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# Licences\n")
    assert "You may replace them." in printed
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in printed


def test_licences_that_are_missing_or_cut_short_are_not_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    file = tmp_path / "licences.md"
    monkeypatch.setattr("hiitreader.cli.articles.licences_file", lambda: file)
    assert main(["--licences"]) == 1
    assert "The licences can't be read" in capsys.readouterr().err
    assert main(["--self-test"]) == 1
    assert "NOT GOOD: licences: The licences can't be read" in capsys.readouterr().err
    file.write_text("# Licences\n\n## Parts\n\n### hiitreader\n")
    assert main(["--self-test"]) == 1
    assert "NOT GOOD: licences: They are not complete." in capsys.readouterr().err


def test_the_self_test_says_what_is_not_good(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["--self-test", "--data-dir", str(tmp_path / "file")]) == 1
    assert "NOT GOOD: data folder" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["retry"], ["retry", "UUID"]])
@pytest.mark.parametrize("served", ["none", "another"])
def test_what_no_sync_will_send_is_not_called_tried_again(words: list[str], served: str, capsys: Capture) -> None:
    """With no server there is no next try; what may be on one server waits for that one."""
    main(["reply", *WORDS])
    uuid = capsys.readouterr().out.splitlines()[0]
    if served == "another":
        with connect(os.environ["HIITREADER_DATA_DIR"] + "/replies.sqlite3") as there:
            there.execute("UPDATE replies SET parent_server = 'https://one.example'")
        there.close()
        main(["server", "set", "https://two.example", "--kind", "isso"])
        capsys.readouterr()
    assert main(["outbox", *(uuid if word == "UUID" else word for word in words)]) == 0
    said = capsys.readouterr().out
    assert "tried again" not in said
    assert ("when a server is set" if served == "none" else "https://one.example") in said


def test_retrying_nothing_says_so(capsys: Capture) -> None:
    assert main(["outbox", "retry"]) == 0
    assert capsys.readouterr().out == "Nothing waits to be sent.\n"


def test_the_outbox_is_listed_and_looked_after(capsys: Capture) -> None:
    assert main(["outbox", "list"]) == 0
    assert capsys.readouterr().out == "The outbox is empty.\n"
    main(["reply", *WORDS])
    uuid = capsys.readouterr().out.splitlines()[0]
    assert main(["outbox", "list"]) == 0
    listed = capsys.readouterr().out
    assert f"{uuid}: Does HIIT" in listed
    assert "Kept on this computer and waiting to be sent. It is sent when a server is set." in listed
    assert "> Good one." in listed
    assert main(["outbox", "discard", uuid]) == 0
    assert main(["outbox", "list", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (one["state"], one["can"], one["comment"]) == ("discarded", ["copy", "restore"], "Good one.")
    assert main(["outbox", "retry", uuid]) == 1
    assert "can't be done" in capsys.readouterr().err
    assert main(["outbox", "restore", uuid]) == 0
    main(["server", "set", "http://127.0.0.1:9", "--kind", "isso"])
    assert main(["outbox", "retry", uuid]) == 0
    assert main(["outbox", "retry"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 reply is tried again."
    assert main(["outbox", "send-again", uuid]) == 1
    assert main(["outbox", "send-again", "nobody"]) == 1
    assert "no reply with the number" in capsys.readouterr().err
