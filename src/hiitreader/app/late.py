"""What comes after the first picture: actions, menus, panels, dialogs, replies; made once, and wired to each other.

Dialogs and panels are made when they are first opened. Nothing here does the work of the parts it makes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QDesktopServices

from hiitreader.app.about_part import AboutPart
from hiitreader.app.closing import Closing
from hiitreader.app.dialogs import Dialogs
from hiitreader.app.endings import Endings
from hiitreader.app.handlers import Handlers, ReadingCommands
from hiitreader.app.new_keys import tell_new_keys
from hiitreader.app.outbox_part import OUTBOX
from hiitreader.app.panel_part import PanelPart
from hiitreader.app.reading_progress import ReadingProgress
from hiitreader.app.reply_part import ReplyPart
from hiitreader.app.shelf_panel_part import SHELF, ShelfPanelPart
from hiitreader.app.shelf_part import ShelfPart
from hiitreader.app.site_posts import SitePosts
from hiitreader.errors import Problem
from hiitreader.reading.settings import Settings
from hiitreader.system.lanes import Lane, Outcome
from hiitreader.system.translations import ENGLISH, language
from hiitreader.system.translations import gettext as _
from hiitreader.ui.actions import Actions
from hiitreader.ui.announce import Announcer
from hiitreader.ui.commands import COMMANDS, GROUPS
from hiitreader.ui.dropping import FileDrop
from hiitreader.ui.following import LinkFollower
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.key_bindings import KeyBindings
from hiitreader.ui.key_file import KeyFile
from hiitreader.ui.lead_keys import LeadKeys
from hiitreader.ui.menu_focus import MenuFocus
from hiitreader.ui.menu_fold import MenuFold
from hiitreader.ui.menus import add_menus
from hiitreader.ui.navigation import Navigator
from hiitreader.ui.panels.find_bar import FindBar
from hiitreader.ui.presentation import Wish
from hiitreader.ui.system_wishes import SystemWishes, wants_motion

if TYPE_CHECKING:
    from hiitreader.app.program import Program

_BLINK = 1000
"""Milliseconds of one blink of the caret."""
_TRANSLATIONS = QLibraryInfo.LibraryPath.TranslationsPath
_TOGGLES = {OUTBOX: "reply.outbox", SHELF: "library.show"}
"""The commands that open panels, where they are called otherwise than the panel."""
SAVE_AFTER = 1000
"""Milliseconds after the last change of a setting until it is written."""


class Late(QObject):
    """The rest of the program. `start` makes it; the parts are its attributes."""

    def __init__(self, program: "Program") -> None:
        super().__init__(program.window)
        self._program = program
        self._window = program.window
        self._view = program.view
        self._writing = GuiLane(Lane("export"), self)  # of its own: a long article must not keep a draft waiting
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._save_soon.timeout.connect(self._save_settings)

    def start(self) -> Iterator[None]:
        """Make and wire everything, a part at each turn."""
        self._program.controls.put_on_rest(self._window)
        yield
        self._make_voice()
        yield
        yield from self._make_parts()
        self._make_commands()
        yield
        self._fill_window()
        yield
        self._tell_problems()
        self.replies.start()
        yield
        self._make_endings()

    def _make_voice(self) -> None:
        program, window = self._program, self._window
        self.announcer = Announcer(program.preferences.settings.announcements)
        window.status.speak_through(self.announcer)
        window.notices.speak_through(self.announcer)
        if window.status.message:
            window.say(window.status.message)  # said before it could be heard
        self._speak_qt()
        self.wishes = SystemWishes(program.qt)
        self.wishes.changed.connect(self._follow_system)
        self._follow_system()

    def _make_parts(self) -> Iterator[None]:
        program, window, view = self._program, self._window, self._view
        self.navigator = Navigator(view, window.say, lambda *, forward: self.shelf.leave(forward=forward))
        self.find_bar = FindBar(view, self.navigator.remember, window.say)
        window.put_below(self.find_bar)
        yield
        self.links = LinkFollower(view, self.navigator.visit, QDesktopServices.openUrl, window.say)
        self.shelf = ShelfPart(program, self.links, self)
        self.replies = ReplyPart(program, self.links, self)
        self.replies.replies.take_posts_from(self.shelf.cards)
        self.replies.open_articles_with(self.shelf.open_first)
        self.shelf_panel = ShelfPanelPart(program, self.shelf, self.find_bar)
        self.progress = ReadingProgress(program, self.shelf.shelf)
        self.progress.noted.connect(self.shelf_panel.refresh)
        self.site_posts = SitePosts(program, self.replies, self.shelf.shelf, self.shelf_panel.changed)
        self.own_settings = program.own_settings
        for part in (self.progress.forget, self.own_settings.forget_all, self.shelf_panel.forget_removed):
            self.replies.privacy.erasing.connect(part)
        self.closing = Closing(program, self.replies, self._save_soon)
        window.closing.connect(self._close)
        yield

    def _make_commands(self) -> None:
        program, window, view = self._program, self._window, self._view
        key_file = KeyFile(program.paths.config / "keys.json", program.clock.now, COMMANDS)
        changes, self._key_problem = key_file.read()
        self.bindings = KeyBindings(COMMANDS, changes, key_file.write)
        self.dialogs = Dialogs(window, view, self.navigator.visit, self.bindings, lambda: self.actions)
        self.about = AboutPart(program)
        at_ends = [self.find_bar, window.notices, window.status]
        self.panels = PanelPart(program, self.navigator, [self.replies.form], at_ends)
        self.panels.to_save.connect(self._save_soon.start)
        self.actions = Actions(window, view, COMMANDS, self.bindings, self.handlers())
        self.lead_keys = LeadKeys(window, self.actions, COMMANDS, self.bindings, window.status)

    def _fill_window(self) -> None:
        program, window = self._program, self._window
        window.menuBar().clear()
        add_menus(window.menuBar(), self.actions.action, COMMANDS, GROUPS)
        MenuFold(window.menuBar())
        MenuFocus(window.menuBar(), program.qt)
        self.drop = FileDrop(window, program.session.open_file)
        self._connect()

    def _tell_problems(self) -> None:
        program, window = self._program, self._window
        for one in (
            self._key_problem,
            program.presentation.first_problem,
            program.window_place.problem,
            *program.preferences.problems,
            *program.places.problems,
        ):
            if one is not None:
                window.tell(one)

    def _make_endings(self) -> None:
        self.panels.open_again(self._program.window_place.panels)
        if self._program.starts_with_shelf:
            self.shelf_panel.show()
        tell_new_keys(self._program.paths, self._program.lane, self._window.notices, self.dialogs.show_keys)
        self.endings = Endings(self.closing.end, self)

    def handlers(self) -> Handlers:
        """What each command does."""
        return {
            **ReadingCommands(self._program.preferences, self.panels.themes, self._window.say).handlers(),
            **self.navigator.commands(),
            **self.find_bar.commands(),
            **self.replies.commands(),
            "file.open": self._ask_for_file,
            "file.start_page": self._show_start_page,
            "file.export": self._ask_for_export,
            "file.close": self._close_window,
            "file.quit": self._close_window,
            **self.dialogs.commands(),
            **self.about.commands(),
            **self.panels.commands(),
            **self.shelf_panel.commands(),
            "reading.own_settings": self.own_settings.toggle,
            "view.full_screen": self._toggle_full_screen,
            "go.article": lambda: self._view.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }

    # -- wiring ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        program, window = self._program, self._window
        program.preferences.listen(self._settings_changed)
        program.presentation.problem.connect(window.tell)
        self._view.zoom_asked.connect(lambda steps: program.preferences.step("text_size", steps))
        self._view.cursorPositionChanged.connect(self._show_place)
        self._view.scrolled.connect(self._show_place)
        program.session.opened.connect(lambda _opened: self.navigator.forget())
        window.panes.toggled.connect(self._show_toggled)
        self._show_place()
        self.actions.set_on("view.full_screen", on=window.isFullScreen())
        self.own_settings.toggled.connect(lambda on: self.actions.set_on("reading.own_settings", on=on))
        self.actions.set_on("reading.own_settings", on=self.own_settings.on)

    def _follow_system(self, _wishes: object = None) -> None:
        self._program.presentation.follow_system(Wish(*self.wishes.scheme_and_contrast()))
        self._follow_motion()

    def _settings_changed(self, old: Settings, new: Settings) -> None:
        self.announcer.wanted = new.announcements
        self._save_soon.start()
        if old.motion != new.motion:
            self._follow_motion()

    def _follow_motion(self) -> None:
        """Let the caret blink and menus glide, or keep them still (WCAG 2.2, 2.3.3 and 2.2.2)."""
        moves = wants_motion(self._program.preferences.settings.motion, self.wishes.wishes)
        application = self._program.qt
        application.setCursorFlashTime(_BLINK if moves else 0)
        for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_AnimateTooltip):
            application.setEffectEnabled(effect, moves)

    def _save_settings(self) -> None:
        self._program.lane.submit(self._program.preferences.save, self._saved)

    def _saved(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.problem, Problem):
            self._window.tell(outcome.problem)
            self.closing.settings_told = True
            return
        outcome.get()
        self.closing.settings_told = False

    def _speak_qt(self) -> None:
        """Have Qt's own words (a field's menu, the file dialog) in the reader's language too."""
        if language() == ENGLISH:
            return
        translator = QTranslator(self)
        if translator.load(QLocale(language()), "qtbase", "_", QLibraryInfo.path(_TRANSLATIONS)):
            self._program.qt.installTranslator(translator)

    def _show_place(self) -> None:
        length = self._view.article_length
        if length:
            end = max(1, self._view.flow.end(length - 1))
            bar = self._view.verticalScrollBar()
            seen = self._view.position_at(self._view.viewport().rect().bottomLeft()) if bar.value() else 0
            percent = round(100 * min(1.0, seen / end))
            self._window.status.show_place(_("{percent} %").format(percent=percent))

    def _show_toggled(self, panel: str, on: bool) -> None:
        self.actions.set_on(_TOGGLES.get(panel, f"view.{panel}"), on=on)

    def _show_start_page(self) -> None:
        if self._program.preferences.settings.start == SHELF:
            self.shelf_panel.show()
        else:
            self._program.show_start_page()

    def _close_window(self) -> None:
        self._window.close()

    def _close(self) -> None:
        self._writing.close()
        if hasattr(self, "endings"):  # not yet, when the window is closed at once
            self.endings.close()

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()
        self.actions.set_on("view.full_screen", on=self._window.isFullScreen())

    # -- files and themes -----------------------------------------------------------------------------------------

    def _ask_for_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from hiitreader.ui.dialogs.plain_boxes import plain_boxes

        kinds = _("Articles (*.md *.markdown *.html *.htm *.xhtml *.txt);;All files (*)")
        with plain_boxes():
            name, _kind = QFileDialog.getOpenFileName(self._window, _("Open article"), "", kinds)
        if name:
            self._program.session.open_file(Path(name))

    def _ask_for_export(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from hiitreader.ui.dialogs.plain_boxes import plain_boxes

        kinds = _("HTML (*.html);;Plain text (*.txt);;Markdown (*.md)")
        with plain_boxes():
            name, _kind = QFileDialog.getSaveFileName(self._window, _("Export article"), "", kinds)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the article that is open to a file, in the format its name ends in."""
        from hiitreader.library.export import export_article

        article = self._program.session.article()

        def done(outcome: Outcome[None]) -> None:
            if isinstance(outcome.problem, Problem):
                self._window.tell(outcome.problem)
                return
            outcome.get()
            self._window.say(_("Written: {file}").format(file=path))

        self._writing.submit(lambda: export_article(article, path, replace=True), done)
