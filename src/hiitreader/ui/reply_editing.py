"""Changing a reply that is there already, in the form at the article's foot: here before it is sent, or on the server.

Every word typed is on its way to the disk within half a second, so that nothing is lost when the time to change it runs
out, another program is quicker, or the power goes. It never fills the form with anything but that reply's words.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import N_, Bug, Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.edits import ReplyGone
from hiitreader.replies.form import FormProblem, ReplyForm
from hiitreader.replies.reply import Reply
from hiitreader.system.clock import Clock
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.notice import Way, told
from hiitreader.ui.reply_form import LeaveReply
from hiitreader.ui.reply_words import article, minutes_left, time_to_edit

KEEP_AFTER = 500
"""Milliseconds after a keystroke until what is typed is on its way to the disk."""
TRY_AGAIN = 5000
"""Milliseconds after a failure until it is tried again."""
LOOK_EVERY = 5000
"""Milliseconds between two looks at how long is left."""
SPOKEN_AT = (5, 1)
"""Minutes left at which that is spoken."""

WORDS_KEPT = N_("Your words are kept here.")


class ReplyEditing(QObject):
    """The reply that is being changed, if one is.

    `beginning` comes when the form has its title and before it is filled, `began` brings the `Reply` whose words are in
    it, and `ended` comes when the form is free again. `saved` brings the `Reply` with its new words; `new_wanted`
    brings a `Reply` and the `ReplyForm` to be made a new reply. `problem` brings a `Problem`.

    Args:
        form: the fields.
        desk: keeps and changes replies; used on the lanes only.
        disk: the lane for what is quick.
        network: the lane for what waits for a server.
        clock: tells the time.
        say: shows a sentence and has it spoken.
        copy: puts text on the clipboard.
    """

    beginning = Signal()
    began = Signal(object)
    ended = Signal()
    saved = Signal(object)
    new_wanted = Signal(object, object)
    problem = Signal(object)

    def __init__(
        self,
        form: LeaveReply,
        desk: ReplyDesk,
        *,
        disk: GuiLane,
        network: GuiLane,
        clock: Clock,
        say: Callable[[str], None],
        copy: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._form = form
        self._desk = desk
        self._disk = disk
        self._network = network
        self._clock = clock
        self._say = say
        self._copy = copy
        self._reply: Reply | None = None
        self._there = False
        self._elsewhere = False
        self._busy = False
        self._unkept: str | None = None
        self._told_at = 0
        self._soon = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._soon.timeout.connect(self.keep)
        self._again = QTimer(self, singleShot=True, interval=TRY_AGAIN)
        self._again.timeout.connect(self.keep)
        self._countdown = QTimer(self, interval=LOOK_EVERY)
        self._countdown.timeout.connect(self._count)
        form.edited.connect(self._edited)
        form.save_requested.connect(self.save)
        form.edit_cancelled.connect(self.cancel)

    @property
    def reply(self) -> Reply | None:
        """The reply that is being changed, as it was when that began; None when none is."""
        return self._reply

    def begin(self, reply: Reply, kept: str, *, there: bool, elsewhere: bool) -> None:
        """Put a reply's words into the form.

        Args:
            reply: the reply.
            kept: the words of an earlier change that was not finished, "" when there are none.
            there: it is changed on the server, else here, before it is sent.
            elsewhere: it belongs to another article than the one that is open.
        """
        self.leave()
        title = _("Edit your reply to “{article}”") if elsewhere else _("Edit your reply")
        # Named before the focus comes: a name that changes under the focus is said once more.
        self._form.begin_edit(title.format(article=article(reply)), whole=not there)
        self.beginning.emit()
        self._reply, self._there, self._elsewhere = reply, there, elsewhere
        self._busy, self._unkept = False, None
        self._form.show_ways(())
        words = reply.form if not kept else _with_comment(reply.form, kept)
        self._form.fill(words)
        self._form.show_state(_("These are the changes you had not saved.") if words != reply.form else "")
        self._told_at = SPOKEN_AT[0] + 1
        if there and reply.expires is not None:
            self._countdown.start()
            self._count()
        self.began.emit(reply)

    # -- writing ----------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._unkept = self._form.form().comment
        if not self._soon.isActive():
            self._soon.start()

    def keep(self) -> None:
        """Keep what is typed now, if it has changed since it was last kept."""
        self._soon.stop()
        if (work := self.work_left()) is None:
            return
        reply, comment = self._reply, self._unkept

        def kept(outcome: Outcome[None]) -> None:
            if isinstance(outcome.problem, ReplyGone):
                if self._reply is reply:
                    self._stuck(told(outcome.problem))  # trying again is of no use
                return
            if isinstance(outcome.problem, Problem):
                self._again.start()
                self.problem.emit(outcome.problem)
                return
            outcome.get()
            if self._unkept == comment:
                self._unkept = None

        self._disk.submit(work, kept)

    def work_left(self) -> Callable[[], None] | None:
        """What brings everything typed to the disk, to be done on the lane; None when it is there."""
        reply, comment = self._reply, self._unkept
        if reply is None or comment is None:
            return None
        return lambda: self._desk.keep_edit(reply.uuid, comment)

    # -- how long is left -------------------------------------------------------------------------------------------

    def _count(self) -> None:
        expires = self._expires()
        if expires is None or self._busy:
            return
        now = self._clock.now()
        left = minutes_left(expires, now)
        if not left:
            self._countdown.stop()
            self._stuck(f"{time_to_edit(expires, now)} {_(WORDS_KEPT)}")
            return
        sentence = time_to_edit(expires, now)
        due = [minutes for minutes in SPOKEN_AT if left <= minutes < self._told_at]
        if due:
            self._told_at = due[-1]
        self._form.show_state(sentence, spoken=bool(due))

    def _expires(self) -> datetime | None:
        return self._reply.expires if self._reply is not None and self._there else None

    # -- the end ----------------------------------------------------------------------------------------------------

    def save(self, form: ReplyForm) -> None:
        """Give the reply its new words."""
        reply = self._reply
        if reply is None:
            raise Bug(N_("No reply is being changed."))
        if self._busy:
            return
        self.keep()
        self._busy = True
        self._form.show_ways(())

        def done(outcome: Outcome[Reply]) -> None:
            if self._reply is not reply:
                return  # left in the meantime: the words are on the disk
            self._busy = False
            if isinstance(outcome.problem, FormProblem):
                self._form.show_state("")
                self._form.show_errors(outcome.problem.errors)
            elif isinstance(outcome.problem, Problem):
                self._stuck(told(outcome.problem))
            else:
                self._end()
                self.saved.emit(outcome.get())

        if self._there:
            self._form.show_state(_("Changing it on the server…"), spoken=True)
            self._network.submit(lambda: self._desk.edit_there(reply.uuid, form.comment), done)
        else:
            self._disk.submit(lambda: self._rewrite(reply.uuid, form), done)

    def _rewrite(self, uuid: str, form: ReplyForm) -> Reply:
        changed = self._desk.rewrite(uuid, form)
        self._desk.keep_edit(uuid, "")
        return changed

    def cancel(self) -> None:
        """Leave the reply as it is; what was typed can be had back while the form says so."""
        reply, there, elsewhere = self._reply, self._there, self._elsewhere
        if reply is None:
            return
        typed = self._form.form()
        self._end()
        self._forget(reply)
        if typed.comment == reply.form.comment:
            self._form.show_state(_("Nothing was changed."), spoken=True)
            return
        self._form.show_state(_("Your reply stays as it was."), spoken=True)

        def back() -> None:
            self.begin(reply, typed.comment, there=there, elsewhere=elsewhere)

        self._form.show_ways((Way(_("Have my changes back"), back),))

    def leave(self) -> None:
        """Give the form free for something else; what is typed stays kept for the next time."""
        if self._reply is not None:
            self.keep()
            self._end()

    def _end(self) -> None:
        self._reply = None
        self._busy = False
        self._soon.stop()
        self._again.stop()
        self._countdown.stop()
        self._form.end_edit()
        self.ended.emit()

    def _stuck(self, sentence: str) -> None:
        """It can't be saved now: say why, and what can be done with the words."""
        self._form.show_state(sentence, spoken=True)
        self._form.show_ways(self._ways())

    def _ways(self) -> Sequence[Way]:
        return (
            Way(_("Copy text"), lambda: self._copy(self._form.form().comment)),
            Way(_("Make it a new reply"), self._make_new),
        )

    def _make_new(self) -> None:
        reply, typed = self._reply, self._form.form()
        if reply is not None:
            self._end()
            self.new_wanted.emit(reply, typed)
            self._forget(reply)  # after the words are on their way to the disk as the new one's

    def _forget(self, reply: Reply) -> None:
        def done(outcome: Outcome[None]) -> None:
            if isinstance(outcome.problem, Problem):
                self.problem.emit(outcome.problem)
                return
            outcome.get()

        self._disk.submit(lambda: self._desk.keep_edit(reply.uuid, ""), done)


def _with_comment(form: ReplyForm, comment: str) -> ReplyForm:
    return ReplyForm(comment=comment, name=form.name, email=form.email, website=form.website)
