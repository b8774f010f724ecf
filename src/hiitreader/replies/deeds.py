"""What a reader may do with a reply in each state, and what happens to it next.

Pure: the window and the command line ask only this, and never work it out for themselves.
"""

from datetime import datetime
from enum import Enum

from hiitreader.errors import N_
from hiitreader.replies.reply import CONFIRMED, STUCK, Reply, ReplyState
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerSettings


class Deed(Enum):
    """Something a reader can do with a reply of theirs."""

    EDIT = "edit"
    RETRY = "retry"
    SEND_AGAIN = "send again"
    COPY = "copy"
    DISCARD = "discard"
    RESTORE = "restore"
    EDIT_THERE = "edit there"
    DELETE_THERE = "delete there"


def can(reply: Reply, now: datetime) -> frozenset[Deed]:
    """What may be done with `reply` at `now`.

    `EDIT` changes its words here, `EDIT_THERE` and `DELETE_THERE` on the server, which may still say no. `SEND_AGAIN`
    is the answer to the question that an unsure one asks.
    """
    deeds = {Deed.COPY}
    if reply.may_change:
        deeds.add(Deed.EDIT)
    if reply.state in STUCK or reply.state is ReplyState.QUEUED or (reply.state is ReplyState.UNSURE and not reply.ask):
        deeds.add(Deed.RETRY)
    if reply.state is ReplyState.UNSURE and reply.ask:
        deeds.add(Deed.SEND_AGAIN)
    if reply.state in STUCK | {ReplyState.DRAFT, ReplyState.QUEUED, ReplyState.UNSURE}:
        deeds.add(Deed.DISCARD)
    if reply.state is ReplyState.DISCARDED and reply.before is not None:
        deeds.add(Deed.RESTORE)
    if reply.state in CONFIRMED and reply.server_id and reply.token and not _over(reply, now):
        deeds |= {Deed.EDIT_THERE, Deed.DELETE_THERE}
    return frozenset(deeds)


def next_step(reply: Reply, now: datetime, settings: ServerSettings | None) -> Sentence:
    """What happens to `reply` next, and when; moments are values of the sentence.

    Args:
        reply: the reply.
        now: the present moment.
        settings: the server that is set, None when none is.
    """
    if reply.state is ReplyState.QUEUED and settings is None:
        return Sentence(N_("It is sent when a server is set."))
    if reply.not_before is not None and reply.not_before > now:
        return Sentence(N_("It is tried again at {when}."), {"when": reply.not_before})
    return Sentence(N_("It is tried at the next sync."))


def _over(reply: Reply, now: datetime) -> bool:
    return reply.expires is not None and reply.expires <= now
