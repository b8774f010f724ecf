"""What leaves this computer with a reply: field by field, to which host, and whether everybody can read it there.

Pure: values in, sentences out. It never sends anything, and says only what the server's own documents or code say.

Sources: the suggested privacy text that comes with WordPress (4.9.6 and later) and its REST API handbook; the server
configuration and the source of Isso 0.14 (`API.FIELDS`, `utils.anonymize`, the option `gravatar`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from hiitreader.errors import N_
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.found import ISSO
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerSettings
from hiitreader.system.loopback import is_loopback

COMMENT, NAME, EMAIL, WEBSITE = N_("Comment"), N_("Name"), N_("Email"), N_("Website")
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
    isso = settings.kind == ISSO
    comment = Sentence(N_("Published, once a moderator lets it through if one has to."))
    yield Disclosed(COMMENT, form.comment, True, comment)
    if settings.user:
        yield from _signed_in(settings)
    else:
        yield Disclosed(NAME, form.name, True, Sentence(N_("Published with your reply.")))
        yield Disclosed(EMAIL, form.email, False, Sentence(_EMAIL_ON_ISSO if isso else _EMAIL_ON_WORDPRESS))
        yield _website(form)
    if isso:
        article = N_("Its address there and its title, and which reply you answer if you answer one.")
    else:
        article = N_("Its number there, and which reply you answer if you answer one.")
    yield Disclosed(ARTICLE, title, True, Sentence(article))
    yield Disclosed(NETWORK_ADDRESS, "", False, Sentence(_ADDRESS_ON_ISSO if isso else _ADDRESS_ON_WORDPRESS))
    yield Disclosed(PROGRAM, "", False, Sentence(_PROGRAM_ON_ISSO if isso else _PROGRAM_ON_WORDPRESS))


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


_EMAIL_ON_ISSO = N_(
    "Not published. The server keeps it, and those who run it can read it. Readers of the page get a short hash of it, "
    "shown as a pattern beside your name. If the site has switched Gravatar on, they get a second hash, "
    "by which Gravatar can know you. This program asks Gravatar nothing."
)
_EMAIL_ON_WORDPRESS = N_(
    "Not published. The site keeps it, and those who run it can read it. If the site shows pictures of who replied, "
    "the page has a hash of it, by which Gravatar can know you. This program asks Gravatar nothing."
)
_ADDRESS_ON_ISSO = N_("Not published. Any server sees it. Isso leaves out its last part before it keeps it.")
_ADDRESS_ON_WORDPRESS = N_("Not published. Any server sees it. WordPress keeps it with your reply, against spam.")
_PROGRAM_ON_ISSO = N_("Not published. Any server sees it.")
_PROGRAM_ON_WORDPRESS = N_("Not published. Any server sees it. WordPress keeps it with your reply, against spam.")
