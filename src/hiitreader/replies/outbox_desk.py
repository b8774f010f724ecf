"""The part of the desk for replies that are written: to look at, mend, try again, put away and have back.

It decides nothing about a server and never asks one.
"""

from contextlib import suppress

from hiitreader.errors import N_, InputProblem
from hiitreader.replies.deeds import Deed, can
from hiitreader.replies.form import FormProblem, ReplyForm, check
from hiitreader.replies.outbox import ChangedMeanwhile, Outbox
from hiitreader.replies.owner import Owner, Unwatched
from hiitreader.replies.reply import STUCK, Reply, ReplyState, Try
from hiitreader.replies.server_desk import ServerDesk
from hiitreader.system.clock import Clock


class OutboxDesk:
    """What can be done with the reader's own replies.

    Args:
        outbox: where they are.
        servers: which server is set, and what it takes.
        clock: tells the time.
        owner: says whether another copy of the folder may send too.
    """

    def __init__(self, outbox: Outbox, servers: ServerDesk, clock: Clock, owner: Owner | Unwatched) -> None:
        self._outbox = outbox
        self._owner = owner
        self._servers = servers
        self._clock = clock

    def own(self) -> tuple[Reply, ...]:
        """Everything the reader wrote, in every thread and state, oldest first."""
        return self._outbox.all()

    def reply(self, uuid: str) -> Reply:
        """One own reply.

        Raises:
            InputProblem: there is none with this UUID.
        """
        return self._outbox.get(uuid)

    def tries(self, uuid: str) -> tuple[Try, ...]:
        """The log of a reply's tries, oldest first."""
        return self._outbox.tries(uuid)

    def rewrite(self, uuid: str, form: ReplyForm) -> Reply:
        """Queue a reply again with other words.

        Raises:
            FormProblem: a field can't be taken; nothing is changed.
            InputProblem: it is too late: a server may have it.
        """
        old, now = self._outbox.get(uuid), self._clock.now()
        if not old.may_change:
            raise _too_late(old)
        if errors := check(form, self._servers.limits()):
            raise FormProblem(errors)
        return self._outbox.swap(old, old.rewritten(form, now).queued(now))

    def send_again(self, uuid: str) -> Reply:
        """The reader's yes to "Send again?" for an unsure reply that asks, or to trying a refused one once more."""
        old = self._outbox.get(uuid)
        if old.state not in STUCK and not (old.state is ReplyState.UNSURE and old.ask):
            raise _too_late(old)
        return self._outbox.swap(old, old.again(self._clock.now()))

    def discard(self, uuid: str) -> Reply:
        """Put a reply away; `restore` has it back.

        Raises:
            InputProblem: the server has it already, or it is on its way just now.
        """
        old = self._outbox.get(uuid)
        if Deed.DISCARD not in can(old, self._clock.now()):
            raise _too_late(old)
        return self._outbox.swap(old, old.discarded(self._clock.now()))

    def restore(self, uuid: str) -> Reply:
        """Have a discarded reply back as it was.

        Raises:
            InputProblem: it is not discarded, it was deleted on its server, or it was a draft and another one has been
                begun in its place.
        """
        old = self._outbox.get(uuid)
        if Deed.RESTORE not in can(old, self._clock.now()):
            raise _too_late(old)
        if old.before is ReplyState.DRAFT and self._outbox.draft(old.thread.uri, old.parent) is not None:
            raise InputProblem(
                N_("Another draft has been begun in its place."),
                safe=N_("Both are kept."),
                todo=N_("Send or discard the other one first."),
            )
        return self._outbox.swap(old, old.restored(self._clock.now()))

    def retry(self, uuid: str) -> Reply:
        """Try a reply again as soon as the next sync runs, however long it was put off.

        Raises:
            InputProblem: it is not one that can be tried again.
        """
        old, now = self._outbox.get(uuid), self._clock.now()
        if Deed.RETRY not in can(old, now):
            raise _too_late(old)
        return self._outbox.swap(old, old.again(now) if old.state in STUCK else old.put_off(None))

    def retry_all(self) -> tuple[Reply, ...]:
        """Retry whatever can be; those that are."""
        now, retried = self._clock.now(), list[Reply]()
        ready = [reply.uuid for reply in self._outbox.all() if Deed.RETRY in can(reply, now)]
        for uuid in ready:
            with suppress(InputProblem, ChangedMeanwhile):  # it has gone on its way just now
                retried.append(self.retry(uuid))
        return tuple(retried)

    def goes(self, reply: Reply) -> bool:
        """Whether the next sync sends a reply or looks for it, as things are: not with none, or another, server set."""
        settings = self._servers.get()
        ready = settings is not None and self._servers.agreed() and reply.belongs_to(settings.url)
        return ready and self._owner.held() is None

    def send_from_here(self) -> None:
        """The reader's word that this folder, of several that are alike, is the one that sends.

        Raises:
            WorldProblem: that could not be kept.
        """
        self._owner.take()


def _too_late(reply: Reply) -> InputProblem:
    return InputProblem(
        N_("That can't be done with a reply that is “{state}”."),
        safe=N_("Nothing was changed."),
        state=reply.state.label,
    )
