"""What an Isso's answers mean, and how much of them is believed: states, reasons, lists, permissions.

Pure. Source: the server's API documentation (isso-comments.de/docs/reference/server-api) and the behaviour of 0.13 and
0.14. It never asks anything.
"""

import html
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from hiitreader.errors import N_
from hiitreader.replies.backoff import retry_after
from hiitreader.replies.likeness import came_in_time, from_seconds, is_under_its_number
from hiitreader.replies.reply import Reply, ReplyState, Standing
from hiitreader.replies.server import Answer, NoAnswer
from hiitreader.replies.servers.isso_note import read_note
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.cells import EARLIEST, LATEST, counted, nearest
from hiitreader.system.json_table import Table, cleaned
from hiitreader.system.web import WebAnswer

MOST_REPLIES = 20_000
DEEPEST = 8
REDIRECTS = 3

_CERTAIN_NOT_THERE = frozenset({404, 405, 410, 421})
_PUBLISHED, _HELD, _DELETED = 1, 2, 4
_STANDINGS = {_PUBLISHED: Standing.PUBLISHED, _HELD: Standing.AWAITING, _DELETED: Standing.GONE}


# -- posting -----------------------------------------------------------------------------------------------------------


def meaning(answer: WebAnswer, now: datetime) -> Answer:
    """What an answer to a post means. Only 201 and 202 with an id are a success."""
    if answer.status in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
        return _taken(answer, now)
    if answer.status == HTTPStatus.FORBIDDEN:
        return _forbidden(_words(answer))
    if answer.status == HTTPStatus.BAD_REQUEST:
        return _bad(_words(answer))
    said = _said(answer)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return Answer(ReplyState.NEEDS_SIGN_IN, said=said)
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Answer(ReplyState.NEEDS_CHANGE, field="comment", reason=N_("The server finds it too long."), said=said)
    wait = asked_wait(answer, now)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(ReplyState.QUEUED, reason=_TOO_MANY, said=said, wait=wait)
    if answer.status in _CERTAIN_NOT_THERE:
        return Answer(ReplyState.QUEUED, reason=N_("No reply server answers at this address now."), said=said)
    if answer.status // 100 == REDIRECTS:
        return Answer(
            ReplyState.UNSURE, reason=N_("The server pointed to another address, which was not followed."), said=said
        )
    return Answer(ReplyState.UNSURE, reason=N_("The server had a fault of its own."), said=said, wait=wait)


_TOO_MANY = N_("The server takes no more replies for the moment.")
_NOT_UNDERSTOOD = N_("The server's answer can't be understood.")


def _taken(answer: WebAnswer, now: datetime, expected: Reply | None = None) -> Answer:
    found = answer.table()
    number = found.id_of("id")
    if not number or (expected and (str(number) != expected.server_id or is_anothers(found, expected))):
        return Answer(ReplyState.UNSURE, reason=_NOT_UNDERSTOOD, said=str(answer.status))
    awaiting = answer.status == HTTPStatus.ACCEPTED or found.whole("mode") == _HELD
    token, expires = _permission(answer, str(number), now)
    state = ReplyState.AWAITING_MODERATION if awaiting else ReplyState.PUBLISHED
    written = _time(found.number("created"))
    return Answer(state, server_id=str(number), token=token, expires=expires, written=written)


def _permission(answer: WebAnswer, number: str, now: datetime) -> tuple[str, datetime | None]:
    """What lets the author change reply `number`, and until when, from the X-Set-Cookie header; "" and None without it.

    The time left is what counts, not the server's idea of the date.
    """
    header = answer.headers.get("x-set-cookie", "")
    cookie = re.search(
        rf"(?:^|[\s,])isso-{number}=\"?([A-Za-z0-9._~+/=-]{{1,1000}})\"?\s*(;[^=]*=.*)?$", header[:4_000]
    )
    age = re.search(r";\s*Max-Age=([0-9]{1,8})(?:;|$)", cookie[2] or "", re.IGNORECASE) if cookie else None
    if cookie is None or age is None or int(age[1]) == 0:
        return "", None
    return cookie[1], now + timedelta(seconds=int(age[1]))


def _bad(said: str) -> Answer:
    known = {
        "text is": ("comment", N_("The comment is too short or too long for the server.")),
        "rfc5321": ("email", N_("The server finds the email address too long.")),
        "arbitrary length": ("website", N_("The server finds the website's address too long.")),
        "Website": ("website", N_("The server does not take this website's address.")),
    }
    field, reason = next(
        (found for sign, found in known.items() if sign in said), ("", N_("The server can't take it."))
    )
    return Answer(ReplyState.NEEDS_CHANGE, field=field, reason=reason, said=f"400 {said}")


