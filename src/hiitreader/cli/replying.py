"""Replies on the command line: leave one, list them, send them, say where they go.

It words what the desk answers, and decides nothing about a reply.
"""

from argparse import Namespace
from datetime import datetime

from hiitreader.cli.articles import article
from hiitreader.cli.disclosed import say_what_is_sent
from hiitreader.cli.terminal import Terminal
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import STUCK, Reply, ReplyState, Thread
from hiitreader.replies.thread import ThreadReply, thread_of
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext


def reply(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Leave a reply in the outbox."""
    form = ReplyForm(comment=words.comment, name=words.name, email=words.email, website=words.website)
    kept = desk.submit(_thread(words.article), form, words.to)
    if words.json:
        terminal.json(_own(desk, kept))
    else:
        terminal.say(kept.uuid)
        terminal.say(_(kept.state.sentence))
    return 0


def replies(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """List an article's replies: what the server listed when it was last asked, then one's own in every state."""
    thread = _thread(words.article)
    theirs = desk.replies(thread)
    own = [one for one in desk.own() if one.thread.uri == thread.uri]
    if words.json:
        terminal.json(
            {
                "thread": thread.uri,
                "pulled": _when(theirs.pulled),
                "theirs": [_theirs(one) for one in theirs.theirs],
                "own": [_own(desk, one) for one in own],
            }
        )
        return 0
    if not theirs.theirs and not own:
        terminal.say(_("There are no replies yet."))
    for one in theirs.theirs:
        _say_theirs(terminal, one)
    for mine in own:
        if not any(one.own and one.id == mine.server_id for one in theirs.theirs):
            _say_own(terminal, mine)
    return 0


def sync(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Send what waits and fetch an article's replies; done when nothing is left on its way or refused."""
    report = desk.sync(_thread(words.article), by_hand=True)
    refused = [one for one in report.moved if one.state in STUCK]
    if words.json:
        terminal.json(
            {
                "moved": [_own(desk, one) for one in report.moved],
                "left": [_own(desk, one) for one in report.left],
                "pulled": report.pulled,
            }
        )
    else:
        for one in report.moved:
            terminal.say(f"{one.uuid} {_(one.state.sentence)}")
        if report.pulled is not None:
            said = ngettext("The server has {count} reply.", "The server has {count} replies.", report.pulled)
            terminal.say(said.format(count=report.pulled))
    if report.problem is not None:
        terminal.problem(report.problem)
    for one in (*report.left, *refused):
        terminal.warn(" ".join(part for part in (one.uuid, _(one.state.sentence), _(one.reason)) if part))
    return 1 if report.problem is not None or report.left or refused else 0


def server(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Set, show or forget the server."""
    if words.deed == "set":
        settings = desk.servers.set(words.url, words.kind).settings
        terminal.say(_("Replies go to {url} ({kind}).").format(url=settings.url, kind=settings.kind))
        say_what_is_sent(terminal, settings)
        return 0
    if words.deed == "forget":
        desk.servers.forget()
        terminal.say(_("No server is set."))
        return 0
    known = desk.servers.get()
    if words.json:
        terminal.json(None if known is None else {"url": known.url, "kind": known.kind})
    elif known is None:
        terminal.say(_("No server is set."))
    else:
        terminal.say(_("Replies go to {url} ({kind}).").format(url=known.url, kind=known.kind))
    return 0


def _thread(wanted: str | None) -> Thread:
    found = article(wanted)
    return thread_of(found.title, found.digest)


def _when(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _own(desk: ReplyDesk, one: Reply) -> dict[str, object]:
    return {
        "uuid": one.uuid,
        "state": one.state.value,
        "reason": one.reason,
        "field": one.field,
        "since": _when(one.changed),
        "not_before": _when(one.not_before),
        "asks": one.ask,
        "server": one.server,
        "server_id": one.server_id,
        "to": one.parent,
        "comment": one.form.comment,
        "name": one.form.name,
        "email": one.form.email,
        "website": one.form.website,
        "tries": [
            {"began": _when(a.began), "ended": _when(a.ended), "outcome": a.outcome, "said": a.said}
            for a in desk.tries(one.uuid)
        ],
    }


def _theirs(one: ThreadReply) -> dict[str, object]:
    return {
        "id": one.id,
        "to": one.parent,
        "author": one.author,
        "website": one.website,
        "written": _when(one.written),
        "text": one.text,
        "awaiting": one.awaiting,
        "own": one.own,
        "deleted": one.deleted,
    }


def _say_theirs(terminal: Terminal, one: ThreadReply) -> None:
    mark = _(" (yours)") if one.own else ""
    answers = _(", in answer to {id}").format(id=one.parent) if one.parent else ""
    author = one.author or _("Anonymous")
    terminal.say(f"{one.id}: {author}{mark}, {one.written.astimezone():%Y-%m-%d %H:%M}{answers}")
    terminal.say(_indented(_("deleted") if one.deleted else one.text))


def _say_own(terminal: Terminal, one: Reply) -> None:
    terminal.say(f"{one.uuid}: {_(one.state.sentence)}")
    if one.reason and one.state is not ReplyState.DISCARDED:
        terminal.say(_indented(_(one.reason)))
    terminal.say(_indented(one.form.comment))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
