"""Somebody who writes replies to a real WordPress, without the program around it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.replies.wordpress_server import RealWordPress, SitePost, SiteUser

from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import Reply, ReplyState, Thread
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.wordpress_form import WordPressForm
from hiitreader.replies.servers.wordpress_rest import WordPressRest
from hiitreader.system.web import Web

if TYPE_CHECKING:
    from tests.replies.conftest import HandClock


class Writer:
    """Somebody who writes replies to one article of a site."""

    def __init__(self, server: ReplyServer, post: SitePost, clock: "HandClock") -> None:
        self.server = server
        self.thread = Thread("/articles/x/", "x", str(post.id))
        self.clock = clock

    def sending(self, comment: str, *, parent: str = "", **fields: str) -> Reply:
        form = replace(ReplyForm(comment, "Ann <b> & Co", "ann@example.com"), **fields)
        now = self.clock.now()
        draft = Reply(uuid="u", thread=self.thread, form=form, parent=parent, created=now, changed=now)
        queued = draft.queued(now)
        noted = self.server.note(queued, frozenset())
        return queued.sending(now, server="s", body=self.server.body(queued), noted=noted)

    def again(self, sending: Reply) -> Reply:
        lost = sending.unsure(self.clock.now(), "lost")
        return lost.sending(self.clock.now(), server="", body="", noted="")

    def confirmed(self, comment: str, **more: str) -> Reply:
        sending = self.sending(comment, **more)
        answer = self.server.send(sending)
        assert answer.server_id, answer
        return sending.received(
            self.clock.now(), answer.server_id, awaiting=answer.state is ReplyState.AWAITING_MODERATION
        )


def by_rest(site: RealWordPress, user: SiteUser | None = None) -> ReplyServer:
    api = f"{site.url}/wp-json"
    settings = ServerSettings(site.url, "wordpress-rest", api, user=user.name if user else "")
    return WordPressRest(
        Web(api, sign_in=(user.name, user.password) if user else None), settings, user.password if user else ""
    )


def by_form(site: RealWordPress) -> ReplyServer:
    api, form = f"{site.url}/wp-json", f"{site.url}/wp-comments-post.php"
    return WordPressForm(Web(form), Web(api), ServerSettings(site.url, "wordpress-form", api, form))