def _forbidden(said: str) -> Answer:
    log = f"403 {_without_addresses(said)}"
    if "ratelimit" in said:
        return Answer(ReplyState.QUEUED, reason=_TOO_MANY, said=log, wait=timedelta(seconds=60))
    if "edit time frame" in said:
        reason = N_("The server takes an answer to one's own reply only some minutes later.")
        return Answer(ReplyState.QUEUED, reason=reason, said=log, wait=timedelta(minutes=15))
    if "email address required" in said:
        return Answer(
            ReplyState.NEEDS_CHANGE, field="email", reason=N_("The server asks for an email address."), said=log
        )
    if "author address required" in said:
        return Answer(ReplyState.NEEDS_CHANGE, field="name", reason=N_("The server asks for a name."), said=log)
    if "direct responses" in said:
        return Answer(
            ReplyState.REJECTED, reason=N_("The server takes no more replies from you to this article."), said=log
        )
    return Answer(ReplyState.REJECTED, reason=N_("The server refused it."), said=log)


# -- changing and deleting ---------------------------------------------------------------------------------------------

_TOO_LATE = N_("The time in which the server lets a reply be changed is over.")
GONE = N_("The server no longer has this reply.")


def meaning_of_edit(answer: WebAnswer, reply: Reply, now: datetime) -> Answer:
    """What an answer to a change means. Only 200 with the reply's own id is a success."""
    if answer.status == HTTPStatus.OK:
        return _taken(answer, now, expected=reply)
    if answer.status in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
        return Answer(ReplyState.UNSURE, reason=_NOT_UNDERSTOOD, said=str(answer.status))
    if answer.status == HTTPStatus.FORBIDDEN:
        return Answer(ReplyState.CLOSED, reason=_TOO_LATE, said=_said(answer))
    return meaning(answer, now)


def meaning_of_deletion(answer: WebAnswer, now: datetime) -> Answer:
    """What an answer to a deletion means."""
    if answer.status == HTTPStatus.OK:
        return Answer(ReplyState.DISCARDED)
    if answer.status == HTTPStatus.FORBIDDEN:
        return Answer(ReplyState.CLOSED, reason=_TOO_LATE, said=_said(answer))
    if answer.status in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
        return Answer(ReplyState.UNSURE, reason=_NOT_UNDERSTOOD, said=str(answer.status))
    return meaning(answer, now)


def after_doubtful_edit(seen: WebAnswer, reply: Reply, comment: str) -> Answer | None:
    """What a change whose answer was lost came to, by the reply as the server then has it; None when that doesn't tell.

    The permission to change it is bound to its words: after a change whose answer was lost it is lost, too.
    """
    if seen.status == HTTPStatus.NOT_FOUND:
        return Answer(ReplyState.REJECTED, reason=GONE)
    found = seen.table()
    if seen.status == HTTPStatus.OK and is_anothers(found, reply):
        return Answer(ReplyState.REJECTED, reason=GONE)
    if seen.status != HTTPStatus.OK or found.text("text") not in (comment, reply.form.comment):
        return None
    if found.text("text") == comment:
        awaiting = found.whole("mode") == _HELD
        state = ReplyState.AWAITING_MODERATION if awaiting else ReplyState.PUBLISHED
        return Answer(state, server_id=reply.server_id)
    return Answer(ReplyState.QUEUED, reason=N_("The server did not take the change."))


def after_doubtful_deletion(seen: WebAnswer, reply: Reply) -> Answer | None:
    """What a deletion whose answer was lost came to, by what the server then has; None when that doesn't tell."""
    if seen.status == HTTPStatus.NOT_FOUND or (seen.status == HTTPStatus.OK and is_anothers(seen.table(), reply)):
        return Answer(ReplyState.DISCARDED)
    mode = _mode(seen.table()) if seen.status == HTTPStatus.OK else 0
    if mode == _DELETED:
        return Answer(ReplyState.DISCARDED)
    return Answer(ReplyState.QUEUED, reason=N_("The server did not delete it.")) if mode in _STANDINGS else None


def is_anothers(found: Table, reply: Reply) -> bool:
    """Whether what a server has under a reply's number was written at another moment: the number was given again.

    The permission to change it may be good for that, too: it is bound to nothing but the number and the words.
    """
    written = _time(found.number("created"))
    return reply.written is not None and written is not None and written != reply.written


# -- where a reply stands ----------------------------------------------------------------------------------------------


def standing(seen: WebAnswer, reply: Reply) -> Standing | None:
    """Where a reply stands by the server's answer about its id; None when it only says that the id is in use.

    An id can be used again: what was written at another moment is another reply. Where the moment is not known, so is
    one under which somebody else says something, and so are other words of the same author that came at another time.
    Else that can't be told, since a moderator may have changed the words.
    """
    if seen.status == HTTPStatus.NOT_FOUND:
        return Standing.GONE
    if seen.status != HTTPStatus.OK:
        return None
    found = seen.table()
    mode = _mode(found)
    if mode not in _STANDINGS:
        return Standing.UNKNOWN
    created = _time(found.number("created"))
    if reply.written is not None and created is not None:
        return _STANDINGS[mode] if created == reply.written else Standing.GONE
    if mode != _DELETED and name(found) != reply.form.name:
        return Standing.GONE
    if mode != _DELETED and found.text("text") != reply.form.comment:
        if not _can_be(created, reply):
            return Standing.GONE
        return Standing.AWAITING if mode == _HELD else Standing.UNKNOWN
    return _STANDINGS[mode]


