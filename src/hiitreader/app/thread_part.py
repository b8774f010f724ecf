"""The thread under the article, wired: what is known of it on the page, going to it, answering and quoting.

It never asks a server and keeps no words.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hiitreader.article.blocks import Article
from hiitreader.errors import N_, Problem
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.server_settings import ServerHealth, ServerSettings
from hiitreader.replies.thread import Conversation, thread_of
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.quoting import selected_words
from hiitreader.ui.reply_blocks import REPLIES, SIMILAR_POSTS, Piece, Post, Telling, answered, form_heading, tail
from hiitreader.ui.reply_form import LeaveReply
from hiitreader.ui.reply_session import ReplySession
from hiitreader.ui.reply_tree import Numbers
from hiitreader.ui.seen import NewAnswers
from hiitreader.ui.tail import Tail

if TYPE_CHECKING:
    from hiitreader.app.program import Program

NOTHING_SELECTED = N_("Select the words to reply to first, then choose this again.")
NO_NEW_ANSWERS = N_("There are no new answers to you.")
NO_MORE_ANSWERS = N_("No more new answers below. This is the first one.")


class ThreadPart(QObject):
    """The replies under the article of the window.

    Args:
        program: the program.
        desk: is asked on the disk's lane only.
        session: turns the form to what is answered.
        form: takes what is quoted.
        go_to_form: brings the reader to the form.
    """

    def __init__(
        self,
        program: "Program",
        desk: ReplyDesk,
        *,
        session: ReplySession,
        form: LeaveReply,
        go_to_form: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._program = program
        self._desk = desk
        self._session = session
        self._form = form
        self._go_to_form = go_to_form
        self._conversation = Conversation()
        self._posts: Callable[[Article], Sequence[Post]] = lambda _article: ()
        self._asked: tuple[object, ...] = ()
        self._shown: tuple[object, ...] | None = None
        self._were_new: dict[str, set[str]] = {}
        """By server: what was new since the article was opened keeps its mark, so that it can be found again."""
        self.tail = Tail(program.view, program.lane, self)
        self.tail.complete.connect(self._is_shown)
        self._new = NewAnswers(program.view, self.tail, self)
        self._new.all_seen.connect(self._seen)
        program.session.opened.connect(self._forget)

    def commands(self) -> dict[str, Callable[[], None]]:
        """What to do for each command this knows, by the command's id."""
        return {
            "go.replies": lambda: self.go_to(REPLIES),
            "go.similar_posts": lambda: self.go_to(SIMILAR_POSTS),
            "go.new_answer": self.go_to_new_answer,
            "reply.quote": self._quote,
        }

    def take_posts_from(self, posts: Callable[[Article], Sequence[Post]]) -> None:
        """Ask `posts` for those that are like an article; it is called on the disk's lane."""
        self._posts = posts

    def show(
        self, conversation: Conversation, settings: ServerSettings | None = None, health: ServerHealth | None = None
    ) -> None:
        """Put what is known of the replies on the page.

        Args:
            conversation: what is known.
            settings: the server they go to, None for none.
            health: how that server has been.
        """
        were_new = self._were_new.setdefault(settings.url if settings else "", set())
        were_new.update(one.id for one in conversation.theirs if one.new)
        self._conversation = conversation = conversation.marked_new(were_new)
        if not self._program.session.finished:
            return
        article = self._program.session.article()
        telling = Telling(self._program.clock.now(), settings, health=health)
        there, self._shown = self._shown, None

        def make(numbers: Numbers) -> Iterator[Piece] | None:
            posts = self._posts(article)
            self._asked = wanted = (conversation, posts)
            # What is said of one's own depends on the moment; all else is told the same again.
            timeless = not (conversation.own or conversation.listed)
            if timeless and there == wanted:
                return None
            return tail(posts, conversation, numbers, telling)

        self.tail.show(make, form_heading())

    def _is_shown(self) -> None:
        self._shown = self._asked

    def _forget(self, _opened: object) -> None:
        self._shown = None
        self._were_new.clear()
        self.tail.forget()

    def author(self, server_id: str) -> str:
        """Who wrote the reply with this id; "" when it is not known here."""
        return next((one.author for one in self._conversation.theirs if one.id == server_id), "")

    def answer(self, target: str) -> bool:
        """Answer the reply that a pressed link names; whether it was such a link."""
        parent = answered(target)
        if parent is None or all(one.id != parent for one in self._conversation.theirs):
            return False  # an article may have a place of such a name
        self._turn_to(parent, lambda: None)
        return True

    def go_to(self, anchor: str) -> None:
        """Go to one of the headings below the article."""
        index = self.tail.heading(anchor)
        if index is not None:
            self._visit(index)

    # -- answers to one's own -------------------------------------------------------------------------------------

    def go_to_new_answer(self) -> None:
        """Go to the next new answer below the caret, from the last one to the first."""
        view = self._program.view
        here = view.flow.index_at(view.caret())
        heads = [index for index in range(view.article_length, len(view.flow)) if self._is_new_head(index)]
        below = [index for index in heads if index > here]
        if not heads:
            self._program.window.say(_(NO_NEW_ANSWERS))
            return
        self._visit((below or heads)[0])
        if not below:
            self._program.window.say(_(NO_MORE_ANSWERS))

    def _is_new_head(self, index: int) -> bool:
        flow = self._program.view.flow
        if not flow[index].marker or not flow[index].within[-1].label:
            return False
        told = self.tail.told_at(index)
        return told is not None and told.new

    def _seen(self) -> None:
        current = self._program.session.current
        thread = thread_of(current.title, current.digest)

        def done(outcome: Outcome[None]) -> None:
            if isinstance(outcome.problem, Problem):
                self._program.window.tell(outcome.problem)
                return
            outcome.get()

        self._program.lane.submit(lambda: self._desk.seen(thread), done)

    # -- quoting --------------------------------------------------------------------------------------------------

    def _quote(self) -> None:
        view = self._program.view
        cursor = view.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        words = selected_words(view.flow, start, end)
        if not words:
            self._program.window.say(_(NOTHING_SELECTED))
            return
        told = self.tail.told_at(view.flow.index_at(start))

        if told is not None and told.answerable:
            self._turn_to(told.id, lambda: self._form.insert_quote(words))
        else:
            self._go_to_form()
            self._form.insert_quote(words)

    def _turn_to(self, parent: str, then: Callable[[], None]) -> None:
        """Go to the form and turn it to the reply with this id; what follows waits until the draft for it is there.

        The focus comes before the words: Orca takes a field whose words change for the focus, and then says nothing
        when it comes. It comes after the form's name, which would be said once more when it changes.
        """
        name = self.author(parent) or _("this reply")
        if not self._form.is_editing:
            self._form.set_replying_to(name)
        self._go_to_form()
        self._session.answer(parent, name)

        def turned(outcome: Outcome[None]) -> None:
            outcome.get()
            then()

        self._program.lane.submit(lambda: None, turned)  # behind the look for the draft

    def _visit(self, index: int) -> None:
        self._program.late.navigator.visit(self._program.view.flow.start(index))
