"""Replies, wired: the desk on its lanes, the form at the foot of the page, the thread under the article.

It never waits for the disk or the network itself.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from hiitreader.app.server_part import ServerPart
from hiitreader.library.bundled import similar_posts
from hiitreader.replies.desk import ReplyDesk, Waiting
from hiitreader.replies.thread import Conversation, thread_of
from hiitreader.system.lanes import Lane
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext
from hiitreader.ui.following import LinkFollower
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_blocks import REPLIES, SIMILAR_POSTS, answered, tail
from hiitreader.ui.reply_form import LeaveReply
from hiitreader.ui.reply_session import ReplySession

if TYPE_CHECKING:
    from hiitreader.app.program import Program

FIRST_TAIL_ID = 10_000_000
"""Containers of the page's tail are numbered from here: more than any article has."""


class ReplyPart(QObject):
    """The replies of the window. `form` is the foot of the page."""

    def __init__(self, program: "Program", links: LinkFollower, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._conversation = Conversation()
        self._desk = ReplyDesk(program.paths.data, program.clock)
        self._network = GuiLane(Lane("network"), self)
        self.form = LeaveReply(program.window.say)
        self.session = ReplySession(
            self.form,
            self._desk,
            disk=program.lane,
            network=self._network,
            say=program.window.say,
            parent=self,
        )
        self.session.conversation_changed.connect(self._show)
        self.session.waiting_changed.connect(self._show_waiting)
        self.session.problem.connect(program.window.tell)
        links.handle_with(self._answer)
        self._server = ServerPart(
            program.window, self._desk, program.lane, self._network, lambda: self.session.sync(asked=False)
        )

    def start(self) -> None:
        """Put the form on the page and show what is known of the replies; then ask the server, if one is set."""
        self._program.page.set_foot(self.form)
        self._program.session.opened.connect(lambda _opened: self._hide())
        self._program.session.complete.connect(self._open)
        self._hide()
        if self._program.session.finished:
            self._open()
        self.session.sync(asked=False)

    def close(self) -> None:
        """Stop talking to servers and let go of the store."""
        self._network.close(0.5, finish=False)
        self._program.lane.submit(self._desk.close, lambda outcome: outcome.get())

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {
            "reply.post": self._post,
            "reply.sync": self.session.sync,
            "reply.server": self._server.show,
            "go.reply_form": self.go_to_form,
            "go.replies": lambda: self._go_to_heading(REPLIES),
            "go.similar_posts": lambda: self._go_to_heading(SIMILAR_POSTS),
        }

    def _post(self) -> None:
        """Post what is written; from elsewhere than the form, go there first."""
        focus = self.form.window().focusWidget()
        if focus is not None and self.form.isAncestorOf(focus):
            self.session.post(self.form.form())
        else:
            self.go_to_form()

    def go_to_form(self) -> None:
        """Give the first field of the form the focus."""
        self._program.late.navigator.remember()
        self.form.focus_first(Qt.FocusReason.ShortcutFocusReason)

    # -- showing --------------------------------------------------------------------------------------------------

    def _hide(self) -> None:
        self.form.setVisible(self._program.session.finished)

    def _open(self) -> None:
        self.form.show()
        current = self._program.session.current
        self._show(Conversation())
        self.session.open_thread(thread_of(current.title, current.digest))

    def _show(self, conversation: Conversation) -> None:
        self._conversation = conversation
        if self._program.session.finished:
            posts = similar_posts(self._program.session.article())
            self._program.view.set_tail(tail(posts, conversation, FIRST_TAIL_ID))

    def _show_waiting(self, waiting: Waiting) -> None:
        parts = []
        if waiting.queued + waiting.unsure:
            count = waiting.queued + waiting.unsure
            parts.append(ngettext("{count} reply waits", "{count} replies wait", count).format(count=count))
        if waiting.stuck:
            count = waiting.stuck
            parts.append(ngettext("{count} reply needs you", "{count} replies need you", count).format(count=count))
        self._program.window.status.show_waiting(", ".join(parts))

    def _answer(self, target: str) -> bool:
        parent = answered(target)
        if parent is None:
            return False
        names = [reply.author for reply in self._conversation.theirs if reply.id == parent]
        if not names:
            return False  # an article may have a place of such a name
        self.session.answer(parent, names[0] or _("this reply"))
        self.go_to_form()
        return True

    def _go_to_heading(self, title: str) -> None:
        view = self._program.view
        for index in range(view.article_length, len(view.flow)):
            if view.flow[index].level and view.flow[index].text == _(title):
                self._program.late.navigator.visit(view.flow.start(index))
                return
