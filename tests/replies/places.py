"""Where the contract of servers is tried: each kind on a recorded talk and on the real server, in a thread of its own.

It never says what must come out: the tests do.
"""

import html
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Protocol

import pytest
from tests.replies.conftest import HandClock
from tests.replies.isso_server import RealIsso
from tests.replies.talks import FOLDER, PLACE, RecordingWeb, ReplayedWeb, Talk, read_talk
from tests.replies.wordpress_server import RealWordPress, SiteUser

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, Thread
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.isso import Isso
from hiitreader.replies.servers.wordpress_form import WordPressForm
from hiitreader.replies.servers.wordpress_rest import WordPressRest
from hiitreader.replies.thread import TextFormat, ThreadReply, thread_of
from hiitreader.system.web import Web

NONE: frozenset[str] = frozenset()


class Moderator(Protocol):
    """What happens to a reply on its server without its writer."""

    def approve(self, number: int) -> None: ...
    def delete(self, number: int) -> None: ...


class Away:
    """The moderator of a recorded talk: what was done is in the answers already."""

    def approve(self, number: int) -> None: ...
    def delete(self, number: int) -> None: ...


@dataclass(frozen=True)
class Place:
    """A server to try, a thread on it that no other test uses, and the server's moderator."""

    kind: str
    server: ReplyServer
    thread: Thread
    moderator: Moderator
    clock: HandClock

    def ready(self, comment: str, *, parent: str = "", website: str = "", email: str = "ann@example.com") -> Reply:
        """A reply that is being sent, as the synchroniser hands it over."""
        form = ReplyForm(comment=comment, name="Ann <b> & 50%41 Co", email=email, website=website)
        now = self.clock.now()
        queued = Reply(uuid="u", thread=self.thread, form=form, parent=parent, created=now, changed=now).queued(now)
        noted = self.server.note(queued, NONE)
        return queued.sending(now, server="s", body=self.server.body(queued), noted=noted)

    def doubtful(self, sending: Reply) -> Reply:
        """The same reply, sent once more after its answer was lost."""
        lost = sending.unsure(self.clock.now(), "lost")
        return lost.sending(self.clock.now(), server="", body="", noted="")

    def confirmed(self, comment: str, *, parent: str = "") -> Reply:
        """A reply the server has taken."""
        sending = self.ready(comment, parent=parent)
        answer = self.server.send(sending)
        assert answer.server_id, answer
        awaiting = answer.state.value == "awaiting moderation"
        return sending.received(
            self.clock.now(), answer.server_id, awaiting=awaiting, token=answer.token, expires=answer.expires
        )


def shown(reply: ThreadReply) -> str:
    """The words of a listed reply as a page shows them: on one line, quotation marks plain, without those of quotes."""
    if reply.format is TextFormat.HTML:
        return _plain(html.unescape(re.sub("<[^<>]*>", " ", reply.text)))
    return typed(reply.text)


def typed(comment: str) -> str:
    """The words of a comment as `shown` must give them."""
    quote = re.match(r"(?:>(?: .*)?\n)*", comment)
    assert quote is not None
    return _plain(re.sub("^>", "", quote[0], flags=re.MULTILINE) + comment[quote.end() :])


