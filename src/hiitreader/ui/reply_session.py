"""What is written in the window: the draft that is kept while one types, posting it, changing what was posted.

It hands on what the reader wants. It never stores or sends anything itself.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import N_, Problem
from hiitreader.replies.deeds import Deed
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import FormProblem, ReplyForm
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState, Thread
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.drafts import Drafts, Spot, joined
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.known_replies import KnownReplies
from hiitreader.ui.remembering import Remembering
from hiitreader.ui.reply_editing import ReplyEditing
from hiitreader.ui.reply_form import LeaveReply
from hiitreader.ui.reply_words import article

T = TypeVar("T")

DRAFT_AFTER = 500
"""Milliseconds after a keystroke until what is typed is on its way to the disk; a kill loses no more than a second."""


NOT_KEPT = N_("Not kept yet: your words are only here in the form. It is tried again by itself.")


class ReplySession(QObject):
    """What is written under the article that is open. `known` tells what is known of its replies.

    `problem` brings what went wrong. `send_wanted` comes when there is something new to send, `agreement_wanted` when
    the reader must first agree to what is sent.

    Args:
        form: the fields under the article.
        desk: where replies are kept; used on the lane only.
        editing: changes replies that are there already, in the same form.
        disk: the lane for what is quick.
        say: shows a message and has it spoken.
    """

    problem = Signal(object)
    send_wanted = Signal()
    agreement_wanted = Signal()

    def __init__(
        self,
        form: LeaveReply,
        desk: ReplyDesk,
        editing: ReplyEditing,
        *,
        disk: GuiLane,
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._desk = desk
        self._editing = editing
        self._disk = disk
        self._say = say
        self._thread: Thread | None = None
        self._spot: Spot | None = None
        self._name = ""
        self._typed = False
        self._posting = False
        self._wanted: tuple[Spot, ReplyForm] | None = None
        self.known = KnownReplies(desk, disk, self)
        self.known.problem.connect(self.problem)
        self.remembering = Remembering(form, desk.mine, disk, self)
        self.remembering.problem.connect(self.problem)
        self.drafts = Drafts(desk, disk, self)
        self.drafts.kept.connect(self._kept)
        self.drafts.failed.connect(self._not_kept)
        self._soon = QTimer(self, singleShot=True, interval=DRAFT_AFTER)
        self._soon.timeout.connect(self.keep_draft)
        form.changed.connect(self._changed)
        form.post_requested.connect(self.post)
        form.cancelled.connect(lambda: self.answer("", ""))
        editing.beginning.connect(self.keep_draft)
        editing.saved.connect(self._saved)
        editing.new_wanted.connect(self.begin_anew)
        editing.ended.connect(self._come_back)
        editing.problem.connect(self._not_kept)

    # -- which thread ---------------------------------------------------------------------------------------------

    @property
    def current_thread(self) -> Thread | None:
        """The thread of the article that is open."""
        return self._thread

    def open_thread(self, thread: Thread) -> None:
        """Show the draft and the replies of another article, after keeping what is typed under this one."""
        self._editing.leave()
        self._thread = thread
        self._turn_to(Spot(thread), "")
        self.known.turn_to(thread)

    def answer(self, parent: str, name: str) -> None:
        """Answer somebody's reply (its id on the server), or the article ("")."""
        if self._thread is not None:
            self._editing.leave()
            self._turn_to(Spot(self._thread, parent), name)

    def edit(self, reply: Reply, deed: Deed, name: str = "") -> None:
        """Change one of the reader's own replies in the form: a draft goes on, others change here or there.

        What is typed in the form now is kept as the draft that it is. `editing.began` comes when the words are there.

        Args:
            reply: the reply.
            deed: `EDIT` or `EDIT_THERE`.
            name: whose reply it answers, where that is known.
        """
        elsewhere = self._thread is None or reply.thread.uri != self._thread.uri
        if reply.state is ReplyState.DRAFT:
            self._editing.leave()
            self._turn_to(Spot(reply.thread, reply.parent), f"“{article(reply)}”" if elsewhere else name)
            return

        def begin(kept: str) -> None:
            self._editing.begin(reply, kept, there=deed is Deed.EDIT_THERE, elsewhere=elsewhere)

        self._disk.submit(lambda: self._desk.edit_kept(reply.uuid), lambda outcome: self._deliver(outcome, begin))

    def _turn_to(self, spot: Spot, name: str) -> None:
        self.keep_draft()
        self._show_blank(spot, name)

        def show(draft: ReplyForm) -> None:
            if self._spot != spot or self._editing.reply is not None:
                return
            typed = self._form.form()
            if draft.is_blank():
                self.remembering.fill()
                if self._wanted == (spot, typed):
                    self.post(typed)
                return
            # Whoever was quicker than the disk finds both.
            self._form.fill(draft if typed.is_blank() else joined(draft, typed))
            if not self.drafts.failing:
                self._form.show_state(_("This is the draft you left."))

        self.drafts.find(spot, show)

    def _show_blank(self, spot: Spot, name: str) -> None:
        self._spot, self._name = spot, name
        self._form.set_replying_to(name)
        self._form.fill(ReplyForm())
        self._form.show_state("")
        self._form.show_ways(())

    # -- after a change -------------------------------------------------------------------------------------------

    def _come_back(self) -> None:
        """Show the draft that was there before a reply was changed."""
        if self._spot is not None:
            self._turn_to(self._spot, self._name)

    def _saved(self, reply: Reply) -> None:
        sentence = _(reply.state.sentence)
        if reply.state in CONFIRMED:
            sentence = " ".join((_("Changed on the server."), sentence))
        self._form.show_state(sentence, spoken=True)
        self.known.read()
        if reply.state is ReplyState.QUEUED:
            self.send_wanted.emit()

    def begin_anew(self, reply: Reply, words: ReplyForm) -> None:
        """Make words that came too late for one reply a new one's; they join the draft that is there."""
        self._editing.leave()
        elsewhere = self._thread is None or reply.thread.uri != self._thread.uri
        self._turn_to(Spot(reply.thread, reply.parent), f"“{article(reply)}”" if elsewhere else "")
        self._form.fill(joined(self._form.form(), words))
        self._typed = True
        self.keep_draft()
        self._form.show_state(_("This is a new reply now. Post it when it is ready."), spoken=True)

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
        self._editing.keep()

    def forget_all(self) -> None:
        """Let go of everything typed here: it is about to be erased from the disk too."""
        self._editing.leave()
        self._typed, self._wanted = False, None
        spot = None if self._thread is None else Spot(self._thread)
        self.drafts.forget_all(spot)
        self.remembering.forget()
        if spot is not None:
            self._show_blank(spot, "")  # what is on the disk still is not looked for

    def work_left(self) -> Callable[[], None] | None:
        """What brings everything typed to the disk, for the lane; it may raise `WorldProblem`. None: it is there."""
        jobs = [job for job in (self.drafts.work_left(), self._editing.work_left()) if job is not None]

        def work() -> None:
            for job in jobs:
                job()

        return work if jobs else None

    def _kept(self, spot: Spot, words: ReplyForm) -> None:
        if spot != self._spot or self._typed or self._editing.reply is not None:
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
                if spot == self._spot and self._editing.reply is None:
                    self._form.show_errors(outcome.problem.errors)
            elif isinstance(outcome.problem, Problem):
                self._not_kept(outcome.problem)
                here = spot == self._spot and self._editing.reply is None
                self.drafts.keep(spot, self._form.form() if here else form)
            else:
                self._queued(spot, form, outcome.get())

        self._disk.submit(lambda: self._desk.queue(spot.thread, form, spot.parent), queued)

    def _queued(self, spot: Spot, form: ReplyForm, reply: Reply) -> None:
        self.remembering.posted(form)
        if spot == self._spot and self._form.form() == form and self._editing.reply is None:
            self._turn_to(Spot(self._thread or spot.thread), "")
            self._form.show_state(_(reply.state.sentence), spoken=True)
        else:
            self._say(_(reply.state.sentence))
        self.known.read()
        self.send_wanted.emit()

    def _deliver(self, outcome: Outcome[T], done: Callable[[T], None]) -> None:
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
            return
        done(outcome.get())