def standing_in(listed: tuple[ThreadReply, ...], reply: Reply) -> Standing:
    """Where a reply stands whose id is in use, by the list of those that are published.

    None of those is held again: the id of one that was published and is not listed is in use elsewhere. One that is
    listed is it, when it was written at its moment; else as in `standing`.
    """
    one = next((one for one in listed if one.id == reply.server_id), None)
    if one is None:
        return Standing.GONE if reply.state is ReplyState.PUBLISHED else Standing.AWAITING
    if one.deleted or not is_under_its_number(one, reply):
        return Standing.GONE
    if reply.written is not None:
        return Standing.PUBLISHED
    in_time = _can_be(one.written, reply)
    if one.text != reply.form.comment:
        return Standing.UNKNOWN if in_time else Standing.GONE
    # The same words of one's own under something else; but what it answers may have been deleted since.
    under = read_note(reply.noted).trail(reply, listed).parents
    return Standing.PUBLISHED if in_time or one.parent in under else Standing.GONE


def _can_be(written: datetime | None, reply: Reply) -> bool:
    """Whether what was written at a moment can be an own reply whose words a moderator has changed."""
    return written is None or came_in_time(written, map(from_seconds, read_note(reply.noted).tries))


# -- reading lists -----------------------------------------------------------------------------------------------------


def listed(answer: WebAnswer, now: datetime) -> tuple[tuple[ThreadReply, ...], int | None]:
    """The replies in a list, and how many the server says the thread has.

    Raises:
        NoAnswer: it is no list.
    """
    found = answer.table()
    items, total = found.rows("replies"), found.whole("total_replies")
    if answer.status != HTTPStatus.OK or items is None:
        raise strange(answer, now)
    replies = tuple(_replies(items, "", DEEPEST))[:MOST_REPLIES]
    return replies, counted(total)


def strange(answer: WebAnswer, now: datetime) -> NoAnswer:
    """An answer to a question that makes no sense."""
    if answer.status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        problem = NoAnswer(N_("The server has no time for this now."), safe=N_("Nothing was sent."))
        return problem.with_wait(asked_wait(answer, now))
    return NoAnswer(_NOT_UNDERSTOOD, safe=N_("Nothing was sent."))


def asked_wait(answer: WebAnswer, now: datetime) -> timedelta | None:
    """What the Retry-After header asks for, None when there is none."""
    return retry_after(answer.headers.get("retry-after", ""), now)


def name(item: Table) -> str:
    """The author of a reply, as typed: the server keeps it with character references."""
    return " ".join(cleaned(html.unescape(item.text("author"))).split())


def _mode(item: Table) -> int:
    """How a reply stands: 1 published, 2 held, 4 deleted; 0 for what makes no sense."""
    found = item.whole("mode")
    return found if found in _STANDINGS else 0


def _replies(items: tuple[Table, ...], parent: str, depth: int) -> Iterator[ThreadReply]:
    for item in items if depth else ():
        one = _reply(item, parent)
        if one is not None:
            yield one
            yield from _replies(item.rows("replies") or (), one.id, depth - 1)


def _reply(item: Table, parent: str) -> ThreadReply | None:
    number, written = item.id_of("id"), _time(item.number("created"))
    if not number or written is None:
        return None
    mode = item.whole("mode")
    deleted = mode == _DELETED
    return ThreadReply(
        id=str(number),
        parent=parent,
        author="" if deleted else name(item),
        text="" if deleted else item.text("text"),
        website="" if deleted else _website(html.unescape(item.text("website"))),
        written=written,
        changed=_time(item.number("modified")),
        awaiting=mode == _HELD,
        deleted=deleted,
        writer=item.text("hash", 200),
    )


def _time(found: float | None) -> datetime | None:
    """A moment by its seconds since 1970, the nearest that can be kept; None for none."""
    if found is None:
        return None
    return nearest(EARLIEST + timedelta(seconds=min(max(found, 0), (LATEST - EARLIEST).total_seconds())))


def _website(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc and text.isprintable() else ""


def _said(answer: WebAnswer) -> str:
    return f"{answer.status} {_without_addresses(_words(answer))}".strip()


def _words(answer: WebAnswer) -> str:
    """The server's reason, from the paragraph of the page it comes in, as one short line of plain text."""
    text = answer.body[:20_000].decode("utf-8", "replace")
    found = re.search(r"<p>(.*?)</p>", text, re.DOTALL)
    plain = html.unescape(re.sub(r"<[^<>]{0,200}>", "", found[1])) if found else ""
    return "".join(c for c in " ".join(plain.split()) if c.isprintable())[:200]


def _without_addresses(said: str) -> str:
    """A reason without the reader's network address, which has no place in a log."""
    return re.sub(r"[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]+", "…", said)
