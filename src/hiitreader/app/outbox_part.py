"""The outbox, wired: its panel, made when it is first opened, the desk it is read from, the deeds its buttons do.

It decides nothing about replies.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer

from hiitreader.errors import Problem
from hiitreader.replies.desk import ReplyDesk, Waiting
from hiitreader.replies.reply import Reply, Try
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.notice import Way
from hiitreader.ui.panes import Panel
from hiitreader.ui.reply_deeds import ReplyDeeds
from hiitreader.ui.reply_words import first_words

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.ui.panels.outbox_panel import OutboxPanel
    from hiitreader.ui.panels.outbox_rows import Entry, Unsaved

T = TypeVar("T")

OUTBOX = "outbox"
"""The panel's name among the panes."""
COUNT_EVERY = 15_000
"""Milliseconds between two looks at how long a reply can still be changed."""


class OutboxPart(QObject):
    """The outbox of the window.

    Args:
        program: the parts made before.
        desk: where replies are; used on the lane only.
        deeds: does what is asked for.
    """

    def __init__(self, program: "Program", desk: ReplyDesk, deeds: ReplyDeeds) -> None:
        super().__init__(program.window)
        self._program = program
        self._window = program.window
        self._desk = desk
        self._deeds = deeds
        self._waiting = Waiting()
        self._counting = QTimer(self, interval=COUNT_EVERY)
        self._counting.timeout.connect(self._count)
        self._window.status.waiting_pressed.connect(self._show_waiting)
        self._window.panes.toggled.connect(self._toggled)
        deeds.discarded.connect(self._offer_undo)
        deeds.restored.connect(lambda _reply: self._forget_undo())

    @property
    def _is_open(self) -> bool:
        return self._window.panes.is_open(OUTBOX)

    def toggle(self) -> None:
        """Open the outbox, or close it."""
        if self._is_open:
            self._window.panes.close_panel(OUTBOX)
        else:
            self.show()

    def show(self) -> None:
        """Open the outbox and give it the focus."""
        _made = self.panel
        self._window.panes.open_panel(OUTBOX)

    def refresh(self, waiting: Waiting) -> None:
        """Show how everything stands now, if it can be seen."""
        self._waiting = waiting
        if self._is_open:
            self._read()

    @cached_property
    def panel(self) -> "OutboxPanel":
        """The panel, among the panes from now on."""
        from hiitreader.ui.panels.outbox_panel import OutboxPanel

        panel = OutboxPanel(self._program.clock)
        panel.deed_wanted.connect(self._deeds.do)
        panel.unsaved_wanted.connect(self._do_with_unsaved)
        panel.retry_all_wanted.connect(self._deeds.retry_all)
        panel.undo_wanted.connect(self._deeds.undo)
        panel.log_wanted.connect(self._show_log)
        self._window.panes.add(OUTBOX, Panel(_("Outbox"), panel), left=False)
        return panel

    def _do_with_unsaved(self, what: "Unsaved", uuid: str) -> None:
        from hiitreader.ui.panels.outbox_rows import Unsaved

        ways = {
            Unsaved.MAKE_NEW: self._deeds.make_unsaved_new,
            Unsaved.COPY: self._deeds.copy_unsaved,
            Unsaved.DROP: self._deeds.drop_unsaved,
        }
        ways[what](uuid)

    def _show_waiting(self) -> None:
        from hiitreader.ui.panels.outbox_rows import Show

        self.panel.show_only(Show.NEEDS_YOU if self._waiting.stuck else Show.WAITING)
        self.show()

    def _toggled(self, name: str, on: bool) -> None:
        if name != OUTBOX:
            return
        if on:
            self._counting.start()
            self.panel.expect()
            self._read()
        else:
            self._counting.stop()

    def _read(self) -> None:
        from hiitreader.ui.panels.outbox_rows import Entry

        clock, desk = self._program.clock, self._desk

        def read() -> "tuple[tuple[Entry, ...], Waiting]":
            now, settings = clock.now(), desk.servers.get()
            replies, unsaved = desk.own(), desk.edits_kept()
            entries = (
                Entry(one, desk.can(one, now), desk.next_step(one, now, settings), unsaved.get(one.uuid, ""))
                for one in replies
            )
            return tuple(entries), desk.waiting()

        self._program.lane.submit(read, lambda came: self._deliver(came, lambda it: self.panel.show_entries(*it)))

    def _show_log(self, uuid: str) -> None:
        def show(log: tuple[Try, ...]) -> None:
            self.panel.show_log(uuid, log)

        self._program.lane.submit(lambda: self._desk.tries(uuid), lambda came: self._deliver(came, show))

    def _count(self) -> None:
        if not self.panel.tick():
            self._read()  # what could be done a moment ago can't be any more

    def _offer_undo(self, reply: Reply) -> None:
        if self._is_open and self.panel.isVisible():
            self.panel.offer_undo(reply)
            return
        said = _("Discarded: “{words}”").format(words=first_words(reply))
        self._window.notices.news(said, Way(_("Undo"), self._deeds.undo))

    def forget(self) -> None:
        """Hold nothing of any reply: all of them are about to be erased."""
        self._deeds.forget()
        self._forget_undo()

    def _forget_undo(self) -> None:
        if "panel" in self.__dict__:
            self.panel.forget_undo()

    def _deliver(self, came: Outcome[T], done: Callable[[T], None]) -> None:
        if isinstance(came.problem, Problem):
            self._window.tell(came.problem)
            return
        done(came.get())
