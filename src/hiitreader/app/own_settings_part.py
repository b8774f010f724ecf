"""Settings that one article has for itself, wired: they hold when it is opened, and go when another one is.

It never changes what holds for all other articles.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import Problem
from hiitreader.reading.own_settings import OwnSettings
from hiitreader.reading.settings import Settings
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _

if TYPE_CHECKING:
    from hiitreader.app.program import Program

SAVE_AFTER = 1000
"""Milliseconds after the last change until it is written."""


class OwnSettingsPart(QObject):
    """The settings of the article that is open. `toggled` tells whether it has its own now.

    Args:
        program: the parts made before.
    """

    toggled = Signal(bool)

    def __init__(self, program: "Program") -> None:
        super().__init__(program.window)
        self._program = program
        self._preferences = program.preferences
        self._kept = OwnSettings(program.paths.own_settings_file, program.clock.now)
        self._turning = False
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._save_soon.timeout.connect(self._save)
        self._preferences.listen(self._changed)
        program.session.opened.connect(lambda _opened: self._open())
        program.window.closing.connect(self._save)
        if self._kept.problem is not None:
            program.window.tell(self._kept.problem)
        self._open()

    @property
    def on(self) -> bool:
        """Whether the article that is open has settings of its own."""
        return self._preferences.are_own

    def set_on(self, *, on: bool) -> None:
        """Keep the settings that hold for this article alone, or have those of all others hold for it again."""
        digest, source = self._article()
        if on == self.on or not digest:
            return
        if on:
            self._kept.keep(digest, self._preferences.settings, source)
            self._turn_to(self._preferences.settings)
            said = _("From now on changes of the page's settings are for this article alone.")
        else:
            self._kept.forget(digest, source)
            self._turn_to(None)
            said = _("This article has the settings of all others again.")
        self._save_soon.start()
        self._program.window.say(said)

    def toggle(self) -> None:
        """Turn it on or off."""
        self.set_on(on=not self.on)

    def forget_all(self) -> None:
        """Forget the settings of all articles: they are about to be erased."""
        self._save_soon.stop()
        self._kept.forget_all()
        self._turn_to(None)

    def _article(self) -> tuple[str, str]:
        current = self._program.session.current
        return current.digest, str(current.path) if current.path else ""

    def _open(self) -> None:
        digest, source = self._article()
        self._turn_to(self._kept.find(digest, source) if digest else None)

    def _turn_to(self, own: Settings | None) -> None:
        before = self.on
        self._turning = True
        self._preferences.turn_to(own)
        self._turning = False
        if self.on != before:
            self.toggled.emit(self.on)

    def _changed(self, _old: Settings, new: Settings) -> None:
        digest, source = self._article()
        if self.on and not self._turning and digest:
            self._kept.keep(digest, new, source)
            self._save_soon.start()

    def _save(self) -> None:
        self._save_soon.stop()
        if self._kept.unsaved:
            self._program.lane.submit(self._kept.save, self._saved)

    def _saved(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.problem, Problem):
            self._program.window.tell(outcome.problem)
        else:
            outcome.get()
