"""Where a link of somebody else's may lead: to the web, to a letter, or within the article.

It never follows one, and never asks whether anything is there.
"""

import re
from urllib.parse import quote, unquote

from hiitreader.article.characters import clean_line
from hiitreader.article.limits import MAX_ADDRESS

_WEB = ("http://", "https://")
_MAIL = "mailto:"
_IN_LETTERS = ("to", "cc", "subject", "body")
"""The fields a link may fill in of a letter. RFC 6068, 7: programs for mail know others that attach a file of the
reader's or name somebody who gets a copy unseen."""
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_CONTROLS_BUT_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNQUOTED = "@,+~._-"
_MOST_FIELDS = 20


def link_target(address: str | None) -> str:
    """The address a link may lead to: http, https, mailto or `#name`; "" for every other."""
    target = clean_line(address or "")
    if len(target) > MAX_ADDRESS:
        return ""
    if target.startswith("#"):
        return f"#{clean_line(unquote(target[1:]))}" if target[1:] else ""
    if target.lower().startswith(_MAIL):
        return letter_target(target)
    return target.replace(" ", "%20") if target.lower().startswith(_WEB) else ""


def letter_target(address: str) -> str:
    """A mailto address (RFC 6068) with what is safe of it: whom it goes to, its subject and its words; "" for none."""
    to, _mark, fields = address[len(_MAIL) :].partition("#")[0].partition("?")
    kept = []
    for field in fields.split("&")[:_MOST_FIELDS]:
        name, _is, value = field.partition("=")
        name = unquote(name).lower()
        controls = _CONTROLS_BUT_LINES if name == "body" else _CONTROLS
        if name in _IN_LETTERS and not controls.search(unquote(value)):
            kept.append(f"{name}={_quoted(value)}")
    whom = "" if _CONTROLS.search(unquote(to)) else _quoted(to)
    return f"{_MAIL}{whom}{'?' if kept else ''}{'&'.join(kept)}" if whom or kept else ""


def _quoted(written: str) -> str:
    """What stands in an address with nothing in it that a shell or a program for mail could take for a sign."""
    return quote(unquote(written), safe=_UNQUOTED)
