"""What leaves this computer with a reply: field by field, to which host, and whether everybody can read it there.

Pure: values in, sentences out. It never sends anything, and says only what the server's own documents or code say;
`servers.about` has that for each kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from hiitreader.errors import N_
from hiitreader.replies.form import Field, ReplyForm
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.replies.servers.about import ABOUT
from hiitreader.system.addresses import is_loopback

COMMENT, NAME, EMAIL, WEBSITE = (field.label for field in Field)
ARTICLE, ACCOUNT, PASSWORD = N_("Article"), N_("Account"), N_("Application password")
NETWORK_ADDRESS, PROGRAM = N_("Your network address"), N_("Name and version of this program")


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One thing a server gets to know.

    `field` is its name, to be translated where it is shown; `value` the words themselves, "" where there are none or
    they are not to be shown; `published` says that everybody who opens the page can read it.
    """

    field: str
    value: str
    published: bool
    sentence: Sentence


def will_be_sent(form: ReplyForm, settings: ServerSettings, title: str = "") -> tuple[Disclosed, ...]:
    """What the server gets to know when a reply with these words is sent, what is published first.

    Args:
        form: the words; a field that is empty is said in general.
        settings: the server.
        title: the article's, "" for any.
    """
    told = tuple(_told(form.tidied(), settings, title))
    return (*(one for one in told if one.published), *(one for one in told if not one.published))


def hosts(settings: ServerSettings) -> tuple[str, ...]:
    """The hosts that are spoken to, with their ports where these are not the usual ones; nearly always one."""
    found = [urlsplit(address).netloc for address in (settings.url, settings.api, settings.form) if address]
    return tuple(dict.fromkeys(found))


def about(settings: ServerSettings) -> tuple[Sentence, ...]:
    """Where it all goes, and where it doesn't."""
    parts = urlsplit(settings.url)
    where = {"host": ", ".join(hosts(settings))}
    private = N_("Everything goes to {host}, encrypted on the way, and to nobody else.")
    if parts.scheme != "https" and is_loopback(parts.hostname or ""):
        private = N_("Everything goes to {host}, which is this computer, and to nobody else.")
    return (
        Sentence(private, where),
        Sentence(N_("The same host is asked for the replies to the article.")),
        Sentence(N_("What the site itself does with them, its privacy notice says.")),
    )


def _told(form: ReplyForm, settings: ServerSettings, title: str) -> Iterator[Disclosed]:
    kind = ABOUT[settings.kind]
    comment = Sentence(N_("Published, once a moderator lets it through if one has to."))
    yield Disclosed(COMMENT, form.comment, True, comment)
    if settings.user:
        yield from _signed_in(settings)
    else:
        yield Disclosed(NAME, form.name, True, Sentence(N_("Published with your reply.")))
        yield Disclosed(EMAIL, form.email, False, Sentence(kind.email))
        yield _website(form)
    yield Disclosed(ARTICLE, title, True, Sentence(kind.article))
    yield Disclosed(NETWORK_ADDRESS, "", False, Sentence(kind.network_address))
    yield Disclosed(PROGRAM, "", False, Sentence(kind.program))


def _signed_in(settings: ServerSettings) -> Iterator[Disclosed]:
    yield Disclosed(
        ACCOUNT,
        settings.user,
        True,
        Sentence(
            N_(
                "You are signed in, so name, email and website of the form are not sent. "
                "The name that the site has for your account is published with your reply."
            )
        ),
    )
    yield Disclosed(
        PASSWORD, "", False, Sentence(N_("Sent with each request to the site that it is for, to show that it is you."))
    )


def _website(form: ReplyForm) -> Disclosed:
    if form.website or not form.name:
        said = N_("Published as a link from your name. It may be left empty.")
    else:
        said = N_("Empty, so nothing is sent.")
    return Disclosed(WEBSITE, form.website, True, Sentence(said))
