"""The reader's own data on the command line."""

import json
import os
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from tests.replies.test_mine import FOUND, THREAD, sent, stored

from hiitreader.__main__ import main
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import ReplyState
from hiitreader.system.paths import find_paths

Capture = pytest.CaptureFixture[str]


class Typing(StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a published reply, one that waits, a server and a place."""
    folder = tmp_path / "data"
    monkeypatch.setenv("HIITREADER_DATA_DIR", str(folder))
    desk = ReplyDesk(folder)
    desk.servers.use(FOUND, THREAD)
    desk.close()
    stored(folder, sent("1", ReplyState.PUBLISHED, "11"), sent("2", ReplyState.QUEUED, ""))
    (folder / "places.json").write_text('{"places": {}}', encoding="utf-8")
    return folder


def own() -> list[str]:
    return [one.uuid for one in ReplyDesk(find_paths().data).own()]


def test_everything_is_exported_as_json(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.json"
    assert main(["mine", "export", str(file)]) == 0
    assert str(file) in capsys.readouterr().out
    whole = json.loads(file.read_text(encoding="utf-8"))
    assert [one["state"] for one in whole["replies"]] == [ReplyState.PUBLISHED.value, ReplyState.QUEUED.value]
    assert whole["replies"][0]["email"] == "ann@example.com"
    assert whole["server"]["user"] == "ann"
    assert whole["places"][0]["page"] == FOUND.page
    assert whole["files"]["places.json"] == {"places": {}}
    assert whole["on_servers"][0]["number"] == "11"
    assert file.stat().st_mode & 0o077 == 0


def test_everything_is_exported_as_a_page_one_can_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.html"
    assert main(["mine", "export", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert "<h1>My data in hiitreader</h1>" in page
    assert "ann@example.com" in page
    assert "Squats held my knee together." in page


def test_words_that_look_like_markup_stay_words(tmp_path: Path, data: Path) -> None:
    one = sent("3", ReplyState.QUEUED, "")
    stored(data, replace(one, form=replace(one.form, comment="<script>alert(1)</script>", name="<b>Ann</b>")))
    file = tmp_path / "mine.html"
    assert main(["mine", "export", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_no_file_is_replaced_unasked_and_the_ending_says_the_format(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "mine.json"
    file.write_text("there", encoding="utf-8")
    assert main(["mine", "export", str(file)]) == 1
    assert "there already" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "there"
    assert main(["mine", "export", str(file), "--force"]) == 0
    assert main(["mine", "export", str(tmp_path / "mine.pdf")]) == 1
    assert ".json or .html" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o755, 0o777, 0o1777])
@pytest.mark.parametrize("name", ["public", "hiitreader"])
def test_a_folder_that_an_export_goes_to_stays_as_public_as_it_was(tmp_path: Path, mode: int, name: str) -> None:
    public = tmp_path / name
    public.mkdir()
    public.chmod(mode)
    for _once_more in range(2):
        assert main(["mine", "export", "--force", str(public / "mine.json")]) == 0
        assert public.stat().st_mode & 0o7777 == mode
    assert (public / "mine.json").stat().st_mode & 0o077 == 0


def test_a_link_that_leads_nowhere_yet_is_not_written_through_unasked(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "mine.json").symlink_to(tmp_path / "elsewhere.json")
    assert main(["mine", "export", str(tmp_path / "mine.json")]) == 1
    assert "is there already" in capsys.readouterr().err
    assert not (tmp_path / "elsewhere.json").exists()


@pytest.mark.parametrize("kind", ["json", "html"])
def test_what_is_replaced_is_the_name_and_what_is_there_then_is_private(tmp_path: Path, kind: str) -> None:
    public, linked = tmp_path / f"public.{kind}", tmp_path / f"linked.{kind}"
    target = tmp_path / "target"
    for file in (public, target):
        file.write_text("there", encoding="utf-8")
        file.chmod(0o644)
    linked.symlink_to(target)
    for file in (public, linked):
        assert main(["mine", "export", "--force", str(file)]) == 0
        assert not file.is_symlink()
        assert file.stat().st_mode & 0o777 == 0o600
        assert "ann@example.com" in file.read_text(encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "there"
    assert target.stat().st_mode & 0o777 == 0o644


def test_a_place_where_no_file_can_be_is_told_as_it_is(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert main(["mine", "export", str(tmp_path / "file" / "a.html")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'file' / 'a.html'} was not written: Not a directory.\n"


@pytest.mark.parametrize("odd", ["NaN", "[Infinity]", '{"a": -Infinity}', "1e999"])
def test_the_export_is_json_whatever_is_in_a_file(odd: str, tmp_path: Path, data: Path) -> None:
    (data / "places.json").write_text(odd, encoding="utf-8")
    assert main(["mine", "export", str(tmp_path / "mine.json")]) == 0

    def wrong(name: str) -> None:
        pytest.fail(f"{name} is no JSON")

    whole = json.loads((tmp_path / "mine.json").read_bytes(), parse_constant=wrong)
    assert whole["files"]["places.json"] == odd


def test_what_is_on_servers_is_listed(capsys: Capture) -> None:
    assert main(["mine", "on-servers"]) == 0
    said = capsys.readouterr().out
    assert "https://example.org/legs/#comment-11" in said
    assert "article 17" in said
    assert main(["mine", "on-servers", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["certain"]


def test_nothing_is_erased_unasked(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("erase\n"))
    assert main(["mine", "erase"]) == 1
    said = capsys.readouterr()
    assert "--yes" in said.err
    assert "2 replies" in said.out
    assert "#comment-11" in said.out, "what stays on servers is said"
    assert own() == ["1", "2"]


@pytest.mark.parametrize(
    ("typed", "left"), [("erase\n", []), ("\n", ["1", "2"]), ("", ["1", "2"]), ("no\n", ["1", "2"])]
)
def test_at_a_terminal_one_is_asked(
    typed: str, left: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typing(typed))
    assert main(["mine", "erase"]) == (1 if left else 0)
    assert "Type “erase”" in capsys.readouterr().out
    assert own() == left


def test_erased_with_yes(capsys: Capture, data: Path) -> None:
    assert main(["mine", "erase", "--yes"]) == 0
    assert capsys.readouterr().out == "Erased: 2 replies and drafts.\n"
    assert own() == []
    assert not (data / "places.json").exists()


def test_setting_a_server_says_what_will_be_sent(capsys: Capture) -> None:
    assert main(["server", "set", "https://comments.example.com", "--kind", "isso"]) == 0
    said = capsys.readouterr().out
    assert "Email: Not published." in said
    assert "Everything goes to comments.example.com, encrypted on the way" in said


def test_that_replies_go_from_here_is_said_when_it_is_so(data: Path, capsys: Capture) -> None:
    assert main(["outbox", "send-from-here"]) == 0
    assert capsys.readouterr().out == "Replies are sent from this folder from now on.\n"
    (data / "owner.json").unlink()
    (data / "owner.json").mkdir()
    assert main(["outbox", "send-from-here"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "owner.json was not saved: Is a directory." in said.err
