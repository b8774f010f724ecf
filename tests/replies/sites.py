"""What the people of a real site do, straight in its database: they write, decide, take away and restore.

Each kind of site can be asked for the rows of its own table, which is what the trials count by. It never goes through
the program that is tried.
"""

import html
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Protocol

from tests.replies.faulty_proxy import FaultyProxy
from tests.replies.isso_server import RealIsso
from tests.replies.mariadb_server import Talk
from tests.replies.wordpress_server import RealWordPress


class Kept(Enum):
    """How a site keeps a reply: for all to see, for a moderator, as spam, in the trash, as an empty place."""

    PUBLIC = "public"
    HELD = "held"
    SPAM = "spam"
    TRASH = "trash"
    EMPTY = "empty"


THERE = frozenset({Kept.PUBLIC, Kept.HELD, Kept.SPAM})
"""What the site may still show, and takes for there when the same comes again."""


@dataclass(frozen=True)
class Row:
    """A row of the site's own table. `thread` is the site's name for it, `parent` 0 for the article.

    `words` and `author` are as they were typed, `written` with `id` makes it one reply's alone.
    """

    id: int
    thread: str
    parent: int
    author: str
    email: str
    words: str
    kept: Kept
    written: str

    @property
    def key(self) -> tuple[int, str]:
        return self.id, self.written


@dataclass(frozen=True)
class Note:
    """A reply to be put into a table by somebody else than the program. `gap` ids are left out before it."""

    thread: str
    words: str
    author: str = "Bob"
    email: str = "bob@example.org"
    parent: int = 0
    kept: Kept = Kept.PUBLIC
    gap: int = 0


class Site(Protocol):
    """A real site. `has_moderators` says that it has a trash and a spam folder, and that replies can be closed."""

    has_moderators: bool

    def rows(self) -> list[Row]:
        """All there are, by id."""
        ...

    def write(self, note: Note) -> int:
        """Put a reply in; its id."""
        ...

    def keep(self, number: int, kept: Kept) -> None:
        """What a moderator decides."""
        ...

    def delete(self, number: int) -> None:
        """Take it away for good, as the site does it."""
        ...

    def close(self, thread: str, *, closed: bool = True) -> None:
        """Take no more replies in a thread, or take them again."""
        ...

    def copy(self) -> None:
        """Put a copy of the table by."""
        ...

    def restore(self) -> None:
        """Put the table back as it was copied: ids given since are given again."""
        ...

    def set_ahead(self, seconds: float) -> None:
        """Have its clock go ahead of the real one."""
        ...


class IssoSite:
    """An Isso. It has no spam and no trash: what a moderator does not want is deleted."""

    has_moderators = False
    _modes: ClassVar = {1: Kept.PUBLIC, 2: Kept.HELD, 4: Kept.EMPTY}

    def __init__(self, site: RealIsso, proxy: FaultyProxy) -> None:
        self._site, self._proxy = site, proxy
        self._ahead = 0.0
        self._copy: tuple[list[tuple[object, ...]], list[tuple[object, ...]]] = ([], [])

    def rows(self) -> list[Row]:
        uris = dict(self._site.rows("id, uri", "threads"))
        found = self._site.rows("id, tid, parent, author, email, text, mode, created")
        return [
            Row(
                int(str(number)),
                str(uris.get(tid, "")),
                int(str(parent or 0)),
                html.unescape(str(author or "")),
                str(email or ""),
                str(text),
                self._modes[int(str(mode))],
                str(created),
            )
            for number, tid, parent, author, email, text, mode, created in found
        ]

    def write(self, note: Note) -> int:
        mode = next(mode for mode, kept in self._modes.items() if kept is note.kept)
        parents = dict(self._site.rows("id, parent"))
        parent = parents.get(note.parent) or note.parent or None  # an answer to an answer is one to what that answers
        return self._site.do(
            ("INSERT OR IGNORE INTO threads (uri, title) VALUES (?, ?)", (note.thread, note.thread)),
            (
                _PUT,
                (note.gap, parent, self._ahead, mode, note.words, html.escape(note.author), note.email, note.thread),
            ),
        )

    def keep(self, number: int, kept: Kept) -> None:
        if kept in {Kept.SPAM, Kept.TRASH}:
            self.delete(number)
        else:
            mode = next(mode for mode, one in self._modes.items() if one is kept)
            self._site.do(("UPDATE comments SET mode = ? WHERE id = ?", (mode, number)))

    def delete(self, number: int) -> None:
        if any(row.parent == number for row in self.rows()):
            self._site.do(("UPDATE comments SET mode = 4, text = '', author = NULL WHERE id = ?", (number,)))
        else:
            self._site.do(("DELETE FROM comments WHERE id = ?", (number,)))

    def close(self, thread: str, *, closed: bool = True) -> None:
        raise NotImplementedError("Isso has no such thing")

    def copy(self) -> None:
        self._copy = (self._site.rows("*", "threads"), self._site.rows("*"))

    def restore(self) -> None:
        statements: list[tuple[str, tuple[object, ...]]] = [("DELETE FROM comments", ()), ("DELETE FROM threads", ())]
        for table, rows in zip(("threads", "comments"), self._copy, strict=True):
            statements += [(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row) for row in rows]
        self._site.do(*statements)

    def set_ahead(self, seconds: float) -> None:
        self._ahead = self._proxy.ahead = seconds
        self._site.set_ahead(seconds)


