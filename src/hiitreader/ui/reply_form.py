"""The form at the article's foot, in WordPress's own words: what is typed comes out as a value, and errors go in.

It never checks, keeps or sends anything. Its heading is the page's last block, so it shows none of its own.
"""

from collections.abc import Sequence
from itertools import takewhile
from math import ceil

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QCheckBox, QGroupBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout

from hiitreader.errors import N_
from hiitreader.replies.form import REQUIRED, Field, FieldError, ReplyForm
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.form_rows import FormRow, push_button, say_at, stop
from hiitreader.ui.notice import Way
from hiitreader.ui.status_line import Say
from hiitreader.ui.wrapping_label import WrappingLabel
from hiitreader.ui.wrapping_line import WrappingLine

LEAVE_A_REPLY = N_("Leave a Reply")
NOT_PUBLISHED = N_("Your email address will not be published.")
MARKED = N_("Required fields are marked *")
REMEMBER = N_("Save my name, email, and website on this computer for the next time I comment.")
LABELS = {
    Field.COMMENT: N_("Comment"),
    Field.NAME: N_("Name"),
    Field.EMAIL: N_("Email"),
    Field.WEBSITE: N_("Website"),
}
FEWEST_LINES, MOST_LINES = 6, 20
_CARETS_HIGH = 10
"""How many times as high as wide the caret is: who needs large letters needs a caret to be seen too."""


