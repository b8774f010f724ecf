"""Links on the page that do something with one's own reply: how such a target is written, and read again.

It never does it: whoever follows links asks here what is meant.
"""

from hiitreader.replies.deeds import Deed

OWN = "#own:"
"""How the target of such a link begins; the deed and the reply's UUID follow."""
_DEEDS = {deed.name.lower(): deed for deed in Deed}


def own_target(deed: Deed, uuid: str) -> str:
    """The target of a link that does `deed` with the reader's own reply `uuid`, such as "#own:retry:…"."""
    return f"{OWN}{deed.name.lower()}:{uuid}"


def asked_deed(target: str) -> tuple[Deed, str] | None:
    """The deed and the UUID that a pressed link asks for; None for another link."""
    if not target.startswith(OWN):
        return None
    name, _, uuid = target.removeprefix(OWN).partition(":")
    deed = _DEEDS.get(name)
    return None if deed is None or not uuid else (deed, uuid)
