"""What a reader may do with a reply in each state, and what happens to it next.

Pure: the window and the command line ask only this, and never work it out for themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from hiitreader.errors import N_
from hiitreader.replies.plans import check_due
from hiitreader.replies.reply import CONFIRMED, STUCK, Reply, ReplyState, lies_ahead
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerHealth, ServerSettings


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
    if reply.state in CONFIRMED and reply.server_id and reply.token and not _is_over(reply, now):
        deeds |= {Deed.EDIT_THERE, Deed.DELETE_THERE}
    return frozenset(deeds)


def next_step(
    reply: Reply, now: datetime, settings: ServerSettings | None, health: ServerHealth | None = None
) -> Sentence:
    """What happens to `reply` next, and when; moments are values of the sentence.

    Args:
        reply: the reply.
        now: the present moment.
        settings: the server that is set, None when none is.
        health: how that server has been, None to leave that out.
    """
    return _STEPS[reply.state](_Case(reply, now, settings, health))


@dataclass(frozen=True, slots=True)
class _Case:
    """What the next step depends on."""

    reply: Reply
    now: datetime
    settings: ServerSettings | None
    health: ServerHealth | None

    @property
    def elsewhere(self) -> bool:
        """Whether what is to be done can only be done at another server than the one that is set."""
        return bool(self.reply.server) and (self.settings is None or self.settings.url != self.reply.server)

    @property
    def at_rest(self) -> datetime | None:
        """Until when the server is let alone, None when it isn't."""
        until = None if self.health is None else self.health.not_before
        return until if lies_ahead(until, self.now) else None

    @property
    def not_agreed(self) -> bool:
        """Whether the reader has still to agree to what is sent."""
        return self.health is not None and self.health.agreed is None

    def waits_until(self) -> datetime | None:
        """The first moment at which anything can be done about it, None when that is now."""
        moments = (self.reply.not_before, self.at_rest)
        return max((at for at in moments if at is not None and lies_ahead(at, self.now)), default=None)


def _draft(case: _Case) -> Sentence:  # noqa: ARG001 -- every state has such a function
    return Sentence(N_("It is kept while you type, and goes nowhere until you post it."))


def _queued(case: _Case) -> Sentence:
    if case.settings is None:
        return Sentence(N_("It is sent when a server is set."))
    if case.not_agreed:
        return Sentence(N_("It is sent when you have agreed to what is sent to the server."))
    if case.reply.parent_server not in {"", case.settings.url}:
        return Sentence(
            N_("It answers a reply on {server}. It is sent when that is set as the server again."),
            {"server": case.reply.parent_server},
        )
    if case.reply.doubtful and case.elsewhere:
        return Sentence(N_("It is sent when {server} is set as the server again."), {"server": case.reply.server})
    until = case.waits_until()
    if until is not None:
        return Sentence(N_("Next try: {when}."), {"when": until})
    return Sentence(N_("It is sent with the next sync."))


def _sending(case: _Case) -> Sentence:  # noqa: ARG001
    return Sentence(N_("The server's answer will tell."))


def _unsure(case: _Case) -> Sentence:
    if case.elsewhere:
        server = {"server": case.reply.server}
        return Sentence(N_("It is looked for when {server} is set as the server again."), server)
    if case.reply.ask:
        return Sentence(
            N_("You decide whether to send it again. If it is there and a moderator lets it through, it is found.")
        )
    until = case.waits_until()
    if until is not None:
        return Sentence(
            N_("It is looked for first, and sent again only if it is not there. Next try: {when}."),
            {"when": until},
        )
    return Sentence(N_("It is looked for with the next sync, and sent again if it is not there."))


def _awaiting(case: _Case) -> Sentence:
    if case.elsewhere:
        return Sentence(
            N_("A moderator decides. You are told when {server} is set as the server again."),
            {"server": case.reply.server},
        )
    if not case.reply.server_id:
        return Sentence(N_("A moderator may decide first. You are told when the server lists it."))
    due = check_due(case.reply)
    if lies_ahead(due, case.now):
        return Sentence(N_("A moderator decides. The server is asked again: {when}."), {"when": due})
    return Sentence(N_("A moderator decides. The server is asked again with the next sync."))


def _published(case: _Case) -> Sentence:
    if Deed.EDIT_THERE not in can(case.reply, case.now):
        return Sentence(N_("Everyone can read it."))
    if case.reply.expires is None:
        return Sentence(N_("Everyone can read it. You can ask the server to change or delete it."))
    return Sentence(
        N_("Everyone can read it. You can change or delete it there until {when}."), {"when": case.reply.expires}
    )


def _needs_change(case: _Case) -> Sentence:  # noqa: ARG001
    return Sentence(N_("Change it, then it is sent."))


def _needs_sign_in(case: _Case) -> Sentence:  # noqa: ARG001
    return Sentence(N_("Say in the server's settings as whom you sign in, then retry."))


def _closed(case: _Case) -> Sentence:  # noqa: ARG001
    return Sentence(N_("Copy your words, or retry when the article takes replies again."))


def _rejected(case: _Case) -> Sentence:
    if case.reply.may_change:
        return Sentence(N_("Change it and post it anew, or copy your words."))
    return Sentence(N_("Copy your words, or retry."))


def _discarded(case: _Case) -> Sentence:
    if case.reply.before is None:
        return Sentence(N_("Nothing more happens to it. Your words are still here to be copied."))
    return Sentence(N_("Nothing happens to it until you restore it."))


_STEPS: Mapping[ReplyState, Callable[[_Case], Sentence]] = {
    ReplyState.DRAFT: _draft,
    ReplyState.QUEUED: _queued,
    ReplyState.SENDING: _sending,
    ReplyState.UNSURE: _unsure,
    ReplyState.AWAITING_MODERATION: _awaiting,
    ReplyState.PUBLISHED: _published,
    ReplyState.NEEDS_CHANGE: _needs_change,
    ReplyState.NEEDS_SIGN_IN: _needs_sign_in,
    ReplyState.CLOSED: _closed,
    ReplyState.REJECTED: _rejected,
    ReplyState.DISCARDED: _discarded,
}


def _is_over(reply: Reply, now: datetime) -> bool:
    return reply.expires is not None and reply.expires <= now
