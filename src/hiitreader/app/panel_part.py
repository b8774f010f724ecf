"""The panels, each made when it is first opened and kept, and the way round the window's parts with F6.

It never changes a setting or the text.
"""

from collections.abc import Callable, Generator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from hiitreader.app.handlers import Handlers
from hiitreader.reading.themes import Theme, available
from hiitreader.system.translations import gettext as _
from hiitreader.ui.navigation import Navigator
from hiitreader.ui.panes import Panel
from hiitreader.ui.turns import Turns

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.ui.panels.contents_panel import ContentsPanel
    from hiitreader.ui.panels.settings_panel import SettingsPanel

_PANELS = ("contents", "settings")
_WHEN_QUIET = 1500
"""Milliseconds after the window is complete."""


class PanelPart(QObject):
    """The panels of the window.

    `to_save` comes when a panel changed what only `Preferences.save` keeps.

    Args:
        program: the parts made before.
        navigator: goes to a heading, with a way back.
        after_page: parts that F6 goes to after the page.
        at_ends: parts that F6 goes to last, while they are shown.
    """

    to_save = Signal()

    def __init__(
        self, program: "Program", navigator: Navigator, after_page: Sequence[QWidget], at_ends: Sequence[QWidget]
    ) -> None:
        super().__init__(program.window)
        self._program = program
        self._window = program.window
        self._view = program.view
        self._navigator = navigator
        self._after_page = after_page
        self._at_ends = at_ends
        self._turns: Turns | None = None
        self._when_made: Callable[[], object] = _nothing
        QTimer.singleShot(_WHEN_QUIET, self, self._make_ready)

    def commands(self) -> Handlers:
        """What to do for each command this knows, by the command's id."""
        return {
            "view.contents": lambda: self._toggle("contents"),
            "view.settings": lambda: self._toggle("settings"),
            "view.next_pane": lambda: self._go_round(1),
            "view.previous_pane": lambda: self._go_round(-1),
        }

    @property
    def is_making(self) -> bool:
        """Whether a panel that was asked for is still being made."""
        return self._when_made is not _nothing

    def open_again(self, names: Sequence[str]) -> None:
        """Open the panels that were open when the window was last closed, as far as there is room beside the page.

        The focus stays where it is.
        """
        room = self._window.panes.room_for
        for name in [name for name in names if name in _PANELS][-room:] if room else []:
            QTimer.singleShot(0, self, partial(self._open_quietly, name))

    def _open_quietly(self, name: str) -> None:
        self._open(name, focus=False)

    def _open(self, name: str, *, focus: bool = True) -> None:
        show = partial(self._window.panes.open_panel, name, focus=focus)
        if name == "contents":
            _made = self.contents
            show()
        else:
            self._with_settings(show)

    def _with_settings(self, then: Callable[[], object]) -> None:
        """Do this when the panel of settings is there; it is made in turns, for it has too many rows for one."""
        if "settings" in vars(self):
            then()
            return
        self._when_made = then
        if self._turns is None:
            self._turns = Turns(self._make_settings(), self)

    @cached_property
    def contents(self) -> "ContentsPanel":
        """The panel of contents, among the panes from now on."""
        from hiitreader.ui.panels.contents_panel import ContentsPanel

        view = self._view
        panel = ContentsPanel()

        def show(first: int = 0) -> None:
            panel.take_in(view.flow, first)
            panel.follow(view.caret())

        panel.chosen.connect(self._navigator.visit)
        view.flow_changed.connect(show)
        view.cursorPositionChanged.connect(lambda: panel.follow(view.caret()))
        show()
        self._window.panes.add("contents", Panel(_("Contents"), panel), left=True)
        return panel

    @cached_property
    def settings(self) -> "SettingsPanel":
        """The panel of settings, among the panes from now on."""
        panel = self._settings_panel(in_turns=False)
        self._window.panes.add("settings", Panel(_("Settings"), panel), left=False)
        return panel

    def _make_settings(self) -> Generator[None, None, None]:
        panel = self._settings_panel(in_turns=True)
        yield
        for _row in panel.rows_made:
            yield
        if "settings" in vars(self):
            panel.deleteLater()  # something needed it at once
        else:
            self._window.panes.add("settings", Panel(_("Settings"), panel), left=False)
            self.settings = panel
        yield
        then, self._when_made = self._when_made, _nothing
        then()

    def _settings_panel(self, *, in_turns: bool) -> "SettingsPanel":
        from hiitreader.ui.panels.settings_panel import SettingsPanel
        from hiitreader.ui.typeset.fonts import installed_families

        program = self._program
        panel = SettingsPanel(
            program.preferences,
            themes=self.themes(),
            families=installed_families,
            page=lambda: (program.presentation.theme, self._view.page.style.characters),
            say=self._window.say,
            own=program.own_settings,
            in_turns=in_turns,
        )
        panel.profiles_changed.connect(self.to_save)
        program.presentation.theme_changed.connect(panel.show_figures)
        return panel

    def _make_ready(self) -> None:
        """Make the settings before they are asked for, where a screen reader is there.

        It is told of every field as it is made, and would still be busy with them when the first one gets the focus.
        """
        if QAccessible.isActive():
            self._with_settings(_nothing)

    def themes(self) -> tuple[Theme, ...]:
        """The themes there are, in order; what is wrong with a reader's own file is told."""
        found = available((self._program.paths.themes,))
        for problem in found.problems:
            self._window.tell(problem)
        return found.themes

    def _toggle(self, name: str) -> None:
        if self._window.panes.is_open(name):
            self._window.panes.close_panel(name)
            return
        self._open(name)

    def _go_round(self, step: int) -> None:
        """Move the focus to the next part of the window."""
        parts: list[QWidget] = []
        for part in self._window.panes.seen():
            parts += [self._view, *self._after_page] if part is self._program.page else [part]
        parts += [part for part in self._at_ends if part.isVisible() and _stop_in(part) is not None]
        focus = QApplication.focusWidget()
        here = next((n for n, part in enumerate(parts) if focus and (focus is part or part.isAncestorOf(focus))), 0)
        _give_focus(parts[(here + step) % len(parts)])


def _nothing() -> None:
    """What comes after a panel that is only made."""


def _give_focus(part: QWidget) -> None:
    stop = _stop_in(part)
    if stop is not None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)


def _stop_in(part: QWidget) -> QWidget | None:
    """What gets the focus in a part of the window, None while nothing in it can have it."""
    if part.focusPolicy() != Qt.FocusPolicy.NoFocus or part.focusProxy() is not None:
        return part
    for child in part.findChildren(QWidget):
        if child.isVisibleTo(part) and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return child
    return None
