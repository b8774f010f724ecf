"""What comes after the article's last word, as blocks of the same page: similar posts, replies, "Leave a Reply".

Pure: values in, blocks out. It never fetches, shows or sends anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple, Protocol

from PySide6.QtCore import QDate, QLocale

from hiitreader.article.blocks import Block, BlockKind, Container, ContainerKind, Span, SpanKind
from hiitreader.article.characters import clean_line
from hiitreader.article.compiled import load_blocks
from hiitreader.errors import N_
from hiitreader.replies.deeds import Deed, can, next_step
from hiitreader.replies.reply import Reply, ReplyState
from hiitreader.replies.sentence import Sentence
from hiitreader.replies.server_settings import ServerHealth, ServerSettings
from hiitreader.replies.thread import Conversation, TextFormat
from hiitreader.replies.words import Words
from hiitreader.system.translations import gettext as _
from hiitreader.system.translations import language, ngettext
from hiitreader.ui.own_links import own_target
from hiitreader.ui.reply_tree import Leaf, Numbers, Places, Told, told, tree

POST = "#post:"
"""How the target of a link to a similar post begins; the post's key follows."""
REPLY_TO = "#reply-to:"
"""How the target of a reply's "Reply to …" link begins; the server's id of the reply follows."""

SIMILAR_POSTS, REPLIES, LEAVE_A_REPLY = "similar-posts", "replies", "leave-a-reply"
"""The anchors of the three headings."""
MOST_SHOWN = 150_000
"""Blocks of replies on one page: what twenty thousand long replies come to. A server that means harm sends more."""
NO_POSTS = N_("No article on your shelf is like this one yet. “Add to the shelf”, in the menu File, brings in more.")
NO_REPLIES = N_("There are no replies yet.")
NO_REPLIES_HERE = N_("No replies have been fetched yet.")
DELETED = N_("A deleted reply, {when}")
AWAITING = N_("Awaiting moderation.")
NEW = N_("New")

DEEDS: Mapping[Deed, str] = {
    Deed.EDIT: N_("Edit"),
    Deed.RETRY: N_("Try now"),
    Deed.SEND_AGAIN: N_("Send again"),
    Deed.EDIT_THERE: N_("Edit on the server"),
    Deed.DELETE_THERE: N_("Delete on the server"),
    Deed.COPY: N_("Copy text"),
    Deed.DISCARD: N_("Discard"),
    Deed.RESTORE: N_("Have it back"),
}
"""What each deed is called on its link, in the order in which they stand."""
_BETWEEN = " · "


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
class Telling:
    """What telling of replies depends on but the replies: the moment, the server that is set, the zone of times.

    `zone` None is the computer's own. `health` is how that server has been, None when that is not known.
    """

    now: datetime
    settings: ServerSettings | None = None
    zone: tzinfo | None = None
    health: ServerHealth | None = None


class Piece(NamedTuple):
    """Some blocks of the tail; of one reply, that reply and the id of its item too."""

    blocks: tuple[Block, ...]
    told: Told | None = None
    item: int = 0


def tail(posts: Sequence[Post], conversation: Conversation, numbers: Numbers, telling: Telling) -> Iterator[Piece]:
    """What comes after the article, above the form: two headings with what is under them.

    Args:
        posts: the similar posts, the most similar first.
        conversation: what is known of the replies.
        numbers: numbers the containers.
        telling: what else it depends on.
    """
    yield Piece((_heading(_("Similar Posts"), SIMILAR_POSTS), *_posts(posts, numbers)))
    replies = told(conversation)
    there = sum(1 for one in replies if one.theirs is None or not one.theirs.deleted)
    title = _("Replies ({count})").format(count=QLocale(language()).toString(there)) if there else _("Replies")
    heading = _heading(title, REPLIES)
    if not replies:
        nothing = _(NO_REPLIES_HERE if conversation.pulled is None else NO_REPLIES)
        yield Piece((heading, Block(BlockKind.PARAGRAPH, nothing)))
    else:
        yield Piece((heading,))
        yield from _thread(replies, numbers, telling)


