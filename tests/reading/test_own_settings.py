"""Settings of single articles: kept by the article, found again, never mixed up with those of all."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hiitreader.reading.own_settings import MOST, OwnSettings
from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import Settings, page_values, with_page_of
from hiitreader.reading.settings_file import SettingsFile

LARGE = Settings(text_size=200, theme="dark")


def now() -> datetime:
    return datetime(2026, 1, 31, 23, 59, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "article-settings.json"


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(SettingsFile(tmp_path / "settings.json", now))


def test_what_is_kept_comes_back_from_the_disk(path: Path) -> None:
    own = OwnSettings(path, now)
    assert own.find("a") is None
    own.keep("a", LARGE, "/a.md")
    own.save()
    assert not own.unsaved
    again = OwnSettings(path, now)
    assert again.find("a") == LARGE
    assert again.find("edited", "/a.md") == LARGE
    assert again.find("b", "/b.md") is None
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_page_setting_is_not_kept(path: Path) -> None:
    own = OwnSettings(path, now)
    own.keep("a", Settings(announcements="none", motion="reduced", start="shelf", line_height=2.0))
    own.save()
    assert OwnSettings(path, now).find("a") == Settings(line_height=2.0)
    assert "announcements" not in page_values(LARGE)
    assert "theme" in page_values(LARGE)


def test_an_article_is_forgotten_whichever_of_its_texts_was_kept(path: Path) -> None:
    own = OwnSettings(path, now)
    own.keep("a", LARGE, "/a.md")
    own.keep("b", LARGE)
    own.forget("edited", "/a.md")
    assert own.find("a", "/a.md") is None
    assert own.find("b") == LARGE
    own.forget_all()
    assert own.find("b") is None
    assert not own.unsaved


def test_those_set_longest_ago_go_first(path: Path) -> None:
    own = OwnSettings(path, now)
    for number in range(MOST + 1):
        own.keep(str(number), LARGE)
    assert own.find("0") is None
    assert own.find("1") == LARGE


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"articles": [{"digest": "a"}]}', b'{"articles": 7}'])
def test_a_damaged_file_is_set_aside_and_told(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    own = OwnSettings(path, now)
    assert own.problem is not None
    assert own.find("a") is None
    assert [one.name for one in path.parent.iterdir()] == ["article-settings.json.damaged-20260131-235900"]
    own.keep("a", LARGE)
    own.save()
    assert OwnSettings(path, now).find("a") == LARGE


def test_a_value_that_makes_no_sense_is_left_out(path: Path) -> None:
    path.write_text(json.dumps({"articles": [{"digest": "a", "source": "", "settings": {"text_size": "x"}}]}))
    assert OwnSettings(path, now).find("a") == Settings()


def test_an_article_s_settings_leave_those_of_all_as_they_are(preferences: Preferences, tmp_path: Path) -> None:
    preferences.change(text_size=150)
    preferences.turn_to(LARGE)
    assert preferences.are_own
    assert preferences.settings.text_size == 200
    preferences.change(line_height=2.0)
    preferences.change(announcements="none")
    preferences.save()
    kept = Preferences(SettingsFile(tmp_path / "settings.json", now)).settings
    assert kept == Settings(text_size=150, announcements="none")
    preferences.turn_to(None)
    assert not preferences.are_own
    assert preferences.settings == kept


def test_from_one_article_with_its_own_to_another(preferences: Preferences) -> None:
    preferences.turn_to(LARGE)
    preferences.turn_to(Settings(line_height=3.0))
    assert preferences.settings == Settings(line_height=3.0)
    preferences.turn_to(None)
    assert preferences.settings == Settings()


def test_nothing_can_be_undone_over_the_change_of_articles(preferences: Preferences) -> None:
    preferences.change(text_size=150)
    preferences.turn_to(LARGE)
    assert not preferences.undo()
    preferences.change(text_size=300)
    preferences.turn_to(None)
    assert not preferences.undo()
    assert preferences.settings == Settings(text_size=150)


def test_an_article_without_its_own_changes_nothing(preferences: Preferences) -> None:
    preferences.change(text_size=150)
    preferences.turn_to(None)
    assert preferences.undo()


def test_a_page_is_taken_over_and_nothing_else() -> None:
    assert with_page_of(Settings(motion="full"), LARGE) == Settings(motion="full", text_size=200, theme="dark")
