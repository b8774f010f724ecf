"""Settings, theme and the system's wish become what the page and the window look like."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import delete
from tests.ui.pages import WORDS, clear_away, make_view, paragraph

from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import Settings, page_values
from hiitreader.reading.settings_file import SettingsFile
from hiitreader.reading.themes import bundled
from hiitreader.ui.colours import Clothes
from hiitreader.ui.presentation import Presentation, Wish

THEMES = {theme.id: theme for theme in bundled()}


class Stage:
    def __init__(self, folder: Path, application: QApplication, wish: Wish) -> None:
        self.owner = QObject()
        self.preferences = Preferences(SettingsFile(folder / "settings.json", lambda: datetime.now(UTC)))
        self.clothes = Clothes(application)
        self.presentation = Presentation(self.preferences, self.clothes, folder / "themes", wish, self.owner)
        self.view = make_view([paragraph(WORDS)])
        self.view.apply_style(self.presentation.first_style())
        self.presentation.follow(self.view)

    @property
    def ground(self) -> str:
        return self.view.viewport().palette().color(QPalette.ColorRole.Base).name()


@pytest.fixture
def stage(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    made: list[Stage] = []
    font, palette = qapp.font(), qapp.palette()

    def make(wish: Wish = Wish()) -> Stage:  # noqa: B008 -- a value
        made.append(Stage(tmp_path, qapp, wish))
        return made[-1]

    yield make
    for one in made:
        delete(one.owner)
        delete(one.clothes)
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)
    clear_away()


def test_a_changed_setting_is_seen_on_the_page_at_once(stage: Callable[..., Stage]) -> None:
    one = stage()
    em = one.view.page.style.em
    one.preferences.change(text_size=200)
    assert one.view.page.style.em == 2 * em
    one.preferences.change(font="Lexend", column_width=40)
    assert one.view.page.style.settings.font == "Lexend"
    one.preferences.undo()
    one.preferences.reset_all()
    assert one.view.page.style.em == em


@pytest.mark.parametrize("name", page_values(Settings()))
def test_every_setting_of_the_page_sets_it_anew_when_it_changes(stage: Callable[..., Stage], name: str) -> None:
    one = stage()
    one.preferences.step(name, 1, ["sepia"] if name == "theme" else ())
    assert one.preferences.settings != Settings()
    assert one.view.page.style.settings == one.preferences.settings


def test_what_does_not_concern_the_page_does_not_set_it_anew(
    stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = stage()
    styles: list[object] = []
    monkeypatch.setattr(one.view, "apply_style", styles.append)
    one.preferences.change(announcements="none")
    one.preferences.change(motion="reduced")
    assert styles == []
    one.preferences.change(line_height=2.0)
    assert len(styles) == 1


def test_a_chosen_theme_colours_page_and_words(stage: Callable[..., Stage]) -> None:
    one = stage()
    told: list[int] = []
    one.presentation.theme_changed.connect(lambda: told.append(1))
    for name in ("dark", "yellow-on-black", "light"):
        one.preferences.change(theme=name)
        assert one.presentation.theme.id == name
        assert one.ground == THEMES[name].colours.page
        assert one.view.page.style.theme.id == name
    assert len(told) == 3


@pytest.mark.parametrize(
    ("wish", "theme"),
    [
        (Wish("light"), "light"),
        (Wish("dark"), "dark"),
        (Wish("dark", "high"), "high-contrast-dark"),
        (Wish("light", "high"), "high-contrast-light"),
    ],
)
def test_without_a_choice_the_system_is_followed(stage: Callable[..., Stage], wish: Wish, theme: str) -> None:
    one = stage(wish)
    assert one.presentation.theme.id == theme
    other = Wish("light" if wish.scheme == "dark" else "dark")
    one.presentation.follow_system(other)
    assert one.presentation.theme.id == other.scheme
    assert one.ground == THEMES[other.scheme].colours.page


def test_a_choice_is_not_changed_by_the_system(stage: Callable[..., Stage]) -> None:
    one = stage()
    one.preferences.change(theme="sepia")
    one.presentation.follow_system(Wish("dark", "high"))
    assert one.presentation.theme.id == "sepia"


def test_a_theme_of_ones_own_that_is_hard_to_read_is_said(stage: Callable[..., Stage], tmp_path: Path) -> None:
    folder = tmp_path / "themes"
    folder.mkdir()
    source = (Path(__file__).parents[2] / "resources" / "themes" / "light.toml").read_text(encoding="utf-8")
    lines = ['text = "#999999"' if line.split("=")[0].strip() == "text" else line for line in source.splitlines()]
    (folder / "pale.toml").write_text("\n".join(lines), encoding="utf-8")
    one = stage()
    told: list[object] = []
    one.presentation.problem.connect(told.append)
    one.preferences.change(theme="pale")
    assert one.presentation.theme.id == "pale"
    assert len(told) == 1


def test_a_theme_that_is_not_there_leaves_one_that_is(stage: Callable[..., Stage]) -> None:
    one = stage()
    told: list[object] = []
    one.presentation.problem.connect(told.append)
    one.preferences.change(theme="gone")
    assert one.presentation.theme.id in THEMES
    assert told
