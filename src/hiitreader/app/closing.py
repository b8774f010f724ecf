"""The end of the window: everything is kept first, and what can't be kept is said while there is still time.

It never throws away words that the reader typed without having said so.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from hiitreader.app.reply_part import ReplyPart
from hiitreader.errors import N_, Problem, WorldProblem
from hiitreader.system.lanes import Outcome

if TYPE_CHECKING:
    from hiitreader.app.program import Program

PATIENCE = 5.0
"""Seconds the disk has for each thing that is kept."""


class Closing:
    """Asked by the window whether it may close, and told when it does.

    Args:
        program: the parts of the program.
        replies: the part that has the words typed.
        save_soon: the timer until settings are saved.
    """

    def __init__(self, program: "Program", replies: ReplyPart, save_soon: QTimer) -> None:
        self._program = program
        self._replies = replies
        self._save_soon = save_soon
        self._warned = False
        self._disk_answers = True
        self.settings_told = False
        """Whether the reader knows that the settings can't be saved."""
        program.window.may_close = self.may_close
        program.window.closing.connect(self.close)
        replies.form.changed.connect(self._forget_warning)

    def may_close(self) -> bool:
        """Keep everything; False, and a notice, when words that were typed could not be kept. Asked again: True."""
        program = self._program
        self._save_soon.stop()
        program.session.keep_place()
        self._disk_answers = program.lane.wait_for(lambda: None, PATIENCE) is not None
        session = self._replies.session
        session.keep_draft()
        kept = self._keep(session.work_left())
        if program.preferences.unsaved and not self._keep(program.preferences.save) and not self.settings_told:
            self.settings_told, kept = True, False
        if kept or self._warned:
            return True
        self._warned = True
        program.window.tell(
            WorldProblem(
                N_("The window stays open because something could not be saved."),
                todo=N_("Copy what you have typed. Closing the window once more ends the program without it."),
            )
        )
        return False

    def end(self) -> None:
        """Close without asking, when the system wants the program to end; what can be kept is."""
        self._warned = True
        self._program.window.close()

    def close(self) -> None:
        """Let go of everything."""
        program = self._program
        place = program.window_place.now(program.window.panes.opened)
        program.lane.submit(lambda: program.window_place.write(place), _given_up)
        self._replies.close()
        program.lane.close(PATIENCE if self._disk_answers else 0)
        program.instance.close()

    def _keep(self, job: Callable[[], None] | None) -> bool:
        if job is None:
            return True
        outcome = self._program.lane.wait_for(job, PATIENCE) if self._disk_answers else None
        problem = _TOO_SLOW if outcome is None else outcome.problem
        if isinstance(problem, Problem):
            self._program.window.tell(problem)
        elif problem is not None:
            sys.excepthook(type(problem), problem, problem.__traceback__)
        return problem is None

    def _forget_warning(self) -> None:
        self._warned = False


def _given_up(_outcome: Outcome[None]) -> None:
    """Where a window stood is no loss."""


_TOO_SLOW = WorldProblem(
    N_("Not saved: the disk does not answer."),
    safe=N_("What was saved before is untouched."),
    todo=N_("Wait a moment, then try again."),
)
