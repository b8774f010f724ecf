"""That keys have changed is told once, and only to those who knew the keys before."""

from pathlib import Path

import pytest

from hiitreader.app.new_keys import has_to_be_told


def test_a_newcomer_is_told_nothing_now_or_later(tmp_path: Path) -> None:
    assert not has_to_be_told(tmp_path / "config")
    (tmp_path / "config" / "window.json").write_text("{}")
    assert not has_to_be_told(tmp_path / "config")


def test_who_had_the_program_before_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text("{}")
    assert [has_to_be_told(tmp_path) for _start in range(3)] == [True, False, False]


def test_where_nothing_can_be_kept_it_is_told_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "window.json").write_text("{}")

    def full(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hiitreader.system.files._write_through", full)
    assert [has_to_be_told(tmp_path) for _start in range(2)] == [True, True]


def test_a_file_in_place_of_the_folder_is_no_fault_of_ours(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    assert not has_to_be_told(tmp_path / "config")
