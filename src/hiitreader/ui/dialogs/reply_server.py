"""The dialog that says where replies go, and changes it: an address, what was found there, what is sent, signing in.

It never asks a server anything and keeps nothing: it says what the reader wants and shows what came of it.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from hiitreader.errors import N_, Problem
from hiitreader.replies.desk import Found, ServerSettings
from hiitreader.replies.erasing import LEFT_IN_KEYRING
from hiitreader.replies.found import OtherHost, SignInProblem
from hiitreader.replies.servers.about import ABOUT
from hiitreader.system.translations import gettext as _
from hiitreader.ui.dialogs.disclosed_groups import DisclosedPart, in_words
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.scrolled import bring_into_sight, scrolled_column
from hiitreader.ui.dialogs.sign_in import SignIn
from hiitreader.ui.form_rows import FormRow, make_chief, push_button, say_at, stop
from hiitreader.ui.notice import told
from hiitreader.ui.status_line import Say
from hiitreader.ui.wrapping_button import WrappingButton
from hiitreader.ui.wrapping_line import WrappingLine


class ReplyServer(ReturningDialog):
    """The dialog. Make one for a window and call `begin()` each time.

    `look_requested` brings the address as typed and the hosts that the reader agreed to be led to; `use_requested` the
    `Found`, a user name and a password ("" for nobody); `test_requested` comes when what is set shall be looked at
    again, `forget_requested` when there shall be no server, `cancelled` when it was closed while something was asked.
    Whoever does it calls one of the `show_…` methods in the end; until then further presses are not heard.

    Args:
        window: the window it belongs to.
        say: tells a screen reader; what it says always stands in the dialog as well.
    """

    look_requested = Signal(str, object)
    use_requested = Signal(object, str, str)
    test_requested = Signal()
    forget_requested = Signal()
    cancelled = Signal()

    def __init__(self, window: QWidget, say: Say) -> None:
        super().__init__(window, _("Reply server"), columns=64, lines=30)
        self._say = say
        self._busy = False
        self._known: ServerSettings | None = None
        self._found: Found | None = None
        self._leads: OtherHost | None = None
        self._trusted: frozenset[str] = frozenset()
        self.address = QLineEdit()
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.row = FormRow(
            _("Address of the article's page"),
            self.address,
            help_text=_("Copy it from your browser. The address of the site, or of an Isso server, will do as well."),
        )
        self.state = stop()
        self.sign_in = SignIn()
        self.look = push_button(_("Loo&k"), chief=True)
        self.go_there = push_button(_("&Go there"))
        self.stay = push_button(_("&Stay here"), chief=True)
        self.use = push_button(_("&Use this server"), chief=True)
        self.test = push_button(_("&Test"))
        self.forget = push_button(_("&Forget the server"))
        self.close_button = push_button(_("C&lose"))
        self._disclosed = DisclosedPart()
        self._area, column = scrolled_column(self, stop(_(_ABOUT)), self.row)
        column.addLayout(_line(self.look))
        column.addWidget(self.state)
        column.addLayout(_line(self.go_there, self.stay))
        column.addWidget(self.sign_in)
        column.addWidget(self._disclosed)
        column.addLayout(_line(self.use, self.test, self.forget, self.close_button))
        column.addStretch(1)
        self._connect()
        self._arrange()

    def begin(self) -> None:
        """Open it, with the focus in the field."""
        self._drop_found()
        self.address.setModified(False)
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open()

    # -- what is shown --------------------------------------------------------------------------------------------

    def show_known(self, settings: ServerSettings | None, page: str = "") -> None:
        """Say which server is set, without a word spoken: for when the dialog opens. `page` is the article's there."""
        self._known = settings
        say_at(self.state, _where(settings))
        if not self.address.isModified():
            self.address.setText(page or (settings.url if settings else ""))
            self.address.selectAll()
        self._arrange()

    def show_found(self, found: Found, article: str = "") -> None:
        """Say what was found and what will be sent there, and go there.

        Args:
            found: what was found.
            article: the title of the article whose replies will go there, "" when it is tied to none.
        """
        self._busy = False
        self._found = found
        said = _all_of(found)
        if article:
            said.append(_("Replies to “{title}”, which is open here, will go there.").format(title=article))
        said.append(_("Nothing is set yet: read on for what will be sent, then press “Use this server”."))
        self.sign_in.fill(_user_at(found, self._known))
        self._disclose()
        say_at(self.state, "\n".join(said))
        self._arrange()
        self.use.setDefault(True)
        self._go_to(self.state)

    def ask_host(self, problem: OtherHost) -> None:
        """Ask whether to be led to another host."""
        self._busy = False
        self._leads = problem
        say_at(self.state, "\n".join((_(_GO_THERE), _(problem.todo))).format(**problem.values))
        self._arrange()
        self.stay.setDefault(True)
        self._go_to(self.state)

    def show_server(self, settings: ServerSettings | None, *, kept: bool | None = None, left: str = "") -> None:
        """Say that this server is set now, or that none is.

        Args:
            settings: the server.
            kept: whether the password is in the system's keyring; None when there is none to be kept.
            left: what the keyring files a password under that it was to forget and may still have, "" for none.
        """
        self._busy, self._known = False, settings
        self._drop_found()
        self.address.setText(settings.url if settings else "")
        said = "\n".join([_where(settings), *_of_keyring(kept, left)])
        say_at(self.state, said)
        self._arrange()
        self._go_to(self.state)
        self._say(said)

    def show_tested(self, found: Found, user: str = "") -> None:
        """Say what was found where replies go already; `user` is the name that the server knows the reader by."""
        self._busy = False
        said = _all_of(found)
        if user:
            said.append(_("The password is accepted: the site knows you as {user}.").format(user=user))
        said.append(_("Nothing was changed."))
        say_at(self.state, "\n".join(said))
        self._arrange()
        self._go_to(self.state)

    def show_problem(self, problem: Problem) -> None:
        """Say at the field why nothing was changed, and go there."""
        self._busy = False
        sentence = told(problem)
        if self._found is None:
            say_at(self.state, _where(self._known))
        self._arrange()
        if isinstance(problem, SignInProblem) and self._found is not None:
            self._show_wrong(sentence)
        else:
            self.row.set_error(sentence)
            if self.isVisible():
                self._go_to(self.address)
        self._say(sentence, important=True)

    # -- what is wanted -------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.look.clicked.connect(self._look)
        self.go_there.clicked.connect(self._go)
        self.stay.clicked.connect(self._stay)
        self.use.clicked.connect(self._use)
        self.test.clicked.connect(self._test)
        self.forget.clicked.connect(self._forget)
        self.close_button.clicked.connect(self.reject)
        self.address.textEdited.connect(lambda _text: self._drop_found())
        self.sign_in.user.editingFinished.connect(self._disclose)
        self.finished.connect(self._cancel)

    def _look(self) -> None:
        if self._ask(_("Asking the server what it is…")):
            self.look_requested.emit(self.address.text(), self._trusted)

    def _go(self) -> None:
        if self._leads is None or not self._ask(_("Asking the server what it is…")):
            return
        self._trusted, self._leads = self._trusted | {self._leads.host}, None
        self._arrange()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look_requested.emit(self.address.text(), self._trusted)

    def _stay(self) -> None:
        self._drop_found()
        say_at(self.state, _where(self._known))
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use(self) -> None:
        if self._found is None or self._busy:
            return
        user, password = self.sign_in.typed() if self._found.can_sign_in else ("", "")
        if missing := _missing(self._found, user, password, self._known):
            self._show_wrong(missing)
            return
        self._busy = True
        self._say(_("Checking the password…") if user else _("Setting the server…"))
        self.use_requested.emit(self._found, user, password)

    def _test(self) -> None:
        if self._ask(_("Asking the server…")):
            self.test_requested.emit()

    def _forget(self) -> None:
        if not self._busy:
            self.forget_requested.emit()

    def _ask(self, said: str) -> bool:
        if self._busy:
            return False
        self._busy = True
        self.row.set_error("")
        say_at(self.state, said)
        self._say(said)
        return True

    def _cancel(self) -> None:
        busy, self._busy = self._busy, False
        self.sign_in.password.clear()
        if busy:
            self.cancelled.emit()

    # -- arranging ------------------------------------------------------------------------------------------------

    def _drop_found(self) -> None:
        self.row.set_error("")
        self._found, self._leads, self._trusted = None, None, frozenset()
        self._disclosed.tell(None)
        self.sign_in.fill("")
        self._arrange()
        self.look.setDefault(True)

    def _disclose(self) -> None:
        """Say what will be sent, which is something else for who signs in."""
        if self._found is not None:
            self._disclosed.tell(self._found.signed_in(self.sign_in.typed()[0]).settings)

    def _arrange(self) -> None:
        """Show what can be done now. What has the focus and goes gives it to the field."""
        found, leads = self._found is not None, self._leads is not None
        shown: dict[QWidget, bool] = {
            self.go_there: leads,
            self.stay: leads,
            self.sign_in: self._found is not None and self._found.can_sign_in,
            self.use: found,
            self.test: self._known is not None and not found and not leads,
            self.forget: self._known is not None and not found and not leads,
        }
        make_chief(self.look, chief=not found and not leads)
        for part, wanted in shown.items():
            focus = self.focusWidget()
            if not wanted and focus is not None and (focus is part or part.isAncestorOf(focus)):
                self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            part.setVisible(wanted)

    def _show_wrong(self, sentence: str) -> None:
        self.sign_in.show_wrong(sentence)
        bring_into_sight(self._area, self.sign_in.row_wrong, self.focusWidget() or self.sign_in)

    def _go_to(self, part: QWidget) -> None:
        part.setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_sight(self._area, self.row if part is self.address else part, part)


