import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiitreader.errors import WorldProblem
from hiitreader.reading.settings import Settings
from hiitreader.reading.settings_file import SettingsFile, Stored

ASIDE = "settings.json.damaged-20260131-235900"


def now() -> datetime:
    return datetime(2026, 1, 31, 23, 59, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def written(path: Path, data: bytes | str) -> SettingsFile:
    path.parent.mkdir(parents=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return SettingsFile(path, now)


def test_no_file_gives_the_defaults_and_nothing_to_say(path: Path) -> None:
    loaded = SettingsFile(path, now).load()
    assert loaded.stored == Stored()
    assert loaded.problems == ()
    assert not path.parent.exists()


def test_what_was_saved_comes_back_in_order(path: Path) -> None:
    stored = Stored(
        Settings(text_size=180, font="Zilla Slab „Größe“"), {"Nacht": Settings(theme="dark"), "Abend": Settings()}
    )
    SettingsFile(path, now).save(stored)
    loaded = SettingsFile(path, now).load()
    assert loaded.stored == stored
    assert list(loaded.stored.profiles) == ["Nacht", "Abend"]
    assert loaded.problems == ()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\x00\xff\xfe damaged",
        b"[]",
        b"null",
        b'{"settings": [1]}',
        b"[" * 100_000,
        b'{"settings": {"text_size": ' + b"9" * 5000 + b"}}",
    ],
    ids=range(8),
)
def test_a_damaged_file_is_set_aside_with_the_date_and_said(path: Path, data: bytes) -> None:
    loaded = written(path, data).load()
    assert loaded.stored == Stored()
    assert [str(problem) for problem in loaded.problems] == [loaded.problems[0].said()]
    assert ASIDE in loaded.problems[0].said()
    assert path.with_name(ASIDE).read_bytes() == data
    assert not path.exists()


def test_a_second_damaged_file_in_the_same_second_does_not_replace_the_first(path: Path) -> None:
    written(path, b"first").load()
    path.write_bytes(b"second")
    SettingsFile(path, now).load()
    assert path.with_name(ASIDE).read_bytes() == b"first"
    assert path.with_name(f"{ASIDE}-2").read_bytes() == b"second"


def test_some_bad_values_are_said_and_the_file_as_it_was_is_kept_too(path: Path) -> None:
    data = json.dumps({"settings": {"text_size": 120, "alignment": 7}, "profiles": {"Day": {"line_height": "high"}}})
    loaded = written(path, data).load()
    assert loaded.stored == Stored(Settings(text_size=120), {"Day": Settings()})
    said = [problem.said() for problem in loaded.problems]
    assert len(said) == 3
    assert ASIDE in said[2]
    assert path.read_text() == path.with_name(ASIDE).read_text() == data


def test_what_a_newer_version_wrote_is_kept(path: Path) -> None:
    newer = {
        "version": 7,
        "rulers": [1, 2],
        "settings": {"text_size": 120, "ruler_lines": 3},
        "profiles": {"Day": {"theme": "light", "ruler_lines": 5}},
    }
    file = written(path, json.dumps(newer))
    loaded = file.load()
    assert loaded.problems == ()
    file.save(Stored(Settings(text_size=130), loaded.stored.profiles))
    kept = json.loads(path.read_bytes())
    assert kept["version"] == 7
    assert kept["rulers"] == [1, 2]
    assert kept["settings"]["ruler_lines"] == 3
    assert kept["settings"]["text_size"] == 130
    assert kept["profiles"]["Day"]["ruler_lines"] == 5


def test_a_file_that_can_not_be_read_is_said_and_set_aside_before_it_is_replaced(path: Path) -> None:
    path.mkdir(parents=True)  # a folder where the file should be
    file = SettingsFile(path, now)
    loaded = file.load()
    assert loaded.stored == Stored()
    assert isinstance(loaded.problems[0], WorldProblem)
    file.save(Stored(Settings(text_size=130)))
    assert path.with_name(ASIDE).is_dir()
    assert SettingsFile(path, now).load().stored.settings.text_size == 130


def test_damage_that_can_not_be_set_aside_is_said_and_reading_goes_on(path: Path, monkeypatch) -> None:
    file = written(path, b"damaged")

    def refuse(self: Path, target: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    loaded = file.load()
    assert loaded.stored == Stored()
    assert "may not be written" in loaded.problems[0].said()
