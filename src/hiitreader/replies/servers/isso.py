"""Replies on an Isso server, 0.13 and 0.14: its wire, and what its answers mean.

Source: the server's API documentation (isso-comments.de/docs/reference/server-api) and the behaviour of 0.14.
It never decides what happens to a reply, and posts only in `send`.
"""

import html
import json
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TypeGuard
from urllib.parse import quote, urlsplit

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer, Standing, Trace
from hiitreader.replies.thread import ThreadReply
from hiitreader.replies.web import AnswerLost, NotReached, Web, WebAnswer

KIND = "isso"

LIMITS = Limits(comment_most=65_535, name_most=1_000, email_most=254, website_most=254, comment_least=3)
"""Its own, but for the name, which it does not limit."""

GAP = 10
"""How many ids in a row must be free for the highest one to be taken as found; deleted replies leave gaps."""

MOST_LOOKS = 200
MOST_REPLIES = 20_000
DEEPEST = 8
_FURTHEST = 2**32

_CERTAIN_NOT_THERE = frozenset({404, 405, 410, 421})
_REDIRECTS = 3
_HELD, _DELETED = 2, 4


def recognise(web: Web) -> bool:
    """Whether an Isso answers there, by the shape of its public settings.

    Raises:
        NoAnswer: nobody answers, or with another address.
    """
    answer = _get(web, "/config")
    if answer.status // 100 == _REDIRECTS:
        raise NoAnswer(
            N_("That address points to another one: {location}."),
            safe=N_("It was not followed, and nothing was changed."),
            todo=N_("If you trust it, give that address."),
            location=answer.headers.get("location", "?")[:200],
        )
    settings = _json(answer)
    return (
        answer.status == HTTPStatus.OK
        and isinstance(settings, dict)
        and "reply-to-self" in _mapping(settings.get("config"))
    )