class _CommentField(QPlainTextEdit):
    """A text field that grows with what is typed, so that a reply of some length is seen whole."""

    def __init__(self) -> None:
        super().__init__()
        self.textChanged.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.setCursorWidth(max(2, self.fontMetrics().height() // _CARETS_HIGH))
            self._fit()

    def _fit(self) -> None:
        lines = min(MOST_LINES, max(FEWEST_LINES, round(self.document().size().height())))
        # Not by the viewport: asking for a widget that Qt made loads the class of every widget there is.
        around = self.height() - self.maximumViewportSize().height() + 3 * round(self.document().documentMargin())
        wanted = ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + around
        if wanted != self.minimumHeight():
            self.setFixedHeight(wanted)


class LeaveReply(QGroupBox):
    """The fields, the button, and the line that says what became of the reply.

    `changed` comes with each keystroke; whoever keeps the draft waits until typing rests. `post_requested` brings the
    `ReplyForm` as typed, unchecked. `cancelled` comes when the reader no longer answers somebody's reply.
    While a reply that is there already is changed (`begin_edit`), `edited`, `save_requested` and `edit_cancelled` come
    in their places.

    Args:
        say: speaks; what it says always stands in the form as well.
    """

    changed = Signal()
    post_requested = Signal(object)
    cancelled = Signal()
    edited = Signal()
    save_requested = Signal(object)
    edit_cancelled = Signal()

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self.setObjectName("leave_reply")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._comment = _CommentField()
        self._lines = {field: QLineEdit() for field in (Field.NAME, Field.EMAIL, Field.WEBSITE)}
        self._lines[Field.EMAIL].setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self._lines[Field.WEBSITE].setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._rows = {field: self._row(field) for field in Field}
        self._remember = QCheckBox()
        self._remember_row = FormRow(_(REMEMBER), self._remember)
        self._title = WrappingLabel()
        self._title.setObjectName("reply_title")
        self._cancel = push_button(_("Cancel reply"))
        self._post = push_button(_("Post Comment"), chief=True)
        self._state = stop()
        self._ways = WrappingLine()
        self._editing = False
        self._build()
        self._comment.textChanged.connect(lambda: self._edited(Field.COMMENT))
        for field, line in self._lines.items():
            line.textEdited.connect(lambda _text, field=field: self._edited(field))
        self._cancel.clicked.connect(self._cancel_reply)
        self._post.clicked.connect(self.finish)
        self.set_replying_to("")

    # -- values ---------------------------------------------------------------------------------------------------

    def form(self) -> ReplyForm:
        """What is in the fields, exactly as typed."""
        return ReplyForm(
            # Not toPlainText: it turns no-break spaces into spaces.
            comment=self._comment.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n"),
            name=self._lines[Field.NAME].text(),
            email=self._lines[Field.EMAIL].text(),
            website=self._lines[Field.WEBSITE].text(),
        )

    def fill(self, form: ReplyForm) -> None:
        """Put these words in the fields; errors go, and nothing is reported as changed.

        A field that says it already is not touched: Orca takes one whose words change for the focus, and then is silent
        when the focus comes.
        """
        with QSignalBlocker(self):
            if form.comment != self._comment.toPlainText():
                self._comment.setPlainText(form.comment)
            else:
                self._comment.document().clearUndoRedoStacks()
            for field, line in self._lines.items():
                if form.value(field) != line.text():
                    line.setText(form.value(field))
            if not self._comment.textCursor().atEnd():
                self._comment.moveCursor(QTextCursor.MoveOperation.End)  # one goes on where the words end
        self.show_errors(())

    def fill_person(self, form: ReplyForm) -> None:
        """Put name, email and website in their fields, if there is nothing in them; not reported as a change."""
        if not any(line.text().strip() for line in self._lines.values()):
            for field, line in self._lines.items():
                line.setText(form.value(field))

    @property
    def remembers(self) -> bool:
        """Whether the box is ticked: name, email and website are to be kept for the next reply."""
        return self._remember.isChecked()

    def set_remembers(self, *, on: bool) -> None:
        """Tick the box, or take the tick away."""
        self._remember.setChecked(on)

    def insert_quote(self, words: str) -> None:
        """Put words into the comment as a quote, where one was typing; the caret goes to an empty line below it.

        Nothing that is typed is replaced, and one undo takes the quote out again.
        """
        cursor = self._comment.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        lines = "\n".join(f"> {line}".rstrip() for line in words.splitlines())
        begun = cursor.position()
        ends = [self._comment.document().characterAt(begun - back) for back in (1, 2) if begun >= back]
        missing = 2 - len([*takewhile(lambda end: end == "\u2029", ends)]) if ends else 0
        cursor.insertText("\n" * missing + f"{lines}\n\n")
        self._comment.setTextCursor(cursor)
        self._comment.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- what is said ---------------------------------------------------------------------------------------------

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Give the first field the focus."""
        self._comment.setFocus(reason)

    def show_errors(self, errors: Sequence[FieldError]) -> None:
        """Say at each field what is wrong with it, go to the first one, and say how many there are.

        No errors take away those that are shown.
        """
        sentences = {error.field: _(error.sentence).format(**error.values) for error in errors}
        for field, row in self._rows.items():
            row.set_error(sentences.get(field, ""))
        wrong = [field for field in Field if field in sentences]
        if wrong:
            self._rows[wrong[0]].field.setFocus(Qt.FocusReason.OtherFocusReason)
            count = ngettext("One field needs a change.", "{count} fields need a change.", len(wrong))
            said = " ".join(f"{_(LABELS[field])}: {sentences[field]}" for field in wrong)
            counted = count.format(count=len(wrong))
            self._say(f"{counted} {said}", important=True, shown=counted)

    def show_state(self, sentence: str, *, spoken: bool = False) -> None:
        """Say what became of the reply, such as "Draft saved."; "" takes the line away.

        It stands below the button, where Tab stops at it, and is the button's description; `spoken` has it announced
        besides, which is right for what the reader asked for and wrong for what happens as they type.
        """
        say_at(self._state, sentence)
        self._post.setAccessibleDescription(sentence)
        if spoken and sentence:
            self._say(sentence)

    def show_ways(self, ways: Sequence[Way]) -> None:
        """Offer what can be done about the state, as buttons below it; none takes them away."""
        while (item := self._ways.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                if old.hasFocus():
                    self._post.setFocus()
                old.hide()
                old.deleteLater()
        for way in ways:
            button = push_button(way.words)
            button.clicked.connect(lambda _on, way=way: way.go())
            self._ways.addWidget(button)
            button.show()
        self._ways.invalidate()

    def set_replying_to(self, name: str) -> None:
        """The author whose reply is answered; "" answers the article."""
        title = _("Leave a Reply to {name}").format(name=name) if name else _(LEAVE_A_REPLY)
        self._head(title, _("Cancel reply to {name}").format(name=name) if name else "")

    @property
    def is_editing(self) -> bool:
        """Whether a reply that is there already is changed."""
        return self._editing

    def begin_edit(self, title: str, *, whole: bool) -> None:
        """Change a reply that is there already, under this title; not `whole`, its comment alone."""
        self._editing = True
        self._head(title, _("Cancel"))
        self._post.set_words(_("Save changes"))
        for field, row in self._rows.items():
            row.setVisible(whole or field is Field.COMMENT)
        self._remember_row.hide()

    def end_edit(self) -> None:
        """Be a form for new replies again; its fields stay as they are."""
        self._editing = False
        self._post.set_words(_("Post Comment"))
        for row in (*self._rows.values(), self._remember_row):
            row.setVisible(True)
        self.show_ways(())

    def _head(self, title: str, cancel: str) -> None:
        if self.accessibleName() != title:  # one that is set again is said again
            self.setAccessibleName(title)
        if not cancel and self._cancel.hasFocus():
            self._comment.setFocus()  # before the button that has the focus goes
        self._title.setText(title)
        self._title.setVisible(bool(cancel))
        self._cancel.setVisible(bool(cancel))
        self._cancel.set_words(_("Cancel") if self._editing else _("Cancel reply"))
        self._cancel.setAccessibleName(cancel)

    # -- building and answering -----------------------------------------------------------------------------------

    def _row(self, field: Field) -> FormRow:
        return FormRow(
            _(LABELS[field]),
            self._comment if field is Field.COMMENT else self._lines[field],
            required=field in REQUIRED,
            # Shown above the form once, and heard where it matters.
            help_text=_(NOT_PUBLISHED) if field is Field.EMAIL else "",
            help_shown=False,
        )

    def _build(self) -> None:
        notice = WrappingLabel(f"{_(NOT_PUBLISHED)} {_(MARKED)}")
        self.setAccessibleDescription(notice.text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._title)
        layout.addLayout(_alone(self._cancel))
        layout.addWidget(notice)
        for row in self._rows.values():
            layout.addWidget(row)
        layout.addWidget(self._remember_row)
        layout.addLayout(_alone(self._post))
        layout.addWidget(self._state)
        layout.addLayout(self._ways)

    def _edited(self, field: Field) -> None:
        if self._rows[field].error and not self.signalsBlocked():
            self._rows[field].set_error("")
        (self.edited if self._editing else self.changed).emit()

    def finish(self) -> None:
        """Do what its chief button does: post the reply, or save the changes."""
        (self.save_requested if self._editing else self.post_requested).emit(self.form())

    def _cancel_reply(self) -> None:
        if self._editing:
            self.edit_cancelled.emit()
            return
        self.set_replying_to("")
        self.cancelled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Control and Return post from every field."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & _CONTROL:
            self._post.click()
            return
        super().keyPressEvent(event)


_CONTROL = Qt.KeyboardModifier.ControlModifier


def _alone(button: QPushButton) -> WrappingLine:
    line = WrappingLine()
    line.addWidget(button)
    return line
