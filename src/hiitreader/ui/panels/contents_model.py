"""The headings of an article as a tree that Qt's views can show, made from a flat outline.

A model over tuples: a heading costs a few numbers, so thousands are there at once. It never looks into the article.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from hiitreader.system.translations import gettext as _

Index = QModelIndex | QPersistentModelIndex
ROOT = -1
NOWHERE = QModelIndex()


class Heading(Protocol):
    """One heading of an outline: the index of its block, its level from 1 to 6, its words."""

    @property
    def index(self) -> int:
        """The block's index in the flow."""

    @property
    def level(self) -> int:
        """1 to 6."""

    @property
    def title(self) -> str:
        """Its words."""


class ContentsModel(QAbstractItemModel):
    """Headings under the nearest earlier heading of a smaller level. A heading's number counts from 0, in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings: Sequence[Heading] = ()
        self._parents: list[int] = []
        self._rows: list[int] = []
        self._children: dict[int, list[int]] = {ROOT: []}
        self._here = ROOT

    def show(self, headings: Sequence[Heading]) -> None:
        """Show these headings in place of all there were."""
        self.beginResetModel()
        self._headings = headings
        self._here = ROOT
        self._parents, self._rows, self._children = [], [], {ROOT: []}
        above: list[int] = []
        for number, heading in enumerate(headings):
            while above and headings[above[-1]].level >= heading.level:
                above.pop()
            parent = above[-1] if above else ROOT
            siblings = self._children.setdefault(parent, [])
            self._parents.append(parent)
            self._rows.append(len(siblings))
            siblings.append(number)
            above.append(number)
        self.endResetModel()

    def set_here(self, number: int) -> None:
        """Mark the heading under which one is reading; `ROOT` for none."""
        before, self._here = self._here, number
        for one in {before, number} - {ROOT}:
            if one < len(self._headings):
                place = self.place(one)
                self.dataChanged.emit(place, place)

    def place(self, number: int) -> QModelIndex:
        """Where a heading stands in the tree."""
        return self.createIndex(self._rows[number], 0, number) if 0 <= number < len(self._rows) else QModelIndex()

    def number(self, place: Index) -> int:
        """Which heading stands there; `ROOT` for none."""
        return place.internalId() if place.isValid() else ROOT

    # -- what Qt asks ---------------------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """The place of a child."""
        children = self._children.get(self.number(parent), [])
        return self.createIndex(row, column, children[row]) if column == 0 and 0 <= row < len(children) else NOWHERE

    def parent(self, child: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject has one too
        """The place of the heading above."""
        return self.place(self._parents[self.number(child)]) if child.isValid() else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        """How many headings are right under one."""
        return len(self._children.get(self.number(parent), ()))

    def columnCount(self, _parent: Index = NOWHERE) -> int:  # noqa: N802
        """One."""
        return 1

    def data(self, place: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A heading's words, those for a screen reader with its level, and a bold font where one is reading."""
        if not place.isValid():
            return None
        heading = self._headings[place.internalId()]
        here = place.internalId() == self._here
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return heading.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = _("{title}, level {level}, you are here") if here else _("{title}, level {level}")
            return words.format(title=heading.title, level=heading.level)
        if role == Qt.ItemDataRole.FontRole and here:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(  # noqa: N802
        self, _section: int, _orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The column's name, which only a screen reader gets to know."""
        return _("Heading") if role == Qt.ItemDataRole.DisplayRole else None
