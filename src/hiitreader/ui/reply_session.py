"""Replies in the window: the draft that is kept while one types, posting, sending, and the thread under the article.

It shows what the desk knows and hands on what the reader wants. It never stores or sends anything itself.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk, SyncReport, Waiting
from hiitreader.replies.form import FormProblem, ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.replies.thread import Conversation
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_form import LeaveReply

T = TypeVar("T")

DRAFT_AFTER = 500
"""Milliseconds after a keystroke until what is typed is on its way to the disk; a kill loses no more than a second."""


class ReplySession(QObject):
    """The replies to the article that is open.

    `conversation_changed` brings a `Conversation` to show, `waiting_changed` a `Waiting`, `problem` what went wrong.

    Args:
        form: the fields under the article.
        desk: where replies are kept and sent from; used on the lanes only.
        disk: the lane for what is quick.
        network: the lane for what waits for a server.
        say: shows a message and has it spoken.
    """

    conversation_changed = Signal(object)
    waiting_changed = Signal(object)
    problem = Signal(object)

    def __init__(
        self,
        form: LeaveReply,
        desk: ReplyDesk,
        *,
        disk: GuiLane,
        network: GuiLane,
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._desk = desk
        self._disk = disk
        self._network = network
        self._say = say
        self._thread: Thread | None = None
        self._answers = ""
        self._soon = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._soon.timeout.connect(self.keep_draft)
        form.changed.connect(self._changed)
        form.post_requested.connect(self.post)
        form.cancelled.connect(lambda: self.answer("", ""))

    # -- which thread ---------------------------------------------------------------------------------------------

    def open_thread(self, thread: Thread) -> None:
        """Show the draft and the replies of another article, after keeping what is typed under this one."""
        self.keep_draft()
        self._thread = thread
        self._answers = ""
        self._form.set_replying_to("")
        self._form.show_state("")
        self._load_draft(thread)
        self.show_known()

    def answer(self, parent: str, name: str) -> None:
        """Answer somebody's reply (its id on the server), or the article ("")."""
        if self._thread is None:
            return
        self.keep_draft()
        self._answers = parent
        self._form.set_replying_to(name)
        self._load_draft(self._thread)

    def _load_draft(self, thread: Thread) -> None:
        parent = self._answers
        wanted = (thread, parent)

        def show(draft: Reply | None) -> None:
            if (self._thread, self._answers) == wanted:
                self._form.fill(draft.form if draft else ReplyForm())
                self._form.show_state(_("This is the draft you left.") if draft else "")

        self._run(self._disk, lambda: self._desk.draft(thread, parent), show)

    # -- writing --------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        # Not started anew by each key: someone who types without a pause is kept every half second too.
        if not self._soon.isActive():
            self._soon.start()

    def keep_draft(self) -> None:
        """Keep what is typed now, if anything has changed since it was last kept."""
        if not self._soon.isActive() or self._thread is None:
            return
        self._soon.stop()
        thread, form, parent = self._thread, self._form.form(), self._answers

        def kept(draft: Reply | None) -> None:
            self._form.show_state(_("Draft kept on this computer.") if draft else "")

        self._run(self._disk, lambda: self._desk.save_draft(thread, form, parent), kept)

    def post(self, form: ReplyForm) -> None:
        """Take the finished reply; it is sent when there is a server, and waits on this computer until then."""
        if self._thread is None:
            return
        self._soon.stop()
        thread, parent = self._thread, self._answers

        def queued(outcome: Outcome[Reply]) -> None:
            if isinstance(outcome.problem, FormProblem):
                self._form.show_errors(outcome.problem.errors)
                return
            self._deliver(outcome, self._queued)

        self._disk.submit(lambda: self._desk.queue(thread, form, parent), queued)

    def _queued(self, reply: Reply) -> None:
        self._form.fill(ReplyForm())
        self._answers = ""
        self._form.set_replying_to("")
        self._form.show_state(_(reply.state.sentence), spoken=True)
        self.show_known()
        self.sync(asked=False)

    # -- sending and showing --------------------------------------------------------------------------------------

    def show_known(self) -> None:
        """Show what is known here of the replies; asks no server."""
        thread = self._thread
        if thread is None:
            return

        def read() -> tuple[Conversation, Waiting, Problem | None]:
            return self._desk.replies(thread), self._desk.waiting(), self._desk.notice()

        def show(known: tuple[Conversation, Waiting, Problem | None]) -> None:
            conversation, waiting, notice = known
            if notice is not None:
                self.problem.emit(notice)
            self.waiting_changed.emit(waiting)
            if thread == self._thread:
                self.conversation_changed.emit(conversation)

        self._run(self._disk, read, show)

    def sync(self, *, asked: bool = True) -> None:
        """Send what waits and fetch the replies; `asked` by the reader, or else quiet where no server is set."""
        thread = self._thread
        if asked:
            self._say(_("Sending and fetching replies…"))

        def look() -> SyncReport | None:
            return self._desk.sync(thread) if asked or self._desk.server() is not None else None

        def done(report: SyncReport | None) -> None:
            if report is None:
                return
            if report.problem is not None:
                if asked:
                    self.problem.emit(report.problem)
            elif asked or report.moved:
                self._say(_outcome(report))
            self.show_known()

        self._run(self._network, look, done)

    def _run(self, lane: GuiLane, job: Callable[[], T], done: Callable[[T], None]) -> None:
        lane.submit(job, lambda outcome: self._deliver(outcome, done))

    def _deliver(self, outcome: Outcome[T], done: Callable[[T], None]) -> None:
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
            return
        done(outcome.get())


def _outcome(report: SyncReport) -> str:
    """What a sync did, in a sentence or two."""
    parts = [_(reply.state.sentence) for reply in report.moved[-1:]]
    if len(report.moved) > 1:
        count = len(report.moved)
        parts = [ngettext("{count} reply has moved on.", "{count} replies have moved on.", count).format(count=count)]
    if report.left:
        count = len(report.left)
        parts.append(ngettext("{count} reply waits.", "{count} replies wait.", count).format(count=count))
    return " ".join(parts) or _("Nothing was waiting. The replies are up to date.")
