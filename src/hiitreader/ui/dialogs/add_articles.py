"""The dialog that brings articles to the shelf: from files, a folder, an address, a text; what came, what did not.

It never reads or fetches anything: it says what the reader wants and shows how it goes.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QProgressBar, QWidget

from hiitreader.errors import N_
from hiitreader.library.bring_in.report import NotTaken, Report, Step
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.rows import Row
from hiitreader.ui.dialogs.scrolled import bring_into_sight, scrolled_column
from hiitreader.ui.form_rows import FormRow, Group, push_button, say_at, stop
from hiitreader.ui.panels.row_list import RowList
from hiitreader.ui.wrapping_line import WrappingLine

_TEXT_LINES = 5
_ABOUT = N_(
    "What you add is copied to the shelf and can be read offline. Files stay as they are. A site or a feed is asked "
    "for its posts now, and for what is new when you add it again."
)
_BUSY = N_("Articles are being brought in. Wait for them, or cancel.")


class AddArticles(ReturningDialog):
    """The dialog. Make one for a window and call `begin()` each time.

    `files_wanted` and `folder_wanted` ask for a choice, `address_wanted` brings an address, `text_wanted` a text;
    `cancel_wanted` comes when what goes on shall end. Whoever does it calls `show_step`s and then `show_report`.

    Args:
        window: the window it belongs to.
        say: tells a screen reader; what it says always stands in the dialog as well.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    address_wanted = Signal(str)
    text_wanted = Signal(str)
    cancel_wanted = Signal()

    def __init__(self, window: QWidget, say: Callable[[str], None]) -> None:
        super().__init__(window, _("Add to the shelf"), columns=64, lines=34)
        self._say = say
        self._busy = False
        self.files = push_button(_("&Files…"))
        self.folder = push_button(_("F&older…"))
        self.address = QLineEdit()
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.fetch = push_button(_("Fetc&h"))
        self.address_row = FormRow(
            _("Address of a site or a feed"),
            self.address,
            help_text=_(
                "A WordPress site, a feed in RSS or Atom, or a page that names its feed, such as https://example.com."
            ),
            beside=[self.fetch],
        )
        self.text = QPlainTextEdit()
        self.text_row = FormRow(_("Text"), self.text, help_text=_("Markdown, HTML or plain text, as you paste it."))
        self.add_text = push_button(_("Add the &text"))
        self.pictures = QCheckBox()
        self.pictures_row = FormRow(
            _("Keep copies of pictures"),
            self.pictures,
            help_text=_("Otherwise pictures are described, but none is fetched from the network."),
        )
        self.state = stop()
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Brought in"))
        self.cancel = push_button(_("&Cancel"))
        self.left = RowList(_("Not taken"))
        self.close_button = push_button(_("C&lose"))
        self._lay_out()
        self._connect()
        self._arrange()

    def begin(self) -> None:
        """Open it, with the focus on the first way to add something, or on how far it is."""
        self.text.setFixedHeight((_TEXT_LINES + 1) * self.fontMetrics().lineSpacing())
        self.open()
        (self.state if self._busy else self.files).setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> bool:
        """Something is to be brought in; False when something else still is, and that is said."""
        if self._busy:
            self._say(_(_BUSY))
            return False
        self._busy = True
        for row in (self.address_row, self.text_row):
            row.set_error("")
        self.left.show_rows(())
        self.progress.setRange(0, 0)
        say_at(self.state, _("Bringing in…"))
        self._arrange()
        self._say(self.state.accessibleName())
        bring_into_sight(self._area, self.state, self.cancel)
        return True

    def show_step(self, step: Step) -> None:
        """Show how far it is."""
        if not self._busy:
            return
        self.progress.setRange(0, step.of)
        self.progress.setValue(step.done)
        known = _("{done} of {of}: {name}").format(done=step.done + 1, of=step.of, name=step.name)
        say_at(self.state, known if step.of else _("Bringing in {name}").format(name=step.name))

    def show_report(self, report: Report) -> None:
        """Show what became of it, and go there if the focus was at its progress."""
        self._busy = False
        at_progress = self.focusWidget() in (self.cancel, self.state)
        say_at(self.state, "\n".join(sentences(report)))
        self.left.show_rows(not_taken_rows(report.not_taken))
        self._arrange()
        if report.added or report.renewed:
            self.address.clear()
            self.text.clear()
        if at_progress and self.isVisible():
            self.state.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(" ".join(sentences(report)))
        bring_into_sight(self._area, self.left if report.not_taken else self.state, self.state)

    # -- the parts ------------------------------------------------------------------------------------------------

    def _fetch(self) -> None:
        if self.address.text().strip():
            self.address_wanted.emit(self.address.text().strip())
        else:
            self._show_missing(self.address_row, _("Type an address first."))

    def _add_text(self) -> None:
        if self.text.toPlainText().strip():
            self.text_wanted.emit(self.text.toPlainText())
        else:
            self._show_missing(self.text_row, _("Paste a text first."))

    def _show_missing(self, row: FormRow, sentence: str) -> None:
        row.set_error(sentence)
        row.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say(row.error)

    def _arrange(self) -> None:
        if not self._busy and self.cancel.hasFocus():
            self.state.setFocus(Qt.FocusReason.OtherFocusReason)
        for part in (self.progress, self.cancel):
            part.setVisible(self._busy)
        self.left.setVisible(bool(self.left.rows))

    def _connect(self) -> None:
        self.files.clicked.connect(self.files_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        self.fetch.clicked.connect(self._fetch)
        self.address.returnPressed.connect(self._fetch)
        self.add_text.clicked.connect(self._add_text)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.close_button.clicked.connect(self.reject)
        for row, changed in ((self.address_row, self.address.textChanged), (self.text_row, self.text.textChanged)):
            changed.connect(lambda *_text, row=row: row.set_error(""))

    def _lay_out(self) -> None:
        for button in (self.files, self.folder, self.fetch, self.add_text, self.cancel, self.close_button):
            button.setAutoDefault(False)  # Return in the address field must fetch it, and do nothing else
        sources = Group(_("From this computer"))
        sources.rows.addLayout(_line(self.files, self.folder))
        self._area, column = scrolled_column(self, stop(_(_ABOUT)), sources, self.address_row, self.text_row)
        column.addLayout(_line(self.add_text))
        column.addWidget(self.pictures_row)
        column.addWidget(self.state)
        column.addWidget(self.progress)
        column.addLayout(_line(self.cancel))
        column.addWidget(self.left)
        column.addLayout(_line(self.close_button))
        column.addStretch(1)


def sentences(report: Report) -> tuple[str, ...]:
    """What became of it, in sentences."""
    new, renewed = len(report.added), len(report.renewed)
    said = [_("Cancelled. What had come until then is on the shelf.") if report.cancelled else ""]
    came = ngettext("{count} article is new on the shelf.", "{count} articles are new on the shelf.", new)
    said.append(came.format(count=new))
    if report.known:
        said.append(
            ngettext("{known} was there already.", "{known} were there already.", report.known).format(
                known=report.known
            )
        )
    if renewed:
        said.append(
            ngettext("{new} was changed by its author.", "{new} were changed by their authors.", renewed).format(
                new=renewed
            )
        )
    if report.gone:
        said.append(_("No longer published, but still on the shelf: {titles}.").format(titles=", ".join(report.gone)))
    if report.not_taken:
        count = len(report.not_taken)
        said.append(
            ngettext("{left} was not taken; below is why.", "{left} were not taken; below is why.", count).format(
                left=count
            )
        )
    return tuple(one for one in said if one)


def not_taken_rows(left: Sequence[NotTaken]) -> tuple[Row, ...]:
    """What was not taken, and why."""
    rows = []
    for number, one in enumerate(left):
        name = one.name or _("The text")
        rows.append(Row(number, name, f"{name}: {one.reason}", detail=one.reason, title=True))
    return tuple(rows)


def _line(*buttons: QWidget) -> WrappingLine:
    line = WrappingLine()
    for button in buttons:
        line.addWidget(button)
    return line
