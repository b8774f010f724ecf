"""The values of the shelf: what is known of an article on it, what is found, what is alike.

Pure: nothing here reads, keeps or shows anything.
"""

from typing import NamedTuple

BUNDLED = "bundled"
"""The origin of the articles that come along with the program."""
POSTS, HITS = 5, 20
"""Similar posts, and hits, that are given at most unless more are asked for."""
DATABASE = "shelf.sqlite3"
"""The shelf's file in the data folder; there is none until the reader puts something on the shelf."""
PICTURES = "pictures"
"""The folder of local copies of pictures in the data folder, those of each article in a folder named by its key."""
SOURCES = "sources"
"""The anchor of the heading that sources stand below, as of any heading of that name."""
WITH = ", "
"""What stands between terms that are shown in a row."""


class Meta(NamedTuple):
    """What is known of an article besides its words.

    `date` is when it was written, as ISO 8601, "" when unknown. A `companion` was written for this program.
    """

    summary: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""
    companion: bool = False


class ShelfEntry(NamedTuple):
    """An article on the shelf, without its text.

    `key` is `Article.digest`. `origin` is where it came from (a file's path, an address, `BUNDLED`), for showing only.
    `added` is a moment in UTC as ISO 8601, "" for what came along. `words` is how many it has, `progress` how much of
    it was read, 0 to 1; `unread` until it is opened.
    """

    key: str
    title: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    origin: str = ""
    added: str = ""
    words: int = 0
    first_sentence: str = ""
    companion: bool = False
    unread: bool = True
    progress: float = 0.0


class SimilarPost(NamedTuple):
    """An article that is like another: the minutes a fast and a slow reader take, and what both share."""

    key: str
    title: str
    first_sentence: str
    low_minutes: int
    high_minutes: int
    why: tuple[str, ...]
    origin: str = ""


class Hit(NamedTuple):
    """An article in which something was found.

    `snippet` is some of its words in pieces, each with whether it is what was looked for; `excerpt` is what stands in
    the article from the first such piece on, to be found there. It is "" when the title has it all: the snippet is then
    the first sentence, and the hit is at the top.
    """

    entry: ShelfEntry
    snippet: tuple[tuple[str, bool], ...]
    excerpt: str = ""


class Added(NamedTuple):
    """An article that was put on the shelf; not `new` when it stood there already."""

    entry: ShelfEntry
    new: bool
