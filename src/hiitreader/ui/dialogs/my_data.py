"""“My data”: take it along, see what servers have of it and how to have it removed, erase it here.

It never does any of it: it says what the reader wants, and shows what it is given.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from hiitreader.errors import Problem
from hiitreader.replies.mine import OnServer
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.scrolled import bring_into_sight, scrolled_column
from hiitreader.ui.form_rows import ERROR_SHOWN, FormRow, push_button, say_at, stop
from hiitreader.ui.notice import told
from hiitreader.ui.wrapping_line import WrappingLine

LINES, LEAST_LINES = 12, 3
"""The height of the list of what is on servers, and of the sentence that there is nothing."""


class Kept(NamedTuple):
    """What is kept here: how many replies and drafts, whether name and email are remembered, and what servers have."""

    replies: int
    remembered: bool
    there: tuple[OnServer, ...]


class MyData(ReturningDialog):
    """The dialog. Make one for a window and call `begin()` each time.

    `export_requested`, `erase_requested` and `forget_requested` (the remembered name, email and website) say what the
    reader wants.

    Args:
        window: the window it belongs to.
        folder: where it is all kept, as it is shown.
    """

    export_requested = Signal()
    erase_requested = Signal()
    forget_requested = Signal()

    def __init__(self, window: QWidget, folder: str) -> None:
        super().__init__(window, _("My data"), columns=64, lines=0)
        self._folder = folder
        self.head = stop()
        self.there = QPlainTextEdit()  # to be read line by line, and copied from
        self.there.setReadOnly(True)
        self.there.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.row = FormRow(_("What is on servers"), self.there)
        self.export = push_button(_("&Export…"))
        self.forget = push_button(_("&Forget name and email"))
        self.erase = push_button(_("E&rase everything…"))
        self.close_button = push_button(_("C&lose"), chief=True)
        buttons = WrappingLine()
        for button in (self.export, self.forget, self.erase, self.close_button):
            buttons.addWidget(button)
        self._area, column = scrolled_column(self, self.head, self.row)
        column.addLayout(buttons)
        column.addStretch(1)
        self.export.clicked.connect(self.export_requested)
        self.forget.clicked.connect(self.forget_requested)
        self.erase.clicked.connect(self.erase_requested)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setDefault(True)

    def begin(self, kept: Kept) -> None:
        """Open it, with the focus on what is kept here."""
        self.show_kept(kept)
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    def show_kept(self, kept: Kept, more: str = "") -> None:
        """Say what there is; `more` is a sentence about what was just done."""
        said = ngettext(
            "{count} reply or draft of yours is kept in {folder}, for you alone.",
            "{count} replies and drafts of yours are kept in {folder}, for you alone.",
            kept.replies,
        )
        words = [more] if more else []
        words.append(said.format(count=kept.replies, folder=self._folder))
        words.append(_("Your name and email are kept for the next reply.") if kept.remembered else "")
        words.append(_("Passwords are in the system's keyring or nowhere."))
        say_at(self.head, "\n".join(word for word in words if word))
        if more:
            self._go_to_head()
        self.forget.setVisible(kept.remembered)
        self.there.setPlainText(there_in_words(kept.there))
        self.there.ensurePolished()
        lines = LINES if kept.there else LEAST_LINES
        self.there.setFixedHeight(QFontMetrics(self.there.font()).lineSpacing() * lines)

    def show_problem(self, problem: Problem) -> None:
        """Say what could not be done, and go there."""
        say_at(self.head, _(ERROR_SHOWN).format(sentence=told(problem)))
        self._go_to_head()

    def _go_to_head(self) -> None:
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(self._area, self.head)


def there_in_words(there: Sequence[OnServer]) -> str:
    """What servers have, one after another, with how to have it removed."""
    if not there:
        return _("No server has a reply of yours that this program knows of.")
    return "\n\n".join(_one(number, one) for number, one in enumerate(there, 1))


def _one(number: int, one: OnServer) -> str:
    head = _("{number}. To “{title}”, {state}: {page}").format(
        number=number, title=one.reply.thread.title, state=_(one.reply.state.label), page=one.page
    )
    return f"{head}\n{_(one.ask.text).format(**one.ask.values)}"
