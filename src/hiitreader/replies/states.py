"""Where a reply is, in words, and where it can go from there.

It never moves one: `reply` does.
"""

from collections.abc import Mapping
from enum import Enum

from hiitreader.errors import N_


class Standing(Enum):
    """Where a server says that a reply is which it once confirmed."""

    PUBLISHED = "published"
    AWAITING = "awaiting"
    GONE = "gone"
    UNKNOWN = "unknown"


class ReplyState(Enum):
    """Where a reply is."""

    DRAFT = "draft"
    QUEUED = "queued"
    SENDING = "sending"
    UNSURE = "unsure"
    AWAITING_MODERATION = "awaiting moderation"
    PUBLISHED = "published"
    NEEDS_CHANGE = "needs a change"
    NEEDS_SIGN_IN = "needs sign-in"
    CLOSED = "replies closed"
    REJECTED = "rejected"
    DISCARDED = "discarded"

    @property
    def sentence(self) -> str:
        """What the reader is told about a reply in this state (English; translated where it is shown)."""
        return _SENTENCES[self]

    @property
    def label(self) -> str:
        """The state's short name (English; translated where it is shown)."""
        return _LABELS[self]


_SENTENCES: Mapping[ReplyState, str] = {
    ReplyState.DRAFT: N_("A draft, kept on this computer. It has not been sent."),
    ReplyState.QUEUED: N_("Kept on this computer and waiting to be sent."),
    ReplyState.SENDING: N_("Being sent now."),
    ReplyState.UNSURE: N_(
        "Perhaps sent: the server's answer did not arrive. It is looked for there before it is sent again."
    ),
    ReplyState.AWAITING_MODERATION: N_(
        "The server took it. It has not been seen published yet: it may be awaiting moderation."
    ),
    ReplyState.PUBLISHED: N_("Published."),
    ReplyState.NEEDS_CHANGE: N_("Not sent: the server asks for a change."),
    ReplyState.NEEDS_SIGN_IN: N_("Not sent: this server takes replies only from people who have signed in."),
    ReplyState.CLOSED: N_("Not sent: replies to this article are closed."),
    ReplyState.REJECTED: N_("Not published: the server refused it."),
    ReplyState.DISCARDED: N_("Discarded. It will not be sent."),
}

_LABELS: Mapping[ReplyState, str] = {
    ReplyState.DRAFT: N_("draft"),
    ReplyState.QUEUED: N_("waiting to be sent"),
    ReplyState.SENDING: N_("being sent"),
    ReplyState.UNSURE: N_("perhaps sent"),
    ReplyState.AWAITING_MODERATION: N_("taken, perhaps awaiting moderation"),
    ReplyState.PUBLISHED: N_("published"),
    ReplyState.NEEDS_CHANGE: N_("needs a change"),
    ReplyState.NEEDS_SIGN_IN: N_("needs sign-in"),
    ReplyState.CLOSED: N_("replies closed"),
    ReplyState.REJECTED: N_("rejected"),
    ReplyState.DISCARDED: N_("discarded"),
}

_S = ReplyState
_REFUSED = frozenset({_S.NEEDS_CHANGE, _S.NEEDS_SIGN_IN, _S.CLOSED, _S.REJECTED})

TRANSITIONS: Mapping[ReplyState, frozenset[ReplyState]] = {
    _S.DRAFT: frozenset({_S.QUEUED, _S.DISCARDED}),
    _S.QUEUED: frozenset({_S.QUEUED, _S.SENDING, _S.PUBLISHED, _S.DISCARDED}),
    _S.SENDING: frozenset({_S.QUEUED, _S.UNSURE, _S.AWAITING_MODERATION, _S.PUBLISHED}) | _REFUSED,
    _S.UNSURE: frozenset({_S.UNSURE, _S.QUEUED, _S.SENDING, _S.AWAITING_MODERATION, _S.PUBLISHED, _S.DISCARDED}),
    _S.AWAITING_MODERATION: frozenset({_S.AWAITING_MODERATION, _S.PUBLISHED, _S.REJECTED, _S.DISCARDED}),
    _S.PUBLISHED: frozenset({_S.PUBLISHED, _S.AWAITING_MODERATION, _S.REJECTED, _S.DISCARDED}),
    _S.NEEDS_CHANGE: frozenset({_S.QUEUED, _S.DISCARDED}),
    _S.NEEDS_SIGN_IN: frozenset({_S.QUEUED, _S.UNSURE, _S.DISCARDED}),
    _S.CLOSED: frozenset({_S.QUEUED, _S.UNSURE, _S.DISCARDED}),
    _S.REJECTED: frozenset({_S.QUEUED, _S.UNSURE, _S.PUBLISHED, _S.DISCARDED}),
    _S.DISCARDED: frozenset({_S.DRAFT, _S.QUEUED, _S.UNSURE, _S.PUBLISHED}) | _REFUSED,
}
"""Where a reply can go from each state.

`DISCARDED` goes back only to the state it came from, or is seen published: it was perhaps sent before it was put away.
So was what is `QUEUED` once more. What is `REJECTED` may have been gone from its server, and be there again."""

PENDING = frozenset({_S.QUEUED, _S.SENDING, _S.UNSURE})
"""On their way: nobody but the program has to do anything (but answer, for an unsure one that asks)."""

CONFIRMED = frozenset({_S.AWAITING_MODERATION, _S.PUBLISHED})
"""The server has said that it has it."""

STUCK = _REFUSED
"""Waiting for the reader."""

REWRITABLE = frozenset({_S.DRAFT, _S.QUEUED}) | _REFUSED
"""States whose words may still change, because no server can have them (once doubtful, none may)."""
