"""“Check for updates”: whom this would ask, the question, and what came of it.

It never asks by itself: it says that the reader wants to, and shows what it is given.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hiitreader import __version__
from hiitreader.errors import Problem
from hiitreader.system.translations import gettext as _
from hiitreader.system.updates import Newest
from hiitreader.ui.dialogs.returning import ReturningDialog
from hiitreader.ui.dialogs.scrolled import scrolled_column
from hiitreader.ui.form_rows import ERROR_SHOWN, push_button, say_at, stop
from hiitreader.ui.notice import told
from hiitreader.ui.wrapping_line import WrappingLine


class Updates(ReturningDialog):
    """The dialog. Make one for a window and call `begin()` each time.

    `ask_requested` comes when the reader wants the publisher to be asked, `page_requested` with the address of the page
    that has the newer version.

    Args:
        window: the window it belongs to.
        host: whom it asks; "" where the publisher named no place.
    """

    ask_requested = Signal()
    page_requested = Signal(str)

    def __init__(self, window: QWidget, host: str) -> None:
        super().__init__(window, _("Check for updates"), columns=56, lines=12)
        self._host = host
        self._page = ""
        self.head = stop()
        self.ask = push_button(_("&Ask {host}").format(host=host))
        self.open_page = push_button(_("&Open its page"))
        self.close_button = push_button(_("C&lose"), chief=True)
        buttons = WrappingLine()
        for button in (self.ask, self.open_page, self.close_button):
            buttons.addWidget(button)
        _area, column = scrolled_column(self, self.head)
        column.addLayout(buttons)
        column.addStretch(1)
        self.ask.clicked.connect(self._ask)
        self.open_page.clicked.connect(lambda _on: self.page_requested.emit(self._page))
        self.close_button.clicked.connect(self.reject)
        self.close_button.setDefault(True)

    def begin(self) -> None:
        """Open it with the question; nobody is asked yet."""
        own = _("You have hiitreader {version}.").format(version=__version__)
        if self._host:
            self._show(
                own,
                _("{host} will be asked which version is the newest.").format(host=self._host),
                _("It learns this computer's network address and your version, and nothing else."),
                _("hiitreader never asks by itself."),
                may_ask=True,
            )
        else:
            self._show(
                own,
                _("Whoever published it named no place for updates, so nobody is asked."),
                _("Look where you got this program from."),
            )
        self.open()

    def show_newest(self, newest: Newest) -> None:
        """Say what the publisher said."""
        if not newest.newer:
            self._show(_("You have hiitreader {version}. No newer one is out.").format(version=__version__))
            return
        out = _("hiitreader {new} is out. You have {version}.").format(new=newest.version, version=__version__)
        where = _("Its page: {address}").format(address=newest.page) if newest.page else ""
        self._show(out, where or _("Look where you got this program from."), page=newest.page)

    def show_problem(self, problem: Problem) -> None:
        """Say why nothing is known; it can be asked again."""
        self._show(_(ERROR_SHOWN).format(sentence=told(problem)), may_ask=True)

    def _ask(self) -> None:
        self._show(_("Asking {host}…").format(host=self._host))
        self.ask_requested.emit()

    def _show(self, *words: str, may_ask: bool = False, page: str = "") -> None:
        """Say something and go there: what had the focus may be gone."""
        self._page = page
        say_at(self.head, "\n".join(words))
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ask.setVisible(may_ask)
        self.open_page.setVisible(bool(page))