class WordPressSite:
    """A WordPress, through a client of its database that stays."""

    has_moderators = True
    _states: ClassVar = {"1": Kept.PUBLIC, "0": Kept.HELD, "spam": Kept.SPAM, "trash": Kept.TRASH}

    def __init__(self, site: RealWordPress, talk: Talk, proxy: FaultyProxy) -> None:
        self._site, self._talk, self._proxy = site, talk, proxy
        self._ahead = 0.0

    def rows(self) -> list[Row]:
        found = [json.loads(line) for line in self._talk.do(_ROWS)]
        return [
            Row(
                row["id"],
                str(row["post"]),
                row["parent"],
                html.unescape(row["author"]),
                row["email"],
                html.unescape(row["content"]),
                self._states[row["status"]],
                row["written"],
            )
            for row in found
        ]

    def write(self, note: Note) -> int:
        status = next(status for status, kept in self._states.items() if kept is note.kept)
        values = {
            "comment_ID": f"coalesce(max(comment_ID), 0) + 1 + {note.gap:d}",
            "comment_post_ID": str(int(note.thread)),
            "comment_author": _literal(html.escape(note.author, quote=False)),
            "comment_author_email": _literal(note.email),
            "comment_author_IP": _literal("192.0.2.1"),
            "comment_date": f"DATE_ADD(UTC_TIMESTAMP(), INTERVAL {int(self._ahead)} SECOND)",
            "comment_date_gmt": f"DATE_ADD(UTC_TIMESTAMP(), INTERVAL {int(self._ahead)} SECOND)",
            "comment_content": _literal(html.escape(note.words, quote=False).replace("\\", "&#092;")),
            "comment_approved": _literal(status),
            "comment_parent": str(note.parent),
        }
        put = f"INSERT INTO wp_comments ({', '.join(values)}) SELECT {', '.join(values.values())} FROM wp_comments"
        return int(self._talk.do(f"{put}; SELECT max(comment_ID) FROM wp_comments")[-1])

    def keep(self, number: int, kept: Kept) -> None:
        status = next(status for status, one in self._states.items() if one is kept)
        self._talk.do(f"UPDATE wp_comments SET comment_approved = '{status}' WHERE comment_ID = {number:d}")

    def delete(self, number: int) -> None:
        self._talk.do(f"DELETE FROM wp_comments WHERE comment_ID = {number:d}")

    def close(self, thread: str, *, closed: bool = True) -> None:
        status = "closed" if closed else "open"
        self._talk.do(f"UPDATE wp_posts SET comment_status = '{status}' WHERE ID = {int(thread)}")

    def copy(self) -> None:
        self._talk.do("DROP TABLE IF EXISTS a_copy; CREATE TABLE a_copy AS SELECT * FROM wp_comments")

    def restore(self) -> None:
        self._talk.do("DELETE FROM wp_comments; INSERT INTO wp_comments SELECT * FROM a_copy")
        self._talk.do("ALTER TABLE wp_comments AUTO_INCREMENT = 1")

    def set_ahead(self, seconds: float) -> None:
        self._ahead = self._proxy.ahead = seconds
        self._site.set(ahead=seconds)


@contextmanager
def wordpress_site(site: RealWordPress, proxy: FaultyProxy) -> Iterator[WordPressSite]:
    """The people of a WordPress, for as long as a block lasts."""
    with site.talk() as talk:
        yield WordPressSite(site, talk, proxy)


_PUT = """INSERT INTO comments (id, tid, parent, created, mode, remote_addr, text, author, email, voters)
 SELECT (SELECT coalesce(max(id), 0) FROM comments) + 1 + ?, id, ?, (julianday('now') - 2440587.5) * 86400 + ?, ?,
 '192.0.2.1', ?, ?, ?, zeroblob(256) FROM threads WHERE uri = ?"""
_ROWS = """SELECT JSON_OBJECT('id', comment_ID, 'post', comment_post_ID, 'parent', comment_parent, 'author',
 comment_author, 'email', comment_author_email, 'content', comment_content, 'status', comment_approved, 'written',
 CAST(comment_date_gmt AS CHAR)) FROM wp_comments ORDER BY comment_ID"""


def _literal(text: str) -> str:
    return f"CONVERT(X'{text.encode().hex()}' USING utf8mb4)" if text else "''"
