"""The list of an article's headings, links and other elements: choose a kind, type to narrow it, Enter goes there.

It never moves the caret itself: the navigator does, so that there is a way back.
"""

from bisect import bisect_right
from collections.abc import Callable, Generator, Sequence
from typing import overload

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from hiitreader.article.elements import Element, ElementKind, elements_between
from hiitreader.errors import N_
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.article_view import ArticleView
from hiitreader.ui.dialogs.filter_list import FilterList, list_column
from hiitreader.ui.dialogs.ranking import folded
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.form_rows import FormRow, push_button
from hiitreader.ui.turns import Turns

KINDS: tuple[tuple[ElementKind, str], ...] = (
    (ElementKind.HEADING, N_("Headings")),
    (ElementKind.LINK, N_("Links")),
    (ElementKind.LIST, N_("Lists")),
    (ElementKind.TABLE, N_("Tables")),
    (ElementKind.QUOTE, N_("Quotes")),
    (ElementKind.IMAGE, N_("Images")),
    (ElementKind.CODE, N_("Code")),
    (ElementKind.PARAGRAPH, N_("Paragraphs")),
)
IN_ONE_TURN = 2000
"""Blocks that are looked through before the window may paint and listen again."""
LONGEST = 300
"""Characters of an element's words that are shown and told."""


class ElementRows(Sequence[Row]):
    """Rows over elements, each made when it is looked at. A row's value is its element's position."""

    def __init__(self, found: Sequence[Element], kind: ElementKind) -> None:
        self._found = found
        self._kind = kind

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> "ElementRows": ...

    def __getitem__(self, number: int | slice) -> "Row | ElementRows":
        """The row with this number, or those of a slice."""
        if isinstance(number, slice):
            return ElementRows(self._found[number], self._kind)
        element = self._found[number]
        label = element.label[:LONGEST] or _("(without words)")
        if not element.level:
            count = self._count(element)
            return Row(element.position, label, f"{label}, {count}" if count else label, detail=count)
        spoken = _("{label}, level {level}").format(label=label, level=element.level)
        return Row(element.position, f"{element.level}  {label}", spoken, indent=element.level - 1)

    def _count(self, element: Element) -> str:
        if not element.count:
            return ""
        if self._kind is ElementKind.TABLE:
            return ngettext("{count} column", "{count} columns", element.count).format(count=element.count)
        return ngettext("{count} item", "{count} items", element.count).format(count=element.count)


class ElementsList(ReturningDialog):
    """The list. Make one for a window and call `begin()` each time.

    Args:
        window: the window it belongs to.
        view: the article's view.
        visit: goes to a position, with a way back (`Navigator.visit`).
        say: tells a screen reader.
    """

    def __init__(
        self, window: QWidget, view: ArticleView, visit: Callable[[int], None], say: Callable[[str], None]
    ) -> None:
        super().__init__(window, _("List of headings and links"))
        self._view = view
        self._visit = visit
        self._found: list[Element] = []
        self._folded: list[str] = []
        self._wanted: int | None = None
        self._turns: Turns | None = None
        self.kind = QComboBox()
        for kind, label in KINDS:
            self.kind.addItem(_(label), kind)
        self.box = FilterList(_("Filter"), _("Headings"), self._find, say)
        self.go = push_button(_("&Go there"), chief=True)
        close = push_button(_("C&lose"))
        for button in (self.go, close):
            button.setAutoDefault(False)
        list_column(self, self.box, (self.go, close), above=FormRow(_("Show"), self.kind))
        self.kind.currentIndexChanged.connect(lambda _index: self._fill(self._show_found))
        self.box.chosen.connect(self._choose)
        self.box.current_changed.connect(lambda value: self.go.setEnabled(value is not None))
        self.go.clicked.connect(lambda _on: self._choose_current())
        close.clicked.connect(self.reject)
        self.finished.connect(self._go)

    def begin(self) -> None:
        """Open it on the element the caret is at or after, of the kind shown last.

        It opens at once, but for an article of more than `IN_ONE_TURN` blocks when all of them were looked through.
        """
        self._wanted = None
        self._fill(self._open_found)

    def _fill(self, show: Callable[[], None]) -> None:
        if self._turns is not None:
            self._turns.stop()
            self._turns.deleteLater()
            self._turns = None
        work = self._look_through(show)
        if next(work, show) is not show:
            self._turns = Turns(work, self)

    def _look_through(self, show: Callable[[], None]) -> Generator[None, None, None]:
        flow, kind = self._view.flow, self.kind.currentData()
        found = elements_between(flow, kind, 0, IN_ONE_TURN)
        for first in range(IN_ONE_TURN, len(flow), IN_ONE_TURN):
            yield
            found += elements_between(flow, kind, first, first + IN_ONE_TURN)
        self._found = found
        show()

    def _open_found(self) -> None:
        self._show_found()
        if self._found:
            self.box.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    def _show_found(self) -> None:
        had_focus = self.kind.hasFocus()
        self._folded = []
        self.box.list.setAccessibleName(self.kind.currentText())
        self.box.start()
        self.box.set_current(self._nearest())
        if had_focus:
            self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nearest(self) -> int:
        """The number of the last element that begins at the caret or before."""
        caret = self._view.caret()
        return max(0, bisect_right(self._found, caret, key=lambda element: element.position) - 1)

    def _find(self, typed: str) -> tuple[Sequence[Row], str]:
        parts = folded(typed).split()
        shown: Sequence[Element] = self._found
        if parts:
            if not self._folded:
                self._folded = [folded(element.label) for element in self._found]
            shown = [
                element
                for element, text in zip(self._found, self._folded, strict=True)
                if all(part in text for part in parts)
            ]
        if not shown:
            return (), _("None found") if parts else _("There are none in this article")
        if not parts:
            return ElementRows(shown, self.kind.currentData()), _("{count} in this article").format(count=len(shown))
        count = _("{count} of {total}").format(count=len(shown), total=len(self._found))
        return ElementRows(shown, self.kind.currentData()), count

    def _choose_current(self) -> None:
        row = self.box.current()
        if row is not None:
            self._choose(row.value)

    def _choose(self, position: object) -> None:
        if isinstance(position, int):
            self._wanted = position
            self.accept()

    def _go(self) -> None:
        wanted, self._wanted = self._wanted, None
        # Thousands of rows must not be kept, nor laid out anew at each change of theme, for a list that is closed.
        self._found, self._folded = [], []
        self.box.rows.set_rows(())
        if wanted is not None:
            self._visit(wanted)
