"""Settings kept for one article: they come with it, go with it, and are there at the next start."""

from pathlib import Path

from tests.end_to_end.conftest import Start
from tests.end_to_end.running import Running

HIIT = "Does HIIT workout result in larger or smaller leg muscles?"


def size(one: Running) -> int:
    return one.program.preferences.settings.text_size


def open_file(one: Running, file: Path) -> None:
    one.program.session.open_file(file)
    one.wait(lambda: one.program.session.current.path == file)
    one.settle()


def test_they_come_and_go_with_the_article(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "yeast.md"
    file.write_text("# Zymurgy\n\nYeast ferments sugar.\n")
    one = start()
    one.press("Ctrl+J, A")
    assert one.said == "From now on changes of the page's settings are for this article alone."
    assert one.late.actions.action("reading.own_settings").isChecked()
    one.press("Ctrl++")
    assert size(one) == 110
    open_file(one, file)
    assert size(one) == 100
    assert not one.late.actions.action("reading.own_settings").isChecked()
    one.press("Ctrl+-")
    one.run("file.start_page")
    assert size(one) == 110
    assert one.close()
    again = start()
    assert size(again) == 110
    assert again.program.own_settings.on
    assert again.late.actions.action("reading.own_settings").isChecked()
    again.press("Ctrl+J, A")
    assert again.said == "This article has the settings of all others again."
    assert size(again) == 90


def test_the_panel_has_a_switch_for_it(start: Start, data: Path) -> None:
    one = start()
    one.run("view.settings")
    box = one.late.panels.settings.widget().layout().itemAt(1).widget().field
    assert box.accessibleName() == "Keep these settings for this article"
    box.click()
    assert one.program.own_settings.on
    one.run("reading.own_settings")
    assert not box.isChecked()
    assert one.close()
    assert (data / "article-settings.json").exists()


def test_without_any_nothing_is_read_or_written(start: Start, data: Path) -> None:
    one = start()
    one.press("Ctrl++")
    assert one.close()
    assert not (data / "article-settings.json").exists()