def _line(*buttons: WrappingButton) -> WrappingLine:
    line = WrappingLine()
    for button in buttons:
        line.addWidget(button)
    return line


def _all_of(found: Found) -> list[str]:
    return [in_words(sentence) for sentence in found.sentences()]


def _user_at(found: Found, known: ServerSettings | None) -> str:
    """Who is signed in already on the server that was found, "" for nobody."""
    return known.user if known is not None and known.url == found.settings.url else ""


def _missing(found: Found, user: str, password: str, known: ServerSettings | None) -> str:
    """What somebody has yet to type to sign in, "" when nothing."""
    if not user and not found.anonymous:
        return _("Type your user name: this site takes replies only from people who have signed in.")
    if user and not password and _user_at(found, known) != user:
        return _("Type the application password.")
    return ""


def _of_keyring(kept: bool | None, left: str) -> list[str]:
    """What the system's keyring did not do: keep a new password, forget an old one."""
    said = [_(_NO_KEYRING)] if kept is False else []
    return [*said, _(LEFT_IN_KEYRING).format(name=left)] if left else said


def _where(settings: ServerSettings | None) -> str:
    if settings is None:
        return _("No server is set. Your replies wait on this computer.")
    kind = ABOUT[settings.kind].name
    said = _("Replies go to {url}. It is a server of the kind {kind}.").format(url=settings.url, kind=kind)
    signed_in = _("You are signed in as {user}.").format(user=settings.user)
    return f"{said} {signed_in}" if settings.user else said


_GO_THERE = N_("The address leads to {host}. Go there?")
_NO_KEYRING = N_("No keyring works on this computer, so the password is kept only until the program ends.")
_ABOUT = N_(
    "Replies that you post are sent to the server you set here and nowhere else. Without one they wait on this "
    "computer. Looking sends no reply and sets nothing."
)
