"""Replies in the window: the draft that is kept while one types, posting, sending, and the thread under the article.

It shows what the desk knows and hands on what the reader wants. It never stores or sends anything itself.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import N_, Problem
from hiitreader.replies.desk import ReplyDesk, SyncReport, Waiting
from hiitreader.replies.form import FormProblem, ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.replies.thread import Conversation
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.drafts import Drafts, Spot, joined
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_form import LeaveReply

T = TypeVar("T")

DRAFT_AFTER = 500
"""Milliseconds after a keystroke until what is typed is on its way to the disk; a kill loses no more than a second."""


NOT_KEPT = N_("Not kept yet: your words are only here in the form. It is tried again by itself.")


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
        self._spot: Spot | None = None
        self._typed = False
        self._posting = False
        self._wanted: tuple[Spot, ReplyForm] | None = None
        self._asked = 0
        self.drafts = Drafts(desk, disk, self)
        self.drafts.kept.connect(self._kept)
        self.drafts.failed.connect(self._not_kept)
        self._soon = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._soon.timeout.connect(self.keep_draft)
        form.changed.connect(self._changed)
        form.post_requested.connect(self.post)
        form.cancelled.connect(lambda: self.answer("", ""))

    # -- which thread ---------------------------------------------------------------------------------------------

    def open_thread(self, thread: Thread) -> None:
        """Show the draft and the replies of another article, after keeping what is typed under this one."""
        self._turn_to(Spot(thread), "")
        self.show_known()

    def answer(self, parent: str, name: str) -> None:
        """Answer somebody's reply (its id on the server), or the article ("")."""
        if self._spot is not None:
            self._turn_to(Spot(self._spot.thread, parent), name)

    def _turn_to(self, spot: Spot, name: str) -> None:
        self.keep_draft()
        self._spot = spot
        self._form.set_replying_to(name)
        self._form.fill(ReplyForm())
        self._form.show_state("")

        def show(draft: ReplyForm) -> None:
            if self._spot != spot:
                return
            if draft.is_blank():
                if self._wanted == (spot, self._form.form()):
                    self.post(self._form.form())
                return
            # Whoever was quicker than the disk finds both.
            self._form.fill(joined(draft, self._form.form()) if self._typed else draft)
            if not self.drafts.failing:
                self._form.show_state(_("This is the draft you left."))

        self.drafts.find(spot, show)

    # -- writing --------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._typed = True
        # Not started anew by each key: someone who types without a pause is kept every half second too.
        if not self._soon.isActive():
            self._soon.start()

    def keep_draft(self) -> None:
        """Keep what is typed now, if anything has changed since it was last kept."""
        self._soon.stop()
        if self._typed and self._spot is not None:
            self._typed = False
            self.drafts.keep(self._spot, self._form.form())
            if self.drafts.failing:
                self._form.show_state(_(NOT_KEPT))

    def _kept(self, spot: Spot, words: ReplyForm) -> None:
        if spot != self._spot or self._typed:
            return
        if self._wanted == (spot, words):
            self.post(words)
            return
        if words != self._form.form():
            self._form.fill(words)  # an older draft was found, and joined
        self._form.show_state("" if words.is_blank() else _("Draft kept on this computer."))

    def _not_kept(self, problem: Problem) -> None:
        if not self._form.form().is_blank():
            self._form.show_state(_(NOT_KEPT))
        self.problem.emit(problem)

    def post(self, form: ReplyForm) -> None:
        """Take the finished reply; it is sent when there is a server, and waits on this computer until then."""
        spot = self._spot
        if spot is None or self._posting:
            return
        self.keep_draft()
        if not self.drafts.is_looked_up(spot):
            # An older draft for this spot would be lost with it. Once it is known that there is none, this is posted.
            self._wanted = (spot, form)
            if self.drafts.failing:
                self._say(_("Not posted yet: your draft could not be looked up. Try again in a moment."))
            return
        self._wanted = None
        self._posting = True
        self.drafts.forget(spot)

        def queued(outcome: Outcome[Reply]) -> None:
            self._posting = False
            if isinstance(outcome.problem, FormProblem):
                self._form.show_errors(outcome.problem.errors)
            elif isinstance(outcome.problem, Problem):
                self._not_kept(outcome.problem)
                self._typed = True
                self.keep_draft()
            else:
                self._queued(spot, form, outcome.get())

        self._disk.submit(lambda: self._desk.queue(spot.thread, form, spot.parent), queued)

    def _queued(self, spot: Spot, form: ReplyForm, reply: Reply) -> None:
        if spot == self._spot and self._form.form() == form:
            self._turn_to(Spot(spot.thread), "")
            self._form.show_state(_(reply.state.sentence), spoken=True)
        else:
            self._say(_(reply.state.sentence))
        self.show_known()
        self.sync(asked=False)

    # -- sending and showing --------------------------------------------------------------------------------------

    def show_known(self) -> None:
        """Show what is known here of the replies; asks no server."""
        if self._spot is None:
            return
        thread = self._spot.thread

        def read() -> tuple[Conversation, Waiting, Problem | None]:
            return self._desk.replies(thread), self._desk.waiting(), self._desk.notice()

        def show(known: tuple[Conversation, Waiting, Problem | None]) -> None:
            conversation, waiting, notice = known
            if notice is not None:
                self.problem.emit(notice)
            self.waiting_changed.emit(waiting)
            if self._spot is not None and thread == self._spot.thread:
                self.conversation_changed.emit(conversation)

        self._disk.submit(read, lambda outcome: self._deliver(outcome, show))

    def sync(self, *, asked: bool = True) -> None:
        """Send what waits and fetch the replies; `asked` by the reader, or else quiet where no server is set."""
        if asked:
            self._say(_("Sending and fetching replies…"))
        if self._asked > 1:
            return  # one more is on its way, and it will find whatever this one would
        self._asked += asked
        thread = self._spot.thread if self._spot is not None else None

        def look() -> SyncReport | None:
            return self._desk.sync(thread) if asked or self._desk.server() is not None else None

        def done(outcome: Outcome[SyncReport | None]) -> None:
            self._asked -= asked
            self._deliver(outcome, lambda report: self._synced(report, asked=asked))

        self._network.submit(look, done)

    def _synced(self, report: SyncReport | None, *, asked: bool) -> None:
        if report is None:
            return
        if report.problem is not None:
            if asked:
                self.problem.emit(report.problem)
                self._say(_("Replies were not sent or fetched."))
        elif asked or report.moved:
            self._say(_outcome(report))
        self.show_known()

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
