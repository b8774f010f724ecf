import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as runs
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hiitreader.errors import Bug, InputProblem, WorldProblem
from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import Settings
from hiitreader.reading.settings_file import Loaded, SettingsFile, Stored


class Memory:
    """A store that keeps what it is given."""

    def __init__(self) -> None:
        self.kept = Stored()

    def load(self) -> Loaded:
        return Loaded(self.kept)

    def save(self, stored: Stored) -> None:
        self.kept = stored


class Time:
    """A clock that is set by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def preferences(time: Time) -> Preferences:
    return Preferences(Memory(), time)


def test_a_change_is_told_with_before_and_after(preferences: Preferences) -> None:
    told: list[tuple[Settings, Settings]] = []
    unlisten = preferences.listen(lambda old, new: told.append((old, new)))
    preferences.change(text_size=150, theme="dark")
    assert told == [(Settings(), Settings(text_size=150, theme="dark"))]
    preferences.change(text_size=150)
    unlisten()
    preferences.change(text_size=160)
    assert len(told) == 1


def test_a_listener_that_changes_settings_leaves_the_others_with_the_latest(preferences: Preferences) -> None:
    seen: list[int] = []

    def at_most_200(_old: Settings, new: Settings) -> None:
        if new.text_size > 200:
            preferences.change(text_size=200)

    preferences.listen(at_most_200)
    preferences.listen(lambda _old, new: seen.append(new.text_size))
    preferences.change(text_size=300)
    assert seen == [200]


def test_a_wrong_value_changes_nothing(preferences: Preferences) -> None:
    with pytest.raises(InputProblem):
        preferences.change(text_size=150, alignment="sideways")
    with pytest.raises(Bug):
        preferences.change(shoe_size=44)
    assert preferences.settings == Settings()
    assert not preferences.undo()


def test_undo_and_redo(preferences: Preferences, time: Time) -> None:
    preferences.change(text_size=150)
    time.now = 10
    preferences.change(theme="dark")
    assert preferences.undo()
    assert preferences.settings == Settings(text_size=150)
    assert preferences.undo()
    assert preferences.settings == Settings()
    assert not preferences.undo()
    assert preferences.redo()
    assert preferences.redo()
    assert preferences.settings == Settings(text_size=150, theme="dark")
    assert not preferences.redo()


def test_a_change_after_undo_drops_what_could_be_redone(preferences: Preferences) -> None:
    preferences.change(text_size=150)
    preferences.undo()
    preferences.change(line_height=2.0)
    assert not preferences.redo()


def test_rapid_changes_of_one_setting_are_one_step_back(preferences: Preferences, time: Time) -> None:
    for _ in range(12):
        time.now += 0.5
        preferences.step("text_size")
    assert preferences.settings.text_size == 220
    preferences.undo()
    assert preferences.settings == Settings()


def test_slow_changes_or_changes_of_another_setting_are_steps_of_their_own(
    preferences: Preferences, time: Time
) -> None:
    preferences.step("text_size")
    time.now += 1.5
    preferences.step("text_size")
    preferences.step("line_height")
    preferences.step("text_size")
    sizes = []
    while preferences.undo():
        sizes.append((preferences.settings.text_size, preferences.settings.line_height))
    assert sizes == [(120, 1.6), (120, 1.5), (110, 1.5), (100, 1.5)]


def test_a_change_after_an_undo_does_not_merge_into_what_was_undone(preferences: Preferences) -> None:
    preferences.step("text_size")
    preferences.undo()
    preferences.step("text_size")
    preferences.step("text_size")
    preferences.undo()
    assert preferences.settings == Settings()


def test_a_change_after_an_undo_is_a_step_of_its_own(preferences: Preferences) -> None:
    preferences.change(theme="dark")
    preferences.step("text_size")
    preferences.undo()
    preferences.step("text_size")
    preferences.undo()
    assert preferences.settings == Settings(theme="dark")


def test_there_and_back_again_at_once_leaves_nothing_to_undo(preferences: Preferences) -> None:
    preferences.step("text_size")
    preferences.step("text_size", -1)
    assert not preferences.undo()


def test_reset_one_and_all_and_a_preset_can_be_undone(preferences: Preferences) -> None:
    preferences.change(text_size=150, column_width=80)
    preferences.reset("text_size")
    assert preferences.settings == Settings(column_width=80)
    preferences.reset_all()
    assert preferences.settings == Settings()
    preferences.apply_preset("wcag-text-spacing")
    assert preferences.settings.word_spacing == 0.16
    for _ in range(3):
        preferences.undo()
    assert preferences.settings == Settings(text_size=150, column_width=80)


def test_profiles_are_saved_used_and_deleted(preferences: Preferences) -> None:
    preferences.change(text_size=150)
    assert preferences.save_profile("  At   night ") == "At night"
    preferences.reset_all()
    assert preferences.save_profile("Day") == "Day"
    preferences.use_profile("at NIGHT")
    assert preferences.settings.text_size == 150
    preferences.undo()
    assert preferences.settings == Settings()
    assert list(preferences.profiles) == ["At night", "Day"]
    preferences.delete_profile("at night")
    assert dict(preferences.profiles) == {"Day": Settings()}


def test_saving_under_a_name_in_use_replaces_that_profile(preferences: Preferences) -> None:
    preferences.save_profile("Day")
    preferences.change(text_size=150)
    assert preferences.save_profile("day") == "Day"
    assert dict(preferences.profiles) == {"Day": Settings(text_size=150)}


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\u202eb"])
def test_names_that_can_not_be(preferences: Preferences, name: str) -> None:
    with pytest.raises(InputProblem):
        preferences.save_profile(name)


def test_a_profile_that_is_not_there(preferences: Preferences) -> None:
    preferences.save_profile("Day")
    for act in (preferences.use_profile, preferences.delete_profile):
        with pytest.raises(InputProblem, match="no profile named Noon"):
            act("Noon")


def test_a_profile_changed_from_outside_is_not_ours(preferences: Preferences) -> None:
    preferences.save_profile("Day")
    preferences.profiles.clear()  # type: ignore[attr-defined]  # a copy is handed out
    assert list(preferences.profiles) == ["Day"]


def test_nothing_is_written_until_save_and_then_all_of_it(time: Time) -> None:
    store = Memory()
    preferences = Preferences(store, time)
    preferences.save()
    assert not preferences.unsaved
    preferences.change(text_size=150)
    preferences.save_profile("Day")
    assert preferences.unsaved
    assert store.kept == Stored()
    preferences.save()
    assert not preferences.unsaved
    again = Preferences(store, time)
    assert again.settings == Settings(text_size=150)
    assert dict(again.profiles) == {"Day": Settings(text_size=150)}


def test_a_change_while_the_file_is_written_is_unsaved(time: Time) -> None:
    class Slow(Memory):
        def save(self, stored: Stored) -> None:
            if stored.settings.text_size == 150:
                preferences.change(text_size=160)
                preferences.save_profile("Day")
            super().save(stored)

    store = Slow()
    preferences = Preferences(store, time)
    preferences.change(text_size=150)
    preferences.save()
    assert store.kept == Stored(Settings(text_size=150))
    assert preferences.unsaved
    preferences.save()
    assert store.kept == Stored(Settings(text_size=160), {"Day": Settings(text_size=160)})


def test_what_could_not_be_saved_still_holds_and_is_still_unsaved(tmp_path: Path, time: Time) -> None:
    (tmp_path / "in the way").write_text("a file")
    store = SettingsFile(tmp_path / "in the way" / "settings.json", lambda: datetime(2026, 1, 2, tzinfo=UTC))
    preferences = Preferences(store, time)
    preferences.change(text_size=150)
    with pytest.raises(WorldProblem):
        preferences.save()
    assert preferences.settings.text_size == 150
    assert preferences.unsaved


def test_values_mended_on_loading_are_unsaved_and_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 1, "settings": {"text_size": "huge", "column_width": 80}}))
    preferences = Preferences(SettingsFile(path, lambda: datetime(2026, 1, 2, tzinfo=UTC)))
    assert preferences.settings == Settings(column_width=80)
    assert "Text size" in preferences.problems[0].said()
    assert preferences.unsaved


class History(RuleBasedStateMachine):
    """Undo and redo against a plain list of all states, with changes that never merge."""

    def __init__(self) -> None:
        super().__init__()
        self.time = Time()
        self.preferences = Preferences(Memory(), self.time)
        self.states = [Settings()]
        self.at = 0

    @rule(size=st.integers(50, 500), height=st.sampled_from([1.0, 1.5, 2.0]))
    def change(self, size: int, height: float) -> None:
        self.time.now += 5
        before = self.preferences.settings
        self.preferences.change(text_size=size, line_height=height)
        if self.preferences.settings != before:
            self.states = [*self.states[: self.at + 1], self.preferences.settings]
            self.at += 1

    @rule()
    def undo(self) -> None:
        assert self.preferences.undo() == (self.at > 0)
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        assert self.preferences.redo() == (self.at < len(self.states) - 1)
        self.at = min(len(self.states) - 1, self.at + 1)

    @invariant()
    def same(self) -> None:
        assert self.preferences.settings == self.states[self.at]


TestHistory = History.TestCase
TestHistory.settings = runs(max_examples=25, stateful_step_count=25, deadline=None)
