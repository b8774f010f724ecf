"""The order in which a WordPress's replies are shown: it lists them one after the other, whatever they answer.

It never asks a server anything, and leaves no reply out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from hiitreader.replies.thread import ThreadReply

DEEPEST = 20
"""Levels of answers to answers; those below are shown at the last one."""


def in_order(replies: Iterable[ThreadReply], *, whole: bool) -> tuple[ThreadReply, ...]:
    """Each parent before its answers, each with its answers behind it, else oldest first.

    In a whole thread, an answer to what is not there, or to itself by a detour, is one to the article.
    """
    inside = {one.id: one for one in replies}
    answers: dict[str, list[ThreadReply]] = {}
    for one in sorted(inside.values(), key=lambda one: (one.written, int(one.id))):
        under = one.parent if one.parent in inside else ""
        answers.setdefault(under, []).append(replace(one, parent="") if whole and not under else one)
    ordered: dict[str, ThreadReply] = {one.id: one for one in _walk(answers, answers.get("", ()))}
    for one in inside.values():
        if one.id not in ordered:  # its parents go round in a circle
            top = replace(one, parent="")
            ordered.update((found.id, found) for found in _walk(answers, (top,)) if found.id not in ordered)
    return tuple(ordered.values())


def _walk(answers: dict[str, list[ThreadReply]], tops: Sequence[ThreadReply]) -> Iterator[ThreadReply]:
    """All below `tops`, depth first, none twice; beyond the deepest level as answers to the last one on it."""
    seen: set[str] = set()
    waiting = [(one, 1) for one in reversed(tops)]
    while waiting:
        one, depth = waiting.pop()
        if one.id in seen:
            continue
        seen.add(one.id)
        yield one
        below = answers.get(one.id, ())
        if depth >= DEEPEST:
            below = [replace(answer, parent=one.parent) for answer in below]
        waiting.extend((answer, min(depth + 1, DEEPEST)) for answer in reversed(below))
