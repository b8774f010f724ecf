"""Replies, wired: the desk on its lanes, the form at the foot of the page, the thread under the article.

It never waits for the disk or the network itself.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from hiitreader.app.outbox_part import OutboxPart
from hiitreader.app.privacy_part import PrivacyPart, Typed
from hiitreader.app.server_part import ServerPart
from hiitreader.app.sync_part import Cause, NetworkHint, SyncPart, network_information
from hiitreader.app.thread_part import ThreadPart
from hiitreader.errors import Problem
from hiitreader.replies.desk import Deed, ReplyDesk, Waiting
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.owner import Copied, watch_over
from hiitreader.replies.passwords import KeyringPasswords
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState
from hiitreader.replies.synchroniser import Answers
from hiitreader.replies.thread import Conversation, thread_of
from hiitreader.system.lanes import Lane, Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.following import LinkFollower
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.notice import Way, told
from hiitreader.ui.own_links import asked_deed
from hiitreader.ui.reply_deeds import Question, ReplyDeeds
from hiitreader.ui.reply_editing import ReplyEditing
from hiitreader.ui.reply_form import LeaveReply
from hiitreader.ui.reply_session import ReplySession
from hiitreader.ui.reply_words import how_many_wait, new_answers

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.library.entries import ShelfEntry


class ReplyPart(QObject):
    """The replies of the window. `form` is the foot of the page."""

    def __init__(self, program: "Program", links: LinkFollower, parent: QObject) -> None:
        super().__init__(parent)
        self._program = program
        self._desk = ReplyDesk(
            program.paths.data, program.clock, passwords=KeyringPasswords(), watch=watch_over(program.paths)
        )
        self._network = GuiLane(Lane("network"), self)
        self._hint: NetworkHint | None = None
        self._open_first: Callable[[Callable[[ShelfEntry], bool]], None] = lambda _is_it: None
        self._make_parts()
        self.outbox = OutboxPart(program, self._desk, self.deeds)
        self._server = ServerPart(
            program.window,
            self._desk,
            disk=program.lane,
            network=self._network,
            thread=lambda: self.session.current_thread,
            changed=lambda: self.sync.run(Cause.POSTED),
        )
        self.privacy = PrivacyPart(
            program.window,
            self._desk,
            disk=program.lane,
            network=self._network,
            paths=program.paths,
            typed=self._typed,
        )
        self._wire(links)

    def _make_parts(self) -> None:
        program, desk, network = self._program, self._desk, self._network
        disk, clock, say = program.lane, program.clock, program.window.say
        self.form = LeaveReply(say)
        self.editing = ReplyEditing(
            self.form, desk, disk=disk, network=network, clock=clock, say=say, copy=_copy, parent=self
        )
        self.session = ReplySession(self.form, desk, self.editing, disk=disk, say=say, parent=self)
        self.replies = ThreadPart(
            program, desk, session=self.session, form=self.form, go_to_form=self.go_to_form, parent=self
        )
        self.deeds = ReplyDeeds(
            desk, disk=disk, network=network, clock=clock, ask=self._ask, say=say, copy=_copy, parent=self
        )
        self.sync = SyncPart(
            desk, network, clock, QTimer(self), thread=lambda: self.session.current_thread, say=say, parent=self
        )

    def _wire(self, links: LinkFollower) -> None:
        window, session, sync = self._program.window, self.session, self.sync
        for part in (session, self.deeds, sync):
            part.problem.connect(window.tell)
        session.known.conversation_changed.connect(self.replies.show)
        session.known.waiting_changed.connect(self._show_waiting)
        session.known.waiting_changed.connect(self.outbox.refresh)
        session.send_wanted.connect(lambda: sync.run(Cause.POSTED))
        self.deeds.changed.connect(session.known.read)
        self.deeds.send_wanted.connect(sync.retry)
        self.deeds.edit_wanted.connect(self._edit)
        self.deeds.new_wanted.connect(self._begin_anew)
        # Orca takes a field whose words change for the focus, and is silent when the focus comes: so it comes first.
        self.editing.beginning.connect(self.go_to_form)
        self.editing.began.connect(self._hold)
        self.editing.ended.connect(sync.release)
        self.form.edited.connect(sync.hold_on)
        sync.synced.connect(session.known.read)
        sync.synced.connect(self._listen_to_network)
        sync.news.connect(lambda said: window.notices.news(said, Way(_("Show the outbox"), self.outbox.show)))
        sync.answers.connect(self._tell_answers)
        sync.answers_elsewhere.connect(self._tell_answers_elsewhere)
        sync.held.connect(self._tell_held)
        sync.over.connect(window.notices.take_back)
        sync.agreement_wanted.connect(session.agreement_wanted)
        session.agreement_wanted.connect(self.privacy.ask)
        self.privacy.agreed.connect(sync.run_by_hand)
        self.privacy.erasing.connect(self._let_go)
        self.privacy.erased.connect(session.known.read)
        self.privacy.not_erased.connect(self._show_again)
        self.privacy.person_forgotten.connect(session.remembering.forget)
        links.handle_with(self.replies.answer)
        links.handle_with(self._do)

    @property
    def desk(self) -> ReplyDesk:
        """What replies and their server are read from; used on a lane only."""
        return self._desk

    @property
    def network(self) -> GuiLane:
        """The lane for what waits for a server."""
        return self._network

    def open_articles_with(self, open_first: "Callable[[Callable[[ShelfEntry], bool]], None]") -> None:
        """Have the first article of the shelf that is wanted opened by `open_first`."""
        self._open_first = open_first

    def start(self) -> None:
        """Put the form on the page and show what is known of the replies; then ask the server, if one is set."""
        self._program.page.set_foot(self.form)
        self._program.session.opened.connect(lambda _opened: self._hide())
        self._program.session.complete.connect(self._open)
        self._hide()
        if self._program.session.finished:
            self._open()
        else:
            self.session.known.read()
        self.sync.run(Cause.START)

    def close(self) -> None:
        """Stop talking to servers and let go of the store."""
        self.sync.stop()
        self._network.close(0.5, finish=False)
        self._program.lane.submit(self._desk.close, lambda outcome: outcome.get())

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {
            "reply.post": self._post,
            "reply.sync": self.sync.run_by_hand,
            "reply.server": self._server.show,
            **self.privacy.commands(),
            "reply.outbox": self.outbox.toggle,
            "reply.retry_all": self.deeds.retry_all,
            "go.reply_form": self.go_to_form,
            **self.replies.commands(),
        }

    def _typed(self) -> Typed:
        thread = self.session.current_thread
        return Typed(self.form.form(), "" if thread is None else thread.title)

    def _let_go(self) -> None:
        """Hold nothing in memory that the reader wrote or read: all of it is about to be erased.

        It goes to the disk first, in case that can't be done.
        """
        self.session.keep_draft()
        self.session.forget_all()
        self.outbox.forget()
        self._program.window.notices.forget_news()
        self._program.places.forget_all()

    def _show_again(self) -> None:
        """Show what is kept under the article that is open: it was let go of, and is not erased after all."""
        if self.session.current_thread is not None:
            self.session.drafts.look_again()
            self.session.open_thread(self.session.current_thread)

    def _post(self) -> None:
        """Post what is written, or save what was changed; from elsewhere than the form, go there first."""
        focus = self.form.window().focusWidget()
        if focus is not None and self.form.isAncestorOf(focus):
            self.form.finish()
        else:
            self.go_to_form()

    def go_to_form(self) -> None:
        """Give the first field of the form the focus."""
        self._program.late.navigator.remember()
        self._program.window.panes.show_page()
        self.form.focus_first(Qt.FocusReason.ShortcutFocusReason)

    # -- one's own ------------------------------------------------------------------------------------------------

    def _do(self, target: str) -> bool:
        asked = asked_deed(target)
        if asked is not None:
            self.deeds.do(*asked)
        return asked is not None

    def _edit(self, reply: Reply, deed: Deed) -> None:
        self.session.edit(reply, deed, self.replies.author(reply.parent))
        if reply.state is ReplyState.DRAFT:
            self.go_to_form()

    def _begin_anew(self, reply: Reply, words: ReplyForm) -> None:
        self.session.begin_anew(reply, words)
        self.go_to_form()

    def _hold(self, reply: Reply) -> None:
        """What is not sent yet waits until its words are changed."""
        if reply.state not in CONFIRMED:
            self.sync.hold()

    def _ask(self, question: Question, yes: Callable[[], None]) -> None:
        from hiitreader.ui.dialogs.question import QuestionDialog

        dialog = QuestionDialog(self._program.window, question.title, question.known, yes=question.yes, no=question.no)
        dialog.accepted.connect(yes)
        dialog.open()

    def _tell_held(self, copied: Copied) -> None:
        """The folder was copied: what waits goes only when the reader has said that it goes from here."""
        known = (told(copied), _("Choose it in one of the two places only: what both send is there twice."))
        question = Question(_("Send from here?"), known, _("&Send from here"), _("&Leave it"))

        def done(outcome: Outcome[None]) -> None:
            if isinstance(outcome.problem, Problem):
                self._program.window.tell(outcome.problem)
                return
            outcome.get()
            self.sync.retry()

        def take() -> None:
            self._program.lane.submit(self._desk.send_from_here, done)

        way = Way(_("Send from here"), lambda: self._ask(question, take))
        self._program.window.notices.news(told(copied), way)

    def _tell_answers(self, count: int) -> None:
        go = self.replies.go_to_new_answer
        self._program.window.notices.news(new_answers(count), Way(_("Go to the new answer"), go))

    def _tell_answers_elsewhere(self, answers: Answers) -> None:
        thread = answers.thread

        def is_it(entry: "ShelfEntry") -> bool:
            return thread_of(entry.title, entry.key).uri == thread.uri

        open_it = Way(_("Open the article"), lambda: self._open_first(is_it))
        self._program.window.notices.news(new_answers(answers.count, thread.title), open_it)

    def _listen_to_network(self) -> None:
        """Now that there is a server to talk to, hear when the network comes back."""
        if self._hint is None:
            self._hint = NetworkHint(network_information(), self)
            self._hint.came_back.connect(self.sync.network_came_back)

    # -- showing --------------------------------------------------------------------------------------------------

    def _hide(self) -> None:
        self.form.setVisible(self._program.session.finished)

    def _open(self) -> None:
        self.form.show()
        current = self._program.session.current
        self.replies.show(Conversation())
        self.session.open_thread(thread_of(current.title, current.digest))

    def _show_waiting(self, waiting: Waiting) -> None:
        count = waiting.queued + waiting.unsure + waiting.stuck
        short = _("Outbox: {count}").format(count=count) if count else ""
        self._program.window.status.show_waiting(how_many_wait(waiting), short)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
