"""Where replies go to a WordPress: its own posts in the categories of the open article, fetched after its replies.

It never asks a server that wants to be left alone, and never anything that the page waits for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from hiitreader.errors import Problem
from hiitreader.system.lanes import Outcome

if TYPE_CHECKING:
    from hiitreader.app.program import Program
    from hiitreader.app.reply_part import ReplyPart
    from hiitreader.library.shelf import Shelf
    from hiitreader.replies.places import Place
    from hiitreader.replies.reply import Thread
    from hiitreader.replies.server_settings import ServerHealth, ServerSettings


class SitePosts(QObject):
    """Fetches them after each sync, if it is time.

    Args:
        program: the parts made before.
        replies: syncs, and knows the server.
        shelf: where they are put; used on a lane only.
        changed: is told when there are others.
    """

    def __init__(self, program: "Program", replies: "ReplyPart", shelf: "Shelf", changed: Callable[[], None]) -> None:
        super().__init__(program.window)
        self._program = program
        self._replies = replies
        self._shelf = shelf
        self._changed = changed
        replies.sync.synced.connect(self.fetch)

    def fetch(self) -> None:
        """Fetch those of the article that is open, on the network's lane."""
        from hiitreader.library.bring_in.same_categories import fetch
        from hiitreader.library.bring_in.subscriptions import Subscriptions

        thread, article = self._replies.session.current_thread, self._program.session.current.digest
        if thread is None or not article:
            return
        servers, shelf, now = self._replies.desk.servers, self._shelf, self._program.clock.now()
        data = self._program.paths.data

        def job() -> bool:
            site = site_of(servers, thread)
            return site is not None and fetch(article, site, shelf, Subscriptions(data, shelf.tell), now)

        self._replies.network.submit(job, self._came)

    def _came(self, outcome: Outcome[bool]) -> None:
        if isinstance(outcome.problem, Problem):
            return  # whoever opens the shelf is told
        if outcome.get():
            self._changed()


class _Servers(Protocol):
    """Which server is set, and how it has been; `hiitreader.replies.server_desk.ServerDesk` is one."""

    def get(self) -> "ServerSettings | None":
        """The server."""

    def place(self, thread: "Thread") -> "Place | None":
        """Where a thread is on it."""

    def health(self) -> "ServerHealth":
        """How it has been lately."""


def site_of(servers: _Servers, thread: "Thread") -> tuple[str, str] | None:
    """The root of the API and the number of the thread's post; None where there is none, or it may not be asked."""
    settings, place = servers.get(), servers.place(thread)
    if settings is None or not settings.api or place is None or not place.remote:
        return None
    health = servers.health()
    return None if health.failures or health.not_before is not None else (settings.api, place.remote)
