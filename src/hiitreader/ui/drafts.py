"""What is typed into the reply form, on its way to the disk: held here until it is there, whatever the disk says.

It never clears or fills a field, and it sends nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.system.lanes import Outcome
from hiitreader.ui.gui_lane import GuiLane

TRY_AGAIN = 5000
"""Milliseconds after a failure until it is tried again."""


class Spot(NamedTuple):
    """Where a draft belongs: its thread, and the reply in it that is answered ("" for the article)."""

    thread: Thread
    parent: str = ""


class Drafts(QObject):
    """The drafts that are not on the disk yet.

    `kept` brings a `Spot` and the `ReplyForm` that is now on the disk for it. `failed` brings the `Problem`, once until
    a draft could be kept again; what could not be kept is tried again by itself.

    Args:
        desk: where drafts are kept; used on the lane only.
        disk: the lane.
    """

    kept = Signal(object, object)
    failed = Signal(object)

    def __init__(self, desk: ReplyDesk, disk: GuiLane, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._disk = disk
        self._held: dict[Spot, ReplyForm] = {}
        self._looked_up: set[Spot] = set()
        self._times_forgotten = 0
        self.failing = False
        self._again = QTimer(self, singleShot=True, interval=TRY_AGAIN)
        self._again.timeout.connect(self._keep_all)

    def find(self, spot: Spot, show: Callable[[ReplyForm], None]) -> None:
        """Look a draft up and show it; a blank form where there is none."""
        if spot in self._held:
            show(self._held[spot])
            return
        self._looked_up.discard(spot)  # what is typed before it is found joins it
        times = self._times_forgotten

        def found(outcome: Outcome[Reply | None]) -> None:
            if times != self._times_forgotten:
                return
            if isinstance(outcome.problem, Problem):
                self._tell(outcome.problem)
                return
            draft = outcome.get()
            self._looked_up.add(spot)
            show(draft.form if draft else ReplyForm())

        self._disk.submit(lambda: self._desk.draft(*spot), found)

    def is_looked_up(self, spot: Spot) -> bool:
        """Whether the draft that was there before is known: until then, what is typed joins it."""
        return spot in self._looked_up

    def keep(self, spot: Spot, form: ReplyForm) -> None:
        """Keep what is typed, from now on here and as soon as can be on the disk."""
        self._held[spot] = form
        self._submit(spot, form)

    def forget(self, spot: Spot) -> None:
        """It is a draft no more, or is on the disk by another way."""
        self._held.pop(spot, None)

    def forget_all(self, blank: Spot | None) -> None:
        """Hold nothing any more, try nothing again and show nothing that is still looked up; `blank` has no draft."""
        self._times_forgotten += 1
        self._looked_up = set() if blank is None else {blank}
        self._held.clear()
        self._again.stop()
        self.failing = False

    def look_again(self) -> None:
        """What is on the disk is not known after all."""
        self._looked_up.clear()

    def work_left(self) -> Callable[[], None] | None:
        """What brings everything held here to the disk, to be done on the lane; None when nothing is held.

        It raises `WorldProblem` when the disk does not take it.
        """
        if not self._held:
            return None
        jobs = [self._job(spot, form) for spot, form in self._held.items()]

        def work() -> None:
            for job in jobs:
                job()

        return work

    def _keep_all(self) -> None:
        for spot, form in tuple(self._held.items()):
            self._submit(spot, form)

    def _job(self, spot: Spot, form: ReplyForm) -> Callable[[], ReplyForm]:
        join = spot not in self._looked_up

        def job() -> ReplyForm:
            older = self._desk.draft(*spot) if join else None
            words = joined(older.form, form) if older else form
            self._desk.save_draft(spot.thread, words, spot.parent)
            return words

        return job

    def _submit(self, spot: Spot, form: ReplyForm) -> None:
        def done(outcome: Outcome[ReplyForm]) -> None:
            if isinstance(outcome.problem, Problem):
                self._tell(outcome.problem)
                return
            words = outcome.get()
            self.failing = False
            self._looked_up.add(spot)
            if self._held.get(spot) == form:
                del self._held[spot]
                self.kept.emit(spot, words)

        self._disk.submit(self._job(spot, form), done)

    def _tell(self, problem: Problem) -> None:
        self._again.start()
        if not self.failing:
            self.failing = True
            self.failed.emit(problem)


def joined(older: ReplyForm, typed: ReplyForm) -> ReplyForm:
    """A draft found late and what was typed before it was found: no word of either is lost."""
    if older.comment.strip() and older.comment not in typed.comment:
        comment = f"{older.comment}\n\n{typed.comment}" if typed.comment.strip() else older.comment
    else:
        comment = typed.comment
    return replace(
        typed,
        comment=comment,
        name=typed.name or older.name,
        email=typed.email or older.email,
        website=typed.website or older.website,
    )
