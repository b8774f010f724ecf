"""Which of several own replies is which of those a server lists, decided together, or not at all.

One listed reply confirms one own reply. Pure. It never asks anything and never guesses.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from hiitreader.replies.likeness import Likely, is_certainly, says
from hiitreader.replies.reply import CONFIRMED, Reply
from hiitreader.replies.server import Finding, Trace
from hiitreader.replies.thread import ThreadReply


@dataclass(frozen=True, slots=True)
class Marks:
    """How a server's kind tells replies apart.

    `likely` says whether a listed one is this own one, `copies` how many of an own one the server may have, and `under`
    beneath what the server puts it.
    """

    likely: Callable[[Reply, ThreadReply], Likely]
    copies: Callable[[Reply], int]
    under: Callable[[Reply], str]


Stands = Callable[[Reply, ThreadReply], Likely]
"""Whether a listed reply is by an own one's writer, where and when that can have come, whatever its words."""


def find_in(
    reply: Reply, own: Iterable[Reply], listed: Sequence[ThreadReply], known: frozenset[str], marks: Marks
) -> Finding:
    """Which listed reply an own one is.

    Args:
        reply: the own one, whose number is not known.
        own: the reader's replies in this thread on this server, `reply` among them or not.
        listed: what the server lists there, its parents as the server has them.
        known: the numbers of all that the reader has confirmed on this server.
        marks: how they are told apart.

    Returns:
        FOUND with the number. ABSENT when none can be it, or those that can be are others of the reader's. UNKNOWN when
        that can't be told.
    """
    others = [one for one in own if one.uuid != reply.uuid]
    mine = sorted((reply, *(one for one in others if one.may_be_there)), key=lambda one: (one.created, one.uuid))
    free = sorted(_free(others, listed, known), key=lambda one: int(one.id))
    edges = {one.uuid: {there.id: marks.likely(one, there) for there in free} for one in mine}
    sure = {uuid: [id_ for id_, how in found.items() if how is Likely.YES] for uuid, found in edges.items()}
    if not sure[reply.uuid]:
        return Finding(Trace.UNKNOWN if _may_be_there(reply.uuid, mine, edges, sure, marks) else Trace.ABSENT)
    together, ids = _together(reply.uuid, sure)
    group = [one for one in mine if one.uuid in together]
    pairs = _paired([one.uuid for one in group], sure)
    if not _is_certain(group, ids, pairs, marks):
        return Finding(Trace.UNKNOWN)
    if reply.uuid in pairs:
        return Finding(Trace.FOUND, pairs[reply.uuid])
    return Finding(Trace.UNKNOWN if _may_be_there(reply.uuid, mine, edges, sure, marks) else Trace.ABSENT)


def is_mended_in(
    reply: Reply, own: Iterable[Reply], listed: Sequence[ThreadReply], known: AbstractSet[str], stands: Stands
) -> bool:
    """Whether one that is listed may be this own one in other words: moderators mend some before letting them through.

    It is by its writer, where and when this one can have come, and says nothing that the reader wrote.
    """
    mine = (reply, *own)
    return any(
        stands(reply, one) is Likely.YES and not any(says(one, other.form.comment) for other in mine)
        for one in listed
        if one.id not in known and not one.deleted and not one.awaiting
    )


def _may_be_there(
    uuid: str,
    mine: Sequence[Reply],
    edges: Mapping[str, Mapping[str, Likely]],
    sure: Mapping[str, Sequence[str]],
    marks: Marks,
) -> bool:
    """Whether one may be among those listed that are not certainly others of the reader's."""
    taken: set[str] = set()
    for one in mine:
        if one.uuid != uuid and sure[one.uuid]:
            together, ids = _together(one.uuid, sure)
            group = [other for other in mine if other.uuid in together]
            pairs = _paired([other.uuid for other in group], sure)
            if uuid not in together and _is_certain(group, ids, pairs, marks):
                taken.update(pairs.values())
    return any(how is Likely.MAYBE and id_ not in taken for id_, how in edges[uuid].items())


def _free(own: Iterable[Reply], listed: Iterable[ThreadReply], known: frozenset[str]) -> list[ThreadReply]:
    """Those listed that are not known to be others of the reader's. Under a known number may stand another by now."""
    numbered = {one.server_id: one for one in own if one.state in CONFIRMED and one.server_id}

    def taken(there: ThreadReply) -> bool:
        if there.id not in known:
            return False
        return there.id not in numbered or is_certainly(there, numbered[there.id])

    return [one for one in listed if not one.deleted and not one.awaiting and not taken(one)]


def _is_certain(group: Sequence[Reply], ids: frozenset[str], pairs: Mapping[str, str], marks: Marks) -> bool:
    """Whether it does not matter which of a group is which of those listed, or there is one way only.

    Those that say the same beneath the same are as good as each other: as many of them are there as are
    listed. Of others each must have its own. More than were sent are listed where somebody else says the same.
    """
    alike = len({(one.form.comment, one.form.name, marks.under(one)) for one in group}) == 1
    if len(pairs) < len(ids):
        return alike and len(pairs) == len(group) and len(ids) <= sum(marks.copies(one) for one in group)
    return alike or len(pairs) == len(group)


def _together(uuid: str, sure: Mapping[str, Sequence[str]]) -> tuple[frozenset[str], frozenset[str]]:
    """All own ones, and all listed ones, that hang together with one."""
    own, ids = {uuid}, set(sure[uuid])
    grown = True
    while grown:
        more = {other for other, found in sure.items() if other not in own and ids & set(found)}
        grown = bool(more)
        own |= more
        ids.update(*(sure[other] for other in more))
    return frozenset(own), frozenset(ids)


def _paired(uuids: Sequence[str], sure: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """As many pairs as there can be, the older with the lower number where it may be so.

    Where fewer are listed than were sent, the newer ones are paired: what an older one was noted before may be listed
    later, under a number that is too low for a newer one.
    """
    newest = _pairs(uuids[::-1], sure)
    return _pairs([uuid for uuid in uuids if uuid in newest], sure)


def _pairs(uuids: Sequence[str], sure: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """As many pairs as there can be; who comes first has one if there is any, the lowest (augmenting paths)."""
    holder: dict[str, str] = {}

    def place(uuid: str, tried: set[str]) -> bool:
        for id_ in sure[uuid]:
            if id_ in tried:
                continue
            tried.add(id_)
            if id_ not in holder or place(holder[id_], tried):
                holder[id_] = uuid
                return True
        return False

    for uuid in uuids:
        place(uuid, set())
    return {uuid: id_ for id_, uuid in holder.items()}