def _thread(replies: Sequence[Told], numbers: Numbers, telling: Telling) -> Iterator[Piece]:
    words, shown, left = Words(), 0, 0
    for leaf in tree(replies, numbers):
        if shown >= MOST_SHOWN and leaf.told.own is None:
            left += 1
            continue
        piece = Piece(tuple(_reply(leaf, numbers, words, telling)), leaf.told, leaf.within[-1].id)
        shown += len(piece.blocks)
        yield piece
    if left:
        said = ngettext(
            "{count} more reply is kept, but there is no room for it on this page.",
            "{count} more replies are kept, but there is no room for them on this page.",
            left,
        )
        yield Piece((Block(BlockKind.PARAGRAPH, said.format(count=left)),))


def form_heading() -> Block:
    """The heading of the form: the last block of the page."""
    return _heading(_("Leave a Reply"), LEAVE_A_REPLY)


def answered(target: str) -> str | None:
    """The id of the reply that a pressed link asks to answer; None for another link."""
    return target.removeprefix(REPLY_TO) if target.startswith(REPLY_TO) else None


def asked_post(target: str) -> str | None:
    """The key of the similar post that a pressed link asks for; None for another link."""
    return target.removeprefix(POST) if target.startswith(POST) else None


def _heading(title: str, anchor: str) -> Block:
    return Block(BlockKind.HEADING, title, level=2, anchor=anchor)


def _posts(posts: Sequence[Post], numbers: Numbers) -> Iterator[Block]:
    if not posts:
        yield Block(BlockKind.PARAGRAPH, _(NO_POSTS))
        return
    within = (Container(ContainerKind.LIST, numbers.of("posts"), of=len(posts)),)
    for number, post in enumerate(posts, 1):
        place = _("Similar post, {number} of {total}").format(number=number, total=len(posts))
        label = f"{place}. {clean_line(post.why)}" if post.why else place
        item = (*within, Container(ContainerKind.ITEM, numbers.of("post", post.key), label=label))
        title = clean_line(post.title) or _("Untitled")
        yield Block(BlockKind.PARAGRAPH, title, _link(title, POST + post.key), within=item, marker="•")
        for line in (clean_line(post.summary), clean_line(post.why)):
            if line:
                yield Block(BlockKind.PARAGRAPH, line, within=item)


def _reply(leaf: Leaf, numbers: Numbers, words: Words, telling: Telling) -> Iterator[Block]:
    one, within = leaf.told, leaf.within
    if one.theirs is not None and one.theirs.deleted:
        gone = _(DELETED).format(when=_when(one.when, telling.zone))
        yield _said(gone, within)._replace(marker="•")
        return
    yield _head(leaf, telling)
    yield from _inside(_words(one, words), one.key, within, numbers)
    if one.theirs is not None and one.theirs.awaiting:
        yield _said(_(AWAITING), within, first=_(AWAITING))
    elif one.theirs is None and one.own is not None:
        yield _said(_state(one.own, telling), within, first=_(one.own.state.sentence))
    possible = _possible(one, telling)
    if one.own is not None and one.own.expires is not None and Deed.EDIT_THERE in possible:
        until = _("You can change it on the server until {when}.")
        yield _said(until.format(when=_when(one.own.expires, telling.zone)), within)
    links = [*_answer(one), *_deeds(one, possible)]
    if links:
        yield _line(links, within)


def _head(leaf: Leaf, telling: Telling) -> Block:
    """Who wrote it and when; who writes from right to left does not turn the line."""
    one = leaf.told
    author = one.author
    said = _("{author} (you), {when}") if one.is_own else _("{author}, {when}")
    if leaf.answers:
        said = _("{author} to {other}, {when}")
    line = said.format(author=author, when=_when(one.when, telling.zone), other=leaf.answers)
    if line.startswith("\u2068"):
        line = f"\u200e{line}"
    start = line.find(author)
    spans = [Span(start, start + len(author), SpanKind.STRONG)]
    if one.new:
        begun = len(line) + len(_BETWEEN)
        line = f"{line}{_BETWEEN}{_(NEW)}"
        spans.append(Span(begun, len(line), SpanKind.STRONG))
    return Block(BlockKind.PARAGRAPH, line, tuple(spans), within=leaf.within, marker="•")


