"""The outbox: every reply the reader wrote, where it is and why, and what can be done about it.

It shows what it is given and tells what is wanted; it never keeps, sends or changes a reply.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from hiitreader.replies.deeds import Deed
from hiitreader.replies.desk import Waiting
from hiitreader.replies.reply import Reply, Try
from hiitreader.system.clock import Clock
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow, push_button, say_at, stop
from hiitreader.ui.panels.outbox_details import OutboxDetails
from hiitreader.ui.panels.outbox_rows import EMPTY, LABELS, Entry, Show, picked, row
from hiitreader.ui.panels.row_list import RowList
from hiitreader.ui.reply_words import first_words, how_many_wait
from hiitreader.ui.wrapping_line import WrappingLine

_DELETE = (Qt.Key.Key_Delete,)


class OutboxPanel(QScrollArea):
    """The panel's body.

    `deed_wanted` brings a `Deed` and a reply's UUID, `unsaved_wanted` an `Unsaved` and a UUID, `log_wanted` a UUID;
    `retry_all_wanted` and `undo_wanted` nothing.

    Args:
        clock: tells the time.
    """

    deed_wanted = Signal(object, str)
    unsaved_wanted = Signal(object, str)
    log_wanted = Signal(str)
    retry_all_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._entries: Sequence[Entry] = ()
        self._known = self._asked_for = False
        self.filter = QComboBox()
        for show in Show:
            self.filter.addItem(_(LABELS[show]), show)
        self.summary = stop()
        self.retry_all = push_button(_("Try all again"))
        self.put_away = stop()
        self.undo = push_button(_("Undo"))
        self.undo.hide()
        self.list = RowList(_("Your replies"))
        self.empty = stop()
        self.details = OutboxDetails()
        self._lay_out()
        self.filter.currentIndexChanged.connect(lambda _index: self._fill())
        self.retry_all.clicked.connect(self.retry_all_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.list.current_changed.connect(lambda _uuid: self._show_details())
        self.list.chosen.connect(lambda _uuid: self.details.press_first())
        self.list.installEventFilter(self)
        self.details.deed_pressed.connect(self.deed_wanted)
        self.details.unsaved_pressed.connect(self.unsaved_wanted)
        self.details.log_wanted.connect(self.log_wanted)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:  # noqa: N802 -- Qt's name
        """Give the list the focus, as soon as it is known what is in it; where nothing is, the choice of what to show.

        No focus proxy does it: Tab would jump to it past all that stands above.
        """
        self._asked_for = not self._known
        if self._known:
            (self.list if self.list.rows else self.filter).setFocus(reason)

    @property
    def shown(self) -> Show:
        """Which replies are shown."""
        chosen = self.filter.currentData()
        assert isinstance(chosen, Show)  # nothing else is in it
        return chosen

    def expect(self) -> None:
        """What is shown is being read again: whoever wants the focus gets it when that is there."""
        self._known = False

    def show_only(self, show: Show) -> None:
        """Choose which replies are shown."""
        self.filter.setCurrentIndex(list(Show).index(show))

    def show_entries(self, entries: Sequence[Entry], waiting: Waiting) -> None:
        """Show how everything stands now. The focus and the current reply stay."""
        self._entries, self._known = entries, True
        for number, show in enumerate(Show):
            count = len(picked(entries, show))
            self.filter.setItemText(number, f"{_(LABELS[show])} ({count})" if count else _(LABELS[show]))
        say_at(self.summary, how_many_wait(waiting) or (_("Nothing waits.") if entries else ""))
        self.retry_all.setVisible(any(Deed.RETRY in entry.deeds for entry in entries))
        self._fill()
        if self._asked_for:
            self.setFocus()

    def show_log(self, uuid: str, log: Sequence[Try]) -> None:
        """Show the log of a reply's tries."""
        self.details.show_log(uuid, log, self._clock.now())

    def offer_undo(self, reply: Reply) -> None:
        """Say that a reply was discarded, with the button that has it back."""
        said = _("Discarded: “{words}”").format(words=first_words(reply))
        say_at(self.put_away, said)
        self.undo.setAccessibleDescription(said)
        self.undo.show()
        if self.details.isAncestorOf(self.window().focusWidget() or self):
            self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_undo(self) -> None:
        """Nothing is left to be had back."""
        if self.undo.hasFocus() or self.put_away.hasFocus():
            self.setFocus()
        say_at(self.put_away, "")
        self.undo.hide()

    def tick(self) -> bool:
        """Count down what time is left to change a reply on the server; False when it has just run out."""
        return self.details.count(self._clock.now())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Leave the details some of the height."""
        super().resizeEvent(event)
        self.list.set_room(self.viewport().height() * 2 // 5)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Ctrl+Z has back what was discarded."""
        if event.matches(QKeySequence.StandardKey.Undo) and self.undo.isVisible():
            self.undo_wanted.emit()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Take the keys that do something with the reply the list is on: Delete discards, Ctrl+C copies."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            entry = self.details.entry
            deed = Deed.DISCARD if event.key() in _DELETE else None
            deed = Deed.COPY if event.matches(QKeySequence.StandardKey.Copy) else deed
            if entry is not None and deed in entry.deeds:
                self.deed_wanted.emit(deed, entry.reply.uuid)
                return True
        return super().eventFilter(watched, event)

    # -- showing ----------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        now = self._clock.now()
        rows = [row(entry, now) for entry in picked(self._entries, self.shown)]
        if not rows and self.list.hasFocus():
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        came = bool(rows) and self.empty.hasFocus()
        say_at(self.empty, "" if rows or not self._known else _(EMPTY[self.shown]))
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        if came:
            self.setFocus()
        self._show_details()

    def _show_details(self) -> None:
        value = self.list.value if self.list.rows else None
        entry = next((one for one in self._entries if one.reply.uuid == value), None)
        if entry is None and self.details.isAncestorOf(self.window().focusWidget() or self):
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self.details.show_entry(entry, self._clock.now())

    def _lay_out(self) -> None:
        body = QWidget()
        all_again, away = WrappingLine(), WrappingLine()
        all_again.addWidget(self.retry_all)
        away.addWidget(self.undo)
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(8)
        column.addWidget(FormRow(_("Show"), self.filter))
        column.addWidget(self.summary)
        column.addLayout(all_again)
        column.addWidget(self.put_away)
        column.addLayout(away)
        column.addWidget(self.list)
        column.addWidget(self.empty)
        column.addWidget(self.details)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(body)
