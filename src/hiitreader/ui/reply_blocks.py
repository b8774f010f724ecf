"""What comes after the article's last word, as blocks of the same page: similar posts, replies, "Leave a Reply".

Pure: values in, blocks out. It never fetches, shows or sends anything.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import count
from typing import Protocol

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.characters import LINE_BREAK, clean_line, clean_prose
from hiitreader.errors import N_
from hiitreader.replies.reply import Reply
from hiitreader.replies.thread import Conversation, ThreadReply
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import language

POST = "#post:"
"""How the target of a link to a similar post begins; the post's key follows."""
REPLY_TO = "#reply-to:"
"""How the target of a reply's "Reply to …" link begins; the server's id of the reply follows."""

DEEPEST = 5
"""Levels of nesting that are shown as such; an answer further down stands at the last one and names whom it answers."""

SIMILAR_POSTS, REPLIES, LEAVE_A_REPLY = N_("Similar Posts"), N_("Replies"), N_("Leave a Reply")
NO_POSTS = N_("There are no similar posts yet.")
NO_REPLIES = N_("There are no replies yet.")
NO_REPLIES_HERE = N_("No replies have been fetched yet.")
DELETED = N_("This reply was deleted.")
AWAITING = N_("Awaiting moderation.")

Places = tuple[Container, ...]


class Post(Protocol):
    """A similar post: its title, a sentence of it, why it is similar, and the key it is opened by."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def summary(self) -> str:
        """A sentence or two, "" for none."""

    @property
    def why(self) -> str:
        """What it shares with the article, "" for nothing to say."""

    @property
    def key(self) -> str:
        """What opens it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One reply, from whichever side it came, as it is told. `id` is the server's, "" while it has none."""

    id: str
    parent: str
    author: str
    when: datetime
    text: str
    state: str
    own: bool
    answerable: bool


def tail(
    posts: Sequence[Post], conversation: Conversation, first_id: int, zone: tzinfo | None = None
) -> tuple[Block, ...]:
    """Everything after the article: two headings with what is under them, and the heading of the form.

    Args:
        posts: the similar posts, the most similar first.
        conversation: what is known of the replies.
        first_id: containers are numbered from here; larger than any container's id in the article.
        zone: times are told in it, in the computer's own when left out.
    """
    numbers = count(first_id)
    return (
        _heading(SIMILAR_POSTS),
        *_posts(posts, numbers),
        _heading(REPLIES),
        *_replies(conversation, numbers, zone),
        _heading(LEAVE_A_REPLY),
    )


def answered(target: str) -> str | None:
    """The id of the reply that a pressed link asks to answer; None for another link."""
    return target.removeprefix(REPLY_TO) if target.startswith(REPLY_TO) else None


def asked_post(target: str) -> str | None:
    """The key of the similar post that a pressed link asks for; None for another link."""
    return target.removeprefix(POST) if target.startswith(POST) else None


def _heading(title: str) -> Block:
    return Block(BlockKind.HEADING, _(title), level=2)


def _posts(posts: Sequence[Post], numbers: Iterator[int]) -> Iterator[Block]:
    if not posts:
        yield Block(BlockKind.PARAGRAPH, _(NO_POSTS))
        return
    within = (Container(ContainerKind.LIST, next(numbers), of=len(posts)),)
    for post in posts:
        item = (*within, Container(ContainerKind.ITEM, next(numbers)))
        title = clean_line(post.title) or _("Untitled")
        yield Block(BlockKind.PARAGRAPH, title, _link(title, POST + post.key), within=item, marker="•")
        for line in (clean_line(post.summary), clean_line(post.why)):
            if line:
                yield Block(BlockKind.PARAGRAPH, line, within=item)


