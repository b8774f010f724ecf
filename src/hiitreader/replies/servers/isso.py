"""Replies on an Isso server, 0.13 and 0.14: its wire.

Source: the server's API documentation (isso-comments.de/docs/reference/server-api) and the behaviour of 0.14. What its
answers mean is in `isso_answers`. It never decides what happens to a reply, and posts only in `send`, `edit`, `delete`.
"""

import json
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.likeness import from_seconds, in_seconds, waited_since
from hiitreader.replies.reply import Reply, ReplyState, Standing, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer, Trace
from hiitreader.replies.servers import isso_answers as answers
from hiitreader.replies.servers import isso_note
from hiitreader.replies.servers.isso_ids import Ids, TooManyError
from hiitreader.replies.servers.isso_note import Note, note_of, read_note, top_of
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.clock import Clock, SystemClock
from hiitreader.system.web import AnswerLost, NotReached, Web, WebAnswer

LIMITS = Limits(comment_most=65_535, name_most=1_000, email_most=254, website_most=254, comment_least=3)
"""Its own, but for the name, which it does not limit."""

MOST_LOOKS = 200
_JSON = "application/json"


def recognise(web: Web) -> bool:
    """Whether an Isso answers there, by the shape of its public settings.

    Raises:
        NoAnswer: nobody answers, or with another address.
    """
    answer = _get(web, "/config")
    if answer.status // 100 == answers.REDIRECTS:
        raise NoAnswer(
            N_("That address points to another one: {location}."),
            safe=N_("It was not followed, and nothing was changed."),
            todo=N_("If you trust it, give that address."),
            location=answer.headers.get("location", "?")[:200],
        )
    return answer.status == HTTPStatus.OK and "reply-to-self" in answer.table().table("config")


