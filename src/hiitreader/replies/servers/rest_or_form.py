"""A WordPress that took replies from everybody by REST and may have stopped: then its page's form is used.

Sent through the form is only what REST has certainly not taken. It never chooses the form by itself.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Standing, Thread
from hiitreader.replies.server import Answer, Finding, Listing, ReplyServer
from hiitreader.replies.thread import ThreadReply


class RestOrForm:
    """One WordPress, by REST, or by its form where REST asks for a sign-in.

    Args:
        rest: the way by REST.
        form: the way by the form.
    """

    def __init__(self, rest: ReplyServer, form: ReplyServer) -> None:
        self._rest = rest
        self._form = form

    @property
    def limits(self) -> Limits:
        """How much it takes."""
        return self._rest.limits

    @property
    def pause(self) -> timedelta:
        """The least time between two posts."""
        return self._rest.pause

    def locate(self, thread: Thread) -> str:
        """The number of the post that an article is."""
        return self._rest.locate(thread)

    def body(self, reply: Reply) -> str:
        """REST's."""
        return self._rest.body(reply)

    def note(self, reply: Reply, known: AbstractSet[str]) -> str:
        """REST's."""
        return self._rest.note(reply, known)

    def send(self, reply: Reply) -> Answer:
        """By REST; when that certainly stored nothing and asks for a sign-in, the same words through the form.

        The form's body is made from the reply's words, which are frozen as its own is: every try sends the same.
        """
        answer = self._rest.send(reply)
        if answer.state is not ReplyState.NEEDS_SIGN_IN:
            return answer
        return self._form.send(replace(reply, body=self._form.body(reply)))

    def find(
        self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), *, to_send: bool = True
    ) -> Finding:
        """REST's."""
        return self._rest.find(reply, known, own, to_send=to_send)

    def recognise(
        self, reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]
    ) -> Finding:
        """REST's."""
        return self._rest.recognise(reply, listed, known, own)

    def standing(self, reply: Reply) -> Standing:
        """REST's."""
        return self._rest.standing(reply)

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """REST's."""
        return self._rest.pull(thread, since)

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        """REST's."""
        return self._rest.edit(reply, form)

    def delete(self, reply: Reply) -> Answer:
        """REST's."""
        return self._rest.delete(reply)

    def close(self) -> None:
        """Let go of the connections."""
        self._rest.close()
        self._form.close()
