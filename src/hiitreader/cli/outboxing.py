"""The outbox on the command line: every reply of one's own, what becomes of it, and what can be done with it.

It words what the desk answers, and decides nothing about a reply.
"""

from argparse import Namespace
from datetime import datetime

from hiitreader.cli.terminal import Terminal
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.reply import Reply
from hiitreader.replies.sentence import Sentence
from hiitreader.system.clock import SystemClock
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext


def outbox(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """List what is written, or do something with one of it."""
    if words.deed == "list":
        _list(terminal, desk, as_json=words.json)
        return 0
    if words.deed == "retry" and not words.uuid:
        _say_retried(terminal, desk, desk.retry_all())
        return 0
    if words.deed == "send-from-here":
        desk.send_from_here()
        terminal.say(_("Replies are sent from this folder from now on."))
        return 0
    deeds = {
        "retry": desk.retry,
        "send-again": desk.send_again,
        "discard": desk.discard,
        "restore": desk.restore,
    }
    terminal.say(_stands(desk, deeds[words.deed](words.uuid)))
    return 0


def told(desk: ReplyDesk, one: Reply) -> dict[str, object]:
    """One reply for a script: its words, where it is and why, since when, what comes next, what can be done with it."""
    now = SystemClock().now()
    following = desk.next_step(one, now, desk.servers.get())
    return {
        "uuid": one.uuid,
        "state": one.state.value,
        "reason": one.reason,
        "field": one.field,
        "since": when(one.changed),
        "not_before": when(one.not_before),
        "asks": one.ask,
        "doubtful": one.doubtful,
        "next": said(following),
        "can": sorted(deed.value for deed in desk.can(one, now)),
        "server": one.server,
        "server_id": one.server_id,
        "checked": when(one.checked),
        "changeable_until": when(one.expires),
        "thread": one.thread.uri,
        "to": one.parent,
        "comment": one.form.comment,
        "name": one.form.name,
        "email": one.form.email,
        "website": one.form.website,
        "tries": [
            {"began": when(a.began), "ended": when(a.ended), "outcome": a.outcome, "said": a.said}
            for a in desk.tries(one.uuid)
        ],
    }


def said(sentence: Sentence) -> str:
    """A sentence with its values, moments in the computer's own time."""
    values = {
        name: f"{value.astimezone():%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value
        for name, value in sentence.values.items()
    }
    return _(sentence.text).format(**values)


def when(moment: datetime | None) -> str | None:
    """A moment for a script (ISO 8601), None for none."""
    return None if moment is None else moment.isoformat()


def _say_retried(terminal: Terminal, desk: ReplyDesk, retried: tuple[Reply, ...]) -> None:
    """How many go with the next sync, and of each other one what it waits for."""
    going = [one for one in retried if desk.goes(one)]
    if going:
        said = ngettext("{count} reply is tried again.", "{count} replies are tried again.", len(going))
        terminal.say(said.format(count=len(going)))
    elif not retried:
        terminal.say(_("Nothing waits to be sent."))
    for one in retried:
        if one not in going:
            terminal.say(f"{one.uuid}: {_stands(desk, one)}")


def _stands(desk: ReplyDesk, one: Reply) -> str:
    """Where a reply is, why, and what happens to it next."""
    following = desk.next_step(one, SystemClock().now(), desk.servers.get())
    return " ".join(part for part in (_(one.state.sentence), _(one.reason), said(following)) if part)


def _list(terminal: Terminal, desk: ReplyDesk, *, as_json: bool) -> None:
    own = desk.own()
    if as_json:
        terminal.json([told(desk, one) for one in own])
        return
    if not own:
        terminal.say(_("The outbox is empty."))
    for one in own:
        terminal.say(f"{one.uuid}: {one.thread.title}")
        terminal.say(f"    {_stands(desk, one)}")
        first = one.form.comment.strip().partition("\n")[0]
        terminal.say(f"    > {first[:200]}")
