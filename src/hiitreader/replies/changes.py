"""Changing and deleting a reply that the server has, by its author.

It asks the server once, when it is told to, and never loses the words of a change that did not come about.
"""

from collections.abc import Callable
from dataclasses import replace

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.deeds import Deed, can
from hiitreader.replies.form import FormProblem, ReplyForm, check
from hiitreader.replies.outbox import ChangedMeanwhile
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState
from hiitreader.replies.server import Answer, Listing, ReplyServer
from hiitreader.replies.server_desk import ServerDesk
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.synchroniser import Books
from hiitreader.replies.thread import TextFormat
from hiitreader.system.clock import Clock


class EditProblem(WorldProblem):
    """A reply could not be changed or deleted on its server. The words are kept here."""


class ChangeDesk:
    """Changes to what a server has.

    Args:
        books: what is read and written.
        servers: which server is set.
        opener: opens a server, with the password of who is signed in ("" for none).
        clock: tells the time.
    """

    def __init__(
        self, books: Books, servers: ServerDesk, opener: Callable[[ServerSettings, str], ReplyServer], clock: Clock
    ) -> None:
        self._books = books
        self._servers = servers
        self._opener = opener
        self._clock = clock

    def edit(self, uuid: str, comment: str) -> Reply:
        """Give a reply another comment on its server.

        Raises:
            FormProblem: the server could not take it; it is kept.
            EditProblem: it was not done, or perhaps not; the comment is kept.
        """
        reply = self._books.outbox.get(uuid)
        self._books.edits.keep(uuid, comment, self._clock.now())
        form = replace(reply.form, comment=comment).tidied()
        if errors := check(form, self._servers.limits()):
            raise FormProblem(errors)
        answer = self._ask(reply, Deed.EDIT_THERE, lambda server, located: server.edit(located, form))
        if answer.state not in CONFIRMED:
            raise self._failed(reply, answer, _NOT_CHANGED)
        return self._changed(reply, form, answer)

    def delete(self, uuid: str) -> Reply:
        """Take a reply off its server.

        Raises:
            EditProblem: it was not done, or perhaps not.
        """
        reply = self._books.outbox.get(uuid)
        answer = self._ask(reply, Deed.DELETE_THERE, lambda server, located: server.delete(located))
        if answer.state is not ReplyState.DISCARDED:
            raise self._failed(reply, answer, _NOT_DELETED)
        reply = self._note(uuid, lambda one: one.deleted(self._clock.now()))
        self._books.edits.drop(uuid)
        self._show(reply, text="", deleted=True)
        return self._books.outbox.get(uuid)

    def _changed(self, reply: Reply, form: ReplyForm, answer: Answer) -> Reply:
        now, awaiting = self._clock.now(), answer.state is ReplyState.AWAITING_MODERATION

        def edited(one: Reply) -> Reply:
            token = answer.token or ("" if one.expires else one.token)  # what runs out is bound to the words
            return one.edited(now, form, awaiting=awaiting, token=token, expires=answer.expires)

        reply = self._note(reply.uuid, edited)
        self._books.edits.drop(reply.uuid)
        self._show(reply, text=form.comment, deleted=False)
        return self._books.outbox.get(reply.uuid)

    def _note(self, uuid: str, change: Callable[[Reply], Reply]) -> Reply:
        """Keep what the server did to a reply, on whatever others were told about it meanwhile; how it was before.

        Raises:
            ChangedMeanwhile: they are told again and again.
        """
        outbox = self._books.outbox
        for left in reversed(range(_TIMES)):
            reply = outbox.get(uuid)
            try:
                if reply.state in CONFIRMED:
                    outbox.swap(reply, change(reply))
            except ChangedMeanwhile:
                if not left:
                    raise
            else:
                break
        return reply

    def _ask(self, reply: Reply, deed: Deed, ask: Callable[[ReplyServer, Reply], Answer]) -> Answer:
        if deed not in can(reply, self._clock.now()):
            raise EditProblem(_TOO_LATE, safe=_kept(deed))
        settings = self._servers.get()
        if settings is None or settings.url != reply.server:
            raise EditProblem(N_("It is on another server than the one that is set."), safe=_kept(deed))
        if not self._servers.agreed():
            raise EditProblem(N_("You have not yet agreed to what is sent to this server."), safe=_kept(deed))
        place = self._servers.place(reply.thread)
        located = replace(reply, thread=replace(reply.thread, remote="" if place is None else place.remote))
        server = self._opener(settings, self._servers.password(settings))
        try:
            return ask(server, located)
        finally:
            server.close()

    def _failed(self, reply: Reply, answer: Answer, otherwise: str) -> EditProblem:
        safe = N_("Your words are kept on this computer.") if otherwise is _NOT_CHANGED else ""
        if answer.state is ReplyState.CLOSED and reply.expires is not None:
            self._note(reply.uuid, Reply.out_of_hand)
        if answer.state is ReplyState.UNSURE:
            return EditProblem(
                N_("The server's answer did not arrive, so it may or may not have been done."),
                safe=safe,
                todo=N_("Fetch the replies to see, then try again if need be."),
            )
        return EditProblem(answer.reason or otherwise, safe=safe)

    def _show(self, reply: Reply, *, text: str, deleted: bool) -> None:
        """Change what is kept of the thread, so that nobody has to wait until it is fetched again to see it."""
        threads, thread = self._books.threads, reply.thread.uri
        listed, pulled = threads.kept(reply.server, thread)
        one = next((one for one in listed if one.id == reply.server_id), None)
        if one is None or pulled is None:
            return
        form = one.format if one.format is not TextFormat.HTML else TextFormat.PLAIN
        changed = replace(one, text=text, format=form, deleted=deleted, compiled="", changed=self._clock.now())
        threads.keep(reply.server, thread, Listing((changed,), whole=False), pulled)


def _kept(deed: Deed) -> str:
    return N_("Your words are kept on this computer.") if deed is Deed.EDIT_THERE else ""


_TIMES = 5
"""How often it is tried to keep what became of a reply that others are changing."""
_TOO_LATE = N_("The server does not let it be changed any more.")
_NOT_CHANGED = N_("The server did not take the change.")
_NOT_DELETED = N_("The server did not delete it.")
