"""The reply server, wired: the dialogs that show it, the desk that keeps it, the lanes that ask and keep.

It decides nothing about servers: the desk does. What comes after the dialog was closed is dropped.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.replies.desk import Found, Place, ReplyDesk, ServerSettings
from hiitreader.replies.disclosure import hosts
from hiitreader.replies.found import OtherHost
from hiitreader.replies.reply import Thread
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.window import ReaderWindow

if TYPE_CHECKING:
    from hiitreader.ui.dialogs.reply_server import ReplyServer

T = TypeVar("T")


class ServerPart(QObject):
    """Looking for, setting, testing and forgetting the server.

    Args:
        window: the window.
        desk: keeps which server is set; used on the lanes only.
        disk: the lane for what is quick.
        network: the lane for what waits for a server.
        thread: the thread of the article that is open, None when there is none.
        changed: done when another server is set: what waits can be sent.
    """

    def __init__(
        self,
        window: ReaderWindow,
        desk: ReplyDesk,
        *,
        disk: GuiLane,
        network: GuiLane,
        thread: Callable[[], Thread | None],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._disk = disk
        self._network = network
        self._thread = thread
        self._changed = changed
        self._turn = 0

    def show(self) -> None:
        """Open the dialog, with the server that is set."""
        thread = self._thread()

        def read() -> tuple[ServerSettings | None, Place | None]:
            return self._desk.servers.get(), None if thread is None else self._desk.servers.place(thread)

        def known(outcome: Outcome[tuple[ServerSettings | None, Place | None]]) -> None:
            if isinstance(outcome.problem, Problem):
                self._dialog.show_problem(outcome.problem)
                return
            settings, place = outcome.get()
            self._dialog.show_known(settings, "" if place is None else place.page)

        self._disk.submit(read, known)
        self._dialog.begin()

    @cached_property
    def _dialog(self) -> "ReplyServer":
        from hiitreader.ui.dialogs.reply_server import ReplyServer

        dialog = ReplyServer(self._window, self._window.say)
        dialog.look_requested.connect(self._look)
        dialog.use_requested.connect(self._use)
        dialog.test_requested.connect(self._test)
        dialog.forget_requested.connect(self._ask_to_forget)
        dialog.cancelled.connect(self._next_turn)
        return dialog

    def _look(self, address: str, trusted: frozenset[str]) -> None:
        thread = self._thread()

        def show(found: Found) -> None:
            self._dialog.show_found(found, thread.title if thread is not None and found.remote else "")

        self._ask(lambda: self._desk.servers.find(address, trusted), show)

    def _test(self) -> None:
        thread = self._thread()

        def test() -> tuple[Found, str]:
            servers = self._desk.servers
            settings = servers.get()
            if settings is None:  # forgotten by another window
                raise _no_server()
            place = None if thread is None else servers.place(thread)
            address = settings.url if place is None or not place.page else place.page
            found = servers.find(address, frozenset(hosts(settings)))
            if not settings.user:
                return found, ""
            return found.signed_in(settings.user), servers.check_sign_in(settings, servers.password(settings))

        self._ask(test, lambda tested: self._dialog.show_tested(*tested))

    def _use(self, found: Found, user: str, password: str) -> None:
        """Check who signs in, if someone does; then keep it all."""
        thread, turn, servers = self._thread(), self._turn, self._desk.servers
        found = found.signed_in(user)

        def use() -> tuple[ServerSettings, bool | None, str]:
            if user:
                servers.check_sign_in(found.settings, password or servers.password(found.settings))
            if turn != self._turn:  # the dialog was closed meanwhile: nothing is set
                return found.settings, None, ""
            kept = servers.keep_password(found.settings, password) if user and password else None
            return servers.use(found, thread), kept, servers.left_in_keyring()

        def show(used: tuple[ServerSettings, bool | None, str]) -> None:
            settings, kept, left = used
            self._dialog.show_server(settings, kept=kept, left=left)
            self._changed()

        self._ask(use, show)

    def _ask_to_forget(self) -> None:
        from hiitreader.ui.dialogs.question import QuestionDialog

        known = (
            _("Your replies stay as they are, and those that wait go on waiting on this computer."),
            _("The password for it is forgotten too, if there is one."),
        )
        dialog = QuestionDialog(
            self._dialog, _("Forget the reply server?"), known, yes=_("&Forget it"), no=_("&Keep it")
        )
        dialog.accepted.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        servers = self._desk.servers

        def forget() -> str:
            servers.forget()
            return servers.left_in_keyring()

        def done(outcome: Outcome[str]) -> None:
            if isinstance(outcome.problem, Problem):
                self._dialog.show_problem(outcome.problem)
            else:
                self._dialog.show_server(None, left=outcome.get())

        self._network.submit(forget, done)  # the keyring may ask the reader something first

    def _ask(self, job: Callable[[], T], show: Callable[[T], None]) -> None:
        """Do `job` on the network's lane; its outcome is for the dialog as it is open now, and for no later one."""
        turn = self._turn

        def done(outcome: Outcome[T]) -> None:
            if turn != self._turn:
                return
            if isinstance(outcome.problem, OtherHost):
                self._dialog.ask_host(outcome.problem)
            elif isinstance(outcome.problem, Problem):
                self._dialog.show_problem(outcome.problem)
            else:
                show(outcome.get())

        self._network.submit(job, done)

    def _next_turn(self) -> None:
        self._turn += 1


def _no_server() -> Problem:
    return InputProblem(N_("No server is set."), todo=N_("Look for one first."))
