"""Name, email and website for the next reply, for a reader who ticked the box: filled in, kept, forgotten.

It never keeps them before a reply was posted with the box ticked.
"""

from PySide6.QtCore import QObject, Signal

from hiitreader.errors import Problem
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.mine import MineDesk
from hiitreader.system.lanes import Outcome
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_form import LeaveReply


class Remembering(QObject):
    """What is remembered, read when it is made. `problem` brings what the disk did not do.

    Args:
        form: the form that is filled in, and has the box.
        mine: keeps it; used on the lane only.
        disk: the lane.
    """

    problem = Signal(object)

    def __init__(self, form: LeaveReply, mine: MineDesk, disk: GuiLane, parent: QObject) -> None:
        super().__init__(parent)
        self._form = form
        self._mine = mine
        self._disk = disk
        self._person: ReplyForm | None = None
        disk.submit(mine.remembered, self._read)

    def fill(self) -> None:
        """Put the person into the form, if it has none yet."""
        if self._person is not None:
            self._form.fill_person(self._person)

    def posted(self, form: ReplyForm) -> None:
        """A reply was taken: keep who wrote it, or keep it no longer, as the box says."""
        tidy = form.tidied()
        person = ReplyForm(name=tidy.name, email=tidy.email, website=tidy.website)
        if self._form.remembers:
            if person != self._person:
                self._person = person
                self._disk.submit(lambda: self._mine.remember(person), self._done)
        elif self._person is not None:
            self._person = None
            self._disk.submit(self._mine.forget_remembered, self._done)

    def forget(self) -> None:
        """It was forgotten elsewhere: neither fill it in nor keep it again unasked."""
        self._person = None
        self._form.set_remembers(on=False)

    def _read(self, outcome: Outcome[ReplyForm | None]) -> None:
        if isinstance(outcome.problem, Problem):
            return  # the draft, read from the same file, brings the same problem
        self._person = outcome.get()
        if self._person is not None:
            self._form.set_remembers(on=True)

    def _done(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
        else:
            outcome.get()
