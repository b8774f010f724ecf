"""The reply server, wired: the dialog that shows it, the desk that keeps it, the lane that asks it.

It decides nothing about servers: the desk does.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk, ServerSettings
from hiitreader.system.lanes import Outcome
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.window import ReaderWindow

if TYPE_CHECKING:
    from hiitreader.ui.dialogs.reply_server import ReplyServer


class ServerPart(QObject):
    """Setting and forgetting the server.

    Args:
        window: the window.
        desk: keeps which server is set; used on the lanes only.
        disk: the lane for what is quick.
        network: the lane for what waits for a server.
        changed: done when another server is set: what waits can be sent.
    """

    def __init__(
        self, window: ReaderWindow, desk: ReplyDesk, disk: GuiLane, network: GuiLane, changed: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._disk = disk
        self._network = network
        self._changed = changed

    def show(self) -> None:
        """Open the dialog, with the server that is set."""

        def known(outcome: Outcome[ServerSettings | None]) -> None:
            if isinstance(outcome.problem, Problem):
                self._dialog.show_problem(outcome.problem)
            else:
                self._dialog.show_known(outcome.get())

        self._disk.submit(self._desk.servers.get, known)
        self._dialog.begin()

    @cached_property
    def _dialog(self) -> "ReplyServer":
        from hiitreader.ui.dialogs.reply_server import ReplyServer

        dialog = ReplyServer(self._window, self._window.say)
        dialog.use_requested.connect(self._use)
        dialog.forget_requested.connect(self._forget)
        return dialog

    def _use(self, address: str) -> None:
        self._network.submit(lambda: self._desk.servers.set(address).settings, self._set)

    def _forget(self) -> None:
        self._disk.submit(self._desk.servers.forget, self._set)

    def _set(self, outcome: Outcome[ServerSettings] | Outcome[None]) -> None:
        if isinstance(outcome.problem, Problem):
            self._dialog.show_problem(outcome.problem)
            return
        settings = outcome.get()
        self._dialog.show_server(settings)
        if settings is not None:
            self._changed()
