"""The table of server kinds: how each is recognised and opened.

Adding a kind is one module beside this one, one line in each of the two tables here, and what is said of it in `about`.
No kind is imported before a server is asked. Nothing here ever decides what happens to a reply.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from hiitreader.errors import N_, InputProblem
from hiitreader.replies.form import Limits, narrowest
from hiitreader.replies.found import Found, NoReplies, OtherHost, SignInProblem
from hiitreader.replies.server import ReplyServer
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.about import ISSO, WORDPRESS_FORM, WORDPRESS_REST

if TYPE_CHECKING:
    from hiitreader.replies.discovery import Looker, Opener
    from hiitreader.system.web import Web

    WebOpener = Callable[..., Web]
    KindOpener = Callable[[ServerSettings, str, WebOpener], ReplyServer]


def _isso(settings: ServerSettings, password: str, web: "WebOpener") -> ReplyServer:  # noqa: ARG001 -- it knows none
    from hiitreader.replies.servers.isso import Isso

    return Isso(web(settings.url))


def _wordpress_rest(settings: ServerSettings, password: str, web: "WebOpener") -> ReplyServer:
    from hiitreader.replies.servers.wordpress_rest import WordPressRest

    sign_in = (settings.user, password) if settings.user and password else None
    rest = WordPressRest(web(settings.api, sign_in=sign_in), settings, password)
    if settings.user or not settings.form:
        return rest
    from hiitreader.replies.servers.rest_or_form import RestOrForm

    return RestOrForm(rest, _wordpress_form(settings, password, web))


def _wordpress_form(settings: ServerSettings, password: str, web: "WebOpener") -> ReplyServer:  # noqa: ARG001
    from hiitreader.replies.servers.wordpress_form import WordPressForm

    return WordPressForm(web(settings.form), web(settings.api) if settings.api else None, settings)


class _Kind(NamedTuple):
    """How a kind is opened, and where below a server's address its interface and its form are ("" for none)."""

    open: "KindOpener"
    api: str = ""
    form: str = ""


_KINDS: Mapping[str, _Kind] = {
    ISSO: _Kind(_isso),
    WORDPRESS_REST: _Kind(_wordpress_rest, "/?rest_route=", "/wp-comments-post.php"),
    WORDPRESS_FORM: _Kind(_wordpress_form, "/?rest_route=", "/wp-comments-post.php"),
}

KINDS = tuple(_KINDS)
"""The names of the kinds, as `server set --kind` takes them."""


def _lookers() -> "tuple[Looker, ...]":
    """What recognises the kinds, in the order they are tried; Isso's last, which asks once more."""
    from hiitreader.replies.servers.find_isso import look_for_isso
    from hiitreader.replies.servers.find_wordpress import look_for_wordpress

    return look_for_wordpress, look_for_isso


def connect(settings: ServerSettings, password: str = "", web: "WebOpener | None" = None) -> ReplyServer:
    """A server of the kind and at the address in `settings`; asks it nothing yet.

    Args:
        settings: which server.
        password: the application password of `settings.user`, "" when it is not at hand.
        web: opens its web interfaces; as `Web` when left out.
    """
    _known(settings.kind)
    from hiitreader.system.web import Web

    return _KINDS[settings.kind].open(settings, password, web or Web)


def discover(url: str, trusted: frozenset[str] = frozenset(), web: "Opener | None" = None) -> Found:
    """Find out what takes the replies at an address, of a page, a site or a server. Posts nothing.

    Args:
        url: as the reader typed it.
        trusted: hosts that the reader agreed to be led to.
        web: opens a web interface at an address; with the bounds for looking when left out.

    Raises:
        InputProblem: it can't be an address, or is http but not on this computer.
        OtherHost: it leads to a host that is not trusted yet.
        NoReplies: nothing there takes replies.
        NoAnswer: nobody answers, or not so that it can be understood.
    """
    from hiitreader.replies.discovery import open_web, search

    return search(url, trusted, _lookers(), web or open_web)


def check_sign_in(settings: ServerSettings, password: str, web: "WebOpener | None" = None) -> str:
    """Ask the server whether it knows the user in `settings` by this application password; the name it knows them by.

    Raises:
        SignInProblem: it doesn't, or it knows no users.
        NoAnswer: nobody answers.
    """
    from hiitreader.replies.servers.find_wordpress import who_signs_in
    from hiitreader.system.web import Web

    if not settings.api:
        raise SignInProblem(
            N_("Nobody can sign in on this server."),
            safe=N_("Nothing was changed."),
            todo=N_("Leave the user name empty."),
        )
    return who_signs_in(settings, password, web or Web)


def given(url: str, kind: str) -> ServerSettings:
    """The settings for a server whose kind the reader gave; it is asked nothing, so this works offline.

    Raises:
        InputProblem: there is no such kind.
    """
    _known(kind)
    api, form = (f"{url}{place}" if place else "" for place in _KINDS[kind][1:])
    return ServerSettings(url, kind, api, form)


def limits_of_all() -> Limits:
    """What every kind of server takes: for as long as none is set."""
    return narrowest(map(limits_of, KINDS))


def limits_of(kind: str) -> Limits:
    """How much a kind of server takes; no server is asked."""
    return connect(given("https://localhost", kind)).limits


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise InputProblem(
            N_("“{kind}” is no kind of server this program knows."),
            safe=N_("Nothing was changed."),
            todo=N_("Kinds: {kinds}."),
            kind=kind,
            kinds=", ".join(KINDS),
        )


__all__ = [
    "KINDS", "Found", "NoReplies", "OtherHost", "SignInProblem", "check_sign_in", "connect", "discover", "given",
    "limits_of", "limits_of_all",
]  # fmt: skip
