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
        count = desk.retry_all()
        said = ngettext("{count} reply is tried again.", "{count} replies are tried again.", count)
        terminal.say(said.format(count=count))
        return 0
    deeds = {
        "retry": desk.retry,
        "send-again": desk.send_again,
        "discard": desk.discard,
        "restore": desk.restore,
    }
    terminal.say(_(deeds[words.deed](words.uuid).state.sentence))
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


def _list(terminal: Terminal, desk: ReplyDesk, *, as_json: bool) -> None:
    own = desk.own()
    if as_json:
        terminal.json([told(desk, one) for one in own])
        return
    if not own:
        terminal.say(_("The outbox is empty."))
    now, settings = SystemClock().now(), desk.servers.get()
    for one in own:
        terminal.say(f"{one.uuid}: {one.thread.title}")
        words = (_(one.state.sentence), _(one.reason), said(desk.next_step(one, now, settings)))
        terminal.say("    " + " ".join(part for part in words if part))
        first = one.form.comment.strip().partition("\n")[0]
        terminal.say(f"    > {first[:200]}")
