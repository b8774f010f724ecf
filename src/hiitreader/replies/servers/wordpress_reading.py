"""What a WordPress gives to read by its REST API: which post an article is, its replies, where one of them stands.

Source: WordPress's REST API handbook (developer.wordpress.org/rest-api) and the behaviour of 6.1 to 6.7.
It never posts, and never puts an email address into a request.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from enum import Enum
from http import HTTPStatus

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.likeness import waited_since
from hiitreader.replies.reply import SETTLE, Reply, Standing, Thread
from hiitreader.replies.server import Finding, Listing, NoAnswer, NoThread, Trace
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.wordpress import (
    REDIRECTED,
    REDIRECTS,
    is_number,
    letters,
    letters_of_html,
    moment,
    plain_name,
    post_number,
    query,
    strange,
    website,
)
from hiitreader.replies.servers.wordpress_order import in_order
from hiitreader.replies.servers.wordpress_own import (
    may_be_otherwise,
    note_of,
    noted_id,
    noted_tries,
    one_more,
    recognise,
    standing_of,
    writer_of,
)
from hiitreader.replies.thread import TextFormat, ThreadReply
from hiitreader.system.json_table import Table
from hiitreader.system.web import Web, WebAnswer

PER_PAGE = 100
"""The most it gives at once."""

MOST_PAGES = 200
MOST_LOOKS = 10
MOST_REPLIES = PER_PAGE * MOST_PAGES
MOST_BYTES = 64 * 1024 * 1024
MOST_SECONDS = 300.0
MOST_CHARACTERS = 400_000
"""Bounds of one listing, and of one reply in it."""

TOTAL = "x-wp-total"
PAGES = "x-wp-totalpages"
_FIELDS = "id,post,parent,author,author_name,author_url,author_avatar_urls,date_gmt,content,status"
MOST_WORDS = 8
_KINDS_OF_POST = ("posts", "pages")
_REFUSALS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


class Parent(Enum):
    """Whether a reply that is to be answered is there."""

    THERE = "there"
    GONE = "gone"
    UNKNOWN = "unknown"


class Article(Enum):
    """Whether an article takes replies."""

    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"
    UNKNOWN = "unknown"


class NotListed(NoThread):
    """The site does not let programs read its replies."""


class WordPressReading:
    """The REST API of one WordPress, to read.

    Args:
        web: its web interface, below the root of the API; None when the site has none to offer.
        settings: which server it is; `api` is the address of that root, "https://example.org/wp-json" or
            "https://example.org/?rest_route=".
        seconds: a clock that only goes forward, in seconds.
    """

    def __init__(
        self, web: Web | None, settings: ServerSettings, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._web = web
        self._api = settings.api
        self._seconds = seconds
        self._time: datetime | None = None

    @property
    def offered(self) -> bool:
        """Whether there is anything to read at all."""
        return self._web is not None

    def path(self, route: str, **values: object) -> str:
        """The path of a route below the API's root, with its query.

        A root that is itself a query, "?rest_route=", is gone on with `&`.
        """
        asked = query(**values)
        return f"{route}{'&' if '?' in self._api else '?'}{asked}" if asked else route

    def get(self, route: str, **values: object) -> WebAnswer:
        """Ask for a route.

        Raises:
            NotListed: the site offers no API.
            NoAnswer: nobody answers.
        """
        if self._web is None:
            raise not_listed()
        try:
            return self._web.get(self.path(route, **values))
        except WorldProblem as problem:
            raise NoAnswer(problem.happened, safe=problem.safe, todo=problem.todo, **problem.values) from problem

    def locate(self, thread: Thread) -> str:
        """The number of the post or page that an article is, by its address there and then by its title.

        Raises:
            NoThread: none has this title, or more than one.
        """
        slug = thread.uri.strip("/").rpartition("/")[2]
        for asked in ({"slug": slug}, {"search": _search_words(thread.title)}):
            found: set[int] = set()
            for kind in _KINDS_OF_POST:
                try:
                    answer = self.get(f"/wp/v2/{kind}", **asked, per_page=20, _fields="id,title")
                    found.update(_same_title(self._items(answer), thread.title))
                except NotListed:
                    raise _no_thread(N_("This site does not let programs look for its articles."), thread) from None
            if len(found) == 1:
                return str(found.pop())
            if found:
                raise _no_thread(N_("More than one article there is called “{title}”."), thread)
        raise _no_thread(N_("There is no article “{title}” on this site."), thread)

    def standing(self, reply: Reply, account: int = 0) -> Standing:
        """Where a confirmed reply stands; one that is held can't be seen by strangers, which is as good a sign.

        `account` is the number of the account that has signed in, 0 for none.
        """
        if self._web is None:
            return Standing.UNKNOWN
        if not is_number(reply.server_id):
            return Standing.AWAITING
        answer = self.get(f"/wp/v2/comments/{reply.server_id}", _fields=_FIELDS)
        found_there = answer.table()
        if answer.status == HTTPStatus.OK and found_there.id_of("id") == int(reply.server_id):
            return self._seen(found_there, reply, account)
        code = found_there.text("code")
        if answer.status == HTTPStatus.NOT_FOUND and code == "rest_comment_invalid_id":
            return Standing.GONE
        if answer.status in _REFUSALS and code == "rest_cannot_read":
            return Standing.AWAITING
        if answer.status in _REFUSALS or code == "rest_no_route":
            return Standing.UNKNOWN
        raise strange(answer)

    def _seen(self, item: Table, reply: Reply, account: int) -> Standing:
        """Where a reply stands by what is under its number: the site may have been put back as it once was."""
        if item.id_of("post") != post_number(reply.thread):
            return Standing.GONE
        if item.text("status", missing="approved") != "approved":
            return Standing.AWAITING
        one = _reply(item)
        return Standing.UNKNOWN if one is None else standing_of(one, reply, account)

    def parent(self, reply: Reply) -> Parent:
        """Whether the reply that `reply` answers is there for all to see; WordPress itself does not look."""
        if not reply.parent:
            return Parent.THERE
        if self._web is None:
            return Parent.UNKNOWN
        if not is_number(reply.parent):
            return Parent.GONE
        answer = self.get(f"/wp/v2/comments/{reply.parent}", _fields="id,post,status")
        found = answer.table()
        if answer.status == HTTPStatus.OK and found.id_of("id") == int(reply.parent):
            here = found.id_of("post") == post_number(reply.thread)
            return Parent.THERE if here and found.text("status", missing="approved") == "approved" else Parent.GONE
        if found.text("code") in {"rest_comment_invalid_id", "rest_cannot_read"}:
            return Parent.GONE
        if answer.status in _REFUSALS or answer.status == HTTPStatus.NOT_FOUND:
            return Parent.UNKNOWN
        raise strange(answer)

    def article(self, thread: Thread) -> Article:
        """Whether a thread's post is there and takes replies, as far as that can be told."""
        if self._web is None:
            return Article.UNKNOWN
        for kind in _KINDS_OF_POST:
            answer = self.get(f"/wp/v2/{kind}/{post_number(thread)}", _fields="id,content.protected,comment_status")
            found = answer.table()
            if answer.status == HTTPStatus.OK and found.table("content").is_true("protected"):
                return Article.GONE
            if answer.status == HTTPStatus.OK:
                return {"open": Article.OPEN, "closed": Article.CLOSED}.get(
                    found.text("comment_status", 10), Article.UNKNOWN
                )
            if found.text("code") not in {"rest_post_invalid_id", "rest_forbidden"}:
                return Article.UNKNOWN
        return Article.GONE

    def note(self, reply: Reply, user: str) -> str:
        """What is to be known of a try: the highest id that the thread lists, "" when the site lists none, and when.

        One that may have arrived keeps what was noted first. `user` is who has signed in.
        """
        if self._web is None:
            return reply.noted or note_of("", user)
        answer = self.get(
            "/wp/v2/comments", post=post_number(reply.thread), per_page=1, orderby="id", order="desc", _fields="id"
        )
        if reply.noted:
            return one_more(reply.noted, answer.sent())
        try:
            items = self._items(answer)
        except NotListed:
            return note_of("", user, answer.sent())
        highest = max((item.id_of("id") for item in items), default=0)
        return note_of(str(highest), user, answer.sent())

    def find(self, reply: Reply, known: AbstractSet[str], own: Sequence[Reply] = (), account: int = 0) -> Finding:
        """A perhaps sent reply among the published ones, by its words and its writer, above the id noted.

        Held ones are not listed, so ABSENT is no proof. It need not be one: sent again to the letter, WordPress takes
        a reply only when it does not have it. It may not know one again that has an "&" in its writer's address, which
        it stores as "&amp;", nor one whose words a moderator has mended: then it is UNKNOWN. `account` is the number of
        the account that has signed in, 0 for none: what it writes has the account's name.
        """
        listed: list[ThreadReply] = []
        self._time = None
        with suppress(NotListed):
            listed = list(self._newest(reply)) if self._web is not None else []
        found = recognise(reply, listed, known, own, account)
        if found.trace is not Trace.FOUND and reply.parent and self.parent(reply) is Parent.GONE:
            found = recognise(reply, listed, known, own, account, moved=True)
        if found.trace is Trace.FOUND:
            return found
        waited = waited_since(noted_tries(reply.noted), self._time)
        if may_be_otherwise(reply, listed, known, own, account):
            return Finding(Trace.UNKNOWN, waited=waited)
        return Finding(Trace.ABSENT, noted=one_more(reply.noted, self._time), waited=waited)

    def _newest(self, reply: Reply) -> Iterator[ThreadReply]:
        """The published replies of a thread, newest first, at least as far back as a reply's note, within bounds."""
        above, tries = noted_id(reply.noted), noted_tries(reply.noted)
        since = tries[0] - SETTLE if tries else None
        for page in range(1, MOST_LOOKS + 1):
            answer = self._listed(reply.thread, page, None, order="desc")
            self._time = answer.sent()
            found = [one for one in map(_reply, self._of(reply.thread, answer)) if one is not None]
            yield from found
            passed = any(
                (above is not None and int(one.id) <= above) and (since is None or one.written < since) for one in found
            )
            if passed or page >= (_counted(answer, PAGES) or 1):
                return

    def pull(self, thread: Thread, since: datetime | None) -> Listing:
        """A thread's published replies; with `since` those written then or later, and how many there are in all."""
        replies, total, steady = self._pages(thread, since)
        if since is None:
            shown = in_order(replies, whole=steady)
            return Listing(shown, whole=steady, total=total if steady else None, kept=tuple(replies))
        count = self.get("/wp/v2/comments", post=post_number(thread), per_page=1, _fields="id")
        self._items(count)
        return Listing(in_order(replies, whole=False), whole=False, total=_counted(count, TOTAL), kept=tuple(replies))

    def _pages(self, thread: Thread, since: datetime | None) -> tuple[list[ThreadReply], int | None, bool]:
        """The replies of all pages, how many there are, and whether nothing was taken away while they were read."""
        began, size = self._seconds(), 0
        found: dict[str, ThreadReply] = {}
        total: int | None = None
        page, pages, steady = 0, 1, True
        while page < min(pages, MOST_PAGES):
            page += 1
            answer = self._listed(thread, page, since)
            listed = (_reply(item) for item in self._of(thread, answer))
            found.update((one.id, one) for one in listed if one is not None)
            size += len(answer.body)
            if size > MOST_BYTES or self._seconds() - began > MOST_SECONDS:
                raise NoAnswer(N_("The server's list of replies is too long to be fetched."))
            before, total = total, _counted(answer, TOTAL)
            steady = steady and (total or 0) >= (before or 0)
            pages = _counted(answer, PAGES) or 1
        return list(found.values()), total, steady

    def _of(self, thread: Thread, answer: WebAnswer) -> list[Table]:
        return [item for item in self._items(answer)[:PER_PAGE] if item.id_of("post") == post_number(thread)]

    def _listed(self, thread: Thread, page: int, since: datetime | None, order: str = "asc") -> WebAnswer:
        # It leaves out what was written in the very second it is given.
        after = None if since is None else f"{since.astimezone(UTC) - timedelta(seconds=1):%Y-%m-%dT%H:%M:%SZ}"
        return self.get(
            "/wp/v2/comments",
            post=post_number(thread),
            page=page,
            per_page=PER_PAGE,
            orderby="date_gmt",
            order=order,
            after=after,
            _fields=_FIELDS,
        )

    def _items(self, answer: WebAnswer) -> list[Table]:
        """The objects of a list that was asked for."""
        if answer.status in _REFUSALS or answer.table().text("code") == "rest_no_route":
            raise not_listed()
        if answer.status // 100 == REDIRECTS:
            raise NoAnswer(REDIRECTED, safe=N_("Nothing was sent."))
        found = answer.rows()
        if answer.status != HTTPStatus.OK or found is None:
            raise strange(answer)
        return list(found)

    def close(self) -> None:
        """Let go of the connections."""
        if self._web is not None:
            self._web.close()


