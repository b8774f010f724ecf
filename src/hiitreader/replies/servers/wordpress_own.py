"""Which of a WordPress's replies is one of the reader's own: what is noted before a try, and whom a reply is by.

Pure. Source: WordPress's REST API handbook (developer.wordpress.org/rest-api/reference/comments) and the behaviour of
6.1 to 6.7. It never asks a server anything.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from hiitreader.replies.likeness import Likely, Trail, came_in_time, from_seconds, in_seconds, says
from hiitreader.replies.matching import Marks, Stands, find_in, is_mended_in
from hiitreader.replies.reply import Reply, Standing
from hiitreader.replies.server import Finding
from hiitreader.replies.servers.wordpress import is_number, letters, letters_of_html
from hiitreader.replies.thread import ThreadReply
from hiitreader.system.json_table import Table

MOST_TRIES = 50
_ACCOUNT, _MAIL = "account ", "mail "


# -- what is noted -----------------------------------------------------------------------------------------------------


def note_of(highest: str, user: str, moment: datetime | None = None) -> str:
    """What is noted before a first try: the highest id listed, when by the server's clock, and who has signed in.

    "7~1769860800 ann", and a "~" more with each try that may have arrived as well.
    """
    return f"{highest}{'' if moment is None else f'~{in_seconds(moment)}'} {user}".rstrip()


def one_more(noted: str, moment: datetime | None) -> str:
    """The note of a reply that is tried once more."""
    first, space, user = noted.partition(" ")
    highest, *tries = first.split("~")
    tries += [] if moment is None else [str(in_seconds(moment))]
    return f"{'~'.join((highest, *tries[-MOST_TRIES:]))}{space}{user}"


def noted_id(noted: str) -> int | None:
    """The id in a note, None when there is none."""
    highest = noted.partition(" ")[0].partition("~")[0]
    return int(highest) if highest == "0" or is_number(highest) else None


def noted_user(noted: str) -> str:
    """Who had signed in when a note was made, "" for nobody."""
    return noted.partition(" ")[2]


def noted_tries(noted: str) -> tuple[datetime, ...]:
    """The moments in a note, by the server's clock."""
    return tuple(from_seconds(int(one)) for one in noted.partition(" ")[0].split("~")[1:] if is_number(one))


# -- whose it is -------------------------------------------------------------------------------------------------------


def writer_of(item: Table) -> str:
    """Whom a reply is by, as far as the site tells; "" when it does not.

    That is the number of an account or, for a guest, what the email address becomes in the address of a picture.
    """
    account = item.id_of("author")
    if account:
        return f"{_ACCOUNT}{account}"
    pictures = item.table("author_avatar_urls")
    found = (_AVATAR.search(pictures.text(size, 1_000)) for size in ("24", "48", "96"))
    return next((f"{_MAIL}{one[1]}" for one in found if one is not None), "")


def is_by(one: ThreadReply, reply: Reply, account: int) -> bool:
    """Whether a listed reply is by whoever wrote an own one: the account that had signed in, or a guest.

    Args:
        one: the listed reply.
        reply: the own one.
        account: the number of the account that has signed in now, 0 for none.
    """
    if noted_user(reply.noted):
        return bool(account) and one.writer == f"{_ACCOUNT}{account}"
    if one.author != reply.form.name or one.writer.startswith(_ACCOUNT):
        return False
    return not one.writer.startswith(_MAIL) or one.writer.removeprefix(_MAIL) in _hashes(reply.form.email, one.writer)


def recognise(
    reply: Reply,
    listed: Sequence[ThreadReply],
    known: AbstractSet[str],
    own: Sequence[Reply],
    account: int,
    *,
    moved: bool = False,
) -> Finding:
    """Which of the replies that a site lists is an own one: by words, writer, what it answers, id and moment.

    `moved` says that what it answers is gone: a site then puts the answers a level up.
    """
    stands = _stands(listed if moved else (), own, account)
    marks = Marks(
        likely=lambda mine, one: stands(mine, one) if says(one, mine.form.comment) else Likely.NO,
        copies=lambda _: 1,
        under=_under,
    )
    return find_in(reply, own, listed, frozenset(known), marks)


def may_be_otherwise(
    reply: Reply, listed: Sequence[ThreadReply], known: AbstractSet[str], own: Sequence[Reply], account: int
) -> bool:
    """Whether a site may have this one without knowing it again.

    It stores an "&" in a guest's address as "&amp;". And one that is listed may be this one in other words, as far as
    the moments of its tries are known.
    """
    if not noted_user(reply.noted) and "&" in reply.form.email:
        return True
    timed = bool(noted_tries(reply.noted))
    return timed and is_mended_in(reply, own, listed, known, _stands((), own, account))


def _stands(anywhere: Sequence[ThreadReply], own: Sequence[Reply], account: int) -> Stands:
    """How a site's replies are told apart; beneath what any of `anywhere` is, it is as well as beneath its parent."""
    levels = {one.parent for one in anywhere}

    def stands(mine: Reply, one: ThreadReply) -> Likely:
        if not is_by(one, mine, account):
            return Likely.NO
        parents = frozenset({_under(mine), *levels})
        # The same words are taken once: what is there may be what another of one's own brought that says the same.
        notes = [mine.noted, *(twin.noted for twin in own if _are_twins(mine, twin))]
        ids = [id_ for id_ in map(noted_id, notes) if id_ is not None]
        tries = tuple(moment for note in notes for moment in noted_tries(note))
        return Trail(min(ids, default=None), tries, parents=parents).leads_to(one)

    return stands


def _under(mine: Reply) -> str:
    return mine.parent if is_number(mine.parent) else ""


def standing_of(one: ThreadReply, reply: Reply, account: int) -> Standing:
    """Where an own reply stands whose number a site lets everybody see, by what is there under that number.

    After a site was put back as it once was that can be somebody else's. A moderator may have changed its words, and a
    plugin may show them otherwise.
    """
    in_time = came_in_time(one.written, noted_tries(reply.noted))
    if not is_by(one, reply, account) and (account or not noted_user(reply.noted)):
        # Somebody may have mended the address of the reader's; the name is the reader's own.
        mended = in_time and one.author == reply.form.name and says(one, reply.form.comment)
        return Standing.UNKNOWN if mended else Standing.GONE
    if says(one, reply.form.comment):
        # The same words of one's own under something else; but what it answers may have been deleted since.
        return Standing.PUBLISHED if one.parent == _under(reply) or in_time else Standing.GONE
    if not in_time:
        return Standing.GONE
    dressed = letters(reply.form.comment)
    return Standing.PUBLISHED if dressed and letters_of_html(one.text) == dressed else Standing.UNKNOWN


def _are_twins(one: Reply, other: Reply) -> bool:
    """Whether a site can't tell one reply from another, and both may have been sent."""
    return other.uuid != one.uuid and bool(other.noted) and (one.form, one.parent) == (other.form, other.parent)


def _hashes(email: str, otherwise: str) -> frozenset[str]:
    """What an email address becomes in the address of a picture; `otherwise` fits any that a site may have changed."""
    from hashlib import md5, sha256

    if not _PLAIN.fullmatch(email):
        return frozenset({otherwise.removeprefix(_MAIL)})
    mail = email.strip().lower().encode()
    return frozenset({md5(mail, usedforsecurity=False).hexdigest(), sha256(mail).hexdigest()})


_AVATAR = re.compile(r"/avatar/([0-9a-f]{64}|[0-9a-f]{32})(?:[?.&]|$)")
_PLAIN = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
