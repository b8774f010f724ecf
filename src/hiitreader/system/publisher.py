"""Who publishes this program and where it is found: the one place the window and the packages take it from.

What is empty is not settled yet; the program says so, and whoever builds packages is warned. It never asks anybody
anything.
"""

from typing import NamedTuple


class Publisher(NamedTuple):
    """Whose program this is.

    `app_id` names the program among all others, by a domain that is the publisher's, read backwards (AppStream,
    component id). `maintainer` is a name with an address that is read, "Name <name@host>" (Debian Policy, 5.6.2).
    `homepage` is an https address that ends in "/". `updates` is the https address at which the publisher keeps the
    file `hiitreader-latest.json` of the newest release; where it is empty nobody can be asked for updates.
    """

    app_id: str
    maintainer: str = ""
    homepage: str = ""
    updates: str = ""


PUBLISHER = Publisher(
    app_id="io.github.hiitreader.hiitreader",
    maintainer="",
    homepage="",
    updates="",
)
"""docs/releasing.md says what to settle here before the first release; packaging/facts.sh reads these lines."""
