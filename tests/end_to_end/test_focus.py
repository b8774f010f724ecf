"""Everything is opened, walked and closed by keys, and the focus is always where a person expects it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running


def holds(part: QWidget, widget: QWidget) -> bool:
    return part is widget or part.isAncestorOf(widget)


def dialog(one: Running) -> QDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


@pytest.mark.parametrize("width", [1200, 900, 400])
def test_contents_open_with_the_focus_and_give_it_back(start: Start, width: int) -> None:
    one = start()
    one.window.resize(width, 700)
    one.press("F9")
    assert holds(one.late.panels.contents, one.focus)
    one.press("Escape")
    assert one.focus is one.view
    assert not one.window.panes.is_open("contents")
    one.press("F9", "F9")
    assert one.focus is one.view


@pytest.mark.parametrize("width", [1400, 900, 400])
def test_settings_open_with_the_focus_and_give_it_back(start: Start, width: int) -> None:
    one = start()
    one.window.resize(width, 700)
    one.press("Ctrl+,")
    assert holds(one.late.panels.settings, one.focus)
    one.press("Escape")
    assert one.focus is one.view


@pytest.mark.parametrize("width", [1600, 900, 400])
def test_both_panels_in_either_order(start: Start, width: int) -> None:
    one = start()
    one.window.resize(width, 700)
    one.press("F9")
    one.press("Ctrl+,")
    assert holds(one.late.panels.settings, one.focus)
    one.press("Escape")
    assert one.focus is one.view or holds(one.late.panels.contents, one.focus)
    if one.window.panes.is_open("contents"):
        one.press("F9")
    assert one.focus is one.view


def test_a_window_made_narrow_keeps_a_focus(start: Start) -> None:
    one = start()
    one.window.resize(1400, 700)
    one.press("F9", "F8")
    assert one.focus is one.view
    one.window.resize(340, 700)
    one.settle()
    assert one.focus
    one.press("Escape")
    one.window.resize(1400, 700)
    one.settle()
    assert one.focus


def test_a_chosen_heading_gets_the_caret_and_the_article_the_focus(start: Start) -> None:
    one = start()
    one.press("F9")
    one.press("End", "Return")
    assert one.focus is one.view
    index = one.view.flow.index_at(one.view.caret())
    assert one.view.flow[index].level


def test_find_goes_to_the_words_and_escape_leaves_the_caret_there(start: Start) -> None:
    one = start()
    one.press("Ctrl+F")
    assert one.focus is one.late.find_bar.field
    one.type("conclusion")
    one.wait(lambda: one.late.find_bar.current >= 0)
    one.press("Return")
    assert one.focus is one.late.find_bar.field
    one.press("Escape")
    assert one.focus is one.view
    assert one.at_caret().lower().startswith("conclusion")
    one.press("F3")
    assert one.focus


@pytest.mark.parametrize("key", ["Ctrl+Shift+P", "F7", "F1"])
def test_dialogs_open_with_a_focus_and_give_it_back(start: Start, key: str) -> None:
    one = start()
    one.press("Ctrl+R")
    before = one.focus
    one.press(key)
    assert holds(dialog(one), one.focus)
    one.press("Escape")
    assert QApplication.activeModalWidget() is None
    assert one.focus is before


def test_the_palette_runs_a_command_where_the_focus_was(start: Start) -> None:
    one = start()
    one.press("Ctrl+Shift+P")
    one.type("larger text")
    one.press("Return")
    one.wait(lambda: one.program.preferences.settings.text_size == 110)
    assert one.focus is one.view


def test_a_heading_from_the_list_gets_the_caret(start: Start) -> None:
    one = start()
    one.press("F7")
    one.press("Down", "Down", "Return")
    one.wait(lambda: QApplication.activeModalWidget() is None)
    assert one.focus is one.view
    assert one.view.caret() > 0


def test_the_keys_dialog_from_the_help_gives_the_focus_back(start: Start) -> None:
    one = start()
    one.run("help.change_keys")
    assert holds(dialog(one), one.focus)
    one.press("Escape")
    assert one.focus is one.view


def test_f6_goes_round_all_that_is_shown_and_comes_back(start: Start) -> None:
    one = start()
    one.window.resize(1600, 800)
    one.press("F9", "F8", "Ctrl+,", "F8", "Ctrl+F", "F8")
    one.window.tell(_problem())
    stops = []
    for _stop in range(12):
        stops.append(part_of(one, one.focus))
        one.press("F6")
        if one.focus is one.view:
            break
    assert stops == ["article", "form", "settings", "find", "notice", "contents"]
    backwards = []
    for _stop in range(12):
        one.press("Shift+F6")
        backwards.append(part_of(one, one.focus))
        if one.focus is one.view:
            break
    assert backwards == ["contents", "notice", "find", "settings", "form", "article"]


def _problem() -> Exception:
    from hiitreader.errors import WorldProblem

    return WorldProblem("Something happened.")


def part_of(one: Running, widget: QWidget) -> str:
    parts = {
        "article": one.view,
        "form": one.form,
        "contents": one.late.panels.contents,
        "settings": one.late.panels.settings,
        "find": one.late.find_bar,
        "notice": one.window.notices,
    }
    return next(name for name, part in parts.items() if holds(part, widget))


def test_a_notice_put_away_leaves_the_focus_somewhere_in_sight(start: Start) -> None:
    one = start()
    one.window.tell(_problem())
    assert one.focus is one.view, "a notice takes no focus"
    one.press("Shift+F6")
    assert holds(one.window.notices, one.focus)
    one.press("Space")
    assert one.notices == ()
    assert one.focus is one.view


def test_tab_from_the_article_goes_through_the_form_and_on(start: Start) -> None:
    one = start()
    one.press("Ctrl+End")
    seen: list[QWidget] = []
    for _key in range(30):
        one.press("Tab")
        seen.append(one.focus)
        if seen[-1] is one.view and len(seen) > 3:
            break
    assert one.field("comment") in seen
    names = [name_of(widget) for widget in seen if widget is not one.view]
    assert all(names), names
    assert names[:4] == ["Comment (required)", "Name (required)", "Email (required)", "Website"]
    assert names[4].startswith("Save my name")
    assert names[5] == "Post Comment"


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QPushButton) else "")


def test_opening_a_file_from_the_form_keeps_a_focus_and_the_words(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "other.md"
    file.write_text("# Other\n\nWords.\n", encoding="utf-8")
    one = start()
    one.press("Ctrl+R")
    one.type("half a thought")
    one.program.take_over(file)
    one.wait(lambda: one.program.session.current.title == "Other" and one.program.session.finished)
    one.settle()
    assert one.focus is one.view
    assert one.form.form().comment == ""
    one.run("file.start_page")
    one.settle()
    assert one.focus is one.view
    assert one.form.form().comment == "half a thought"


def test_full_screen_and_back_keeps_the_focus(start: Start) -> None:
    one = start()
    one.press("F11")
    assert one.window.isFullScreen()
    assert one.focus is one.view
    one.press("F11")
    assert not one.window.isFullScreen()
    assert one.focus is one.view


@pytest.mark.slow
def test_every_command_leaves_a_focus(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtWidgets import QFileDialog

    from hiitreader.ui.commands import COMMANDS

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    one = start()
    for command in COMMANDS:
        if command.id in {"file.close", "file.quit", "view.full_screen"}:
            continue
        one.run(command.id)
        one.settle()
        assert one.focus, command.id
        while QApplication.activeModalWidget() is not None:
            one.press("Escape")
        assert one.focus, command.id
