"""What is said about each kind of server: its name, what it gets to know with a reply, who can read that.

Values only. It never asks a server anything and loads nothing that could.

Sources: the suggested privacy text that comes with WordPress (4.9.6 and later) and its REST API handbook; the server
configuration and the source of Isso 0.14 (`API.FIELDS`, `utils.anonymize`, the option `gravatar`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from hiitreader.errors import N_

ISSO = "isso"
WORDPRESS_REST = "wordpress-rest"
WORDPRESS_FORM = "wordpress-form"


class About(NamedTuple):
    """One kind.

    `name` is what its makers call it. `place` is what stands before a reply's number in its address on the page
    (`…/#comment-12`). The others are what is said of each thing that is sent: of the article that a reply is to, of the
    email address, of the reader's network address, of this program's name; English message ids.
    """

    name: str
    place: str
    article: str
    email: str
    network_address: str
    program: str


_ISSO = About(
    name="Isso",
    place="isso-",
    article=N_("Its address there and its title, and which reply you answer if you answer one."),
    email=N_(
        "Not published. The server keeps it, and those who run it can read it. Readers of the page get a short hash of "
        "it, shown as a pattern beside your name. If the site has switched Gravatar on, they get a second hash, "
        "by which Gravatar can know you. This program asks Gravatar nothing."
    ),
    network_address=N_("Not published. Any server sees it. Isso leaves out its last part before it keeps it."),
    program=N_("Not published. Any server sees it."),
)
_WORDPRESS = About(
    name="WordPress",
    place="comment-",
    article=N_("Its number there, and which reply you answer if you answer one."),
    email=N_(
        "Not published. The site keeps it, and those who run it can read it. If the site shows pictures of who "
        "replied, the page has a hash of it, by which Gravatar can know you. This program asks Gravatar nothing."
    ),
    network_address=N_("Not published. Any server sees it. WordPress keeps it with your reply, against spam."),
    program=N_("Not published. Any server sees it. WordPress keeps it with your reply, against spam."),
)

ABOUT: Mapping[str, About] = {ISSO: _ISSO, WORDPRESS_REST: _WORDPRESS, WORDPRESS_FORM: _WORDPRESS}
"""Each kind by its name in `kinds.KINDS`."""


def names() -> str:
    """What all kinds are called, each once: "Isso, WordPress"."""
    return ", ".join(dict.fromkeys(one.name for one in ABOUT.values()))
