"""What the program says of itself, wired: “About”, the licences, and updates when the reader asks for them.

It never asks anybody before the reader has seen who will be asked, and wants it.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices

from hiitreader.app.handlers import Handlers
from hiitreader.errors import Problem
from hiitreader.system.lanes import Lane, Outcome
from hiitreader.system.paths import licences_file
from hiitreader.system.publisher import PUBLISHER, Publisher
from hiitreader.ui.gui_lane import GuiLane

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.system.updates import Newest
    from hiitreader.ui.dialogs.about import About
    from hiitreader.ui.dialogs.updates import Updates


def _open_page(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


class AboutPart(QObject):
    """The dialogs, made when they are first opened.

    Args:
        program: the program.
        publisher: whose it is.
        open_page: opens an address in the reader's browser.
    """

    def __init__(
        self, program: "Program", publisher: Publisher = PUBLISHER, open_page: Callable[[str], None] = _open_page
    ) -> None:
        super().__init__(program.window)
        self._program = program
        self._publisher = publisher
        self._open_page = open_page
        self._turn = 0

    def commands(self) -> Handlers:
        """What to do for each command this knows, by the command's id."""
        return {
            "help.about": self.show,
            "help.licences": self.show_licences,
            "help.updates": self.show_updates,
        }

    def show(self) -> None:
        """Open “About”."""
        self._about.begin()

    def show_licences(self) -> None:
        """Open the licences like any other article: with headings, a list of contents, and words to be found."""
        self._program.session.open_file(licences_file())
        self._program.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_updates(self) -> None:
        """Say who would be asked for updates."""
        self._turn += 1
        self._updates.begin()

    def _ask(self) -> None:
        from hiitreader.system.updates import ask_newest

        turn, address = self._turn, self._publisher.updates

        def show(outcome: "Outcome[Newest]") -> None:
            if turn != self._turn:  # closed, and perhaps opened anew
                return
            if isinstance(outcome.problem, Problem):
                self._updates.show_problem(outcome.problem)
            else:
                self._updates.show_newest(outcome.get())

        self._network.submit(lambda: ask_newest(address), show)

    def _closed(self) -> None:
        self._turn += 1

    @cached_property
    def _network(self) -> GuiLane:
        """A lane of its own, made when it is first needed: replies must not wait for a slow answer."""
        lane = GuiLane(Lane("updates"), self)
        self._program.window.closing.connect(lambda: lane.close(0, finish=False))
        return lane

    @cached_property
    def _about(self) -> "About":
        from hiitreader.ui.dialogs.about import About

        about = About(self._program.window, self._publisher)
        about.licences_requested.connect(self.show_licences)
        about.updates_requested.connect(self.show_updates)
        return about

    @cached_property
    def _updates(self) -> "Updates":
        from hiitreader.system.updates import host_of
        from hiitreader.ui.dialogs.updates import Updates

        dialog = Updates(self._program.window, host_of(self._publisher.updates))
        dialog.ask_requested.connect(self._ask)
        dialog.page_requested.connect(self._open_page)
        dialog.finished.connect(self._closed)
        return dialog