class Isso:
    """One Isso server.

    Args:
        web: its web interface.
        clock: tells the time.
    """

    def __init__(self, web: Web, clock: Clock | None = None) -> None:
        self._web = web
        self._clock = clock or SystemClock()
        self._listed: dict[str, tuple[ThreadReply, ...]] = {}
        self._time: datetime | None = None

    @property
    def limits(self) -> Limits:
        """How much it takes, in characters."""
        return LIMITS

    @property
    def pause(self) -> timedelta:
        """None: it limits posts to an article and a minute, and says so when there are too many."""
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

    def note(self, reply: Reply, known: AbstractSet[str]) -> str:
        """The highest id in use, by listing the thread and asking for ids above; none when it can't be found.

        With it comes when it was written, where it is listed, and the known ids that are above it: nothing is there any
        more, so whatever is there later is new. And when it was noted, by the server's clock, and under what the reply
        will stand.
        """
        listed = self._list(reply.thread)
        highest = self._highest(listed, known)
        free = frozenset() if highest is None else {id_ for id_ in known if id_.isdecimal() and int(id_) > highest}
        return self._noted(note_of(highest, listed, free), reply, listed).after(read_note(reply.noted)).text()

    def _highest(self, listed: tuple[ThreadReply, ...], known: AbstractSet[str]) -> int | None:
        """The highest id in use, None when it can't be found."""
        own = sorted((int(id_) for id_ in known if id_.isdecimal()), reverse=True)
        ids = {int(one.id) for one in listed}
        try:
            last = next((id_ for id_ in own[:MOST_LOOKS] if id_ in ids or self._exists(id_)), 0)
            return Ids(self._exists).highest(max(ids | {last}, default=0), *own[:1])
        except TooManyError:
            return None

    def _noted(self, note: Note, reply: Reply, listed: tuple[ThreadReply, ...]) -> Note:
        """A note with what is to be known about one more try."""
        under = (top_of(reply.parent, listed) or "") if reply.parent else None
        return replace(note, tries=() if self._time is None else (in_seconds(self._time),), under=under)

    def send(self, reply: Reply) -> Answer:
        """Post the frozen body."""
        path = f"/new?uri={_quoted(reply.thread)}"
        answer = self._ask(lambda: self._web.post(path, reply.body.encode(), _JSON))
        return answer if isinstance(answer, Answer) else answers.meaning(answer, self._clock.now())

    def find(
        self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), *, to_send: bool = True
    ) -> Finding:
        """Among the listed ones; else, `to_send`, by ids above the noted one, since held ones are not listed.

        When the noted one is no longer what it was, its id may be this reply's by now. That can't be seen of one that
        was not listed and is not: it can't be told from another one that a moderator has. Nor can one whose words a
        moderator has mended.
        """
        listed = self._list(reply.thread)
        note = read_note(reply.noted)
        changed = note.is_other(listed) or self._is_free(note, listed)
        known = frozenset(known - note.free)
        found = self.recognise(reply, listed, known, own)
        if found.trace is Trace.FOUND:
            return found
        waited = waited_since(tuple(map(from_seconds, note.tries)), self._time)
        mended = isso_note.may_be_mended(reply, listed, known, own)
        if found.trace is Trace.UNKNOWN or mended or note.highest is None or changed or not to_send:
            return Finding(Trace.UNKNOWN, waited=waited)
        highest, others, mine = note.highest, known | {one.id for one in listed}, set[str]()
        try:
            for highest in Ids(self._exists).above(note.highest):
                if str(highest) not in others:
                    return Finding(Trace.UNKNOWN)
                mine |= known & {str(highest)}
        except TooManyError:
            return Finding(Trace.UNKNOWN)
        fresh = self._noted(note_of(highest, listed, {id_ for id_ in note.free if int(id_) > highest}), reply, listed)
        return Finding(Trace.ABSENT, noted=fresh.text(), leans_on=frozenset(mine))

    def recognise(
        self, reply: Reply, listed: tuple[ThreadReply, ...], known: AbstractSet[str], own: Sequence[Reply]
    ) -> Finding:
        """By name, text and what it answers, above the noted id and within the time in which it can have come."""
        return isso_note.recognise(reply, listed, known, own)

    def standing(self, reply: Reply) -> Standing:
        """By its id: its author is told while the permission to change it lasts, others only that the id is in use."""
        seen = self._see(reply)
        if seen.status == HTTPStatus.NOT_FOUND:
            self._list(reply.thread)  # that there still is an Isso: another server has no such page either
        if seen.status == HTTPStatus.FORBIDDEN:
            uri = reply.thread.remote or reply.thread.uri
            listed = self._listed[uri] if uri in self._listed else self._list(reply.thread)
            return answers.standing_in(listed, reply)
        found = answers.standing(seen, reply)
        if found is None:
            raise answers.strange(seen, self._clock.now())
        return found

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """The thread's published replies, as their authors typed them.

        What is new is only looked for among replies to the article: those to older replies are missing in it, but not
        in the total.
        """
        # `after` leaves out its own moment, which is wanted too.
        after = "" if since is None else f"&after={since.timestamp() - 0.001:.3f}"
        answer = self._get(f"/?uri={_quoted(thread)}&plain=1{after}")
        replies, total = answers.listed(answer, self._clock.now())
        if since is None:
            self._listed[thread.remote or thread.uri] = replies
        return Listing(replies, whole=since is None, total=total)

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        """Give it other words, while the server lets its author do that."""
        if (instead := self._instead(reply)) is not None:
            return instead
        values = {"text": form.comment}
        values |= {"author": form.name} if form.name != reply.form.name else {}
        values |= {"website": form.website} if form.website != reply.form.website else {}
        body = json.dumps(values, ensure_ascii=False).encode()
        answer = self._ask(lambda: self._web.put(f"/id/{_id(reply)}", body, _JSON, _cookie(reply)))
        meant = answer if isinstance(answer, Answer) else answers.meaning_of_edit(answer, reply, self._clock.now())
        if meant.state is not ReplyState.UNSURE:
            return meant
        return self._afterwards(reply, lambda seen: answers.after_doubtful_edit(seen, reply, form.comment)) or meant

    def delete(self, reply: Reply) -> Answer:
        """Take it away, while the server lets its author do that."""
        if (instead := self._instead(reply)) is not None:
            return instead

        def deleted(seen: WebAnswer) -> Answer | None:
            return answers.after_doubtful_deletion(seen, reply)

        answer = self._ask(lambda: self._web.delete(f"/id/{_id(reply)}", _cookie(reply)))
        if isinstance(answer, WebAnswer) and answer.status == HTTPStatus.NOT_FOUND:
            return self._afterwards(reply, deleted) or answers.meaning(answer, self._clock.now())
        meant = answer if isinstance(answer, Answer) else answers.meaning_of_deletion(answer, self._clock.now())
        if meant.state is not ReplyState.UNSURE:
            return meant
        return self._afterwards(reply, deleted) or meant

    def close(self) -> None:
        """Let go of the connections."""
        self._web.close()

    def _instead(self, reply: Reply) -> Answer | None:
        """What is said instead of changing what is under a reply's number, which may be another's by now."""
        if reply.written is None:
            return None
        try:
            seen = self._see(reply)
        except NoAnswer as problem:
            return Answer(ReplyState.QUEUED, reason=problem.happened, said=problem.said())
        anothers = seen.status == HTTPStatus.OK and answers.is_anothers(seen.table(), reply)
        return Answer(ReplyState.REJECTED, reason=answers.GONE) if anothers else None

    def _ask(self, ask: Callable[[], WebAnswer]) -> WebAnswer | Answer:
        """Send something; an `Answer` when there is none of the server's."""
        try:
            return ask()
        except NotReached as problem:
            return Answer(ReplyState.QUEUED, reason=N_("The server can't be reached."), said=problem.said())
        except AnswerLost as problem:
            return Answer(ReplyState.UNSURE, reason=problem.happened)

    def _afterwards(self, reply: Reply, meaning: Callable[[WebAnswer], Answer | None]) -> Answer | None:
        """What a request whose answer was lost came to, as far as the server can be asked."""
        try:
            seen = self._see(reply)
            if seen.status == HTTPStatus.NOT_FOUND:
                self._list(reply.thread)  # as in `standing`
        except NoAnswer:
            return None
        return meaning(seen)

    def _see(self, reply: Reply) -> WebAnswer:
        """The server's answer about a reply's id, with its author's permission where there is one."""
        cookie = _cookie(reply)
        path = f"/id/{_id(reply)}?plain=1" if cookie else f"/id/{_id(reply)}"
        return self._get(path, cookie)

    def _get(self, path: str, headers: dict[str, str] | None = None) -> WebAnswer:
        """Ask, and remember what time it is there."""
        answer = _get(self._web, path, headers)
        self._time = answer.sent() or self._time
        return answer

    def _list(self, thread: Thread) -> tuple[ThreadReply, ...]:
        return self.pull(thread, None).replies

    def _exists(self, number: int) -> bool:
        """Whether an id is in use: 404 says no, 200 and 403 (someone else's) say yes."""
        answer = self._get(f"/id/{number}")
        if answer.status not in {HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            raise answers.strange(answer, self._clock.now())
        return answer.status != HTTPStatus.NOT_FOUND

    def _is_free(self, note: Note, listed: tuple[ThreadReply, ...]) -> bool:
        """Whether the id noted as the highest, which is not listed, is not in use any more."""
        if not note.highest or not note.watched or str(note.highest) in {one.id for one in listed}:
            return False
        return not self._exists(note.highest)


def _get(web: Web, path: str, headers: dict[str, str] | None = None) -> WebAnswer:
    try:
        return web.get(path, headers) if headers else web.get(path)
    except WorldProblem as problem:
        raise NoAnswer(problem.happened, safe=problem.safe, todo=problem.todo, **problem.values) from problem


def _quoted(thread: Thread) -> str:
    return quote(thread.remote or thread.uri, safe="")


def _id(reply: Reply) -> str:
    """The reply's id for a path; "0", which nobody has, for one that is no number."""
    return reply.server_id if reply.server_id.isdecimal() and reply.server_id.isascii() else "0"


def _cookie(reply: Reply) -> dict[str, str]:
    """The header that shows whose reply it is; the server takes the cookie under the bare id."""
    return {"Cookie": f"{_id(reply)}={reply.token}"} if reply.token else {}
