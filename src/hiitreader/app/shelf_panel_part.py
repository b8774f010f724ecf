"""The panel of the shelf, wired: made in turns when it is first opened, read on the lane, and what its buttons do.

It decides nothing about what is on the shelf, and never waits for the disk.
"""

from collections.abc import Callable, Generator
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt

from hiitreader.app.bring_in_part import BringInPart
from hiitreader.app.shelf_upkeep import ShelfUpkeep
from hiitreader.errors import Problem
from hiitreader.library.shelf import Removed
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.notice import Way
from hiitreader.ui.panes import Panel
from hiitreader.ui.turns import Turns

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.app.shelf_part import ShelfPart
    from hiitreader.library.entries import Hit, ShelfEntry
    from hiitreader.ui.panels.find_bar import FindBar
    from hiitreader.ui.panels.shelf_panel import ShelfPanel
    from hiitreader.ui.panels.shelf_rows import Listed

T = TypeVar("T")

SHELF = "shelf"
"""The panel's name among the panes."""


class ShelfPanelPart(QObject):
    """The panel of the shelf in the window.

    Args:
        program: the parts made before.
        shelf: opens articles, and has the shelf, which is used on the lane only.
        find_bar: marks what was found.
    """

    def __init__(self, program: "Program", shelf: "ShelfPart", find_bar: "FindBar") -> None:
        super().__init__(program.window)
        self.bring_in = BringInPart(program, shelf.shelf, self.changed)
        self.upkeep = ShelfUpkeep(program, shelf.shelf)
        self._program = program
        self._window = program.window
        self._part = shelf
        self._shelf = shelf.shelf
        self._find_bar = find_bar
        self._listed: Listed | None = None
        self._asked = 0
        self._removed: list[Removed] = []
        self._turns: Turns | None = None
        self._when_made: Callable[[], None] | None = None
        self._window.panes.toggled.connect(self._toggled)
        program.window.closing.connect(self._end)

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {
            "library.show": self.toggle,
            "library.search": self.search,
            "library.add": self.bring_in.begin,
            "help.guide": self._part.open_guide,
        }

    @property
    def is_open(self) -> bool:
        """Whether the panel can be seen."""
        return self._window.panes.is_open(SHELF)

    def toggle(self) -> None:
        """Open the shelf, or close it."""
        if self.is_open:
            self._window.panes.close_panel(SHELF)
        else:
            self.show()

    @property
    def is_making(self) -> bool:
        """Whether the panel, or the dialog that adds to it, was asked for and is still being made."""
        return self._when_made is not None or self.bring_in.is_making

    def show(self) -> None:
        """Open the shelf and give its list the focus."""
        self._with_panel(self._show)

    def search(self) -> None:
        """Open the shelf and give its field the focus."""

        def begin() -> None:
            self._show()
            self.panel.begin_search()

        self._with_panel(begin)

    def changed(self) -> None:
        """Something is on the shelf that was not, or is not any more: show it, and other similar posts."""
        self.refresh()
        self.upkeep.tend()
        self._program.late.replies.session.known.read()

    def refresh(self) -> None:
        """Show what is on the shelf now, if it can be seen."""
        if self.is_open:
            self._read()

    # -- the panel ------------------------------------------------------------------------------------------------

    @cached_property
    def panel(self) -> "ShelfPanel":
        """The panel, among the panes from now on."""
        from hiitreader.ui.panels.shelf_panel import ShelfPanel

        panel = ShelfPanel(self._window.say)
        self._take(panel)
        return panel

    def _with_panel(self, then: Callable[[], None]) -> None:
        """Do this when the panel is there; it is made in turns, for the window listens meanwhile."""
        if "panel" in vars(self):
            then()
            return
        self._when_made = then
        if self._turns is None:
            self._turns = Turns(self._make(), self)

    def _make(self) -> Generator[None, None, None]:
        from hiitreader.ui.panels import row_list  # noqa: F401 -- what the panel needs, a part of it in each turn

        yield
        from hiitreader.ui.panels.shelf_panel import ShelfPanel

        yield
        panel = ShelfPanel(self._window.say, in_turns=True)
        for _part in panel.parts_made:
            yield
        if "panel" in vars(self):
            panel.deleteLater()  # something needed it at once
        else:
            self._take(panel)
            self.panel = panel
        yield
        then, self._when_made = self._when_made, None
        if then is not None:
            then()

    def _take(self, panel: "ShelfPanel") -> None:
        panel.wanted.connect(self._read)
        panel.open_wanted.connect(self._open)
        panel.remove_wanted.connect(self._remove)
        panel.undo_wanted.connect(self._put_back)
        panel.add_wanted.connect(self.bring_in.begin)
        panel.dropped.connect(self.bring_in.take)
        self._window.panes.add(SHELF, Panel(_("Shelf"), panel), left=True)

    def _show(self) -> None:
        self._window.panes.open_panel(SHELF)

    def _toggled(self, name: str, on: bool) -> None:
        if name == SHELF and on:
            self.panel.expect()
            self._read()

    def _read(self) -> None:
        from hiitreader.ui.panels.shelf_rows import listed

        shelf, wanted = self._shelf, self.panel.looks_for
        self._asked += 1
        asked = self._asked

        def show(found: "Listed") -> None:
            if asked == self._asked:  # else something else is looked for by now
                self._listed = found
                self.panel.show_listed(found)

        self._program.lane.submit(lambda: listed(shelf, wanted), lambda came: self._deliver(came, show))

    # -- opening --------------------------------------------------------------------------------------------------

    def _open(self, key: str) -> None:
        hit = None if self._listed is None else self._listed.hits.get(key)
        self._part.open(key, lambda: self._arrive(hit))

    def _arrive(self, hit: "Hit | None") -> None:
        """The article is on the page: go to what was found in it. The shelf is closed where it covers the page."""
        self._window.panes.show_page()
        self._program.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if hit is not None and hit.excerpt:
            self._program.session.when_whole(lambda: self._go_to(hit))
        self.refresh()

    def _go_to(self, hit: "Hit") -> None:
        from hiitreader.article.find import FindQuery
        from hiitreader.article.hits import find_first

        view = self._program.view
        pieces = [piece for piece, found in hit.snippet if found]
        words = next((piece for piece in pieces if hit.excerpt.startswith(piece)), pieces[0])
        found = find_first(view.flow, FindQuery(hit.excerpt)) or find_first(view.flow, FindQuery(words))
        if found is not None:
            self._program.late.navigator.visit(found[0])
            self._find_bar.mark(words)

    # -- removing -------------------------------------------------------------------------------------------------

    def _remove(self, key: str) -> None:
        def removed(one: Removed | None) -> None:
            if one is None:
                self.refresh()
                return
            self._removed.append(one)
            self._offer_undo()
            self.changed()

        self.upkeep.expect_return()
        self._program.lane.submit(lambda: self._shelf.remove(key), lambda came: self._deliver(came, removed))

    def _put_back(self) -> None:
        if not self._removed:
            return
        one = self._removed.pop()

        def done(entry: "ShelfEntry") -> None:
            self._window.say(_("Put back: “{title}”").format(title=entry.title))
            self._offer_undo()
            self.changed()

        def came(outcome: "Outcome[ShelfEntry]") -> None:
            if outcome.problem is not None:
                self._removed.append(one)
            self._deliver(outcome, done)

        self._program.lane.submit(lambda: self._shelf.put_back(one), came)

    def forget_removed(self) -> None:
        """What was removed can't be put back any more: everything is about to be erased, or the window closes."""
        removed, self._removed = self._removed, []
        self.upkeep.forget_pictures(one.entry.key for one in removed)
        if removed and "panel" in vars(self):
            self.panel.offer_undo("")

    def _end(self) -> None:
        self.forget_removed()
        self._program.lane.submit(self._shelf.close, Outcome.get)

    def _offer_undo(self) -> None:
        if not self._removed:
            self.panel.offer_undo("")
            return
        said = _("Removed: “{title}”").format(title=self._removed[-1].entry.title)
        self.panel.offer_undo(said)
        if self.is_open:
            self._window.say(said)
        else:
            self._window.notices.news(said, Way(_("Undo"), self._put_back))

    def _deliver(self, came: Outcome[T], done: Callable[[T], None]) -> None:
        if isinstance(came.problem, Problem):
            self._window.tell(came.problem)
            return
        done(came.get())
