"""The tree of an article's replies: who stands under whom, how deep, and what is said of each.

Pure: values in, values out. It makes no words into blocks and never fetches or shows anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import NamedTuple

from hiitreader.article.blocks import Container, ContainerKind
from hiitreader.replies.reply import Reply
from hiitreader.replies.thread import Conversation, ThreadReply
from hiitreader.replies.words import author_name
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import ngettext

DEEPEST = 5
"""Levels of nesting that are shown as such; an answer further down stands at the last one and names whom it answers."""

Places = tuple[Container, ...]


class Numbers:
    """The numbers of containers: the same thing gets the same one each time the page's tail is made anew.

    Args:
        first: where they begin; larger than any container's id in the article.
    """

    def __init__(self, first: int) -> None:
        self._next = count(first)
        self._given: dict[tuple[object, ...], int] = {}

    def of(self, *thing: object) -> int:
        """The number of a thing, named by a few strings and numbers."""
        given = self._given.get(thing)
        if given is None:
            given = self._given[thing] = next(self._next)
        return given


@dataclass(frozen=True, slots=True)
class Told:
    """One reply, from whichever side it came, as it is told.

    `key` names it among all of them, `id` is the server's, "" while it has none. One of `theirs` and `own` is given;
    both for one's own reply that the server lists.
    """

    key: str
    id: str
    parent: str
    when: datetime
    theirs: ThreadReply | None = None
    own: Reply | None = None

    @property
    def author(self) -> str:
        """Who wrote it, as plain text on one line."""
        name = self.theirs.author if self.theirs is not None else self.own.form.name if self.own is not None else ""
        return author_name(name) or _("Anonymous")

    @property
    def is_own(self) -> bool:
        """Whether this reader wrote it."""
        return self.own is not None or (self.theirs is not None and self.theirs.own)

    @property
    def new(self) -> bool:
        """Whether it is an answer to one's own that was not seen yet."""
        return self.theirs is not None and self.theirs.new

    @property
    def answerable(self) -> bool:
        """Whether the server can be given an answer to it."""
        return self.theirs is not None and not (self.theirs.deleted or self.theirs.awaiting or self.theirs.own)

    @property
    def state(self) -> str:
        """Its state's short name, "" for one that is simply there."""
        if self.theirs is not None:
            return _("awaiting moderation") if self.theirs.awaiting else ""
        return _(self.own.state.label) if self.own is not None else ""


class Leaf(NamedTuple):
    """A reply where it stands: the containers it is in, and whom it answers where that can't be seen ("" else)."""

    told: Told
    within: Places
    answers: str


def told(conversation: Conversation) -> list[Told]:
    """Every reply, the server's first, each side in its order."""
    mine = {reply.server_id: reply for reply in conversation.listed if reply.server_id}
    listed = [Told(f"#{one.id}", one.id, one.parent, one.written, one, mine.get(one.id)) for one in conversation.theirs]
    own = [Told(one.uuid, one.server_id, one.parent, one.created, None, one) for one in conversation.own]
    return listed + own


def tree(replies: Iterable[Told], numbers: Numbers) -> Iterator[Leaf]:
    """The replies in reading order: each followed by its answers, in lists within lists."""
    replies = tuple(replies)
    known = {one.id: one for one in replies if one.id}
    branches: dict[str, list[Told]] = {}
    for one in replies:
        branches.setdefault(one.parent if one.parent in known else "", []).append(one)
    waiting: list[Told] = branches.pop("", [])
    while waiting or branches:
        # Replies that answer each other in a ring are under nobody: they stand at the top, once each.
        under = "" if waiting else next(iter(branches))
        top = waiting or branches.pop(under)
        waiting = []
        yield from _branch(top, under, branches, known, numbers)


def _branch(
    top: Sequence[Told], under: str, branches: dict[str, list[Told]], known: dict[str, Told], numbers: Numbers
) -> Iterator[Leaf]:
    """Replies and all that answers them, which is taken out of `branches`."""
    # A stack, not recursion: a server's thread may be deeper than Python's own stack.
    stack: list[tuple[Iterator[Told], Places]] = [(iter(top), _list(top, under, numbers, ()))]
    while stack:
        members, within = stack[-1]
        one = next(members, None)
        if one is None:
            stack.pop()
            continue
        answers = branches.pop(one.id, []) if one.id else []
        label = _label(one, len(stack), len(answers))
        item = (*within, Container(ContainerKind.ITEM, numbers.of("item", one.key), label=label))
        yield Leaf(one, item, known[one.parent].author if len(stack) > DEEPEST else "")
        if answers:
            deep = len(stack) >= DEEPEST
            stack.append((iter(answers), within if deep else _list(answers, one.key, numbers, item)))


def _list(members: Sequence[Told], under: str, numbers: Numbers, within: Places) -> Places:
    return (*within, Container(ContainerKind.LIST, numbers.of("list", under), of=len(members)))


def _label(one: Told, level: int, answers: int) -> str:
    """What can be seen of a reply's place but not heard: "level 2, 3 replies"; with its state, when it has one."""
    parts = [_("level {level}").format(level=level)]
    if one.state:
        parts.append(one.state)
    if answers:
        parts.append(ngettext("{count} reply", "{count} replies", answers).format(count=answers))
    return ", ".join(parts)
