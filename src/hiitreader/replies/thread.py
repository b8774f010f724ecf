"""Threads as values: which one an article has, the replies in it as a server gave them, and one's own beside them.

It never stores, fetches or shows anything.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from hiitreader.replies.reply import Reply, Thread


def thread_of(title: str, digest: str) -> Thread:
    """The thread of an article.

    Its `uri` is a path made from the title, "/articles/does-hiit-work/", so that every reader of an article meets in
    the same thread, whichever edition or format of it they have. An article whose title has no letter or digit gets its
    digest in the title's place.

    Args:
        title: the article's title.
        digest: `Article.digest`.
    """
    plain = unicodedata.normalize("NFKC", title).casefold()
    slug = "-".join(_WORDS.findall(plain))[:_LONGEST_SLUG].rstrip("-")
    return Thread(uri=f"/articles/{slug or digest}/", title=title.strip() or digest)


class TextFormat(Enum):
    """How the text of a reply is to be read."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class ThreadReply:
    """One reply as its server gave it.

    `id` and `parent` are the server's ("" for a reply to the article itself); `text` is in `format`: what its author
    typed (Markdown on an Isso) or what the server made of it (HTML on a WordPress). `website` is an http(s) address or
    "". `awaiting` says that a moderator has not yet let it through, `own` that this reader wrote it, `deleted` that
    only its place in the tree is left, `new` that it answers one of this reader's own and has not been seen yet.
    `compiled` is its text as blocks, in the form of `article.compiled`, "" while nobody made them. `writer` is what its
    server tells of whom it is by beside the name, "" when nothing; it is not kept. Times are aware, in UTC.
    """

    id: str
    author: str
    text: str
    written: datetime
    parent: str = ""
    website: str = ""
    changed: datetime | None = None
    awaiting: bool = False
    own: bool = False
    deleted: bool = False
    format: TextFormat = TextFormat.MARKDOWN
    new: bool = False
    compiled: str = field(default="", compare=False, repr=False)
    writer: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that is known here of an article's replies.

    `theirs` is what the server listed at `pulled` (None: never asked), oldest first, each parent before its answers.
    `own` is what this reader wrote and that is not yet in `theirs`, oldest first, drafts and discarded ones left out.
    `listed` is what this reader wrote here and that is in `theirs` as well.
    """

    own: tuple[Reply, ...] = ()
    theirs: tuple[ThreadReply, ...] = ()
    pulled: datetime | None = None
    listed: tuple[Reply, ...] = ()

    def marked_new(self, ids: AbstractSet[str]) -> "Conversation":
        """The same, with the replies of these ids marked as new; those the server deleted are not."""
        if all(one.new for one in self.theirs if one.id in ids):
            return self
        theirs = tuple(replace(one, new=not one.deleted) if one.id in ids else one for one in self.theirs)
        return replace(self, theirs=theirs)


_WORDS = re.compile(r"[^\W_]+")
_LONGEST_SLUG = 80
