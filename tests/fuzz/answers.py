"""The doors for servers' answers: good answers with anything in their place, one after another.

What comes is some bytes of chance, from which all that the servers say is drawn: the same bytes say the same again.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from random import Random
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.hostile import odd_answers
from tests.hostile.odd_answers import ADDRESSES, HEADERS, SHAPES, STATUSES, WHOLE, OddServer, Spoil, put
from tests.hostile.test_odd_answers import DESKS, DOORS
from tests.library.fuzzing import FEED, HEAD, HTML, MARKDOWN, OWN

from hiitreader.system.web import AnswerLost, NotReached, WebAnswer

Door = Callable[[bytes], None]
_PIECES = tuple(piece.decode("utf-8", "replace") for piece in (*HTML, *MARKDOWN, *FEED, *HEAD))
_AGAIN = (1, 1, 1, 2, 10, 300, 5_000)
_FIELDS = ("id", "post", "parent", "status", "code", "data", "replies", "mode", "text", "author", "content", "rendered")
_MOST = 200_000
"""Characters of one answer."""


def _words(chance: Random) -> str:
    some = (chance.choice(_PIECES) * chance.choice(_AGAIN) for _ in range(chance.randint(1, 6)))
    return "".join(some)[:_MOST]


def _json(chance: Random, deep: int = 0) -> str:
    """The text of any JSON, and of some that is none."""
    kind = chance.randint(0, 6 if deep < 4 else 3)
    if kind == 0:
        return chance.choice((*SHAPES, *WHOLE[1:]))
    if kind == 1:
        return json.dumps(chance.choice(ADDRESSES))
    if kind in (2, 3):
        return json.dumps(_words(chance))
    if kind == 4:
        one = _json(chance, deep + 1)
        return f"[{','.join([one] * max(1, min(chance.choice(_AGAIN), _MOST // (len(one) + 1))))}]"
    pairs = (f"{json.dumps(chance.choice(_FIELDS))}:{_json(chance, deep + 1)}" for _ in range(chance.randint(0, 4)))
    return f"{{{','.join(pairs)}}}"


def _spoiling(chance: Random) -> Spoil:
    def spoil(_key: str, found: WebAnswer) -> WebAnswer:
        how = chance.choice(("good", "body", "body", "body", "page", "header", "status", "lost", "nobody"))
        if how == "lost":
            raise AnswerLost("The connection broke.")
        if how == "nobody":
            raise NotReached("Nobody.")
        if how == "status":
            return replace(found, status=chance.choice(STATUSES))
        if how == "header":
            name = chance.choice(tuple(HEADERS))
            return replace(
                found, headers={**found.headers, name: chance.choice((*HEADERS[name], _words(chance)[:500]))}
            )
        if how == "page":
            return replace(found, body=found.body[: chance.randint(0, len(found.body))] + _words(chance).encode())
        if how == "body":
            return replace(found, body=_body(chance, found.body)[: 4 * _MOST])
        return found

    return spoil


def _body(chance: Random, body: bytes) -> bytes:
    try:
        value = json.loads(body)
    except ValueError:
        at = chance.randint(0, len(body))
        return body[:at] + _words(chance).encode() + body[at:]
    places = [place for place, _there in odd_answers._places(value)]
    return put(value, chance.choice(places), _json(chance))


@contextmanager
def _own_folders() -> Iterator[None]:
    """What is kept meanwhile is kept in the one folder that may be written to."""
    # A folder that is taken away is named whole then, and the watch can tell where it is.
    with patch.object(tempfile, "tempdir", str(OWN)), patch.object(shutil, "_use_fd_functions", new=False):
        yield


def _come(name: str, data: bytes) -> None:
    door, say = (DOORS | DESKS)[name]
    with _own_folders():
        door(OddServer(say, _spoiling(Random(data))))


chance: SearchStrategy[bytes] = st.binary(min_size=8, max_size=8)
ANSWERS: dict[str, tuple[Door, SearchStrategy[bytes]]] = {
    f"answers: {name}": (partial(_come, name), chance) for name in (*DOORS, *DESKS)
}
