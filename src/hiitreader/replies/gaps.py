"""A reply of which some was lost: what is left of it, with a mark in the place of each letter that is gone.

It never leads to anything being sent, and never takes a reply for published of which that can't be read.
"""

from base64 import b64encode
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from hiitreader.errors import N_
from hiitreader.replies.form import ReplyForm
from hiitreader.replies.reply import CONFIRMED, Reply, ReplyState, Thread
from hiitreader.system.cells import flag, moment, text
from hiitreader.system.sqlite_pages import Value

LOST_LETTERS = N_("Damaged on this computer: a � stands where something was lost. It is not sent by itself.")


def with_gaps(cells: dict[str, Value], lived: datetime) -> Reply | None:
    """What is left of a reply, put away; one that its server has stays with it. None when no word is left.

    Args:
        cells: the row that makes no sense as a whole.
        lived: the moment for those that can't be read.
    """
    form = ReplyForm(*(_words(cells, name) for name in ("comment", "name", "email", "website")))
    if not form.comment.strip("\N{REPLACEMENT CHARACTER} \n"):
        return None
    created, changed = (_moment(cells, name) for name in ("created", "changed"))
    uri, uuid = _sound(cells, "thread"), _sound(cells, "uuid")
    reply = Reply(
        uuid=uuid or str(uuid5(NAMESPACE_OID, b64encode(repr(cells).encode("utf-8", "surrogateescape")).decode())),
        thread=Thread(uri or _words(cells, "thread") or "/", _words(cells, "title")),
        form=form,
        created=created or changed or lived,
        changed=changed or created or lived,
        parent=_sound(cells, "parent"),
        state=ReplyState.DISCARDED,
        reason=LOST_LETTERS,
        doubtful=_may_be_there(cells),
    )
    return _as_confirmed(cells, reply) or reply


def _as_confirmed(cells: dict[str, Value], reply: Reply) -> Reply | None:
    """The reply as its server has it, when all that says so can be read."""
    from dataclasses import replace

    server, number = _sound(cells, "server"), _sound(cells, "server_id")
    if not (server and number and reply.uuid == cells["uuid"] and reply.thread.uri == cells["thread"]):
        return None
    try:
        state = ReplyState(_sound(cells, "state"))
    except ValueError:
        return None
    if state not in CONFIRMED:
        return None
    return replace(reply, state=state, server=server, server_id=number, written=_moment(cells, "written"))


def _may_be_there(cells: dict[str, Value]) -> bool:
    try:
        return flag(cells, "doubtful")
    except (ValueError, TypeError):
        return True


def _words(cells: dict[str, Value], name: str) -> str:
    value = cells[name]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if isinstance(value, str) else ""


def _sound(cells: dict[str, Value], name: str) -> str:
    try:
        return text(cells, name)
    except (ValueError, TypeError):
        return ""


def _moment(cells: dict[str, Value], name: str) -> datetime | None:
    try:
        return moment(cells, name)
    except (ValueError, TypeError):
        return None