def _words(one: Told, words: Words) -> tuple[Block, ...]:
    if one.theirs is None:
        return words.blocks(one.own.form.comment, TextFormat.PLAIN) if one.own is not None else ()
    if one.theirs.compiled:
        with suppress(ValueError):  # of another form, or damaged: the text itself is there
            return load_blocks(one.theirs.compiled)
    return words.blocks(one.theirs.text, one.theirs.format)


def _inside(blocks: Iterable[Block], key: str, within: Places, numbers: Numbers) -> Iterator[Block]:
    """A reply's own blocks, moved into its item."""
    moved: dict[Container, Container] = {}
    for block in blocks:
        for held in block.within:
            if held not in moved:
                moved[held] = held._replace(id=numbers.of("in", key, held.id))
        yield block._replace(within=(*within, *(moved[held] for held in block.within)))


def _state(reply: Reply, telling: Telling) -> str:
    """What has become of one's own reply, why, since when, and what happens next."""
    reason = clean_line(_(reply.reason))
    parts = [_(reply.state.sentence), reason and (reason if reason[-1] in ".!?…" else f"{reason}.")]
    parts.append(_("Since {when}.").format(when=_when(reply.changed, telling.zone)))
    if reply.state is not ReplyState.PUBLISHED:
        parts.append(_next(next_step(reply, telling.now, telling.settings, telling.health), telling))
    return " ".join(part for part in parts if part)


def _next(sentence: Sentence, telling: Telling) -> str:
    values = {
        name: _when(value, telling.zone) if isinstance(value, datetime) else _minutes(value)
        for name, value in sentence.values.items()
    }
    return _(sentence.text).format(**values)


def _minutes(value: object) -> str:
    return str(-(-value // timedelta(minutes=1))) if isinstance(value, timedelta) else clean_line(_(str(value)))


def _answer(one: Told) -> Iterator[tuple[str, str]]:
    if one.answerable:
        yield _("Reply to {author}").format(author=one.author), REPLY_TO + one.id


def _possible(one: Told, telling: Telling) -> frozenset[Deed]:
    """What can be done with one's own reply; of one that the server lists only what needs the server."""
    if one.own is None:
        return frozenset()
    possible = can(one.own, telling.now)
    return possible if one.theirs is None else possible & {Deed.EDIT_THERE, Deed.DELETE_THERE}


def _deeds(one: Told, possible: frozenset[Deed]) -> Iterator[tuple[str, str]]:
    for deed, label in DEEDS.items():
        if deed in possible and one.own is not None:
            yield _(label), own_target(deed, one.own.uuid)


def _line(links: Sequence[tuple[str, str]], within: Places) -> Block:
    """Links beside one another."""
    text, spans = "", list[Span]()
    for words, target in links:
        text += _BETWEEN if text else ""
        spans.append(Span(len(text), len(text) + len(words), SpanKind.LINK, target))
        text += words
    return Block(BlockKind.PARAGRAPH, text, tuple(spans), within=within)


def _said(sentence: str, within: Places, *, first: str = "") -> Block:
    """What the program says of a reply, its beginning in bold type: italics are hard to read with dyslexia."""
    spans = (Span(0, len(first), SpanKind.STRONG),) if first else ()
    return Block(BlockKind.PARAGRAPH, sentence, spans, within=within)


def _when(moment: datetime, zone: tzinfo | None) -> str:
    """Day and time in words, such as "3 March 2026, 14:05"."""
    try:
        local = moment.astimezone(zone)
    except OverflowError:  # the first or the last day there is, as no clock ever said
        local = moment
    return f"{_day(local.date(), language())}, {local.hour:02}:{local.minute:02}"


@lru_cache(maxsize=4096)
def _day(day: date, spoken: str) -> str:
    return QLocale(spoken).toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")


def _link(words: str, target: str) -> tuple[Span, ...]:
    return (Span(0, len(words), SpanKind.LINK, target),)
