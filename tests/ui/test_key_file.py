"""The file of keys: what can't be used any more is set aside alone and told once, and the rest holds."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiitreader.errors import Problem
from hiitreader.ui.commands import COMMANDS, second_step
from hiitreader.ui.key_bindings import Changes
from hiitreader.ui.key_file import KeyFile

NOW = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("qapp")


def key_file(path: Path) -> KeyFile:
    return KeyFile(path, lambda: NOW, COMMANDS)


def read(path: Path, kept: object) -> tuple[Changes, Problem | None]:
    path.write_text(json.dumps(kept))
    return key_file(path).read()


def test_the_file_gives_back_what_was_kept(tmp_path: Path) -> None:
    file = key_file(tmp_path / "config" / "keys.json")
    assert file.read() == ({}, None)
    file.write({"go.link": ("Ctrl+P",), "theme": ()})
    assert file.read() == ({"go.link": ("Ctrl+P",), "theme": ()}, None)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"a": "H"}', b'{"a": ["Ctrl+C"]}', b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(data)
    changes, problem = key_file(path).read()
    assert changes == {}
    assert problem is not None
    assert "keys.json.damaged-20260131-235900" in problem.said()
    assert not path.exists()
    assert (tmp_path / "keys.json.damaged-20260131-235900").read_bytes() == data


@pytest.mark.parametrize("reserved", ["Ctrl+Alt+X", "Meta+K", "Ctrl+J", "Ctrl+C", "nonsense", 5, None, ["J"]])
def test_a_key_that_became_reserved_is_set_aside_alone(tmp_path: Path, reserved: object) -> None:
    path = tmp_path / "keys.json"
    kept = {"go.next_link": ["K", reserved, "J"], "go.next_list": [reserved], "view.contents": [], "new.one": ["F4"]}
    changes, problem = read(path, kept)
    assert changes == {"go.next_link": ("K", "J"), "view.contents": (), "new.one": ("F4",)}
    assert problem is not None
    assert str(reserved) in problem.said()
    assert json.loads((tmp_path / "keys.json.damaged-20260131-235900").read_text()) == kept
    assert key_file(path).read() == (changes, None), "it is told once"


@pytest.mark.parametrize("wrong", [{"\ud800": []}, {"\ud800": ["F4"], "x": 5}, {"\udc80": 5}, {"theme": ["\ud800"]}])
def test_half_a_character_is_set_aside_as_whatever_else_can_not_be_used(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    path = tmp_path / "keys.json"
    for more in ({}, {"go.next_link": ["K"]}):
        changes, problem = read(path, {**wrong, **more})
        assert changes == {name: tuple(keys) for name, keys in more.items()}
        assert problem is not None
        problem.said().encode()
        assert key_file(path).read() == (changes, None), "it is told once"


@pytest.mark.parametrize("wrong", ["H", 5, None, {"H": "J"}])
def test_an_entry_that_is_no_list_of_keys_is_set_aside_alone(tmp_path: Path, wrong: object) -> None:
    changes, problem = read(tmp_path / "keys.json", {"go.next_list": wrong, "view.contents": ["F4"]})
    assert changes == {"view.contents": ("F4",)}
    assert problem is not None
    assert "go.next_list" in problem.said()


@pytest.mark.parametrize(("name", "key"), [(one.id, key) for one in COMMANDS for key in one.keys if second_step(key)])
def test_what_had_an_old_key_of_the_table_has_its_new_one(tmp_path: Path, name: str, key: str) -> None:
    old = f"Ctrl+Alt+{second_step(key)}"
    assert read(tmp_path / "keys.json", {name: ["F4", old]}) == ({name: ("F4", key)}, None)


def test_on_a_disk_that_can_not_be_written_the_other_keys_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder" / "keys.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"go.next_link": ["J", "Ctrl+Alt+X"]}))

    def full(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hiitreader.system.files._write_through", full)
    changes, problem = key_file(path).read()
    assert changes == {"go.next_link": ("J",)}
    assert problem is not None
    assert "disk is full" in problem.said()
    assert json.loads(path.read_text()) == {"go.next_link": ["J", "Ctrl+Alt+X"]}
