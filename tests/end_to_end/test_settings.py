"""The second story: a setting changes, the same words stay at the top, it is saved, and it is there the next time."""

import json
from pathlib import Path

import pytest
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

from hiitreader.reading.settings import Settings

KEYS = {
    "Ctrl++": "text_size",
    "Ctrl+L": "line_height",
    "Ctrl+E": "letter_spacing",
    "Ctrl+D": "word_spacing",
    "Ctrl+B": "paragraph_spacing",
    "Ctrl+M": "column_width",
    "Ctrl+T": "theme",
}


def in_the_middle(one: Running) -> str:
    """Scroll to the middle by hand; the words at the top."""
    bar = one.view.verticalScrollBar()
    one.view.anchor.release()
    bar.setValue(bar.maximum() // 2)
    one.view.scroll_to(one.view.top_position())  # a whole line at the top
    one.settle()
    return one.top()


def on_disk(data: Path) -> dict[str, object]:
    settings: dict[str, object] = json.loads((data / "settings.json").read_bytes())["settings"]
    return settings


@pytest.mark.parametrize("key", KEYS)
def test_a_key_changes_a_setting_and_the_same_words_stay_at_the_top(start: Start, key: str) -> None:
    first = start()
    in_the_middle(first)
    word = first.view.top_position()
    first.press(key, key, key)
    first.settle()
    changed = getattr(first.program.preferences.settings, KEYS[key])
    assert changed != getattr(Settings(), KEYS[key])
    first.view.anchor.release()
    assert first.view.anchor.line_top(word) == first.view.anchor.line_top(first.view.top_position())
    assert first.focus is first.view


def test_what_keys_changed_is_saved_by_itself_and_there_after_a_kill(start: Start, data: Path) -> None:
    first = start()
    first.press(*KEYS)
    changed = first.program.preferences.settings
    first.wait((data / "settings.json").is_file)
    first.wait(lambda: on_disk(data)[[*KEYS.values()][-1]] == changed.theme)
    first.settle()
    first.kill()
    assert start().program.preferences.settings == changed


def test_changes_there_and_back_leave_the_page_where_it_was(start: Start) -> None:
    one = start()
    top, bar = in_the_middle(one), one.view.verticalScrollBar().value()
    one.press("Ctrl++", "Ctrl+L", "Ctrl+M", "Ctrl+D")
    one.press("Ctrl+-", "Ctrl+Shift+L", "Ctrl+Shift+M", "Ctrl+Shift+D")
    one.settle()
    assert one.program.preferences.settings == Settings()
    assert one.top() == top
    assert abs(one.view.verticalScrollBar().value() - bar) <= 1


def test_closing_at_once_saves_too(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl++")
    assert one.close()
    assert on_disk(data)["text_size"] == 110
    assert (data / "settings.json").stat().st_mode & 0o077 == 0


def test_undo_redo_preset_and_reset_are_saved(start: Start, data: Path) -> None:
    one = start()
    one.run("preset.large-print")
    assert one.program.preferences.settings.text_size == 200
    one.press("Ctrl+J, Z")
    assert one.program.preferences.settings == Settings()
    one.press("Ctrl+J, Y")
    assert one.program.preferences.settings.text_size == 200
    assert one.close()
    again = start()
    assert again.program.preferences.settings.text_size == 200
    again.run("reading.reset")
    assert again.close()
    assert start().program.preferences.settings == Settings()


def test_what_the_panel_changes_is_seen_at_once_and_saved(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl+,")
    assert one.window.panes.is_open("settings")
    assert one.late.panels.settings.isAncestorOf(one.focus)
    one.program.preferences.change(font="Lexend")
    assert one.view.page.style.characters > 0
    one.wait((data / "settings.json").is_file)
    one.wait(lambda: on_disk(data)["font"] == "Lexend")


def test_the_controls_wear_the_readers_font_at_once(start: Start) -> None:
    one = start()
    one.program.preferences.change(font="Lexend")
    worn = (one.window.menuBar(), one.window.status, one.field("name"), one.form._post)
    one.wait(lambda: {part.font().family() for part in worn} == {"Lexend"})


def test_the_panel_is_made_while_the_window_listens(start: Start) -> None:
    one = start()
    one.late.actions.run("view.settings")
    assert one.late.panels.is_making
    assert not one.window.panes.is_open("settings")
    one.program.preferences.change(text_size=150)
    one.wait(lambda: one.window.panes.is_open("settings"))
    assert one.late.panels.settings.isAncestorOf(one.focus)
    assert one.late.panels.settings.row("text_size").field.value() == 150


def test_a_panel_needed_at_once_is_made_once(start: Start) -> None:
    one = start()
    one.late.actions.run("view.settings")
    at_once = one.late.panels.settings
    one.wait(lambda: one.window.panes.is_open("settings"))
    assert one.late.panels.settings is at_once
    assert at_once.isAncestorOf(one.focus)


@pytest.mark.slow
def test_a_profile_alone_is_saved(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl+,")
    one.program.preferences.save_profile("Evening")
    one.late.panels.settings.profiles_changed.emit()
    one.wait((data / "settings.json").is_file)
    assert "Evening" in json.loads((data / "settings.json").read_bytes())["profiles"]


def test_nothing_is_written_when_nothing_was_changed(start: Start, data: Path) -> None:
    one = start()
    assert one.close()
    assert not (data / "settings.json").exists()
