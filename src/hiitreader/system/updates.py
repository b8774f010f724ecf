"""Asking the publisher which version is the newest, and comparing it with this one.

It never asks by itself, never fetches a version and never installs one.
"""

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from hiitreader import __version__
from hiitreader.errors import N_, Bug, WorldProblem
from hiitreader.system.addresses import is_open

if TYPE_CHECKING:
    import ssl

    from hiitreader.system.json_table import Table

MOST_BYTES = 64 * 1024
OK = 200
_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,5})(?:(a|b|rc)(\d{1,9}))?", re.ASCII)
_FINAL = (3, 0)
_BEFORE_FINAL = {"a": 0, "b": 1, "rc": 2}


class Newest(NamedTuple):
    """What the publisher said: the newest version, whether that is newer than this one, and the page to get it at.

    `page` is an https address, "" when none was named.
    """

    version: str
    newer: bool
    page: str = ""


def host_of(address: str) -> str:
    """The host that is asked at an address."""
    return urlsplit(address).hostname or address


def ask_newest(address: str, own: str = __version__, *, verify: "ssl.SSLContext | None" = None) -> Newest:
    """Ask once, at the publisher's address, for JSON like {"version": "1.2", "page": "https://…"}.

    Args:
        address: https, or http on this computer.
        own: the version to compare with.
        verify: what certificates to trust, the usual ones when left out.

    Raises:
        NotReached: nobody was reached.
        AnswerLost: no whole answer came.
        WorldProblem: the answer names no version.
    """
    from hiitreader.system.web import Web

    parts = urlsplit(address)
    if is_open(parts):
        raise Bug(N_("Updates were to be asked for without encryption."))
    web = Web(address, most=MOST_BYTES, verify=verify)
    try:
        answer = web.get("")
    finally:
        web.close()
    host = host_of(address)
    if answer.status != OK:
        raise WorldProblem(
            N_("{host} does not say which version is the newest: it answers {status}."),
            safe=N_("Nothing was changed."),
            todo=N_("Try again later."),
            host=host,
            status=answer.status,
        )
    found = _read(answer.table(), own)
    if found is None:
        raise WorldProblem(
            N_("What {host} says of the newest version can't be understood."),
            safe=N_("Nothing was changed."),
            todo=N_("Look where you got this program from."),
            host=host,
        )
    return found


def rank(version: str) -> tuple[tuple[int, ...], tuple[int, int]] | None:
    """What versions are put in order by, as PEP 440 has it: 0.9 < 1.0a1 < 1.0rc1 < 1.0 = 1 < 1.0.1; None for none.

    Versions with "dev", "post" or local parts are not released here and count as none.
    """
    found = _VERSION.fullmatch(version.strip())
    if found is None:
        return None
    numbers = [int(part) for part in found[1].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers), (_BEFORE_FINAL[found[2]], int(found[3])) if found[2] else _FINAL


def _read(said: "Table", own: str) -> Newest | None:
    version, page = said.text("version"), said.text("page")
    theirs, ours = rank(version), rank(own)
    if theirs is None or ours is None:
        return None
    return Newest(version.strip().removeprefix("v"), theirs > ours, page if _is_usable(page) else "")


def _is_usable(page: str) -> bool:
    try:
        return page.isascii() and page.isprintable() and urlsplit(page).scheme == "https"
    except ValueError:
        return False
