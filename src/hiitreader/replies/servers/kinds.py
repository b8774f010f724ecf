"""The table of server kinds: how each is recognised and opened.

Adding a kind is one module beside this one and one line here. Nothing is imported before a server is asked.
"""

from dataclasses import dataclass

from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.replies.form import Limits
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_settings import ServerSettings

KINDS = ("isso",)
"""The names of the kinds, as `server set --kind` takes them."""


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

    def sentences(self) -> tuple[Sentence, ...]:
        """What was found, in plain words."""
        return (Sentence(N_("An Isso server answers at {url}."), {"url": self.settings.url}),)


def connect(settings: ServerSettings, password: str = "") -> ReplyServer:  # noqa: ARG001
    """A server of the kind and at the address in `settings`; asks it nothing yet."""
    _known(settings.kind)
    from hiitreader.replies.servers.isso import Isso
    from hiitreader.replies.web import Web

    return Isso(Web(settings.url))


def discover(url: str, trusted: frozenset[str] = frozenset()) -> Found:  # noqa: ARG001
    """Find out what kind of server answers at an address, without posting.

    Raises:
        NoAnswer: nobody answers.
        WorldProblem: what answers is of no known kind.
    """
    from hiitreader.replies.servers.isso import KIND, recognise
    from hiitreader.replies.web import Web

    web = Web(url)
    try:
        if recognise(web):
            return Found(ServerSettings(url, KIND))
    finally:
        web.close()
    raise WorldProblem(
        N_("No reply server that this program knows answers at {url}."),
        safe=N_("Nothing was changed."),
        todo=N_("Check the address. For an Isso server, give the address its script is loaded from."),
        url=url,
    )


def given(url: str, kind: str) -> ServerSettings:
    """The settings for a server whose kind the reader gave; it is asked nothing, so this works offline.

    Raises:
        InputProblem: there is no such kind.
    """
    _known(kind)
    return ServerSettings(url, kind)


def limits_of(kind: str) -> Limits:
    """How much a kind of server takes; no server is asked."""
    _known(kind)
    from hiitreader.replies.servers.isso import LIMITS

    return LIMITS


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise InputProblem(
            N_("“{kind}” is no kind of server this program knows."),
            safe=N_("Nothing was changed."),
            todo=N_("Kinds: {kinds}."),
            kind=kind,
            kinds=", ".join(KINDS),
        )
