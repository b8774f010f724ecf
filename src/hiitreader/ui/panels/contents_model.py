"""The headings of an article as a tree that Qt's views can show, made from a flat outline.

Thousands are there at once, and more come without a change to those before. It never looks into the article.
"""

from collections.abc import Sequence
from typing import Protocol, cast

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel

from hiitreader.system.translations import gettext as _
from hiitreader.ui.tips import as_tip

Index = QModelIndex | QPersistentModelIndex
ROOT = -1
_NUMBER = Qt.ItemDataRole.UserRole
_CHOSEN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


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


class ContentsModel(QStandardItemModel):
    """Headings under the nearest earlier heading of a smaller level. A heading's number counts from 0, in order.

    The items are Qt's own and hold nothing but their numbers: a view asks several times for each of thousands of rows,
    and gets its answers without a call from here. Words are told of those that are seen.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, 1, parent)
        self._headings: Sequence[Heading] = ()
        self._items: list[QStandardItem] = []
        self._parents: list[int] = []
        self._here = ROOT

    def show(self, headings: Sequence[Heading], kept: int = 0) -> set[int]:
        """Show these headings in place of all there were but the first `kept`, which stay as they are.

        Returns the numbers of the headings that have others under them now and had none before.
        """
        self._cut(kept)
        above = [kept - 1] if kept else []
        while above and self._parents[above[0]] != ROOT:
            above.insert(0, self._parents[above[0]])
        self._headings = headings
        under: dict[int, list[QStandardItem]] = {}
        for number in range(kept, len(headings)):
            while above and headings[above[-1]].level >= headings[number].level:
                above.pop()
            parent = above[-1] if above else ROOT
            item = QStandardItem()
            item.setFlags(_CHOSEN)
            item.setData(number, _NUMBER)
            self._items.append(item)
            self._parents.append(parent)
            under.setdefault(parent, []).append(item)
            above.append(number)
        opened = {number for number in under if number != ROOT and not self._items[number].rowCount()}
        for parent in sorted(under, reverse=True):  # so that what is new comes into the tree with all below it
            self._item(parent).appendRows(under[parent])
        return opened

    def set_here(self, number: int) -> None:
        """Mark the heading under which one is reading; `ROOT` for none."""
        before, self._here = self._here, number
        for one in {before, number} - {ROOT}:
            if one < len(self._headings):
                place = self.place(one)
                self.dataChanged.emit(place, place)

    def place(self, number: int) -> QModelIndex:
        """Where a heading stands in the tree."""
        return self._items[number].index() if 0 <= number < len(self._items) else QModelIndex()

    def number(self, place: Index) -> int:
        """Which heading stands there; `ROOT` for none."""
        return cast("int", super().data(place, _NUMBER)) if place.isValid() else ROOT

    def _item(self, number: int) -> QStandardItem:
        return self.invisibleRootItem() if number == ROOT else self._items[number]

    def _cut(self, kept: int) -> None:
        """Take out all headings but the first `kept`."""
        if not kept:
            self._items.clear()
            self._parents.clear()
            self.removeRows(0, self.rowCount())
        while len(self._items) > kept:  # the last one is its parent's last, with none below it
            item, parent = self._items.pop(), self._parents.pop()
            self._item(parent).removeRow(item.row())

    # -- what Qt asks ---------------------------------------------------------------------------------------------

    def data(self, place: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A heading's words, those for a screen reader with its level, and a bold font where one is reading."""
        number = self.number(place)
        if number == ROOT:
            return None
        heading = self._headings[number]
        here = number == self._here
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(heading.title)
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
