"""One reply of the outbox in full: what it is and why, its words, what can be done, and on request its log.

It does nothing itself and works nothing out: it shows an entry, and tells which button was pressed.
"""

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from hiitreader.errors import N_
from hiitreader.replies.deeds import Deed
from hiitreader.replies.reply import Try
from hiitreader.system.translations import gettext as _
from hiitreader.ui.form_rows import FormRow, push_button, say_at, stop
from hiitreader.ui.panels.outbox_rows import Entry, Unsaved, told, tries
from hiitreader.ui.panels.row_list import RowList
from hiitreader.ui.reply_blocks import DEEDS
from hiitreader.ui.reply_words import article, time_to_edit
from hiitreader.ui.wrapping_label import WrappingLabel
from hiitreader.ui.wrapping_line import WrappingLine

_MOST_LINES = 8
UNSAVED = {
    Unsaved.MAKE_NEW: N_("Make the changes a new reply"),
    Unsaved.COPY: N_("Copy the changes"),
    Unsaved.DROP: N_("Throw the changes away"),
}
"""What can be done with a change that was not finished; `Edit` goes on with it while the reply can be changed."""


class OutboxDetails(QWidget):
    """The details of the current reply.

    `deed_pressed` brings a `Deed` and the reply's UUID, `unsaved_pressed` an `Unsaved` and the UUID. `log_wanted`
    brings the UUID when its log shall be shown.
    """

    deed_pressed = Signal(object, str)
    unsaved_pressed = Signal(object, str)
    log_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._entry: Entry | None = None
        self._title = WrappingLabel()
        self._title.setObjectName("group_title")
        self.state = stop()
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.left = WrappingLabel()
        self.left.setObjectName("help_line")
        self.left.hide()
        self.buttons = {deed: push_button(_(label)) for deed, label in DEEDS.items()}
        self.unsaved = stop()
        self.unsaved_buttons = {what: push_button(_(label)) for what, label in UNSAVED.items()}
        self.log_button = push_button("")
        self.log_button.setCheckable(True)
        self.log = RowList(_("Log of every try"))
        self.log.hide()
        for deed, button in self.buttons.items():
            button.clicked.connect(lambda _on, deed=deed: self._press(deed))
        for what, button in self.unsaved_buttons.items():
            button.clicked.connect(lambda _on, what=what: self.unsaved_pressed.emit(what, self._uuid()))
        self.log_button.toggled.connect(self._toggle_log)
        self._lay_out()

    @property
    def entry(self) -> Entry | None:
        """What is shown."""
        return self._entry

    def show_entry(self, entry: Entry | None, now: datetime) -> None:
        """Show another entry, or the same one as it is now; the focus stays, or goes to the state it led to."""
        other = self._uuid() != ("" if entry is None else entry.reply.uuid)
        self._entry = entry
        if other:
            self.log_button.setChecked(False)
        if entry is None:
            self.hide()
            return
        reply = entry.reply
        title = _("Reply to “{article}”").format(article=article(reply))
        self._title.setText(title)
        sentences = told(entry, now)
        say_at(self.state, "\n".join(sentences))
        # Heard here and not as the name of a group: on entering one, a screen reader says all that stands in it first.
        self.state.setAccessibleName("\n".join((f"{title}.", *sentences)))
        if self.words.toPlainText() != reply.form.comment:
            self.words.setPlainText(reply.form.comment)
        self._fit_words()
        self._offer(entry)
        self._show_unsaved(entry.unsaved)
        self.count(now)
        self.log_button.setVisible(bool(reply.tries))
        self._name_log()
        if reply.tries and self.log_button.isChecked():
            self.log_wanted.emit(reply.uuid)
        self.show()

    def count(self, now: datetime) -> bool:
        """Say how long the words can still be changed on the server; False when that has just run out."""
        entry = self._entry
        expires = None if entry is None or Deed.EDIT_THERE not in entry.deeds else entry.reply.expires
        sentence = "" if expires is None else time_to_edit(expires, now)
        self.left.setText(sentence)
        self.left.setVisible(bool(sentence))
        button = self.buttons[Deed.EDIT_THERE]
        if not button.hasFocus():  # a description that changes under the focus is spoken again
            button.setAccessibleDescription(sentence)
        return expires is None or now < expires

    def show_log(self, uuid: str, log: Sequence[Try], now: datetime) -> None:
        """Show the log of the tries, if it is still wanted."""
        if uuid == self._uuid() and self.log_button.isChecked():
            self.log.show_rows(tries(log, now))
            self.log.show()

    def press_first(self) -> None:
        """Give the first thing that can be done the focus."""
        for button in self._shown_buttons():
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def _offer(self, entry: Entry) -> None:
        left = [button for deed, button in self.buttons.items() if deed not in entry.deeds and button.hasFocus()]
        for deed, button in self.buttons.items():
            button.setVisible(deed in entry.deeds)
        if left:
            self.state.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_unsaved(self, words: str) -> None:
        if not words and any(button.hasFocus() for button in self.unsaved_buttons.values()):
            self.state.setFocus(Qt.FocusReason.OtherFocusReason)
        say_at(self.unsaved, _("Changes that you have not saved: “{words}”").format(words=words) if words else "")
        for button in self.unsaved_buttons.values():
            button.setVisible(bool(words))

    def _shown_buttons(self) -> list[QPushButton]:
        return [button for button in self.buttons.values() if button.isVisibleTo(self)]

    def _press(self, deed: Deed) -> None:
        if self._entry is not None:
            self.deed_pressed.emit(deed, self._entry.reply.uuid)

    def _toggle_log(self, on: bool) -> None:
        self._name_log()
        if on:
            self.log_wanted.emit(self._uuid())
            return
        self.log.hide()
        self.log.show_rows(())

    def _name_log(self) -> None:
        self.log_button.set_words(_("Hide the log") if self.log_button.isChecked() else _("Show the log of every try"))

    def _uuid(self) -> str:
        return "" if self._entry is None else self._entry.reply.uuid

    def _fit_words(self) -> None:
        lines = min(_MOST_LINES, max(1, round(self.words.document().size().height())))
        margin = round(self.words.document().documentMargin())
        around = self.words.height() - self.words.viewport().height() + 3 * margin
        self.words.setFixedHeight(ceil(lines * self.words.fontMetrics().lineSpacing()) + around)

    def _lay_out(self) -> None:
        deeds = WrappingLine()
        for button in self.buttons.values():
            deeds.addWidget(button)
        unsaved = WrappingLine()
        for button in self.unsaved_buttons.values():
            unsaved.addWidget(button)
        log = WrappingLine()
        log.addWidget(self.log_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.state)
        column.addWidget(FormRow(_("Your words"), self.words))
        column.addLayout(deeds)
        column.addWidget(self.left)
        column.addWidget(self.unsaved)
        column.addLayout(unsaved)
        column.addLayout(log)
        column.addWidget(self.log)
        before: QWidget = self.words
        unsaved_stops = (self.unsaved, *self.unsaved_buttons.values())
        for after in (*self.buttons.values(), *unsaved_stops, self.log_button, self.log):
            QWidget.setTabOrder(before, after)
            before = after
