"""Bringing articles to the shelf, wired: the dialog, its file choosers, what is dropped, and a lane of its own.

It never reads an article in the window's thread, and never keeps the disk's lane waiting for a site.
"""

from collections.abc import Callable, Generator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal

from hiitreader.errors import Problem
from hiitreader.library.bring_in.sources import Sources
from hiitreader.library.entries import PICTURES
from hiitreader.system.lanes import Lane, Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.dropping import sources_of
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.notice import Way
from hiitreader.ui.turns import Turns

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.library.bring_in.report import Report, Step
    from hiitreader.library.shelf import Shelf
    from hiitreader.ui.dialogs.add_articles import AddArticles

SHOWN_EVERY = 0.1
"""Seconds between two steps that are shown; a folder may take a thousand a second."""


class BringInPart(QObject):
    """What brings articles to the shelf of a window.

    Args:
        program: the parts made before.
        shelf: where they are put; used on a lane only.
        changed: is told when something has come.
    """

    _stepped = Signal(object)

    def __init__(self, program: "Program", shelf: "Shelf", changed: Callable[[], None]) -> None:
        super().__init__(program.window)
        self._program = program
        self._window = program.window
        self._shelf = shelf
        self._changed = changed
        self._lane = GuiLane(Lane("bring in"), self)
        self._cancelled = Event()
        self._turns: Turns | None = None
        program.window.closing.connect(self._close)

    @property
    def is_making(self) -> bool:
        """Whether the dialog was asked for and is still being made."""
        return self._turns is not None

    def begin(self) -> None:
        """Open the dialog; the first time it is made in turns, and the window listens meanwhile."""
        if "dialog" in vars(self) and not self.is_making:
            self.dialog.begin()
        elif self._turns is None:
            self._turns = Turns(self._make(), self)

    def _make(self) -> Generator[None, None, None]:
        from hiitreader.ui.panels import row_list  # noqa: F401 -- what the dialog needs, a part of it in each turn

        yield
        from hiitreader.ui.dialogs import add_articles  # noqa: F401

        yield
        dialog = self.dialog
        yield
        self._turns = None
        dialog.begin()

    def take(self, data: QMimeData) -> None:
        """Bring in what was dropped."""
        sources = sources_of(data)
        self.begin()
        self.bring(sources)

    def bring(self, sources: Sources) -> None:
        """Bring articles in."""
        if not any(sources) or not self.dialog.start():
            return
        from hiitreader.library.bring_in.bringing import Bringing

        self._cancelled = cancelled = Event()
        data = self._program.paths.data
        pictures = data / PICTURES if self.dialog.pictures.isChecked() else None
        shown = -SHOWN_EVERY

        def progress(step: "Step") -> None:
            nonlocal shown
            if monotonic() - shown >= SHOWN_EVERY:
                shown = monotonic()
                self._stepped.emit(step)

        bringing = Bringing(self._shelf, data, progress, cancelled.is_set, pictures)
        self._lane.submit(lambda: bringing.bring_in(sources), self._done)

    @cached_property
    def dialog(self) -> "AddArticles":
        """The dialog."""
        from hiitreader.ui.dialogs.add_articles import AddArticles

        dialog = AddArticles(self._window, self._window.say)
        dialog.files_wanted.connect(self._ask_for_files)
        dialog.folder_wanted.connect(self._ask_for_folder)
        dialog.address_wanted.connect(lambda address: self.bring(Sources(addresses=(address,))))
        dialog.text_wanted.connect(lambda text: self.bring(Sources(text=text)))
        dialog.cancel_wanted.connect(lambda: self._cancelled.set())  # noqa: PLW0108 -- each time another one
        self._stepped.connect(dialog.show_step)
        return dialog

    def _ask_for_files(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from hiitreader.ui.dialogs.plain_boxes import plain_boxes

        kinds = _("Articles and books (*.md *.markdown *.html *.htm *.xhtml *.txt *.epub);;All files (*)")
        with plain_boxes():
            names, _kind = QFileDialog.getOpenFileNames(self.dialog, _("Files to add"), "", kinds)
        self._bring_paths(names)

    def _ask_for_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        from hiitreader.ui.dialogs.plain_boxes import plain_boxes

        with plain_boxes():
            name = QFileDialog.getExistingDirectory(self.dialog, _("Folder to add"))
        self._bring_paths([name] if name else [])

    def _bring_paths(self, names: Sequence[str]) -> None:
        self.bring(Sources(paths=tuple(Path(name) for name in names)))

    def _done(self, outcome: "Outcome[Report]") -> None:
        from hiitreader.library.bring_in.report import NotTaken, Report
        from hiitreader.ui.dialogs.add_articles import sentences

        if isinstance(outcome.problem, Problem):
            report = Report(not_taken=(NotTaken(_("The shelf"), outcome.problem),))
        else:
            report = outcome.get()
        self.dialog.show_report(report)
        if not self.dialog.isVisible() and report.not_taken:
            self._window.notices.news(" ".join(sentences(report)), Way(_("Show"), self.begin))
        self._changed()

    def _close(self) -> None:
        self._cancelled.set()
        self._lane.close()
        self._program.lane.submit(self._shelf.close, Outcome.get)  # it may have been opened again
