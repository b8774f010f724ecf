"""What the first picture needs, wired; the rest is made in `app.late` when that picture is on the screen.

It never imports what that picture does not need.
"""

import os
import sys
from collections.abc import Generator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from hiitreader import __version__
from hiitreader.app.last_net import LastNet
from hiitreader.errors import Problem, WorldProblem
from hiitreader.library.bundled import bundled_article
from hiitreader.reading.places import Places
from hiitreader.reading.preferences import Preferences
from hiitreader.reading.settings_file import SettingsFile
from hiitreader.system.clock import SystemClock
from hiitreader.system.lanes import Lane
from hiitreader.system.paths import find_paths
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import use, wanted_language
from hiitreader.ui.accessible import install
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.colours import Clothes
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.instance import Instance
from hiitreader.ui.page import ArticlePage
from hiitreader.ui.presentation import Presentation, Wish
from hiitreader.ui.reading_session import ReadingSession
from hiitreader.ui.window import PROGRAM_NAME, ReaderWindow
from hiitreader.ui.window_place import WindowPlace

if TYPE_CHECKING:
    from PySide6.QtCore import QtMsgType

    from hiitreader.app.own_settings_part import OwnSettingsPart
    from hiitreader.article.blocks import Article
    from hiitreader.system.lanes import Outcome

_HALF = 128
_LATER = (
    "hiitreader.replies.reply",
    "hiitreader.replies.server",
    "hiitreader.replies.plans",
    "hiitreader.replies.desk",
    "hiitreader.ui.actions",
    "hiitreader.ui.reply_form",
    "hiitreader.ui.panels.find_bar",
    "hiitreader.app.thread_part",
    "hiitreader.app.reply_part",
    "hiitreader.app.panel_part",
    "hiitreader.app.shelf_panel_part",
    "hiitreader.app.late",
)
"""What the rest needs, one to a turn, in parts of a few milliseconds: a long one would hold the window."""
_TURN = 0.0005
"""Seconds a thread may keep Python to itself while another one waits."""


class Program:
    """The parts of the running program. `window.first_painted` comes when the article is on the screen.

    Args:
        file: what to open; the bundled article when left out.
        data_dir: the `--data-dir` option.
        instance: this start's claim to be the only window of its data folder.
        net: takes the faults that nobody caught, if this program shall show them.
    """

    def __init__(
        self,
        file: Path | None = None,
        data_dir: Path | None = None,
        instance: Instance | None = None,
        net: LastNet | None = None,
    ) -> None:
        self.qt = application()
        self.clock = SystemClock()
        self.paths = find_paths(data_dir)
        self.instance = instance or Instance(self.paths.data, self.qt)
        self.net = net
        self.lane = GuiLane(Lane("disk"), self.qt)
        self.preferences = Preferences(SettingsFile(self.paths.settings_file, self.clock.now))
        self.controls = Clothes(self.qt)
        self.presentation = Presentation(
            self.preferences, self.controls, self.paths.themes, _first_wish(self.qt.palette()), self.qt
        )
        install(ArticleView)
        self.view = ArticleView(self.presentation.first_style())
        self.view.setAccessibleName(_("Article"))
        self.presentation.follow(self.view)
        self.page = ArticlePage(self.view)
        self.window = ReaderWindow(self.page)
        self.window_place = WindowPlace(self.window, self.paths.config / "window.json", self.clock.now)
        self.window_place.restore()
        self.places = Places(self.paths.places_file, self.clock.now)
        self.session = ReadingSession(self.view, self.places, self.lane, self.window)
        self.session.opened.connect(lambda opened: self.window.show_title(opened.title))
        self.session.problem.connect(self._tell)
        self.session.noted.connect(self.window.say)
        self.session.progress.connect(self.window.status.show_progress)
        self.window.first_painted.connect(self._finish)
        self.window.ready.connect(self.window_place.settle)
        with suppress(OSError):  # what stands in the way of a file is told by who reads it
            if self.paths.own_settings_file.exists():
                _made = self.own_settings
        self.starts_with_shelf = file is None and self.preferences.settings.start == "shelf"
        self._open(file)

    def run(self) -> int:
        """Show the window and stay until it is closed."""
        self.window.show()
        self.view.setFocus()
        return self.qt.exec()

    def take_over(self, file: Path | None) -> None:
        """Open what a later start was given, and come to the front."""
        if file is not None:
            self.session.open_file(file)
        if self.window.isMinimized():
            self.window.showNormal()
        self.window.raise_()
        self.window.activateWindow()

    @cached_property
    def own_settings(self) -> "OwnSettingsPart":
        """The settings that articles have for themselves; made at the start only where any are kept."""
        from hiitreader.app.own_settings_part import OwnSettingsPart

        return OwnSettingsPart(self)

    def show_start_page(self) -> None:
        """Show the bundled article."""
        self.session.show_article(bundled_article())

    def _open(self, file: Path | None) -> None:
        last = None
        if file is None and self.preferences.settings.start == "last":
            last = self.places.latest
        if file is not None:
            self.session.open_file(file)
        elif last is None:
            self.show_start_page()
        elif last.source:
            self.session.open_file(Path(last.source))
        else:
            self._open_from_shelf(last.digest)

    def _open_from_shelf(self, key: str) -> None:
        """Open an article of the shelf; the start page when it is not there any more."""
        from hiitreader.app.last_article import open_kept

        def opened(outcome: "Outcome[Article | None]") -> None:
            article = None if isinstance(outcome.problem, Problem) else outcome.get()
            if article is not None:
                self.session.show_article(article)
            else:
                self.show_start_page()

        self.lane.submit(lambda: open_kept(self.paths.data, key), opened)

    def _tell(self, problem: Problem) -> None:
        self.window.tell(problem)
        if not len(self.view.flow):
            self.show_start_page()  # there is always something to read, and somewhere to be

    def _finish(self) -> None:
        from hiitreader.ui.turns import Turns

        if self.net is not None:
            self.net.tell_through(self.window.tell, self.window.close)
        self._turns = Turns(self._rest(), self.window)

    def _rest(self) -> Generator[None, None, None]:
        """Make the rest, a few milliseconds at a time: the article is there and may be scrolled. `late` comes last."""
        import gc
        from importlib import import_module

        try:
            for name in _LATER:
                import_module(name)
                yield
            from hiitreader.app.late import Late

            late = Late(self)
            yield
            yield from late.start()
            self.late = late
            self.window.ready.emit()
            self.instance.listen(self.take_over)
            self._fit_in()
        finally:
            gc.freeze()  # all of this stays
            gc.enable()  # switched off in `__main__`

    def _fit_in(self) -> None:
        """What single systems want besides; on Linux the desktop entry says it all."""
        if sys.platform == "darwin":
            from hiitreader.ui.mac_application import MacApplication

            if isinstance(self.qt, MacApplication):
                self.qt.hand_files_to(self.take_over)
        elif sys.platform == "win32":
            from PySide6.QtGui import QIcon

            from hiitreader.system.paths import resources

            self.qt.setWindowIcon(QIcon(str(resources() / "icons" / "hiitreader.svg")))


