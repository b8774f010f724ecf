"""The shelf: every article there is to read, in an order, by tag, unread ones only, or those with some words in them.

It shows what it is given and tells what is wanted; it never opens, adds or removes an article.
"""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QMimeData, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow, push_button, say_at, stop
from hiitreader.ui.panels.row_list import RowList
from hiitreader.ui.panels.shelf_rows import ORDERS, Listed, Order, Wanted, empty
from hiitreader.ui.wrapping_line import WrappingLine

TYPING_PAUSE = 120
"""Milliseconds after a key until what is typed is looked for."""
SAYING_PAUSE = 400
_LETTERS = 12
"""Letters that the search field shows at least."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_INTO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_PageDown)


class _SearchField(QLineEdit):
    """A field that leaves its line to the button beside it when too little room is left for a word."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        least = super().minimumSizeHint()
        return QSize(max(least.width(), _LETTERS * self.fontMetrics().averageCharWidth()), least.height())


class ShelfPanel(QScrollArea):
    """The panel's body.

    `wanted` says that something else is to be seen (`looks_for`). `open_wanted`, `remove_wanted` bring an article's
    key; `add_wanted`, `undo_wanted` nothing; `dropped` the data that was dropped here.

    Args:
        say: tells a screen reader how much was found, once typing has paused.
        in_turns: leave it empty: `parts_made` fills it, a part each time it is asked for the next.
    """

    wanted = Signal()
    open_wanted = Signal(str)
    remove_wanted = Signal(str)
    add_wanted = Signal()
    undo_wanted = Signal()
    dropped = Signal(QMimeData)

    def __init__(self, say: Callable[[str], None], *, in_turns: bool = False) -> None:
        super().__init__()
        self._listed: Listed | None = None
        self._into_list = self._open_first = False
        self._asking = QTimer(self, singleShot=True, interval=TYPING_PAUSE)
        self._asking.timeout.connect(self.wanted)
        self._saying = QTimer(self, singleShot=True, interval=SAYING_PAUSE)
        self._saying.timeout.connect(lambda: say(self._found()))
        self.parts_made = self._make()
        if not in_turns:
            for _part in self.parts_made:
                pass

    def _make(self) -> Iterator[None]:
        """Make everything, a part at each step."""
        self.field = _SearchField()
        self.order, self.tag = QComboBox(), QComboBox()
        for order, label in ORDERS.items():
            self.order.addItem(_(label), order)
        self.tag.addItem(_("All tags"), "")
        self.unread = QCheckBox()
        self.add = push_button(_("Add…"))
        yield
        self.removed = stop()
        self.undo = push_button(_("Undo"))
        self.undo.hide()
        self.summary, self.empty = stop(), stop()
        yield
        self.list = RowList(_("Articles"))
        yield
        self.open = push_button(_("Open"))
        self.remove = push_button(_("Remove from the shelf"))
        yield
        yield from self._lay_out()
        self._connect()
        self.setAcceptDrops(True)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802 -- Qt's name
        """Give the list the focus, as soon as it is known what is in it; where nothing is, the field."""
        self._into_list = self._listed is None
        if self._listed is not None:
            (self.list if self.list.rows else self.field).setFocus(reason)

    def begin_search(self) -> None:
        """Give the field the focus, what is in it ready to be typed over."""
        self._into_list = False
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def looks_for(self) -> Wanted:
        """What is to be seen, as the reader has chosen it."""
        order = self.order.currentData()
        assert isinstance(order, Order)  # nothing else is in it
        return Wanted(order, str(self.tag.currentData() or ""), self.unread.isChecked(), self.field.text().strip())

    def expect(self) -> None:
        """What is shown is being read again: whoever wants the focus gets it when that is there."""
        self._listed = None

    def show_listed(self, listed: Listed) -> None:
        """Show what is on the shelf; the focus and the current article stay, the best hit is current after typing."""
        typed = self._listed is not None and self._listed.wanted.words != listed.wanted.words
        self._listed = listed
        self._show_tags(listed)
        if not listed.rows and (self.list.hasFocus() or self.window().focusWidget() in (self.open, self.remove)):
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.show_rows(listed.rows)
        if typed and listed.rows:
            self.list.make_current(0)
        for part in (self.list, self.open, self.remove):
            part.setVisible(bool(listed.rows))
        say_at(self.summary, listed.summary if listed.rows else "")
        say_at(self.empty, "" if listed.rows else empty(listed.wanted))
        self.order.setEnabled(not listed.wanted.words)
        self._describe(typed=typed)
        if self._into_list:
            self.setFocus()
        if self._open_first:
            self._open_first = False
            self._open_current()

    def offer_undo(self, said: str) -> None:
        """Say what was removed, with the button that puts it back; "" when there is nothing to be put back."""
        if not said and (self.undo.hasFocus() or self.removed.hasFocus()):
            self.setFocus()
        say_at(self.removed, said)
        self.undo.setAccessibleDescription(said)
        self.undo.setVisible(bool(said))

    # -- Qt's events ----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Leave room for what stands around the list."""
        super().resizeEvent(event)
        self.list.set_room(
            max(self.viewport().height() // 2, self.viewport().height() - 24 * self.fontMetrics().height())
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Ctrl+Z puts back what was removed."""
        if event.matches(QKeySequence.StandardKey.Undo) and self.undo.isVisible():
            self.undo_wanted.emit()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 -- Qt's name
        """Files, an address or words may be dropped here."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 -- Qt's name
        """What is dropped here is to be added."""
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """From the field, Down goes into the list and Return opens; in the list, Delete removes, Up leads back."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.field and event.key() in _ENTER:
            self._open_when_known()
            return True
        if watched is self.field and event.key() in _INTO_LIST and self.list.rows:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if watched is self.list and event.key() == Qt.Key.Key_Up and self.list.currentIndex().row() <= 0:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if watched is self.list and event.key() == Qt.Key.Key_Delete:
            self._remove_current()
            return True
        return super().eventFilter(watched, event)

    # -- the parts ------------------------------------------------------------------------------------------------

    def _open_when_known(self) -> None:
        """Open the current article; of what was typed just now the best, once it is found."""
        if self._listed is not None and self._listed.wanted == self.looks_for:
            self._open_current()
        else:
            self._open_first = True
            self._asking.stop()
            self.wanted.emit()

    def _open_current(self) -> None:
        if self.list.value is not None:
            self.open_wanted.emit(str(self.list.value))

    def _remove_current(self) -> None:
        if self.list.value is not None:
            self.remove_wanted.emit(str(self.list.value))

    def _typed(self) -> None:
        self._open_first = False
        self._asking.start()
        self._saying.stop()

    def _describe(self, *, typed: bool = False) -> None:
        current = next((row for row in self.list.rows if row.value == self.list.value), None)
        title = "" if current is None else current.text
        for button in (self.open, self.remove):
            button.setAccessibleDescription(title)
        if self.field.hasFocus() and (self.field.text() or typed):
            self._saying.start()
        else:
            # Under the focus a new description would be spoken besides what is said.
            self.field.setAccessibleDescription(self._found() if self.field.text() else "")

    def _found(self) -> str:
        if self._listed is None:
            return ""
        rows = self._listed.rows
        return f"{self._listed.summary}. {rows[0].text}" if rows else empty(self._listed.wanted)

    def _show_tags(self, listed: Listed) -> None:
        known = [("", _("All tags")), *((tag, f"{tag} ({count})") for tag, count in listed.counts.tags)]
        if listed.wanted.tag and all(tag.casefold() != listed.wanted.tag.casefold() for tag, _label in known):
            known.append((listed.wanted.tag, listed.wanted.tag))
        if known == [(self.tag.itemData(at), self.tag.itemText(at)) for at in range(self.tag.count())]:
            return
        was = self.tag.blockSignals(True)
        self.tag.clear()
        for tag, label in known:
            self.tag.addItem(label, tag)
        folded = [tag.casefold() for tag, _label in known]
        self.tag.setCurrentIndex(max(0, folded.index(listed.wanted.tag.casefold())))
        self.tag.blockSignals(was)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._typed())
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)
        for box in (self.order, self.tag):
            box.currentIndexChanged.connect(lambda _index: self.wanted.emit())
        self.unread.toggled.connect(lambda _on: self.wanted.emit())
        self.list.chosen.connect(lambda key: self.open_wanted.emit(str(key)))
        self.list.current_changed.connect(lambda _key: self._describe())
        self.open.clicked.connect(self._open_current)
        self.remove.clicked.connect(self._remove_current)
        self.undo.clicked.connect(self.undo_wanted)
        self.add.clicked.connect(self.add_wanted)

    def _lay_out(self) -> Iterator[None]:
        choices, buttons, away = WrappingLine(), WrappingLine(), WrappingLine()
        for row in (FormRow(_("Order"), self.order), FormRow(_("Tag"), self.tag)):
            choices.addWidget(_at_top(row))
        away.addWidget(self.undo)
        for button in (self.open, self.remove):
            buttons.addWidget(button)
        yield
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(8)
        column.addWidget(FormRow(_("Search the shelf"), self.field, beside=[self.add]))
        column.addLayout(choices)
        column.addWidget(FormRow(_("Unread only"), self.unread))
        column.addWidget(self.removed)
        column.addLayout(away)
        column.addWidget(self.summary)
        column.addWidget(self.list)
        column.addWidget(self.empty)
        column.addLayout(buttons)
        column.addStretch(1)
        yield
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(body)


def _at_top(row: QWidget) -> QWidget:
    """A row that stays level with the one beside it, which may be higher."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(row)
    column.addStretch(1)
    return whole
