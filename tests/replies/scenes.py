"""Real servers of each kind behind a network that can fail, as the fault trials need them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.replies.faulty_proxy import FaultyProxy, faulty_proxy
from tests.replies.isso_server import real_isso
from tests.replies.sites import IssoSite, Site, wordpress_site
from tests.replies.wordpress_server import real_wordpress

from hiitreader.replies.reply import Thread
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.kinds import Found, connect
from hiitreader.system.web import Web

DISALLOWED = "casino"
"""A word that a WordPress puts into the trash by itself."""

SILENCE = 0.5
"""Seconds without a byte until a request is given up: the trials have less patience than the program."""


@dataclass(frozen=True)
class Scene:
    """A server to send replies to.

    `site` is for what its people do, and for what its own table says in the end. `may_ask` says that the kind can't
    always tell by itself whether a reply arrived, and asks the reader.
    """

    kind: str
    proxy: FaultyProxy
    write_article: Callable[[str], tuple[Thread, Found]]
    """A thread of its own, and the server as it was found from its page."""
    site: Site
    elsewhere: str
    """The name of another thread, which the program never sees."""
    may_ask: bool = False
    between: Callable[[Random], None] = lambda _: None
    """What the site's owner does between two syncs."""
    moderated: bool = False

    def stored(self) -> list[str]:
        """The words of every reply in the server's own table, whatever its status."""
        return [row.words for row in self.site.rows()]


Opener = Callable[[ServerSettings, str], ReplyServer]
impatient_web = partial(Web, silence=SILENCE, whole=2 * SILENCE)


def with_little_patience(settings: ServerSettings, password: str = "") -> ReplyServer:
    """As `kinds.connect`, but giving up early."""
    return connect(settings, password, impatient_web)


@contextmanager
def _wordpress(folder: Path, kind: str, how: str) -> Iterator[Scene]:
    with (
        real_wordpress(
            folder, anonymous_rest=kind == "wordpress-rest", moderated=how != "open", lean=True, disallowed=DISALLOWED
        ) as site,
        faulty_proxy(site.url) as proxy,
        wordpress_site(site, proxy) as people,
    ):
        site.set(public_url=proxy.url)
        at = proxy.url
        settings = ServerSettings(at, kind, api=f"{at}/wp-json", form=f"{at}/wp-comments-post.php")

        def write_article(title: str) -> tuple[Thread, Found]:
            post = site.write_article(title)
            return Thread(f"/articles/{post.id}/", title), Found(settings, remote=str(post.id), title=title)

        def between(chance: Random) -> None:
            if how == "changing":
                site.set(anonymous_rest=chance.random() < 0.5)

        yield Scene(kind, proxy, write_article, people, str(site.other.id), between=between, moderated=how != "open")


@contextmanager
def _isso(folder: Path, kind: str, how: str) -> Iterator[Scene]:
    with real_isso(folder, moderated=how == "moderated") as site, faulty_proxy(site.url) as proxy:
        settings = ServerSettings(proxy.url, kind)

        def write_article(title: str) -> tuple[Thread, Found]:
            thread = Thread(f"/articles/{title.replace(' ', '-')}/", title)
            return thread, Found(settings, remote=thread.uri, title=title)

        moderated = how == "moderated"
        people = IssoSite(site, proxy)
        yield Scene(kind, proxy, write_article, people, "/elsewhere/", may_ask=moderated, moderated=moderated)


SCENES = {
    "wordpress-rest": (_wordpress, "wordpress-rest", "open"),
    "wordpress-rest-moderated": (_wordpress, "wordpress-rest", "moderated"),
    "wordpress-rest-changing": (_wordpress, "wordpress-rest", "changing"),
    "wordpress-form": (_wordpress, "wordpress-form", "open"),
    "wordpress-form-moderated": (_wordpress, "wordpress-form", "moderated"),
    "isso": (_isso, "isso", "open"),
    "isso-moderated": (_isso, "isso", "moderated"),
}
"""What `scene` can build: by what, of which kind, and how. A changing site is moderated and takes
guests by REST now and then only."""


@contextmanager
def scene(name: str, folder: Path) -> Iterator[Scene]:
    """Start a server and the proxy before it; `name` is one of SCENES."""
    build, kind, how = SCENES[name]
    with build(folder, kind, how) as found:
        yield found
