"""The settings panel: a row for every setting there is, with live effect, presets, profiles, undo, and WCAG's figures.

It shows what the preferences hold, also when something else changed them, and asks them for changes. It never keeps a
value of its own.
"""

from collections.abc import Callable, Generator, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hiitreader.errors import InputProblem
from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings import Settings, Value, shown, specs
from hiitreader.reading.themes import Theme
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import Group, push_button, say_at, stop
from hiitreader.ui.notice import told
from hiitreader.ui.panels.figures import figures
from hiitreader.ui.panels.own_settings_row import OwnSwitch, own_settings_row
from hiitreader.ui.panels.profile_rows import PresetRow, ProfilesBox
from hiitreader.ui.panels.setting_rows import Families, SettingRow, ThemeRow, row_for
from hiitreader.ui.wrapping_line import WrappingLine

PageNow = Callable[[], tuple[Theme, float]]
"""The theme that is shown and how many characters fit on a line of the page."""


class SettingsPanel(QScrollArea):
    """All settings in one column that scrolls downwards only.

    Args:
        preferences: where the settings live; listened to until the panel goes.
        themes: the themes to choose from, as they are now; `show_themes` tells of others.
        families: the installed font families; asked when the list of fonts is first looked at.
        page: tells the theme and the line's length for the figures; asked after each change and by `show_figures`.
        say: takes a sentence to show in the status line and to have spoken.
        own: keeps the settings for the article that is open alone; without it, that is not offered.
        in_turns: make no row yet; whoever makes the panel goes through `rows_made` before it is seen.
    """

    profiles_changed = Signal()
    """A profile was saved or deleted, so the preferences have something to save."""

    def __init__(
        self,
        preferences: Preferences,
        *,
        themes: Sequence[Theme],
        families: Families,
        page: PageNow,
        say: Callable[[str], None],
        own: OwnSwitch | None = None,
        in_turns: bool = False,
    ) -> None:
        super().__init__()
        self._own = own
        self._preferences = preferences
        self._page = page
        self._tell = say
        self._rows: dict[str, SettingRow] = {}
        self._figures = stop()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Settings"))
        self._profiles = ProfilesBox(preferences, self._say_at)
        self._profiles.changed.connect(self.profiles_changed)
        self.rows_made = self._build(themes, families)
        """Makes the rows, one each time it is asked for the next; all together they take too long for one turn."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.show_figures)
        if not in_turns:
            for _row in self.rows_made:
                pass
        unlisten = preferences.listen(self._changed)
        self.destroyed.connect(lambda: unlisten())  # noqa: PLW0108 -- the signal brings an argument

    def show_themes(self, themes: Sequence[Theme]) -> None:
        """Offer other themes, as the reader's folder has them now."""
        row = self._rows["theme"]
        if isinstance(row, ThemeRow):
            row.show_themes(themes)

    def show_figures(self) -> None:
        """Reckon the figures anew: call it when the theme or the page's width changed."""
        theme, characters = self._page()
        say_at(self._figures, "\n".join(figures(self._preferences.settings, theme, characters)))

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802
        """Give the first setting the focus. No focus proxy does it: Tab would jump to it past all that stands above."""
        self._rows[specs()[0].name].field.setFocus(reason)

    def row(self, name: str) -> SettingRow:
        """The row of a setting."""
        return self._rows[name]

    # -- building -------------------------------------------------------------------------------------------------

    def _build(self, themes: Sequence[Theme], families: Families) -> Generator[None, None, None]:
        body = QWidget()
        body.setObjectName("settings_body")
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(20)
        column.addLayout(self._taking_back())
        if self._own is not None:
            column.addWidget(own_settings_row(self._own))
        column.addWidget(PresetRow(self._preferences, self._say_at))
        yield
        for group, members in groupby(specs(), key=lambda spec: spec.group):
            box = Group(_(group))
            for spec in members:
                row = self._rows[spec.name] = row_for(spec, themes, families)
                row.chosen.connect(self._choose)
                row.reset_asked.connect(self._reset)
                box.rows.addWidget(row)
                yield
            column.addWidget(box)
        column.addWidget(self._profiles)
        measures = Group(_("WCAG figures"))
        measures.rows.addWidget(self._figures)
        column.addWidget(measures)
        column.addStretch(1)
        self.setWidget(body)
        self._show(self._preferences.settings)

    def _taking_back(self) -> WrappingLine:
        line = WrappingLine(gap=4)
        for words, action in ((_("Undo"), self._undo), (_("Redo"), self._redo), (_("Reset all"), self._reset_all)):
            button = push_button(words)
            button.clicked.connect(partial(action, button))
            line.addWidget(button)
        return line

    # -- what the reader does -------------------------------------------------------------------------------------

    def _choose(self, name: str, value: Value) -> None:
        row = self._rows[name]
        try:
            self._preferences.change(**{name: value})
        except InputProblem as problem:
            row.set_error(told(problem))
            row.show_value(getattr(self._preferences.settings, name))
        else:
            row.set_error("")

    def _reset(self, name: str) -> None:
        self._preferences.reset(name)
        self._say_at(self._said(name), self._rows[name].field)

    def _undo(self, button: QWidget) -> None:
        self._travel(self._preferences.undo, _("There is nothing to undo."), button)

    def _redo(self, button: QWidget) -> None:
        self._travel(self._preferences.redo, _("There is nothing to redo."), button)

    def _travel(self, go: Callable[[], bool], nothing: str, button: QWidget) -> None:
        old = self._preferences.settings
        if not go():
            self._say_at(nothing, button)
            return
        new = self._preferences.settings
        differ = [spec.name for spec in specs() if getattr(old, spec.name) != getattr(new, spec.name)]
        self._say_at(" ".join(self._said(name) for name in differ), button)

    def _reset_all(self, button: QWidget) -> None:
        self._preferences.reset_all()
        self._say_at(_("All settings are as they were at first. Undo brings yours back."), button)

    def _said(self, name: str) -> str:
        row = self._rows[name]
        value = getattr(self._preferences.settings, name)
        names = (
            {row.combo.itemData(i): row.combo.itemText(i) for i in range(row.combo.count())}
            if isinstance(row, ThemeRow)
            else None
        )
        return _("{setting}: {value}.").format(setting=_(row.spec.label), value=shown(row.spec, value, names))

    def _say_at(self, sentence: str, control: QWidget) -> None:
        """Say it, and leave it where a screen reader that hears no announcements finds it."""
        if isinstance(control, QPushButton):
            control.setAccessibleDescription(sentence)
        self._tell(sentence)

    # -- what the preferences tell --------------------------------------------------------------------------------

    def _changed(self, _old: Settings, new: Settings) -> None:
        self._show(new)

    def _show(self, settings: Settings) -> None:
        for name, row in self._rows.items():
            row.show_value(getattr(settings, name))
        self._soon.start()
