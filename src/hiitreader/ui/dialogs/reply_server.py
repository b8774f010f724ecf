"""The dialog that says where replies go, and changes it: an address, what was found there, and forgetting it.

It never asks a server anything and keeps nothing: it says what the reader wants and shows what came of it.
"""

from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from hiitreader.errors import Problem
from hiitreader.replies.desk import ServerSettings
from hiitreader.system.translations import gettext as _
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.form_rows import FormRow, push_button, say_at, stop
from hiitreader.ui.notice import told
from hiitreader.ui.wrapping_line import WrappingLine


class Say(Protocol):
    """Shows a sentence in the status line and has it spoken; an important one may break into what is being said."""

    def __call__(self, message: str, *, important: bool = False) -> None:
        """Say it."""


class ReplyServer(ReturningDialog):
    """The dialog. Make one for a window and call `begin()` each time.

    `use_requested` brings the address as typed; `forget_requested` comes when there shall be no server. Whoever does
    it calls `show_server` or `show_problem` in the end; until then further presses are not heard.

    Args:
        window: the window it belongs to.
        say: tells a screen reader; what it says always stands in the dialog as well.
    """

    use_requested = Signal(str)
    forget_requested = Signal()

    def __init__(self, window: QWidget, say: Say) -> None:
        super().__init__(window, _("Reply server"), columns=60, lines=24)
        self._say = say
        self._busy = False
        self._known: ServerSettings | None = None
        self.address = QLineEdit()
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.row = FormRow(
            _("Address of the reply server"),
            self.address,
            help_text=_("Such as https://comments.example.com. The site that has the article can tell you."),
        )
        self.state = stop()
        self.use = push_button(_("&Use this server"), chief=True)
        self.forget = push_button(_("&Forget the server"))
        self.close_button = push_button(_("C&lose"))
        self._area = self._lay_out()
        self.use.setDefault(True)
        self.use.clicked.connect(self._use)
        self.forget.clicked.connect(self._forget)
        self.close_button.clicked.connect(self.reject)
        self.address.textEdited.connect(lambda _text: self.row.set_error(""))

    def begin(self) -> None:
        """Open it, with the focus in the field."""
        self.row.set_error("")
        self.address.setModified(False)
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    def show_known(self, settings: ServerSettings | None) -> None:
        """Say which server is set, without a word spoken: for when the dialog opens."""
        self._known = settings
        say_at(self.state, _where(settings))
        if not self.address.isModified():
            self.address.setText(settings.url if settings else "")
            self.address.selectAll()

    def show_server(self, settings: ServerSettings | None) -> None:
        """Say that this server is set now, or that none is."""
        self._busy, self._known = False, settings
        self.row.set_error("")
        self.address.setText(settings.url if settings else "")
        say_at(self.state, _where(settings))
        self._say(_where(settings))

    def show_problem(self, problem: Problem) -> None:
        """Say at the field why nothing was changed, and go there."""
        self._busy = False
        sentence = told(problem)
        self.row.set_error(sentence)
        say_at(self.state, _where(self._known))
        if self.isVisible():
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, self._reveal)
        self._say(sentence, important=True)

    def _reveal(self) -> None:
        """Bring the error into sight, and in any case the field."""
        for part in (self.row, self.address):
            self._area.ensureWidgetVisible(part, 0, 8)

    def _use(self) -> None:
        if self._busy:
            return
        self._ask(_("Asking the server what it is…"))
        self.use_requested.emit(self.address.text())

    def _forget(self) -> None:
        if self._busy:
            return
        self._ask("")
        self.forget_requested.emit()

    def _ask(self, said: str) -> None:
        self._busy = True
        self.row.set_error("")
        say_at(self.state, said)
        if said:
            self._say(said)

    def _lay_out(self) -> QScrollArea:
        about = stop(
            _(
                "Replies that you post are sent to this server and nowhere else. "
                "Without one they wait on this computer. Your email address goes with them."
            )
        )
        buttons = WrappingLine()
        for button in (self.use, self.forget, self.close_button):
            buttons.addWidget(button)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(16)
        column.addWidget(about)
        column.addWidget(self.row)
        column.addWidget(self.state)
        column.addLayout(buttons)
        column.addStretch(1)
        area = QScrollArea()  # with large letters or a long error it may not all fit
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        return area


def _where(settings: ServerSettings | None) -> str:
    if settings is None:
        return _("No server is set. Your replies wait on this computer.")
    kind = settings.kind.capitalize()
    return _("Replies go to {url}. It is a server of the kind {kind}.").format(url=settings.url, kind=kind)