def run(file: Path | None, data_dir: Path | None) -> int:
    """Open the window, or hand the file to the one that is open already; the exit code."""
    use(wanted_language(os.environ))
    try:
        paths = find_paths(data_dir)
    except WorldProblem as problem:
        from hiitreader.app.no_window import NOT_DONE, tell

        tell(problem)
        return NOT_DONE
    qt = application()
    net = LastNet(paths.state, qt)
    net.spread()
    instance = Instance(paths.data, qt)
    if not instance.first and instance.hand_over(file):
        return 0
    return Program(file, data_dir, instance, net).run()


def application() -> QApplication:
    """The application, made when there is none."""
    known = QApplication.instance()
    # `setStyle` would do the same, but hand back a QStyle, whose enumerations alone take 0.5 MB.
    qt = (
        known
        if isinstance(known, QApplication)
        else _made([*sys.argv[:1], "-style", "fusion", *_keyboard(sys.platform, os.environ)])
    )
    qt.setApplicationName(PROGRAM_NAME)
    qt.setApplicationVersion(__version__)
    # a Flatpak has to name its desktop entry after itself
    qt.setDesktopFileName(os.environ.get("FLATPAK_ID", PROGRAM_NAME))
    # Parsing on a lane would otherwise make the window wait 5 ms for each of the many turns that painting takes.
    sys.setswitchinterval(_TURN)
    return qt


def _keyboard(system: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """What tells Qt to keep AltGr apart from Ctrl+Alt on Windows, unless the person has chosen how Qt shall start."""
    return ("-platform", "windows:altgr") if system == "win32" and "QT_QPA_PLATFORM" not in environ else ()


def _made(words: list[str]) -> QApplication:
    if sys.platform == "darwin":
        from hiitreader.ui.mac_application import MacApplication

        return MacApplication(words)
    from PySide6.QtCore import qInstallMessageHandler

    said: list[str] = []

    def hear(kind: "QtMsgType", _context: object, words: str) -> None:
        said.append(words)
        if kind.name == "QtFatalMsg":  # Qt would now abort, and advise to install the program again
            from hiitreader.app.no_window import leave

            leave(said)

    before = qInstallMessageHandler(hear)
    try:
        return QApplication(words)
    finally:
        qInstallMessageHandler(before)
        if said and sys.stderr is not None:
            sys.stderr.write("\n".join([*said, ""]))


def _first_wish(palette: QPalette) -> Wish:
    """Light or dark as the system's own palette has it; it is asked properly when the first picture is there."""
    dark = palette.color(QPalette.ColorRole.Window).lightness() < _HALF
    return Wish("dark" if dark else "light")