class Isso:
    """One Isso server.

    Args:
        web: its web interface.
    """

    def __init__(self, web: Web) -> None:
        self._web = web

    @property
    def limits(self) -> Limits:
        """How much it takes, in characters."""
        return LIMITS

    @property
    def pause(self) -> timedelta:
        """It limits posts to an article and a minute, and says so when there are too many."""
        return timedelta()

    def locate(self, thread: Thread) -> str:
        """The uri itself: a thread begins with its first reply."""
        return thread.uri

    def body(self, reply: Reply) -> str:
        """JSON; `title` always, because without it the server would fetch the page to start a new thread."""
        form = reply.form
        return json.dumps(
            {
                "text": form.comment,
                "author": form.name or None,
                "email": form.email or None,
                "website": form.website or None,
                "parent": int(reply.parent) if reply.parent.isdecimal() else None,
                "title": reply.thread.title,
            },
            ensure_ascii=False,
        )

    def note(self, thread: Thread, known: AbstractSet[str]) -> str:
        """The highest id in use, by listing the thread and asking for ids above; "" when it can't be found."""
        listed = {reply.id for reply in self._list(thread)}
        return self._highest(max((int(i) for i in (*listed, *known) if i.isdecimal()), default=0))

    def send(self, reply: Reply) -> Answer:
        """Post the frozen body."""
        path = f"/new?uri={quote(reply.thread.remote or reply.thread.uri, safe='')}"
        try:
            answer = self._web.post(path, reply.body.encode("utf-8"), "application/json")
        except NotReached as problem:
            return Answer(ReplyState.QUEUED, reason=N_("The server can't be reached."), said=problem.said())
        except AnswerLost as problem:
            return Answer(ReplyState.UNSURE, reason=problem.happened)
        return meaning(answer)

    def find(self, reply: Reply, known: AbstractSet[str]) -> Finding:
        """By name and text among the listed ones; else by ids above the noted one, since held ones are not listed."""
        listed = self._list(reply.thread)
        noted = int(reply.noted) if reply.noted.isdecimal() else None
        for one in listed:
            if one.id not in known and (noted is None or int(one.id) > noted) and _same(one, reply):
                return Finding(Trace.FOUND, one.id)
        if noted is None:
            return Finding(Trace.UNKNOWN)
        others = known | {one.id for one in listed}
        unknown = any(str(new) not in others for new in self._above(noted))
        return Finding(Trace.UNKNOWN if unknown else Trace.ABSENT)

    def standing(self, reply: Reply) -> Standing:
        """Nothing is known yet."""
        return Standing.UNKNOWN

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """The thread's published replies, as their authors typed them."""
        return Listing(self._list(thread), whole=True)

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        """Not yet."""
        return Answer(ReplyState.REJECTED)

    def delete(self, reply: Reply) -> Answer:
        """Not yet."""
        return Answer(ReplyState.REJECTED)

    def close(self) -> None:
        """Let go of the connections."""
        self._web.close()

    def _list(self, thread: Thread) -> tuple[ThreadReply, ...]:
        answer = _get(self._web, f"/?uri={quote(thread.remote or thread.uri, safe='')}&plain=1")
        found = _json(answer)
        if answer.status != HTTPStatus.OK or not isinstance(found, dict) or not isinstance(found.get("replies"), list):
            raise _strange()
        return tuple(_replies(found["replies"], "", DEEPEST))[:MOST_REPLIES]

    def _exists(self, number: int) -> bool:
        """Whether an id is in use: 404 says no, 200 and 403 (someone else's) say yes."""
        status = _get(self._web, f"/id/{number}").status
        if status not in {HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            raise _strange()
        return status != HTTPStatus.NOT_FOUND

    def _highest(self, start: int) -> str:
        """The highest id in use, at least `start`: in growing steps, then by halving, then through short gaps."""
        highest, looks = start, 0
        while looks < MOST_LOOKS:
            step = 1
            while step < _FURTHEST and self._exists(highest + step):
                step, looks = step * 2, looks + 1
            low, high = highest + step // 2, highest + step
            while high - low > 1:
                middle, looks = (low + high) // 2, looks + 1
                low, high = (middle, high) if self._exists(middle) else (low, middle)
            looks += GAP
            beyond = next((low + ahead for ahead in range(2, GAP + 1) if self._exists(low + ahead)), None)
            if beyond is None:
                return str(low)
            highest = beyond
        return ""

    def _above(self, noted: int) -> Iterator[int]:
        """Every id in use above `noted`, through gaps twice as long as those that noting bridged."""
        number, free, looks = noted, 0, 0
        while free < 2 * GAP and looks < MOST_LOOKS:
            number, looks = number + 1, looks + 1
            if self._exists(number):
                free = 0
                yield number
            else:
                free += 1


def meaning(answer: WebAnswer) -> Answer:
    """What an answer to a post means. Only 201 and 202 with an id are a success."""
    if answer.status in {201, 202}:
        return _taken(answer)
    if answer.status == HTTPStatus.FORBIDDEN:
        return _forbidden(_words(answer))
    if answer.status == HTTPStatus.BAD_REQUEST:
        return _bad(_words(answer))
    said = f"{answer.status} {_words(answer)}".strip()
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return Answer(ReplyState.NEEDS_SIGN_IN, said=said)
    if answer.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Answer(ReplyState.NEEDS_CHANGE, field="comment", reason=N_("The server finds it too long."), said=said)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Answer(ReplyState.QUEUED, reason=_TOO_MANY, said=said, wait=_retry_after(answer))
    if answer.status in _CERTAIN_NOT_THERE:
        return Answer(ReplyState.QUEUED, reason=N_("No reply server answers at this address now."), said=said)
    if answer.status // 100 == _REDIRECTS:
        return Answer(
            ReplyState.UNSURE, reason=N_("The server pointed to another address, which was not followed."), said=said
        )
    return Answer(ReplyState.UNSURE, reason=N_("The server had a fault of its own."), said=said)


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TOO_MANY = N_("The server takes no more replies for the moment.")


def _taken(answer: WebAnswer) -> Answer:
    found = _mapping(_json(answer))
    number = found.get("id")
    if not _is_id(number):
        return Answer(ReplyState.UNSURE, reason=N_("The server's answer can't be understood."), said=str(answer.status))
    awaiting = answer.status == HTTPStatus.ACCEPTED or found.get("mode") == _HELD
    return Answer(ReplyState.AWAITING_MODERATION if awaiting else ReplyState.PUBLISHED, server_id=str(number))


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


def _get(web: Web, path: str) -> WebAnswer:
    try:
        return web.get(path)
    except WorldProblem as problem:
        raise NoAnswer(problem.happened, safe=problem.safe, todo=problem.todo, **problem.values) from problem


def _json(answer: WebAnswer) -> object:
    try:
        found: object = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return found


def _mapping(found: object) -> dict[str, object]:
    return found if isinstance(found, dict) else {}


def _is_id(found: object) -> TypeGuard[int]:
    return isinstance(found, int) and not isinstance(found, bool) and 0 < found < 2**63


def _strange() -> NoAnswer:
    return NoAnswer(N_("The server's answer can't be understood."), safe=N_("Nothing was sent."))


def _words(answer: WebAnswer) -> str:
    """The server's reason, from the paragraph of the page it comes in, as one short line of plain text."""
    text = answer.body[:20_000].decode("utf-8", "replace")
    found = re.search(r"<p>(.*?)</p>", text, re.DOTALL)
    plain = html.unescape(re.sub(r"<[^<>]{0,200}>", "", found[1])) if found else ""
    return "".join(c for c in " ".join(plain.split()) if c.isprintable())[:200]


def _without_addresses(said: str) -> str:
    """A reason without the reader's network address, which has no place in a log."""
    return re.sub(r"[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]+", "…", said)


def _retry_after(answer: WebAnswer) -> timedelta | None:
    """The Retry-After header (RFC 9110, 10.2.3) in seconds, at most a day; None when there is none or it is a date."""
    typed = answer.headers.get("retry-after", "").strip()
    return timedelta(seconds=min(int(typed), 86_400)) if re.fullmatch("[0-9]{1,8}", typed) else None


def _same(one: ThreadReply, reply: Reply) -> bool:
    return one.author == reply.form.name and one.text == reply.form.comment


def _replies(found: object, parent: str, depth: int) -> Iterator[ThreadReply]:
    if depth == 0 or not isinstance(found, list):
        return
    for item in found:
        one = _reply(_mapping(item), parent)
        if one is not None:
            yield one
            yield from _replies(item.get("replies", []), one.id, depth - 1)


def _reply(item: dict[str, object], parent: str) -> ThreadReply | None:
    number, written = item.get("id"), _time(item.get("created"))
    if not _is_id(number) or written is None:
        return None
    deleted = item.get("mode") == _DELETED
    return ThreadReply(
        id=str(number),
        parent=parent,
        author="" if deleted else " ".join(html.unescape(_text(item.get("author"))).split()),
        text="" if deleted else _text(item.get("text")),
        website="" if deleted else _website(html.unescape(_text(item.get("website")))),
        written=written,
        changed=_time(item.get("modified")),
        awaiting=item.get("mode") == _HELD,
        deleted=deleted,
    )


def _text(found: object) -> str:
    """Text without control characters but line ends and tabs."""
    return _CONTROLS.sub("", found) if isinstance(found, str) else ""


def _time(found: object) -> datetime | None:
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 2**36:
        return None
    return datetime.fromtimestamp(found, UTC)


def _website(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc and text.isprintable() else ""
