"""What a reader does with one of their own replies: from the outbox, from the page, in one and the same way.

What may be done the desk says. Nothing that can't be taken back is done without a question.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal

from hiitreader.article.characters import clean_line
from hiitreader.errors import N_, InputProblem, Problem
from hiitreader.replies.desk import Deed, ReplyDesk
from hiitreader.replies.reply import Reply, ReplyState, Try
from hiitreader.system.clock import Clock
from hiitreader.system.lanes import Outcome
from hiitreader.system.translations import gettext as _
from hiitreader.ui.gui_lane import GuiLane
from hiitreader.ui.reply_words import article, first_words, moment

T = TypeVar("T")


class Question(NamedTuple):
    """Something to be decided: its title, what there is to know, and the words for going on and for leaving it."""

    title: str
    known: tuple[str, ...]
    yes: str
    no: str


Ask = Callable[[Question, Callable[[], None]], None]
"""Puts a question to the reader, and does what is handed in if they say yes."""


class ReplyDeeds(QObject):
    """Does what is asked for.

    `changed` comes when replies may stand otherwise than before, `send_wanted` when something shall go now,
    `edit_wanted` brings a `Reply` and how it shall be changed (`EDIT` or `EDIT_THERE`), `new_wanted` a `Reply` and the
    `ReplyForm` to be made a new one, `discarded` the `Reply` that was put away and can be had back, `restored` one that
    was; `problem` brings a `Problem`.

    Args:
        desk: where replies are kept; used on the lanes only.
        disk: the lane for what is quick.
        network: the lane for what waits for a server.
        clock: tells the time.
        ask: puts a question.
        say: shows a sentence and has it spoken.
        copy: puts text on the clipboard.
    """

    changed = Signal()
    send_wanted = Signal()
    edit_wanted = Signal(object, object)
    new_wanted = Signal(object, object)
    discarded = Signal(object)
    restored = Signal(object)
    problem = Signal(object)

    def __init__(
        self,
        desk: ReplyDesk,
        *,
        disk: GuiLane,
        network: GuiLane,
        clock: Clock,
        ask: Ask,
        say: Callable[[str], None],
        copy: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._disk = disk
        self._network = network
        self._clock = clock
        self._ask = ask
        self._say = say
        self._copy = copy
        self._put_away: list[str] = []

    def do(self, deed: Deed, uuid: str) -> None:
        """Do `deed` with the reply `uuid`, if it can still be done."""
        ways: dict[Deed, Callable[[Reply, tuple[Try, ...]], None]] = {
            Deed.EDIT: lambda reply, _tries: self.edit_wanted.emit(reply, deed),
            Deed.EDIT_THERE: lambda reply, _tries: self.edit_wanted.emit(reply, deed),
            Deed.COPY: lambda reply, _tries: self._copy_text(reply),
            Deed.RETRY: lambda _reply, _tries: self._change(lambda: self._desk.retry(uuid), self._to_be_sent),
            Deed.SEND_AGAIN: self._ask_again,
            Deed.DISCARD: lambda _reply, _tries: self._change(lambda: self._desk.discard(uuid), self._was_discarded),
            Deed.RESTORE: lambda _reply, _tries: self._restore(uuid),
            Deed.DELETE_THERE: lambda reply, _tries: self._ask_delete(reply),
        }

        def look() -> tuple[Reply, tuple[Try, ...]]:
            reply = self._desk.reply(uuid)
            if deed not in self._desk.can(reply, self._clock.now()):
                raise InputProblem(
                    N_("That can't be done any more: the reply is now “{state}”."),
                    safe=N_("Nothing was changed."),
                    state=_(reply.state.label),
                )
            return reply, self._desk.tries(uuid)

        self._disk.submit(look, lambda outcome: self._deliver(outcome, lambda found: ways[deed](*found)))

    def retry_all(self) -> None:
        """Try everything again that can be."""

        def done(retried: tuple[Reply, ...]) -> None:
            self.changed.emit()
            if retried:
                self.send_wanted.emit()
            else:
                self._say(_("Nothing waits to be sent."))

        self._disk.submit(self._desk.retry_all, lambda outcome: self._deliver(outcome, done))

    def undo(self) -> None:
        """Have back what was discarded last."""
        if self._put_away:
            self._restore(self._put_away[-1])

    def forget(self) -> None:
        """There is nothing to be had back any more."""
        self._put_away.clear()

    # -- changes that were not finished -----------------------------------------------------------------------------

    def copy_unsaved(self, uuid: str) -> None:
        """Copy the words of a change that was begun and not finished."""

        def done(words: str) -> None:
            self._copy(words)
            self._say(_("Copied."))

        self._disk.submit(lambda: self._desk.edit_kept(uuid), lambda outcome: self._deliver(outcome, done))

    def make_unsaved_new(self, uuid: str) -> None:
        """Have such a change made a new reply."""

        def read() -> tuple[Reply, str]:
            return self._desk.reply(uuid), self._desk.edit_kept(uuid)

        def done(found: tuple[Reply, str]) -> None:
            reply, words = found
            self.new_wanted.emit(reply, replace(reply.form, comment=words))
            self._forget_change(uuid)  # after the words are on their way to the disk as the new one's

        self._disk.submit(read, lambda outcome: self._deliver(outcome, done))

    def drop_unsaved(self, uuid: str) -> None:
        """Throw such a change away, if the reader means it."""
        known = (_("The changes are thrown away. The reply itself stays as it is."),)
        question = Question(_("Throw the changes away?"), known, _("&Throw away"), _("&Keep them"))
        self._ask(question, lambda: self._forget_change(uuid))

    def _forget_change(self, uuid: str) -> None:
        self._disk.submit(
            lambda: self._desk.keep_edit(uuid, ""),
            lambda outcome: self._deliver(outcome, lambda _none: self.changed.emit()),
        )

    # -- one by one -------------------------------------------------------------------------------------------------

    def _copy_text(self, reply: Reply) -> None:
        self._copy(reply.form.comment)
        self._say(_("Copied: “{words}”").format(words=first_words(reply)))

    def _was_discarded(self, reply: Reply) -> None:
        self._put_away.append(reply.uuid)
        self._say(_("Discarded: “{words}”").format(words=first_words(reply)))
        self.discarded.emit(reply)

    def _restore(self, uuid: str) -> None:
        def done(reply: Reply) -> None:
            if reply.uuid in self._put_away:
                self._put_away.remove(reply.uuid)
            words, state = first_words(reply), _(reply.state.sentence)
            self._say(_("Back again: “{words}”. {state}").format(words=words, state=state))
            self.restored.emit(reply)

        self._change(lambda: self._desk.restore(uuid), done)

    def _to_be_sent(self, _reply: Reply) -> None:
        self.send_wanted.emit()

    def _ask_again(self, reply: Reply, tries: tuple[Try, ...]) -> None:
        now = self._clock.now()
        known = [
            _("Your reply “{words}” to “{article}” was perhaps sent.").format(
                words=first_words(reply), article=article(reply)
            )
        ]
        known += [
            _("Try {number}, {when}: {said}").format(
                number=one.number, when=moment(one.began, now), said=clean_line(_(one.said))
            )
            for one in tries[-1:]
        ]
        if reply.reason:
            known.append(clean_line(_(reply.reason)))
        known.append(
            _("If it did arrive, sending it again puts it there a second time; a moderator can take one of them away.")
        )
        known.append(_("If it did not, only sending it again brings it there."))
        question = Question(_("Send again?"), tuple(known), _("&Send again"), _("&Leave it"))
        self._ask(question, lambda: self._change(lambda: self._desk.send_again(reply.uuid), self._to_be_sent))

    def _ask_delete(self, reply: Reply) -> None:
        known = (
            _("Your reply “{words}” to “{article}” is taken off the server. There it can't be had back.").format(
                words=first_words(reply), article=article(reply)
            ),
            _("Its words stay in your outbox."),
        )
        question = Question(_("Delete on the server?"), known, _("&Delete"), _("&Keep it"))
        self._ask(question, lambda: self._delete(reply))

    def _delete(self, reply: Reply) -> None:
        self._say(_("Deleting it on the server…"))

        def done(after: Reply) -> None:
            self.changed.emit()
            gone = after.state is ReplyState.DISCARDED
            self._say(_("Deleted on the server.") if gone else _(after.state.sentence))

        self._network.submit(lambda: self._desk.delete_there(reply.uuid), lambda outcome: self._deliver(outcome, done))

    def _change(self, job: Callable[[], Reply], done: Callable[[Reply], None]) -> None:
        def changed(reply: Reply) -> None:
            self.changed.emit()
            done(reply)

        self._disk.submit(job, lambda outcome: self._deliver(outcome, changed))

    def _deliver(self, outcome: Outcome[T], done: Callable[[T], None]) -> None:
        if isinstance(outcome.problem, Problem):
            self.problem.emit(outcome.problem)
            self.changed.emit()  # what is shown may be out of date
            return
        done(outcome.get())