def _plain(text: str) -> str:
    return " ".join(text.translate(str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")).split())


@dataclass(frozen=True)
class Wanted:
    """What a real server is to be like: moderated or not, of its own or shared, with this article, for who signs in."""

    title: str
    moderated: bool
    alone: bool
    signed_in: bool


@dataclass(frozen=True)
class Site:
    """A real server that runs: where, who moderates it, who signs in."""

    url: str
    moderator: Moderator
    user: SiteUser | None = None


@dataclass(frozen=True)
class Opening:
    """How a kind is opened: by a maker of webs, at a site's address, for somebody who may have signed in.

    `start` has a real server of it running; it is `slow` where that takes packages that the quick tests do without.
    """

    open: Callable[[Callable[[str], Web], str, SiteUser | None], ReplyServer]
    start: Callable[[pytest.FixtureRequest, Wanted], Site]
    slow: bool = False
    signed_in: bool = False


def _isso(web: Callable[[str], Web], site: str, user: SiteUser | None) -> ReplyServer:
    return Isso(web(site))


def _rest(web: Callable[[str], Web], site: str, user: SiteUser | None) -> ReplyServer:
    api = f"{site}/wp-json"
    settings = ServerSettings(site, "wordpress-rest", api=api, user=user.name if user else "")
    return WordPressRest(web(api), settings, user.password if user else "")


def _queried(web: Callable[[str], Web], site: str, user: SiteUser | None) -> ReplyServer:
    api = f"{site}/?rest_route="
    return WordPressRest(web(api), ServerSettings(site, "wordpress-rest", api=api))


def _form(web: Callable[[str], Web], site: str, user: SiteUser | None) -> ReplyServer:
    api, form = f"{site}/wp-json", f"{site}/wp-comments-post.php"
    return WordPressForm(web(form), web(api), ServerSettings(site, "wordpress-form", api=api, form=form))


def _start_isso(request: pytest.FixtureRequest, wanted: Wanted) -> Site:
    site: RealIsso
    if wanted.alone:
        site = request.getfixturevalue("start_isso")(moderated=wanted.moderated)
    else:
        site = request.getfixturevalue("moderated_isso" if wanted.moderated else "isso")
    return Site(site.url, site)


def _start_wordpress(request: pytest.FixtureRequest, wanted: Wanted) -> Site:
    site: RealWordPress
    site = request.getfixturevalue("start_wordpress")() if wanted.alone else request.getfixturevalue("wordpress")
    site.set(moderated=wanted.moderated, anonymous_rest=not wanted.signed_in)
    site.write_article(html.escape(wanted.title))
    return Site(site.url, site, site.admin if wanted.signed_in else None)


OPENINGS: Mapping[str, Opening] = {
    "isso": Opening(_isso, _start_isso),
    "wordpress-rest": Opening(_rest, _start_wordpress, slow=True),
    "wordpress-rest-plain-links": Opening(_queried, _start_wordpress, slow=True),
    "wordpress-rest-signed-in": Opening(_rest, _start_wordpress, slow=True, signed_in=True),
    "wordpress-form": Opening(_form, _start_wordpress, slow=True),
}


def ways() -> list[object]:
    """Every kind, recorded and real."""
    found: list[object] = []
    for kind, opening in OPENINGS.items():
        found.append(pytest.param(f"{kind} recorded", id=f"{kind} recorded"))
        found.append(pytest.param(f"{kind} real", id=f"{kind} real", marks=[pytest.mark.slow] if opening.slow else []))
    return found


@contextmanager
def place(way: str, request: pytest.FixtureRequest, *, moderated: bool) -> Iterator[Place]:
    """The place that is tried in a way of `ways`."""
    kind, _, how = way.partition(" ")
    name = request.node.originalname
    file = FOLDER / kind / f"{name}{'-moderated' if moderated else ''}.json"
    clock: HandClock = request.getfixturevalue("clock")
    recording = bool(os.environ.get("HIITREADER_RECORD"))
    opening = OPENINGS[kind]
    if how == "recorded":
        if recording:
            pytest.skip("recording")
        talk, title = read_talk(file), f"{_title(name)} & more"
        site = Site(PLACE, Away(), SiteUser("admin", "x") if opening.signed_in else None)
        server = opening.open(lambda url: ReplayedWeb(url, talk), site.url, site.user)
    else:
        # A recording has a server of its own, so that ids begin at 1.
        talk, title = Talk(), f"{_title(name)} & more" if recording else f"{_title(name)} & more {kind} {moderated}"
        site = opening.start(request, Wanted(title, moderated, recording, opening.signed_in))
        sign_in = (site.user.name, site.user.password) if site.user else None
        server = opening.open(lambda url: RecordingWeb(url, talk, site.url, sign_in), site.url, site.user)
    thread = thread_of(title, "")
    with closing(server):
        remote = server.locate(thread)
        yield Place(kind, server, Thread(thread.uri, thread.title, remote), site.moderator, clock)
    if recording:
        talk.write(file)


def _title(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ")
