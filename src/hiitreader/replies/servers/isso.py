"""Replies on an Isso server, 0.13 and 0.14: its wire.

Source: the server's API documentation (isso-comments.de/docs/reference/server-api) and the behaviour of 0.14. What its
answers mean is in `isso_answers`. It never decides what happens to a reply, and posts only in `send`, `edit`, `delete`.
"""

import json
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.form import Limits, ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Standing, Thread
from hiitreader.replies.server import Answer, Finding, Listing, NoAnswer, Trace
from hiitreader.replies.servers import isso_answers as answers
from hiitreader.replies.servers.isso_note import Note, note_of, read_note
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.clock import Clock, SystemClock
from hiitreader.system.web import AnswerLost, NotReached, Web, WebAnswer

LIMITS = Limits(comment_most=65_535, name_most=1_000, email_most=254, website_most=254, comment_least=3)
"""Its own, but for the name, which it does not limit."""

GAP = 10
"""How many ids in a row must be free for the highest one to be taken as found; deleted replies leave gaps."""

MOST_LOOKS = 200
_FURTHEST = 2**32
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

    def note(self, thread: Thread, known: AbstractSet[str]) -> str:
        """The highest id in use, by listing the thread and asking for ids above; "" when it can't be found.

        With it comes when it was written, where it is listed, and the known ids that are above it: nothing is there any
        more, so whatever is there later is new.
        """
        replies = self._list(thread)
        listed = {int(reply.id) for reply in replies}
        own = sorted((int(id_) for id_ in known if id_.isdecimal()), reverse=True)
        last = next((id_ for id_ in own[:MOST_LOOKS] if id_ in listed or self._exists(id_)), 0)
        highest = self._highest(max(listed | {last}, default=0))
        if highest is None:
            return ""
        return note_of(highest, replies, {str(id_) for id_ in own if id_ > highest}).text()

    def send(self, reply: Reply) -> Answer:
        """Post the frozen body."""
        path = f"/new?uri={_quoted(reply.thread)}"
        answer = self._ask(lambda: self._web.post(path, reply.body.encode(), _JSON))
        return answer if isinstance(answer, Answer) else answers.meaning(answer, self._clock.now())

    def find(self, reply: Reply, known: AbstractSet[str]) -> Finding:
        """By name and text among the listed ones; else by ids above the noted one, since held ones are not listed.

        When the noted one is no longer what it was, its id may be this reply's by now. That can't be seen of one that
        was not listed and is not: it can't be told from another one that a moderator has.
        """
        listed = self._list(reply.thread)
        note = read_note(reply.noted)
        changed = note.is_other(listed) or self._is_free(note, listed)
        known = known - note.free
        for one in listed:
            if one.id not in known and note.is_newer(one, changed=changed) and _same(one, reply):
                return Finding(Trace.FOUND, one.id)
        if note.highest is None or changed:
            return Finding(Trace.UNKNOWN)
        highest, others, own = note.highest, known | {one.id for one in listed}, set[str]()
        for highest in self._above(note.highest):
            if str(highest) not in others:
                return Finding(Trace.UNKNOWN)
            own |= known & {str(highest)}
        free = {id_ for id_ in note.free if int(id_) > highest}
        return Finding(Trace.ABSENT, noted=note_of(highest, listed, free).text(), leans_on=frozenset(own))

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
        answer = _get(self._web, f"/?uri={_quoted(thread)}&plain=1{after}")
        replies, total = answers.listed(answer, self._clock.now())
        if since is None:
            self._listed[thread.remote or thread.uri] = replies
        return Listing(replies, whole=since is None, total=total)

    def edit(self, reply: Reply, form: ReplyForm) -> Answer:
        """Give it other words, while the server lets its author do that."""
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
        answer = self._ask(lambda: self._web.delete(f"/id/{_id(reply)}", _cookie(reply)))
        if isinstance(answer, WebAnswer) and answer.status == HTTPStatus.NOT_FOUND:
            return self._afterwards(reply, answers.after_doubtful_deletion) or answers.meaning(
                answer, self._clock.now()
            )
        meant = answer if isinstance(answer, Answer) else answers.meaning_of_deletion(answer, self._clock.now())
        if meant.state is not ReplyState.UNSURE:
            return meant
        return self._afterwards(reply, answers.after_doubtful_deletion) or meant

    def close(self) -> None:
        """Let go of the connections."""
        self._web.close()

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
        return _get(self._web, path, cookie)

    def _list(self, thread: Thread) -> tuple[ThreadReply, ...]:
        return self.pull(thread, None).replies

    def _exists(self, number: int) -> bool:
        """Whether an id is in use: 404 says no, 200 and 403 (someone else's) say yes."""
        answer = _get(self._web, f"/id/{number}")
        if answer.status not in {HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            raise answers.strange(answer, self._clock.now())
        return answer.status != HTTPStatus.NOT_FOUND

    def _is_free(self, note: Note, listed: tuple[ThreadReply, ...]) -> bool:
        """Whether the id noted as the highest, which is not listed, is not in use any more."""
        if not note.highest or not note.watched or str(note.highest) in {one.id for one in listed}:
            return False
        return not self._exists(note.highest)

    def _highest(self, start: int) -> int | None:
        """The highest id in use, at least `start`: in growing steps, then by halving, then through short gaps.

        None when it has not been found after many looks.
        """
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
                return low
            highest = beyond
        return None

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


def _same(one: ThreadReply, reply: Reply) -> bool:
    return one.author == reply.form.name and one.text == reply.form.comment