def _replies(conversation: Conversation, numbers: Iterator[int], zone: tzinfo | None) -> Iterator[Block]:
    told = [*map(_theirs, conversation.theirs), *map(_own, conversation.own)]
    if not told:
        yield Block(BlockKind.PARAGRAPH, _(NO_REPLIES_HERE if conversation.pulled is None else NO_REPLIES))
        return
    known = {one.id: one for one in told if one.id}
    branches: dict[str, list[Told]] = {}
    for one in told:
        branches.setdefault(one.parent if one.parent in known else "", []).append(one)
    waiting: list[Told] = branches.pop("", [])
    while waiting or branches:
        # Replies that answer each other in a ring are under nobody: they stand at the top, once each.
        top = waiting or branches.pop(next(iter(branches)))
        waiting = []
        yield from _branch(top, branches, known, numbers, zone)


def _branch(
    top: Sequence[Told],
    branches: dict[str, list[Told]],
    known: dict[str, Told],
    numbers: Iterator[int],
    zone: tzinfo | None,
) -> Iterator[Block]:
    """Replies and all that answers them, which is taken out of `branches`."""
    # A stack, not recursion: a server's thread may be deeper than Python's own stack.
    stack: list[tuple[Iterator[Told], Places]] = [(iter(top), _list(top, numbers, ()))]
    while stack:
        members, within = stack[-1]
        one = next(members, None)
        if one is None:
            stack.pop()
            continue
        item = (*within, Container(ContainerKind.ITEM, next(numbers)))
        named = known[one.parent].author if len(stack) > DEEPEST else ""
        yield from _reply(one, item, named, zone)
        answers = branches.pop(one.id, []) if one.id else []
        if answers:
            deep = len(stack) >= DEEPEST
            stack.append((iter(answers), within if deep else _list(answers, numbers, item)))


def _list(members: Sequence[Told], numbers: Iterator[int], within: Places) -> Places:
    return (*within, Container(ContainerKind.LIST, next(numbers), of=len(members)))


def _reply(one: Told, within: Places, answers: str, zone: tzinfo | None) -> Iterator[Block]:
    author = clean_line(one.author) or _("Anonymous")
    said = _("{author} (you), {when}") if one.own else _("{author}, {when}")
    if answers:
        said = _("{author} to {other}, {when}")
    line = said.format(author=author, when=_when(one.when, zone), other=clean_line(answers))
    start = line.find(author)
    yield Block(
        BlockKind.PARAGRAPH, line, (Span(start, start + len(author), SpanKind.STRONG),), within=within, marker="•"
    )
    for text in paragraphs(one.text):
        yield Block(BlockKind.PARAGRAPH, text, within=within)
    if one.state:
        yield Block(BlockKind.PARAGRAPH, one.state, (Span(0, len(one.state), SpanKind.EMPHASIS),), within=within)
    if one.answerable:
        words = _("Reply to {author}").format(author=author)
        yield Block(BlockKind.PARAGRAPH, words, _link(words, REPLY_TO + one.id), within=within)


def paragraphs(text: str) -> Iterable[str]:
    """What was typed, as paragraphs: an empty line parts two, a line's end within one becomes U+2028."""
    for part in _EMPTY_LINES.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        lines = [clean_prose(line).strip() for line in part.split("\n")]
        if joined := LINE_BREAK.join(line for line in lines if line):
            yield joined


def _theirs(reply: ThreadReply) -> Told:
    text = _(DELETED) if reply.deleted else reply.text
    return Told(
        id=reply.id,
        parent=reply.parent,
        author=reply.author,
        when=reply.written,
        text=text,
        state=_(AWAITING) if reply.awaiting else "",
        own=reply.own,
        answerable=not (reply.deleted or reply.awaiting),
    )


def _own(reply: Reply) -> Told:
    reason = clean_line(_(reply.reason))
    return Told(
        id=reply.server_id,
        parent=reply.parent,
        author=reply.form.name,
        when=reply.created,
        text=reply.form.comment,
        state=" ".join(part for part in (_(reply.state.sentence), reason) if part),
        own=True,
        answerable=False,
    )


def _when(moment: datetime, zone: tzinfo | None) -> str:
    """Day and time in words, such as "3 March 2026, 14:05"."""
    local = moment.astimezone(zone)
    there = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
    return QLocale(language()).toString(there, "d MMMM yyyy, HH:mm")


def _link(words: str, target: str) -> tuple[Span, ...]:
    return (Span(0, len(words), SpanKind.LINK, target),)


_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
