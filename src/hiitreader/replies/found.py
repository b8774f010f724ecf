"""What was found at an address where replies may go, in values and in plain words.

It never asks a server anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from hiitreader.errors import N_, WorldProblem
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.about import ABOUT, WORDPRESS_FORM, WORDPRESS_REST


@dataclass(frozen=True, slots=True)
class Found:
    """What answers at an address that was looked at.

    Attributes:
        settings: how it is reached.
        remote: what it calls the article whose page was given, "" when a site's address was given.
        title: that article's title there, "" when not told.
        page: the address of that article's page, "" when there is none.
        open: whether the article takes replies, None when not told.
        moderated: whether a moderator sees replies first, None when not told.
        anonymous: whether it takes replies from people who have not signed in.
    """

    settings: ServerSettings
    remote: str = ""
    title: str = ""
    page: str = ""
    open: bool | None = None
    moderated: bool | None = None
    anonymous: bool = True

    @property
    def can_sign_in(self) -> bool:
        """Whether a user name and an application password can be used there."""
        return bool(self.settings.api)

    def signed_in(self, user: str) -> "Found":
        """The same, for replies that are sent as a user; "" for nobody's, which `settings` says when it was found."""
        if not user or not self.can_sign_in:
            return self
        return replace(self, settings=replace(self.settings, kind=WORDPRESS_REST, user=user))

    def sentences(self) -> tuple[Sentence, ...]:
        """What was found, in plain words."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        parts = urlsplit(self.settings.url)
        values = {
            "host": parts.netloc,
            "server": ABOUT[self.settings.kind].name,
            "title": self.title,
            "user": self.settings.user,
        }
        if self.open is False:
            yield Sentence(N_("{server} at {host} takes no replies to “{title}”: they are closed."), values)
            return
        yield Sentence(self._taking(), values)
        if not self.anonymous and not self.settings.user:
            yield Sentence(N_("It takes them only from people who have signed in."), values)
        elif self.settings.user:
            yield Sentence(N_("They are sent as {user}."), values)
        if self.moderated is None:
            yield Sentence(N_("A moderator may see them first."), values)
        elif self.moderated:
            yield Sentence(N_("A moderator sees them first."), values)
        if parts.scheme == "http":
            yield Sentence(N_("It is on this computer, so nothing is encrypted on the way."), values)

    def _taking(self) -> str:
        if self.settings.kind == WORDPRESS_FORM:
            if self.remote:
                return N_("{server} at {host} takes replies to “{title}” through its form.")
            return N_("{server} at {host} takes replies to its articles through its form.")
        if self.remote:
            return N_("{server} at {host} takes replies to “{title}”.")
        return N_("{server} at {host} takes replies to its articles.")


class OtherHost(WorldProblem):
    """An address leads to another host, which is not asked anything before the reader agrees.

    `host` is what to put among the trusted ones to be led there, `address` where it leads.
    """

    def __init__(self, address: str, host: str) -> None:
        self.address = address
        self.host = host
        super().__init__(
            N_("This address leads to another host: {host}."),
            safe=N_("Nothing was sent there."),
            todo=N_("Go on only if you trust it: replies and your email address would go there."),
            host=host,
        )


class NoReplies(WorldProblem):
    """Nothing at an address takes replies."""


class SignInProblem(WorldProblem):
    """A user name and its password are not accepted, or can't be tried."""
