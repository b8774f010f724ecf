"""Seeking the reader's own replies on their server: one that was perhaps sent, and those that it has confirmed.

It asks, and never changes anything.
"""

from dataclasses import replace

from hiitreader.replies.fetching import Fetching
from hiitreader.replies.outbox import Outbox
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState
from hiitreader.replies.server import Finding, NoAnswer, ReplyServer, Standing, Trace


class Seeker:
    """Seeks on one server, for as long as one sync lasts.

    Args:
        outbox: the reader's replies.
        server: the server.
        url: its address.
        fetching: knows what the server calls a thread.
    """

    def __init__(self, outbox: Outbox, server: ReplyServer, url: str, fetching: Fetching) -> None:
        self._outbox = outbox
        self._server = server
        self._url = url
        self._fetching = fetching

    def find(self, reply: Reply, *, to_send: bool) -> Finding:
        """Look for one; an id of the reader's is no longer known when something else may stand under it by now.

        Raises:
            NoAnswer: the server can't be asked.
        """
        known, own = self._outbox.known_ids(self._url), self._fetching.own(reply)
        finding = self._server.find(reply, known, own, to_send=to_send)
        others = {id_ for id_ in finding.leans_on if not self._stands(id_)}
        return self._server.find(reply, known - others, own, to_send=to_send) if others else finding

    def seen(self, sending: Reply) -> Finding:
        """Whether a list shows one that was just sent: only FOUND counts."""
        try:
            return self.find(sending, to_send=False)
        except NoAnswer:
            return Finding(Trace.UNKNOWN)

    def standing(self, own: Reply) -> Standing:
        """Where a confirmed one stands.

        Raises:
            NoAnswer: the server can't be asked.
        """
        return self._server.standing(replace(own, thread=self._fetching.located(own.thread)))

    def is_published(self, own: Reply) -> bool:
        """Whether a confirmed one is certainly published now."""
        try:
            return self.standing(own) is Standing.PUBLISHED
        except NoAnswer:
            return False

    def _stands(self, id_: str) -> bool:
        """Whether a confirmed one is certainly what is under its id."""
        there = (one for one in self._outbox.all() if (one.server, one.server_id) == (self._url, id_))
        own = next((one for one in there if one.state in CONFIRMED), None)
        if own is None:  # deleted meanwhile, from another window or program
            return False
        standing = self.standing(own)
        # one that was published is not held again
        held = standing is Standing.AWAITING and own.state is ReplyState.AWAITING_MODERATION
        return held or standing is Standing.PUBLISHED
