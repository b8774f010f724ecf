"""What is known on this computer of an article's replies and of the reader's own, read again whenever it may be other.

It asks no server and changes nothing.
"""

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk, ServerSettings, Waiting
from hiitreader.replies.reply import Thread
from hiitreader.replies.server_settings import ServerHealth
from hiitreader.replies.thread import Conversation
from hiitreader.system.lanes import Outcome
from hiitreader.ui.gui_lane import GuiLane


class _Known(NamedTuple):
    """What was read at one time."""

    conversation: Conversation | None
    settings: ServerSettings | None
    health: ServerHealth | None
    waiting: Waiting
    notices: tuple[Problem, ...]


class KnownReplies(QObject):
    """Reads what is known, on the lane.

    `conversation_changed` brings the thread's `Conversation`, the `ServerSettings` and `ServerHealth` (or None for
    both), `waiting_changed` a `Waiting` each time anything about the reader's own replies may have changed, `problem`
    a `Problem`.

    Args:
        desk: where replies are kept; used on the lane only.
        disk: the lane.
    """

    conversation_changed = Signal(object, object, object)
    waiting_changed = Signal(object)
    problem = Signal(object)

    def __init__(self, desk: ReplyDesk, disk: GuiLane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._disk = disk
        self._thread: Thread | None = None

    def turn_to(self, thread: Thread) -> None:
        """Read about another article's thread from now on, and at once."""
        self._thread = thread
        self.read()

    def read(self) -> None:
        """Read everything again."""
        thread = self._thread

        def job() -> _Known:
            conversation = None if thread is None else self._desk.replies(thread)
            settings = self._desk.servers.get()
            health = None if settings is None else self._desk.servers.health()
            return _Known(conversation, settings, health, self._desk.waiting(), tuple(iter(self._desk.notice, None)))

        self._disk.submit(job, lambda outcome: self._tell(outcome, thread))

    def _tell(self, outcome: Outcome[_Known], thread: Thread | None) -> None:
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
            return
        known = outcome.get()
        for notice in known.notices:
            self.problem.emit(notice)
        self.waiting_changed.emit(known.waiting)
        if known.conversation is not None and thread == self._thread:
            self.conversation_changed.emit(known.conversation, known.settings, known.health)
