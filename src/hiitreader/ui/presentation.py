"""What the page and the window look like, from the settings, the theme and the system's wishes: changed in one place.

It never decides what a setting is or may be.
"""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette

from hiitreader.errors import Problem
from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import Settings, page_values
from hiitreader.reading.themes import Theme, bundled, theme_for
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.colours import Clothes
from hiitreader.ui.typeset.fonts import Fonts
from hiitreader.ui.typeset.style import PageStyle

_FIRST_WIDTH = 800.0


class Wish(NamedTuple):
    """What the system wishes: `scheme` "light" or "dark", `contrast` "normal" or "high"."""

    scheme: str = "light"
    contrast: str = "normal"


class Presentation(QObject):
    """Dresses the window and sets the page, at once and at every change.

    Args:
        preferences: where the settings live; listened to.
        clothes: dresses the application's controls.
        themes: the folder of the reader's own themes.
        wish: the system's wish, as far as it is known at the start.
    """

    theme_changed = Signal()
    problem = Signal(object)

    def __init__(self, preferences: Preferences, clothes: Clothes, themes: Path, wish: Wish, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._clothes = clothes
        self._themes = themes
        self._wish = wish
        self._fonts = Fonts()
        self._view: ArticleView | None = None
        self.first_problem: Problem | None = None
        self.theme = self._chosen()
        preferences.listen(self._changed)

    def first_style(self) -> PageStyle:
        """Dress for the first picture; the style to make the view with."""
        self._clothes.put_on(self.theme, self._preferences.settings)
        return self._style()

    def follow(self, view: ArticleView) -> None:
        """Set this view's page from now on."""
        self._view = view
        self._colour_ground()

    def follow_system(self, wish: Wish) -> None:
        """The system wishes this: follow it where the reader has not chosen."""
        if wish != self._wish:
            self._wish = wish
            self._changed(self._preferences.settings, self._preferences.settings)

    def _colour_ground(self) -> None:
        if self._view is None:
            return
        palette = self._view.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(self.theme.colours.page))
        palette.setColor(QPalette.ColorRole.Text, QColor(self.theme.colours.text))
        self._view.setPalette(palette)
        self._view.viewport().setPalette(palette)

    def _style(self) -> PageStyle:
        return PageStyle(self._preferences.settings, self.theme, self._fonts, _FIRST_WIDTH)

    def _chosen(self) -> Theme:
        chosen = theme_for(self._preferences.settings.theme, self._wish.scheme, self._wish.contrast, self._themes)
        problem = chosen.problem or _complaint(chosen.theme)
        if problem is not None:
            self.first_problem = self.first_problem or problem
            self.problem.emit(problem)
        return chosen.theme

    def _changed(self, old: Settings, new: Settings) -> None:
        theme = self._chosen() if old.theme != new.theme or old == new else self.theme
        themed = theme != self.theme
        self.theme = theme
        if self._view is not None and (themed or _is_set_otherwise(old, new)):
            self._view.apply_style(self._style())
        self._clothes.change(theme, new)
        if themed:
            self._colour_ground()
            self.theme_changed.emit()


def _is_set_otherwise(old: Settings, new: Settings) -> bool:
    """Whether the page is to be set anew for a change of settings; another theme counts only where it looks other."""
    return page_values(old._replace(theme=new.theme)) != page_values(new)


def _complaint(theme: Theme) -> Problem | None:
    """What can't be told apart in a reader's own theme; those that come along are held to it by test."""
    if theme in bundled():
        return None
    from hiitreader.reading.contrast import complaint

    return complaint(theme)