def not_listed() -> NotListed:
    """The site keeps its list of replies from programs."""
    return NotListed(
        N_("This site does not let programs read its replies, so they are not shown here."),
        safe=N_("Your own replies are kept on this computer."),
        todo=N_("Read them on the site's own page."),
    )


def _no_thread(happened: str, thread: Thread) -> NoThread:
    return NoThread(
        happened,
        safe=N_("Your replies are kept on this computer."),
        todo=N_("Give the address of the article's own page on the site."),
        title=thread.title,
    )


def _search_words(title: str) -> str:
    """The longest words of a title: it searches for each of up to nine, and quotation marks are stored in many ways."""
    words = sorted(re.findall(r"[^\W_]+", title), key=len, reverse=True)[:MOST_WORDS]
    return " ".join(words)


def _same_title(items: Iterable[Table], title: str) -> Iterator[int]:
    for item in items:
        number, there = item.id_of("id"), letters_of_html(item.table("title").text("rendered", 2_000))
        if number and there and there == letters(title):
            yield number


def _reply(item: Table) -> ThreadReply | None:
    number, parent, written = item.id_of("id"), item.id_of("parent"), moment(item.text("date_gmt"))
    if not number or written is None:
        return None
    return ThreadReply(
        id=str(number),
        parent=str(parent) if parent else "",
        author=plain_name(item.text("author_name")),
        text=item.table("content").text("rendered", MOST_CHARACTERS),
        website=website(item.text("author_url")),
        written=written,
        awaiting=item.text("status", missing="approved") != "approved",
        format=TextFormat.HTML,
        writer=writer_of(item),
    )


def _counted(answer: WebAnswer, header: str) -> int | None:
    typed = answer.headers.get(header, "").strip()
    return min(int(typed), MOST_REPLIES) if re.fullmatch("[0-9]{1,9}", typed) else None
