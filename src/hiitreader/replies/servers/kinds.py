"""The table of server kinds: how each is recognised and opened.

Adding a kind is one module beside this one and one line here. Nothing is imported before a server is asked.
"""

from hiitreader.errors import N_, InputProblem, WorldProblem
from hiitreader.replies.form import Limits
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_settings import ServerSettings

KINDS = ("isso",)
"""The names of the kinds, as `server set --kind` takes them."""


def connect(settings: ServerSettings) -> ReplyServer:
    """A server of the kind and at the address in `settings`; asks it nothing yet."""
    _known(settings.kind)
    from hiitreader.replies.servers.isso import Isso
    from hiitreader.replies.web import Web

    return Isso(Web(settings.url))


def discover(url: str) -> ServerSettings:
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
            return ServerSettings(url, KIND)
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
