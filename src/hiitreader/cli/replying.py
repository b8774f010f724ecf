"""Replies on the command line: leave one, list them, send them, say where they go.

It words what the desk answers, and decides nothing about a reply.
"""

from argparse import Namespace

from hiitreader.article.characters import clean_line
from hiitreader.cli.articles import article
from hiitreader.cli.disclosed import say_what_is_sent
from hiitreader.cli.outboxing import said, told, when
from hiitreader.cli.terminal import Terminal
from hiitreader.replies.desk import ReplyDesk
from hiitreader.replies.erasing import LEFT_IN_KEYRING
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import STUCK, Reply, ReplyState, Thread
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.thread import TextFormat, ThreadReply, thread_of
from hiitreader.system.clock import SystemClock
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext


def reply(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Leave a reply in the outbox."""
    form = ReplyForm(comment=words.comment, name=words.name, email=words.email, website=words.website)
    kept = desk.submit(_thread(words), form, words.to)
    if words.json:
        terminal.json(told(desk, kept))
    else:
        terminal.say(kept.uuid)
        terminal.say(_(kept.state.sentence))
    return 0


def replies(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """List an article's replies: what the server listed when it was last asked, then one's own in every state."""
    thread = _thread(words)
    theirs = desk.replies(thread)
    own = [one for one in desk.own() if one.thread.uri == thread.uri]
    if words.json:
        terminal.json(
            {
                "thread": thread.uri,
                "pulled": when(theirs.pulled),
                "theirs": [_theirs(one) for one in theirs.theirs],
                "own": [told(desk, one) for one in own],
            }
        )
        return 0
    if not theirs.theirs and not own:
        terminal.say(_("There are no replies yet."))
    for one in theirs.theirs:
        _say_theirs(terminal, one)
    for mine in own:
        if not any(one.own and one.id == mine.server_id for one in theirs.theirs):
            _say_own(terminal, desk, mine)
    return 0


def sync(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Send what waits and fetch an article's replies; done when nothing is left on its way or refused."""
    report = desk.sync(_thread(words), by_hand=True)
    refused = [one for one in report.moved if one.state in STUCK]
    if words.json:
        terminal.json(
            {
                "moved": [told(desk, one) for one in report.moved],
                "left": [told(desk, one) for one in report.left],
                "pulled": report.pulled,
                "answers": report.answers,
                "elsewhere": [{"thread": one.thread.uri, "answers": one.count} for one in report.elsewhere],
                "next_due": when(report.next_due),
                "agreed": not report.not_agreed,
            }
        )
    else:
        for one in report.moved:
            terminal.say(f"{one.uuid} {_(one.state.sentence)}")
        if report.answers:
            count = report.answers
            terminal.say(
                ngettext("{count} new answer to you.", "{count} new answers to you.", count).format(count=count)
            )
        for there in report.elsewhere:
            told_there = ngettext(
                "{count} new answer to you in “{article}”.", "{count} new answers to you in “{article}”.", there.count
            )
            terminal.say(told_there.format(count=there.count, article=clean_line(there.thread.title)))
        if report.pulled is not None:
            counted = ngettext("The server has {count} reply.", "The server has {count} replies.", report.pulled)
            terminal.say(counted.format(count=report.pulled))
    if report.problem is not None:
        terminal.problem(report.problem)
    if report.not_agreed:
        terminal.warn(_("Nothing was sent: you have not yet agreed to what is sent there. Say so with “server set”."))
    for one in (*report.left, *refused):
        terminal.warn(" ".join(part for part in (one.uuid, _(one.state.sentence), _(one.reason)) if part))
    return 1 if report.problem is not None or report.left or refused or report.not_agreed else 0


def server(terminal: Terminal, desk: ReplyDesk, words: Namespace) -> int:
    """Set, show or forget the server."""
    if words.deed == "set":
        found = desk.servers.set(words.url, words.kind, _thread(words), frozenset(words.trust))
        settings = found.settings
        for sentence in found.sentences() if not words.kind else ():
            terminal.say(said(sentence))
        terminal.say(_("Replies go to {url} ({kind}).").format(url=settings.url, kind=settings.kind))
        say_what_is_sent(terminal, settings)
        _say_left(terminal, desk)
        return 0
    if words.deed == "forget":
        desk.servers.forget()
        terminal.say(_("No server is set."))
        _say_left(terminal, desk)
        return 0
    known = desk.servers.get()
    if words.json:
        terminal.json(None if known is None else _server(desk, known))
    elif known is None:
        terminal.say(_("No server is set."))
    else:
        terminal.say(_("Replies go to {url} ({kind}).").format(url=known.url, kind=known.kind))
    return 0


def _say_left(terminal: Terminal, desk: ReplyDesk) -> None:
    """Say it when the password of who was signed in before could not be forgotten."""
    left = desk.servers.left_in_keyring()
    if left:
        terminal.warn(_(LEFT_IN_KEYRING).format(name=left))


def _server(desk: ReplyDesk, known: ServerSettings) -> dict[str, object]:
    health = desk.servers.health()
    return {
        "url": known.url,
        "kind": known.kind,
        "user": known.user,
        "agreed": when(health.agreed),
        "failures": health.failures,
        "not_before": when(health.not_before),
        "asked": when(health.asked),
    }


def _thread(words: Namespace) -> Thread:
    found = article(words.article, words.data_dir)
    return thread_of(found.title, found.digest)


def _theirs(one: ThreadReply) -> dict[str, object]:
    return {
        "id": one.id,
        "to": one.parent,
        "author": one.author,
        "website": one.website,
        "written": when(one.written),
        "text": one.text,
        "format": one.format.value,
        "new": one.new,
        "awaiting": one.awaiting,
        "own": one.own,
        "deleted": one.deleted,
    }


def _say_theirs(terminal: Terminal, one: ThreadReply) -> None:
    mark = _(" (yours)") if one.own else ""
    answers = _(", in answer to {id}").format(id=one.parent) if one.parent else ""
    author = one.author or _("Anonymous")
    terminal.say(f"{one.id}: {author}{mark}, {one.written.astimezone():%Y-%m-%d %H:%M}{answers}")
    terminal.say_text(_indented(_("deleted") if one.deleted else _plain(one)))


def _plain(one: ThreadReply) -> str:
    """The words of a reply for a terminal: without tags and without whatever would steer the terminal."""
    import html
    import re

    text = one.text
    if one.format is TextFormat.HTML:
        text = html.unescape(re.sub(r"<[^<>]*>", "", re.sub(r"</p>|<br ?/?>", "\n", text)))
    return "\n".join(clean_line(line) for line in text.strip().splitlines())


def _say_own(terminal: Terminal, desk: ReplyDesk, one: Reply) -> None:
    terminal.say(f"{one.uuid}: {_(one.state.sentence)}")
    if one.reason and one.state is not ReplyState.DISCARDED:
        terminal.say_text(_indented(_(one.reason)))
    terminal.say_text(_indented(said(desk.next_step(one, SystemClock().now(), desk.servers.get()))))
    terminal.say_text(_indented(one.form.comment))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())
