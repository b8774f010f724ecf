"""That keys have changed is told once, and only to those who knew the keys before."""

from pathlib import Path

import pytest

from hiitreader.app.new_keys import has_to_be_told
from hiitreader.system.paths import Paths, find_paths


def left_by_a_window(paths: Paths) -> None:
    paths.config.mkdir(exist_ok=True, parents=True)
    (paths.config / "window.json").write_text('{"version": 1, "geometry": "", "panels": []}')


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return find_paths(tmp_path / "data")


def test_a_newcomer_is_told_nothing_now_or_later(paths: Paths) -> None:
    assert not has_to_be_told(paths)
    left_by_a_window(paths)
    assert not has_to_be_told(paths)


def test_who_had_the_program_before_is_told_once(paths: Paths) -> None:
    left_by_a_window(paths)
    assert [has_to_be_told(paths) for _start in range(3)] == [True, False, False]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000])
def test_what_no_window_left_says_nothing(paths: Paths, data: bytes) -> None:
    left_by_a_window(paths)
    (paths.config / "window.json").write_bytes(data)
    assert not has_to_be_told(paths)


def test_where_nothing_can_be_kept_it_is_told_again(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    left_by_a_window(paths)

    def full(*_words: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hiitreader.system.files._write_through", full)
    assert [has_to_be_told(paths) for _start in range(2)] == [True, True]


def test_a_file_in_place_of_the_folder_is_no_fault_of_ours(paths: Paths) -> None:
    paths.config.write_text("a file")
    assert not has_to_be_told(paths)
